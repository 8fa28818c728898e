"""A search index in a folder: kept between runs, and thrown away at the least doubt.

Beside tantivy's own files stands `contents.json`, which says what is in the index and what its
files have to look like. Whatever is missing, damaged, or written by another version is no error:
the folder is emptied, and whoever holds the documents puts them in again.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy

from content.library import FORMAT, Library, schema

log = logging.getLogger(__name__)

CONTENTS = "contents.json"
LOCK = "lock"
_READ_AT_ONCE = 1 << 20

File = tuple[int, int]
"""Size in bytes and CRC-32 of a file."""


@dataclass
class DiskIndex:
    """A library in a folder. `held` says what is in it: a state for each group of documents."""

    folder: Path
    library: Library
    lock: int | None
    """The descriptor that keeps other processes from writing; none where one of them writes."""
    held: dict[str, str] = field(default_factory=dict)
    _files: dict[str, File] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether this process may change it."""
        return self.lock is not None

    def publish(self, changed: Mapping[str, str | None]) -> None:
        """Make findable what was staged: for each group its new state, or none if it is gone.

        A process that ends between the two writes below leaves an index that is made anew.
        """
        self.library.publish()
        self.library.rest()  # what is merged meanwhile has to be done, or files change later
        for group, state in changed.items():
            if state is None:
                self.held.pop(group, None)
            else:
                self.held[group] = state
        self._files = dict(_files_of(self.folder, self._files))
        written = {"version": _version(), "held": self.held, "files": self._files}
        _replace(self.folder / CONTENTS, json.dumps(written))

    def discard(self) -> None:
        """Close it, to be made anew when it is next opened."""
        if self.is_ours:
            (self.folder / CONTENTS).unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let other processes write. May be called twice."""
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


def open_index(folder: Path) -> DiskIndex:
    """The index in this folder, which is made if it is not there.

    Where another process has it, it can only be read, and `held` stays empty.

    Raises:
        OSError: the folder cannot be used.
        ValueError: another process has it, and has not made it yet.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = _locked(folder / LOCK)
    if lock is None:
        return DiskIndex(folder, Library(index=tantivy.Index(schema(), str(folder))), None)
    try:
        return _opened(folder, lock) or _made(folder, lock)
    except BaseException:
        os.close(lock)
        raise


def _opened(folder: Path, lock: int) -> DiskIndex | None:
    """The index as it was left, if every file of it is as it was written."""
    try:
        written: Any = json.loads((folder / CONTENTS).read_bytes())
        files = {name: (int(size), int(crc)) for name, (size, crc) in written["files"].items()}
        held = {str(group): str(state) for group, state in written["held"].items()}
        if written["version"] == _version() and _are_whole(folder, files):
            library = Library(index=tantivy.Index(schema(), str(folder)))
            return DiskIndex(folder, library, lock, held, files)
        log.warning("the search index %s is old or damaged, and is made anew", folder.name)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the search index %s is made anew: %s", folder.name, error)
    return None


def _are_whole(folder: Path, files: Mapping[str, File]) -> bool:
    """Whether these are there as written. A process that was ended leaves others, which is fine."""
    return files.items() <= dict(_files_of(folder, {})).items()


def _made(folder: Path, lock: int) -> DiskIndex:
    for path in folder.iterdir():
        if path.name != LOCK:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    made = DiskIndex(folder, Library(index=tantivy.Index(schema(), str(folder))), lock)
    made.publish({})
    return made


def _locked(file: Path) -> int | None:
    """A descriptor with the only lock on this file; none where another process has it.

    The kernel gives it back when the process ends, however that happens.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _version() -> str:
    """What has to be the same for an index to be read again."""
    from importlib.metadata import version  # 15 ms that only who has an index should pay

    return f"{FORMAT} {version('tantivy')}"


def _files_of(folder: Path, known: Mapping[str, File]) -> Iterator[tuple[str, File]]:
    """Every file of the index. tantivy never changes a segment, so what is known of one holds."""
    for path in sorted(folder.iterdir()):
        if path.name in {CONTENTS, LOCK} or path.suffix in {".lock", ".part"}:
            continue
        size = path.stat().st_size
        is_fixed = path.suffix != ".json" and path.name in known
        yield path.name, known[path.name] if is_fixed else (size, _crc(path))


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            crc = zlib.crc32(part, crc)
    return crc


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(".part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    part.write_text(text, encoding="utf-8")
    part.replace(path)
