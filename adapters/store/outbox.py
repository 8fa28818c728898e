"""The outbox in a database: planned, claimed and settled in one transaction each."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Row, Select, Table, Text, bindparam, cast, func, or_, select, update

from adapters.store.sql import insert, record_from_row, record_to_row
from adapters.store.subscriptions import from_row, to_row
from adapters.store.tables import FACTS, OUTBOX, REPLIES, SUBSCRIPTIONS
from content.outbox import EPOCH, LEASE, SEND_TIMEOUT, Kind, Parcel, State, Verdict
from content.planning import plan
from content.ports import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
            found = await connection.execute(_taken(connection, due, SUBSCRIPTIONS))
            planned = [plan(from_row(row), now, build) for row in found]
            if not planned:
                return 0
            letters = [letter for one in planned if (letter := self._letter(one, now))]
            await post_later(connection, letters)
            rows = [to_row(one.subscription) for one in planned]
            one = update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == bindparam("this"))
            await connection.execute(one, [{**row, "this": row["id"]} for row in rows])
        return len(planned)

    def _letter(self, planned: Planned, now: dt.datetime) -> Letter | None:
        subscription, date = planned.subscription, planned.date
        if date is None or planned.brief is None:
            return None
        return Letter(
            self._key_of(subscription, date),
            "summary",
            Record(uuid.uuid4().hex, now, subscription.place, planned.brief),
            due_at=subscription.cadence.moment(date),
            subscription=subscription.id,
        )

    async def claim(self, now: dt.datetime, limit: int) -> Sequence[Parcel]:
        """Parcels that nobody holds, in turn from each workspace, each under a new fence."""
        async with self._store.writing("claiming summaries") as connection:
            rows = list(await connection.execute(_taken(connection, _waiting(now, limit), OUTBOX)))
            unwanted = {row.key: why for row in rows if (why := _why_not(row))}
            if unwanted:
                await _drop(connection, unwanted, now)
            wanted = [row for row in rows if row.key not in unwanted]
            if not wanted:
                return []
            await _next_epoch(connection)
            keys = [row.key for row in _fairly(wanted)[:limit]]
            return await _claimed(connection, keys, now)

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

    async def outcome(self, key: str) -> tuple[State, str | None] | None:
        """The state of a parcel and the id of its message, as they are now."""
        query = select(OUTBOX.c.state, OUTBOX.c.message).where(OUTBOX.c.key == key)
        async with self._store.reading("asking what became of a summary") as connection:
            row = (await connection.execute(query)).first()
        return (row.state, row.message) if row else None

    async def decide(self, reply: str, now: dt.datetime, *, has_arrived: bool) -> bool:
        """Settle a summary that is `unknown`, as a person says."""
        said = {"state": "sent" if has_arrived else "waiting", "settled_at": now}
        again = {"first_try_at": None, "not_before": now, "settled_at": None}
        one = update(OUTBOX).where(OUTBOX.c.reply == reply, OUTBOX.c.state == "unknown")
        async with self._store.writing("deciding about a summary") as connection:
            done = await connection.execute(one.values(said if has_arrived else said | again))
            return bool(done.rowcount)

    async def announce(self, key: str, record: Record, now: dt.datetime) -> bool:
        """Post a reply in its place, unless there is a parcel with this key; whether it will be."""
        async with self._store.writing("putting something into the outbox") as connection:
            known = select(OUTBOX.c.key).where(OUTBOX.c.key == key)
            if (await connection.execute(known)).first() is not None:
                return False
            await post_later(connection, [Letter(key, "notice", record, due_at=now)])
        return True

    async def waiting(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """How many parcels should have been sent by now and are not; and since when the oldest."""
        query = select(func.count(), func.min(OUTBOX.c.due_at)).where(
            OUTBOX.c.state == "waiting", OUTBOX.c.due_at <= now
        )
        async with self._store.reading("counting what waits") as connection:
            count, oldest = (await connection.execute(query)).one()
        return int(count), oldest


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that is to be posted."""

    key: str
    kind: Kind
    record: Record
    due_at: dt.datetime
    not_before: dt.datetime | None = None
    """None for at once."""
    subscription: str = ""

    def row(self) -> dict[str, Any]:
        """As a new parcel of the outbox."""
        return {
            "key": self.key,
            "kind": self.kind,
            "subscription": self.subscription,
            "platform": self.record.place.platform,
            "channel": self.record.place.channel,
            "reply": self.record.id,
            "due_at": self.due_at,
            "state": "waiting",
            "not_before": self.not_before or self.record.created_at,
            "fence": 0,
            "attempts": 0,
        }


