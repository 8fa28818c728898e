"""Sends messages so that none is ever posted twice, and says what became of them.

Three ways in, each safe to repeat once when the connection breaks:
- the first response to an interaction: Discord refuses a second one (40060);
- the edit of that response: the same edit twice is one edit;
- a message in a channel: its nonce makes Discord give back the first one.
Follow-ups have none of this, so they are not used.
"""

from __future__ import annotations

import asyncio
import collections
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, TypeVar

import aiohttp
import discord
from discord import app_commands, ui

from adapters.discord.limits import REVIEW_FORM, SEND_TIMEOUT_S
from adapters.discord.render import Message
from content.errors import OutcomeUnknown, PlatformError, PostRefused, RateLimited
from content.model import MAX_SENTENCE_CHARS

log = logging.getLogger(__name__)

Sent = TypeVar("Sent")
ALREADY_ANSWERED = 40060
_BROKEN = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError)


class FormRefused(PostRefused):
    """Discord did not accept the shape of the message; another message may do."""


class Publisher:
    """Sends on behalf of one client. `counts` says how often each thing went wrong."""

    def __init__(self, send_timeout_s: float = SEND_TIMEOUT_S) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self._send_timeout_s = send_timeout_s

    async def respond(
        self, interaction: discord.Interaction, message: Message, *, private: bool
    ) -> int | None:
        """Answer an interaction at once. Returns the id of the new message, if Discord tells it.

        Raises:
            PostRefused: the interaction is not known any more, or the message not allowed.
            OutcomeUnknown: the connection broke twice.
        """

        async def send() -> int | None:
            sent = await interaction.response.send_message(**_arguments(message), ephemeral=private)
            return sent.message_id

        return await self._once(interaction, send)

    async def defer(self, interaction: discord.Interaction, *, private: bool) -> None:
        """Say that the answer takes a while; `edit` brings it. Raises as `respond` does."""

        async def send() -> int | None:
            await interaction.response.defer(thinking=True, ephemeral=private)
            return None

        await self._once(interaction, send, look_up=False)

    async def edit(self, interaction: discord.Interaction, message: Message) -> int | None:
        """Put the answer where it was deferred, within 15 minutes; raises as `respond` does."""

        async def send() -> int | None:
            sent = await interaction.edit_original_response(**_arguments(message))
            return sent.id

        return await self._twice(send)

    async def reply(self, asked: discord.Message, message: Message) -> int | None:
        """Reply to a message without pinging its author. Raises as `respond` does."""
        reference = asked.to_reference(fail_if_not_exists=False)

        async def send() -> int | None:
            sent = await asked.channel.send(
                **_arguments(message),
                reference=reference,
                mention_author=False,
                nonce=reply_nonce(asked.id),
            )
            return sent.id

        return await self._twice(send)

    async def post(
        self,
        channel: discord.PartialMessageable,
        message: Message,
        nonce: str,
        *,
        reply_to: str | None = None,
    ) -> int:
        """Post a message in a channel, in one try, and return its id. Raises as `respond` does.

        `reply_to` is the id of a message that it answers, if that is still there.
        """
        arguments = _arguments(message)
        if reply_to is not None:
            arguments["reference"] = discord.MessageReference(
                message_id=int(reply_to), channel_id=channel.id, fail_if_not_exists=False
            )
            arguments["mention_author"] = False

        async def send() -> int:
            return (await channel.send(**arguments, nonce=nonce)).id

        return await self._try(send)

    async def direct_messages(
        self, client: discord.Client, person: int
    ) -> discord.PartialMessageable:
        """The channel in which a person and the bot talk alone; raises as `respond` does."""

        async def opened() -> int:
            return (await client.create_dm(discord.Object(person))).id

        return client.get_partial_messageable(await self._try(opened))

    async def delete(self, channel: discord.PartialMessageable, message: int) -> None:
        """Take back a message of ours; raises as `respond` does."""
        await self._try(channel.get_partial_message(message).delete)

    async def history(
        self, channel: discord.PartialMessageable, since: dt.datetime, limit: int
    ) -> AsyncIterator[discord.Message]:
        """The newest messages of a channel since a moment (aware), at most `limit`.

        Raises:
            PlatformError: they cannot be read now.
        """

        async def read() -> list[discord.Message]:
            return [one async for one in channel.history(after=since, limit=limit)]

        for message in await self._try(read):
            yield message

    async def open_form(self, interaction: discord.Interaction, draft: str, text: str) -> None:
        """Answer a press with the form that rewords a draft. Raises as `respond` does."""
        form = ui.Modal(title="Reword the draft", custom_id=f"{REVIEW_FORM}{draft}", timeout=None)
        line: ui.TextInput[ui.Modal] = ui.TextInput(
            label="The claim, in your own words",
            style=discord.TextStyle.paragraph,
            custom_id="text",
            default=text[:MAX_SENTENCE_CHARS],
            max_length=MAX_SENTENCE_CHARS,
        )
        form.add_item(line)

        async def send() -> int | None:
            await interaction.response.send_modal(form)
            form.stop()  # else discord.py keeps every form it sends, for ever
            return None

        await self._once(interaction, send, look_up=False)

    async def complete(self, interaction: discord.Interaction, texts: Sequence[str]) -> None:
        """Offer texts to complete what is being typed. Never raises: the next key asks again."""
        choices = [app_commands.Choice(name=text, value=text) for text in texts]

        async def send() -> None:
            await interaction.response.autocomplete(choices)

        try:
            await self._try(send)
        except PlatformError:
            log.debug("no choices for interaction %s", interaction.id)

    async def _once(
        self,
        interaction: discord.Interaction,
        send: Callable[[], Awaitable[int | None]],
        *,
        look_up: bool = True,
    ) -> int | None:
        """A first response. "Already answered" means that a lost try, or a twin's, arrived."""
        try:
            return await self._twice(send)
        except PostRefused as error:
            if _code(error) != ALREADY_ANSWERED:
                raise
            return await self._original(interaction) if look_up else None

    async def _original(self, interaction: discord.Interaction) -> int | None:
        try:
            async with asyncio.timeout(self._send_timeout_s):
                return (await interaction.original_response()).id
        except (*_BROKEN, discord.DiscordException):
            log.warning("could not look up the answer to interaction %s", interaction.id)
            return None

    async def _twice(self, send: Callable[[], Awaitable[Sent]]) -> Sent:
        try:
            return await self._try(send)
        except OutcomeUnknown:
            return await self._try(send)

    async def _try(self, send: Callable[[], Awaitable[Sent]]) -> Sent:
        try:
            async with asyncio.timeout(self._send_timeout_s):
                return await send()
        except _BROKEN as error:
            raise self._counted(
                "unknown", OutcomeUnknown("posting", type(error).__name__)
            ) from error
        except discord.RateLimited as error:
            limited = RateLimited("posting", "Discord asks to slow down", error.retry_after)
            raise self._counted("limited", limited) from error
        except RuntimeError as error:  # how aiohttp says that its session was closed meanwhile
            raise self._counted("closed", PlatformError("posting", str(error))) from error
        except discord.HTTPException as error:
            # 10062 comes when 3 seconds have passed, and sometimes without reason:
            # https://github.com/discord/discord-api-docs/issues/5558
            raise self._counted(str(error.code), _refusal(error)) from error

    def _counted(self, what: str, error: PlatformError) -> PlatformError:
        self.counts[what] += 1
        log.info("%s", error)  # whoever gives up says so as a warning
        return error


