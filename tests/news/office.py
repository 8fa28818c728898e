"""A bot whose editors decide on drafts, with its database and a pack of its own: for the tests."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.store.sql import SqlStore
from bot import wiring
from bot.editing import Rules
from bot.reloading import Reloader
from content.archive import Page, PageCopy
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.loading import load_packs
from content.news.articles import Article
from content.news.drafts import Draft
from content.news.newsroom import Add, Newsroom
from content.ports import Place
from tests.content.packs import FOLDERS
from tests.news.coast import TEXT, article, draft
from tests.news.world import Clock

EDITORS = ("slack:T1/U1", "slack:U2", "discord:7")


@dataclass
class Office:
    """Everything, ready to be asked."""

    store: SqlStore
    core: Briefings
    clock: Clock
    folder: Path

    async def says(
        self, text: str, who: str = "T1/U1", platform: str = "slack", channel: str = "T1/C1"
    ) -> Brief:
        """What the bot says to somebody, by default to an editor."""
        return (await self.core.reply(Asked(text, Place(platform, channel), who))).brief

    async def receive(self, *articles: Article, text: str = "") -> None:
        """Have feeds bring these; `text` is theirs, where it is not their headline and opening."""
        for one in articles:
            copy = PageCopy(text or f"{one.title}\n{one.opening}", one.title, self.clock.now())
            await self.store.archive.save(Page(one.pack, one.id, (copy,)))
            await self.store.news.articles.save(one)

    async def offer(self, one: Draft | None = None) -> Draft:
        """Put a draft before the editors, and its article into the archive."""
        offered = one or draft()
        await self.receive(offered.article, text=TEXT)
        await self.store.news.drafts.save(offered)
        return offered

    async def decided(self) -> Draft:
        """The only draft, as it is now."""
        (one,) = await self.store.news.drafts.listed()
        return one


@contextlib.asynccontextmanager
async def office(database: str, folder: Path, add: Add | None = None) -> AsyncIterator[Office]:
    """An office while it is open, with a copy of the lighthouses pack in a folder."""
    mine = folder / "packs" / "lighthouses"
    shutil.copytree(FOLDERS["lighthouses"], mine)
    store, clock = SqlStore(database), Clock()
    await store.open()
    try:
        yield _office(store, clock, mine, add)
    finally:
        await store.close()


def _office(store: SqlStore, clock: Clock, folder: Path, add: Add | None) -> Office:
    def folders() -> Sequence[Path]:
        return [folder]

    async def approved() -> None:
        await reloader.join_approved()

    newsroom = Newsroom(
        store.news.articles,
        clock,
        drafts=store.news.drafts,
        archive=store.archive,
        editors=EDITORS,
        check=Rules(folders, clock),
        add=add,
        on_approved=approved,
    )
    packs = load_packs(folders())
    core = wiring.briefings(
        wiring.desks(packs), store, clock, archive=store.archive, newsroom=newsroom
    )
    reloader = Reloader(folders, core, packs, store.news.drafts)
    return Office(store, core, clock, folder)


def notes(brief: Brief) -> str:
    """All that is told in notes, on one line."""
    return " ".join(note.text for note in brief.notes)


def lit() -> Article:
    """What was reported on the lamps."""
    return article(grade="wire")
