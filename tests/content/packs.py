"""The packs and desks these tests ask: read and indexed once."""

from __future__ import annotations

import functools
from pathlib import Path

import content
from content import grammar
from content.answering import Desk
from content.brief import Brief
from content.loading import load_pack
from content.pack import Pack
from tests.samples import NOON

ENGINE = Path(content.__file__).parent
FOLDERS = {
    "lighthouses": Path(__file__).parent.parent / "packs" / "lighthouses",
    "ai-china": ENGINE / "packs" / "ai-china",
}
BOTH = list(FOLDERS)
TODAY = NOON.date()


@functools.cache
def pack(name: str) -> Pack:
    """A pack as it stands in the repository."""
    return load_pack(FOLDERS[name])


@functools.cache
def desk(name: str) -> Desk:
    """A desk that answers from that pack."""
    return Desk(pack(name))


def ask(name: str, text: str) -> Brief:
    """What the pack's desk says to a text, at noon of the tests' day."""
    return desk(name).answer(grammar.parse(text).wish, TODAY)


def claims_of(brief: Brief) -> set[str]:
    """The claims that the points of a brief rest on."""
    return {claim for point in brief.points for claim in point.claims}
