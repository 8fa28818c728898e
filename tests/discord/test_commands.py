"""Slash commands, autocomplete and the message menu, over the real library."""

from __future__ import annotations

import pytest

from content.answering import ONLY_CLOSEST
from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import DIRECT, EPHEMERAL
from tests.discord.reading import buttons_of, text_of


async def test_a_quick_answer_is_the_first_response(bot: Bot, discord: FakeDiscord) -> None:
    asked = await discord.uses_command("lamps")

    message = await discord.answer(asked)

    assert asked.response is not None
    assert asked.response["type"] == 4
    assert "LED burners" in text_of(message)
    assert "[1] " in text_of(message)
    assert not asked.is_private


async def test_what_only_comes_close_says_so_in_its_title(bot: Bot, discord: FakeDiscord) -> None:
    asked = await discord.uses_command("which painter relit skerry point")

    message = await discord.answer(asked)

    assert "Closest on file to “which painter relit skerry point”" in text_of(message)
    assert ONLY_CLOSEST in text_of(message)


async def test_an_answer_is_remembered_under_its_message(bot: Bot, discord: FakeDiscord) -> None:
    message = await discord.answer(await discord.uses_command("lamps"))
    await bot.settled()

    (record,) = list(bot.store)

    assert record.message == message["id"]
    assert record.place.channel == "10/20"


async def test_a_slow_answer_is_deferred_and_then_put_in_place(
    bot: Bot, discord: FakeDiscord
) -> None:
    await bot.turns_slow()
    asked = await discord.uses_command("lamps")
    waiting = await discord.answer(asked)

    assert asked.response is not None
    assert asked.response["type"] == 5
    assert text_of(waiting) == ""
    bot.hurries_up()
    message = await discord.edited(asked)
    await bot.settled()

    assert "LED burners" in text_of(message)
    assert [record.message for record in bot.store] == [message["id"]]
    assert len(discord.messages) == 1


@pytest.mark.parametrize(("text", "option"), [("lamps", True), ("lamps private", None)])
async def test_a_slow_private_answer_is_deferred_privately(
    bot: Bot, discord: FakeDiscord, text: str, option: bool | None
) -> None:
    await bot.turns_slow()

    asked = await discord.uses_command(text, private=option)
    await discord.answer(asked)
    bot.hurries_up()
    await discord.edited(asked)

    assert asked.response is not None
    assert asked.response["data"]["flags"] == EPHEMERAL


@pytest.mark.parametrize(("text", "option"), [("lamps", True), ("lamps private", None)])
async def test_a_private_answer_can_be_shared_by_who_asked(
    bot: Bot, discord: FakeDiscord, text: str, option: bool | None
) -> None:
    asked = await discord.uses_command(text, private=option)
    private = await discord.answer(asked)

    shared = await discord.presses(buttons_of(private)["Share"], private)
    public = await discord.answer(shared)

    assert asked.is_private
    assert not shared.is_private
    assert text_of(public) == text_of(private)
    assert "Share" not in buttons_of(public)


async def test_nobody_else_can_share_a_private_answer(bot: Bot, discord: FakeDiscord) -> None:
    private = await discord.answer(await discord.uses_command("lamps", private=True))

    pressed = await discord.presses(buttons_of(private)["Share"], private, by=2)
    message = await discord.answer(pressed)

    assert pressed.is_private
    assert "cannot be shared" in text_of(message)


async def test_a_slow_question_about_a_private_answer_does_not_show_it_to_all(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.answer(await discord.uses_command("lamps", private=True))
    await bot.turns_slow()

    asked = await discord.uses_command("source?")
    await discord.answer(asked)
    bot.hurries_up()
    message = await discord.edited(asked)

    assert not asked.is_private
    assert "almanac" not in text_of(message).lower()
    assert "private" in text_of(message)


async def test_the_command_works_in_direct_messages(bot: Bot, discord: FakeDiscord) -> None:
    asked = await discord.uses_command("lamps", guild=None, channel=DIRECT)

    assert "LED burners" in text_of(await discord.answer(asked))
    assert next(iter(bot.store)).place.channel == f"dm/{DIRECT}"


async def test_typing_offers_topics_and_words_of_the_grammar(
    bot: Bot, discord: FakeDiscord
) -> None:
    typed = await discord.types("la")
    await discord.until(lambda: typed.response is not None)

    assert typed.response is not None
    assert typed.response["type"] == 8
    choices = typed.response["data"]["choices"]
    assert {"name": "Lamps", "value": "Lamps"} in choices
    assert len(choices) <= 25


async def test_typing_what_cannot_be_completed_offers_nothing(
    bot: Bot, discord: FakeDiscord
) -> None:
    bot.briefings.broken_by = RuntimeError("a bug")

    typed = await discord.types("la")
    await discord.until(lambda: typed.response is not None)

    assert typed.response == {"type": 8, "data": {"choices": []}}


async def test_only_choices_that_discord_takes_are_offered(bot: Bot, discord: FakeDiscord) -> None:
    bot.briefings.offers = ["x" * 101, "", *(f"choice {n}" for n in range(40))]

    typed = await discord.types("c")
    await discord.until(lambda: typed.response is not None)

    assert typed.response is not None
    choices = typed.response["data"]["choices"]
    assert len(choices) == 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in choices)


async def test_the_message_menu_shows_the_sources_to_who_asks(
    bot: Bot, discord: FakeDiscord
) -> None:
    briefing = await discord.answer(await discord.uses_command("lamps"))
    await bot.settled()

    asked = await discord.shows_sources_of(briefing, by=2)
    evidence = await discord.answer(asked)

    assert asked.is_private
    assert "independent source" in text_of(evidence)


async def test_the_message_menu_on_any_other_message_says_that_it_is_no_briefing(
    bot: Bot, discord: FakeDiscord
) -> None:
    other = await discord.says("good morning")

    message = await discord.answer(await discord.shows_sources_of(other))

    assert "not a briefing" in text_of(message)


async def test_a_failing_core_costs_a_sentence_and_not_the_next_answer(
    bot: Bot, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    bot.briefings.broken_by = RuntimeError("a bug")
    failed = await discord.answer(await discord.uses_command("lamps"))
    bot.briefings.broken_by = None

    answered = await discord.answer(await discord.uses_command("lamps"))

    assert "Sorry" in text_of(failed)
    assert "RuntimeError" not in text_of(failed)
    assert "a bug" in caplog.text
    assert "LED burners" in text_of(answered)
