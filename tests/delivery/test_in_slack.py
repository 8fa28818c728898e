"""Summaries in Slack, through the real library and a local Slack."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from typing import get_args

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.publisher import Publisher
from adapters.slack.sender import SlackSender
from adapters.store.sql import SqlStore
from content.errors import PlatformError
from content.outbox import Pace
from content.planning import summary_for
from content.ports import Place
from tests.content.packs import desk, pack
from tests.delivery.conftest import MONDAY, Turned, subscribing, summaries, weekly
from tests.slack.fake_slack import (
    BOT_TOKEN,
    FakeSlack,
    is_cut_off,
    is_done_but_cut_off,
    is_too_fast,
    refuses,
)
from tests.slack.workspace import Mode, Workspace

CHANNEL = Place("slack", "T1/C1")
PACK = pack("lighthouses")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
def sender(slack: FakeSlack) -> SlackSender:
    client = AsyncWebClient(BOT_TOKEN, slack.api_url, retry_handlers=[])
    sender = SlackSender(Publisher(client))
    sender.pace = Pace()  # this Slack does not mind
    return sender


async def test_it_arrives_at_its_minute_once_and_is_on_record(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, slack=sender)

    assert await loop.step() == 0
    clock.turn(minutes=1)
    await loop.step()
    for _ in range(3):
        clock.turn(hours=1)
        await loop.step()

    (shown,) = slack.shown
    assert "Summary: Lighthouses of the Sound, 9 to 15 March 2026" in str(shown.body)
    record = await store.by_message(CHANNEL, str(shown.ts))
    assert record is not None
    assert all(point.citations for point in record.brief.points)


@pytest.mark.parametrize("mode", get_args(Mode))
async def test_what_is_subscribed_in_slack_arrives_there(
    store: SqlStore, clock: Turned, slack: FakeSlack, mode: Mode
) -> None:
    people = Workspace(slack, desk("lighthouses"), store, mode, subscribing(store))
    await people.open()
    await people.types("subscribe mondays 9:00 lamps")
    told = await slack.next_shown()
    [kept] = await store.subscriptions.listed()
    clock.at = kept.cadence.moment(kept.next_date)

    await summaries(store, clock, slack=people.bot.sender).step()

    arrived = await slack.next_shown()
    await people.close()
    assert "every Monday at 09:00 (Europe/Berlin)" in str(told.body)
    assert arrived.body["channel"] == "C1"
    assert "Summary: Lighthouses of the Sound" in str(arrived.body)


async def test_the_next_one_begins_where_the_last_one_ended(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, slack=sender)
    clock.turn(minutes=1)
    await loop.step()

    clock.turn(days=7)
    await loop.step()

    assert len(slack.shown) == 2
    assert "16 to 22 March 2026" in str(slack.shown[1].body)


@pytest.mark.parametrize("fault", [is_cut_off, is_done_but_cut_off])
async def test_a_connection_that_breaks_neither_loses_nor_doubles_it(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender, fault: object
) -> None:
    slack.faults["chat.postMessage"].append(fault)  # type: ignore[arg-type]
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, slack=sender)
    clock.turn(minutes=1)
    await loop.step()

    for _ in range(5):
        clock.turn(minutes=2)
        await loop.step()

    assert len(slack.shown) == 1


async def test_a_wait_that_slack_asks_for_is_kept_without_a_try_of_our_own(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    slack.faults["chat.postMessage"].append(is_too_fast(120))
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, slack=sender)
    clock.turn(minutes=1)
    await loop.step()

    clock.turn(seconds=119)
    await loop.step()
    early = list(slack.calls)
    clock.turn(seconds=2)
    await loop.step()

    assert early == ["chat.postMessage"]
    assert (slack.calls, len(slack.shown)) == (["chat.postMessage"] * 2, 1)


async def test_a_message_can_be_taken_back(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    await store.subscriptions.save(weekly(CHANNEL))
    clock.turn(minutes=1)
    await store.outbox.plan(
        clock.now(), lambda *_: summary_for(PACK, weekly(CHANNEL), MONDAY, MONDAY), 1
    )
    [parcel] = await store.outbox.claim(clock.now(), 1)
    message = await sender.send(parcel, lambda: True)

    await sender.delete(parcel, message)

    assert slack.shown == []


async def test_a_process_that_stood_still_sends_nothing(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    await store.subscriptions.save(weekly(CHANNEL))
    clock.turn(minutes=1)
    await store.outbox.plan(
        clock.now(), lambda *_: summary_for(PACK, weekly(CHANNEL), MONDAY, MONDAY), 1
    )
    [parcel] = await store.outbox.claim(clock.now(), 1)

    with pytest.raises(PlatformError, match="stood still"):
        await sender.send(parcel, lambda: False)

    assert slack.shown == []


async def test_a_channel_that_refuses_is_paused_and_keeps_its_settings(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    slack.faults["chat.postMessage"].append(refuses("is_archived"))
    await store.subscriptions.save(weekly(CHANNEL))
    loop = summaries(store, clock, slack=sender)
    clock.turn(minutes=1)
    await loop.step()

    clock.turn(days=7)
    await loop.step()

    [kept] = await store.subscriptions.listed()
    assert kept.paused is not None
    assert "is_archived" in kept.paused
    assert dataclasses.replace(kept, paused=None).cadence == weekly(CHANNEL).cadence
    assert slack.shown == []


async def test_what_is_paused_or_removed_before_it_is_sent_does_not_come(
    store: SqlStore, clock: Turned, slack: FakeSlack, sender: SlackSender
) -> None:
    one = weekly(CHANNEL)
    await store.subscriptions.save(one)
    await store.subscriptions.save(weekly(CHANNEL, "s2"))
    clock.turn(minutes=1)
    off = summaries(store, clock)  # planned while Slack is off
    await off.step()

    await store.subscriptions.remove("s2")
    planned = (await store.subscriptions.listed())[0]
    await store.subscriptions.save(dataclasses.replace(planned, paused="paused by hand"))
    clock.turn(minutes=5)
    await summaries(store, clock, slack=sender).step()

    assert slack.shown == []
