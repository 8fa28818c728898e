"""How good answers are, measured on questions whose answers are known."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.brief import Outcome

LOOKED_AT = 10
"""How many documents count for the reciprocal rank."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is known of its answer, as the evaluation files have it."""

    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    """Any of these, as a part of the sentence, makes it right."""
    documents: frozenset[str] = frozenset()
    """Ids of the documents that hold the answer."""
    sentences: frozenset[str] = frozenset()
    """Where not empty, exactly these sentences are right."""

    def is_right(self, sentence: str, document: str) -> bool:
        """Whether a sentence answers. To what is answered with yes or no, one of a right document
        does, for no sentence says so."""
        if self.sentences:
            return squeezed(sentence) in self.sentences
        answers = {squeezed(answer) for answer in self.answers}
        if answers <= {"yes", "no"}:
            return document in self.documents
        return any(answer in squeezed(sentence) for answer in answers)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question."""

    answerable: bool
    rank: int | None
    """The rank of the first right document among all found, from 1."""
    right: tuple[bool, ...]
    """Of the first three sentences, whether each answers."""
    certainty: float
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What the results come to. Shares are between 0 and 1; with nothing to count, 0."""

    answerable: int
    unanswerable: int
    hits_at_1: float
    hits_at_4: float
    hits_at_10: float
    mrr_at_10: float
    sentence_first: float
    """Of the answerable questions, those whose first sentence is right, shown or not."""
    sentence_in_3: float
    answered: float
    """Of the answerable questions, those that got an answer; "closest" is none."""
    refused: float
    """Of the unanswerable ones, those that got none."""
    auroc: float | None
    """How well the certainty tells the two apart; none where one kind is missing."""
    risk: float
    """Of the answers given, those whose first sentence is wrong or to an unanswerable question."""
    coverage: float
    """Of all questions, those answered."""
    p50_ms: float
    p99_ms: float


def squeezed(text: str) -> str:
    """A text as it is compared: small letters, single blanks."""
    return " ".join(text.casefold().split())


def figures(results: Sequence[Result]) -> Figures:
    """Reckon everything up."""
    known = [one for one in results if one.answerable]
    unknown = [one for one in results if not one.answerable]
    given = [one for one in results if one.outcome == "answered"]
    times = sorted(one.seconds * 1000 for one in results)
    return Figures(
        answerable=len(known),
        unanswerable=len(unknown),
        hits_at_1=_share(_within(one, 1) for one in known),
        hits_at_4=_share(_within(one, 4) for one in known),
        hits_at_10=_share(_within(one, LOOKED_AT) for one in known),
        mrr_at_10=_share(
            1 / one.rank if one.rank and _within(one, LOOKED_AT) else 0 for one in known
        ),
        sentence_first=_share(any(one.right[:1]) for one in known),
        sentence_in_3=_share(any(one.right) for one in known),
        answered=_share(one.outcome == "answered" for one in known),
        refused=_share(one.outcome != "answered" for one in unknown),
        auroc=auroc([one.certainty for one in known], [one.certainty for one in unknown]),
        risk=_share(not (one.answerable and any(one.right[:1])) for one in given),
        coverage=len(given) / len(results) if results else 0.0,
        p50_ms=_percentile(times, 0.50),
        p99_ms=_percentile(times, 0.99),
    )


def auroc(high: Sequence[float], low: Sequence[float]) -> float | None:
    """How often one of `high` is greater than one of `low`; equal ones count half."""
    if not high or not low:
        return None
    ordered = sorted(low)
    wins = sum(
        (bisect.bisect_left(ordered, one) + bisect.bisect_right(ordered, one)) / 2 for one in high
    )
    return wins / (len(high) * len(low))


def _within(one: Result, count: int) -> bool:
    return one.rank is not None and one.rank <= count


def _share(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
