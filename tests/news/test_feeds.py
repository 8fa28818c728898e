"""How often a feed is looked at, and when it is given up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.news.feeds import FIRST, LONGEST, MOST_FAILURES, SHORTEST, Feed, feed_id, is_due
from tests.news.world import NOON

FEED = Feed("f1", "https://gazette.example/feed", "lighthouses", next_at=NOON)
WEEK = dt.timedelta(days=7)


def failed(times: int) -> Feed:
    """The feed after so many failures in a row."""
    feed = FEED
    for _ in range(times):
        feed = feed.failed(NOON, "no answer")
    return feed


def looked(feed: Feed, every: dt.timedelta, looks: int) -> list[dt.timedelta]:
    """The last intervals of a feed that brings something as often as this."""
    now = following = NOON
    intervals = []
    for _ in range(looks):
        has_news = following <= now
        following = now + every if has_news else following
        feed = feed.answered(now, has_news=has_news)
        intervals.append(feed.interval)
        now = feed.next_at
    return intervals[looks // 2 :]


@pytest.mark.parametrize("hours", [1, 4, 12, 24])
def test_the_interval_settles_where_one_look_in_two_finds_something(hours: int) -> None:
    every = dt.timedelta(hours=hours)

    settled = looked(FEED, every, 200)

    assert every / 4 <= min(settled)
    assert max(settled) <= every


def test_a_busy_feed_is_looked_at_no_more_than_every_quarter_of_an_hour() -> None:
    assert set(looked(FEED, dt.timedelta(minutes=1), 40)) == {SHORTEST}


def test_a_silent_feed_is_looked_at_once_a_day() -> None:
    assert set(looked(FEED, dt.timedelta(days=3650), 40)) == {LONGEST}


def test_a_failing_feed_is_waited_for_twice_as_long_each_time_up_to_a_day() -> None:
    waits = [failed(times).next_at - NOON for times in range(1, 8)]

    hours = [wait / FIRST for wait in waits]
    assert hours == [2, 4, 8, 16, 24, 24, 24]


@pytest.mark.parametrize(
    ("wanted", "waited"),
    [
        (dt.timedelta(hours=3), dt.timedelta(hours=3)),
        (dt.timedelta(0), SHORTEST),
        (dt.timedelta(days=-1), SHORTEST),
        (dt.timedelta(days=400), WEEK),
    ],
)
def test_a_server_may_say_how_long_to_wait_within_reason(
    wanted: dt.timedelta, waited: dt.timedelta
) -> None:
    assert FEED.failed(NOON, "busy", retry_after=wanted).next_at == NOON + waited


def test_a_feed_that_failed_fourteen_times_in_a_row_is_given_up() -> None:
    states = [failed(times).state for times in (MOST_FAILURES - 1, MOST_FAILURES)]

    assert states == ["active", "disabled"]
    assert failed(MOST_FAILURES).why == "no answer, 14 times in a row"


def test_what_is_gone_for_good_is_given_up_at_once() -> None:
    gone = FEED.failed(NOON, "410 Gone", is_gone=True)

    assert (gone.state, gone.why) == ("disabled", "410 Gone")


def test_one_look_that_works_forgets_the_failures() -> None:
    mended = failed(MOST_FAILURES - 1).answered(NOON, has_news=False)

    assert (mended.failures, mended.trouble, mended.state) == (0, None, "active")


def test_a_feed_that_is_resumed_is_due_at_once_and_starts_anew() -> None:
    resumed = failed(MOST_FAILURES).resumed(NOON)

    assert is_due(resumed, NOON)
    assert (resumed.failures, resumed.why, resumed.interval) == (0, None, FIRST)


def test_only_an_active_feed_whose_time_has_come_is_due() -> None:
    later = dataclasses.replace(FEED, next_at=NOON + dt.timedelta(seconds=1))
    paused = dataclasses.replace(FEED, state="paused")

    assert [is_due(feed, NOON) for feed in (FEED, later, paused)] == [True, False, False]


def test_an_answer_is_remembered_with_what_the_server_calls_it() -> None:
    after = FEED.answered(
        NOON, has_news=True, etag='"1"', last_modified="then", trouble="not well-formed"
    )

    assert (after.etag, after.last_modified, after.trouble) == ('"1"', "then", "not well-formed")
    assert after.looked_at == NOON


def test_counts_add_up_and_nothing_is_not_counted() -> None:
    counted = FEED.counted(polls=1, off_topic=2).counted(polls=1, kept=0)

    assert counted.counts == {"polls": 2, "off topic": 2}


def test_a_feed_is_one_for_each_address_and_pack() -> None:
    names = {
        feed_id(address, pack)
        for address, pack in itertools.product(
            ["https://gazette.example/feed", "http://www.gazette.example/feed/"],
            ["lighthouses", "harbours"],
        )
    }

    assert len(names) == 2


DELAYS = st.none() | st.timedeltas(-dt.timedelta(days=400), dt.timedelta(days=4000))


@given(st.lists(st.booleans() | DELAYS, max_size=40), st.timedeltas(SHORTEST, LONGEST))
def test_the_next_look_is_always_ahead_and_never_more_than_a_week(
    looks: list[bool | dt.timedelta | None], interval: dt.timedelta
) -> None:
    feed, now = dataclasses.replace(FEED, interval=interval), NOON

    for look in looks:
        if isinstance(look, bool):
            feed = feed.answered(now, has_news=look)
        else:
            feed = feed.failed(now, "no answer", retry_after=look)

        assert now < feed.next_at <= now + WEEK
        assert SHORTEST <= feed.interval <= LONGEST
        now = feed.next_at
