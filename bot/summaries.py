"""The loop that plans and delivers summaries and corrections while the bot runs."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.pooling import work_off
from bot.restoring import RestoreGuard
from content.brief import Brief
from content.delivering import Deliverer
from content.errors import StoreError
from content.firsts import FACT, noted
from content.news.articles import Article
from content.news.window import NEWS_KEPT, News
from content.outbox import SEND_TIMEOUT, Outbox, Pace, Parcel, Planner, Sender
from content.pack import Pack
from content.planning import summary_for
from content.ports import Clock, Place, Store
from content.subscriptions import Subscription

log = logging.getLogger(__name__)

LOOK_EVERY_S = 15.0
"""How often is looked for what is due: a summary comes within the minute it was asked for."""
PLANNED_AT_ONCE = 50
"""Subscriptions that are planned in one transaction, for which others have to wait."""
AT_ONCE = 20
"""Parcels that are under way together. At one a second in a workspace, with the time that one may
take, they are done within their lease."""


class Corrections(Protocol):
    """Finds replies that have turned out wrong, and puts what is to be said into the outbox."""

    async def plan(self, pack: Pack, now: dt.datetime, since: dt.datetime) -> int: ...


class Reported(Protocol):
    """Knows what feeds have brought. Raises `StoreError`."""

    async def between(self, pack: str, first: dt.date, last: dt.date) -> Sequence[Article]: ...


class Backlog(Protocol):
    """Tells what should have been sent."""

    async def waiting(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """How many parcels, and since when the oldest (UTC, aware)."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Where parcels come from and how they leave."""

    planner: Planner
    outbox: Outbox
    senders: Mapping[str, Sender]
    """By the name of their platform."""
    corrections: Corrections | None = None
    backlog: Backlog | None = None
    guard: RestoreGuard | None = None
    reported: Reported | None = None
    store: Store | None = None
    """Remembers which claims are new."""
    corrected_days: int = 0
    """For how many days after it was posted a reply is corrected; 0 for never."""
    send_timeout: dt.timedelta = SEND_TIMEOUT
    """How long a send may take; a claim lasts three times as long as `SEND_TIMEOUT`."""


