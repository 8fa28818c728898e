"""Posts summaries in Discord, each try once: the outbox decides whether there is another one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import discord

from adapters.discord import limits
from adapters.discord.publisher import Publisher
from adapters.discord.render import to_message
from content.brief import Brief
from content.errors import PlatformError
from content.ports import Place

LOOKED_AT = 50
"""Messages of a channel that are looked through for one of ours."""
MARGIN = dt.timedelta(minutes=2)
"""By how much the clocks may differ."""


class DiscordSender:
    """A `Sender`. The nonce makes Discord give back a message that it has posted already, for some
    minutes; later it is found by the reference in its footer."""

    def __init__(self, publisher: Publisher, client: Callable[[], discord.Client | None]) -> None:
        self._publisher = publisher
        self._client = client

    async def send(self, place: Place, brief: Brief, reply_id: str, key: str) -> str:
        """Post, and return the message's id."""
        message = to_message(brief, reply_id)
        footer = message["embeds"][-1].setdefault("footer", {"text": ""})
        kept = limits.MAX_FOOTER - len(reference(key)) - 3
        footer["text"] = " · ".join(filter(None, (footer["text"][:kept], reference(key))))
        posted = await self._publisher.post(self._channel(place), message, reference(key))
        return str(posted)

    async def look_up(self, place: Place, key: str, since: dt.datetime) -> str | None:
        """The id of the message with this key, posted since then."""
        wanted = reference(key)
        async for message in self._publisher.history(
            self._channel(place), since - MARGIN, LOOKED_AT
        ):
            footers = (embed.footer.text or "" for embed in message.embeds)
            if any(footer.endswith(wanted) for footer in footers):
                return str(message.id)
        return None

    def _channel(self, place: Place) -> discord.PartialMessageable:
        client = self._client()
        if client is None:
            raise PlatformError("posting", "Discord is not connected")
        return client.get_partial_messageable(int(place.channel.rpartition("/")[2]))


def reference(key: str) -> str:
    """A short name for a key, at most 25 characters, as a nonce may be."""
    return f"#{hashlib.sha256(key.encode()).hexdigest()[:20]}"
