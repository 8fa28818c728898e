"""What a model of meaning does to what words have found."""

from __future__ import annotations

from collections.abc import Sequence

from content import meaning
from content.finding import find
from content.library import Document, Library

LIBRARY = Library(
    [
        Document(
            "lamp", ("The lamp of the tower was sold.", "Money came from the trust."), "Lamps"
        ),
        Document("fog", ("The tower has a lamp.", "Its fog horn is loud."), "Fog"),
    ]
)
QUESTION = "who financed the lamp of the tower"


class Model:
    """Thinks that one sentence is near, and notes what it was asked."""

    def __init__(self, near: str) -> None:
        self.near, self.asked = near, list[Sequence[str]]()

    def nearness(self, question: str, sentences: Sequence[str]) -> list[float]:
        self.asked.append(sentences)
        return [1.0 if self.near in sentence else -1.0 for sentence in sentences]


def test_what_is_near_in_meaning_comes_first() -> None:
    model = Model("Money came")

    assert find(LIBRARY, QUESTION).sentences[0].text != "Money came from the trust."
    found = find(LIBRARY, QUESTION, nearness=model)

    assert found.sentences[0].text == "Money came from the trust."
    assert {one.text for one in found.sentences} == {
        one.text for one in find(LIBRARY, QUESTION).sentences
    }


def test_a_sentence_is_judged_with_its_title() -> None:
    model = Model("-")
    find(LIBRARY, QUESTION, nearness=model)

    assert "Lamps. Money came from the trust." in model.asked[0]


def test_what_is_near_is_more_certain() -> None:
    near = find(LIBRARY, QUESTION, nearness=Model("tower has a lamp"))
    far = find(LIBRARY, QUESTION, nearness=Model("nothing of this"))

    assert near.certainty > far.certainty


def test_only_the_best_are_judged_and_the_others_follow_as_they_were() -> None:
    lines = tuple(f"The lamp number {at} of the tower." for at in range(2 * meaning.JUDGED))
    library, model = Library([Document("many", lines)]), Model("-")

    found = find(library, "lamp of the tower", nearness=model)

    assert len(model.asked[0]) == meaning.JUDGED
    assert len(found.sentences) == len(lines)


def test_a_model_is_not_asked_where_words_find_nothing() -> None:
    model = Model("-")

    assert find(LIBRARY, "xylophone", nearness=model).sentences == ()
    assert model.asked == []
