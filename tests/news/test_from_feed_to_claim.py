"""The whole way: a feed is read, an editor approves what it brought, and it is cited."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.store.sql import SqlStore
from bot import wiring
from bot.reloading import Reloader
from bot.reporting import Reporting
from bot.settings import Settings
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.loading import load_packs
from content.news.feeds import Feed, feed_id
from content.outbox import Parcel
from content.ports import Place
from tests.content.packs import FOLDERS
from tests.news.coast import FIRST, SECOND, TITLE
from tests.news.world import NOON, RSS, Clock, Entry, rss
from tests.web.site import Site, serving

CHANNEL = Place("slack", "T1/C1")
PAGE = f"<title>{TITLE}</title><body><p>{FIRST}</p><p>{f'{SECOND} ' * 9}</p></body>"
CLAIM = "Since November 2026 the Skerry Point lamp carries 21 nautical miles."


@dataclass
class Bot:
    """All that runs, without a platform."""

    site: Site
    store: SqlStore
    core: Briefings

    async def says(self, text: str) -> Brief:
        return (await self.core.reply(Asked(text, CHANNEL, "T1/U1"))).brief

    async def posted(self) -> Parcel:
        """The first message that is to be posted, once there is one."""
        found: Sequence[Parcel] = ()
        while not found:
            await asyncio.sleep(0.05)
            found = await self.store.outbox.claim(NOON, 1)
        return found[0]


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    shutil.copytree(FOLDERS["lighthouses"], tmp_path / "packs" / "lighthouses")
    monkeypatch.setattr(wiring, "SHIPPED_PACKS", tmp_path / "packs")
    settings = Settings.from_env(
        {
            "BRIEFING_HOME": str(tmp_path),
            "BRIEFING_EDITORS": "slack:T1/U1",
            "BRIEFING_REVIEW_CHANNELS": "slack:T1/C9",
        }
    )
    store, clock = SqlStore(f"sqlite:///{tmp_path}/briefing.db"), Clock()
    await store.open()
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(store.close)
        site = await stack.enter_async_context(serving())
        await _with_feed(site, store)
        packs = load_packs(wiring.pack_folders(settings))
        reporting = Reporting(settings, wiring.shelves(store), clock)
        core = wiring.briefings(
            wiring.desks(packs), store, clock, store.archive, newsroom=reporting.newsroom
        )
        folders = [*wiring.pack_folders(settings)]
        reporting.attach(core, Reloader(lambda: folders, core, packs, store.news.drafts))
        running = asyncio.create_task(reporting.run(site.fetcher()))
        yield Bot(site, store, core)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _with_feed(site: Site, store: SqlStore) -> None:
    address = f"{site.address}/feed"
    site.answer("/feed", rss([Entry(TITLE, f"{site.address}/story", FIRST)]), Content_Type=RSS)
    site.answer("/story", PAGE)
    feed = Feed(
        feed_id(address, "lighthouses"), address, "lighthouses", grade="primary", next_at=NOON
    )
    await store.news.feeds.save(feed)


async def test_what_a_feed_brings_is_approved_served_and_cited(bot: Bot) -> None:
    posted = await bot.posted()
    approve = posted.record.brief.suggestions[0].text
    name = approve.split()[2]

    edited = await bot.says(f"review edit {name} {CLAIM}")
    unseen = await bot.says(approve)
    approved = await bot.says(edited.suggestions[0].text)
    answer = await bot.says(CLAIM)
    sources = await bot.says("source?")

    assert posted.record.place == Place("slack", "T1/C9")
    assert edited.points[0].text == unseen.points[0].text == CLAIM
    assert "changed meanwhile" in unseen.notes[0].text
    assert approved.title == "Approved"
    assert CLAIM in {point.text for point in answer.points}
    assert f"{bot.site.address}/story" in {source.url for source in answer.sources}
    assert FIRST in {line.quote for line in sources.evidence}


async def test_an_editor_adds_a_page_that_no_feed_has(bot: Bot) -> None:
    await bot.posted()  # so that pages are read by now
    bot.site.answer("/old", PAGE.replace("21 nautical", "23 nautical"))

    told = await bot.says(f"add {bot.site.address}/old")

    assert told.title == "Taken in"
    assert "23 nautical miles" in told.notes[0].text
    assert len(await bot.store.news.articles.between("lighthouses", NOON.date(), NOON.date())) == 2


async def test_a_page_that_concerns_nothing_or_is_gone_is_not_added(bot: Bot) -> None:
    await bot.posted()
    bot.site.answer("/cup", "<title>Cup final</title><p>Two all after extra time.</p>")

    told = [await bot.says(f"add {bot.site.address}{path}") for path in ("/cup", "/nowhere")]

    assert [brief.title for brief in told] == ["Not done", "Not done"]
    assert "concerns no topic" in told[0].notes[0].text
    assert "there is no such page" in told[1].notes[0].text
