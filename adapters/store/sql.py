"""The store in a database: an SQLite file or a PostgreSQL server."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, CursorResult, Row, Table, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from adapters.store import schema
from adapters.store.address import to_address
from adapters.store.engines import WRITES, create_engine, failures, prepare_file
from adapters.store.memory import KEYS_KEPT
from adapters.store.records import brief_from_json, brief_to_json
from adapters.store.tables import DELIVERIES, FACTS, GAPS, REPLIES
from content.errors import StoreError
from content.ports import GAPS_KEPT, Gap, Place, Record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from adapters.store.corrections import SqlCorrections
    from adapters.store.news import SqlNews
    from adapters.store.outbox import SqlOutbox
    from adapters.store.pages import SqlArchive
    from adapters.store.subscriptions import SqlSubscriptions

PRUNE_EVERY = dt.timedelta(hours=1)
"""How often old keys are deleted; until then they only take room."""


class SqlStore:
    """A `Store` that several processes may share, and that loses nothing it has confirmed.

    `url` is understood as `address.to_address` says. Call `open` first and `close` last.

    Raises:
        SettingsError: from the constructor, when the address cannot be used.
        StoreError: from every method, when the database refuses; nothing half-done stays.
    """

    def __init__(self, url: str) -> None:
        self._address = to_address(url)
        self._engine: AsyncEngine | None = None
        # SQLite has one writer at a time. Taking turns here is fairer than its polling, and
        # leaves that to other processes.
        self._turn = asyncio.Lock() if self._address.file else contextlib.nullcontext()
        self._prune_at: dt.datetime | None = None

    async def open(self) -> None:
        """Connect and bring the tables up to date.

        Raises:
            StoreError: the database cannot be reached or read, or a newer version has written it.
        """
        doing = "opening the database"
        with failures(doing):
            await asyncio.to_thread(prepare_file, self._address)
        self._engine = create_engine(self._address)
        try:
            async with self.writing(doing) as connection:
                await connection.run_sync(schema.upgrade)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection. May be called twice, or without `open`."""
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.dispose()

    async def save(self, record: Record) -> None:
        async with self.writing("saving a reply") as connection:
            await upsert(connection, REPLIES, ("id",), record_to_row(record))

    async def mark_posted(self, record_id: str, message: str) -> None:
        async with self.writing("saving a message id") as connection:
            one = update(REPLIES).where(REPLIES.c.id == record_id)
            await connection.execute(one.values(message=message))

    async def by_id(self, record_id: str) -> Record | None:
        return await self._newest(REPLIES.c.id == record_id)

    async def by_message(self, place: Place, message: str) -> Record | None:
        return await self._newest(*_in_channel(place), REPLIES.c.message == message)

    async def latest(
        self, place: Place, private_to: str, *, abstentions: bool = False
    ) -> Record | None:
        is_abstention = REPLIES.c.kind == "abstention"
        return await self._newest(
            *_in_channel(place),
            REPLIES.c.thread == place.thread,  # SQLAlchemy writes IS NULL where it is none
            or_(REPLIES.c.has_points, is_abstention) if abstentions else REPLIES.c.has_points,
            or_(REPLIES.c.private_to.is_(None), REPLIES.c.private_to == private_to),
        )

    async def _newest(self, *conditions: ColumnElement[bool]) -> Record | None:
        """The newest by time; of several at the same instant the one saved last."""
        newest_first = (REPLIES.c.created_at.desc(), REPLIES.c.number.desc())
        query = select(REPLIES).where(*conditions).order_by(*newest_first).limit(1)
        async with self.reading("looking for a reply") as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else record_from_row(row)

    async def first_time(self, key: str, now: dt.datetime) -> bool:
        forgotten = now - KEYS_KEPT
        values = {"key": hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()}
        async with self.writing("remembering what was handled") as connection:
            statement = insert(connection, DELIVERIES).values(**values, seen_at=now)
            # One statement, so that of any number of callers exactly one gets a row back. A key
            # that has expired but is still there counts as new.
            unseen = statement.on_conflict_do_update(
                index_elements=["key"],
                set_={"seen_at": now},
                where=DELIVERIES.c.seen_at <= forgotten,
            ).returning(DELIVERIES.c.key)
            is_first = (await connection.execute(unseen)).first() is not None
            await self._prune_keys(connection, now)
        return is_first

    async def _prune_keys(self, connection: AsyncConnection, now: dt.datetime) -> None:
        if self._prune_at is None or now >= self._prune_at:
            self._prune_at = now + PRUNE_EVERY
            old = DELIVERIES.c.seen_at <= now - KEYS_KEPT
            await connection.execute(delete(DELIVERIES).where(old))

    async def note_gap(self, gap: Gap) -> None:
        async with self.writing("noting a gap") as connection:
            note = insert(connection, GAPS).values(dataclasses.asdict(gap))
            await connection.execute(note.on_conflict_do_nothing(index_elements=["key"]))
            await connection.execute(delete(GAPS).where(GAPS.c.day < gap.day - GAPS_KEPT))

    async def gaps(self, since: dt.date) -> Sequence[Gap]:
        query = select(GAPS).where(GAPS.c.day >= since).order_by(GAPS.c.day, GAPS.c.key)
        async with self.reading("reading gaps") as connection:
            rows = (await connection.execute(query)).mappings()
            return [Gap(**row) for row in rows]

    async def recall(self, name: str) -> str | None:
        async with self.reading("recalling a fact") as connection:
            query = select(FACTS.c.value).where(FACTS.c.name == name)
            return (await connection.execute(query)).scalar_one_or_none()

    async def remember(self, name: str, value: str) -> None:
        async with self.writing("remembering a fact") as connection:
            await upsert(connection, FACTS, ("name",), {"name": name, "value": value})

    async def prune(self, before: dt.datetime) -> int:
        """Delete the replies made before this moment, aware; returns how many there were.

        Asking "source?" about one of them is then answered as if it had never been. Nothing calls
        this yet: replies are kept for ever.
        """
        async with self.writing("deleting old replies") as connection:
            old = delete(REPLIES).where(REPLIES.c.created_at < before)
            result: CursorResult[Any] = await connection.execute(old)
        return result.rowcount

    @property
    def archive(self) -> SqlArchive:
        """The copies of cited pages in the same database."""
        # Only here, because that module builds on this one.
        from adapters.store.pages import SqlArchive

        return SqlArchive(self)

    @property
    def subscriptions(self) -> SqlSubscriptions:
        """Who gets summaries, in the same database."""
        from adapters.store.subscriptions import SqlSubscriptions

        return SqlSubscriptions(self)

    @property
    def outbox(self) -> SqlOutbox:
        """What is on its way, in the same database."""
        from adapters.store.outbox import SqlOutbox

        return SqlOutbox(self)

    @property
    def corrections(self) -> SqlCorrections:
        """What is told of replies that turned out wrong, in the same database."""
        from adapters.store.corrections import SqlCorrections

        return SqlCorrections(self)

    @property
    def news(self) -> SqlNews:
        """Feeds, articles and drafts, in the same database."""
        from adapters.store.news import SqlNews

        return SqlNews(self)

    @contextlib.asynccontextmanager
    async def reading(self, doing: str) -> AsyncIterator[AsyncConnection]:
        """A connection to read with; for the parts of this store in other modules, too."""
        with failures(doing):
            async with self._opened.begin() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self, doing: str) -> AsyncIterator[AsyncConnection]:
        """A transaction that holds the write lock from its beginning."""
        writer = self._opened.execution_options(**{WRITES: True})
        with failures(doing):
            async with self._turn, writer.begin() as connection:
                yield connection

    @property
    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise RuntimeError("the store is not open")
        return self._engine


