"""Lost replies, limits, refusals, and a gateway that goes away."""

from __future__ import annotations

import asyncio
import logging

import pytest

from content.errors import PlatformError
from tests.discord.conftest import Bot
from tests.discord.fake_discord import FakeDiscord
from tests.discord.payloads import APPLICATION_ID
from tests.discord.reading import text_of

AT_BOT = f"<@{APPLICATION_ID}>"


async def test_a_first_response_whose_receipt_was_lost_is_posted_once_and_remembered(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.cut_next("callback")

    message = await discord.answer(await discord.uses_command("lamps"))
    await discord.until(lambda: discord.requests["original"] == 1)
    await bot.settled()

    assert len(discord.messages) == 1
    assert [record.message for record in bot.store] == [message["id"]]


async def test_an_edit_whose_receipt_was_lost_is_one_message(
    bot: Bot, discord: FakeDiscord
) -> None:
    await bot.turns_slow()
    discord.cut_next("edit")

    asked = await discord.uses_command("lamps")
    await discord.answer(asked)
    bot.hurries_up()
    await discord.until(lambda: asked.edits == 2)
    await bot.settled()

    assert len(discord.messages) == 1
    assert next(iter(bot.store)).message is not None


async def test_a_deferral_whose_receipt_was_lost_still_brings_the_answer(
    bot: Bot, discord: FakeDiscord
) -> None:
    await bot.turns_slow()
    discord.cut_next("callback")

    asked = await discord.uses_command("lamps")
    await discord.answer(asked)
    bot.hurries_up()
    message = await discord.edited(asked)

    assert "LED burners" in text_of(message)
    assert len(discord.messages) == 1


async def test_a_message_whose_receipt_was_lost_is_posted_once_and_remembered(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.cut_next("post")

    await discord.says(f"{AT_BOT} lamps")
    await discord.until(lambda: discord.requests["post"] == 2)
    await bot.settled()

    (message,) = discord.messages.values()
    assert [record.message for record in bot.store] == [message["id"]]


async def test_a_message_lost_twice_is_not_followed_by_another(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.cut_next("post", times=2)

    await discord.says(f"{AT_BOT} lamps")
    await discord.until(lambda: discord.requests["post"] == 2)
    await bot.settled()

    assert len(discord.messages) == 1
    assert bot.adapter.publisher.counts["unknown"] == 2


@pytest.mark.parametrize("route", ["callback", "post"])
async def test_a_short_rate_limit_is_waited_out(bot: Bot, discord: FakeDiscord, route: str) -> None:
    discord.refuse_next(route, 429, message="slow down", retry_after=0.0, **{"global": False})

    if route == "post":
        await discord.says(f"{AT_BOT} lamps")
    else:
        await discord.uses_command("lamps")
    await discord.posted()
    await bot.settled()

    assert len(discord.messages) == 1


async def test_a_long_rate_limit_is_not_waited_out_and_costs_one_answer(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.refuse_next("post", 429, message="slow", retry_after=3600.0, **{"global": False})

    await discord.says(f"{AT_BOT} lamps")
    await discord.until(lambda: discord.requests["post"] == 1)
    await bot.settled()
    await discord.says(f"{AT_BOT} keepers")
    answer = await discord.posted()

    assert "keeper" in text_of(answer)
    assert bot.adapter.publisher.counts["limited"] == 1


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (403, 50001)])
async def test_a_refused_interaction_is_counted_and_the_next_one_works(
    bot: Bot, discord: FakeDiscord, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    discord.refuse_next("callback", status, code, message="no")

    await discord.uses_command("lamps")
    await discord.until(lambda: discord.requests["callback"] == 1)
    await bot.settled()
    answer = await discord.answer(await discord.uses_command("keepers"))

    assert bot.adapter.publisher.counts[str(code)] == 1
    assert "keeper" in text_of(answer)
    assert "Traceback" not in caplog.text


async def test_a_deferral_that_came_too_late_ends_there(bot: Bot, discord: FakeDiscord) -> None:
    await bot.turns_slow()
    discord.refuse_next("callback", 404, 10062, message="Unknown interaction")

    await discord.uses_command("lamps")
    await discord.until(lambda: discord.requests["callback"] == 1)
    await bot.settled()

    assert discord.requests["edit"] == 0
    assert discord.messages == {}


async def test_a_message_of_a_form_discord_refuses_is_replaced_by_a_sentence(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.refuse_next("callback", 400, 50035, message="Invalid Form Body")

    message = await discord.answer(await discord.uses_command("lamps"))

    assert "Sorry" in text_of(message)


async def test_an_interaction_answered_by_a_twin_of_ours_is_not_answered_again(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.refuse_next("callback", 400, 40060, message="already acknowledged")

    await discord.uses_command("lamps")
    await discord.until(lambda: discord.requests["original"] == 1)
    await bot.settled()

    assert discord.messages == {}
    assert bot.adapter.publisher.counts["40060"] == 1


async def test_a_refused_token_is_named_but_not_shown(
    idle_bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    adapter = idle_bot.build(token="a-wrong-token")

    with pytest.raises(PlatformError, match="DISCORD_TOKEN") as refused:
        await adapter.start()

    assert "a-wrong-token" not in f"{refused.value!r} {caplog.text}"
    assert not adapter.is_healthy()


async def test_a_token_that_no_header_can_hold_is_named_but_not_shown(
    idle_bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    adapter = idle_bot.build(token="a-wrong\ntoken")

    with pytest.raises(PlatformError, match="DISCORD_TOKEN") as refused:
        await adapter.start()

    assert "a-wrong" not in f"{refused.value!r} {caplog.text}"


async def test_a_gateway_that_does_not_answer_ends_the_start(
    idle_bot: Bot, discord: FakeDiscord
) -> None:
    discord.gateway_is_down = True

    with pytest.raises(PlatformError, match="not ready after"):
        await idle_bot.adapter.start(timeout_s=0.2)


async def test_a_gateway_that_turns_the_bot_down_ends_the_start(
    idle_bot: Bot, discord: FakeDiscord
) -> None:
    discord.closes_with = 4004

    with pytest.raises(PlatformError, match="closed the connection with code 4004"):
        await idle_bot.adapter.start(timeout_s=10)


async def test_nothing_connects_when_few_connections_are_left_today(
    idle_bot: Bot, discord: FakeDiscord
) -> None:
    discord.session_starts_left = 3

    with pytest.raises(PlatformError, match="only 3 of 1000"):
        await idle_bot.adapter.start()

    assert discord.identified == []


async def test_stopping_twice_or_without_a_start_is_fine(idle_bot: Bot) -> None:
    await idle_bot.adapter.stop()
    await idle_bot.adapter.start()
    await idle_bot.adapter.stop()
    await idle_bot.adapter.stop()

    assert not idle_bot.adapter.is_healthy()


async def test_stopping_lets_an_answer_finish(bot: Bot, discord: FakeDiscord) -> None:
    await bot.turns_slow()
    asked = await discord.uses_command("lamps")
    await discord.answer(asked)

    bot.hurries_up()
    await bot.adapter.stop()

    assert asked.edits == 1


async def test_a_dropped_connection_is_resumed_with_what_was_missed(
    bot: Bot, discord: FakeDiscord
) -> None:
    await discord.drop()
    await discord.uses_command("lamps")

    await discord.posted()

    assert discord.resumed == 1
    assert bot.adapter.is_healthy()


async def test_a_connection_gone_for_five_minutes_is_unhealthy(
    bot: Bot, discord: FakeDiscord
) -> None:
    discord.gateway_is_down = True
    await discord.drop()
    await discord.until(lambda: discord.refused_connections > 0)

    bot.seconds.now_s += 299
    assert bot.adapter.is_healthy()
    bot.seconds.now_s += 1
    assert not bot.adapter.is_healthy()


async def test_a_connection_that_ended_for_good_is_unhealthy(
    bot: Bot, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    assert bot.adapter._connection is not None

    await discord.dispatch("MESSAGE_CREATE", {"id": "nothing else"})  # the library chokes on it
    await asyncio.wait({bot.adapter._connection}, timeout=10)

    assert not bot.adapter.is_healthy()
    assert "the connection to Discord ended" in caplog.text
