"""The outbox in SQLite and in PostgreSQL: claims, fences, and what becomes of each outcome."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

import pytest

from adapters.store.sql import SqlStore
from content.brief import Brief, Note, PackRef
from content.delivering import Deliverer
from content.errors import OutcomeUnknown, PlatformError
from content.outbox import GIVE_UP_AFTER, LEASE, SETTLE, Pace, Parcel, Verdict, backoff
from content.ports import Place
from content.subscriptions import Subscription
from tests.delivery.conftest import DUE, Turned, weekly
from tests.delivery.sending import Kept
from tests.store.conftest import database, opened, server_url

__all__ = ["database", "server_url"]  # fixtures

A_SECOND = dt.timedelta(seconds=1)


def built(subscription: Subscription, date: dt.date) -> Brief:
    note = Note("coverage", f"{subscription.id} of {date}")
    return Brief("abstention", "Summary", PackRef("lighthouses", "1"), notes=(note,))


async def planned(store: SqlStore, count: int = 1, workspaces: int = 1) -> None:
    for at in range(count):
        place = Place("slack", f"T{at % workspaces}/C{at}")
        await store.subscriptions.save(weekly(place, f"s{at:02}"))
    await store.outbox.plan(DUE, built, 100)


class Silent:
    """A remote that never says what became of a try, and cannot be asked."""

    pace = Pace()

    def __init__(self) -> None:
        self.tries = 0

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        self.tries += 1
        raise OutcomeUnknown("posting", "no answer")

    async def delete(self, parcel: Parcel, message: str) -> None:
        raise AssertionError("nothing was posted")

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        raise PlatformError("looking up", "no access")


async def test_two_planners_at_once_plan_each_date_once(database: str) -> None:
    async with opened(database) as one, opened(database) as other:
        for at in range(20):
            await one.subscriptions.save(weekly(Place("slack", f"T1/C{at}"), f"s{at:02}"))

        await asyncio.gather(*(store.outbox.plan(DUE, built, 100) for store in (one, other)))

        assert len(await one.outbox.claim(DUE, 100)) == 20


async def test_several_that_claim_at_once_get_each_parcel_once(database: str) -> None:
    async with opened(database) as one, opened(database) as other:
        await planned(one, 30)

        claimed = await asyncio.gather(
            *(store.outbox.claim(DUE, 8) for store in (one, other, one, other))
        )

        keys = [parcel.key for parcels in claimed for parcel in parcels]
        assert len(keys) == len(set(keys))


async def test_an_older_claim_may_write_nothing(database: str) -> None:
    async with opened(database) as store:
        await planned(store)
        [slow] = await store.outbox.claim(DUE, 1)
        later = DUE + LEASE + A_SECOND
        [quick] = await store.outbox.claim(later, 1)

        assert not await store.outbox.begin(slow, later)
        assert not await store.outbox.settle(slow, Verdict("sent", "m1"), later)
        assert await store.outbox.begin(quick, later)
        assert await store.outbox.settle(quick, Verdict("sent", "m2"), later)
        assert await store.outbox.claim(later + LEASE, 1) == []


async def test_a_lease_that_ends_too_soon_is_not_sent_under(database: str) -> None:
    async with opened(database) as store:
        await planned(store)
        [parcel] = await store.outbox.claim(DUE, 1)

        assert not await store.outbox.begin(parcel, DUE + LEASE - A_SECOND)


async def test_every_workspace_gets_its_turn(database: str) -> None:
    async with opened(database) as store:
        await planned(store, 12, workspaces=3)

        parcels = await store.outbox.claim(DUE, 6)

        assert [parcel.record.place.channel[:2] for parcel in parcels] == ["T0", "T1", "T2"] * 2


async def test_a_subscription_moves_on_and_covers_its_days(database: str) -> None:
    async with opened(database) as store:
        await planned(store)

        [kept] = await store.subscriptions.listed()

        assert kept.next_date == dt.date(2026, 3, 23)
        assert kept.covered_to == dt.date(2026, 3, 15)
        assert await store.outbox.plan(DUE, built, 100) == 0


async def test_what_an_outage_held_up_too_long_is_counted(database: str) -> None:
    async with opened(database) as store:
        await store.subscriptions.save(weekly(Place("slack", "T1/C1")))

        await store.outbox.plan(DUE + dt.timedelta(days=17), built, 100)

        [kept] = await store.subscriptions.listed()
        assert (kept.missed, kept.next_date) == (3, dt.date(2026, 4, 6))
        assert await store.outbox.claim(DUE + dt.timedelta(days=17), 1) == []


async def test_what_stays_unclear_for_an_hour_is_left_to_people(database: str) -> None:
    async with opened(database) as store:
        await planned(store)
        clock, remote = Turned(), Silent()
        clock.at = DUE
        deliverer, verdicts = Deliverer(store.outbox, remote, clock), []
        while clock.at < DUE + GIVE_UP_AFTER + dt.timedelta(minutes=10):
            claimed = await store.outbox.claim(clock.at, 1)
            verdicts += [await deliverer.deliver(parcel) for parcel in claimed]
            clock.at += SETTLE + A_SECOND

        assert remote.tries == 1, "it is never sent again blindly"
        assert verdicts[-1] is not None
        assert verdicts[-1].state == "unknown"
        assert {verdict.state for verdict in verdicts[:-1] if verdict} == {"waiting"}


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (5, 80), (9, 900), (99, 900)])
def test_tries_that_are_refused_come_further_and_further_apart(attempts: int, seconds: int) -> None:
    assert backoff(attempts) == dt.timedelta(seconds=seconds)


class Sleepy(Silent):
    """Stands still between the check of its claim and its send."""

    def __init__(self, clock: Turned) -> None:
        super().__init__()
        self._clock = clock
        self.was_in_time: bool | None = None

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        self._clock.at += LEASE
        self.was_in_time = in_time()
        raise PlatformError("posting", "too late")


async def test_a_process_that_stood_still_can_tell_before_it_sends(database: str) -> None:
    async with opened(database) as store:
        await planned(store)
        clock = Turned()
        clock.at = DUE
        [parcel] = await store.outbox.claim(DUE, 1)
        remote = Sleepy(clock)

        await Deliverer(store.outbox, remote, clock).deliver(parcel)

        assert remote.was_in_time is False


OURS = "from the one that stood still"


class Frozen(Kept):
    """Stands still in the midst of a send, and goes on once somebody else has done it."""

    def __init__(self, meanwhile: Callable[[], Awaitable[None]], *, answer_is_lost: bool) -> None:
        super().__init__()
        self._meanwhile, self._answer_is_lost = meanwhile, answer_is_lost
        self.deleted: list[str] = []

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        await self._meanwhile()
        if self._answer_is_lost:
            raise TimeoutError
        return OURS

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        return OURS if besides != OURS else None

    async def delete(self, parcel: Parcel, message: str) -> None:
        self.deleted.append(message)


@pytest.mark.parametrize("answer_is_lost", [True, False])
@pytest.mark.parametrize("has_found_it", [True, False])
async def test_what_was_posted_by_two_is_taken_back_by_the_one_that_lost_it(
    database: str, has_found_it: bool, answer_is_lost: bool
) -> None:
    async with opened(database) as store:
        await planned(store)
        clock = Turned()
        clock.at = DUE
        [parcel] = await store.outbox.claim(DUE, 1)

        async def meanwhile() -> None:
            clock.at += LEASE + A_SECOND
            [taken] = await store.outbox.claim(clock.at, 1)
            message = OURS if has_found_it else "m2"
            assert await store.outbox.settle(taken, Verdict("sent", message), clock.at)

        remote = Frozen(meanwhile, answer_is_lost=answer_is_lost)
        await Deliverer(store.outbox, remote, clock).deliver(parcel)

        assert bool(remote.deleted) is not has_found_it
        assert await store.outbox.claim(clock.at + LEASE, 1) == []


async def test_what_became_of_a_parcel_can_be_asked(database: str) -> None:
    async with opened(database) as store:
        await planned(store)

        assert await store.outbox.outcome("s00:2026-03-16") == ("waiting", None)
        assert await store.outbox.outcome("nothing") is None
