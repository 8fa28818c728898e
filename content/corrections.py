"""What became, since, of the claims that an earlier reply was made of; and telling it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.brief import Brief, Note
from content.composing import Said, as_stated, compose
from content.dates import PartialDate
from content.model import Claim
from content.pack import Pack
from content.ports import Place, Record

TOLD = "corrections told: "
"""Under which name, with the pack's id behind it, the claims are kept whose end was told."""
AN_HOUR = dt.timedelta(hours=1)
"""Least time between two corrections in a channel."""
KEPT_DAYS = 90
"""How long after it was posted a reply is corrected, unless the operator says otherwise."""
NOW = "now"
"""What stands before a claim that has taken another one's place."""


def noted(brief: Brief, pack: Pack, today: dt.date) -> Brief:
    """The evidence of an earlier reply, with what was withdrawn or corrected since said so.

    What it said stays as it was; the claims that stand in the place of others follow as points.
    """
    outdated = dict(_outdated(brief, pack))
    if not outdated:
        return brief
    notes = tuple(Note("corrected", _said(claim, point)) for point, claim in outdated.values())
    marked = dataclasses.replace(brief, notes=(*notes, *brief.notes))
    shown = {line.claim for line in brief.evidence}
    instead = [_instead(claim, pack) for _, claim in outdated.values()]
    fresh = {claim.id: claim for claim in instead if claim and claim.id not in shown}
    if not fresh:
        return marked
    said = [Said(as_stated(claim), NOW) for claim in fresh.values()]
    new = compose(pack, "evidence", brief.title, said, today)
    unseen = (at for at, point in enumerate(new.points) if not shown.issuperset(point.claims))
    return marked.followed_by(new.only_points(frozenset(unseen)))


@dataclass(frozen=True, slots=True)
class Correction:
    """What is told where replies stand that have turned out wrong."""

    place: Place
    reply: str
    """The id of the reply, or of the newest of those in one thread."""
    claims: frozenset[str]
    """Ids of the claims they rest on that no longer hold."""
    brief: Brief


def outdated_claims(pack: Pack) -> frozenset[str]:
    """Ids of the claims that are withdrawn or corrected."""
    return frozenset(claim.id for claim in pack.claims.values() if not claim.is_current)


def to_tell(
    records: Iterable[Record], pack: Pack, claims: frozenset[str], today: dt.date
) -> list[Correction]:
    """A correction for each thread in which replies (the newest first) rest on these claims."""
    threads: dict[Place, list[Record]] = {}
    for record in records:
        if claims & _claims_of(record.brief):
            threads.setdefault(_thread_of(record), []).append(record)
    return [_told(place, group, pack, claims, today) for place, group in threads.items()]


def _told(
    place: Place, records: Sequence[Record], pack: Pack, claims: frozenset[str], today: dt.date
) -> Correction:
    """One correction of all these; what several said is told once."""
    newest, *others = records
    told = claims & _claims_of(newest.brief)
    said = _said_then(newest, told)
    for record in others:
        if rest := (claims - told) & _claims_of(record.brief):
            said = said.followed_by(_said_then(record, rest))
            told |= rest
    brief = noted(
        dataclasses.replace(
            said,
            kind="evidence",
            title=f"Correction: {newest.brief.title}",
            notes=(),
            suggestions=(),
            is_closest=False,
        ),
        pack,
        today,
    )
    return Correction(place, newest.id, told, dataclasses.replace(brief, kind="brief"))


def _said_then(record: Record, claims: frozenset[str]) -> Brief:
    """The points of a reply that rest on these claims."""
    day = PartialDate(record.created_at.date().isoformat()).in_words()
    points = record.brief.points
    wrong = frozenset(at for at, point in enumerate(points) if claims.intersection(point.claims))
    kept = record.brief.only_points(wrong)
    label = f"said on {day}, holds no longer"
    marked = tuple(dataclasses.replace(point, label=label) for point in kept.points)
    return dataclasses.replace(kept, points=marked)


def _claims_of(brief: Brief) -> frozenset[str]:
    return frozenset(claim for point in brief.points for claim in point.claims)


def _thread_of(record: Record) -> Place:
    """The thread that a reply is in, or the one that hangs from it."""
    place = record.place
    return dataclasses.replace(place, thread=place.thread or record.message)


def _outdated(brief: Brief, pack: Pack) -> Iterator[tuple[str, tuple[int, Claim]]]:
    """Claims of the brief that the pack no longer makes, each with the first point it stands in."""
    for line in reversed(brief.evidence):
        claim = pack.claims.get(line.claim)
        if claim and not claim.is_current:
            yield claim.id, (line.point, claim)


def _said(claim: Claim, point: int) -> str:
    change = claim.withdrawn or claim.corrected_by
    if change is None:
        raise ValueError(f"the claim {claim.id} is current")
    what = "withdrawn" if claim.withdrawn else "corrected"
    date = f" on {change.date.in_words()}" if change.date.is_known else ""
    return f"Point {point} rests on a claim that was {what}{date}. Reason: {change.reason}"


def _instead(claim: Claim, pack: Pack) -> Claim | None:
    """The claim that stands in this one's place today, through corrections of corrections."""
    while claim.corrected_by:
        claim = pack.claims[claim.corrected_by.claim]
    return claim if claim.is_current else None
