"""Corrections in a database: which replies are told, and that each claim is told once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from adapters.store.outbox import Letter, post_later
from adapters.store.sql import insert, record_from_row
from adapters.store.tables import FACTS, OUTBOX, REPLIES
from content.corrections import AN_HOUR, TOLD, Correction, outdated_claims, to_tell
from content.ports import Place, Record
from content.subscribing import corrections_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from adapters.store.sql import SqlStore
    from content.pack import Pack

READ_AT_ONCE = 500
"""Replies that are held in memory together, while all of a quarter are looked through."""


class SqlCorrections:
    """Tells, in the database of a store, which has to be open, what no longer holds.

    Raises:
        StoreError: from every method, when the database refuses; nothing half-done stays.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def plan(self, pack: Pack, now: dt.datetime, since: dt.datetime) -> int:
        """Put into the outbox what has become wrong of the replies since a moment (aware).

        Returns how many corrections there are. What was wrong when a pack was first served is
        not told: nobody was told it here.
        """
        outdated = outdated_claims(pack)
        async with self._store.writing("planning corrections") as connection:
            told = await _told_before(connection, pack, outdated)
            fresh = outdated - told
            if not fresh:
                return 0
            found = await _found(connection, pack, fresh, now, since)
            for correction in found:
                await _post_later(connection, correction, now)
            everything = json.dumps(sorted(told | fresh))
            fact = FACTS.update().where(FACTS.c.name == f"{TOLD}{pack.info.id}")
            await connection.execute(fact.values(value=everything))
        return len(found)

    async def preview(
        self, pack: Pack, now: dt.datetime, since: dt.datetime
    ) -> Sequence[Correction]:
        """What `plan` would tell now. Nothing is changed by it."""
        outdated = outdated_claims(pack)
        async with self._store.reading("looking for what to correct") as connection:
            fact = select(FACTS.c.value).where(FACTS.c.name == f"{TOLD}{pack.info.id}")
            kept = (await connection.execute(fact)).scalar_one_or_none()
            told = frozenset(json.loads(kept)) if kept else outdated
            return await _found(connection, pack, outdated - told, now, since)


async def _told_before(
    connection: AsyncConnection, pack: Pack, outdated: frozenset[str]
) -> frozenset[str]:
    """The claims told before; the row stays locked, so that other processes wait for this one."""
    name = f"{TOLD}{pack.info.id}"
    first = insert(connection, FACTS).values(name=name, value=json.dumps(sorted(outdated)))
    await connection.execute(first.on_conflict_do_nothing(index_elements=["name"]))
    query = select(FACTS.c.value).where(FACTS.c.name == name)
    if connection.dialect.name != "sqlite":
        query = query.with_for_update()
    return frozenset(json.loads((await connection.execute(query)).scalar_one()))


async def _found(
    connection: AsyncConnection,
    pack: Pack,
    claims: frozenset[str],
    now: dt.datetime,
    since: dt.datetime,
) -> list[Correction]:
    records = await _resting_on(connection, pack, claims, since) if claims else []
    found = to_tell(records, pack, claims, now.date())
    return [one for one in found if not await _is_off(connection, one.place)]


async def _resting_on(
    connection: AsyncConnection, pack: Pack, claims: frozenset[str], since: dt.datetime
) -> list[Record]:
    """Posted replies that everybody could read and that rest on these claims, newest first."""
    query = (
        select(REPLIES)
        .where(
            REPLIES.c.created_at >= since,
            REPLIES.c.pack_id == pack.info.id,
            REPLIES.c.has_points,
            REPLIES.c.kind != "evidence",  # it stands beside what it is the evidence of
            REPLIES.c.message.is_not(None),
            REPLIES.c.private_to.is_(None),
        )
        .order_by(REPLIES.c.created_at.desc(), REPLIES.c.number.desc())
        .execution_options(yield_per=READ_AT_ONCE)
    )
    return [
        record_from_row(row)
        async for row in await connection.stream(query)
        if any(f'"{claim}"' in row.brief for claim in claims)
    ]


async def _is_off(connection: AsyncConnection, place: Place) -> bool:
    query = select(FACTS.c.value).where(FACTS.c.name == corrections_fact(place))
    return bool((await connection.execute(query)).scalar_one_or_none())


async def _post_later(
    connection: AsyncConnection, correction: Correction, now: dt.datetime
) -> None:
    """At most one an hour for each channel, so that a bad day does not drown it."""
    place = correction.place
    last = select(func.max(OUTBOX.c.not_before)).where(
        OUTBOX.c.kind == "correction",
        OUTBOX.c.platform == place.platform,
        OUTBOX.c.channel == place.channel,
    )
    before = (await connection.execute(last)).scalar_one_or_none()
    not_before = max(now, before + AN_HOUR) if before else now
    claims = hashlib.sha256(" ".join(sorted(correction.claims)).encode()).hexdigest()[:16]
    letter = Letter(
        f"correction:{correction.reply}:{claims}",
        "correction",
        Record(uuid.uuid4().hex, now, place, correction.brief),
        due_at=not_before,
        not_before=not_before,
    )
    await post_later(connection, [letter])
