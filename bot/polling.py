"""The loop that looks at feeds while the bot runs."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bot.reading import Tools, look_at
from content.errors import StoreError
from content.news.articles import KEPT
from content.news.feeds import Feed

log = logging.getLogger(__name__)

LOOK_EVERY_S = 15.0
LEASE = dt.timedelta(minutes=30)
"""How long a look may take before another process takes the feed up: 30 pages at a second each,
and what a slow host adds."""
AT_ONCE = 8
"""Feeds looked at together, each of another host."""
PRUNE_EVERY = dt.timedelta(hours=6)

OnDisabled = Callable[[Feed], Awaitable[None]]
"""Tells a feed's owner that it is no longer looked at."""
AfterLook = Callable[[], Awaitable[None]]
"""What is done about new articles."""
AFTER_EVERY = dt.timedelta(minutes=5)
"""How often that is done at most: it looks at all articles of a week, and of hundreds of feeds some
bring something in nearly every round."""


class Poller:
    """Looks at the feeds that are due, those of one host one after the other."""

    def __init__(
        self,
        tools: Tools,
        on_disabled: OnDisabled | None = None,
        after: AfterLook | None = None,
    ) -> None:
        self._tools = tools
        self._on_disabled = on_disabled
        self._after = after
        self._hosts: dict[str, asyncio.Lock] = {}
        self._prune_at: dt.datetime | None = None
        self._has_news = True  # what another process was stopped over, at first
        self._after_at: dt.datetime | None = None

    async def run(self) -> None:
        """Look for what is due, for ever. A database in trouble is logged and tried again."""
        while True:
            try:
                await self.step()
            except StoreError as error:
                log.warning("feeds have to wait: %s", error)
            except Exception:
                log.exception("feeds have to wait")
            await asyncio.sleep(LOOK_EVERY_S)

    async def step(self) -> list[Feed]:
        """Look at every feed that is due now; returns them as they are after it."""
        looked: list[Feed] = []
        while claimed := await self._tools.feeds.claim(self._tools.clock.now(), AT_ONCE, LEASE):
            looked += await asyncio.gather(*map(self._look, claimed))
        await self._follow_up()
        await self._prune()
        return looked

    async def look(self, feed: Feed) -> Feed:
        """Look at a feed now, due or not."""
        return await self._look(feed)

    async def _look(self, feed: Feed) -> Feed:
        host = urlsplit(feed.address).netloc
        async with self._hosts.setdefault(host, asyncio.Lock()):
            after = await look_at(feed, self._tools)
        self._has_news |= _articles(after) > _articles(feed)
        is_kept = await self._tools.feeds.polled(after)
        if is_kept and after.state == "disabled":
            log.warning("a feed is no longer looked at: %s: %s", host, after.why)
            if self._on_disabled is not None:
                await self._on_disabled(after)
        return after

    async def _follow_up(self) -> None:
        now = self._tools.clock.now()
        is_time = self._after_at is None or now >= self._after_at
        if self._after is not None and self._has_news and is_time:
            self._has_news, self._after_at = False, now + AFTER_EVERY
            await self._after()

    async def _prune(self) -> None:
        now = self._tools.clock.now()
        if self._prune_at is None or now >= self._prune_at:
            self._prune_at = now + PRUNE_EVERY
            if count := await self._tools.articles.prune((now - KEPT).date()):
                log.info("%d articles older than %d days were deleted", count, KEPT.days)


def _articles(feed: Feed) -> int:
    """How many articles a feed has brought or changed so far."""
    return feed.counts.get("kept", 0) + feed.counts.get("changed", 0)
