"""From new stories to drafts before editors, and what the rules say of a draft."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from content.answering import Desk
from content.errors import PackError
from content.loading import LocatedPack, load_located
from content.model import Claim, Source
from content.news.checking import objections
from content.news.drafts import Draft
from content.news.newsroom import draft_brief
from content.news.ports import Articles, Drafts
from content.news.reviewing import drafts as drafts_of
from content.news.stories import Story, stories
from content.passages import Splitter
from content.ports import Archive, Clock, Place, Record

log = logging.getLogger(__name__)

LOOKED_BACK = dt.timedelta(days=7)
"""How old a story may be that becomes a draft."""
MOST_AT_ONCE = 10
"""Drafts put before editors after one look at the feeds; the best first. More would be ignored."""
SHOWN_AGAIN = dt.timedelta(hours=1)
"""For how long a draft is put into the outbox, where it is once however often that is done: whoever
made it may have been stopped, or refused by the database, before it was there."""


class Letters(Protocol):
    """Posts once, later. Raises `StoreError`."""

    async def announce(self, key: str, record: Record, now: dt.datetime) -> bool:
        """Post this in its place, unless something with this key was; whether it will be."""


@dataclass(frozen=True, slots=True)
class Editing:
    """What drafts are made with, and where they are shown."""

    articles: Articles
    drafts: Drafts
    archive: Archive
    letters: Letters
    clock: Clock
    split: Splitter
    desks: Callable[[], Sequence[Desk]]
    channels: Sequence[Place] = ()

    async def __call__(self) -> None:
        """Make drafts of the stories that are worth one and have none yet."""
        for desk in self.desks():
            await self.make(desk)
            for draft in await self.drafts.listed(desk.pack.info.id, "waiting"):
                if self.clock.now() - draft.made_at < SHOWN_AGAIN:
                    await self._show(desk, draft)

    async def make(self, desk: Desk) -> list[Draft]:
        """The drafts that are new, kept and the best first."""
        today, pack = self.clock.now().date(), desk.pack.info.id
        lately = await self.articles.between(pack, today - LOOKED_BACK, today)
        found = await asyncio.to_thread(stories, lately)  # seconds, where thousands came in
        every = await self.drafts.listed(pack)
        known, told = {draft.id for draft in every}, {draft.article.id for draft in every}
        new = [story for story in found if not told & {one.id for one in story.articles}]
        texts = await self._texts(pack, new)
        now, split = self.clock.now(), self.split
        made = await asyncio.to_thread(lambda: list(drafts_of(desk, new, texts, split, now)))
        best = sorted(
            (one for one in made if one.id not in known), key=lambda one: (-one.score, one.id)
        )
        return [draft for draft in best[:MOST_AT_ONCE] if await self.drafts.add(draft)]

    async def _texts(self, pack: str, found: Sequence[Story]) -> dict[str, str]:
        pages = await self.archive.pages(pack, [story.lead.id for story in found])
        return {name: page.copies[0].text for name, page in pages.items() if page.copies}

    async def _show(self, desk: Desk, draft: Draft) -> None:
        now = self.clock.now()
        for place in self.channels:
            record = Record(uuid.uuid4().hex, now, place, draft_brief(desk, draft))
            await self.letters.announce(f"draft:{draft.id}:{place.channel}", record, now)


def places(names: Sequence[str]) -> list[Place]:
    """The channels of the setting: `slack:T1/C1`."""
    return [Place(*name.partition(":")[::2]) for name in names]


class Rules:
    """What `check` would object to, were a draft a claim of its pack."""

    def __init__(self, folders: Callable[[], Sequence[Path]], clock: Clock) -> None:
        self._folders = folders
        self._clock = clock

    async def __call__(self, pack: str, claim: Claim, source: Source) -> Sequence[str]:
        """Each error of the rules in that claim and source, in a sentence."""
        return await asyncio.to_thread(self._broken, pack, claim, source)

    def _broken(self, pack: str, claim: Claim, source: Source) -> list[str]:
        located = self._located(pack)
        if located is None:
            return [f"The pack {pack} cannot be read now."]
        return objections(located, claim, source, self._clock.now().date())

    def _located(self, pack: str) -> LocatedPack | None:
        for folder in self._folders():
            try:
                located = load_located(folder)
            except PackError as error:  # the one that is meant, or another one beside it
                log.warning("a pack cannot be read for its rules: %s", error)
                continue
            if located.pack.info.id == pack:
                return located
        return None
