"""The app manifest that makes Slack send what this bot listens to, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.slack import limits
from adapters.slack.handlers import SHORTCUT
from content.cleaning import shorten
from content.model import PackInfo

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "metadata.message:read",
    "users:read",
)
"""History: to hear "source?" in threads and direct messages, and to look up whether a post whose
connection broke has arrived, for which the metadata of one's own messages must be readable. Users:
the time zone of whoever subscribes to summaries, and whether they are an admin. Channels, groups:
whether the bot is a member where a summary is to go, and who made the channel. Direct messages: to
tell whoever subscribed when a summary could not be delivered."""
EVENTS = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im")


def manifest(packs: Sequence[PackInfo], request_url: str | None = None) -> dict[str, Any]:
    """What to paste at https://api.slack.com/apps under "From a manifest", as JSON or YAML.

    With a `request_url`, the public address of `/slack/events`, the app works over HTTP; without
    one it uses Socket Mode. Reference: https://docs.slack.dev/reference/app-manifest
    """
    url = {} if request_url is None else {"url": request_url}
    request = {} if request_url is None else {"request_url": request_url}
    name = shorten(packs[0].title if len(packs) == 1 else "Briefing bot", limits.APP_NAME_MAX)
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": name,
            "description": "Briefings in which every sentence has a source.",
        },
        "features": {
            # Without the messages tab nobody can write to the bot directly.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [_SHORTCUT],
            "slash_commands": [{**_command(info), **url} for info in packs],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


_SHORTCUT = {
    "name": "Show sources",
    "type": "message",
    "callback_id": SHORTCUT,
    "description": "Show the evidence behind a briefing",
}


def _command(info: PackInfo) -> dict[str, Any]:
    return {
        "command": f"/{info.command}",
        "description": info.description,
        "usage_hint": "topic or question | timeline, figures, forecasts, latest, compare | source?",
        "should_escape": True,  # else Slack does not tell which channel "#general" is
    }
