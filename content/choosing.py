"""Which passages answer a question: those that say what it asks, not those that share a word.

The measure is information: every term counts by how rare it is in the pack, so that a name weighs
more than what every claim is about. A question of which too much is found nowhere in one passage
is left without an answer. Where no single measure suffices, what is learnt decides
(`content.deciding`), among what no rule forbids.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from content.answer_types import answer_type
from content.contraries import is_contrary
from content.deciding import Decider, least, log_odds
from content.model import Sentence
from content.questions import (
    Question,
    QuestionReader,
    Wanted,
    holds,
    is_negated,
    publishers_in,
    versions_in,
    wanted,
    without_reporting,
)
from content.search import Hit, Passage, SearchIndex, terms

MAX_POINTS = 3
"""Most points of an answer: more is a briefing, and briefings have topics."""
ENOUGH_COVERED = 0.7
"""How much of what a question tells must stand in a curated question with its answer."""
ENOUGH_ALIKE = 0.5
"""How alike the two questions must be: the harmonic mean of how much each holds of the other."""
ENOUGH_ALIKE_IF_NARROW = 0.55
"""The same for "is it so that" and "when": what is missing may be what decides it."""
ENOUGH_BACK = 0.4
"""How much of the curated question must stand in the one asked, so that a lone name finds none."""
ENOUGH_OF_A_COUNT = 0.75
"""`ENOUGH_COVERED` where a number is wanted: what is missing may be what it counts."""
ENOUGH_BY_ITSELF = 0.8
"""How much one sentence alone must cover, where no wording foresaw that a number is wanted."""
SAME_QUESTION = 0.95
"""From here on two questions say the same in other words."""
ENOUGH_IN_CLAIM = 0.7
"""How much of what a question tells must stand in a claim, with its entities."""
ENOUGH_IF_NARROW = 0.9
"""The same for "is it so that", "how" and "when": what is missing may be what decides it."""
ENOUGH_TO_BE_NEAR = 0.5
"""How much of what a question tells must stand in a claim that is shown as the closest on file."""
ENOUGH_TO_BE_ON_TOPIC = 0.25
"""How much of what a question tells must stand in some passage for topics to be near at all."""
MAX_CLOSEST = 2
"""Most claims that are shown so: each takes the reader's time and answers nothing."""
NEXT_BEST = 0.05
"""How far behind the best claim another one may be and still be shown beside it."""


