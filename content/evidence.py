"""The evidence of a brief, from the brief itself: what was stored is what is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from content.archive import Finding, Page, verdict
from content.brief import Brief, Note, Point
from content.dates import PartialDate


def view(brief: Brief, number: int | None = None) -> Brief:
    """The evidence of a brief with points: of all of it, or of its source `number`.

    A number that no source has gets a brief of kind `error` that names those there are.
    """
    if number is None and brief.kind == "evidence":
        return brief
    if number is None:
        return dataclasses.replace(
            brief, kind="evidence", title=f"Sources: {brief.title}", suggestions=()
        )
    if number not in {source.number for source in brief.sources}:
        return _no_such_source(brief, number)
    return _of_source(brief, number)


def checked(brief: Brief, pages: Mapping[str, Page]) -> Brief:
    """Evidence with what the operator's copies of its pages say, by source id.

    A sentence that was found is quoted; a page that changed or is gone is said to be so.
    """
    ids = {source.number: source.id for source in brief.sources}
    lines = ((line, verdict(line, pages.get(ids[line.source], None))) for line in brief.evidence)
    return dataclasses.replace(
        brief,
        evidence=tuple(
            dataclasses.replace(line, quote=finding.quote, finding=_in_words(finding))
            for line, finding in lines
        ),
    )


def _in_words(finding: Finding) -> str | None:
    since = PartialDate(finding.since.date().isoformat()).in_words() if finding.since else None
    if finding.status == "moved":
        return f"found in another place of the page: ¶{finding.paragraph}"
    if finding.status == "changed":
        seen = f"was last seen on {since}" if since else "is not on it"
        return f"the page has changed: the sentence this rests on {seen}"
    if finding.status == "unreachable":
        return f"the link has been dead since {since}"
    return None


def _of_source(brief: Brief, number: int) -> Brief:
    """What this source carries; and, in full, whatever stands beside it and says otherwise."""
    carried = frozenset(at for at, point in enumerate(brief.points) if number in point.citations)
    others = brief.disputing(carried)
    points = tuple(
        dataclasses.replace(point, citations=(number,)) if at in carried else point
        for at, point in enumerate(brief.points)
    )
    whole = dataclasses.replace(
        brief,
        kind="evidence",
        title=f"Source {number}: {brief.title}",
        points=points,
        sources=tuple(source for source in brief.sources if _cites(points, source.number)),
        evidence=tuple(
            line for line in brief.evidence if line.source == number or line.point - 1 in others
        ),
        suggestions=(),
    )
    notes = _otherwise(sorted(carried | others), others)
    return dataclasses.replace(whole.only_points(carried | others), notes=notes)


def _otherwise(kept: list[int], others: frozenset[int]) -> tuple[Note, ...]:
    # The brief's own notes speak of points by number, and the numbers change here.
    numbers = [str(new) for new, old in enumerate(kept, start=1) if old in others]
    if not numbers:
        return ()
    points = "Point" if len(numbers) == 1 else "Points"
    verb = "says" if len(numbers) == 1 else "say"
    return (Note("disputed", f"{points} {', '.join(numbers)} {verb} otherwise."),)


def _cites(points: tuple[Point, ...], number: int) -> bool:
    return any(number in point.citations for point in points)


def _no_such_source(brief: Brief, number: int) -> Brief:
    numbers = ", ".join(str(source.number) for source in brief.sources)
    return Brief(
        kind="error",
        title=f"No source {number}",
        pack=brief.pack,
        notes=(Note("problem", f"“{brief.title}” has these sources: {numbers}."),),
    )
