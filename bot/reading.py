"""Looking at feeds: what they list is fetched, read, and kept where it concerns a pack."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.archive.extraction import Article as Page
from adapters.archive.extraction import Extractor, Unreadable
from adapters.feeds.reading import FEED_KINDS, FeedReader
from adapters.web.fetching import Answer, Fetcher, LinkDead, Unfetched, Wish
from adapters.web.robots import PoliteFetcher
from content.archive import Page as KeptPage
from content.archive import PageCopy
from content.errors import BriefingError
from content.news import addresses
from content.news.concerning import Concern
from content.news.feeds import Feed
from content.news.items import Item, Listing, Named, named
from content.news.ports import Articles, Feeds, Known
from content.news.reading import (
    Found,
    article_of,
    belongs,
    continues,
    is_too_old,
    may_concern,
    merged,
    needs_page,
)
from content.ports import Clock, PageKeeper

log = logging.getLogger(__name__)

MOST_PAGES = 30
"""Pages fetched for one look at a feed, at a second each; the rest has its turn at the next."""
PAGES_S = 300.0
"""How long the pages of one look may take, in seconds; the rest has its turn at the next. A host
that drips would keep the others waiting for a quarter of an hour."""
GONE = 410
"""The only answer that says "never again"; a 404 may be a mistake (RFC 9110, section 15.5.11)."""

Concerns = Callable[[str], Concern | None]
"""What a pack is about, by its id; none where the pack is not served."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What feeds and pages are read with."""

    fetcher: Fetcher
    polite: PoliteFetcher
    reader: FeedReader
    extractor: Extractor
    feeds: Feeds
    articles: Articles
    archive: PageKeeper
    clock: Clock
    concerns: Concerns


@dataclass(slots=True)
class _Look:
    """One look at a feed, while it goes on."""

    feed: Feed
    listing: Listing
    concern: Concern
    now: dt.datetime
    pages_until: float
    """By the loop's clock, in seconds."""
    pages: int = 0
    seen: dict[str, Known] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def remember(self, item: Named, article: str | None) -> None:
        for name in item.names:
            self.seen[name] = Known(item.state, article)


async def look_at(feed: Feed, tools: Tools) -> Feed:
    """Fetch a feed, keep what is new in it and concerns its pack, and say how it fares.

    Whatever a server or a feed does is part of the answer.

    Raises:
        StoreError: the database refuses.
    """
    now = tools.clock.now()
    feed = feed.counted(polls=1)
    concern = tools.concerns(feed.pack)
    if concern is None:
        return feed.failed(now, f"the pack {feed.pack} is not served")
    try:
        answer = await tools.fetcher.get(feed.address, _wish(feed))
        if answer.status == 304:
            return _unchanged(feed, answer, now)
        listing = await _read_listing(answer, tools)
    except Unfetched as error:
        after = dt.timedelta(seconds=error.retry_after_s) if error.retry_after_s else None
        failed = feed.failed(now, str(error), retry_after=after, is_gone=error.status == GONE)
        return failed.counted(failed=1)
    except Unreadable as error:
        return feed.failed(now, str(error)).counted(failed=1)
    look = _Look(feed, listing, concern, now, _loop_s() + PAGES_S)
    kept = await _take_in(look, answer.address, tools)
    counted = dataclasses.replace(feed, title=listing.title or feed.title)
    counted = counted.counted(**{name.replace(" ", "_"): n for name, n in look.counts.items()})
    is_whole = "left for later" not in look.counts  # else it has to come again, changed or not
    return counted.answered(
        now,
        has_news=kept > 0,
        etag=answer.etag if is_whole else None,
        last_modified=answer.last_modified if is_whole else None,
        trouble=listing.trouble,
    )


async def _read_listing(answer: Answer, tools: Tools) -> Listing:
    return await tools.reader.listing(answer.body, answer.kind, answer.charset)


def _loop_s() -> float:
    return asyncio.get_running_loop().time()


def _wish(feed: Feed) -> Wish:
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = {name: value for name, value in asked.items() if value}
    return Wish(kinds=FEED_KINDS, headers=headers)


def _unchanged(feed: Feed, answer: Answer, now: dt.datetime) -> Feed:
    return feed.counted(unchanged=1).answered(
        now,
        has_news=False,
        etag=answer.etag or feed.etag,
        last_modified=answer.last_modified or feed.last_modified,
        trouble=feed.trouble,
    )


async def _take_in(look: _Look, base: str, tools: Tools) -> int:
    """Read what is new; returns how many articles were kept or changed."""
    items, without = named(look.listing, look.feed.id, base)
    look.count("items", len(look.listing.items))
    look.count("without address", without)
    look.count("passed over", look.listing.passed_over)
    names = {name for item in items for name in item.names}
    known = await tools.feeds.known(look.feed.pack, names)
    kept = 0
    for item in items:
        before = next((known[name] for name in item.names if name in known), None)
        if before is not None and (before.state == item.state or before.article is None):
            look.count("known")
            if any(name not in known for name in item.names):
                look.remember(item, before.article)
            continue
        kept += await _read(item, before, look, tools)
    await tools.feeds.note(look.feed.pack, look.seen, look.now)
    return kept


