"""The bot on Discord: connects, registers its commands, and hands every event on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import Route

from adapters.discord import commands, limits
from adapters.discord.handlers import Handlers
from adapters.discord.publisher import Publisher
from adapters.discord.sender import DiscordSender
from adapters.discord.standing import Standings
from content.briefings import Briefings
from content.errors import AccessRefused, PlatformError
from content.model import PackInfo
from content.ports import Store

log = logging.getLogger(__name__)

CONNECTING = "connecting to Discord"
API_PATH = "/api/v10"


class DiscordAdapter:
    """Discord as a `Platform`. One per process: `api_url` is process-wide in discord.py.

    `api_url` is the REST address with its version, such as `http://proxy:8080/api/v10`; without a
    path, `/api/v10` is added. The gateway's address comes from there.
    """

    name = "discord"

    def __init__(
        self,
        *,
        briefings: Briefings,
        packs: Sequence[PackInfo],
        store: Store,
        token: str,
        api_url: str | None = None,
        quick_s: float = limits.QUICK_S,
        send_timeout_s: float = limits.SEND_TIMEOUT_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.publisher = Publisher(send_timeout_s)
        standings = Standings(lambda: self._client)
        self._handlers = Handlers(briefings, self.publisher, standings, quick_s)
        self._packs, self._store = tuple(packs), store
        self._token, self._api_url = token, api_url
        self._monotonic = monotonic
        self._client: BriefingClient | None = None
        self._connection: asyncio.Task[None] | None = None

    @property
    def sender(self) -> DiscordSender:
        """What posts summaries."""
        return DiscordSender(self.publisher, lambda: self._client)

    @property
    def application_id(self) -> int | None:
        """Known once the token was accepted; an invite link needs it."""
        return self._client.application_id if self._client else None

    async def start(self, timeout_s: float = 60.0) -> None:
        """Check the token, register changed commands, connect, and return once messages can arrive.

        Raises:
            AccessRefused: the token was refused.
            PlatformError: the connection was refused, or took over `timeout_s`.
        """
        if self._api_url is not None:
            Route.BASE = api_base(self._api_url)
        self._client = BriefingClient(self._handlers, self._monotonic)
        try:
            async with asyncio.timeout(timeout_s):
                await self._log_in(self._client)
                await self._connect(self._client)
        except TimeoutError as error:
            await self.stop()
            raise PlatformError(CONNECTING, f"not ready after {timeout_s:g} seconds") from error
        except BaseException:
            await self.stop()
            raise

    async def stop(self, finish_s: float = limits.FINISH_TIMEOUT_S) -> None:
        """Let what is under way finish, for at most `finish_s`, then disconnect."""
        client, connection = self._client, self._connection
        self._client = self._connection = None
        if client is None:
            return
        await client.finish(finish_s)
        if client.has_begun:
            await client.close()
        if connection is not None:
            connection.cancel()
            await asyncio.wait({connection})

    def is_healthy(self) -> bool:
        """Whether messages can arrive, or could until less than five minutes ago."""
        is_connecting = self._connection is not None and not self._connection.done()
        return self._client is not None and is_connecting and not self._client.is_lost()

    async def _log_in(self, client: BriefingClient) -> None:
        try:
            await client.login(self._token)
            await _check_session_starts(client)
            application_id = client.application_id or 0
            await commands.sync(client, application_id, self._packs, self._store)
        except discord.LoginFailure as error:
            why = "the token was refused; check DISCORD_TOKEN"
            raise AccessRefused(CONNECTING, why) from error
        except ValueError as error:  # what no header can hold; its text would hold the token
            why = f"the token is malformed ({type(error).__name__}); check DISCORD_TOKEN"
            raise AccessRefused(CONNECTING, why) from None
        except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
            raise PlatformError(CONNECTING, _in_words(error)) from error

    async def _connect(self, client: BriefingClient) -> None:
        self._connection = asyncio.create_task(client.connect(), name="discord connection")
        self._connection.add_done_callback(_log_end)
        ready = asyncio.create_task(client.wait_until_ready())
        try:
            await asyncio.wait({ready, self._connection}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if self._connection.done() and not self._connection.cancelled():
            error = self._connection.exception()
            raise PlatformError(CONNECTING, _in_words(error)) from error


class BriefingClient(discord.AutoShardedClient):
    """discord.py's client with as little as answering takes.

    No privileged intent, and not the guilds intent either: every event names its guild and
    channel, and without it no guild, channel or role is sent to us or kept (discord.py warns of
    that at the start; nothing here needs them). Nothing is cached, since caches grow by the guild:
    https://github.com/Rapptz/discord.py/issues/10316
    """

    def __init__(self, handlers: Handlers, monotonic: Callable[[], float]) -> None:
        # Without these it logs at each start that voice will not work.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents.none()
        intents.guild_messages = intents.dm_messages = True
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=limits.RATE_LIMIT_TIMEOUT_S,
            guild_ready_timeout=0.0,  # no guilds intent, so no guilds to wait for
        )
        self.has_begun = False
        self._events = handlers
        self._monotonic = monotonic
        self._lost_since_s: dict[int, float] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        self._is_finishing = False

    async def login(self, token: str) -> None:
        self.has_begun = True  # before this there is nothing to close, and closing fails
        await super().login(token)

    def is_lost(self) -> bool:
        """Whether some shard has been without a connection for five minutes."""
        now = self._monotonic()
        return any(now - since >= limits.LOST_AFTER_S for since in self._lost_since_s.values())

    async def finish(self, timeout_s: float) -> None:
        """Take nothing new, and wait for what is being answered."""
        self._is_finishing = True
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=timeout_s)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._track(self._events.on_interaction(interaction))

    async def on_message(self, message: discord.Message) -> None:
        if self.user is not None:
            await self._track(self._events.on_message(message, self.user.id))

    async def _track(self, event: Coroutine[Any, Any, None]) -> None:
        task = asyncio.current_task()
        if self._is_finishing or task is None:
            event.close()
            return
        self._under_way.add(task)
        try:
            await event
        finally:
            self._under_way.discard(task)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        self._lost_since_s.setdefault(shard_id, self._monotonic())

    async def on_shard_ready(self, shard_id: int) -> None:
        self._lost_since_s.pop(shard_id, None)

    async def on_shard_resumed(self, shard_id: int) -> None:
        self._lost_since_s.pop(shard_id, None)


def api_base(api_url: str) -> str:
    """The address that every REST path is added to."""
    base = api_url.rstrip("/")
    return base if urlsplit(base).path else base + API_PATH


async def _check_session_starts(client: discord.AutoShardedClient) -> None:
    """A bot that restarts in a loop is stopped before Discord resets its token."""
    left = await client.fetch_session_start_limits()
    if left.remaining < min(limits.SPARE_SESSION_STARTS, left.total):
        hours = left.reset_after / 3_600_000
        why = f"only {left.remaining} of {left.total} connections left; more in {hours:.1f} hours"
        raise PlatformError(CONNECTING, why)


def _log_end(connection: asyncio.Task[None]) -> None:
    if not connection.cancelled() and (error := connection.exception()) is not None:
        log.error("the connection to Discord ended: %s", _in_words(error))


def _in_words(error: BaseException | None) -> str:
    """What went wrong, without what was sent: requests carry tokens."""
    if isinstance(error, discord.HTTPException):
        return f"Discord answered {error.status}, code {error.code}"
    if isinstance(error, discord.ConnectionClosed):
        return f"Discord closed the connection with code {error.code}"
    if isinstance(error, (aiohttp.ClientConnectionError, OSError)):
        return "Discord cannot be reached"
    return type(error).__name__ if error is not None else "the connection was closed"
