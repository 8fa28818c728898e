"""What a pack holds, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from content.cleaning import is_cjk
from content.model import GRADES, ClaimKind, ForecastStatus, Grade
from content.pack import Pack

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a pack holds. Of claims only those that may be said are counted, but for the last
    two numbers."""

    claims: int
    kinds: Mapping[ClaimKind, int]
    """Claims by kind."""
    support: Mapping[Grade, int]
    """Claims by the best grade among their sources."""
    sources: int
    sources_cited: int
    """Sources that a claim names; the others only tell where those have it from."""
    grades: Mapping[Grade, int]
    """Sources by grade."""
    topics: Mapping[str, int]
    """Claims by topic, in the order of the files."""
    qa: int
    wordings: int
    """Ways of asking, of all QA snippets."""
    languages: Mapping[str, int]
    """Wordings by language: `zh` with any Chinese character, else the pack's first language."""
    disputes: int
    """Pairs of claims that say otherwise."""
    forecasts: Mapping[ForecastStatus, int]
    evidence: int
    fingerprinted: int
    """Pieces of evidence that tell which sentence of the source says so."""
    withdrawn: int
    corrected: int


def counts(pack: Pack) -> Counts:
    """Count what a pack holds."""
    claims = list(pack.current.values())
    pieces = [piece for claim in claims for piece in claim.evidence]
    wordings = [question for snippet in pack.qa for question in snippet.questions]
    return Counts(
        claims=len(claims),
        kinds=_each(get_args(ClaimKind), (claim.kind for claim in claims)),
        support=_each(GRADES, (pack.best_grade(claim) for claim in claims)),
        sources=len(pack.sources),
        sources_cited=len({piece.source for piece in pieces}),
        grades=_each(GRADES, (source.grade for source in pack.sources.values())),
        topics={topic: len(found) for topic, found in pack.claims_by_topic.items()},
        qa=len(pack.qa),
        wordings=len(wordings),
        languages=dict(Counter(_language(text, pack.info.languages[0]) for text in wordings)),
        disputes=sum(map(len, pack.disputed_by.values())) // 2,
        forecasts=_each(
            get_args(ForecastStatus), (claim.forecast.status for claim in claims if claim.forecast)
        ),
        evidence=len(pieces),
        fingerprinted=sum(piece.fingerprint is not None for piece in pieces),
        withdrawn=sum(claim.withdrawn is not None for claim in pack.claims.values()),
        corrected=sum(claim.corrected_by is not None for claim in pack.claims.values()),
    )


def _each(known: Iterable[T], found: Iterable[T]) -> dict[T, int]:
    """How often each was found, in their own order, those that were not found included."""
    counted = Counter(found)
    return {one: counted[one] for one in known}


def _language(text: str, first: str) -> str:
    return "zh" if any(map(is_cjk, text)) else first
