"""Posts what is in the outbox in Discord, each try once: the outbox decides about another one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import discord

from adapters.discord import limits
from adapters.discord.publisher import Publisher
from adapters.discord.render import to_message
from content.errors import PlatformError
from content.outbox import Pace, Parcel

LOOKED_AT = 50
"""Messages of a channel that are looked through for one of ours."""
MARGIN = dt.timedelta(minutes=2)
"""By how much the clocks may differ."""


class DiscordSender:
    """A `Sender`. The nonce makes Discord give back a message that it has posted already, for some
    minutes; later it is found by the reference in its footer."""

    pace = Pace(platform_s=limits.POST_SPACING_S)

    def __init__(self, publisher: Publisher, client: Callable[[], discord.Client | None]) -> None:
        self._publisher = publisher
        self._client = client

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        """Post, and return the message's id."""
        record = parcel.record
        message = to_message(record.brief, record.id)
        footer = message["embeds"][-1].setdefault("footer", {"text": ""})
        kept = limits.MAX_FOOTER - len(reference(parcel.key)) - 3
        footer["text"] = " · ".join(filter(None, (footer["text"][:kept], reference(parcel.key))))
        channel = await self._channel(parcel)
        if not in_time():
            raise PlatformError("posting", "this process stood still for too long")
        posted = await self._publisher.post(
            channel, message, reference(parcel.key), reply_to=record.place.thread
        )
        return str(posted)

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        """The id of the message with the parcel's key, posted since then."""
        wanted = reference(parcel.key)
        channel = await self._channel(parcel)
        async for message in self._publisher.history(channel, since - MARGIN, LOOKED_AT):
            footers = (embed.footer.text or "" for embed in message.embeds)
            is_other = str(message.id) != besides
            if is_other and any(footer.endswith(wanted) for footer in footers):
                return str(message.id)
        return None

    async def delete(self, parcel: Parcel, message: str) -> None:
        """Take back a message of ours."""
        await self._publisher.delete(await self._channel(parcel), int(message))

    async def _channel(self, parcel: Parcel) -> discord.PartialMessageable:
        client = self._client()
        if client is None:
            raise PlatformError("posting", "Discord is not connected")
        name = parcel.record.place.channel.rpartition("/")[2]
        if name.startswith("@"):
            return await self._publisher.direct_messages(client, int(name.removeprefix("@")))
        return client.get_partial_messageable(int(name))


def reference(key: str) -> str:
    """A short name for a key, at most 25 characters, as a nonce may be."""
    return f"#{hashlib.sha256(key.encode()).hexdigest()[:20]}"
