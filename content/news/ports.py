"""What the reporting part needs from a database. Every method raises `StoreError`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from content.news.articles import Article
from content.news.drafts import Draft, State
from content.news.feeds import Feed


@dataclass(frozen=True, slots=True)
class Known:
    """An item that was seen before."""

    state: str
    """A digest of what it said; see `content.news.items`."""
    article: str | None
    """The id of the article that was made of it; none where it was passed over."""


class Feeds(Protocol):
    """Keeps feeds, and which of their items were seen."""

    async def save(self, feed: Feed) -> None: ...

    async def remove(self, id_: str) -> bool:
        """Delete a feed; whether there was one. Its articles stay."""

    async def listed(self, pack: str | None = None) -> Sequence[Feed]: ...

    async def claim(self, now: dt.datetime, limit: int, lease: dt.timedelta) -> Sequence[Feed]:
        """Active feeds that are due, longest due first, each to one process: until the lease ends
        they are due no more."""

    async def polled(self, feed: Feed) -> bool:
        """Keep what came of a look, unless the feed was removed or paused meanwhile."""

    async def known(self, pack: str, names: Collection[str]) -> Mapping[str, Known]:
        """The items with these names that were seen before, by name."""

    async def note(self, pack: str, seen: Mapping[str, Known], now: dt.datetime) -> None:
        """Remember items by their names."""


class Articles(Protocol):
    """Keeps articles; their text is in the archive, under the article's id."""

    async def save(self, article: Article) -> None: ...

    async def by_id(self, id_: str) -> Article | None: ...

    async def between(self, pack: str, first: dt.date, last: dt.date) -> Sequence[Article]:
        """Those that came out on these days, both included, in order of day and id."""

    async def forget(self, pack: str | None, site: str) -> int:
        """Delete all of one outlet, their text too, and drafts of them that are no claims;
        returns how many articles there were."""

    async def prune(self, before: dt.date) -> int:
        """Delete those that came out before this day, and the oldest of a pack that has too many,
        their text too, and old items; returns how many articles there were."""


class Drafts(Protocol):
    """Keeps drafts."""

    async def save(self, draft: Draft) -> None: ...

    async def add(self, draft: Draft) -> bool:
        """Keep a draft unless there is one with its id; whether it was kept."""

    async def listed(self, pack: str | None = None, state: State | None = None) -> Sequence[Draft]:
        """The best first."""

    async def decide(self, draft: Draft, was: Draft) -> bool:
        """Keep a draft in place of what it was, unless that has changed or been decided on before;
        whether it was kept."""

    async def revision(self) -> str:
        """Another text whenever a draft was approved; empty where none was yet."""
