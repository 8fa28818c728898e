"""The files of a folder that may be copies of pages. Whoever wrote them is not trusted."""

from __future__ import annotations

import codecs
import datetime as dt
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from adapters.archive.extraction import Unreadable

MAX_FILES = 10_000
"""A wrong folder name should not read a whole disk."""
MAX_DEPTH = 10
"""Folders inside folders."""
MAX_BYTES = 10_000_000
"""Of one file: as much as a page that is fetched may have."""
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
TEXT_ENDINGS = frozenset({".txt", ".text", ".md", ""})
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+html|<html)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that could be read."""

    data: bytes = field(repr=False)
    is_html: bool
    changed_at: dt.datetime
    """When it was last written; UTC, aware."""


def walk(folder: Path) -> list[Path]:
    """The files at or below a folder, in order; links, devices and hidden names are left out.

    A folder inside that cannot be read stands there itself, for `read` to say why.

    Raises:
        Unreadable: more than 10,000 files, or folders more than ten deep.
    """
    if not folder.is_dir():
        return [folder]
    found = sorted(_below(folder, MAX_DEPTH))
    if len(found) > MAX_FILES:
        raise Unreadable(f"{folder}: more than {MAX_FILES:,} files; name a smaller folder")
    return found


def is_wanted(path: Path) -> bool:
    """Whether a file is text or HTML by its ending; a saved page brings pictures and the like."""
    return path.suffix.lower() in HTML_ENDINGS | TEXT_ENDINGS


def read(path: Path) -> Kept:
    """One file.

    Raises:
        Unreadable: it cannot be read, is no ordinary file, is neither text nor HTML by its
            ending, or has more than 10,000,000 bytes.
    """
    if not is_wanted(path):
        raise Unreadable("neither text nor HTML by its ending")
    try:
        data, changed_at = _content(path)
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from error
    is_html = path.suffix.lower() in HTML_ENDINGS or _HTML.match(data) is not None
    return Kept(data, is_html, dt.datetime.fromtimestamp(changed_at, dt.UTC))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, else GB 18030 or Windows-1252.

    Raises:
        Unreadable: it is no text.
    """
    if data.startswith(_BYTE_ORDER_MARKS):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise Unreadable("no text but binary data")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030" if _looks_chinese(data) else "cp1252", "replace")


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        yield folder
        return
    if depth == 0:
        raise Unreadable(f"{folder}: more than {MAX_DEPTH} folders deep; name a smaller folder")
    for entry in entries[: MAX_FILES + 1]:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), depth - 1)
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _content(path: Path) -> tuple[bytes, float]:
    # Without waiting for the writer of a pipe, and never through a link put there meanwhile.
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(opened, "rb") as file:
        about = os.fstat(opened)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("no ordinary file")
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES:,} bytes")
    return data, about.st_mtime


def _looks_chinese(data: bytes) -> bool:
    """Whether bytes beyond ASCII come in pairs, as in GB 2312 and in no Western alphabet."""
    high = sum(byte > 0x7F for byte in data)
    paired = 2 * len(re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", data))
    return paired > 0.9 * high
