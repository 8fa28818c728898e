"""Presses on buttons, before and after a restart."""

from __future__ import annotations

import pytest

from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.reading import buttons_of, text_of


async def test_the_sources_button_shows_the_evidence_to_the_channel(
    bot: Bot, discord: FakeDiscord
) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))

    pressed = await discord.presses(buttons_of(briefing)["Sources"], briefing, by=2)
    evidence = await discord.answer(pressed)

    assert not pressed.is_private
    assert "independent source" in text_of(evidence)
    assert "Sources" not in buttons_of(evidence)


async def test_the_sources_button_works_after_a_restart(bot: Bot, discord: FakeDiscord) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))
    await bot.restart()

    evidence = await discord.answer(
        await discord.presses(buttons_of(briefing)["Sources"], briefing)
    )

    assert "independent source" in text_of(evidence)


async def test_the_sources_of_a_private_answer_stay_private(bot: Bot, discord: FakeDiscord) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers", private=True))

    pressed = await discord.presses(buttons_of(briefing)["Sources"], briefing)
    await discord.answer(pressed)

    assert pressed.is_private


async def test_a_related_topic_is_asked_for_by_its_button(bot: Bot, discord: FakeDiscord) -> None:
    briefing = await discord.answer(await discord.uses_command("skerry point"))

    pressed = await discord.presses(buttons_of(briefing)["Lamps"], briefing)

    assert "LED burners" in text_of(await discord.answer(pressed))


@pytest.mark.parametrize(
    "custom_id",
    [
        "sources:",
        "sources:../../etc/passwd",
        "sources:" + "f" * 32,
        "share:'; DROP TABLE replies; --",
        "erase:everything",
        "no colon at all",
        "ask:   ",
    ],
)
async def test_a_tampered_button_gets_a_short_clear_error(
    bot: Bot, discord: FakeDiscord, custom_id: str
) -> None:
    briefing = await discord.answer(await discord.uses_command("keepers"))

    message = await discord.answer(await discord.presses(custom_id, briefing))

    assert 10 < len(text_of(message)) < 200
    assert "independent source" not in text_of(message)
