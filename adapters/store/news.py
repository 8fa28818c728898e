"""Feeds, articles and drafts in a database."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import and_, delete, func, select, update

from adapters.store.sql import insert, upsert
from adapters.store.tables import ARTICLES, DRAFTS, FEED_ITEMS, FEEDS, PAGE_COPIES, PAGES
from content.news.articles import Article
from content.news.drafts import Draft, State
from content.news.feeds import Feed
from content.news.ports import Known

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.sql import SqlStore

T = TypeVar("T")
ITEMS_KEPT = dt.timedelta(days=365)
"""How long it is remembered that an item was seen; feeds seldom list older ones."""
MOST_ARTICLES = 20_000
"""Most articles kept for a pack, the newest: some 170 a day for as long as they are kept. With a
text of 10 KB each they take 200 MB."""
AT_ONCE = 500
"""Rows written by one statement, or names asked for: databases bound its parameters."""


class SqlNews:
    """What came from feeds, in the database of a store, which has to be open.

    Raises:
        StoreError: from every method, when the database refuses.
    """

    def __init__(self, store: SqlStore) -> None:
        self.feeds = SqlFeeds(store)
        self.articles = SqlArticles(store)
        self.drafts = SqlDrafts(store)


class SqlFeeds:
    """`content.news.ports.Feeds`."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def save(self, feed: Feed) -> None:
        async with self._store.writing("saving a feed") as connection:
            await upsert(connection, FEEDS, ("id",), _feed_row(feed))

    async def remove(self, id_: str) -> bool:
        async with self._store.writing("removing a feed") as connection:
            return bool((await connection.execute(delete(FEEDS).where(FEEDS.c.id == id_))).rowcount)

    async def listed(self, pack: str | None = None) -> Sequence[Feed]:
        query = select(FEEDS.c.data).order_by(FEEDS.c.pack, FEEDS.c.id)
        if pack is not None:
            query = query.where(FEEDS.c.pack == pack)
        async with self._store.reading("listing feeds") as connection:
            return [from_json(Feed, row.data) for row in await connection.execute(query)]

    async def claim(self, now: dt.datetime, limit: int, lease: dt.timedelta) -> Sequence[Feed]:
        due = and_(FEEDS.c.state == "active", FEEDS.c.next_at <= now)
        ids = select(FEEDS.c.id).where(due).order_by(FEEDS.c.next_at, FEEDS.c.id).limit(limit)
        async with self._store.writing("looking for feeds that are due") as connection:
            if connection.dialect.name == "postgresql":
                ids = ids.with_for_update(skip_locked=True)
            claimed = update(FEEDS).where(FEEDS.c.id.in_(ids)).values(next_at=now + lease)
            rows = await connection.execute(claimed.returning(FEEDS.c.data))
            found = [from_json(Feed, row.data) for row in rows]
        return sorted(found, key=lambda feed: (feed.next_at, feed.id))

    async def polled(self, feed: Feed) -> bool:
        one = and_(FEEDS.c.id == feed.id, FEEDS.c.state == "active")
        async with self._store.writing("saving what came of a feed") as connection:
            changed = update(FEEDS).where(one).values(**_feed_row(feed))
            return bool((await connection.execute(changed)).rowcount)

    async def known(self, pack: str, names: Collection[str]) -> Mapping[str, Known]:
        found: dict[str, Known] = {}
        async with self._store.reading("looking for known items") as connection:
            for some in _batches(sorted(names)):
                query = select(FEED_ITEMS).where(
                    FEED_ITEMS.c.pack == pack, FEED_ITEMS.c.name.in_(some)
                )
                rows = await connection.execute(query)
                found |= {row.name: Known(row.state, row.article) for row in rows}
        return found

    async def note(self, pack: str, seen: Mapping[str, Known], now: dt.datetime) -> None:
        rows = [
            {
                "pack": pack,
                "name": name,
                "state": known.state,
                "article": known.article,
                "seen_at": now,
            }
            for name, known in sorted(seen.items())
        ]
        async with self._store.writing("remembering items") as connection:
            for some in _batches(rows):
                statement = insert(connection, FEED_ITEMS)
                new = statement.excluded
                changes = {"state": new.state, "article": new.article, "seen_at": new.seen_at}
                key = ["pack", "name"]
                written = statement.on_conflict_do_update(index_elements=key, set_=changes)
                await connection.execute(written, some)


