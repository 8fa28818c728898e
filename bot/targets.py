"""The sources a command of the archive is about, by the ids people type."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from content.errors import BriefingError
from content.model import Source
from content.pack import Pack

SUGGESTED = 3
"""How many similar ids are named where one is not known."""


@dataclass(frozen=True)
class Target:
    """One source of one pack."""

    pack: Pack
    source: Source

    @property
    def name(self) -> str:
        """`pack/source`."""
        return f"{self.pack.info.id}/{self.source.id}"

    @property
    def address(self) -> str:
        """The source's address; empty where it has none."""
        return str(self.source.url or "")


def named(packs: Sequence[Pack], ids: Sequence[str]) -> list[Target]:
    """The sources with these ids, each `source` or `pack/source`, in the order of the packs.

    Raises:
        BriefingError: an id that no source has, with those that are nearest.
    """
    every = [Target(pack, source) for pack in packs for source in pack.sources.values()]
    for wanted in ids:
        if not any(_is_named(target, wanted) for target in every):
            raise BriefingError(f"no source has the id `{wanted}`{_nearest(wanted, every)}")
    return [target for target in every if any(_is_named(target, wanted) for wanted in ids)]


def cited(packs: Sequence[Pack]) -> list[Target]:
    """Every source that evidence of a claim that may be said points at."""
    used = {
        (pack.info.id, piece.source)
        for pack in packs
        for claim in pack.current.values()
        for piece in claim.evidence
    }
    every = [Target(pack, source) for pack in packs for source in pack.sources.values()]
    return [target for target in every if (target.pack.info.id, target.source.id) in used]


def _is_named(target: Target, wanted: str) -> bool:
    return wanted in (target.source.id, target.name)


def _nearest(wanted: str, every: Sequence[Target]) -> str:
    ids = [target.source.id for target in every]
    parts = [one for one in ids if wanted and wanted in one]
    similar = difflib.get_close_matches(wanted.rpartition("/")[2], ids, SUGGESTED)
    found = list(dict.fromkeys([*similar, *parts]))[:SUGGESTED]
    return f"; the nearest: {', '.join(found)}" if found else ""
