"""The loop that plans and delivers summaries and corrections while the bot runs."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.restoring import RestoreGuard
from content.brief import Brief
from content.delivering import Deliverer
from content.errors import StoreError
from content.firsts import FACT, noted
from content.outbox import Outbox, Parcel, Planner, Sender
from content.pack import Pack
from content.planning import summary_for
from content.ports import Clock, Store
from content.subscriptions import Subscription

log = logging.getLogger(__name__)

LOOK_EVERY_S = 15.0
"""How often is looked for what is due: a summary comes within the minute it was asked for."""
AT_ONCE = 20
"""Parcels that are claimed together. With the time that one may take they are done well within
their lease."""
SPACING_S = 1.0
"""Between two posts in one workspace: Slack allows one a second in a channel
(https://docs.slack.dev/apis/web-api/rate-limits), and is not to be tried."""


class Corrections(Protocol):
    """Finds replies that have turned out wrong, and puts what is to be said into the outbox."""

    async def plan(self, pack: Pack, now: dt.datetime, since: dt.datetime) -> int: ...


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
    store: Store | None = None
    """Remembers which claims are new."""
    corrected_days: int = 0
    """For how many days after it was posted a reply is corrected; 0 for never."""
    spacing_s: float = SPACING_S


class Summaries:
    """Plans what is due from the packs that are served, and delivers it through the platforms."""

    def __init__(self, posting: Posting, packs: Callable[[], Sequence[Pack]], clock: Clock) -> None:
        self._posting = posting
        self._packs = packs
        self._clock = clock
        self._seen: dict[str, tuple[Pack, Mapping[str, dt.date]]] = {}
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
        while await self._posting.planner.plan(self._clock.now(), self._build, AT_ONCE) == AT_ONCE:
            pass
        tried = 0
        while parcels := await self._posting.outbox.claim(self._clock.now(), AT_ONCE):
            if guard:
                await guard.note()
            tried += len(parcels)
            groups = _by_workspace(parcels).items()
            await asyncio.gather(*(self._in_turn(*group, restored_at) for group in groups))
        return tried

    async def health(self) -> dict[str, float]:
        """How many messages are overdue, and how late, in seconds, the oldest of them is and the
        last hundred came: half of them at most, and 95 in 100."""
        late = sorted(self._lateness_s)
        waiting, oldest = 0, None
        if self._posting.backlog is not None:
            waiting, oldest = await self._posting.backlog.waiting(self._clock.now())
        return {
            "waiting": waiting,
            "oldest_s": (self._clock.now() - oldest).total_seconds() if oldest else 0.0,
            "late_p50_s": late[len(late) // 2] if late else 0.0,
            "late_p95_s": late[len(late) * 95 // 100] if late else 0.0,
        }

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

    async def _plan_corrections(self, pack: Pack) -> None:
        days, corrections = self._posting.corrected_days, self._posting.corrections
        if corrections is None or not days:
            return
        now = self._clock.now()
        if count := await corrections.plan(pack, now, now - dt.timedelta(days=days)):
            log.info(
                "%d replies from %s have turned out wrong; it is said there", count, pack.info.id
            )

    async def _in_turn(
        self, workspace: tuple[str, str], parcels: Sequence[Parcel], restored_at: dt.datetime | None
    ) -> None:
        sender = self._posting.senders.get(workspace[0])
        if sender is None:
            return  # the platform is off now; the lease ends, and then it is tried again
        deliverer = Deliverer(self._posting.outbox, sender, self._clock, restored_at=restored_at)
        for parcel in parcels:
            await self._until_free(workspace)
            verdict = await deliverer.deliver(parcel)
            if verdict is not None and verdict.state == "sent":
                late_s = (self._clock.now() - parcel.due_at).total_seconds()
                self._lateness_s = [*self._lateness_s[-99:], late_s]

    async def _until_free(self, workspace: tuple[str, str]) -> None:
        now_s = asyncio.get_running_loop().time()
        at_s = max(now_s, self._free_at_s.get(workspace, 0.0))
        self._free_at_s[workspace] = at_s + self._posting.spacing_s
        await asyncio.sleep(at_s - now_s)

    def _build(self, subscription: Subscription, date: dt.date) -> Brief | None:
        """The summary for a local date; none where its pack is gone."""
        pack = next((one for one in self._packs() if one.info.id == subscription.pack), None)
        if pack is None:
            log.warning("there is no pack %s for a summary", subscription.pack)
            return None
        _, seen = self._seen.get(pack.info.id, (pack, {}))
        return summary_for(pack, subscription, date, self._clock.now().date(), seen)


def _by_workspace(parcels: Sequence[Parcel]) -> Mapping[tuple[str, str], Sequence[Parcel]]:
    found: dict[tuple[str, str], list[Parcel]] = {}
    for parcel in parcels:
        place = parcel.record.place
        found.setdefault((place.platform, place.channel.partition("/")[0]), []).append(parcel)
    return found
