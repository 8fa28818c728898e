"""Judging the best sentences by what they mean, where the operator has a model for that.

The model reorders what words have found, and says how sure that is; it finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.ports import Nearness
from content.ranking import Candidate, learnt

JUDGED = 24
"""How many sentences are judged: nearly all that answer are among the 20 best by words (.95 of
SQuAD, .91 of CLAP NQ), and each costs some two milliseconds."""
SIGNALS = (
    "nearness of the best",
    "most nearness",
    "nearness of the nearest three",
    "lead in nearness over other documents",
)
"""What the certainty is reckoned from in addition, in the order of `signals`."""
LEARNT = "with a sentence model"
"""Where the weights stand in `ranking.json`."""

Scored = tuple[float, Candidate]


def nearness_of(rows: Sequence[Scored], question: str, model: Nearness) -> list[float]:
    """How near the best candidates (best first) are to the question, each with its title."""
    return list(model.nearness(question, [_told(one) for _, one in rows[:JUDGED]]))


def reordered(
    rows: Sequence[Scored], near: Sequence[float], weights: tuple[float, float] | None = None
) -> tuple[list[Scored], list[float]]:
    """The candidates by score and nearness, best first, and the nearness of those judged.

    Those that were not judged follow as they were. `weights` are of the score and of the nearness;
    without them those on file are taken.
    """
    of_score, of_nearness = weights or _weights()
    judged = [
        (of_score * score + of_nearness * one, candidate, one)
        for (score, candidate), one in zip(rows, near, strict=False)
    ]
    judged.sort(key=lambda row: -row[0])
    ordered = [(score, candidate) for score, candidate, _ in judged]
    return [*ordered, *rows[len(judged) :]], [one for _, _, one in judged]


def signals(rows: Sequence[Scored], near: Sequence[float]) -> tuple[float, ...]:
    """What nearness tells of whether the first of the reordered candidates is an answer at all."""
    best = rows[0][1].document.id
    judged = list(zip(rows, near, strict=False))
    elsewhere = [one for (_, other), one in judged if other.document.id != best]
    nearest = sorted(near, reverse=True)[:3]
    return (
        near[0],
        nearest[0],
        sum(nearest) / len(nearest),
        near[0] - max(elsewhere, default=0.0),
    )


def _told(candidate: Candidate) -> str:
    title = candidate.document.title
    return f"{title}. {candidate.text}" if title else candidate.text


def _weights() -> tuple[float, float]:
    given = learnt()[LEARNT]["sentence"]
    return float(given["score"]), float(given["nearness"])
