"""Summaries with what was reported behind their own lines: planned, stored, then sent."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from adapters.store.sql import SqlStore
from bot.summaries import Summaries
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.digest import Window
from content.news.articles import Article
from content.news.reported import REPORTED
from content.news.stories import Story
from content.news.window import FRESH, News
from content.outbox import Parcel
from content.planning import summary_for
from content.ports import Place
from content.subscriptions import Subscription
from tests.content.packs import desk, pack
from tests.delivery.conftest import DUE, MONDAY, Turned, weekly
from tests.delivery.conftest import posting as posting_of
from tests.delivery.sending import Kept
from tests.news.coast import TITLE, article, other, story
from tests.store.conftest import opened

LIGHTS = pack("lighthouses")
CHANNEL = Place("slack", "T1/C1")
ONE = weekly(CHANNEL)
QUIET_MONDAY = dt.date(2026, 6, 15)
QUIET = dataclasses.replace(
    ONE, next_date=QUIET_MONDAY, covered_to=QUIET_MONDAY - dt.timedelta(days=8)
)
DAY = dt.timedelta(days=1)


def that_week(one: Article, days: int = 1) -> Article:
    """The article as if it came out so many days before the summary."""
    return dataclasses.replace(one, published=MONDAY - days * DAY)


def told(*found: Story) -> Callable[[Window], list[Story]]:
    return lambda window: list(found)


def summary(one: Subscription, *found: Story) -> Brief:
    brief = summary_for(LIGHTS, one, one.next_date, one.next_date, told=told(*found))
    assert brief is not None
    return brief


def reported_in(brief: Brief) -> list[str]:
    return [point.label or "" for point in brief.points if "reported by" in (point.label or "")]


def test_a_summary_has_what_was_reported_behind_its_claims() -> None:
    brief = summary(ONE, story(article(grade="wire")))

    assert reported_in(brief) == ["Lamps · reported by Coast Gazette · 21 November 2026"]
    assert brief.points[-1].text == f"“{TITLE}” (headline)"
    assert brief.points[0].kind != "quotation"
    assert REPORTED in {note.text for note in brief.notes}


def test_only_stories_of_the_topics_subscribed_to_are_told() -> None:
    keepers = dataclasses.replace(ONE, topics=("keepers",))

    assert reported_in(summary(keepers, story())) == []


def test_the_window_that_is_told_of_is_that_of_the_summary() -> None:
    asked: list[Window] = []

    def telling(window: Window) -> list[Story]:
        asked.append(window)
        return []

    summary_for(LIGHTS, ONE, MONDAY, MONDAY, told=telling)

    assert asked == [Window(MONDAY - 7 * DAY, MONDAY - DAY)]


def test_a_week_with_reporting_alone_is_not_quiet() -> None:
    skipping = dataclasses.replace(QUIET, quiet="skip")

    without = summary_for(LIGHTS, skipping, QUIET_MONDAY, QUIET_MONDAY, told=told())
    brief = summary(skipping, story())

    assert without is None
    assert len(reported_in(brief)) == 1


def test_what_was_missed_is_said_before_what_was_reported() -> None:
    brief = summary(dataclasses.replace(ONE, missed=2), story())

    assert brief.notes[0].text.startswith("2 summaries before this")
    assert brief.notes[-1].text == REPORTED


def test_news_at_hand_tells_the_stories_of_the_days_asked_for() -> None:
    inside, outside = that_week(article()), that_week(article("Older", "It is older."), 9)
    news = News(DUE, [outside, inside])

    found = news.told(Window(MONDAY - 7 * DAY, MONDAY - DAY))

    assert [one.lead for one in found] == [inside]
    assert news.told(Window(MONDAY - 7 * DAY, MONDAY - DAY)) is found
    assert news.is_fresh(DUE + FRESH - dt.timedelta(seconds=1))
    assert not news.is_fresh(DUE + FRESH)


class Looking(Kept):
    """Looks, before it sends, what is stored under the reply's id."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__()
        self.store = store
        self.stored: list[Brief | None] = []

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        record = await self.store.by_id(parcel.record.id)
        self.stored.append(record.brief if record else None)
        return await super().send(parcel, in_time)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with opened(f"sqlite:///{tmp_path / 'news.db'}") as one:
        yield one


def looping(store: SqlStore, clock: Turned, sender: Kept) -> Summaries:
    posting = dataclasses.replace(posting_of(store, slack=sender), reported=store.news.articles)
    return Summaries(posting, lambda: [LIGHTS], clock)


async def test_a_summary_with_what_was_reported_is_stored_before_it_is_sent(
    store: SqlStore,
) -> None:
    clock, sender = Turned(), Looking(store)
    for one in (that_week(article(grade="wire")), that_week(other(), 2)):
        await store.news.articles.save(one)
    await store.subscriptions.save(ONE)
    clock.turn(minutes=2)

    await looping(store, clock, sender).step()

    (brief,) = sender.briefs
    assert sender.stored == [brief]
    assert reported_in(brief) == ["Lamps · reported by Coast Gazette · 15 March 2026 · +1 outlet"]
    assert "outlets may disagree" in {point.label for point in brief.points}


async def test_source_replays_a_sent_summary_after_its_articles_are_gone(
    store: SqlStore,
) -> None:
    clock, sender = Turned(), Kept()
    await store.news.articles.save(that_week(article()))
    await store.subscriptions.save(ONE)
    clock.turn(minutes=2)
    await looping(store, clock, sender).step()
    await store.news.articles.forget(None, "gazette.example")
    core = Briefings([desk("lighthouses")], store, clock, store.archive)

    reply = await core.reply(Asked("source?", CHANNEL, "U1"))

    assert TITLE in {line.claim_text for line in reply.brief.evidence}
    assert "https://gazette.example/" in str([source.url for source in reply.brief.sources])


async def test_what_came_out_after_the_days_of_a_summary_is_left_to_the_next(
    store: SqlStore,
) -> None:
    clock, sender = Turned(), Kept()
    await store.news.articles.save(that_week(article(), 0))
    await store.subscriptions.save(ONE)
    clock.turn(minutes=2)
    loop = looping(store, clock, sender)
    await loop.step()

    clock.turn(days=7)
    await loop.step()

    assert [len(reported_in(brief)) for brief in sender.briefs] == [0, 1]
