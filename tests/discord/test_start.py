"""What is asked of Discord at the start, and what is told to it."""

from __future__ import annotations

import discord as library
import pytest

from adapters.discord import commands, limits
from adapters.discord.app import api_base
from adapters.discord.manifest import invite_link, manifest
from content.pack import Pack
from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import APPLICATION_ID


async def test_only_guild_messages_and_direct_messages_are_asked_for(
    bot: Bot, discord: FakeDiscord
) -> None:
    (identify,) = discord.identified

    asked_for = {
        name for name, bit in library.Intents.VALID_FLAGS.items() if bit & identify["intents"]
    }

    assert asked_for == {"guild_messages", "dm_messages", "messages"}  # the last is both


async def test_commands_are_registered_at_the_first_start_only(
    bot: Bot, discord: FakeDiscord
) -> None:
    await bot.restart()

    assert len(discord.commands) == 1
    assert bot.adapter.application_id == APPLICATION_ID


async def test_changed_commands_are_registered_again(bot: Bot, discord: FakeDiscord) -> None:
    renamed = bot.pack.info.model_copy(update={"description": "Another description."})

    await bot.restart(packs=[renamed])

    assert [registered[0]["description"] for registered in discord.commands] == [
        bot.pack.info.description,
        "Another description.",
    ]


async def test_commands_that_were_not_registered_are_tried_again(
    idle_bot: Bot, discord: FakeDiscord
) -> None:
    name = f"discord:commands:{APPLICATION_ID}"
    await idle_bot.store.remember(name, "of an older release")

    await idle_bot.adapter.start()

    assert len(discord.commands) == 1
    assert await idle_bot.store.recall(name) != "of an older release"


def test_the_command_takes_one_text_and_may_be_private(pack: Pack) -> None:
    slash, _, menu = commands.definition([pack.info])

    text, private = slash["options"]
    assert (slash["name"], menu["name"]) == (pack.info.command, "Show sources")
    assert (text["required"], text["autocomplete"], text["type"]) == (True, True, 3)
    assert (private["required"], private["type"]) == (False, 5)
    assert text["max_length"] <= limits.MAX_OPTION_TEXT


def test_names_and_descriptions_are_in_chinese_too(pack: Pack) -> None:
    slash, form, menu = commands.definition([pack.info])

    assert slash["name_localizations"] == {"zh-CN": pack.info.command_zh}
    assert slash["description_localizations"] == {"zh-CN": pack.info.description_zh}
    assert menu["name_localizations"].keys() == {"zh-CN"}
    for option in [*slash["options"], *form["options"]]:
        assert option["name_localizations"].keys() == {"zh-CN"}
        assert option["description_localizations"].keys() == {"zh-CN"}


def test_a_command_that_leaves_no_room_for_a_second_one_has_none(pack: Pack) -> None:
    long = pack.info.model_copy(update={"command": "a" * 30})
    taken = pack.info.model_copy(update={"command": f"{pack.info.command}-subscribe"})

    names = [one["name"] for one in commands.definition([long, pack.info, taken])]

    assert names == [
        "a" * 30,
        "lights",
        "lights-subscribe",
        "lights-subscribe-subscribe",
        "Show sources",
    ]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("http://proxy:8080", "http://proxy:8080/api/v10"),
        ("http://proxy:8080/", "http://proxy:8080/api/v10"),
        ("http://proxy:8080/api/v10/", "http://proxy:8080/api/v10"),
    ],
)
def test_an_api_address_without_a_path_gets_the_usual_one(given: str, used: str) -> None:
    assert api_base(given) == used


def test_the_invite_link_asks_for_what_is_needed_and_no_more() -> None:
    link = invite_link(APPLICATION_ID)

    assert f"client_id={APPLICATION_ID}&scope=bot+applications.commands" in link
    assert manifest(APPLICATION_ID)["invite_link"] == link
    assert manifest()["permissions"] == [
        "embed_links",
        "read_message_history",
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
    ]
