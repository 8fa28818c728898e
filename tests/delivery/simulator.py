"""A world in which summaries are delivered: virtual clock, seeded chance, remotes that misbehave.

The planner, the claims, the deliverer and the database are the real ones. A process may end before
and after each effect; the next one goes on with the same database. One seed is one world.
"""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import datetime as dt
import random
import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import select

from adapters.store.outbox import SqlOutbox
from adapters.store.sql import SqlStore
from adapters.store.tables import OUTBOX
from content.brief import Brief, Note, PackRef
from content.cadence import Cadence
from content.delivering import Deliverer
from content.errors import OutcomeUnknown, PlatformError
from content.outbox import LEASE, Pace, Parcel, Verdict
from content.ports import Place
from content.subscriptions import BY_HAND, Subscription
from tests.store.fresh import fresh

START = dt.datetime(2026, 10, 23, 6, 0, tzinfo=dt.UTC)
"""Two days before clocks are set back in Europe."""
DAYS = 6
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe")
STEP, REST = dt.timedelta(minutes=3), dt.timedelta(hours=4)
"""Between two looks, where there was something to do and where there was nothing."""


Switch = Literal["look-up", "unique key", "fence"]
"""A safeguard that can be switched off, to see that the tests have teeth."""


class Crash(Exception):
    """The process ended here."""


class Time:
    """A clock that the simulation sets."""

    def __init__(self) -> None:
        self.now_is = START

    def now(self) -> dt.datetime:
        return self.now_is


@dataclass
class Remote:
    """A platform: what it has posted, and how it misbehaves."""

    chance: random.Random
    time: Time
    posted: list[tuple[str, str, str, dt.datetime]] = field(default_factory=list)
    """Channel, key, text and time of every message."""
    off: set[str] = field(default_factory=set)
    """Subscriptions that are paused or removed."""
    unwanted: list[str] = field(default_factory=list)
    """Keys that were sent for the first time while they were."""
    pace = Pace()
    trouble: float = 0.35
    """How often something goes wrong."""

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        """Post, unless chance has it otherwise."""
        channel, brief = parcel.record.place.channel, parcel.record.brief
        if parcel.subscription in self.off and parcel.first_try_at is None:
            self.unwanted.append(parcel.key)
        fate = self.chance.random() / self.trouble
        if fate < 0.2:
            raise PlatformError("posting", "429, come back later")
        if fate < 0.35:
            raise OutcomeUnknown("posting", "dropped before it was accepted")
        message = f"m{len(self.posted)}"
        self.posted.append((channel, parcel.key, brief.title, self.time.now()))
        if fate < 0.6:
            raise OutcomeUnknown("posting", "accepted, and the answer was lost")
        if fate < 0.8:
            raise TimeoutError
        if fate < 0.9:
            raise Crash("after it was accepted")
        return message

    async def delete(self, parcel: Parcel, message: str) -> None:
        """What was posted twice stays, to be seen."""

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        """The message with this key, unless that cannot be found out."""
        if self.chance.random() < self.trouble / 3:
            raise PlatformError("looking up", "no answer")
        wanted = (parcel.record.place.channel, parcel.key)
        found = [at for at, row in enumerate(self.posted) if row[:2] == wanted]
        return next((f"m{at}" for at in found if f"m{at}" != besides), None)


def _own_key(subscription: Subscription, date: dt.date) -> str:
    return f"{subscription.id}:{date}:{uuid.uuid4().hex}"


class CrashingOutbox(SqlOutbox):
    """The real one, in a process that may end before and after each write."""

    def __init__(
        self, store: SqlStore, chance: random.Random, crashes: float, off: Switch | None
    ) -> None:
        super().__init__(store, _own_key if off == "unique key" else None)
        self._chance, self._crashes, self._off = chance, crashes, off

    async def claim(self, now: dt.datetime, limit: int) -> Sequence[Parcel]:
        found = await super().claim(now, limit)
        self._may_crash("after a claim")
        return found

    async def begin(self, parcel: Parcel, now: dt.datetime) -> bool:
        self._may_crash("before it begins to send")
        begun = await super().begin(parcel, now) or self._off == "fence"
        self._may_crash("after it has begun to send")
        return begun

    async def settle(self, parcel: Parcel, verdict: Verdict, now: dt.datetime) -> bool:
        self._may_crash("before it settles")
        settled = await super().settle(parcel, verdict, now) or self._off == "fence"
        self._may_crash("after it has settled")
        return settled

    def _may_crash(self, where: str) -> None:
        if self._chance.random() < self._crashes:
            raise Crash(where)


