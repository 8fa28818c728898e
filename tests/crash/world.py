"""A Slack that misbehaves, a fast clock, and processes that are killed, frozen and begun again."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import datetime as dt
import json
import random
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.store.sql import SqlStore
from content.cadence import EVERY_DAY, Cadence
from content.errors import StoreError
from content.ports import Place
from content.subscriptions import Subscription
from tests.crash.clock import SharedClock
from tests.slack.fake_slack import (
    FakeSlack,
    Fault,
    fails,
    is_cut_off,
    is_done_but_cut_off,
    is_too_fast,
)

DAY = dt.timedelta(days=1)
BEGIN = dt.datetime(2026, 11, 2, 8, 59, tzinfo=dt.UTC)
DUE = dt.time(9)
PATIENCE_S = 120.0
"""How long a day's summaries may take to come, in seconds of the real clock."""
FAULTS: tuple[Fault, ...] = (is_cut_off, is_done_but_cut_off, is_too_fast(0), fails(503))


@dataclass
class FaultySlack(FakeSlack):
    """Goes by the shared clock; now and then it loses an answer, or refuses."""

    clock: SharedClock | None = None
    chance: random.Random = field(default_factory=random.Random)
    trouble: float = 0.06

    def new_ts(self) -> str:
        assert self.clock is not None
        return f"{self.clock.now().timestamp():.0f}.{next(self._numbers):06d}"

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] == "chat.postMessage" and (
            self.chance.random() < self.trouble
        ):
            self.faults["chat.postMessage"].append(self.chance.choice(FAULTS))
        return await super()._api(request)

    def times(self) -> collections.Counter[tuple[str, str]]:
        """How often each message was posted, by channel and key."""
        return collections.Counter(
            (shown.body["channel"], _key(shown.body)) for shown in self.messages()
        )


def _key(body: dict[str, Any]) -> str:
    metadata = body["metadata"]
    read = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(read["event_payload"]["key"])


@dataclass
class World:
    """Channels that all have a summary due every day, and who delivers it."""

    folder: Path
    database: str
    channels: int
    workers: int = 1
    off: str | None = None
    seed: int = 0
    kills: int = 0
    freezes: int = 0
    meddlings: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.clock = SharedClock(self.folder / "clock")
        self.clock.put(BEGIN)
        self.slack = FaultySlack(clock=self.clock, chance=self.chance)
        self.subscriptions: list[Subscription] = []
        self.days = 0
        self._processes: list[asyncio.subprocess.Process] = []

    async def begin(self) -> None:
        """Start Slack, subscribe the channels, and start the workers."""
        await self.slack.start()
        cadence = Cadence(EVERY_DAY, DUE, "UTC")
        async with self.opened() as store:
            for at in range(self.channels):
                place = Place("slack", f"T{at % 7}/C{at}")
                first = cadence.first_after(BEGIN)
                one = Subscription(f"s{at}", place, "lighthouses", cadence, first, first - DAY)
                self.subscriptions.append(one)
                await store.subscriptions.save(one)

    @contextlib.asynccontextmanager
    async def opened(self) -> Any:
        """The database, for whoever looks on."""
        store = SqlStore(self.database)
        await store.open()
        try:
            yield store
        finally:
            await store.close()

    async def start_workers(self) -> None:
        while len(self._processes) < self.workers:
            self._processes.append(await self._started())

    async def end(self) -> None:
        await self.stop_workers()
        await self.slack.stop()

    async def stop_workers(self) -> None:
        """Kill all of them, frozen ones too."""
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        self._processes.clear()

    async def day(self, harm: Callable[[World], Awaitable[None]] | None = None) -> None:
        """The next day comes; harm is done, again and again, until all of it was posted."""
        self.next_day()
        await self.until_all_came(harm)

    def next_day(self) -> None:
        """Every channel's summary is due."""
        self.clock.put(dt.datetime.combine(BEGIN.date() + self.days * DAY, DUE, dt.UTC))
        self.days += 1

    async def until_all_came(
        self, harm: Callable[[World], Awaitable[None]] | None = None, most_s: float = PATIENCE_S
    ) -> None:
        """Until all was posted and nothing is waiting, such as for what became of it.

        Raises:
            TimeoutError: that took longer.
        """
        async with asyncio.timeout(most_s):
            while len(self.slack.times()) < self.channels * self.days or await self._left():
                await (harm(self) if harm is not None else asyncio.sleep(0.1))

    async def _left(self) -> bool:
        try:
            async with self.opened() as store:
                return bool((await store.outbox.waiting(self.clock.now()))[0])
        except StoreError:
            return True

    async def kill_one(self) -> None:
        """kill -9, and another one instead."""
        at = self.chance.randrange(len(self._processes))
        self._processes[at].kill()
        await self._processes[at].wait()
        self._processes[at] = await self._started()
        self.kills += 1

    async def freeze_one(self, seconds: float) -> None:
        """SIGSTOP; it goes on after its claims have ended."""
        process = self.chance.choice(self._processes)
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        process.send_signal(signal.SIGCONT)
        self.freezes += 1

    async def meddle(self) -> None:
        """Somebody saves subscriptions as they read them days ago."""
        async with self.opened() as store:
            for one in self.chance.sample(self.subscriptions, max(1, self.channels // 20)):
                date = BEGIN.date() + (self.days - 1) * DAY
                await store.subscriptions.save(dataclasses.replace(one, next_date=date))
                self.meddlings += 1

    async def _started(self) -> asyncio.subprocess.Process:
        spec = {
            "database": self.database,
            "slack": self.slack.api_url,
            "clock": str(self.folder / "clock"),
            "epoch": str(self.folder / "epoch"),
            "off": self.off,
        }
        command = [sys.executable, "-m", "tests.crash.worker", json.dumps(spec)]
        with (self.folder / "workers.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)

    @property
    def harm(self) -> int:
        """How often something was done to it."""
        return self.kills + self.freezes + self.meddlings

    @property
    def doubled(self) -> int:
        """Messages that were posted once more than they should have been."""
        by_day = collections.Counter(_date_of(channel, key) for channel, key in self._posts())
        return sum(times - 1 for times in by_day.values())

    @property
    def lost(self) -> int:
        """Messages that never came."""
        return self.channels * self.days - len({_date_of(*post) for post in self._posts()})

    def _posts(self) -> list[tuple[str, str]]:
        return [(shown.body["channel"], _key(shown.body)) for shown in self.slack.messages()]


def _date_of(channel: str, key: str) -> tuple[str, str]:
    """Channel and date, whatever else is in a key where the unique one is switched off."""
    return channel, key.split(":")[1]
