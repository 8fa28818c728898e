"""Choosing the sentences that answer, and deciding whether they do."""

from __future__ import annotations

import json
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from content.finding import SIGNALS, find, signals
from content.library import Document, Library, asked_terms
from content.ranking import FEATURES, WEIGHTS, candidates, ranked, to_query

COAST = Library(
    [
        Document(
            "skerry",
            (
                "Skerry Point stands on a reef.",
                "Its keeper was Ada Marsh, who tended it for thirty years.",
                "The lamp of Skerry Point was first lit in March 1874.",
            ),
            "Skerry Point",
        ),
        Document("fog", ("Fog horns were tested in 1880.", "They were loud."), "Fog signals"),
        Document("pilots", ("Pilots board ships off the bar.",), "Pilots"),
    ]
)


def best(question: str) -> str:
    return find(COAST, question).sentences[0].text


def test_the_sentence_that_answers_comes_before_one_that_only_matches() -> None:
    assert best("when was the Skerry Point lamp lit?").endswith("March 1874.")
    assert "Ada Marsh" in best("who tended Skerry Point as its keeper")


def test_what_the_library_does_not_know_is_not_answered() -> None:
    assert find(COAST, "what does a lighthouse in Brazil cost?").outcome == "not_covered"
    assert find(COAST, "").shown == ()


def test_an_answer_shows_three_sentences_at_most() -> None:
    assert len(find(COAST, "when was the lamp of Skerry Point first lit").shown) <= 3


def test_a_document_that_is_hidden_is_not_found() -> None:
    assert "skerry" not in find(COAST, "Skerry Point", frozenset({"skerry"})).documents


def test_a_right_sentence_is_surer_than_what_is_left_without_its_document() -> None:
    question = "when was the lamp of Skerry Point lit?"

    assert find(COAST, question).certainty > find(COAST, question, frozenset({"skerry"})).certainty


def test_the_weights_name_every_feature_and_every_signal() -> None:
    held = json.loads(WEIGHTS.read_text(encoding="utf-8"))

    assert tuple(held["sentence"]) == FEATURES
    assert tuple(held["certainty"]["signals"]) == SIGNALS
    assert held["certainty"]["at least"]["answered"] > held["certainty"]["at least"]["closest"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_every_feature_stays_within_its_bounds(question: str, sentences: list[str]) -> None:
    lines = tuple(" ".join(one.split()) for one in sentences)
    library = Library([Document("any", (*lines, question.replace("\n", " ")))])
    asked = asked_terms(question)
    query = to_query(question, asked, library.weight)

    rows = ranked(candidates(query, library.search(asked)))

    most = 1 + math.sqrt(len(query.weights))  # the density grows so; all others end at 1
    assert all(0 <= value <= most for _, one in rows for value in one.features)
    assert all(len(signals(rows, 1)) == len(SIGNALS) for _ in rows[:1])
