"""What Discord delivers, with as much in it as discord.py needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]
APPLICATION_ID = 700
GUILD, CHANNEL, DIRECT = 10, 20, 30
EPHEMERAL = 64
BOT: Payload = {
    "id": str(APPLICATION_ID),
    "username": "briefing-bot",
    "discriminator": "0",
    "avatar": None,
    "global_name": None,
}


def user(user_id: int = 1, *, bot: bool = False) -> Payload:
    """A user as Discord describes one."""
    return {
        "id": str(user_id),
        "username": f"user-{user_id}",
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        "bot": bot,
    }


@dataclass
class Interaction:
    """One interaction and what became of it."""

    id: int
    token: str
    kind: int
    data: Payload
    channel: int
    response: Payload | None = None
    """The first response as sent: `type` and `data`."""
    message: Payload | None = None
    """The message it became."""
    edits: int = 0

    @property
    def is_private(self) -> bool:
        return bool(self.message and self.message["flags"] & EPHEMERAL)


def member() -> Payload:
    """What a guild knows of a user."""
    return {"roles": [], "joined_at": None, "deaf": False, "mute": False, "flags": 0}


def application() -> Payload:
    """The bot as an application."""
    app: Payload = {"id": str(APPLICATION_ID), "name": "briefing-bot", "description": ""}
    app |= {"icon": None, "bot_public": True, "bot_require_code_grant": False, "verify_key": ""}
    return {**app, "owner": user(9), "flags": 0}


def message(message_id: int, channel: int, body: Payload, author: Payload) -> Payload:
    """A message; `body` is what somebody sent to have it made."""
    return {
        "id": str(message_id),
        "type": 0,
        "channel_id": str(channel),
        "content": body.get("content") or "",
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "author": author,
        "flags": body.get("flags", 0),
        "message_reference_sent": body.get("message_reference"),
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "timestamp": "2026-11-21T12:00:00+00:00",
        "edited_timestamp": None,
    }


MANAGER = 7
"""A member who may manage channels."""
MANAGE_CHANNELS = str(1 << 4)
PERMISSIONS = str((1 << 10) | (1 << 11) | (1 << 14) | (1 << 16))
"""What the bot may: see the channel, write, embed links, read what was written."""


SEEING = str(1 << 10)
MANAGERS, READERS = 501, 502
"""Roles: of who may manage channels, and of the bot."""
CLOSED = 66
"""A channel that the bot may see and not write in."""


def guild(guild_id: int) -> Payload:
    """A guild with its roles; whoever has none of them may only look."""
    roles = [
        {"id": str(guild_id), "name": "@everyone", "permissions": SEEING},
        {"id": str(MANAGERS), "name": "managers", "permissions": MANAGE_CHANNELS},
        {"id": str(READERS), "name": "bots", "permissions": PERMISSIONS},
    ]
    usual = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False}
    return {
        "id": str(guild_id),
        "name": "a guild",
        "owner_id": "9",
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [usual | role for role in roles],
    }


def channel(channel_id: int) -> Payload:
    """A channel of a guild, as one asks for it."""
    denied = {"id": str(READERS), "type": 0, "allow": "0", "deny": str(1 << 11)}
    return {
        "id": str(channel_id),
        "guild_id": str(GUILD),
        "type": 0,
        "name": "general",
        "position": 0,
        "permission_overwrites": [denied] if channel_id == CLOSED else [],
    }


def roles_of(person: int) -> list[str]:
    """Who has which role."""
    return {MANAGER: [str(MANAGERS)], APPLICATION_ID: [str(READERS)]}.get(person, [])


def interaction(made: Interaction, *, by: int, guild: int | None) -> Payload:
    """The event for an interaction, in a guild or with `None` in the direct messages."""
    payload: Payload = {
        "id": str(made.id),
        "application_id": str(APPLICATION_ID),
        "type": made.kind,
        "token": made.token,
        "version": 1,
        "data": made.data,
        "channel_id": str(made.channel),
        "attachment_size_limit": 1,
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {},
    }
    channel: Payload = {"id": str(made.channel)}
    if guild is None:
        channel |= {"type": 1, "recipients": [user(by)]}
        return payload | {"channel": channel, "context": 1, "user": user(by)}
    channel |= {"type": 0, "name": "general", "position": 0}
    permissions = MANAGE_CHANNELS if by == MANAGER else "0"
    return payload | {
        "channel": channel,
        "context": 0,
        "guild_id": str(guild),
        "app_permissions": PERMISSIONS,
        "guild": {"id": str(guild), "features": [], "locale": "en-US"},
        "member": {
            **member(),
            "user": user(by),
            "permissions": permissions,
        },
    }


def callback_response(answered: Interaction) -> Payload:
    """What the callback gives back with `with_response`."""
    made: Payload = {"id": str(answered.id), "type": answered.kind}
    if answered.message is None:
        return {"interaction": made}
    made["response_message_id"] = answered.message["id"]
    made["response_message_ephemeral"] = answered.is_private
    return {"interaction": made, "resource": {"type": 4, "message": answered.message}}


def ready(identify: Payload, gateway_url: str) -> Payload:
    """The READY event: without the guilds intent guilds stay unavailable."""
    return {
        "v": 10,
        "user": {**BOT, "bot": True, "verified": True, "mfa_enabled": False},
        "session_id": "session",
        "resume_gateway_url": gateway_url,
        "guilds": [{"id": str(GUILD), "unavailable": True}],
        "application": {"id": str(APPLICATION_ID), "flags": 0},
        "shard": identify.get("shard", [0, 1]),
    }
