"""Many at once: in turn, not faster than platforms allow, and how late it is can be read."""

from __future__ import annotations

import asyncio
import collections
import datetime as dt
import itertools
import selectors
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from adapters.discord.sender import DiscordSender
from adapters.slack.sender import SlackSender
from adapters.store.sql import SqlStore
from bot.summaries import Posting, Summaries
from content.brief import Brief, Note, PackRef
from content.outbox import Pace, Parcel, Verdict
from content.ports import Place, Record
from tests.content.packs import pack
from tests.delivery.conftest import DUE, Turned, weekly
from tests.delivery.sending import Kept

CHANNELS = 10_000
LATENCY_S = 0.15
BRIEF = Brief("abstention", "Summary", PackRef("lighthouses", "1"), notes=(Note("coverage", "-"),))


class Jumping(selectors.DefaultSelector):
    """Never waits: time jumps to when something happens next."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.now_s += max(timeout or 0.0, 0.0)
        return super().select(0)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes only where everybody waits. For what does no input and output."""

    def __init__(self) -> None:
        self._jumping = Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s


class Full:
    """An outbox with many parcels, in memory."""

    def __init__(self, parcels: Sequence[Parcel]) -> None:
        self.left = collections.deque(parcels)

    async def plan(self, *_: object) -> int:
        return 0

    async def claim(self, now: dt.datetime, limit: int) -> Sequence[Parcel]:
        return [self.left.popleft() for _ in range(min(limit, len(self.left)))]

    async def begin(self, parcel: Parcel, now: dt.datetime) -> bool:
        return True

    async def settle(self, parcel: Parcel, verdict: Verdict, now: dt.datetime) -> bool:
        return True

    async def outcome(self, key: str) -> None:
        return None

    async def decide(self, reply: str, now: dt.datetime, *, has_arrived: bool) -> bool:
        return False


class Platform(Kept):
    """Takes a while for everything, and notes when it came."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self.pace = pace
        self.at: dict[str, list[float]] = collections.defaultdict(list)

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        workspace = parcel.record.place.channel.partition("/")[0]
        self.at[workspace].append(asyncio.get_running_loop().time())
        await asyncio.sleep(LATENCY_S)
        return await super().send(parcel, in_time)


class LoopClock:
    def now(self) -> dt.datetime:
        return DUE + dt.timedelta(seconds=asyncio.get_running_loop().time())


def delivered(platform: str, workspaces: int, sender: Platform) -> float:
    """All are due at once; after how many seconds the last one is there."""
    parcels = [
        Parcel(
            f"k{at}",
            "summary",
            Record(f"r{at}", DUE, Place(platform, f"W{at % workspaces}/C{at}"), BRIEF),
            DUE,
            1,
            1,
            None,
        )
        for at in range(CHANNELS)
    ]
    outbox = Full(parcels)
    loop = SimulatedLoop()
    try:
        posting = Posting(outbox, outbox, {platform: sender})
        loop.run_until_complete(Summaries(posting, list, LoopClock()).step())
        return loop.time()
    finally:
        loop.close()


@pytest.mark.parametrize("workspaces", [7, 100])
def test_ten_thousand_in_slack_take_as_long_as_slack_wants(workspaces: int) -> None:
    sender = Platform(SlackSender.pace)

    took_s = delivered("slack", workspaces, sender)

    allowed_s = CHANNELS / workspaces * SlackSender.pace.workspace_s
    assert len(sender.parcels) == CHANNELS
    assert took_s <= 1.1 * allowed_s
    for moments in sender.at.values():
        gaps = [after - before for before, after in itertools.pairwise(moments)]
        assert min(gaps) >= SlackSender.pace.workspace_s - 1e-6


def test_ten_thousand_in_discord_take_as_long_as_discord_wants() -> None:
    sender = Platform(DiscordSender.pace)

    took_s = delivered("discord", 3_000, sender)

    moments = sorted(itertools.chain(*sender.at.values()))
    fullest = max(
        sum(later < moment + 1 for later in moments[at : at + 60])
        for at, moment in enumerate(moments)
    )
    assert took_s <= 1.1 * CHANNELS / 50
    assert fullest <= 50


async def test_what_waits_and_how_late_it_came_can_be_read(store: SqlStore, clock: Turned) -> None:
    loop = _served(store, clock)
    await store.subscriptions.save(weekly(Place("slack", "T1/C1")))
    await store.subscriptions.save(weekly(Place("discord", "1/2"), "s2"))  # Discord is off
    clock.turn(minutes=3)

    await loop.step()
    clock.turn(minutes=1)

    told = await loop.health()
    assert told == {"late_p50_s": 120.0, "late_p95_s": 120.0, "waiting": 1, "oldest_s": 180.0}


async def test_a_database_in_trouble_is_told(store: SqlStore, clock: Turned) -> None:
    loop = _served(store, clock)
    async with store.writing("taking the table away") as connection:
        await connection.exec_driver_sql("DROP TABLE outbox")

    assert "failed" in str((await loop.health())["trouble"])


def _served(store: SqlStore, clock: Turned) -> Summaries:
    posting = Posting(
        store.outbox, store.outbox, {"slack": Kept()}, backlog=store.outbox, store=store
    )
    return Summaries(posting, lambda: [pack("lighthouses")], clock)