class SqlArticles:
    """`content.news.ports.Articles`."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def save(self, article: Article) -> None:
        row = {
            "id": article.id,
            "pack": article.pack,
            "published": article.published,
            "site": article.site,
            "data": to_json(Article, article),
        }
        async with self._store.writing("saving an article") as connection:
            await upsert(connection, ARTICLES, ("id",), row)

    async def by_id(self, id_: str) -> Article | None:
        query = select(ARTICLES.c.data).where(ARTICLES.c.id == id_)
        async with self._store.reading("reading an article") as connection:
            data = (await connection.execute(query)).scalar_one_or_none()
        return None if data is None else from_json(Article, data)

    async def between(self, pack: str, first: dt.date, last: dt.date) -> Sequence[Article]:
        inside = and_(ARTICLES.c.pack == pack, ARTICLES.c.published.between(first, last))
        query = select(ARTICLES.c.data).where(inside).order_by(ARTICLES.c.published, ARTICLES.c.id)
        async with self._store.reading("listing articles") as connection:
            return [from_json(Article, row.data) for row in await connection.execute(query)]

    async def forget(self, pack: str | None, site: str) -> int:
        of_pack = [ARTICLES.c.pack == pack] if pack is not None else []
        async with self._store.writing("forgetting an outlet") as connection:
            await _delete_drafts(connection, pack, site)
            return await _delete(connection, and_(ARTICLES.c.site == site, *of_pack))

    async def prune(self, before: dt.date, most: int = MOST_ARTICLES) -> int:
        midnight = dt.datetime.combine(before, dt.time(), dt.UTC)
        async with self._store.writing("deleting old articles") as connection:
            old = FEED_ITEMS.c.seen_at < midnight - ITEMS_KEPT
            await connection.execute(delete(FEED_ITEMS).where(old))
            cited = await _cited(connection)
            count = await _delete(connection, ARTICLES.c.published < before, cited)
            packs = select(ARTICLES.c.pack).group_by(ARTICLES.c.pack).having(func.count() > most)
            for pack in (await connection.execute(packs)).scalars().all():
                of_pack = select(ARTICLES.c.id).where(ARTICLES.c.pack == pack)
                newest = of_pack.order_by(ARTICLES.c.published.desc(), ARTICLES.c.id).limit(most)
                surplus = and_(ARTICLES.c.pack == pack, ARTICLES.c.id.not_in(newest))
                count += await _delete(connection, surplus, cited)
            return count


class SqlDrafts:
    """`content.news.ports.Drafts`."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def save(self, draft: Draft) -> None:
        async with self._store.writing("saving a draft") as connection:
            await upsert(connection, DRAFTS, ("id",), _draft_row(draft))

    async def add(self, draft: Draft) -> bool:
        async with self._store.writing("adding a draft") as connection:
            new = insert(connection, DRAFTS).values(_draft_row(draft))
            done = await connection.execute(new.on_conflict_do_nothing(index_elements=["id"]))
            return bool(done.rowcount)

    async def listed(self, pack: str | None = None, state: State | None = None) -> Sequence[Draft]:
        query = select(DRAFTS.c.data)
        if pack is not None:
            query = query.where(DRAFTS.c.pack == pack)
        if state is not None:
            query = query.where(DRAFTS.c.state == state)
        async with self._store.reading("listing drafts") as connection:
            found = [from_json(Draft, row.data) for row in await connection.execute(query)]
        return sorted(found, key=lambda draft: (-draft.score, draft.id))

    async def decide(self, draft: Draft, was: Draft) -> bool:
        same = DRAFTS.c.data == to_json(Draft, was)
        one = and_(DRAFTS.c.id == draft.id, DRAFTS.c.state == "waiting", same)
        async with self._store.writing("deciding on a draft") as connection:
            changed = update(DRAFTS).where(one).values(**_draft_row(draft))
            return bool((await connection.execute(changed)).rowcount)

    async def revision(self) -> str:
        query = select(func.count(), func.max(DRAFTS.c.decided_at)).where(
            DRAFTS.c.state == "approved"
        )
        async with self._store.reading("looking for new claims") as connection:
            count, newest = (await connection.execute(query)).one()
        return f"{count} {newest}" if count else ""


def to_json(kind: type[Any], value: object) -> str:
    """Everything of a value of this kind, in ASCII, which no database minds. What is no character
    becomes a question mark: nothing could read it again."""
    written = json.dumps(_adapter(kind).dump_python(value, mode="json"), ensure_ascii=False)
    return json.dumps(json.loads(written.encode("utf-8", "replace")))


def from_json(kind: type[T], text: str) -> T:
    found: T = _adapter(kind).validate_json(text)
    return found


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _feed_row(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "pack": feed.pack,
        "state": feed.state,
        "next_at": feed.next_at,
        "data": to_json(Feed, feed),
    }


def _draft_row(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "pack": draft.pack,
        "state": draft.state,
        "decided_at": draft.decided_at,
        "data": to_json(Draft, draft),
    }


async def _cited(connection: AsyncConnection) -> frozenset[str]:
    """The articles that claims of editors rest on."""
    query = select(DRAFTS.c.data).where(DRAFTS.c.state == "approved")
    rows = await connection.execute(query)
    return frozenset(from_json(Draft, row.data).article.id for row in rows)


async def _delete(
    connection: AsyncConnection, which: ColumnElement[bool], cited: Collection[str] = ()
) -> int:
    """Delete articles with their texts, but for those of `cited`, which evidence is checked by; and
    let their items be seen anew as passed over."""
    query = select(ARTICLES.c.id, ARTICLES.c.pack).where(which)
    gone = (await connection.execute(query)).all()
    for some in _batches([row.id for row in gone]):
        texts = [name for name in some if name not in cited]
        for table in (PAGE_COPIES, PAGES):
            await connection.execute(delete(table).where(table.c.source.in_(texts)))
        items = update(FEED_ITEMS).where(FEED_ITEMS.c.article.in_(some))
        await connection.execute(items.values(article=None))
        await connection.execute(delete(ARTICLES).where(ARTICLES.c.id.in_(some)))
    return len(gone)


async def _delete_drafts(connection: AsyncConnection, pack: str | None, site: str) -> None:
    """Delete what was made of an outlet's articles and has become no claim: it quotes them."""
    query = select(DRAFTS.c.data).where(DRAFTS.c.state != "approved")
    if pack is not None:
        query = query.where(DRAFTS.c.pack == pack)
    every = [from_json(Draft, row.data) for row in await connection.execute(query)]
    for some in _batches([draft.id for draft in every if draft.article.site == site]):
        await connection.execute(delete(DRAFTS).where(DRAFTS.c.id.in_(some)))


def _batches(rows: Sequence[T]) -> Sequence[Sequence[T]]:
    return [rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE)]
