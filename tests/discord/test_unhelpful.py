"""Finding fault with a reply in Discord, by button and in words."""

from __future__ import annotations

import pytest

from content.ports import Gap
from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import APPLICATION_ID, DIRECT
from tests.discord.reading import buttons_of, text_of
from tests.samples import NOON

AT_BOT = f"<@{APPLICATION_ID}>"
THANKS = "Noted; thank you."


async def marked(bot: Bot) -> list[Gap]:
    return [gap for gap in await bot.store.gaps(NOON.date()) if gap.kind == "not_helpful"]


async def test_the_button_is_thanked_for_where_only_its_presser_sees_it(
    bot: Bot, discord: FakeDiscord
) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))

    pressed = await discord.presses(buttons_of(briefing)["Not helpful"], briefing, by=2)
    thanks = await discord.answer(pressed)

    assert pressed.is_private
    assert THANKS in text_of(thanks)
    assert [gap.topic for gap in await marked(bot)] == ["keepers"]


async def test_a_button_pressed_by_two_people_counts_once_also_after_a_restart(
    bot: Bot, discord: FakeDiscord
) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))
    button = buttons_of(briefing)["Not helpful"]
    await discord.answer(await discord.presses(button, briefing))
    await bot.restart()

    thanks = await discord.answer(await discord.presses(button, briefing, by=2))

    assert THANKS in text_of(thanks)
    assert len(await marked(bot)) == 1


async def test_a_button_that_takes_a_while_is_thanked_for_in_private_too(
    bot: Bot, discord: FakeDiscord
) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))
    await bot.turns_slow()

    pressed = await discord.presses(buttons_of(briefing)["Not helpful"], briefing)
    await discord.until(lambda: pressed.response is not None)
    bot.hurries_up()

    assert THANKS in text_of(await discord.edited(pressed))
    assert pressed.is_private
    assert len(await marked(bot)) == 1


@pytest.mark.parametrize("custom_id", ["unhelpful:" + "f" * 32, "unhelpful:'; DROP TABLE gaps"])
async def test_a_tampered_button_is_told_that_nothing_was_noted(
    bot: Bot, discord: FakeDiscord, custom_id: str
) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))

    said = await discord.answer(await discord.presses(custom_id, briefing))

    assert "Not noted" in text_of(said)
    assert await marked(bot) == []


@pytest.mark.parametrize("text", ["not helpful", "👎", "👎🏽", "没用"])
async def test_words_after_the_slash_command_mean_the_last_reply_and_are_private(
    bot: Bot, discord: FakeDiscord, text: str
) -> None:
    await discord.answer(await discord.uses_command("keepers"))

    said = await discord.uses_command(text)

    assert THANKS in text_of(await discord.answer(said))
    assert said.is_private
    assert [gap.topic for gap in await marked(bot)] == ["keepers"]


async def test_words_beside_a_mention_are_thanked_for_in_the_open_for_there_is_no_other_way(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.says(f"{AT_BOT} lamps")
    await discord.posted()
    await bot.settled()

    await discord.says(f"{AT_BOT} 👎")

    assert THANKS in text_of(await discord.posted(2))
    assert [gap.topic for gap in await marked(bot)] == ["lamps"]


async def test_words_in_a_direct_message_are_answered_there(bot: Bot, discord: FakeDiscord) -> None:
    await discord.says("lamps", guild=None, channel=DIRECT)
    await discord.posted()
    await bot.settled()

    await discord.says("wrong answer", guild=None, channel=DIRECT)

    assert THANKS in text_of(await discord.posted(2))
    assert len(await marked(bot)) == 1


async def test_a_reply_to_a_briefing_means_that_one(bot: Bot, discord: FakeDiscord) -> None:
    await discord.says(f"{AT_BOT} keepers")
    briefing = await discord.posted()
    await bot.settled()
    await discord.says(f"{AT_BOT} lamps")
    await discord.posted(2)
    await bot.settled()

    await discord.says(f"{AT_BOT} not helpful", reply_to=briefing["id"])
    await discord.posted(3)

    assert [gap.topic for gap in await marked(bot)] == ["keepers"]
