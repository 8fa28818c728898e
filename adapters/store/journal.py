"""A store in one file of JSON Lines: for the terminal, where a database would start too slowly."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import errno
import logging
import os
from typing import TYPE_CHECKING, TypeVar

from adapters.store.memory import MemoryStore
from adapters.store.records import (
    gap_from_json,
    gap_to_json,
    record_from_json,
    record_to_json,
)
from content.errors import StoreError
from content.ports import GAPS_KEPT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from content.ports import Gap, Place, Record

RECORDS_KEPT = 200
"""More than a person scrolls back to, and read in a few hundredths of a second."""
GROWTH = 2
"""The file is rewritten when it has this many lines for every record that is kept."""

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")


class JournalStore:
    """A `Store` whose last 200 replies survive the process, one line each.

    Several processes may write to one file: every line is a single append. Each sees what was in
    the file when it was opened and what it saved itself. In the instant of a rewrite a line of
    another process can be lost, and a power cut can lose the last lines; `adapters.store.sql`
    loses neither. Keys and facts last as long as the process: nothing redelivers to a terminal.

    Gaps have a file of their own beside it, one line each, which is read when the first is noted
    and written anew when some in it have grown too old.

    Raises:
        StoreError: from every method, when the disk refuses; nothing was saved then.
    """

    def __init__(self, path: Path, keep: int = RECORDS_KEPT) -> None:
        self._path = path
        self._keep = keep
        self._memory = MemoryStore(keep)
        self._lines = 0
        self._is_open = False
        self._gaps = path.with_name(f"{path.stem}-gaps{path.suffix}")
        self._knows_gaps = False
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Read the file, if there is one. Every other method does this first if nobody has."""
        async with self._turn:
            await self._read_once()

    async def _read_once(self) -> None:
        if not self._is_open:
            with _failures("reading the journal"):
                await asyncio.to_thread(self._read)
            self._is_open = True

    async def save(self, record: Record) -> None:
        async with self._turn:
            await self._read_once()
            await self._save(record)

    async def mark_posted(self, record_id: str, message: str) -> None:
        async with self._turn:
            await self._read_once()
            if record := await self._memory.by_id(record_id):
                await self._save(dataclasses.replace(record, message=message))

    async def _save(self, record: Record) -> None:
        with _failures("saving a reply"):
            await asyncio.to_thread(self._write, record)
        self._memory.keep(record)

    async def by_id(self, record_id: str) -> Record | None:
        await self.open()
        return await self._memory.by_id(record_id)

    async def by_message(self, place: Place, message: str) -> Record | None:
        await self.open()
        return await self._memory.by_message(place, message)

    async def latest(
        self, place: Place, private_to: str, *, abstentions: bool = False
    ) -> Record | None:
        await self.open()
        return await self._memory.latest(place, private_to, abstentions=abstentions)

    async def first_time(self, key: str, now: dt.datetime) -> bool:
        return await self._memory.first_time(key, now)

    async def note_gap(self, gap: Gap) -> None:
        async with self._turn:
            with _failures("noting a gap"):
                await asyncio.to_thread(self._write_gap, gap)

    async def gaps(self, since: dt.date) -> Sequence[Gap]:
        async with self._turn:
            with _failures("reading gaps"):
                await asyncio.to_thread(self._read_gaps)
        return await self._memory.gaps(since)

    async def recall(self, name: str) -> str | None:
        return await self._memory.recall(name)

    async def remember(self, name: str, value: str) -> None:
        await self._memory.remember(name, value)

    # What follows runs in a thread, one call at a time.

    def _read(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = _lines_of(self._path)
        self._lines = len(lines)
        for record in _readable(lines, record_from_json):
            self._memory.keep(record)

    def _write(self, record: Record) -> None:
        _append(self._path, _line(record))
        self._lines += 1
        if self._lines > GROWTH * self._keep:
            self._shorten()

    def _shorten(self) -> None:
        # The file is read again, because other processes may have appended to it.
        try:
            kept = MemoryStore(self._keep)
            for record in _readable(_lines_of(self._path), record_from_json):
                kept.keep(record)
            _replace(self._path, b"".join(map(_line, kept)))
        except OSError as error:
            # The reply is saved; a file that cannot be replaced, as when it is mounted into a
            # container, only grows on. The next attempt is as many lines away as this one was.
            logger.warning("the journal could not be shortened: %s", error.strerror)
        self._lines = self._keep

    def _write_gap(self, gap: Gap) -> None:
        self._gaps.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._knows_gaps:
            self._read_gaps()
        if self._memory.knows_gap(gap.key):
            return
        _append(self._gaps, _gap_line(gap))
        if self._memory.keep_gap(gap):
            self._forget_gaps(gap.day - GAPS_KEPT)

    def _read_gaps(self) -> None:
        for gap in _readable(_lines_of(self._gaps), gap_from_json):
            self._memory.keep_gap(gap)
        self._knows_gaps = True

    def _forget_gaps(self, before: dt.date) -> None:
        # Read again for what other processes have appended, as in `_shorten`.
        try:
            found = _readable(_lines_of(self._gaps), gap_from_json)
            young = [gap for gap in found if gap.day >= before]
            _replace(self._gaps, b"".join(map(_gap_line, young)))
        except OSError as error:
            logger.warning("old gaps could not be deleted: %s", error.strerror)


@contextlib.contextmanager
def _failures(doing: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{doing}: {error.strerror or type(error).__name__}") from error


def _line(record: Record) -> bytes:
    return record_to_json(record).encode("ascii") + b"\n"


def _gap_line(gap: Gap) -> bytes:
    return gap_to_json(gap).encode("ascii") + b"\n"


def _lines_of(path: Path) -> list[bytes]:
    if not path.exists():
        return []
    if not path.is_file():  # reading a pipe or a device might never end
        raise OSError(errno.EINVAL, "not a regular file")
    return path.read_bytes().splitlines()


def _readable(lines: list[bytes], read: Callable[[str], Kept]) -> Iterator[Kept]:
    for number, line in enumerate(lines, 1):
        if not line:  # see `_append`
            continue
        try:
            yield read(line.decode())
        except (ValueError, RecursionError):
            # Torn by a crash or a full disk, edited by hand, or written by a newer version.
            logger.warning("line %d of the journal cannot be read and is skipped", number)


def _append(path: Path, line: bytes) -> None:
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # A torn line must not spoil this one. Should another process be in the middle of its
        # write, this only makes an empty line.
        line = line if _ends_in_newline(file) else b"\n" + line
        # One write of the whole line, so that lines of several processes never mix.
        if os.write(file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(file)


def _ends_in_newline(file: int) -> bool:
    if os.lseek(file, 0, os.SEEK_END) == 0:
        return True
    os.lseek(file, -1, os.SEEK_END)
    return os.read(file, 1) == b"\n"


def _replace(path: Path, content: bytes) -> None:
    """All of the new content or all of the old, even when the power fails in the middle."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb", opener=_private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
