"""Finding the sentences of a library that answer a question, and how sure it is that they do."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content import meaning
from content.brief import Outcome
from content.library import Library, asked_terms
from content.ports import Nearness
from content.ranking import FEATURES, Candidate, candidates, learnt, ranked, to_query

MAX_POINTS = 3
"""Most sentences of an answer."""
FAR_AHEAD = 3.0
"""From which lead on, in units of the ranking's score, the next best says nothing any more."""
SIGNALS = (
    *(f"best: {name}" for name in FEATURES),
    "lead over other documents",
    "lead over its neighbours",
    "score of the best",
    "most in any sentence or title",
    "most in any document",
    "least missing from any document",
    "terms",
    "one of its terms",
)
"""What the certainty is reckoned from, in the order of `signals`."""

Scored = tuple[float, Candidate]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a library says to a question."""

    sentences: tuple[Candidate, ...]
    """Every candidate, the one that answers best first."""
    certainty: float
    """How surely the best one answers: 0 to 1. Made for telling answered from not covered; it is no
    probability where questions differ from those it was learnt on."""

    outcome: Outcome = "not_covered"
    """Whether the best sentences may be shown as an answer, or only as what is nearest."""

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The sentences to show, three at most; none where nothing is near."""
        return self.sentences[:MAX_POINTS] if self.outcome != "not_covered" else ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents found, by the best sentence of each."""
        return tuple(dict.fromkeys(one.document.id for one in self.sentences))


def find(
    library: Library,
    question: str,
    without: frozenset[str] = frozenset(),
    *,
    nearness: Nearness | None = None,
) -> Finding:
    """The sentences that answer, of all documents but those with an id in `without`.

    `nearness` judges the best of them by their meaning, where there is such a model.
    """
    asked = asked_terms(question)
    query = to_query(question, asked, library.weight)
    found = [hit for hit in library.search(asked) if hit.document.id not in without]
    rows = ranked(candidates(query, found))
    if not rows:
        return Finding((), 0.0)
    values, learnt_from = signals(rows, len(query.weights)), _of_words()
    if nearness is not None:
        near = meaning.nearness_of(rows, question, nearness)
        rows, near = meaning.reordered(rows, near)
        values, learnt_from = (*values, *meaning.signals(rows, near)), _of_meaning()
    certainty = learnt_from.certainty(values)
    return Finding(tuple(one for _, one in rows), certainty, learnt_from.outcome(certainty))


def signals(rows: Sequence[Scored], terms: int) -> tuple[float, ...]:
    """What tells whether the best of the candidates, best first, is an answer at all."""
    best, first = rows[0]
    elsewhere = (score for score, one in rows if one.document.id != first.document.id)
    beside = (score for score, one in rows[1:] if one.document.id == first.document.id)
    return (
        *first.features,
        _lead(best, next(elsewhere, None)),
        _lead(best, next(beside, None)),
        best,
        _most(rows, "in sentence or title"),
        _most(rows, "in document"),
        -_most(rows, "rarest missing from document", -1),
        terms / 10,
        1 / (1 + terms),
    )


def _lead(best: float, other: float | None) -> float:
    return 1.0 if other is None else min(best - other, FAR_AHEAD) / FAR_AHEAD


def _most(rows: Sequence[Scored], feature: str, sign: int = 1) -> float:
    at = FEATURES.index(feature)
    return max(sign * one.features[at] for _, one in rows)


@dataclass(frozen=True, slots=True)
class _Decision:
    """How certain signals make an answer, and from when on what is said."""

    weights: tuple[float, ...]
    intercept: float
    at_least: tuple[tuple[Outcome, float], ...]
    """The surest outcome first."""

    def certainty(self, values: Sequence[float]) -> float:
        """From 0 to 1."""
        told = sum(map(operator.mul, self.weights, values))
        return 1 / (1 + math.exp(-self.intercept - told))

    def outcome(self, certainty: float) -> Outcome:
        enough = (outcome for outcome, least in self.at_least if certainty >= least)
        return next(enough, "not_covered")


@functools.cache
def _of_words() -> _Decision:
    return _decision(learnt()["certainty"], SIGNALS)


@functools.cache
def _of_meaning() -> _Decision:
    return _decision(learnt()[meaning.LEARNT]["certainty"], (*SIGNALS, *meaning.SIGNALS))


def _decision(given: Mapping[str, Any], names: Sequence[str]) -> _Decision:
    least = given["at least"]
    return _Decision(
        tuple(float(given["signals"][name]) for name in names),
        float(given["intercept"]),
        (("answered", float(least["answered"])), ("closest", float(least["closest"]))),
    )
