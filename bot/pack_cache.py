"""Packs that were read before: a cache in the data folder, to be thrown away at the least doubt.

Reading, checking and indexing a pack takes most of the time of a command that answers once. What
came of it is kept in a folder that is named for the bytes of all the pack's files and for the code
that read them. One that is missing, damaged, or cannot be written costs the time it would save.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import content
from bot.packing import pack_up, unpack
from content.answering import Desk
from content.loading import clash, digest_of, load_packs
from content.pack import Pack

log = logging.getLogger(__name__)

SUMS = "sums.json"
"""Size and CRC-32 of every file."""
ABANDONED_AFTER_S = 3_600
"""From which age on a folder is no longer being made: it takes a second."""
_ENGINE = Path(content.__file__).parent


def desks(folders: Sequence[Path], cache: Path) -> list[Desk]:
    """The packs in these folders, ready to answer, from the cache where that is sound.

    Raises:
        PackError: as `load_packs` does.
    """
    places = [_place(folder, cache) for folder in folders]
    found = [desk for place in places if (desk := _known(place)) is not None]
    if len(found) == len(folders) and not clash([desk.pack for desk in found]):
        return found
    packs = load_packs(folders)
    return [_kept(pack, place) for pack, place in zip(packs, places, strict=True)]


def _known(place: Path) -> Desk | None:
    try:
        return unpack(place) if _is_sound(place) else None
    except (OSError, ValueError) as error:
        log.info("a cached pack is read anew: %s", error)
        shutil.rmtree(place, ignore_errors=True)
        return None


def _kept(pack: Pack, place: Path) -> Desk:
    """A desk that was put into the cache, whole or not at all; a disk that refuses is no matter."""
    part = None
    try:
        for folder in (place.parent.parent, place.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))  # for its owner only
        desk = pack_up(pack, part)
        (part / SUMS).write_text(json.dumps(_sums(part)), encoding="utf-8")
        _put(part, place)
    except (OSError, ValueError) as error:
        log.info("a pack is not cached: %s", error)
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
        return Desk(pack)
    return desk


def _put(part: Path, place: Path) -> None:
    """In its place, instead of what is damaged there and of what other bytes and code had made.

    Whoever has those files open keeps them.
    """
    try:
        part.rename(place)
    except OSError:
        if _is_sound(place):  # another process was quicker
            shutil.rmtree(part)
            return
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
    for other in place.parent.iterdir():
        if other != place and not _is_being_made(other):
            shutil.rmtree(other, ignore_errors=True)


def _is_being_made(folder: Path) -> bool:
    """Whether another process may be at it; one that was ended has left it for good."""
    try:
        age_s = time.time() - folder.stat().st_mtime
    except OSError:
        return True
    return folder.name.startswith(".") and age_s < ABANDONED_AFTER_S


def _is_sound(place: Path) -> bool:
    try:
        return bool(json.loads((place / SUMS).read_bytes()) == _sums(place))
    except (OSError, ValueError):
        return False


def _place(folder: Path, cache: Path) -> Path:
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    try:
        made_of = hashlib.sha256(f"{digest_of(folder)} {_code()}".encode()).hexdigest()
    except OSError:
        made_of = "unreadable"  # reading the pack will say what is wrong
    return cache / name[:16] / made_of[:32]


def _sums(place: Path) -> dict[str, list[int]]:
    files = (path for path in sorted(place.rglob("*")) if path.is_file() and path.name != SUMS)
    return {
        str(path.relative_to(place)): [path.stat().st_size, zlib.crc32(path.read_bytes())]
        for path in files
        if path.suffix != ".lock"
    }


def _code() -> str:
    """A name for the engine, which changes with any of its files."""
    with os.scandir(_ENGINE) as entries:
        signs = sorted(
            (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
            for entry in entries
            if entry.name.endswith(".py")
        )
    return hashlib.sha256(repr(signs).encode()).hexdigest()
