"""A platform that keeps what is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from content.brief import Brief
from content.outbox import Pace, Parcel


class Kept:
    """Takes everything, and finds it again."""

    pace = Pace()

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    @property
    def briefs(self) -> list[Brief]:
        return [parcel.record.brief for parcel in self.parcels]

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        assert in_time()
        self.parcels.append(parcel)
        return f"m{len(self.parcels)}"

    async def delete(self, parcel: Parcel, message: str) -> None:
        self.parcels.remove(parcel)

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        found = [f"m{at}" for at, one in enumerate(self.parcels, 1) if one.key == parcel.key]
        return next((message for message in found if message != besides), None)
