"""Summaries in Discord, through the real library and a local Discord."""

from __future__ import annotations

import pytest

from adapters.store.sql import SqlStore
from content.ports import Place
from tests.delivery.conftest import Turned, subscribing, summaries, weekly
from tests.discord.conftest import (  # noqa: F401 (fixtures)
    Bot,
    bot,
    desk,
    discord,
    pack,
    same_api_address_afterwards,
)
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import MANAGER
from tests.discord.reading import text_of

CHANNEL = Place("discord", "10/20")


async def test_it_arrives_at_its_minute_once(
    store: SqlStore,
    clock: Turned,
    bot: Bot,  # noqa: F811
    discord: FakeDiscord,  # noqa: F811
) -> None:
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, discord=bot.adapter.sender)

    assert await loop.step() == 0
    clock.turn(minutes=1)
    await loop.step()
    for _ in range(3):
        clock.turn(hours=1)
        await loop.step()

    (message,) = discord.messages.values()
    assert "Summary: Lighthouses of the Sound, 9 to 15 March 2026" in text_of(message)
    assert await store.by_message(CHANNEL, message["id"]) is not None


async def test_what_is_subscribed_in_discord_arrives_there(
    store: SqlStore,
    clock: Turned,
    bot: Bot,  # noqa: F811
    discord: FakeDiscord,  # noqa: F811
) -> None:
    bot.subscriptions = subscribing(store)
    await bot.restart()
    refused = await discord.answer(await discord.uses_command("subscribe"))
    asked = await discord.uses_command("subscribe mondays 9:00 Europe/Berlin", by=MANAGER)
    told = await discord.answer(asked)
    [kept] = await store.subscriptions.listed()
    clock.at = kept.cadence.moment(kept.next_date)

    await summaries(store, clock, discord=bot.adapter.sender).step()

    arrived = list(discord.messages.values())[-1]
    assert "Manage Channels" in text_of(refused)
    assert "every Monday at 09:00 (Europe/Berlin)" in text_of(told)
    assert "Summary: Lighthouses of the Sound" in text_of(arrived)


@pytest.mark.parametrize("minutes", [2, 200])
async def test_an_answer_that_is_lost_doubles_nothing(
    store: SqlStore,
    clock: Turned,
    bot: Bot,  # noqa: F811
    discord: FakeDiscord,  # noqa: F811
    minutes: int,
) -> None:
    discord.cut_next("post")
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, discord=bot.adapter.sender)
    clock.turn(minutes=1)
    await loop.step()
    discord.forget_nonces()  # as it does after some minutes

    clock.turn(minutes=minutes)
    await loop.step()

    assert len(discord.messages) == 1
    [message] = discord.messages.values()
    assert await store.by_message(CHANNEL, message["id"]) is not None


async def test_a_channel_that_is_gone_is_paused(
    store: SqlStore,
    clock: Turned,
    bot: Bot,  # noqa: F811
    discord: FakeDiscord,  # noqa: F811
) -> None:
    discord.refuse_next("post", 404, 10003)
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, discord=bot.adapter.sender)
    clock.turn(minutes=1)

    await loop.step()

    [kept] = await store.subscriptions.listed()
    assert kept.paused is not None
    assert "10003" in kept.paused
