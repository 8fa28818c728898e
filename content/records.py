"""Which earlier reply is meant, and whether whoever asks may see it."""

from __future__ import annotations

import dataclasses
import logging

from content.asked import Asked, digest
from content.errors import StoreError
from content.ports import Place, Record, Store

log = logging.getLogger(__name__)


class Records:
    """Looks replies up in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def pack_of(self, place: Place, message: str | None) -> str | None:
        """The pack that the reply posted as this message was made from."""
        try:
            record = await self._store.by_message(place, message) if message else None
        except StoreError as error:
            log.warning("could not look up which pack a message is from: %s", error)
            return None
        return record.brief.pack.id if record else None

    async def exists(self, asked: Asked) -> bool:
        """Whether "source?" would find a reply; not if the store fails."""
        try:
            return await self.referred(asked) is not None
        except StoreError as error:
            log.warning("could not look up a record: %s", error)
            return False

    async def referred(self, asked: Asked, *, abstentions: bool = False) -> Record | None:
        """The reply "source?" means: the one replied to, else the last in this conversation.

        With `abstentions`, one that says that nothing answers counts, too.

        Raises:
            StoreError: the store fails.
        """
        place = asked.place
        if asked.opens_thread:
            place = dataclasses.replace(place, thread=None)
        if asked.about is not None:
            found = await self._store.by_message(place, asked.about)
        else:
            key = digest(asked.asker)
            found = await self._store.latest(place, key, abstentions=abstentions)
            if found is None and place.thread is not None:
                found = await self._store.by_message(place, place.thread)
        return await self._origin(found, asked.asker, abstentions=abstentions)

    async def readable(self, record_id: str, place: Place, asker: str) -> Record | None:
        """The briefing that the reply with this id is, or is the evidence of, if the asker may see
        it and the store does not fail."""
        try:
            return await self._origin(await self.record(record_id, place), asker)
        except StoreError as error:
            log.warning("could not look up what a reply is about: %s", error)
            return None

    async def record(self, record_id: str, place: Place) -> Record | None:
        """The reply with this id, if it was given in this channel."""
        try:
            record = await self._store.by_id(record_id)
        except StoreError as error:
            log.warning("could not look up a reply: %s", error)
            return None
        return record if record and _channel(record.place) == _channel(place) else None

    async def _origin(
        self, record: Record | None, asker: str, *, abstentions: bool = False
    ) -> Record | None:
        """The briefing `record` is or is the evidence of; none where the asker may not see it."""
        if record is not None and record.about is not None:
            record = await self._store.by_id(record.about)
        if (
            record is None
            or record.private_to not in (None, digest(asker))
            or not (record.brief.points or (abstentions and record.brief.kind == "abstention"))
        ):
            return None
        return record


def _channel(place: Place) -> tuple[str, str]:
    return (place.platform, place.channel)
