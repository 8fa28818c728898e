"""The commands as Discord is told of them, and telling it only when they changed."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import discord

from adapters.discord import form
from adapters.discord.limits import MAX_COMMAND, MAX_OPTION_TEXT
from content.cleaning import shorten
from content.model import PackInfo

log = logging.getLogger(__name__)

SHOW_SOURCES = "Show sources"
FORM_SUFFIX = "-subscribe"
"""Behind the name of a pack's command: the command that subscribes."""
_CHAT_INPUT, _MESSAGE_MENU = 1, 3
_TEXT, _YES_OR_NO = 3, 5
# https://docs.discord.com/developers/interactions/application-commands#interaction-contexts
_IN_GUILDS_AND_DIRECT_MESSAGES = {"contexts": [0, 1], "integration_types": [0]}
Definition = list[dict[str, Any]]


class Memory(Protocol):
    """The part of the store that is needed here."""

    async def recall(self, name: str) -> str | None: ...

    async def remember(self, name: str, value: str) -> None: ...


def definition(packs: Sequence[PackInfo]) -> Definition:
    """Two slash commands for each pack, to ask and to subscribe, and the message menu's "Show
    sources".

    No sub-commands: a command that has some cannot be used bare, and there can be only 25.
    """
    asking = [_slash_command(pack) for pack in packs]
    taken = {pack.command for pack in packs}
    forms = [_form_command(pack) for pack in packs if _fits(f"{pack.command}{FORM_SUFFIX}", taken)]
    return [*asking, *forms, _message_command()]


async def sync(
    client: discord.Client, application_id: int, packs: Sequence[PackInfo], memory: Memory
) -> bool:
    """Register the commands if they are not what was last registered. Returns whether it did.

    Discord allows 200 new commands a day, so this is not done at every start.

    Raises:
        discord.HTTPException: Discord refused the definition.
        StoreError: the store refused.
    """
    commands = definition(packs)
    name = f"discord:commands:{application_id}"
    digest = hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
    if await memory.recall(name) == digest:
        return False
    # discord.py has no public way to register a plain definition; CommandTree.sync ends here too.
    await client.http.bulk_upsert_global_commands(application_id, payload=commands)
    await memory.remember(name, digest)
    log.info("registered %s commands with Discord", len(commands))
    return True


def _slash_command(pack: PackInfo) -> dict[str, Any]:
    return {
        "type": _CHAT_INPUT,
        "name": pack.command,
        "name_localizations": _chinese(pack.command_zh),
        "description": pack.description,
        "description_localizations": _chinese(pack.description_zh),
        "options": [_text_option(), _private_option()],
        **_IN_GUILDS_AND_DIRECT_MESSAGES,
    }


def _fits(name: str, taken: Collection[str]) -> bool:
    return len(name) <= MAX_COMMAND and name not in taken


def _form_command(pack: PackInfo) -> dict[str, Any]:
    return {
        "type": _CHAT_INPUT,
        "name": f"{pack.command}{FORM_SUFFIX}",
        "name_localizations": _chinese(pack.command_zh and f"{pack.command_zh}订阅"),
        "description": f"Summaries of {shorten(pack.title, 60)} in this channel",
        "description_localizations": _chinese("在此频道订阅摘要"),
        "options": form.options(),
        **_IN_GUILDS_AND_DIRECT_MESSAGES,
    }


def _text_option() -> dict[str, Any]:
    return {
        "type": _TEXT,
        "name": "text",
        "name_localizations": _chinese("内容"),
        "description": "Topic, question, or: timeline, figures, forecasts, latest, compare, source",
        "description_localizations": _chinese("主题、问题，或：时间线、数字、预测、最新、比较"),
        "required": True,
        "max_length": MAX_OPTION_TEXT,
        "autocomplete": True,
    }


def _private_option() -> dict[str, Any]:
    return {
        "type": _YES_OR_NO,
        "name": "private",
        "name_localizations": _chinese("私密"),
        "description": "Only you see the reply",
        "description_localizations": _chinese("仅自己可见"),
        "required": False,
    }


def _message_command() -> dict[str, Any]:
    return {
        "type": _MESSAGE_MENU,
        "name": SHOW_SOURCES,
        "name_localizations": _chinese("查看出处"),
        **_IN_GUILDS_AND_DIRECT_MESSAGES,
    }


def _chinese(text: str | None) -> dict[str, str]:
    return {"zh-CN": text} if text else {}
