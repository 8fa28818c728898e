"""What completes the options of the command that subscribes."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Sequence

from content.cleaning import fold


def zones_like(typed: str, most: int) -> list[str]:
    """Time zones whose name holds what is typed, those that begin with it or its city first."""
    wanted = typed.strip().replace(" ", "_").casefold()
    found = [name for name in _zones() if wanted in name.casefold()]

    def rank(name: str) -> tuple[bool, str]:
        folded = name.casefold()
        city = folded.rpartition("/")[2]
        return (not (folded.startswith(wanted) or city.startswith(wanted)), name)

    return sorted(found, key=rank)[:most]


def topics_like(typed: str, topics: Sequence[tuple[str, str]]) -> list[str]:
    """What is typed with its last topic completed; `topics` are ids and titles."""
    before, comma, last = typed.rpartition(",")
    wanted = fold(last)
    named = [title for id_, title in topics if wanted in fold(title) or wanted in fold(id_)]
    return [f"{before}{comma}{' ' if comma else ''}{title}" for title in named]


@functools.cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(name for name in zoneinfo.available_timezones() if "/" in name))
