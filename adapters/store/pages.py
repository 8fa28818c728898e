"""The archive in a database: the operator's copies of cited pages."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Table, and_, delete, select

from adapters.store.sql import upsert
from adapters.store.tables import PAGE_COPIES, PAGES
from content.archive import Page, PageCopy, Version

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.sql import SqlStore


class SqlArchive:
    """An `Archive` in the database of a store, which has to be open.

    Raises:
        StoreError: from every method, when the database refuses; nothing half-done stays.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def pages(self, pack: str, sources: Collection[str]) -> Mapping[str, Page]:
        """What is kept of the pages of these sources of a pack, by source."""
        async with self._store.reading("reading archived pages") as connection:
            rows = await _rows(connection, PAGES, pack, sources)
            copies = await _rows(connection, PAGE_COPIES, pack, sources)
        return {row.source: _page(row, copies) for row in rows}

    async def catalogue(self, pack: str) -> Mapping[str, str]:
        """The digest of the newest copy of each page of a pack, by source."""
        columns = PAGE_COPIES.c
        query = select(columns.source, columns.digest).where(columns.pack == pack)
        async with self._store.reading("listing archived pages") as connection:
            # Of two seen at the same time the digest decides, so that nothing goes to and fro.
            rows = await connection.execute(query.order_by(columns.seen_at, columns.digest))
            return {row.source: row.digest for row in rows}

    async def save(self, page: Page) -> None:
        """Keep a page as it is now: copies that it no longer has are deleted."""
        async with self._store.writing("archiving a page") as connection:
            await upsert(connection, PAGES, ("pack", "source"), _row(page))
            for copy in page.copies:
                await upsert(connection, PAGE_COPIES, _COPY_KEY, _copy_row(page, copy))
            kept = [_digest(copy) for copy in page.copies]
            dropped = PAGE_COPIES.c.digest.not_in(kept)
            ours = _of(PAGE_COPIES, page.pack, [page.source])
            await connection.execute(delete(PAGE_COPIES).where(ours, dropped))


_COPY_KEY = ("pack", "source", "digest")


async def _rows(
    connection: AsyncConnection, table: Table[Any], pack: str, sources: Collection[str]
) -> list[Row[Any]]:
    return list(await connection.execute(select(table).where(_of(table, pack, sources))))


def _of(table: Table[Any], pack: str, sources: Collection[str]) -> ColumnElement[bool]:
    return and_(table.c.pack == pack, table.c.source.in_(list(sources)))


def _page(row: Row[Any], copies: list[Row[Any]]) -> Page:
    ours = [PageCopy(c.text, c.title, c.seen_at) for c in copies if c.source == row.source]
    return Page(
        pack=row.pack,
        source=row.source,
        copies=tuple(sorted(ours, key=lambda copy: copy.seen_at, reverse=True)),
        failed_since=row.failed_since,
        failure=row.failure,
        checked_at=row.checked_at,
        version=Version(row.address, row.etag, row.last_modified) if row.address else None,
    )


def _row(page: Page) -> dict[str, Any]:
    version = page.version
    return {
        "pack": page.pack,
        "source": page.source,
        "failed_since": page.failed_since,
        "failure": page.failure,
        "checked_at": page.checked_at,
        "address": version and version.address,
        "etag": version and version.etag,
        "last_modified": version and version.last_modified,
    }


def _copy_row(page: Page, copy: PageCopy) -> dict[str, Any]:
    return {
        "pack": page.pack,
        "source": page.source,
        "digest": _digest(copy),
        "seen_at": copy.seen_at,
        "title": copy.title,
        "text": copy.text,
    }


def _digest(copy: PageCopy) -> str:
    return hashlib.sha256(copy.text.encode("utf-8", "surrogatepass")).hexdigest()
