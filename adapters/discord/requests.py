"""What Discord delivers, as questions for the core."""

from __future__ import annotations

import re
from typing import Any

import discord

from content.asked import Asked
from content.ports import Place

PLATFORM = "discord"
_ANSWERABLE = (discord.MessageType.default, discord.MessageType.reply)


def place_of(interaction: discord.Interaction) -> Place:
    """Where an interaction was made; a thread on Discord is a channel of its own."""
    return _place(interaction.guild_id, interaction.channel_id or 0)


def place_of_message(message: discord.Message) -> Place:
    """Where a message was written."""
    return _place(_guild_id(message), message.channel.id)


def asker_of(author: discord.abc.User) -> str:
    """Who asks: the user's id, the same in every guild."""
    return str(author.id)


def to_asked(interaction: discord.Interaction) -> Asked:
    """A slash command. Its private option and a last word `private` both make it private."""
    options = _options(interaction)
    return Asked(
        text=str(options.get("text", "")),
        place=place_of(interaction),
        asker=asker_of(interaction.user),
        command=to_command(interaction),
        private=options.get("private") is True,
        may_manage=may_manage(interaction),
    )


def may_manage(interaction: discord.Interaction) -> bool:
    """Whether the person may decide what is posted there: anybody in direct messages."""
    return interaction.guild_id is None or interaction.permissions.manage_channels


def to_command(interaction: discord.Interaction) -> str:
    """The name of the command used, in its default language whatever the user's is."""
    return str(_data(interaction).get("name", ""))


def to_typed(interaction: discord.Interaction) -> tuple[str, str]:
    """What stands in the text option so far, and the command it is typed after."""
    return str(_options(interaction).get("text", "")), to_command(interaction)


def to_target(interaction: discord.Interaction) -> str:
    """The id of the message whose context menu was used."""
    return str(_data(interaction).get("target_id", ""))


def to_custom_id(interaction: discord.Interaction) -> str:
    """What the pressed button carries."""
    return str(_data(interaction).get("custom_id", ""))


def message_under(interaction: discord.Interaction) -> str | None:
    """The id of the message whose button was pressed."""
    return str(interaction.message.id) if interaction.message is not None else None


def is_on_private_message(interaction: discord.Interaction) -> bool:
    """Whether the pressed button stands under a message that only one person sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def is_from_a_person(message: discord.Message) -> bool:
    """Whether somebody wrote this: no bot, no webhook, no system notice."""
    return (
        not message.author.bot
        and message.webhook_id is None
        and message.type in _ANSWERABLE
        and not message.message_snapshots  # forwarded, so written elsewhere
    )


def is_addressed(message: discord.Message, me: int) -> bool:
    """Whether a message is for us: a direct message, a mention, or a reply that pings us."""
    return is_direct(message) or any(user.id == me for user in message.mentions)


def is_direct(message: discord.Message) -> bool:
    """Whether a message was written in the direct messages of one person and the bot."""
    return _guild_id(message) is None


def is_unreadable_reply(message: discord.Message) -> bool:
    """Whether this answers another message with a text that Discord keeps from us.

    Without the message content intent a reply whose ping was switched off comes without its text:
    https://docs.discord.com/developers/events/gateway#message-content-intent
    """
    return replied_to(message) is not None and not message.content and not message.stickers


def replied_to(message: discord.Message) -> str | None:
    """The id of the message that this one replies to."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    return str(message.reference.message_id) if message.reference.message_id else None


def to_asked_by_message(message: discord.Message, me: int) -> Asked:
    """A mention, a direct message or a reply."""
    return Asked(
        text=_without_mention(message.content, me),
        place=place_of_message(message),
        asker=asker_of(message.author),
        about=replied_to(message),
        may_manage=_guild_id(message) is None,  # a message does not tell what its author may do
    )


def _without_mention(content: str, me: int) -> str:
    """What stands after our name; where nothing does, what stands before it."""
    before, *rest = re.split(rf"<@!?{me}>", content)
    after = " ".join(rest)
    return (after if re.search(r"\w", after) else f"{before} {after}").strip()


def _place(guild_id: int | None, channel_id: int) -> Place:
    return Place(PLATFORM, f"{guild_id or 'dm'}/{channel_id}")


def _guild_id(message: discord.Message) -> int | None:
    """Without the guilds intent a channel is a bare id that may know its guild's."""
    guild_id: int | None = getattr(message.channel, "guild_id", None)
    return message.guild.id if message.guild is not None else guild_id


def _data(interaction: discord.Interaction) -> dict[str, Any]:
    return dict(interaction.data or {})


def _options(interaction: discord.Interaction) -> dict[str, Any]:
    return {option["name"]: option.get("value") for option in _data(interaction).get("options", [])}
