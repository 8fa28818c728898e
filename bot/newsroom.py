"""What reads feeds and pages, put together: for the commands and for the running bot."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.errors import BriefingError

if TYPE_CHECKING:
    from adapters.store.news import SqlNews
    from adapters.store.outbox import SqlOutbox
    from adapters.store.pages import SqlArchive
    from adapters.web.fetching import Fetcher
    from bot.reading import Tools
    from content.answering import Desk
    from content.news.concerning import Concern
    from content.ports import Clock


@dataclass(frozen=True, slots=True)
class Shelves:
    """The parts of a database that reporting is kept in."""

    news: SqlNews
    archive: SqlArchive
    letters: SqlOutbox


NEEDED = ("aiohttp", "feedparser", "protego", "sqlalchemy", "trafilatura")


def is_installed() -> bool:
    """Whether the packages are there that reading feeds takes."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


def check_installed() -> None:
    """Say what is missing.

    Raises:
        BriefingError: packages are missing.
    """
    if not is_installed():
        raise BriefingError("feeds need more packages: install briefing-bot[feeds]")


@contextlib.asynccontextmanager
async def opened(
    shelves: Shelves,
    desks: Callable[[], Sequence[Desk]],
    clock: Clock,
    fetcher: Fetcher | None = None,
) -> AsyncIterator[Tools]:
    """The tools, with a fetcher and two worker processes of their own; the database is open."""
    from adapters.archive.extraction import Extractor
    from adapters.feeds.reading import FeedReader
    from adapters.web.robots import PoliteFetcher
    from bot import wiring
    from bot.reading import Tools

    def concern_of(pack: str) -> Concern | None:
        return next((desk.concern for desk in desks() if desk.pack.info.id == pack), None)

    async with (
        fetcher or wiring.fetcher() as fetching,
        FeedReader() as reader,
        Extractor() as extractor,
    ):
        yield Tools(
            fetcher=fetching,
            polite=PoliteFetcher(fetching),
            reader=reader,
            extractor=extractor,
            feeds=shelves.news.feeds,
            articles=shelves.news.articles,
            archive=shelves.archive,
            clock=clock,
            concerns=concern_of,
        )
