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

    async def look_up(self, parcel: Parcel, since: dt.datetime) -> str | None:
        keys = [one.key for one in self.parcels]
        return f"m{keys.index(parcel.key) + 1}" if parcel.key in keys else None