class Summaries:
    """Plans what is due from the packs that are served, and delivers it through the platforms."""

    def __init__(self, posting: Posting, packs: Callable[[], Sequence[Pack]], clock: Clock) -> None:
        self._posting = posting
        self._packs = packs
        self._clock = clock
        self._seen: dict[str, tuple[Pack, Mapping[str, dt.date]]] = {}
        self._news: dict[str, News] = {}
        self._lateness_s: list[float] = []
        self._free_at_s: dict[tuple[str, str], float] = {}
        """When the next post may go out in a workspace, by the loop's clock."""

    async def run(self) -> None:
        """Look for what is due, for ever. A database in trouble is logged and tried again."""
        while True:
            try:
                await self.step()
            except StoreError as error:
                log.warning("summaries have to wait: %s", error)
            except Exception:
                log.exception("summaries have to wait")
            await asyncio.sleep(LOOK_EVERY_S)

    async def step(self) -> int:
        """Plan and deliver all that can be delivered now; returns how many parcels were tried."""
        guard = self._posting.guard
        restored_at = await guard.restored_at() if guard else None
        for pack in self._packs():
            await self._look_at(pack)
            await self._read_news(pack.info.id)
        plan, most = self._posting.planner.plan, PLANNED_AT_ONCE
        while await plan(self._clock.now(), self._build, most) == most:
            pass
        return await work_off(
            AT_ONCE, self._claimed, lambda parcel: self._deliver(parcel, restored_at)
        )

    async def _claimed(self, limit: int) -> Sequence[Parcel]:
        parcels = await self._posting.outbox.claim(self._clock.now(), limit)
        if parcels and self._posting.guard:
            await self._posting.guard.note()
        return parcels

    async def health(self) -> dict[str, float | str]:
        """How many messages should have been sent by now and are not, and for how long the oldest;
        and how late this process's last hundred came: the median, and that of 95 in 100."""
        late = sorted(self._lateness_s)
        told: dict[str, float | str] = {
            "late_p50_s": late[len(late) // 2] if late else 0.0,
            "late_p95_s": late[len(late) * 95 // 100] if late else 0.0,
        }
        if self._posting.backlog is None:
            return told
        now = self._clock.now()
        try:
            waiting, oldest = await self._posting.backlog.waiting(now)
        except StoreError as error:
            return {**told, "trouble": str(error)}
        oldest_s = (now - oldest).total_seconds() if oldest else 0.0
        return {**told, "waiting": waiting, "oldest_s": oldest_s}

    async def _look_at(self, pack: Pack) -> None:
        """What a pack brings when it is first served here: new claims, and some that have ended."""
        store, name = self._posting.store, pack.info.id
        if store is None or (name in self._seen and self._seen[name][0] is pack):
            return
        fact = f"{FACT}{name}"
        kept = await store.recall(fact)
        seen, everything = noted(kept, pack, self._clock.now().date())
        if everything != kept:
            await store.remember(fact, everything)
        await self._plan_corrections(pack)
        self._seen[name] = (pack, seen)

    async def _read_news(self, pack: str) -> None:
        """Have at hand what was reported, so that a transaction need not wait for it."""
        now, kept = self._clock.now(), self._news.get(pack)
        if self._posting.reported is None or (kept and kept.is_fresh(now)):
            return
        today = now.date()
        found = await self._posting.reported.between(pack, today - NEWS_KEPT, today)
        if kept and list(kept.articles) == list(found):
            kept.read_at = now  # the stories that were found stay good
            return
        news = News(now, found)
        await asyncio.to_thread(news.prepare, today - dt.timedelta(days=1))
        self._news[pack] = news

    async def _plan_corrections(self, pack: Pack) -> None:
        days, corrections = self._posting.corrected_days, self._posting.corrections
        if corrections is None or not days:
            return
        now = self._clock.now()
        if count := await corrections.plan(pack, now, now - dt.timedelta(days=days)):
            log.info(
                "%d replies from %s have turned out wrong; it is said there", count, pack.info.id
            )

    async def _deliver(self, parcel: Parcel, restored_at: dt.datetime | None) -> None:
        sender = self._posting.senders.get(parcel.record.place.platform)
        if sender is None:
            return  # the platform is off now; the lease ends, and then it is tried again
        await self._until_free(parcel.record.place, sender.pace)
        deliverer = Deliverer(
            self._posting.outbox,
            sender,
            self._clock,
            restored_at=restored_at,
            send_timeout=self._posting.send_timeout,
        )
        verdict = await deliverer.deliver(parcel)
        if verdict is not None and verdict.state == "sent":
            late_s = (self._clock.now() - parcel.due_at).total_seconds()
            self._lateness_s = [*self._lateness_s[-99:], late_s]

    async def _until_free(self, place: Place, pace: Pace) -> None:
        """Wait for a turn in a workspace and on its platform; whoever asks first goes first."""
        now_s = asyncio.get_running_loop().time()
        workspace = (place.platform, place.channel.partition("/")[0])
        everywhere = (place.platform, "")
        at_s = max(now_s, *(self._free_at_s.get(key, 0.0) for key in (workspace, everywhere)))
        self._free_at_s[workspace] = at_s + pace.workspace_s
        self._free_at_s[everywhere] = max(now_s, self._free_at_s.get(everywhere, 0.0))
        self._free_at_s[everywhere] += pace.platform_s
        await asyncio.sleep(at_s - now_s)

    def _build(self, subscription: Subscription, date: dt.date) -> Brief | None:
        """The summary for a local date; none where its pack is gone."""
        pack = next((one for one in self._packs() if one.info.id == subscription.pack), None)
        if pack is None:
            log.warning("there is no pack %s for a summary", subscription.pack)
            return None
        _, seen = self._seen.get(pack.info.id, (pack, {}))
        news = self._news.get(pack.info.id)
        told = news.told if news else None
        return summary_for(pack, subscription, date, self._clock.now().date(), seen, told)
