"""The outbox in a database: planned, claimed and settled in one transaction each."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Row, Select, Text, cast, func, or_, select, update

from adapters.store.sql import insert, record_from_row, record_to_row
from adapters.store.subscriptions import from_row, to_row
from adapters.store.tables import FACTS, OUTBOX, REPLIES, SUBSCRIPTIONS
from content.outbox import EPOCH, LEASE, SEND_TIMEOUT, Kind, Parcel, Verdict
from content.planning import plan
from content.ports import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.sql import SqlStore
    from content.planning import Build, Planned
    from content.subscriptions import Subscription

    KeyOf = Callable[[Subscription, dt.date], str]

LOOKED_AT = 20
"""How many times more parcels are looked at than claimed, to be fair between workspaces."""


class SqlOutbox:
    """A `Planner` and an `Outbox` in the database of a store, which has to be open.

    Raises:
        StoreError: from every method, when the database refuses; nothing half-done stays.
    """

    def __init__(self, store: SqlStore, key_of: KeyOf | None = None) -> None:
        """`key_of` gives a summary its identity; tests try what becomes of one that does not."""
        self._store = store
        self._key_of = key_of or _key_of

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
                await self._carry_out(connection, plan(subscription, now, build), now)
        return len(found)

    async def _carry_out(
        self, connection: AsyncConnection, planned: Planned, now: dt.datetime
    ) -> None:
        subscription, date = planned.subscription, planned.date
        if date is not None and planned.brief is not None:
            record = Record(uuid.uuid4().hex, now, subscription.place, planned.brief)
            key, due_at = self._key_of(subscription, date), subscription.cadence.moment(date)
            await post_later(
                connection, key, "summary", record, due_at=due_at, subscription=subscription.id
            )
        one = SUBSCRIPTIONS.c.id == subscription.id
        await connection.execute(update(SUBSCRIPTIONS).where(one).values(to_row(subscription)))

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
            if wanted:
                await _next_epoch(connection)
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

    async def decide(self, reply: str, now: dt.datetime, *, has_arrived: bool) -> bool:
        """Settle a summary that is `unknown`, as a person says."""
        said = {"state": "sent" if has_arrived else "waiting", "settled_at": now}
        again = {"first_try_at": None, "not_before": now, "settled_at": None}
        one = update(OUTBOX).where(OUTBOX.c.reply == reply, OUTBOX.c.state == "unknown")
        async with self._store.writing("deciding about a summary") as connection:
            done = await connection.execute(one.values(said if has_arrived else said | again))
            return bool(done.rowcount)

    async def waiting(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """How many parcels should have been sent by now and are not; and since when the oldest."""
        query = select(func.count(), func.min(OUTBOX.c.due_at)).where(
            OUTBOX.c.state == "waiting", OUTBOX.c.due_at <= now
        )
        async with self._store.reading("counting what waits") as connection:
            count, oldest = (await connection.execute(query)).one()
        return int(count), oldest


async def post_later(
    connection: AsyncConnection,
    key: str,
    kind: Kind,
    record: Record,
    *,
    due_at: dt.datetime,
    not_before: dt.datetime | None = None,
    subscription: str = "",
) -> None:
    """A parcel and the reply it posts; neither if there is one with this key already."""
    values = {
        "key": key,
        "kind": kind,
        "subscription": subscription,
        "platform": record.place.platform,
        "channel": record.place.channel,
        "reply": record.id,
        "due_at": due_at,
        "state": "waiting",
        "not_before": not_before or record.created_at,
        "fence": 0,
        "attempts": 0,
    }
    parcel = insert(connection, OUTBOX).values(values)
    done = await connection.execute(parcel.on_conflict_do_nothing(index_elements=["key"]))
    if done.rowcount:
        await connection.execute(insert(connection, REPLIES).values(record_to_row(record)))


async def _next_epoch(connection: AsyncConnection) -> None:
    """Count up what is also kept outside the database, before anything is sent."""
    first = insert(connection, FACTS).values(name=EPOCH, value="1")
    further = cast(cast(FACTS.c.value, Integer) + 1, Text)
    await connection.execute(
        first.on_conflict_do_update(index_elements=["name"], set_={"value": further})
    )


def _key_of(subscription: Subscription, date: dt.date) -> str:
    """The identity of a summary: there is one for each local date."""
    return f"{subscription.id}:{date.isoformat()}"


async def _is_wanted(connection: AsyncConnection, row: Row[Any], now: dt.datetime) -> bool:
    """Whether its subscription is still there and not paused; else it is settled as refused.

    What may have been posted is followed up all the same.
    """
    if row.first_try_at is not None or row.kind != "summary":
        return True
    one = select(SUBSCRIPTIONS.c.paused).where(SUBSCRIPTIONS.c.id == row.subscription)
    found = (await connection.execute(one)).first()
    if found is not None and found.paused is None:
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
    owner = select(SUBSCRIPTIONS.c.owner).where(SUBSCRIPTIONS.c.id == row.subscription)
    return Parcel(
        key=row.key,
        kind=row.kind,
        subscription=row.subscription or None,
        owner=(await connection.execute(owner)).scalar_one_or_none(),
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
    if verdict.notice is not None:
        key, at = f"notice:{parcel.key}:{verdict.state}", verdict.notice.created_at
        await post_later(connection, key, "notice", verdict.notice, due_at=at)


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
