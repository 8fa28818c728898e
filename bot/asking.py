"""`ask`: one reply, or one for each line of a batch."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from adapters.terminal.requests import to_asked
from bot import wiring
from bot.settings import Settings
from content import guidance
from content.briefings import Briefings, Reply
from content.errors import BriefingError
from content.loading import load_packs
from content.pack import Pack
from content.reply_json import to_json


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a batch. `id` is given back as it came, whatever JSON value it is."""

    id: Any
    text: str = ""
    thread: str = ""
    fault: str | None = None
    """Why it cannot be understood, if so."""


def ask_once(text: str, settings: Settings) -> Reply:
    """Answer one text. The reply is remembered, so that `ask source?` can follow."""
    store, archive = wiring.terminal_store(settings), wiring.archive(settings)
    desks = wiring.terminal_desks(settings)
    newsroom = wiring.terminal_newsroom(settings) if "news" in text or "新闻" in text else None
    core = wiring.briefings(desks, store, archive=archive, settings=settings, newsroom=newsroom)
    return asyncio.run(core.reply(to_asked(text)))


def ask_batch(lines: Iterable[str], out: TextIO, settings: Settings) -> int:
    """Answer JSON Lines with JSON Lines, in order; returns how many could not be understood.

    Lines that share a `thread` are one conversation; a line without one stands alone. A line that
    cannot be understood gets a reply of kind `error`, and the next one is answered.
    """
    packs = load_packs(wiring.pack_folders(settings))
    core = wiring.briefings(wiring.desks(packs), wiring.memory_store())
    return asyncio.run(_batch(core, packs[0], lines, out))


def lines_of(file: Path) -> Iterator[str]:
    """The lines of a batch file, read as they are needed.

    Raises:
        BriefingError: the file cannot be read.
    """
    try:
        # Bytes that are no UTF-8 spoil the line they stand in, not the batch.
        with file.open(encoding="utf-8", errors="replace") as opened:
            yield from opened
    except OSError as error:
        raise BriefingError(f"{file}: cannot be read: {error.strerror}") from error


async def _batch(core: Briefings, pack: Pack, lines: Iterable[str], out: TextIO) -> int:
    faults = 0
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        line = _read(raw)
        if line.fault is None:
            brief = (await core.reply(to_asked(line.text, line.thread))).brief
        else:
            faults += 1
            brief = guidance.bad_batch_line(pack, number, line.fault)
        out.write(json.dumps(to_json(line.id, brief), ensure_ascii=False) + "\n")
        out.flush()
    return faults


def _read(raw: str) -> _Line:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return _Line(None, fault="it is not JSON")
    if not isinstance(line, dict):
        return _Line(None, fault="it is not an object")
    if not isinstance(line.get("text"), str):
        return _Line(line.get("id"), fault='it has no "text"')
    thread = line.get("thread")
    return _Line(line.get("id"), line["text"], uuid.uuid4().hex if thread is None else str(thread))
