"""The command that subscribes, and moving to another channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import form
from adapters.discord.completing import topics_like, zones_like
from adapters.store.sql import SqlStore
from content.ports import Place
from tests.delivery.conftest import subscribing
from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import CLOSED, MANAGER
from tests.discord.reading import text_of


@pytest.fixture
async def store(bot: Bot, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """Where the bot keeps subscriptions."""
    store = SqlStore(f"sqlite:///{tmp_path}/briefing.db")
    await store.open()
    bot.subscriptions = subscribing(store)
    await bot.restart()
    yield store
    await store.close()


async def fills_in(discord: FakeDiscord, *, by: int = MANAGER, **chosen: str) -> str:
    """`/lights-subscribe` with these options; returns what is answered."""
    options = [{"type": 3, "name": name, "value": value} for name, value in chosen.items()]
    data = {"id": "7", "type": 1, "name": "lights-subscribe", "options": options}
    return text_of(await discord.answer(await discord.interacts(2, data, by=by)))


async def completes(discord: FakeDiscord, option: str, typed: str) -> list[str]:
    focused = {"type": 3, "name": option, "value": typed, "focused": True}
    data = {"id": "7", "type": 1, "name": "lights-subscribe", "options": [focused]}
    asked = await discord.interacts(4, data)
    await discord.until(lambda: asked.response is not None)
    response: dict[str, Any] = asked.response or {}
    return [choice["value"] for choice in response["data"]["choices"]]


async def test_what_is_chosen_is_subscribed(discord: FakeDiscord, store: SqlStore) -> None:
    told = await fills_in(
        discord,
        topics="Lamps",
        day="Friday",
        at="8:30",
        zone="Europe/Berlin",
        quiet="skip quiet weeks",
        length="at most 3 lines",
    )

    [kept] = await store.subscriptions.listed()
    assert "every Friday at 08:30 (Europe/Berlin)" in told
    assert (kept.topics, kept.quiet, kept.max_lines) == (("lamps",), "skip", 3)


async def test_nothing_has_to_be_chosen(discord: FakeDiscord, store: SqlStore) -> None:
    assert "every Monday at 09:00 (UTC)" in await fills_in(discord)


async def test_who_may_not_manage_the_channel_is_refused(
    discord: FakeDiscord, store: SqlStore
) -> None:
    assert "Manage Channels" in await fills_in(discord, by=1)
    assert await store.subscriptions.listed() == []


async def test_what_the_bot_lacks_is_named(
    discord: FakeDiscord, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.discord.payloads.PERMISSIONS", str(1 << 10))

    told = await fills_in(discord)

    assert "Send Messages, Embed Links, Read Message History" in told
    assert await store.subscriptions.listed() == []


async def test_zones_and_topics_are_completed(discord: FakeDiscord, store: SqlStore) -> None:
    assert (await completes(discord, "zone", "berl"))[0] == "Europe/Berlin"
    assert await completes(discord, "topics", "Skerry Point, lam") == ["Skerry Point, Lamps"]


@pytest.mark.parametrize(
    ("text", "by", "title"),
    [
        ("subscriptions move <#21>", MANAGER, "Moved"),
        ("subscriptions move to <#21>", 1, "Not changed"),
        (f"subscriptions move <#{CLOSED}>", MANAGER, "I lack these permissions"),
        ("subscriptions move general", MANAGER, "Name the channel"),
    ],
)
async def test_it_moves_where_both_may_post(
    discord: FakeDiscord, store: SqlStore, text: str, by: int, title: str
) -> None:
    await fills_in(discord)

    told = await discord.answer(await discord.uses_command(text, by=by))

    [kept] = await store.subscriptions.listed()
    assert title in text_of(told)
    assert kept.place == Place("discord", "10/21" if title == "Moved" else "10/20")


async def test_a_channel_that_cannot_be_seen_is_no_place(
    discord: FakeDiscord, store: SqlStore
) -> None:
    await fills_in(discord)
    discord.refuse_next("channel", 403, 50001)

    told = await discord.uses_command("subscriptions move <#21>", by=MANAGER)

    assert "I cannot see that channel" in text_of(await discord.answer(told))


def test_the_options_keep_to_the_limits_of_discord() -> None:
    told = form.options()

    assert len(told) <= 25
    for option in told:
        assert len(option["description"]) <= 100
        assert len(option["description_localizations"]["zh-CN"]) <= 100
        assert len(option.get("choices", [])) <= 25


@pytest.mark.parametrize("typed", ["", "new york", "xyz", "x" * 10_000, "🦖"])
def test_completion_takes_anything(typed: str) -> None:
    assert len(zones_like(typed, 25)) <= 25
    assert topics_like(typed, [("lamps", "Lamps")]) in (["Lamps"], [])
