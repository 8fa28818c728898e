"""The loop that plans and delivers summaries while the bot runs."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence

from content.brief import Brief, Note
from content.delivering import Deliverer
from content.digest import Window, digest
from content.errors import StoreError
from content.firsts import FACT, noted
from content.outbox import Outbox, Parcel, Planner, Sender
from content.pack import Pack
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


class Summaries:
    """Plans what is due from the packs that are served, and delivers it through the platforms."""

    def __init__(
        self,
        planner: Planner,
        outbox: Outbox,
        senders: Mapping[str, Sender],
        packs: Callable[[], Sequence[Pack]],
        clock: Clock,
        store: Store | None = None,
        *,
        spacing_s: float = SPACING_S,
    ) -> None:
        """`senders` are by the name of their platform; `store` remembers which claims are new."""
        self._planner = planner
        self._outbox = outbox
        self._senders = senders
        self._packs = packs
        self._clock = clock
        self._store = store
        self._seen: dict[str, tuple[Pack, Mapping[str, dt.date]]] = {}
        self._spacing_s = spacing_s

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
        await self._note_new_claims()
        while await self._planner.plan(self._clock.now(), self._build, AT_ONCE) == AT_ONCE:
            pass
        tried = 0
        while parcels := await self._outbox.claim(self._clock.now(), AT_ONCE):
            tried += len(parcels)
            by_workspace: dict[tuple[str, str], list[Parcel]] = {}
            for parcel in parcels:
                place = parcel.record.place
                workspace = (place.platform, place.channel.partition("/")[0])
                by_workspace.setdefault(workspace, []).append(parcel)
            await asyncio.gather(*map(self._in_turn, by_workspace.values()))
        return tried

    async def _note_new_claims(self) -> None:
        """Keep the day on which each claim was first seen; looked at once for each pack served."""
        if self._store is None:
            return
        for pack in self._packs():
            name = pack.info.id
            if name in self._seen and self._seen[name][0] is pack:
                continue
            fact = f"{FACT}{name}"
            kept = await self._store.recall(fact)
            seen, everything = noted(kept, pack, self._clock.now().date())
            if everything != kept:
                await self._store.remember(fact, everything)
            self._seen[name] = (pack, seen)

    async def _in_turn(self, parcels: Sequence[Parcel]) -> None:
        for at, parcel in enumerate(parcels):
            sender = self._senders.get(parcel.record.place.platform)
            if sender is None:
                continue  # the platform is off now; its lease ends, and then it is tried again
            if at:
                await asyncio.sleep(self._spacing_s)
            await Deliverer(self._outbox, sender, self._clock).deliver(parcel)

    def _build(self, subscription: Subscription, date: dt.date) -> Brief | None:
        """The summary of the days since the last one up to the day before `date`."""
        pack = next((one for one in self._packs() if one.info.id == subscription.pack), None)
        if pack is None:
            log.warning("there is no pack %s for a summary", subscription.pack)
            return None
        last = date - dt.timedelta(days=1)
        first = min(subscription.covered_to + dt.timedelta(days=1), last)
        topics = [topic for topic in subscription.topics if topic in pack.topics]
        _, seen = self._seen.get(pack.info.id, (pack, {}))
        today = self._clock.now().date()
        found = digest(pack, Window(first, last), today, topics=topics, seen=seen)
        if found.is_quiet and subscription.quiet == "skip":
            return None
        return _with_missed(found.brief, subscription.missed)


def _with_missed(brief: Brief, missed: int) -> Brief:
    if not missed:
        return brief
    count = "One summary" if missed == 1 else f"{missed} summaries"
    note = Note("coverage", f"{count} before this could not be sent in time; this covers them.")
    return dataclasses.replace(brief, notes=(note, *brief.notes))
