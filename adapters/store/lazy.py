"""An archive for commands that open no database of their own. Nothing is imported until needed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from content.errors import BriefingError, StoreError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

    from adapters.store.news import SqlArticles
    from adapters.store.pages import SqlArchive
    from content.archive import Page
    from content.news.articles import Article
    from content.news.drafts import Draft

    Ask = Callable[[SqlArchive], Awaitable[Mapping[str, "T"]]]

T = TypeVar("T")

log = logging.getLogger(__name__)

PAGE = "SELECT 1 FROM pages LIMIT 1"
APPROVED = "SELECT 1 FROM drafts WHERE state = 'approved' LIMIT 1"
PATIENCE_S = 3.0
"""How long evidence waits for the database. It is complete without; people do not wait for more."""
REST_S = 60.0
"""How long a database that failed is left alone, so that not every answer waits for it."""


class LazyArchive:
    """An `Archive` that opens its database when it is asked.

    `url` is understood as `address.to_address` says. An SQLite file that is not there, or holds
    no page, is not opened at all, and that costs no library. A database that fails, or takes more
    than 3 seconds, is logged and left alone for a minute.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._rest_until = 0.0

    async def pages(self, pack: str, sources: Collection[str]) -> Mapping[str, Page]:
        """What is kept of the pages of these sources of a pack, by source.

        Never raises: a database that fails counts as empty.
        """
        if not sources:
            return {}
        with contextlib.suppress(StoreError):
            return await self._asked(lambda archive: archive.pages(pack, sources))
        return {}

    async def catalogue(self, pack: str) -> Mapping[str, str]:
        """The digest of the newest copy of each page of a pack, by source.

        Raises:
            StoreError: the database fails, or did within the last minute.
        """
        return await self._asked(lambda archive: archive.catalogue(pack))

    async def _asked(self, ask: Ask[T]) -> Mapping[str, T]:
        """An answer of the archive; nothing where there is none.

        Raises:
            StoreError: it is left alone, or fails now.
        """
        if time.monotonic() < self._rest_until:
            raise StoreError("reading the archive, a moment ago")
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._opened(ask)
        except (BriefingError, sqlite3.Error, TimeoutError) as error:
            why = str(error) or "it takes too long"
            log.warning("the archive is left alone for a minute: %s", why)
            self._rest_until = time.monotonic() + REST_S
            raise StoreError("reading the archive") from error

    async def _opened(self, ask: Ask[T]) -> Mapping[str, T]:
        file = sqlite_file(self._url)
        if file is not None and not await asyncio.to_thread(_holds, file, "page_copies", PAGE):
            return {}
        from adapters.store.sql import SqlStore

        # Opened for this one question: whoever has asked has nothing to close afterwards.
        store = SqlStore(self._url)
        await store.open()
        try:
            return await ask(store.archive)
        finally:
            await store.close()


class LazyArticles:
    """What feeds have brought, for commands that open no database of their own."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def between(self, pack: str, first: dt.date, last: dt.date) -> Sequence[Article]:
        """The articles of a pack that came out on these days; none where there is no database.

        Raises:
            StoreError: the database fails.
        """
        file = sqlite_file(self._url)
        if file is not None and not file.is_file():
            return ()
        from adapters.store.sql import SqlStore

        store = SqlStore(self._url)
        await store.open()
        try:
            articles: SqlArticles = store.news.articles
            return await articles.between(pack, first, last)
        finally:
            await store.close()


async def approved_drafts(url: str) -> Sequence[Draft]:
    """What editors have approved, for commands that open no database of their own.

    Never raises: a database that fails, or takes over 3 seconds, is logged and counts as empty.
    """
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _approved(url)
    except (BriefingError, sqlite3.Error, TimeoutError) as error:
        log.warning("approved claims cannot be looked up: %s", error or "it takes too long")
        return ()


async def _approved(url: str) -> Sequence[Draft]:
    file = sqlite_file(url)
    if file is not None and not await asyncio.to_thread(_holds, file, "drafts", APPROVED):
        return ()
    from adapters.store.sql import SqlStore

    store = SqlStore(url)
    await store.open()
    try:
        return await store.news.drafts.listed(state="approved")
    finally:
        await store.close()


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite address, without loading what reads addresses in full."""
    scheme, _, path = url.strip().partition(":///")
    return Path(path) if scheme.startswith("sqlite") else None


def _holds(file: Path, table: str, query: str) -> bool:
    """Whether a file has this table, and an answer to this query."""
    if not file.is_file():
        return False
    address = f"{file.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        named = "SELECT 1 FROM sqlite_master WHERE name = ?"
        if connection.execute(named, (table,)).fetchone() is None:
            return False
        return connection.execute(query).fetchone() is not None
