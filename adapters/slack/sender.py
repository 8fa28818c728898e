"""Posts what is in the outbox in Slack, each try once: the outbox decides about another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from adapters.slack import limits
from adapters.slack.publisher import Publisher
from adapters.slack.render import to_message
from content.errors import PlatformError
from content.outbox import Pace, Parcel


class SlackSender:
    """A `Sender`: posts with the key in the metadata, by which the message is found again."""

    pace = Pace(workspace_s=limits.POST_SPACING_S)

    def __init__(self, publisher: Publisher) -> None:
        """`publisher` must be one whose client never tries again by itself."""
        self.publisher = publisher

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        """Post, and return the message's ts."""
        record = parcel.record
        message = to_message(record.brief, record.id)
        channel = await self._channel(parcel)
        if not in_time():
            raise PlatformError("posting", "this process stood still for too long")
        return await self.publisher.post_once(channel, message, parcel.key, record.place.thread)

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        """The ts of the message with the parcel's key, posted since then."""
        channel, thread = await self._channel(parcel), parcel.record.place.thread
        since_s = since.timestamp()
        return await self.publisher.look_up(channel, parcel.key, thread, since_s, besides)

    async def delete(self, parcel: Parcel, message: str) -> None:
        """Take back a message of ours."""
        await self.publisher.delete(await self._channel(parcel), message)

    async def _channel(self, parcel: Parcel) -> str:
        name = parcel.record.place.channel.rpartition("/")[2]
        if not name.startswith("@"):
            return name
        return await self.publisher.direct_messages(name.removeprefix("@"))