async def post_later(connection: AsyncConnection, letters: Sequence[Letter]) -> None:
    """A parcel for each, and the reply it posts; neither where there is one with its key."""
    if not letters:
        return
    parcels = insert(connection, OUTBOX).values([letter.row() for letter in letters])
    fresh = parcels.on_conflict_do_nothing(index_elements=["key"]).returning(OUTBOX.c.key)
    made = set((await connection.execute(fresh)).scalars())
    replies = [record_to_row(letter.record) for letter in letters if letter.key in made]
    if replies:
        await connection.execute(REPLIES.insert(), replies)


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


def _waiting(now: dt.datetime, limit: int) -> Select[*tuple[Any, ...]]:
    """What nobody holds and whose time has come, with what became of its subscription."""
    free = or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= now)
    seen = (OUTBOX.c.key, OUTBOX.c.kind, OUTBOX.c.platform, OUTBOX.c.channel, OUTBOX.c.first_try_at)
    of_it = SUBSCRIPTIONS.c.id == OUTBOX.c.subscription
    return (
        select(*seen, SUBSCRIPTIONS.c.id, SUBSCRIPTIONS.c.paused)
        .select_from(OUTBOX)
        .join(SUBSCRIPTIONS, of_it, isouter=True)
        .where(OUTBOX.c.state == "waiting", OUTBOX.c.not_before <= now, free)
        .order_by(OUTBOX.c.due_at, OUTBOX.c.key)
        .limit(limit * LOOKED_AT)
    )


def _why_not(row: Row[Any]) -> str | None:
    """Why it is not to be sent any more: its subscription has gone or is paused.

    What may have been posted is followed up all the same.
    """
    if row.first_try_at is not None or row.kind != "summary":
        return None
    paused: str | None = row.paused
    return paused if row.id else "the subscription was removed"


async def _drop(connection: AsyncConnection, unwanted: Mapping[str, str], now: dt.datetime) -> None:
    one = update(OUTBOX).where(OUTBOX.c.key == bindparam("this"))
    values = {"state": "refused", "settled_at": now}
    rows = [{**values, "trouble": why, "this": key} for key, why in unwanted.items()]
    await connection.execute(one, rows)


async def _claimed(
    connection: AsyncConnection, keys: Sequence[str], now: dt.datetime
) -> list[Parcel]:
    """These under a new fence, in this order, with what they post."""
    held = {
        "fence": OUTBOX.c.fence + 1,
        "attempts": OUTBOX.c.attempts + 1,
        "lease_until": now + LEASE,
    }
    await connection.execute(update(OUTBOX).where(OUTBOX.c.key.in_(keys)).values(held))
    parcels = select(OUTBOX).where(OUTBOX.c.key.in_(keys))
    rows = list(await connection.execute(parcels))
    stored = select(REPLIES).where(REPLIES.c.id.in_([row.reply for row in rows]))
    records = {row.id: record_from_row(row) for row in await connection.execute(stored)}
    subscribed = [row.subscription for row in rows]
    owned = select(SUBSCRIPTIONS.c.id, SUBSCRIPTIONS.c.owner).where(
        SUBSCRIPTIONS.c.id.in_(subscribed)
    )
    owners = {row.id: row.owner for row in await connection.execute(owned)}
    made = {row.key: _parcel(row, records[row.reply], owners.get(row.subscription)) for row in rows}
    return [made[key] for key in keys]


def _parcel(row: Row[Any], record: Record, owner: str | None) -> Parcel:
    return Parcel(
        key=row.key,
        kind=row.kind,
        subscription=row.subscription or None,
        owner=owner,
        record=record,
        due_at=row.due_at,
        fence=row.fence,
        attempts=row.attempts,
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
        await post_later(connection, [Letter(key, "notice", verdict.notice, due_at=at)])


def _taken(
    connection: AsyncConnection, query: Select[*tuple[Any, ...]], table: Table[Any]
) -> Select[*tuple[Any, ...]]:
    """Rows of a table for this transaction alone. SQLite has one writer anyway."""
    if connection.dialect.name == "sqlite":
        return query
    return query.with_for_update(skip_locked=True, of=table)


def _fairly(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """In turn from each workspace, the longest due first."""
    groups: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault((row.platform, row.channel.partition("/")[0]), []).append(row)
    turns = itertools.zip_longest(*groups.values())
    return [row for turn in turns for row in turn if row is not None]
