"""Finding the sentences of a library that answer a question, and how sure it is that they do."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass

from content.brief import Outcome
from content.library import Library, asked_terms
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

    @property
    def outcome(self) -> Outcome:
        """Whether the best sentences may be shown as an answer, or only as what is nearest."""
        for outcome, least in thresholds():
            if self.sentences and self.certainty >= least:
                return outcome
        return "not_covered"

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The sentences to show, three at most; none where nothing is near."""
        return self.sentences[:MAX_POINTS] if self.outcome != "not_covered" else ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents found, by the best sentence of each."""
        return tuple(dict.fromkeys(one.document.id for one in self.sentences))


def find(library: Library, question: str, without: frozenset[str] = frozenset()) -> Finding:
    """The sentences that answer, of all documents but those with an id in `without`."""
    asked = asked_terms(question)
    query = to_query(question, asked, library.weight)
    found = [hit for hit in library.search(asked) if hit.document.id not in without]
    rows = ranked(candidates(query, found))
    certainty = _certainty(signals(rows, len(query.weights))) if rows else 0.0
    return Finding(tuple(one for _, one in rows), certainty)


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


def thresholds() -> tuple[tuple[Outcome, float], ...]:
    """From which certainty on what is said, the surest first."""
    given = learnt()["certainty"]["at least"]
    return ("answered", float(given["answered"])), ("closest", float(given["closest"]))


def _lead(best: float, other: float | None) -> float:
    return 1.0 if other is None else min(best - other, FAR_AHEAD) / FAR_AHEAD


def _most(rows: Sequence[Scored], feature: str, sign: int = 1) -> float:
    at = FEATURES.index(feature)
    return max(sign * one.features[at] for _, one in rows)


def _certainty(values: Sequence[float]) -> float:
    weights, intercept = _weights()
    return 1 / (1 + math.exp(-intercept - sum(map(operator.mul, weights, values))))


@functools.cache
def _weights() -> tuple[tuple[float, ...], float]:
    given = learnt()["certainty"]
    return tuple(float(given["signals"][name]) for name in SIGNALS), float(given["intercept"])
