"""Timelines, figures, forecasts, comparisons in Discord, over the real library."""

from __future__ import annotations

import pytest

from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.reading import buttons_of, text_of


@pytest.mark.parametrize(
    ("typed", "title", "said"),
    [
        ("timeline skerry point", "Timeline: Skerry Point", "**14 March 2026** · Skerry Point was"),
        ("forecasts", "Forecasts: Lighthouses of the Sound", "**due 2027, open** · The harbour"),
        ("figures lamps", "Figures: Lamps", "**14 March 2026** · The Skerry"),
        ("compare lamps and keepers", "Lamps compared with Lighthouse keepers", "**Lamps** · Most"),
        ("latest keepers", "Latest: Lighthouse keepers", "**March 2026** · The harbour trust"),
    ],
)
async def test_every_list_is_answered_with_citations(
    bot: Bot, discord: FakeDiscord, typed: str, title: str, said: str
) -> None:
    message = await discord.answer(await discord.uses_command(typed))

    assert message["embeds"][0]["title"] == title
    assert said in text_of(message)
    assert "[1] " in text_of(message)


async def test_a_button_turns_the_page_and_another_one_back(bot: Bot, discord: FakeDiscord) -> None:
    first = await discord.answer(await discord.uses_command("latest"))

    second = await discord.answer(await discord.presses(buttons_of(first)["More (3)"], first))
    again = await discord.answer(await discord.presses(buttons_of(second)["Back"], second))

    assert second["embeds"][0]["title"] == "Latest: Lighthouses of the Sound (5-7 of 7)"
    assert again["embeds"][0]["title"] == first["embeds"][0]["title"]


async def test_more_turns_the_page_of_the_list_above(bot: Bot, discord: FakeDiscord) -> None:
    await discord.answer(await discord.uses_command("latest"))

    message = await discord.answer(await discord.uses_command("more"))

    assert message["embeds"][0]["title"].endswith("(5-7 of 7)")
