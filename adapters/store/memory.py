"""A store that lasts as long as the process: for tests, and underneath the journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import TYPE_CHECKING

from content.ports import GAPS_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.ports import Gap, Place, Record

RECORDS_KEPT = 10_000
"""A reply with its evidence is about 10 KB in memory, so this is about 100 MB at worst."""
KEYS_KEPT = dt.timedelta(days=1)
"""How long `first_time` remembers a key; `content.ports.Store` says why a day is plenty."""


class MemoryStore:
    """A `Store` in dictionaries. Nothing survives the process, and nothing can fail.

    It keeps the last `keep` replies saved, 10,000 unless told otherwise, and drops the ones saved
    earliest beyond that. Replacing a reply does not make it newer.
    """

    def __init__(self, keep: int = RECORDS_KEPT) -> None:
        self._keep = keep
        self._records: dict[str, Record] = {}
        self._seen: dict[str, dt.datetime] = {}
        self._facts: dict[str, str] = {}
        self._gaps: dict[str, Gap] = {}

    def __iter__(self) -> Iterator[Record]:
        """Every reply kept, in the order of saving."""
        return iter(self._records.values())

    async def save(self, record: Record) -> None:
        self.keep(record)

    def keep(self, record: Record) -> None:
        """`save`, for callers that are not asynchronous."""
        self._records[record.id] = record
        while len(self._records) > self._keep:
            del self._records[next(iter(self._records))]

    async def mark_posted(self, record_id: str, message: str) -> None:
        if record := self._records.get(record_id):
            self._records[record_id] = dataclasses.replace(record, message=message)

    async def by_id(self, record_id: str) -> Record | None:
        return self._records.get(record_id)

    async def by_message(self, place: Place, message: str) -> Record | None:
        channel = (place.platform, place.channel)
        return _newest(
            record
            for record in self
            if record.message == message
            and (record.place.platform, record.place.channel) == channel
        )

    async def latest(
        self, place: Place, private_to: str, *, abstentions: bool = False
    ) -> Record | None:
        return _newest(
            record
            for record in self
            if record.place == place
            and (record.brief.points or (abstentions and record.brief.kind == "abstention"))
            and record.private_to in (None, private_to)
        )

    async def first_time(self, key: str, now: dt.datetime) -> bool:
        seen = self._seen.get(key)
        if seen is not None and now - seen < KEYS_KEPT:
            return False
        self._forget_keys(now - KEYS_KEPT)
        self._seen[key] = now
        return True

    def _forget_keys(self, until: dt.datetime) -> None:
        # Keys are in the order of their times, so this looks only at those it drops.
        old = list(itertools.takewhile(lambda key: self._seen[key] <= until, self._seen))
        for key in old:
            del self._seen[key]

    async def note_gap(self, gap: Gap) -> None:
        self.keep_gap(gap)

    def keep_gap(self, gap: Gap) -> bool:
        """`note_gap`, for callers that are not asynchronous; returns whether any was too old."""
        self._gaps.setdefault(gap.key, gap)
        old = [key for key, one in self._gaps.items() if one.day < gap.day - GAPS_KEPT]
        for key in old:
            del self._gaps[key]
        return bool(old)

    def knows_gap(self, key: str) -> bool:
        """Whether a gap with this key is kept."""
        return key in self._gaps

    async def gaps(self, since: dt.date) -> Sequence[Gap]:
        kept = (gap for gap in self._gaps.values() if gap.day >= since)
        return sorted(kept, key=lambda gap: gap.day)

    async def recall(self, name: str) -> str | None:
        return self._facts.get(name)

    async def remember(self, name: str, value: str) -> None:
        self._facts[name] = value


def _newest(records: Iterator[Record]) -> Record | None:
    """The newest by time; of several at the same instant the one saved last."""
    # max() settles ties in favour of the first it meets.
    return max(reversed(list(records)), key=lambda record: record.created_at, default=None)
