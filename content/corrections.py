"""What became, since, of the claims that an earlier reply was made of."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from content.brief import Brief, Note
from content.composing import Said, as_stated, compose
from content.model import Claim
from content.pack import Pack

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
