"""What an operator needs to add the bot to a server."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import discord

SCOPES = ("bot", "applications.commands")
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,  # a reply to a message needs it
)
PLACEHOLDER = "APPLICATION_ID"


def invite_link(application_id: int | None = None) -> str:
    """The address where somebody with "Manage Server" adds the bot, with what it needs and no more.

    Without an id the link holds `APPLICATION_ID`, to be replaced by hand.
    """
    query = {
        "client_id": application_id or PLACEHOLDER,
        "scope": " ".join(SCOPES),
        "permissions": PERMISSIONS.value,
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def manifest(application_id: int | None = None) -> dict[str, Any]:
    """The invite link and what it asks for, in words."""
    return {
        "invite_link": invite_link(application_id),
        "scopes": list(SCOPES),
        "permissions": sorted(name for name, granted in PERMISSIONS if granted),
        "privileged_intents": [],
    }
