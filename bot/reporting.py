"""The part of the running bot that reads feeds and has editors look at what they bring."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot import newsroom, wiring
from bot.newsroom import Shelves
from bot.settings import Settings
from content.errors import BriefingError
from content.news.articles import Article
from content.news.feeds import Feed
from content.news.newsroom import Newsroom

if TYPE_CHECKING:
    from adapters.web.fetching import Fetcher
    from bot.editing import Editing
    from bot.polling import Poller
    from bot.reading import Tools
    from bot.reloading import Reloader
    from content.answering import Desk
    from content.briefings import Briefings
    from content.ports import Clock

log = logging.getLogger(__name__)


class Reporting:
    """Polls feeds, makes drafts, and answers about both. `attach` it before anything is asked."""

    def __init__(self, settings: Settings, shelves: Shelves, clock: Clock) -> None:
        from bot.editing import Rules

        self._settings = settings
        self._shelves = shelves
        self._clock = clock
        self._tools: Tools | None = None
        self._core: Briefings | None = None
        self._reloader: Reloader | None = None
        self.newsroom = Newsroom(
            shelves.news.articles,
            clock,
            drafts=shelves.news.drafts,
            archive=shelves.archive,
            editors=settings.editors,
            check=Rules(lambda: wiring.pack_folders(settings), clock),
            add=self._add,
            on_approved=self._approved,
        )

    def attach(self, core: Briefings, reloader: Reloader) -> None:
        """Name what is served, and what serves it anew."""
        self._core, self._reloader = core, reloader

    async def run(self, fetcher: Fetcher | None = None) -> None:
        """Look at feeds, for ever; at once over where the packages for it are not installed."""
        if not newsroom.is_installed():
            log.info("feeds are not read: install briefing-bot[feeds]")
            return
        async with newsroom.opened(self._shelves, self._desks, self._clock, fetcher) as tools:
            self._tools = tools
            await self.poller(tools).run()

    def editing(self) -> Editing:
        """What makes drafts of new stories and puts them before editors."""
        from bot.editing import Editing, places

        return Editing(
            articles=self._shelves.news.articles,
            drafts=self._shelves.news.drafts,
            archive=self._shelves.archive,
            letters=self._shelves.letters,
            clock=self._clock,
            split=wiring.splitter(),
            desks=self._desks,
            channels=places(self._settings.review_channels),
        )

    def poller(self, tools: Tools) -> Poller:
        """What looks at feeds and then has drafts made."""
        from bot.notifying import feed_disabled
        from bot.polling import Poller

        editing = self.editing()

        async def tell(feed: Feed) -> None:
            await feed_disabled(
                feed, self._desks(), self._shelves.letters, self._clock, editing.channels
            )

        return Poller(tools, on_disabled=tell, after=editing)

    def _desks(self) -> Sequence[Desk]:
        return self._core.desks if self._core else ()

    async def _approved(self) -> None:
        if self._reloader is not None:
            await self._reloader.join_approved()

    async def _add(self, address: str, pack: str) -> Article:
        if self._tools is None:
            raise BriefingError("pages are not read here")
        from bot.reading import read_one

        feed = Feed(id="", address=address, pack=pack)
        article = (await read_one(address, feed, self._tools)).article
        return dataclasses.replace(article, feed=None)
