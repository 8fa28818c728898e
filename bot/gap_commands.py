"""`gaps`: what got no answer, or was marked as not helpful."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import wiring
from bot.settings import Settings
from content.cleaning import printable
from content.errors import BriefingError
from content.gaps import GapGroup, grouped
from content.ports import GAPS_KEPT, Gap

HOW_TO_KEEP = (
    "Questions are not kept, and so only counted by topic. To keep those to come, set "
    "BRIEFING_KEEP_QUESTIONS=on"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What is on record."""

    since: dt.date
    """In UTC."""
    groups: Sequence[GapGroup]
    keeps_questions: bool
    """Whether the settings say so now; some may have been noted under others."""


def first_day(written: str | None, today: dt.date) -> dt.date:
    """The day to begin with: the one written, or the earliest that gaps are kept for.

    Raises:
        ValueError: what is written is no day.
    """
    earliest = today - GAPS_KEPT
    return max(dt.date.fromisoformat(written), earliest) if written is not None else earliest


def read(settings: Settings, since: dt.date, *, only_database: bool) -> Found:
    """The gaps of this day (UTC) and later, from the database and from the terminal's journal.

    Raises:
        BriefingError: one of the two cannot be read, or what reads databases is not installed.
    """
    gaps = asyncio.run(_gaps(settings, since, only_database=only_database))
    return Found(since, grouped(gaps), settings.keep_questions)


def in_words(found: Found) -> Iterator[str]:
    """Lines for people to read, the most frequent gap first."""
    for group in found.groups:
        yield printable(_line(group))  # people typed it
    if found.groups:
        yield f"{sum(group.count for group in found.groups)} in all since {found.since}"
    else:
        yield (
            f"Nothing is on record since {found.since}: "
            "no question without an answer, and no reply marked as not helpful"
        )
    if not found.keeps_questions:
        yield HOW_TO_KEEP


def as_json(found: Found) -> dict[str, Any]:
    """The same for programs. Keys are never removed or given another meaning."""
    return {
        "since": found.since.isoformat(),
        "questions_kept": found.keeps_questions,
        "gaps": [_json(group) for group in found.groups],
    }


async def _gaps(settings: Settings, since: dt.date, *, only_database: bool) -> list[Gap]:
    gaps = list(await _of_database(settings, since)) if wiring.has_database(settings) else []
    if not only_database:
        gaps += await wiring.terminal_store(settings).gaps(since)
    return gaps


async def _of_database(settings: Settings, since: dt.date) -> Sequence[Gap]:
    try:
        store = wiring.database(settings)
    except ModuleNotFoundError as error:
        needed = "reading a database needs more packages: install briefing-bot[store]"
        raise BriefingError(needed) from error
    await store.open()
    try:
        return await store.gaps(since)
    finally:
        await store.close()


def _line(group: GapGroup) -> str:
    near = f"near {group.topic}" if group.topic else "near no topic"
    about = f"“{group.text}” ({near})" if group.text is not None else near
    kinds = [
        *([f"{group.no_answer} without an answer"] if group.no_answer else []),
        *([f"{group.not_helpful} not helpful"] if group.not_helpful else []),
    ]
    return f"{group.count} {group.pack}: {about}: {', '.join(kinds)}; last on {group.last}"


def _json(group: GapGroup) -> dict[str, Any]:
    return {
        "pack": group.pack,
        "topic": group.topic,
        "text": group.text,
        "count": group.count,
        "no_answer": group.no_answer,
        "not_helpful": group.not_helpful,
        "last": group.last.isoformat(),
    }