async def _read(item: Named, before: Known | None, look: _Look, tools: Tools) -> bool:
    """Read one item and keep what comes of it; whether something was kept."""
    if before is None and is_too_old(item.item, look.now):
        look.count("too old")
        look.remember(item, None)
        return False
    if not (look.feed.topics or may_concern(item.item, look.concern)):
        look.count("off topic")
        look.remember(item, None)
        return False
    page = None
    if needs_page(item.item):
        if look.pages >= MOST_PAGES or _loop_s() >= look.pages_until:
            look.count("left for later")
            return False  # not remembered, so that the next look takes it up
        look.pages += 1
        page = await page_of(item.address, item.item, tools)
        if page is None:
            look.count("unreadable")
    listing = look.listing
    found = article_of(
        item, page, look.feed, look.concern, look.now, listing.title, listing.language
    )
    if found is None:
        look.count("off topic")
        look.remember(item, None)
        return False
    found = await _under_first_id(found, before, tools)
    kept = await keep(found, tools)
    look.count(kept)
    look.remember(item, found.article.id)
    return kept != "known"


async def _under_first_id(found: Found, before: Known | None, tools: Tools) -> Found:
    """An article whose item was known, as that one, though its address has changed meanwhile."""
    old = await tools.articles.by_id(before.article) if before and before.article else None
    if old is None or not continues(found.article, old):
        return found
    return dataclasses.replace(found, article=dataclasses.replace(found.article, id=old.id))


async def page_of(address: str, item: Item | None, tools: Tools) -> Page | None:
    """What could be read of a page; none where it cannot be had or is not that of the item."""
    try:
        answer = await tools.polite.get(address)
        page = await tools.extractor.article(answer.body, answer.charset)
    except (Unfetched, Unreadable) as error:
        log.info("a page could not be read: %s: %s", addresses.site(address), error)
        return None
    page = dataclasses.replace(page, address=page.address or answer.address)
    return page if item is None or belongs(item, page) else None


async def keep(found: Found, tools: Tools) -> str:
    """Keep an article with its text; says whether it was `kept`, `known` or `changed`."""
    before = await tools.articles.by_id(found.article.id)
    pages = await tools.archive.pages(found.article.pack, [found.article.id])
    page = pages.get(found.article.id, KeptPage(found.article.pack, found.article.id))
    if before is not None and page.copies and page.copies[0].text == found.text:
        return "known"
    if before is not None and before.feed != found.article.feed:
        return "known"  # no feed may change what another one has brought
    article = merged(before, found.article) if before else found.article
    copy = PageCopy(found.text, article.title, found.article.found_at)
    await tools.archive.save(page.with_copy(copy))
    await tools.articles.save(article)
    return "changed" if before else "kept"


class NoFeed(BriefingError):
    """There is no feed at an address, nor at one that its page names."""


async def find_feed(address: str, tools: Tools) -> tuple[str, Listing]:
    """The feed at an address, or the first that the page there names, with what it lists.

    Raises:
        NoFeed: there is none, or it cannot be had.
    """
    wanted = addresses.cleaned(address)
    if wanted is None:
        raise NoFeed("that is no http or https address")
    try:
        answer = await tools.fetcher.get(wanted, Wish(kinds=FEED_KINDS))
        listing = await _listing(answer, tools)
        if listing is not None:
            return wanted, listing
        for named_there in await tools.extractor.feeds(answer.body, answer.charset):
            there = addresses.cleaned(named_there, answer.address)
            listing = await _listing_at(there, tools) if there else None
            if there and listing is not None:
                return there, listing
    except (Unfetched, Unreadable) as error:
        raise NoFeed(f"{address} cannot be read: {error}") from error
    raise NoFeed(f"{address} is no feed, and its page names none")


async def _listing_at(address: str, tools: Tools) -> Listing | None:
    try:
        return await _listing(await tools.fetcher.get(address, Wish(kinds=FEED_KINDS)), tools)
    except Unfetched:
        return None


async def _listing(answer: Answer, tools: Tools) -> Listing | None:
    try:
        return await _read_listing(answer, tools)
    except Unreadable:
        return None


class NoArticle(BriefingError):
    """No article that concerns a pack could be had from an address."""


async def read_one(address: str, feed: Feed, tools: Tools) -> Found:
    """Take in the article at an address, as if a feed had listed it.

    Raises:
        NoArticle: it cannot be fetched or read, or concerns no topic of the pack.
        StoreError: the database refuses.
    """
    wanted, concern = addresses.cleaned(address), tools.concerns(feed.pack)
    if wanted is None or concern is None:
        raise NoArticle("that is no http or https address")
    try:
        answer = await tools.polite.get(wanted)
        page = await tools.extractor.article(answer.body, answer.charset)
    except LinkDead as error:
        raise NoArticle(f"there is no such page: {error}") from error
    except (Unfetched, Unreadable) as error:
        raise NoArticle(f"it cannot be read: {error}") from error
    item = Named(Item(title=page.title or ""), wanted, (), "")
    found = article_of(item, page, feed, concern, tools.clock.now())
    if found is None:
        raise NoArticle("it concerns no topic of this pack; name topics to take it in all the same")
    await keep(found, tools)
    return found
