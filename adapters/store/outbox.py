"""The outbox in a database: planned, claimed and settled in one transaction each."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, or_, select, update

from adapters.store.sql import insert, record_from_row, record_to_row
from adapters.store.subscriptions import from_row, to_row
from adapters.store.tables import OUTBOX, REPLIES, SUBSCRIPTIONS
from content.cadence import due_dates
from content.outbox import LEASE, SEND_TIMEOUT, Parcel, Verdict
from content.ports import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.sql import SqlStore
    from content.brief import Brief
    from content.subscriptions import Subscription

    Build = Callable[[Subscription, dt.date], Brief | None]

LOOKED_AT = 20
"""How many times more parcels are looked at than claimed, to be fair between workspaces."""


class SqlOutbox:
    """A `Planner` and an `Outbox` in the database of a store, which has to be open.

    Raises:
        StoreError: from every method, when the database refuses; nothing half-done stays.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def plan(self, now: dt.datetime, build: Build, limit: int) -> int:
        """Put a parcel into the outbox for each subscription that is due, and move it on."""
        due = (
            select(SUBSCRIPTIONS)
            .where(SUBSCRIPTIONS.c.next_at <= now, SUBSCRIPTIONS.c.paused.is_(None))
            .order_by(SUBSCRIPTIONS.c.next_at, SUBSCRIPTIONS.c.id)
            .limit(limit)
        )
        async with self._store.writing("planning summaries") as connection:
            found = [from_row(row) for row in await connection.execute(_taken(connection, due))]
            for subscription in found:
                await _plan_one(connection, subscription, now, build)
        return len(found)

    async def claim(self, now: dt.datetime, limit: int) -> Sequence[Parcel]:
        """Parcels that nobody holds, in turn from each workspace, each under a new fence."""
        free = or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= now)
        waiting = (
            select(OUTBOX)
            .where(OUTBOX.c.state == "waiting", OUTBOX.c.not_before <= now, free)
            .order_by(OUTBOX.c.due_at, OUTBOX.c.key)
            .limit(limit * LOOKED_AT)
        )
        async with self._store.writing("claiming summaries") as connection:
            rows = list(await connection.execute(_taken(connection, waiting)))
            wanted = [row for row in rows if await _is_wanted(connection, row, now)]
            return [await _claimed(connection, row, now) for row in _fairly(wanted)[:limit]]

    async def begin(self, parcel: Parcel, now: dt.datetime) -> bool:
        """Note that it is about to be sent, if the lease lasts for that."""
        ours = (OUTBOX.c.key == parcel.key, OUTBOX.c.fence == parcel.fence)
        lasting = OUTBOX.c.lease_until >= now + SEND_TIMEOUT
        first = parcel.first_try_at or now
        async with self._store.writing("beginning to send a summary") as connection:
            done = await connection.execute(
                update(OUTBOX)
                .where(*ours, OUTBOX.c.state == "waiting", lasting)
                .values(first_try_at=first)
            )
            return bool(done.rowcount)

    async def settle(self, parcel: Parcel, verdict: Verdict, now: dt.datetime) -> bool:
        """Write down what became of it, and pause the subscription if that was refused."""
        kept = verdict.may_be_posted or verdict.state != "waiting"
        values = {
            "state": verdict.state,
            "message": verdict.message,
            "trouble": verdict.trouble,
            "lease_until": None,
            "not_before": verdict.not_before or now,
            "settled_at": None if verdict.state == "waiting" else now,
            **({} if kept else {"first_try_at": parcel.first_try_at}),
        }
        ours = (OUTBOX.c.key == parcel.key, OUTBOX.c.fence == parcel.fence)
        async with self._store.writing("settling a summary") as connection:
            done = await connection.execute(update(OUTBOX).where(*ours).values(values))
            if not done.rowcount:
                return False
            await _consequences(connection, parcel, verdict)
        return True


