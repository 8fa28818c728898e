"""Subscriptions in a database."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, func, select

from adapters.store.sql import upsert
from adapters.store.tables import SUBSCRIPTIONS
from content.cadence import Cadence
from content.ports import Place
from content.subscriptions import Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.sql import SqlStore


class SqlSubscriptions:
    """Subscriptions in the database of a store, which has to be open.

    Raises:
        StoreError: from every method, when the database refuses.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def save(self, subscription: Subscription) -> None:
        """Keep a subscription; one with the same id is replaced."""
        async with self._store.writing("saving a subscription") as connection:
            await upsert(connection, SUBSCRIPTIONS, ("id",), to_row(subscription))

    async def move(self, old: str, subscription: Subscription) -> None:
        """Keep a subscription in place of the one with the id `old`, in one step."""
        async with self._store.writing("moving a subscription") as connection:
            await connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == old))
            await upsert(connection, SUBSCRIPTIONS, ("id",), to_row(subscription))

    async def remove(self, id_: str) -> bool:
        """Delete a subscription; whether there was one. What is on its way still arrives."""
        async with self._store.writing("removing a subscription") as connection:
            one = delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == id_)
            return bool((await connection.execute(one)).rowcount)

    async def listed(
        self, place: Place | None = None, owner: str | None = None
    ) -> Sequence[Subscription]:
        """Those of a channel, or of who subscribed, or all there are."""
        query = select(SUBSCRIPTIONS).order_by(SUBSCRIPTIONS.c.next_at, SUBSCRIPTIONS.c.id)
        if place is not None:
            query = query.where(
                SUBSCRIPTIONS.c.platform == place.platform,
                SUBSCRIPTIONS.c.channel == place.channel,
            )
        if owner is not None:
            query = query.where(SUBSCRIPTIONS.c.owner == owner)
        async with self._store.reading("listing subscriptions") as connection:
            return [from_row(row) for row in await connection.execute(query)]

    async def count(self, platform: str, workspace: str) -> int:
        """How many there are in a workspace; its channels are `workspace/channel`."""
        inside = SUBSCRIPTIONS.c.channel.startswith(f"{workspace}/", autoescape=True)
        query = select(func.count()).where(SUBSCRIPTIONS.c.platform == platform, inside)
        async with self._store.reading("counting subscriptions") as connection:
            return int((await connection.execute(query)).scalar_one())


def to_row(subscription: Subscription) -> dict[str, Any]:
    """All columns of a subscription."""
    cadence = subscription.cadence
    return {
        "id": subscription.id,
        "platform": subscription.place.platform,
        "channel": subscription.place.channel,
        "pack": subscription.pack,
        "days": "".join(map(str, sorted(cadence.days))),
        "at": f"{cadence.at:%H:%M}",
        "zone": cadence.zone,
        "next_date": subscription.next_date,
        "next_at": cadence.moment(subscription.next_date),
        "covered_to": subscription.covered_to,
        "topics": " ".join(subscription.topics),
        "quiet": subscription.quiet,
        "catch_up_hours": subscription.catch_up_hours,
        "max_lines": subscription.max_lines,
        "paused": subscription.paused,
        "missed": subscription.missed,
        "owner": subscription.owner,
    }


def from_row(row: Row[Any]) -> Subscription:
    """The subscription that a row holds."""
    return Subscription(
        id=row.id,
        place=Place(row.platform, row.channel),
        pack=row.pack,
        cadence=Cadence(frozenset(map(int, row.days)), dt.time.fromisoformat(row.at), row.zone),
        next_date=row.next_date,
        covered_to=row.covered_to,
        topics=tuple(row.topics.split()),
        quiet=row.quiet,
        catch_up_hours=row.catch_up_hours,
        max_lines=row.max_lines,
        paused=row.paused,
        missed=row.missed,
        owner=row.owner,
    )
