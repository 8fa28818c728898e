"""What a summary of some days says, and what it leaves out and why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.answering import Desk
from content.dates import PartialDate
from content.digest import MAX_LINES, Window, digest
from content.grammar import parse
from tests.content.breaking import Draft
from tests.content.packs import pack

LIGHTS, CHINA = pack("lighthouses"), pack("ai-china")
TODAY = dt.date(2026, 11, 25)
MARCH = Window(dt.date(2026, 3, 9), dt.date(2026, 3, 15))


def window(first: str, last: str) -> Window:
    return Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def claims(found: object) -> list[str]:
    return [one.claim for one in found.candidates if one.included]  # type: ignore[attr-defined]


def test_what_is_of_these_days_goes_out_and_each_line_cites() -> None:
    found = digest(LIGHTS, MARCH, TODAY)

    assert {"relit", "relit-by", "range"} <= set(claims(found))
    assert found.brief.title == "Summary: Lighthouses of the Sound, 9 to 15 March 2026"
    assert all(point.citations for point in found.brief.points)


def test_both_sides_of_a_dispute_stand_together() -> None:
    brief = digest(LIGHTS, MARCH, TODAY).brief

    shown = [(point.label or "", point.text) for point in brief.points]
    at = next(i for i, (label, _) in enumerate(shown) if "now disputed" in label)
    assert shown[at + 1][0] == "says otherwise"


def test_a_week_with_nothing_says_so_and_names_the_newest_date() -> None:
    found = digest(LIGHTS, window("2026-07-01", "2026-07-07"), TODAY)

    assert found.is_quiet
    assert [note.text for note in found.brief.notes] == [
        "Nothing new on file for 1 to 7 July 2026.",
        "The newest claim or source is of 14 March 2026.",
    ]


def test_only_the_topics_wanted_go_out_and_the_others_are_accounted_for() -> None:
    found = digest(LIGHTS, MARCH, TODAY, topics=["lamps"])

    assert "relit-by" not in claims(found)
    out = {one.claim: one.why for one in found.candidates if not one.included}
    assert out["relit-by"] == "of none of the topics wanted"


def test_a_forecast_whose_time_is_over_is_due() -> None:
    found = digest(LIGHTS, window("2027-12-27", "2028-01-02"), dt.date(2028, 1, 3))

    assert claims(found) == ["keepers-return"]
    assert "forecast due" in (found.brief.points[0].label or "")


def test_what_was_corrected_comes_first_and_shows_what_stands_now(draft: Draft) -> None:
    change = "corrected_by: {claim: range, date: 2026-03-12, reason: It was misread.}"
    draft.change("claims.yaml", "    disputes: [range]\n", f"    {change}\n")

    found = digest(draft.load(), MARCH, TODAY)

    assert found.candidates[0].claim == "range-old"
    assert found.brief.points[0].text == "The Skerry Point lamp carries 18 nautical miles."
    assert "corrected" in (found.brief.points[0].label or "")


def test_what_editors_add_late_is_news_and_what_is_old_is_not() -> None:
    seen = {"relit": dt.date(2026, 4, 20), "keepers-left": dt.date(2026, 4, 20)}

    found = digest(LIGHTS, window("2026-04-20", "2026-04-26"), TODAY, seen=seen)

    assert claims(found) == ["relit"]
    assert found.candidates[0].kind == "added"


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(2025, 6, 1), TODAY), st.integers(0, 40), st.integers(1, 12))
def test_it_is_never_longer_than_wanted_and_every_candidate_has_a_reason(
    first: dt.date, days: int, lines: int
) -> None:
    found = digest(CHINA, Window(first, first + dt.timedelta(days)), TODAY, max_lines=lines)

    assert len(found.brief.points) <= lines
    assert all(one.why for one in found.candidates)
    assert len({one.claim for one in found.candidates}) == len(found.candidates)


@settings(max_examples=10, deadline=None)
@given(st.dates(dt.date(2026, 1, 1), dt.date(2026, 9, 1)))
def test_weeks_that_follow_each_other_leave_no_dated_claim_out(start: dt.date) -> None:
    weeks = [
        Window(start + dt.timedelta(7 * at), start + dt.timedelta(7 * at + 6)) for at in range(8)
    ]
    together = [one.claim for week in weeks for one in digest(CHINA, week, TODAY).candidates]

    last = weeks[-1].last
    dated = {
        claim.id
        for claim in CHINA.current.values()
        if len(claim.as_of.text) == 10 and start <= dt.date.fromisoformat(claim.as_of.text) <= last
    }
    assert dated <= set(together)
    new = [
        one.claim
        for week in weeks
        for one in digest(CHINA, week, TODAY).candidates
        if one.kind in ("new", "dispute")
    ]
    assert len(new) == len(set(new)), "and none is told twice"


def test_more_is_a_list_that_can_be_asked_for() -> None:
    found = digest(CHINA, window("2026-06-01", "2026-06-30"), TODAY, max_lines=MAX_LINES)

    more = next(item for item in found.brief.suggestions if item.is_more)
    answer = Desk(CHINA).answer(parse(more.text).wish, TODAY)

    left = sum(one.why.endswith("are full") for one in found.candidates)
    assert more.label == f"{left} more"
    assert answer.title.startswith("Latest: ")
    assert "between 1 June 2026 and 30 June 2026" in answer.title or "June 2026" in answer.title


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-16", "2026-11-22", "16 to 22 November 2026"),
        ("2026-11-28", "2026-12-04", "28 November to 4 December 2026"),
        ("2026-12-28", "2027-01-03", "28 December 2026 to 3 January 2027"),
        ("2026-11-22", "2026-11-22", "22 November 2026"),
    ],
)
def test_a_window_in_words(first: str, last: str, words: str) -> None:
    assert window(first, last).in_words() == words


def test_a_month_that_is_not_over_is_not_known_to_lie_within() -> None:
    assert not MARCH.holds(PartialDate("2026-03"))
    assert window("2026-03-25", "2026-03-31").ends(PartialDate("2026-03"))