async def _plan_one(
    connection: AsyncConnection, subscription: Subscription, now: dt.datetime, build: Build
) -> None:
    date, passed, following = due_dates(
        subscription.cadence, subscription.next_date, now, subscription.catch_up
    )
    changed = dataclasses.replace(
        subscription, next_date=following, missed=subscription.missed + len(passed)
    )
    if date is not None:
        brief = build(dataclasses.replace(subscription, missed=changed.missed), date)
        covered_to = max(subscription.covered_to, date - dt.timedelta(days=1))
        changed = dataclasses.replace(changed, covered_to=covered_to)
        if brief is not None:
            changed = dataclasses.replace(changed, missed=0)
            await _post_later(connection, subscription, date, brief, now)
    one = SUBSCRIPTIONS.c.id == subscription.id
    await connection.execute(update(SUBSCRIPTIONS).where(one).values(to_row(changed)))


async def _post_later(
    connection: AsyncConnection,
    subscription: Subscription,
    date: dt.date,
    brief: Brief,
    now: dt.datetime,
) -> None:
    """A parcel and the reply it posts; neither if the date has one already."""
    record = Record(uuid.uuid4().hex, now, subscription.place, brief)
    values = {
        "key": key_of(subscription, date),
        "subscription": subscription.id,
        "platform": subscription.place.platform,
        "channel": subscription.place.channel,
        "reply": record.id,
        "due_at": subscription.cadence.moment(date),
        "state": "waiting",
        "not_before": now,
        "fence": 0,
        "attempts": 0,
    }
    parcel = insert(connection, OUTBOX).values(values)
    done = await connection.execute(parcel.on_conflict_do_nothing(index_elements=["key"]))
    if done.rowcount:
        await connection.execute(insert(connection, REPLIES).values(record_to_row(record)))


def key_of(subscription: Subscription, date: dt.date) -> str:
    """The identity of a summary: there is one for each local date."""
    return f"{subscription.id}:{date.isoformat()}"


async def _is_wanted(connection: AsyncConnection, row: Row[Any], now: dt.datetime) -> bool:
    """Whether its subscription is still there and not paused; else it is settled as refused.

    What may have been posted is followed up all the same.
    """
    one = select(SUBSCRIPTIONS.c.paused).where(SUBSCRIPTIONS.c.id == row.subscription)
    found = (await connection.execute(one)).first()
    if row.first_try_at is not None or (found is not None and found.paused is None):
        return True
    why = found.paused if found else "the subscription was removed"
    gone = {"state": "refused", "trouble": why, "settled_at": now}
    await connection.execute(update(OUTBOX).where(OUTBOX.c.key == row.key).values(gone))
    return False


async def _claimed(connection: AsyncConnection, row: Row[Any], now: dt.datetime) -> Parcel:
    fence, attempts = row.fence + 1, row.attempts + 1
    held = {"fence": fence, "attempts": attempts, "lease_until": now + LEASE}
    await connection.execute(update(OUTBOX).where(OUTBOX.c.key == row.key).values(held))
    stored = (await connection.execute(select(REPLIES).where(REPLIES.c.id == row.reply))).one()
    return Parcel(
        key=row.key,
        subscription=row.subscription,
        record=record_from_row(stored),
        due_at=row.due_at,
        fence=fence,
        attempts=attempts,
        first_try_at=row.first_try_at,
    )


async def _consequences(connection: AsyncConnection, parcel: Parcel, verdict: Verdict) -> None:
    if verdict.message is not None:
        reply = update(REPLIES).where(REPLIES.c.id == parcel.record.id)
        await connection.execute(reply.values(message=verdict.message))
    if verdict.pauses is not None:
        one = update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == parcel.subscription)
        await connection.execute(one.values(paused=verdict.pauses))


def _taken(connection: AsyncConnection, query: Select[Any]) -> Select[Any]:
    """Rows for this transaction alone. SQLite has one writer anyway."""
    if connection.dialect.name == "sqlite":
        return query
    return query.with_for_update(skip_locked=True)


def _fairly(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """In turn from each workspace, the longest due first."""
    groups: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault((row.platform, row.channel.partition("/")[0]), []).append(row)
    turns = itertools.zip_longest(*groups.values())
    return [row for turn in turns for row in turn if row is not None]
