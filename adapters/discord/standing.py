"""Who may decide what is posted in another channel of Discord than the one asked in."""

from __future__ import annotations

import dataclasses
import logging
import re
from collections.abc import Callable

import aiohttp
import discord

from adapters.discord.requests import PLATFORM, WHO_MAY
from content.asked import Asked, Standing
from content.ports import Place

log = logging.getLogger(__name__)

_CHANNEL = re.compile(r"<#(\d{1,20})>")
_NEEDED = ("view_channel", "send_messages", "embed_links", "read_message_history")
_UNSEEN = "I cannot see that channel: it is not in this server, or its settings keep me out."


class Standings:
    """Asks Discord, since nothing about other channels is sent to us or kept."""

    def __init__(self, client: Callable[[], discord.Client | None]) -> None:
        self._client = client

    async def with_target(self, asked: Asked, words: str) -> Asked:
        """The question with the channel that its words name, and how the asker stands there."""
        named, guild = _CHANNEL.search(words), asked.place.channel.partition("/")[0]
        if named is None or not guild.isdecimal():
            return asked
        standing = await self._of(int(guild), int(named[1]), int(asked.asker))
        target = Place(PLATFORM, f"{guild}/{named[1]}"), standing
        return dataclasses.replace(asked, target=target)

    async def _of(self, guild_id: int, channel_id: int, user_id: int) -> Standing:
        client = self._client()
        if client is None or client.user is None:
            return Standing(lacking=(_UNSEEN,))
        try:
            guild = await client.fetch_guild(guild_id, with_counts=False)
            channel = await guild.fetch_channel(channel_id)
            theirs = channel.permissions_for(await guild.fetch_member(user_id))
            ours = channel.permissions_for(await guild.fetch_member(client.user.id))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("cannot see a channel that was named: %s", type(error).__name__)
            return Standing(lacking=(_UNSEEN,))
        missing = [name.replace("_", " ").title() for name in _NEEDED if not getattr(ours, name)]
        return Standing(
            may_manage=theirs.manage_channels,
            who_may=WHO_MAY,
            lacking=(f"I lack these permissions in it: {', '.join(missing)}.",) if missing else (),
        )
