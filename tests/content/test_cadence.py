"""A clock time in a time zone, on every date and in every zone."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.cadence import EVERY_DAY, WORKDAYS, Cadence, due_dates

ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})
MOST_THE_CLOCK_JUMPS = dt.timedelta(hours=24)
"""Samoa left out a whole day in 2011."""
clock_times = st.times().map(lambda time: time.replace(second=0, microsecond=0, fold=0))
dates = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))
cadences = st.builds(
    Cadence,
    st.frozensets(st.integers(0, 6), min_size=1),
    clock_times,
    st.sampled_from(ZONES),
)


def weekly(day: int, at: str, zone: str) -> Cadence:
    return Cadence(frozenset({day}), dt.time.fromisoformat(at), zone)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "at", "date", "due"),
    [
        ("Europe/Berlin", "09:00", "2026-11-23", "2026-11-23T08:00"),
        ("Europe/Berlin", "09:00", "2026-07-06", "2026-07-06T07:00"),
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30"),  # skipped: 03:30 summer time
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30"),  # twice: the first
        ("Africa/Cairo", "00:30", "2026-04-24", "2026-04-23T22:30"),  # the gap is at midnight
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45"),  # a gap of 30 minutes
        ("Pacific/Apia", "09:00", "2011-12-30", "2011-12-30T19:00"),  # there was no such day
        ("America/New_York", "09:00", "2028-02-29", "2028-02-29T14:00"),
        ("Asia/Shanghai", "00:00", "2027-01-01", "2026-12-31T16:00"),
    ],
)
def test_named_dates(zone: str, at: str, date: str, due: str) -> None:
    cadence = Cadence(EVERY_DAY, dt.time.fromisoformat(at), zone)

    assert cadence.moment(dt.date.fromisoformat(date)) == utc(due)


@settings(max_examples=400)
@given(st.sampled_from(ZONES), clock_times, st.integers(0, 6), dates)
def test_once_a_week_for_400_weeks_in_any_zone(
    zone: str, at: dt.time, day: int, start: dt.date
) -> None:
    cadence = Cadence(frozenset({day}), at, zone)

    found = cadence.upcoming(start, 400)

    assert {date.weekday() for date in found} == {day}
    assert all(b - a == dt.timedelta(7) for a, b in itertools.pairwise(found))
    moments = [cadence.moment(date) for date in found]
    assert all(a < b for a, b in itertools.pairwise(moments))
    for date, moment in zip(found, moments, strict=True):
        local = moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
        late = local - dt.datetime.combine(date, at)
        assert dt.timedelta(0) <= late <= MOST_THE_CLOCK_JUMPS


@given(
    cadences,
    st.datetimes(dt.datetime.fromisoformat("1995-01-01"), dt.datetime.fromisoformat("2055-01-01")),
)
def test_the_first_date_after_a_moment_is_the_first(cadence: Cadence, now: dt.datetime) -> None:
    moment = now.replace(tzinfo=dt.UTC)

    found = cadence.first_after(moment)

    assert cadence.moment(found) > moment
    week = (found - dt.timedelta(days=back) for back in range(2, 9))
    before = [date for date in week if date.weekday() in cadence.days]
    assert all(cadence.moment(date) <= moment for date in before)


@given(cadences, dates, st.integers(0, 60 * 24 * 400))
def test_of_what_is_due_only_the_newest_is_sent_and_every_date_is_accounted_for(
    cadence: Cadence, start: dt.date, minutes: int
) -> None:
    first = cadence.first_on_or_after(start)
    now = cadence.moment(first) + dt.timedelta(minutes=minutes)

    sent, passed, following = due_dates(cadence, first, now)

    accounted = [*passed, *([sent] if sent else []), following]
    assert accounted == cadence.upcoming(first, len(accounted))
    assert cadence.moment(following) > now
    if sent:
        assert now - cadence.moment(sent) <= dt.timedelta(hours=24)


def test_the_window_decides_whether_a_late_one_still_comes() -> None:
    cadence = weekly(0, "09:00", "Europe/Berlin")
    monday = dt.date(2026, 11, 23)

    assert due_dates(cadence, monday, utc("2026-11-23T07:59")) == (None, [], monday)
    assert due_dates(cadence, monday, utc("2026-11-23T08:00"))[0] == monday
    assert due_dates(cadence, monday, utc("2026-11-24T08:00"))[0] == monday
    late = due_dates(cadence, monday, utc("2026-11-24T08:01"))
    assert late == (None, [monday], dt.date(2026, 11, 30))
    assert due_dates(cadence, monday, utc("2026-11-24T08:01"), dt.timedelta(days=3))[0] == monday


def test_a_clock_that_is_set_back_makes_nothing_due_again() -> None:
    cadence = weekly(0, "09:00", "Europe/Berlin")
    sent, _, following = due_dates(cadence, dt.date(2026, 11, 23), utc("2026-11-23T08:30"))

    again = due_dates(cadence, following, utc("2026-11-23T06:30"))

    assert sent == dt.date(2026, 11, 23)
    assert again == (None, [], following)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe", "a" * 300, "\0"])
def test_a_zone_that_is_not_there_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        weekly(0, "09:00", zone)


@pytest.mark.parametrize("days", [frozenset(), frozenset({7}), frozenset({-1, 2})])
def test_days_have_to_be_days(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="days"):
        Cadence(days, dt.time(9), "UTC")


def test_a_cadence_in_words() -> None:
    assert weekly(0, "09:00", "Europe/Berlin").in_words() == "every Monday at 09:00 (Europe/Berlin)"
    assert Cadence(WORKDAYS, dt.time(8, 30), "UTC").in_words() == "Monday to Friday at 08:30 (UTC)"
    both = Cadence(frozenset({1, 3}), dt.time(7), "UTC")
    assert both.in_words() == "every Tuesday and Thursday at 07:00 (UTC)"
