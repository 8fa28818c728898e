"""A pack and what answering prepares from it, in a folder: to start without reading it again.

Only what `content.loading` found sound is packed, and unpacking checks no references again.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from content.answering import Desk
from content.pack import Pack
from content.questions import Names
from content.search import build, reopen

INDEX = "index"
"""The folder of the search index, in the folder of the rest."""
DESK = "desk.json"


@dataclass(frozen=True)
class _Packed:
    pack: Pack
    frequency: Mapping[str, int]
    names: Names
    asked: tuple[tuple[str, int], ...]


def pack_up(pack: Pack, folder: Path) -> Desk:
    """A desk for a pack, all of which stands in an empty folder afterwards.

    Raises:
        OSError, ValueError: the folder cannot be written.
    """
    (folder / INDEX).mkdir()
    built = build(pack, str(folder / INDEX))
    desk = Desk(pack, built)
    made = _Packed(pack, built.frequency, desk.names, desk.asked)
    (folder / DESK).write_bytes(_shape().dump_json(made, exclude_defaults=True))
    return desk


def unpack(folder: Path) -> Desk:
    """The desk that was packed up in a folder.

    Raises:
        OSError, ValueError: it is not what `pack_up` makes.
    """
    read = _shape().validate_json((folder / DESK).read_bytes())
    built = reopen(str(folder / INDEX), read.frequency)
    return Desk(read.pack, built, read.names, read.asked)


@functools.cache
def _shape() -> TypeAdapter[_Packed]:
    return TypeAdapter(_Packed)