def reply_nonce(message_id: int) -> str:
    """One nonce for each message answered, whichever process answers it; at most 25 characters.

    For some minutes Discord gives back the first message instead of posting a second one:
    https://github.com/discord/discord-api-docs/pull/6647
    """
    return f"re-{message_id}"


def _refusal(error: discord.HTTPException) -> PostRefused:
    is_form = error.status == 400 and error.code != ALREADY_ANSWERED
    why = f"Discord refused with {error.status}, code {error.code}"
    return (FormRefused if is_form else PostRefused)("posting", why)


def _code(error: BaseException) -> int | None:
    cause = error.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else None


def _arguments(message: Message) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "content": message.get("content"),
        "embeds": [discord.Embed.from_dict(embed) for embed in message["embeds"]],
        "allowed_mentions": discord.AllowedMentions.none(),
    }
    return (
        arguments | {"view": _view(message["components"])} if message["components"] else arguments
    )


def _view(rows: list[dict[str, Any]]) -> ui.View:
    view = ui.View(timeout=None)
    for row, buttons in enumerate(rows):
        for button in buttons["components"]:
            view.add_item(_button(button, row))
    view.stop()  # else discord.py keeps every view it sends, for ever
    return view


def _button(button: dict[str, Any], row: int) -> ui.Button[ui.View]:
    return ui.Button(
        style=discord.ButtonStyle(button["style"]),
        label=button["label"],
        custom_id=button.get("custom_id"),
        url=button.get("url"),
        row=row,
    )
