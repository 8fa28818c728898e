"""Time words, understood as of a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.dates import PartialDate
from content.periods import Period, asks_for_newest, find_period

TODAY = dt.date(2026, 11, 25)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("lamps since march", "2026-03-01", None, "lamps"),
        ("lamps since December 2024", "2024-12-01", None, "lamps"),
        ("what is new on lamps this week", "2026-11-23", "2026-11-29", "what is new on lamps"),
        ("lamps last week", "2026-11-16", "2026-11-22", "lamps"),
        ("keepers in 2026", "2026-01-01", "2026-12-31", "keepers"),
        ("keepers last year", "2025-01-01", "2025-12-31", "keepers"),
        ("keepers in december", "2025-12-01", "2025-12-31", "keepers"),
        ("who left before 2025?", None, "2024-12-31", "who left ?"),
        ("who left after May 2026", "2026-06-01", None, "who left"),
        ("lamps in the last 6 months", "2026-05-25", "2026-11-25", "lamps"),
        ("lamps over the past two weeks", "2026-11-11", "2026-11-25", "lamps"),
        ("lamps last quarter", "2026-07-01", "2026-09-30", "lamps"),
        ("lamps in Q2 2026", "2026-04-01", "2026-06-30", "lamps"),
        ("lamps on 14 March 2026", "2026-03-14", "2026-03-14", "lamps"),
        ("lamps March 3, 2026", "2026-03-03", "2026-03-03", "lamps"),
        ("lamps since 2026-03-05", "2026-03-05", None, "lamps"),
        ("lamps between 2024 and March 2026", "2024-01-01", "2026-03-31", "lamps"),
        ("lamps from 2024 to 2025", "2024-01-01", "2025-12-31", "lamps"),
        ("yesterday", "2026-11-24", "2026-11-24", ""),
        ("灯塔 上个月", "2026-10-01", "2026-10-31", "灯塔"),
        ("今年的灯塔", "2026-01-01", "2026-12-31", "的灯塔"),
        ("自3月以来", "2026-03-01", None, ""),
        ("2025年12月灯塔", "2025-12-01", "2025-12-31", "灯塔"),
        ("最近三个月", "2026-08-25", "2026-11-25", ""),
        ("2025年以前", None, "2024-12-31", ""),
    ],
)
def test_a_period_is_read(text: str, first: str | None, last: str | None, rest: str) -> None:
    found = find_period(text, TODAY)

    assert found is not None
    period, left = found
    assert (period.first and str(period.first), period.last and str(period.last)) == (first, last)
    assert left == rest


@pytest.mark.parametrize(
    "text",
    [
        *("may the lamps be lit", "march of the keepers", "how many by 2030", "the plan of 2026"),
        *("lamps in 2027", "since next year", "Q2 results", "after 30 February 2026", "910 2", ""),
    ],
)
def test_what_is_part_of_the_question_or_to_come_is_no_period(text: str) -> None:
    assert find_period(text, TODAY) is None


@pytest.mark.parametrize(
    ("date", "is_within"),
    [("2026-03-31", True), ("2026-03", True), ("2026", False), ("2026-04", False)],
)
def test_only_what_is_known_to_lie_within_does(date: str, *, is_within: bool) -> None:
    march = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31), "in March 2026")

    assert march.holds(PartialDate(date)) is is_within
    assert not march.holds(PartialDate("unknown"))


@pytest.mark.parametrize(
    ("date", "text", "fits"),
    [
        ("2026-02", "The lamp was lit.", True),
        ("2025-02", "The lamp was lit.", False),
        ("2025-02", "The lamp will be lit in 2026.", True),
        ("2026-02", "The lamp was lit in 2024.", False),
        ("2026-02", "In 2026 it burns twice as long as in 2025.", False),
    ],
)
def test_a_text_that_names_another_year_is_not_of_it(date: str, text: str, *, fits: bool) -> None:
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31), "in 2026")

    assert year.fits(PartialDate(date), text) is fits


@given(st.text(max_size=60), st.dates(dt.date(1990, 1, 1), dt.date(2150, 1, 1)))
def test_no_text_and_no_day_are_too_much(text: str, today: dt.date) -> None:
    find_period(text, today)


@given(
    st.sampled_from(["since", "before", "after", "in", "on"]),
    st.dates(dt.date(2000, 1, 1), TODAY),
    st.sampled_from(["%Y", "%B %Y", "%d %B %Y", "%Y-%m-%d"]),
)
def test_what_is_shown_can_be_typed_again(how: str, day: dt.date, form: str) -> None:
    found = find_period(f"{how} {day.strftime(form)}", TODAY)
    assert found is not None
    period, _ = found

    again = find_period(f"latest lamps {period.words} page 2".removesuffix(" page 2"), TODAY)

    assert again is not None
    assert again[0] == period


@pytest.mark.parametrize("text", ["the latest lamp", "现在有哪些灯塔", "what is the newest lamp?"])
def test_the_newest_may_be_asked_for(text: str) -> None:
    assert asks_for_newest(text)
    assert not asks_for_newest("the lamp")
