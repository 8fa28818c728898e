"""A site that plays feeds, a database, a clock, and all that reads feeds: for the tests here."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from pathlib import Path

from adapters.archive.extraction import Extractor
from adapters.feeds.reading import FeedReader
from adapters.store.sql import SqlStore
from bot import newsroom, wiring
from bot.polling import Poller
from bot.reading import Tools
from content.answering import Desk
from content.loading import load_pack
from content.news.articles import Article
from content.news.feeds import Feed, feed_id
from tests.web.site import Site, serving

LIGHTHOUSES = Path(__file__).parent.parent / "packs" / "lighthouses"
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
AN_HOUR = dt.timedelta(hours=1)
RSS = "application/rss+xml; charset=utf-8"


Readers = tuple[FeedReader, Extractor]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed lists. A `body` of 900 characters is taken for the whole article."""

    title: str
    link: str = "https://gazette.example/story"
    body: str = ""
    guid: str | None = None
    published: dt.datetime | None = NOON
    extra: str = ""


def rss(entries: Sequence[Entry], title: str = "Coast Gazette") -> str:
    """A feed as most sites write it."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://gazette.example/</link>"
        f"{''.join(map(_item, entries))}</channel></rss>"
    )


def _item(entry: Entry) -> str:
    guid = f"<guid>{escape(entry.guid)}</guid>" if entry.guid else ""
    date = f"<pubDate>{format_datetime(entry.published)}</pubDate>" if entry.published else ""
    link = f"<link>{escape(entry.link)}</link>" if entry.link else ""
    return (
        f"<item><title>{escape(entry.title)}</title>{link}{guid}{date}"
        f"<description>{escape(entry.body)}</description>{entry.extra}</item>"
    )


class Clock:
    """A clock that the tests set."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self.time = now

    def now(self) -> dt.datetime:
        return self.time


@dataclass
class World:
    """Everything, ready to be used."""

    site: Site
    store: SqlStore
    tools: Tools
    poller: Poller
    clock: Clock
    desks: list[Desk] = field(default_factory=list)

    async def feed(self, path: str = "/feed", **changes: object) -> Feed:
        """A feed at a path of the site, due now."""
        address = f"{self.site.address}{path}"
        made = Feed(
            id=feed_id(address, self.pack), address=address, pack=self.pack, next_at=self.clock.time
        )
        for name, value in changes.items():
            object.__setattr__(made, name, value)
        await self.store.news.feeds.save(made)
        return made

    def play(self, *entries: Entry, path: str = "/feed", title: str = "Coast Gazette") -> None:
        """Have the site list these."""
        self.site.answer(path, rss(entries, title), Content_Type=RSS)

    async def poll(self) -> Feed:
        """Look at all feeds, and return the last."""
        for feed in await self.store.news.feeds.listed():
            await self.poller.look(feed)
        return (await self.store.news.feeds.listed())[-1]

    async def articles(self) -> Sequence[Article]:
        day = dt.timedelta(days=400)
        today = self.clock.time.date()
        return await self.store.news.articles.between(self.pack, today - day, today + day)

    @property
    def pack(self) -> str:
        return self.desks[0].pack.info.id


def with_limits(
    tools: Tools, *, reader: FeedReader | None = None, extractor: Extractor | None = None
) -> Tools:
    """The tools with worker processes that have smaller limits."""
    return dataclasses.replace(
        tools, reader=reader or tools.reader, extractor=extractor or tools.extractor
    )


@contextlib.asynccontextmanager
async def world(
    database: str, folder: Path = LIGHTHOUSES, readers: Readers | None = None
) -> AsyncIterator[World]:
    """A world while it is there, with worker processes of its own unless `readers` are given."""
    store, clock, desks = SqlStore(database), Clock(), [Desk(load_pack(folder))]
    await store.open()
    try:
        async with (
            serving() as site,
            newsroom.opened(wiring.shelves(store), lambda: desks, clock, site.fetcher()) as own,
        ):
            own.polite._pause_s = 0.0
            reader, extractor = readers or (None, None)
            tools = with_limits(own, reader=reader, extractor=extractor)
            yield World(site, store, tools, Poller(tools), clock, desks)
    finally:
        await store.close()
