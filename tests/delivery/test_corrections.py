"""Where something was posted that has turned out wrong, it is said there, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.publisher import Publisher
from adapters.slack.sender import SlackSender
from adapters.store.sql import SqlStore
from bot.summaries import Posting, Summaries
from content.answering import Desk
from content.asked import Asked
from content.briefings import Briefings
from content.corrections import KEPT_DAYS
from content.pack import Pack
from content.ports import Place
from content.subscribing import corrections_fact
from tests.content.breaking import Draft
from tests.delivery.conftest import Turned
from tests.delivery.sending import Kept
from tests.discord.conftest import (  # noqa: F401 (fixtures)
    Bot,
    bot,
    desk,
    discord,
    pack,
    same_api_address_afterwards,
)
from tests.discord.fake_discord import FakeDiscord
from tests.discord.reading import text_of
from tests.slack.fake_slack import BOT_TOKEN, FakeSlack, is_done_but_cut_off
from tests.store.conftest import database, opened, server_url

__all__ = ["database", "server_url"]  # fixtures

CHANNEL = Place("slack", "T1/C1")
A_SECOND = dt.timedelta(seconds=1)


class Served:
    """A bot whose pack is under an editor's hands."""

    def __init__(self, folder: Path, store: SqlStore, clock: Turned) -> None:
        self.draft = Draft(folder)
        self.packs: list[Pack] = [self.draft.load()]
        self.store = store
        self.clock = clock
        self.kept = Kept()
        self.loop = self.new_loop()

    def new_loop(self, **senders: object) -> Summaries:
        """As a process that starts has it."""
        posting = Posting(
            self.store.outbox,
            self.store.outbox,
            senders or {"slack": self.kept},  # type: ignore[arg-type]
            corrections=self.store.corrections,
            store=self.store,
            corrected_days=KEPT_DAYS,
        )
        return Summaries(posting, lambda: self.packs, self.clock)

    async def says(self, text: str, place: Place = CHANNEL, message: str = "1.1") -> str:
        """Somebody asks, and the answer is posted; returns its id."""
        core = Briefings([Desk(self.packs[0])], self.store, self.clock)
        reply = await core.reply(Asked(text, place, "T1/U1"))
        assert reply.brief.points
        await core.posted(reply.id, message)
        return reply.id

    def corrects(self) -> None:
        self.draft.correct_range()
        self.packs[:] = [self.draft.load()]

    def withdraws(self) -> None:
        self.draft.withdraw_payment()
        self.packs[:] = [self.draft.load()]


@pytest.fixture
async def served(tmp_path: Path, store: SqlStore, clock: Turned) -> Served:
    served = Served(tmp_path / "lighthouses", store, clock)
    await served.loop.step()
    return served


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    await slack.start()
    yield slack
    await slack.stop()


async def test_what_was_said_and_what_is_right_goes_into_the_thread(served: Served) -> None:
    await served.says("range of the skerry point lamp")
    served.corrects()

    await served.loop.step()

    [parcel] = served.kept.parcels
    brief = parcel.record.brief
    labels = [point.label or "" for point in brief.points]
    assert parcel.record.place == Place("slack", "T1/C1", "1.1")
    assert brief.title.startswith("Correction: ")
    assert any("holds no longer" in label for label in labels)
    assert any("17 nautical miles" in point.text for point in brief.points)
    assert "The trust measured again." in brief.notes[0].text
    assert all(point.citations for point in brief.points)


async def test_what_is_withdrawn_is_said_with_the_reason(served: Served) -> None:
    await served.says("who paid for the relighting of skerry point")
    served.withdraws()

    await served.loop.step()

    [parcel] = served.kept.parcels
    assert "was withdrawn on 3 November 2026. Reason: The gazette took it back." in str(
        parcel.record.brief
    )


async def test_it_is_said_once_whatever_is_started_or_loaded_again(served: Served) -> None:
    await served.says("range of the skerry point lamp")
    served.corrects()
    await served.loop.step()

    served.packs[:] = [served.draft.load()]
    await served.loop.step()
    await served.new_loop().step()

    assert len(served.kept.parcels) == 1


async def test_what_was_wrong_before_anything_was_served_is_not_told(
    tmp_path: Path, store: SqlStore, clock: Turned
) -> None:
    served = Served(tmp_path / "lighthouses", store, clock)
    served.corrects()

    await served.loop.step()
    await served.says("range of the skerry point lamp")
    await served.new_loop().step()

    assert served.kept.parcels == []


