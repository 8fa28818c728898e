"""Whatever is typed gets a normal reply or a short clear one, and nothing of it comes alive."""

from __future__ import annotations

import re

import pytest

from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import APPLICATION_ID, DIRECT
from tests.discord.reading import text_of
from tests.samples import HOSTILE

LIVE = re.compile(r"@everyone|@here|(?<!\\)<[@#/]|(?<!\\)\]\(https://evil|\u202e", re.IGNORECASE)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_command_is_answered_and_so_is_the_next(
    bot: Bot, discord: FakeDiscord, text: str
) -> None:
    hostile = await discord.answer(await discord.uses_command(text))
    normal = await discord.answer(await discord.uses_command("lamps"))

    assert 0 < len(text_of(hostile)) < 4000
    assert not LIVE.search(text_of(hostile))
    assert "LED burners" in text_of(normal)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_message_is_answered_with_nothing_alive_in_it(
    bot: Bot, discord: FakeDiscord, text: str
) -> None:
    await discord.says(f"<@{APPLICATION_ID}> {text}")
    await discord.says(text, guild=None, channel=DIRECT)

    await discord.posted(2)

    for message in discord.messages.values():
        assert text_of(message)
        assert not LIVE.search(text_of(message))


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
async def test_nothing_at_all_gets_help(bot: Bot, discord: FakeDiscord, text: str) -> None:
    message = await discord.answer(await discord.uses_command(text))

    assert "Type a topic or a question" in text_of(message)


async def test_options_of_no_known_form_get_an_apology_and_the_next_command_works(
    bot: Bot, discord: FakeDiscord
) -> None:
    odd = {"id": "5", "type": 1, "name": "lights", "options": [{"type": 3, "value": "nameless"}]}

    apology = await discord.answer(await discord.interacts(2, odd))
    message = await discord.answer(await discord.uses_command("lamps"))

    assert "Sorry" in text_of(apology)
    assert "LED burners" in text_of(message)
