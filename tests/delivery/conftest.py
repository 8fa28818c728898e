"""A database, a clock that tests turn, and a channel that has subscribed."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.store.sql import SqlStore
from bot.summaries import Posting, Summaries
from content.cadence import Cadence
from content.outbox import Sender
from content.ports import Clock, Place
from content.subscribing import Subscribing
from content.subscriptions import Subscription
from tests.content.packs import pack
from tests.samples import NOON

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


def weekly(place: Place, id_: str = "s1", owner: str | None = None) -> Subscription:
    """Every Monday at nine in Berlin."""
    cadence = Cadence(frozenset({0}), dt.time(9), "Europe/Berlin")
    before = MONDAY - dt.timedelta(days=8)
    return Subscription(id_, place, "lighthouses", cadence, MONDAY, before, owner=owner)


class Noon:
    """Noon on the day the sample packs were made."""

    def now(self) -> dt.datetime:
        return NOON


def subscribing(store: SqlStore, clock: Clock | None = None) -> Subscribing:
    """What answers about summaries, with its data in this database."""
    return Subscribing(store.subscriptions, store, clock or Noon(), store.outbox)


def summaries(store: SqlStore, clock: Turned, **senders: Sender) -> Summaries:
    packs = [pack("lighthouses")]
    return Summaries(posting(store, **senders), lambda: packs, clock)


def posting(store: SqlStore, **senders: Sender) -> Posting:
    """Out of one database, through these platforms, as fast as it goes."""
    return Posting(store.outbox, store.outbox, senders, store=store)