async def test_one_thread_is_told_once_of_all_that_changed(served: Served) -> None:
    thread = Place("slack", "T1/C1", "1.1")
    await served.says("range of the skerry point lamp")
    served.clock.turn(minutes=1)
    await served.says("who paid for the relighting of skerry point", thread, "1.2")
    served.corrects()
    served.withdraws()

    await served.loop.step()

    [parcel] = served.kept.parcels
    said = str(parcel.record.brief.notes)
    assert ("measured again" in said, "took it back" in said) == (True, True)


async def test_a_channel_hears_of_one_an_hour_at_most(served: Served) -> None:
    for at in range(3):
        served.clock.turn(seconds=1)
        await served.says("range of the skerry point lamp", message=f"1.{at}")
    await served.says("range of the skerry point lamp", Place("slack", "T1/C2"), "2.1")
    served.corrects()

    await served.loop.step()
    at_once = len(served.kept.parcels)
    served.clock.turn(minutes=59)
    await served.loop.step()
    before_an_hour = len(served.kept.parcels)
    for _ in range(3):
        served.clock.turn(minutes=30)
        await served.loop.step()

    assert (at_once, before_an_hour, len(served.kept.parcels)) == (2, 2, 4)
    threads = [parcel.record.place.thread for parcel in served.kept.parcels]
    assert sorted(map(str, threads)) == ["1.0", "1.1", "1.2", "2.1"]


@pytest.mark.parametrize("days", [KEPT_DAYS - 1, KEPT_DAYS + 1])
async def test_after_a_quarter_nobody_is_bothered(served: Served, days: int) -> None:
    await served.says("range of the skerry point lamp")
    served.clock.turn(days=days)
    served.corrects()

    await served.loop.step()

    assert len(served.kept.parcels) == (days < KEPT_DAYS)


async def test_a_channel_that_wants_none_gets_none(served: Served) -> None:
    await served.says("range of the skerry point lamp")
    await served.store.remember(corrections_fact(CHANNEL), "off")
    served.corrects()

    await served.loop.step()

    assert served.kept.parcels == []


async def test_what_one_person_saw_alone_is_not_told_to_all(served: Served) -> None:
    await served.says("range of the skerry point lamp private")
    served.corrects()

    await served.loop.step()

    assert served.kept.parcels == []


async def test_the_preview_says_it_beforehand_and_changes_nothing(served: Served) -> None:
    await served.says("range of the skerry point lamp")
    served.corrects()
    now = served.clock.now()
    since = now - dt.timedelta(days=1)

    first = await served.store.corrections.preview(served.packs[0], now, since)
    again = await served.store.corrections.preview(served.packs[0], now, since)
    await served.loop.step()
    afterwards = await served.store.corrections.preview(served.packs[0], now, since)

    assert [one.brief for one in first] == [one.brief for one in again]
    assert first[0].brief == served.kept.parcels[0].record.brief
    assert afterwards == []


async def test_two_processes_with_the_same_pack_tell_it_once(
    database: str, tmp_path: Path, clock: Turned
) -> None:
    async with opened(database) as one, opened(database) as other:
        first = Served(tmp_path / "a", one, clock)
        second = Served(tmp_path / "b", other, clock)
        await first.loop.step()
        await first.says("range of the skerry point lamp")
        first.corrects()
        second.corrects()

        await first.loop.step()
        await second.loop.step()

        assert len([*first.kept.parcels, *second.kept.parcels]) == 1


async def test_in_slack_it_hangs_from_the_message(served: Served, slack: FakeSlack) -> None:
    client = AsyncWebClient(BOT_TOKEN, slack.api_url, retry_handlers=[])
    loop = served.new_loop(slack=SlackSender(Publisher(client)))
    await loop.step()
    await served.says("range of the skerry point lamp", message="1700000000.000001")
    served.corrects()
    slack.faults["chat.postMessage"].append(is_done_but_cut_off)

    for _ in range(4):
        await loop.step()
        served.clock.turn(minutes=2)

    [shown] = slack.shown
    assert shown.thread == "1700000000.000001"
    assert "holds no longer" in shown.everything


async def test_in_discord_it_answers_the_message(
    served: Served,
    bot: Bot,  # noqa: F811
    discord: FakeDiscord,  # noqa: F811
) -> None:
    loop = served.new_loop(discord=bot.adapter.sender)
    await loop.step()
    place = Place("discord", "10/20")
    await served.says("range of the skerry point lamp", place, "4242")
    served.corrects()

    await loop.step()

    [message] = discord.messages.values()
    assert message["message_reference_sent"]["message_id"] == 4242
    assert "holds no longer" in text_of(message)
