"""A database, a clock that tests turn, and a channel that has subscribed."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.store.sql import SqlStore
from bot.summaries import Summaries
from content.cadence import Cadence
from content.outbox import Sender
from content.ports import Place
from content.subscriptions import Subscription
from tests.content.packs import pack

MONDAY = dt.date(2026, 3, 16)
DUE = dt.datetime(2026, 3, 16, 8, 0, tzinfo=dt.UTC)
"""09:00 in Berlin, in winter time."""


class Turned:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.at = DUE - dt.timedelta(minutes=1)

    def now(self) -> dt.datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


@pytest.fixture
def clock() -> Turned:
    return Turned()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path}/briefing.db")
    await store.open()
    yield store
    await store.close()


def weekly(place: Place, id_: str = "s1") -> Subscription:
    """Every Monday at nine in Berlin."""
    cadence = Cadence(frozenset({0}), dt.time(9), "Europe/Berlin")
    before = MONDAY - dt.timedelta(days=8)
    return Subscription(id_, place, "lighthouses", cadence, MONDAY, before)


def summaries(store: SqlStore, clock: Turned, **senders: Sender) -> Summaries:
    packs = [pack("lighthouses")]
    return Summaries(store.outbox, store.outbox, senders, lambda: packs, clock, spacing_s=0)
