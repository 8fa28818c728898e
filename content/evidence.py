"""The evidence of a brief, from the brief itself: what was stored is what is shown."""

from __future__ import annotations

import dataclasses

from content.brief import Brief, Note, Point


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


def _of_source(brief: Brief, number: int) -> Brief:
    lines = tuple(line for line in brief.evidence if line.source == number)
    points = tuple(
        dataclasses.replace(point, citations=(number,)) if number in point.citations else point
        for point in brief.points
    )
    carried = frozenset(at for at, point in enumerate(points) if number in point.citations)
    every = dataclasses.replace(
        brief,
        kind="evidence",
        title=f"Source {number}: {brief.title}",
        points=points,
        sources=tuple(source for source in brief.sources if _cites(points, source.number)),
        evidence=lines,
        notes=(),  # they speak of points by number, and the numbers change here
        suggestions=(),
    )
    return every.only_points(carried)


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
