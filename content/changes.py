"""What changed between two versions of a pack, in words: for release notes and for summaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from content.model import DECIDED, Claim
from content.pack import Pack

ChangeKind = Literal[
    "added",
    "corrected",
    "withdrawn",
    "forecast resolved",
    "forecast due",
    "dispute opened",
    "dispute closed",
    "reworded",
    "removed",
    "topic added",
    "topic removed",
]
TITLES: Mapping[ChangeKind, str] = {
    "added": "Added",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
    "forecast resolved": "Forecasts resolved",
    "forecast due": "Forecasts whose state has changed",
    "dispute opened": "Disputes opened",
    "dispute closed": "Disputes closed",
    "reworded": "Reworded",
    "removed": "Removed without a word; withdraw or correct a claim to keep its history",
    "topic added": "New topics",
    "topic removed": "Topics no longer there",
}
"""Every kind of change with its heading, in the order in which readers care."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change."""

    kind: ChangeKind
    id: str
    """Of the claim or the topic; of the first claim in a dispute."""
    words: str
    """What changed, as whole sentences."""


def changes(old: Pack, new: Pack) -> list[Change]:
    """Everything that changed between two versions, by kind and then in the order of the files."""
    found = [
        *_claims(old, new),
        *_disputes(old, new),
        *_topics(old, new),
    ]
    order = list(TITLES)
    return sorted(found, key=lambda change: order.index(change.kind))


def _claims(old: Pack, new: Pack) -> Iterator[Change]:
    for claim in new.claims.values():
        before = old.claims.get(claim.id)
        if before is None:
            if claim.is_current:
                yield Change("added", claim.id, claim.text)
        else:
            yield from _of_claim(before, claim, new)
    for claim in old.current.values():
        if claim.id not in new.claims:
            yield Change("removed", claim.id, claim.text)


def _of_claim(before: Claim, claim: Claim, new: Pack) -> Iterator[Change]:
    if before.is_current and claim.withdrawn:
        yield Change("withdrawn", claim.id, f"{claim.text} Reason: {claim.withdrawn.reason}")
    elif before.is_current and claim.corrected_by:
        instead = new.claims[claim.corrected_by.claim].text
        words = f"{before.text} Now: {instead} Reason: {claim.corrected_by.reason}"
        yield Change("corrected", claim.id, words)
    elif before.text != claim.text:
        yield Change("reworded", claim.id, f"{claim.text} Before: {before.text}")
    if before.forecast and claim.forecast and before.forecast.status != claim.forecast.status:
        status = f"Was {before.forecast.status}, is now {claim.forecast.status}."
        shown = " ".join(new.claims[name].text for name in claim.forecast.because)
        is_decided = claim.forecast.status in DECIDED
        kind: ChangeKind = "forecast resolved" if is_decided else "forecast due"
        yield Change(kind, claim.id, f"{claim.text} {status} {shown}".rstrip())


def _disputes(old: Pack, new: Pack) -> Iterator[Change]:
    before, now = _pairs(old), _pairs(new)
    for pair in now:
        if pair not in before:
            yield Change("dispute opened", pair[0], _both(new, pair))
    for pair in before:
        if pair not in now:
            yield Change("dispute closed", pair[0], _both(old, pair))


def _pairs(pack: Pack) -> dict[tuple[str, str], None]:
    return {
        (min(one, other), max(one, other)): None
        for one, others in pack.disputed_by.items()
        for other in others
    }


def _both(pack: Pack, pair: tuple[str, str]) -> str:
    one, other = (pack.claims[name].text for name in pair)
    return f"{one} Against: {other}"


def _topics(old: Pack, new: Pack) -> Iterator[Change]:
    for topic in new.topics.values():
        if topic.id not in old.topics:
            yield Change("topic added", topic.id, topic.title)
    for topic in old.topics.values():
        if topic.id not in new.topics:
            yield Change("topic removed", topic.id, topic.title)
