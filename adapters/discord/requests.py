"""What Discord delivers, as questions for the core."""

from __future__ import annotations

import re
from typing import Any

import discord

from adapters.discord import form
from adapters.discord.limits import REVIEW_FORM
from content.asked import Asked, Standing
from content.ports import Place

PLATFORM = "discord"
WHO_MAY = "people with the permission Manage Channels"
BY_COMMAND = f"{WHO_MAY}, and only by slash command (a message does not tell what you may do),"
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
        standing=standing_of(interaction),
    )


def to_asked_by_form(interaction: discord.Interaction, command: str) -> Asked:
    """The command that subscribes: its options as they would be typed."""
    return Asked(
        text=form.typed(_options(interaction)),
        place=place_of(interaction),
        asker=asker_of(interaction.user),
        command=command,
        standing=standing_of(interaction),
    )


def standing_of(interaction: discord.Interaction) -> Standing:
    """What decides on posts there: anybody may have them in their direct messages."""
    if interaction.guild_id is None:
        return Standing(may_manage=True)
    ours = interaction.app_permissions
    needed = {
        "View Channel": ours.view_channel,
        "Send Messages": ours.send_messages_in_threads
        if _is_thread(interaction)
        else ours.send_messages,
        "Embed Links": ours.embed_links,
        "Read Message History": ours.read_message_history,
    }
    missing = ", ".join(name for name, is_given in needed.items() if not is_given)
    return Standing(
        may_manage=interaction.permissions.manage_channels,
        who_may=WHO_MAY,
        lacking=(f"I lack these permissions in it: {missing}.",) if missing else (),
    )


def _is_thread(interaction: discord.Interaction) -> bool:
    kind = getattr(interaction.channel, "type", None)
    return kind in (
        discord.ChannelType.public_thread,
        discord.ChannelType.private_thread,
        discord.ChannelType.news_thread,
    )


def to_command(interaction: discord.Interaction) -> str:
    """The name of the command used, in its default language whatever the user's is."""
    return str(_data(interaction).get("name", ""))


def has_text(interaction: discord.Interaction) -> bool:
    """Whether a command has the option that questions are typed in, without which none is sent."""
    return "text" in _options(interaction)


def to_typed(interaction: discord.Interaction) -> tuple[str, str, str]:
    """What stands so far in the option that is being typed, its name, and the command's."""
    options = _data(interaction).get("options", [])
    focused: dict[str, Any] = next((one for one in options if one.get("focused")), {})
    typed, name = str(focused.get("value", "")), str(focused.get("name", ""))
    return typed, name, to_command(interaction)


def to_target(interaction: discord.Interaction) -> str:
    """The id of the message whose context menu was used."""
    return str(_data(interaction).get("target_id", ""))


def to_asked_by_press(interaction: discord.Interaction, text: str) -> Asked:
    """What a button or a form asks, as if it had been typed beside its message."""
    return Asked(
        text,
        place_of(interaction),
        asker_of(interaction.user),
        beside=message_under(interaction),
        standing=standing_of(interaction),
    )


def to_reworded(interaction: discord.Interaction) -> tuple[str, str]:
    """The id of the draft that a form was opened for, and the text typed there; empty if it is no
    form of ours."""
    draft = to_custom_id(interaction).removeprefix(REVIEW_FORM)
    rows = _data(interaction).get("components", [])
    values = [part.get("value", "") for row in rows for part in row.get("components", [])]
    return draft, str(next(iter(values), ""))


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
        standing=Standing(may_manage=_guild_id(message) is None, who_may=BY_COMMAND),
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