@dataclass
class World:
    """One simulation."""

    seed: int
    url: str
    crashes: float = 0.03
    off: Switch | None = None
    time: Time = field(default_factory=Time)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.remote = Remote(self.chance, self.time)
        self.subscriptions: list[Subscription] = []
        self.wavering: list[Subscription] = []
        """Those that are paused, removed and taken up again."""
        self.planned_at: list[dt.datetime] = []
        self.frozen: list[tuple[Parcel, dt.datetime]] = []
        self.outbox: dict[str, str] = {}
        """The state of every parcel in the end."""
        self.counts: collections.Counter[str] = collections.Counter()

    async def run(self) -> None:
        """Let the days pass."""
        store = SqlStore(self.url)
        await store.open()
        try:
            await self._subscribe(store)
            end = START + dt.timedelta(days=DAYS)
            while self.time.now_is < end:
                was_busy = await self._step(store)
                self.time.now_is += self._pause(was_busy=was_busy)
            self.remote.trouble, self.crashes = 0.001, 0.0
            for _ in range(40):  # whatever was unclear is cleared up in the end
                await self._step(store)
                self.time.now_is += 2 * STEP
            async with store.reading("looking at the end") as connection:
                rows = await connection.execute(select(OUTBOX.c.key, OUTBOX.c.state))
                self.outbox = {row.key: row.state for row in rows}
        finally:
            await store.close()

    async def _subscribe(self, store: SqlStore) -> None:
        for at in range(self.chance.randint(2, 6)):
            days = frozenset(self.chance.sample(range(7), self.chance.randint(1, 7)))
            clock = dt.time(self.chance.randint(0, 23), self.chance.choice([0, 15, 30, 45]))
            cadence = Cadence(days, clock, self.chance.choice(ZONES))
            first = cadence.first_after(START)
            place = Place(self.chance.choice(["slack", "discord"]), f"T{at % 2}/C{at}")
            one = Subscription(f"s{at}", place, "lights", cadence, first, first)
            self.subscriptions.append(one)
            await store.subscriptions.save(one)
        for one in self.subscriptions[:2]:
            other = dataclasses.replace(one, id=f"w{one.id}", place=Place("slack", f"T9/C{one.id}"))
            self.wavering.append(other)
            await store.subscriptions.save(other)

    def _pause(self, *, was_busy: bool) -> dt.timedelta:
        """Now and then nothing runs for hours; now and then the clock is set back."""
        chance = self.chance.random()
        if chance < 0.03:
            return dt.timedelta(hours=self.chance.randint(1, 30))
        if chance < 0.06:
            return -dt.timedelta(hours=2)
        return STEP if was_busy else REST * self.chance.random()

    async def _step(self, store: SqlStore) -> bool:
        """What one process does until it has nothing to do, or ends; whether there was any."""
        outbox = CrashingOutbox(store, self.chance, self.crashes, self.off)
        kind = Blind if self.off == "look-up" else Deliverer
        deliverer = kind(outbox, self.remote, self.time)
        parcels: list[Parcel] = []
        try:
            await self._meddle(store)
            await outbox.plan(self.time.now(), _build, 50)
            self.planned_at.append(self.time.now())
            parcels = [*self._woken(), *await outbox.claim(self.time.now(), 10)]
            for parcel in parcels:
                if self.crashes and self.chance.random() < 0.05:
                    self.frozen.append((parcel, self.time.now() + 2 * LEASE))
                else:
                    await deliverer.deliver(parcel)
        except Crash as crash:
            self.counts[str(crash)] += 1
        return bool(parcels)

    def _woken(self) -> list[Parcel]:
        """Parcels of processes that stood still for longer than their lease, and go on now."""
        woken = [parcel for parcel, until in self.frozen if until <= self.time.now()]
        self.frozen = [row for row in self.frozen if row[1] > self.time.now()]
        return woken

    async def _meddle(self, store: SqlStore) -> None:
        """Somebody saves a subscription as they read it a while ago."""
        if self.crashes and self.chance.random() < 0.01:
            await store.subscriptions.save(self.chance.choice(self.subscriptions))
        if self.crashes and self.chance.random() < 0.1:
            await self._waver(store, self.chance.choice(self.wavering))

    async def _waver(self, store: SqlStore, one: Subscription) -> None:
        """Somebody pauses or removes a subscription, or takes it up again."""
        if one.id in self.remote.off:
            self.remote.off.discard(one.id)
            await store.subscriptions.save(one.resumed(self.time.now()))
            return
        self.remote.off.add(one.id)
        if self.chance.random() < 0.5:
            await store.subscriptions.remove(one.id)
        else:
            await store.subscriptions.save(dataclasses.replace(one, paused=BY_HAND))

    def due(self, subscription: Subscription) -> dict[str, dt.datetime]:
        """Every key that could be posted until now, with its moment."""
        found, date = {}, subscription.next_date
        while subscription.cadence.moment(date) <= self.time.now_is:
            found[f"{subscription.id}:{date}"] = subscription.cadence.moment(date)
            date = subscription.cadence.next_after(date)
        return found


def _build(subscription: Subscription, date: dt.date) -> Brief:
    title = f"{subscription.id} of {date}"
    return Brief("abstention", title, PackRef("lights", "1"), notes=(Note("coverage", title),))


class Blind(Deliverer):
    """Never asks what became of a try."""

    async def _found(self, parcel: Parcel) -> Verdict | None:
        return None


def simulate(seed: int, off: Switch | None = None) -> World:
    """One world from its beginning to its end, in memory where the machine has room for files."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        world = World(seed, fresh(Path(folder) / "world.db"), off=off)
        asyncio.run(world.run())
    return world
