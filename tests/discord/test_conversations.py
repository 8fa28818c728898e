"""Mentions, direct messages and replies."""

from __future__ import annotations

import pytest

from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import APPLICATION_ID, DIRECT, user
from tests.discord.reading import buttons_of, text_of

AT_BOT = f"<@{APPLICATION_ID}>"


@pytest.mark.parametrize(
    "content", [f"{AT_BOT} lamps", f"hello {AT_BOT} lamps", f"lamps {AT_BOT}", f"lamps, {AT_BOT}?"]
)
async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(
    bot: Bot, discord: FakeDiscord, content: str
) -> None:
    asked = await discord.says(content)

    answer = await discord.posted()

    assert "LED burners" in text_of(answer)
    assert answer["message_reference_sent"]["message_id"] == int(asked["id"])
    assert discord.sent[-1]["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_a_mention_in_a_guild_joined_since_the_start_is_answered(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.says(f"{AT_BOT} lamps", guild=99, channel=98)

    await discord.posted()
    await bot.settled()

    assert next(iter(bot.store)).place.channel == "99/98"


async def test_a_direct_message_needs_no_mention_and_source_means_the_last_briefing(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.says("lamps", guild=None, channel=DIRECT)
    briefing = await discord.posted()
    await bot.settled()

    await discord.says("source?", guild=None, channel=DIRECT)
    evidence = await discord.posted(2)

    assert "LED burners" in text_of(briefing)
    assert "independent source" in text_of(evidence)


async def test_a_private_question_in_direct_messages_is_simply_answered(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.says("lamps private", guild=None, channel=DIRECT)

    answer = await discord.posted()

    assert "LED burners" in text_of(answer)
    assert "Share" not in buttons_of(answer)


async def test_source_as_a_reply_means_the_message_replied_to(
    bot: Bot, discord: FakeDiscord
) -> None:
    keepers = await discord.answer(await discord.uses_command("keepers"))
    await discord.answer(await discord.uses_command("lamps"))
    await bot.settled()

    await discord.says("source?", mentions_bot=True, reply_to=keepers["id"])
    evidence = await discord.posted(3)

    assert "keeper left the sound" in text_of(evidence)


async def test_source_as_a_reply_works_after_a_restart(bot: Bot, discord: FakeDiscord) -> None:
    keepers = await discord.answer(await discord.uses_command("keepers"))
    await bot.restart()

    await discord.says("source?", mentions_bot=True, reply_to=keepers["id"])

    assert "keeper left the sound" in text_of(await discord.posted(2))


async def test_a_reply_whose_text_is_kept_from_us_gets_the_evidence(
    bot: Bot, discord: FakeDiscord
) -> None:
    keepers = await discord.answer(await discord.uses_command("keepers"))
    await bot.settled()

    await discord.says("", mentions_bot=False, reply_to=keepers["id"])

    assert "keeper left the sound" in text_of(await discord.posted(2))


async def test_a_reply_to_somebody_else_is_left_alone(bot: Bot, discord: FakeDiscord) -> None:
    other = await discord.says("good morning")

    await discord.says("", mentions_bot=False, reply_to=other["id"])
    await discord.says(f"{AT_BOT} lamps")
    await discord.posted()
    await bot.settled()

    assert len(discord.messages) == 1


async def test_talk_among_people_bots_and_systems_is_left_alone(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.says("lamps")
    await discord.says(f"{AT_BOT} keepers", author=user(5, bot=True))
    await discord.says(f"{AT_BOT} keepers", webhook_id="77")
    await discord.says(f"{AT_BOT} keepers", type=7)
    edited = await discord.says("keepers")
    await discord.dispatch("MESSAGE_UPDATE", {**edited, "content": f"{AT_BOT} keepers"})

    await discord.says(f"{AT_BOT} lamps")
    answer = await discord.posted()
    await bot.settled()

    assert "LED burners" in text_of(answer)
    assert len(discord.messages) == 1


async def test_a_message_delivered_twice_is_answered_once(bot: Bot, discord: FakeDiscord) -> None:
    message = await discord.says(f"{AT_BOT} lamps")
    await discord.dispatch("MESSAGE_CREATE", message)

    await discord.says(f"{AT_BOT} keepers")
    await discord.posted(2)
    await bot.settled()

    assert len(discord.messages) == 2
    assert len(list(bot.store)) == 2


@pytest.mark.parametrize("text", ["lamps private", "source?"])
async def test_what_only_one_person_may_see_is_not_said_in_the_channel(
    bot: Bot, discord: FakeDiscord, text: str
) -> None:
    await discord.answer(await discord.uses_command("lamps", private=True))

    await discord.says(f"{AT_BOT} {text}")
    answer = await discord.posted(2)

    assert "LED" not in text_of(answer)
    assert "slash command" in text_of(answer)


async def test_a_bare_mention_is_told_how_to_ask(bot: Bot, discord: FakeDiscord) -> None:
    await discord.says(AT_BOT)

    assert "Type a topic or a question" in text_of(await discord.posted())
