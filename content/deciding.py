"""How sure it is that a passage answers a question: learnt, where no single measure suffices.

A logistic regression over a dozen measures. `tests/training/deciding.py` makes its weights from the
questions of the pack itself; no question of the exams is among them.
"""

from __future__ import annotations

import functools
import json
import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from content.answer_types import answer_type, holds_type
from content.questions import Question, QuestionReader
from content.search import Hit, Passage, SearchIndex, terms

WEIGHTS = Path(__file__).with_name("deciding.json")
LOOKED_AT = 8
"""How many hits are measured: nine tenths of what answers are among them, as on the pack's own
questions; the others come too late to be the best."""
WEIGHT_OF_MANY = 60
"""The terms of a long question weigh about so much together; it only brings a measure to 0 to 1."""
FEATURES = (
    "alike",
    "three wordings alike",
    "wording held by question",
    "letters alike",
    "covered with wordings",
    "covered by answer",
    "score against best",
    "lead in score",
    "lead in coverage",
    "same claims in other hits",
    "names in answer",
    "length of question",
    "lacks the answer type",
    "rarest term missing",
)
"""What is measured of a hit, in the order of `measured`."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a hit says and what it is asked by, against one question."""

    passage: Passage
    score: float
    claims: frozenset[str]
    answer: frozenset[str]
    """The terms of its text and its entities."""
    covered: float
    """How much of the question stands in its answer and its wordings."""
    missing: float
    """How much the rarest term tells that stands in neither."""


class Decider:
    """Measures how well hits fit a question to one pack."""

    def __init__(self, index: SearchIndex, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader

    def measured(self, question: Question, hits: Sequence[Hit]) -> list[tuple[float, ...]]:
        """The features of each of the first hits."""
        rows = [self._said(question, hit) for hit in hits[:LOOKED_AT]]
        return [
            (
                *self._of_wordings(question, row),
                *self._of_words(question, row),
                *_of_place(row, rows),
                *self._of_question(question, row),
            )
            for row in rows
        ]

    def _said(self, question: Question, hit: Hit) -> _Said:
        passage = hit.passage
        answer = frozenset(terms(f"{passage.text} {passage.entities}"))
        either = answer.union(*(terms(asked) for asked in passage.questions))
        lacking = [self._index.weight(term) for term in question.terms if term not in either]
        claims = frozenset(claim for one in passage.sentences for claim in one.claims)
        covered = self._index.coverage(question.terms, either)
        return _Said(passage, hit.score, claims, answer, covered, max(lacking, default=0.0))

    def _of_wordings(self, question: Question, row: _Said) -> tuple[float, ...]:
        """Of the nearest wording: likeness, what the question holds of it, likeness by letters."""
        asked = [self._likeness(question, one) for one in row.passage.questions]
        alike, back, letters = max(asked, key=sum, default=(0.0, 0.0, 0.0))
        nearest = sorted((one[0] for one in asked), reverse=True)[:3]
        return alike, sum(nearest) / 3, back, letters

    def _likeness(self, question: Question, asked: str) -> tuple[float, float, float]:
        letters = fuzz.token_sort_ratio(question.text.casefold(), asked.casefold()) / 100
        alike, back = self.compared(question, asked)
        return alike, back, letters

    def compared(self, question: Question, asked: str) -> tuple[float, float]:
        """How alike a question and a curated one are, and how much of that one stands in it."""
        curated = self._reader.telling_terms(asked)
        there = self._index.coverage(question.terms, curated)
        back = self._index.coverage(curated, question.terms)
        return (2 * there * back / (there + back) if there + back else 0.0), back

    def _of_words(self, question: Question, row: _Said) -> tuple[float, ...]:
        return row.covered, self._index.coverage(question.terms, row.answer)

    def _of_question(self, question: Question, row: _Said) -> tuple[float, ...]:
        weights = [self._index.weight(term) for term in question.terms]
        rarest, names = max(weights, default=1.0), question.essential
        wants = answer_type(question.text)
        return (
            len(names & row.answer) / len(names) if names else 1.0,
            min(sum(weights) / WEIGHT_OF_MANY, 1.0),
            float(wants is not None and not holds_type(wants, row.passage.text)),
            row.missing / rarest,
        )


def log_odds(measures: Sequence[float]) -> float:
    """How surely a hit with these features answers, as learnt."""
    weights, intercept = _weights()
    return intercept + math.fsum(map(operator.mul, weights, measures))


def least(what: str) -> float:
    """From which log odds on a passage answers (`answered`), or is near enough to be shown."""
    return float(learnt()["at least"][what])


@functools.cache
def learnt() -> dict[str, Any]:
    """What `deciding.json` holds."""
    read: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return read


@functools.cache
def _weights() -> tuple[tuple[float, ...], float]:
    given = learnt()
    return tuple(float(given["weights"][name]) for name in FEATURES), float(given["intercept"])


def _of_place(row: _Said, rows: Sequence[_Said]) -> tuple[float, ...]:
    """Against the other hits: those of the same claims speak for it, the best others against it."""
    others = [one for one in rows if row.claims.isdisjoint(one.claims)]
    next_score = max((one.score for one in others), default=0.0)
    same = len(rows) - len(others) - 1
    return (
        row.score / (rows[0].score or 1.0),
        math.log((row.score + 1) / (next_score + 1)),
        row.covered - max((one.covered for one in others), default=0.0),
        same / LOOKED_AT,
    )