def _in_channel(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (REPLIES.c.platform == place.platform, REPLIES.c.channel == place.channel)


def insert(connection: AsyncConnection, table: Table[Any]) -> sqlite.Insert | postgresql.Insert:
    """An insertion that can say what to do on conflict."""
    # The two say ON CONFLICT alike, but SQLAlchemy has no common name for it.
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def upsert(
    connection: AsyncConnection, table: Table[Any], key: Sequence[str], values: dict[str, Any]
) -> None:
    """Insert a row, or replace the one that has the same key."""
    statement = insert(connection, table).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=key, set_=values))


def record_to_row(record: Record) -> dict[str, Any]:
    """All columns of a reply."""
    place, brief = record.place, record.brief
    return {
        "id": record.id,
        "created_at": record.created_at,
        "platform": place.platform,
        "channel": place.channel,
        "thread": place.thread,
        "message": record.message,
        "private_to": record.private_to,
        "about": record.about,
        "has_points": bool(brief.points),
        "kind": brief.kind,
        "pack_id": brief.pack.id,
        "pack_version": brief.pack.version,
        "brief": brief_to_json(brief),
    }


def record_from_row(row: Row[Any]) -> Record:
    """The record that a row of `replies` holds."""
    try:
        brief = brief_from_json(row.brief)
    except ValueError as error:
        raise StoreError("reading a reply that this version does not understand") from error
    return Record(
        id=row.id,
        created_at=row.created_at,
        place=Place(row.platform, row.channel, row.thread),
        brief=brief,
        private_to=row.private_to,
        about=row.about,
        message=row.message,
    )