class Chooser:
    """Chooses answers from one pack. The thresholds were chosen on `tests/content/exam*.yaml`."""

    def __init__(self, index: SearchIndex, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader
        self._decider = Decider(index, reader)

    def snippet(self, question: Question, hits: Sequence[Hit]) -> tuple[Passage | None, float]:
        """The QA snippet whose question is the one asked, and how alike the two are (0 to 1)."""
        rows = self._judged(question, hits)
        alike = [(self._alike(question, passage), passage, odds) for passage, odds in rows]
        near = [row for row in alike if row[0] >= SAME_QUESTION or row[2] >= least("closest")]
        best = max(near, key=lambda row: (row[0], row[2]), default=(0.0, None))
        if best[0]:
            return best[1], best[0]
        surest, odds = _surest(rows)
        is_sure = odds >= least("answered") and not self._names_one_thing(question)
        return (surest, ENOUGH_ALIKE) if is_sure else (None, 0.0)

    def claims(self, question: Question, hits: Sequence[Hit]) -> Iterator[Sentence]:
        """Claims that hold nearly everything the question tells, best first, three at most."""
        if self._names_one_thing(question):
            return
        covering = [
            (self._covered_by_claim(question, hit.passage), hit.score, hit.passage)
            for hit in hits
            if hit.passage.kind == "claim" and _is_about(question, hit.passage)
        ]
        covering.sort(key=lambda row: row[:2], reverse=True)
        enough = max(_enough(question), covering[0][0] - NEXT_BEST) if covering else 1.0
        fitting = [
            passage
            for covered, _, passage in covering
            if covered >= enough and _fits_in_kind(question, passage.text)
        ]
        yield from (passage.sentences[0] for passage in fitting[:MAX_POINTS])

    def is_answered_by(self, question: Question, sentence: str, beside: str) -> bool:
        """Whether a sentence that is no claim answers; the names may stand in the words beside it.

        Nothing less is asked of it than of a claim.
        """
        if self._names_one_thing(question) or not question.terms:
            return False
        said = set(terms(without_reporting(sentence)))
        named = said.union(terms(beside))
        return (
            question.essential <= named
            and self._index.coverage(question.terms, said | question.essential) >= _enough(question)
            and _fits_in_kind(question, sentence)
        )

    def nearest(self, question: Question, hits: Sequence[Hit]) -> tuple[Sentence, ...]:
        """What comes closest where nothing answers: of the same names, and of half of the rest.

        None for what is asked of today or of what is not so: what is near says the contrary.
        """
        is_narrow = len(question.terms) < 2 or self._names_one_thing(question)
        if question.is_about_now or question.is_negated or is_narrow:
            return ()
        passage, odds = _surest(self._judged(question, hits))
        if passage and odds >= least("closest"):
            return passage.sentences[:MAX_CLOSEST]
        near = [
            (self._covered_by_claim(question, hit.passage), hit.score, hit.passage.sentences[0])
            for hit in hits
            if hit.passage.kind == "claim"
            and question.versions <= versions_in(hit.passage.text)
            and _names_publishers(question, hit.passage.text)
        ]
        near = sorted(near, key=lambda row: row[:2], reverse=True)
        return tuple(row[2] for row in near[:MAX_CLOSEST] if row[0] >= ENOUGH_TO_BE_NEAR)

    def is_off_topic(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Whether no passage has more than a word or two of it, and those by chance."""
        said = (terms(f"{hit.passage.text} {hit.passage.names}") for hit in hits)
        most = max((self._index.coverage(question.terms, row) for row in said), default=0.0)
        return most < ENOUGH_TO_BE_ON_TOPIC

    def _names_one_thing(self, question: Question) -> bool:
        """Whether a question tells no more than one name: what is said of it may be anything."""
        in_versions = {term for version in question.versions for term in terms(version)}
        telling = {
            term
            for term in question.terms
            if term not in in_versions and not self._index.is_weak(term)
        }
        return question.is_asked and len(telling) + len(question.versions) < 2

    def _most_telling(self, question: Question) -> str:
        """The rarest term: in "did they lift the controls" it decides what the answer is to."""
        return max(question.terms, key=self._index.weight)

    def _judged(self, question: Question, hits: Sequence[Hit]) -> list[tuple[Passage, float]]:
        """Of the first hits what no rule forbids as an answer, and the log odds that it is one."""
        rows = self.allowed(question, hits)
        return [(passage, log_odds(measures)) for passage, measures in rows]

    def allowed(
        self, question: Question, hits: Sequence[Hit]
    ) -> list[tuple[Passage, tuple[float, ...]]]:
        """Of the first hits what no rule forbids as an answer, with what is measured of it."""
        measured = zip(hits, self._decider.measured(question, hits), strict=False)
        return [(hit.passage, row) for hit, row in measured if self._may_answer(question, hit)]

    def _may_answer(self, question: Question, hit: Hit) -> bool:
        answer = set(terms(f"{hit.passage.text} {hit.passage.entities}"))
        return bool(self._foreseen(question, hit.passage, answer))

    def _foreseen(self, question: Question, passage: Passage, answer: set[str]) -> list[str]:
        """The wordings of a passage that ask for the same kind of thing, of the same names."""
        said = answer.union(*(terms(asked) for asked in passage.questions))
        if not (question.essential <= said and _names_publishers(question, passage.text)):
            return []
        if is_contrary(question.text, passage.text):
            return []
        if question.is_yes_or_no and self._most_telling(question) not in said:
            return []
        asks_where = answer_type(question.text) == "place"
        return [
            asked
            for asked in passage.questions
            if question.versions <= versions_in(asked)
            and (not question.is_negated or is_negated(asked))
            and (not asks_where or answer_type(asked) == "place")
            and self._fits(question, passage, wanted(asked))
        ]

    def _alike(self, question: Question, passage: Passage) -> float:
        """How surely one of a snippet's questions is the one asked; 0 where that is not sure."""
        answer = set(terms(passage.text))
        foreseen = self._foreseen(question, passage, answer)
        rows = [self._compared(question, asked, answer) for asked in foreseen]
        enough = ENOUGH_OF_A_COUNT if question.wants == "number" else ENOUGH_COVERED
        is_narrow = question.is_yes_or_no or question.wants == "time"
        least_alike = ENOUGH_ALIKE_IF_NARROW if is_narrow else ENOUGH_ALIKE
        sure = [
            alike
            for covered, back, alike in rows
            if covered >= enough and alike >= least_alike and back >= ENOUGH_BACK
        ]
        return max(sure, default=0.0)

    def _fits(self, question: Question, passage: Passage, foreseen: Wanted | None) -> bool:
        """A "why" is answered where a "why" was foreseen, or where a sentence itself tells why.

        Where something else was foreseen, such as a "when", the answer is to that.
        """
        if question.wants in (None, foreseen):
            return True
        tells = any(self._tells(question, sentence.text) for sentence in passage.sentences)
        return tells and foreseen is None

    def _tells(self, question: Question, sentence: str) -> bool:
        """Whether one sentence holds what is wanted, of what it is wanted."""
        said = set(terms(sentence))
        speaks_of_it = question.essential <= said and question.versions <= versions_in(sentence)
        if question.wants == "person":  # "who leads it" is told by who leads it
            enough = question.terms[0] in said
        else:
            enough = self._index.coverage(question.terms, said) >= ENOUGH_BY_ITSELF
        return speaks_of_it and enough and holds(question.wants, sentence, question.terms)

    def _compared(
        self, question: Question, asked: str, answer: set[str]
    ) -> tuple[float, float, float]:
        """How much of a question a curated one holds with its answer, how much of that one stands
        in the question, and how alike the two are."""
        alike, back = self._decider.compared(question, asked)
        curated = self._reader.telling_terms(asked)
        return self._index.coverage(question.terms, curated | answer), back, alike

    def _covered_by_claim(self, question: Question, passage: Passage) -> float:
        """Its own words and entities count; the names of its topics say too little of it."""
        said = set(terms(without_reporting(f"{passage.text} {passage.entities}")))
        return self._index.coverage(question.terms, said) if question.essential <= said else 0.0


def _surest(rows: Iterable[tuple[Passage, float]]) -> tuple[Passage | None, float]:
    return max(rows, key=lambda row: row[1], default=(None, -math.inf))


def _enough(question: Question) -> float:
    """How much of what a question tells a claim must hold to answer it."""
    is_strict = question.is_yes_or_no or question.asks_how or question.wants == "time"
    least = ENOUGH_IF_NARROW if is_strict else ENOUGH_IN_CLAIM
    return max(least, ENOUGH_OF_A_COUNT if question.wants == "number" else 0.0)


def _fits_in_kind(question: Question, text: str) -> bool:
    """Whether a text holds the kind of thing that is wanted, of the names that are named."""
    return (
        holds(question.wants, text, question.terms)
        and _names_publishers(question, text)
        and question.versions <= versions_in(text)
        and (not question.is_negated or is_negated(text))
        and not is_contrary(question.text, text)
    )


def _is_about(question: Question, passage: Passage) -> bool:
    """Whether a claim is about the one thing that a lone name names, and does not only mention it.

    Where more is asked than a name, what else is asked decides.
    """
    return len(question.terms) > 1 or question.terms[0] in terms(passage.entities)


def _names_publishers(question: Question, text: str) -> bool:
    """Whether a text speaks of every publisher that the question names."""
    return publishers_in(text, question.publishers) == question.publishers
