"""A bot on a local Discord, with the real library and the real core."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route

from adapters.discord.app import DiscordAdapter
from adapters.store.memory import MemoryStore
from content.answering import Desk
from content.asked import Asked
from content.briefings import Briefings, Reply
from content.loading import load_pack
from content.pack import Pack
from content.ports import Place
from content.subscribing import Subscribing
from tests.discord.fake_discord import TOKEN, FakeDiscord
from tests.samples import NOON

LIGHTHOUSES = Path(__file__).parent.parent / "packs" / "lighthouses"


class FixedClock:
    """Noon, for ever; a little later with each look, so that newest means newest."""

    def __init__(self) -> None:
        self._looks = 0

    def now(self) -> dt.datetime:
        self._looks += 1
        return NOON + dt.timedelta(milliseconds=self._looks)


class GatedBriefings(Briefings):
    """The real ones, but a reply waits for the gate, and all of it can be broken."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken_by: Exception | None = None
        self.offers: list[str] | None = None

    async def reply(self, asked: Asked) -> Reply:
        await self.gate.wait()
        if self.broken_by is not None:
            raise self.broken_by
        return await super().reply(asked)

    async def unhelpful(self, record_id: str, place: Place, asker: str) -> Reply:
        await self.gate.wait()
        return await super().unhelpful(record_id, place, asker)

    def suggest(self, typed: str, command: str | None = None, **rest: Any) -> list[str]:
        if self.broken_by is not None:
            raise self.broken_by
        return super().suggest(typed, command, **rest) if self.offers is None else self.offers


class Seconds:
    """A monotonic clock that a test turns."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Bot:
    """One adapter after the other on the same store, as restarts have it."""

    def __init__(self, discord: FakeDiscord, pack: Pack, desk: Desk) -> None:
        self.discord, self.pack, self.desk = discord, pack, desk
        self.store = MemoryStore()
        self.subscriptions: Subscribing | None = None
        self.seconds = Seconds()
        self.adapter: DiscordAdapter
        self.briefings: GatedBriefings

    def build(self, **settings: Any) -> DiscordAdapter:
        self.briefings = GatedBriefings(
            [self.desk], self.store, FixedClock(), subscriptions=self.subscriptions
        )
        defaults: dict[str, Any] = {
            "briefings": self.briefings,
            "packs": [self.pack.info],
            "store": self.store,
            "token": TOKEN,
            "api_url": self.discord.api_url,
            "monotonic": self.seconds,
        }
        self.adapter = DiscordAdapter(**{**defaults, **settings})
        return self.adapter

    async def start(self, **settings: Any) -> None:
        await self.build(**settings).start(timeout_s=10)

    async def restart(self, **settings: Any) -> None:
        await self.adapter.stop()
        await self.start(**settings)

    async def turns_slow(self) -> None:
        """From now on nothing is ready in time, and answers wait for `hurries_up`."""
        await self.restart(quick_s=0)
        self.briefings.gate.clear()

    def hurries_up(self) -> None:
        """Let the answers come that are waited for."""
        self.briefings.gate.set()

    async def settled(self) -> None:
        """Wait until nothing is being answered any more."""
        client = self.adapter._client
        assert client is not None
        await asyncio.gather(*client._under_way)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(LIGHTHOUSES)


@pytest.fixture(scope="session")
def desk(pack: Pack) -> Desk:
    return Desk(pack)


@pytest.fixture(autouse=True)
def same_api_address_afterwards() -> Iterator[None]:
    """`api_url` is process-wide in discord.py."""
    before = Route.BASE
    yield
    Route.BASE = before


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    fake = FakeDiscord()
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.shown_with_live_mentions() == []


@pytest.fixture
async def bot(discord: FakeDiscord, pack: Pack, desk: Desk) -> AsyncIterator[Bot]:
    """A bot that is connected."""
    running = Bot(discord, pack, desk)
    await running.start()
    yield running
    await running.adapter.stop()


@pytest.fixture
async def idle_bot(discord: FakeDiscord, pack: Pack, desk: Desk) -> AsyncIterator[Bot]:
    """A bot that is not started yet."""
    idle = Bot(discord, pack, desk)
    idle.build()
    yield idle
    await idle.adapter.stop()
