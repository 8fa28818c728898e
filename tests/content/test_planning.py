"""What a due subscription leads to."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from content.brief import Brief, Note, PackRef
from content.pack import Pack
from content.planning import plan, summary_for
from content.ports import Place
from content.subscriptions import Subscription
from tests.content.breaking import Draft
from tests.content.packs import pack
from tests.delivery.conftest import DUE, MONDAY, weekly

ONE = weekly(Place("slack", "T1/C1"))
DAY = dt.timedelta(days=1)
BRIEF = Brief("abstention", "Summary", PackRef("lighthouses", "1"), notes=(Note("coverage", "-"),))


def built(subscription: Subscription, date: dt.date) -> Brief:
    return BRIEF


def test_what_is_due_is_built_and_the_subscription_moves_on() -> None:
    planned = plan(ONE, DUE, built)

    assert (planned.date, planned.brief) == (MONDAY, BRIEF)
    assert planned.subscription.next_date == MONDAY + 7 * DAY
    assert planned.subscription.covered_to == MONDAY - DAY


def test_what_is_not_due_stays_as_it_is() -> None:
    planned = plan(ONE, DUE - DAY, built)

    assert (planned.date, planned.subscription) == (None, ONE)


def test_what_comes_too_late_is_counted_and_its_days_are_left_for_the_next() -> None:
    planned = plan(ONE, DUE + 2 * DAY, built)

    assert (planned.date, planned.subscription.missed) == (None, 1)
    assert planned.subscription.covered_to == ONE.covered_to


def test_a_quiet_week_that_is_skipped_is_covered_all_the_same() -> None:
    planned = plan(dataclasses.replace(ONE, missed=2), DUE, lambda *_: None)

    assert (planned.brief, planned.subscription.missed) == (None, 2)
    assert planned.subscription.covered_to == MONDAY - DAY


@pytest.fixture
def renamed(draft: Draft) -> Pack:
    """The pack after the topic `lamps` got another id, and `keepers` another one still."""
    draft.change("topics.yaml", "- id: lamps\n", "- id: lanterns\n")
    draft.change(
        "topics.yaml", "title: Lamps\n    aliases: [", "title: Lanterns\n    aliases: [lamps, "
    )
    for file in ("topics.yaml", "claims.yaml", "qa.yaml"):
        path = draft.folder / file
        text = path.read_text("utf-8")
        for old, new in (
            ("[lamps]", "[lanterns]"),
            (", lamps]", ", lanterns]"),
            ("[lamps, keepers]", "[lanterns, keepers]"),
            ("topic: lamps", "topic: lanterns"),
        ):
            text = text.replace(old, new)
        draft.write(file, text)
    return draft.load()


def test_a_topic_that_was_renamed_is_known_by_its_old_name(renamed: Pack) -> None:
    one = dataclasses.replace(ONE, topics=("lamps",))

    brief = summary_for(renamed, one, MONDAY, MONDAY)

    assert brief is not None
    assert brief.points
    assert "No longer a topic" not in str(brief.notes)


def test_a_topic_that_is_gone_is_said(renamed: Pack) -> None:
    one = dataclasses.replace(ONE, topics=("keepers", "mermaids"))

    brief = summary_for(renamed, one, MONDAY, MONDAY)

    assert brief is not None
    assert "No longer a topic here: “mermaids”." in brief.notes[0].text


def test_what_was_missed_is_said_first() -> None:
    brief = summary_for(pack("lighthouses"), dataclasses.replace(ONE, missed=1), MONDAY, MONDAY)

    assert brief is not None
    assert brief.notes[0].text.startswith("One summary before this could not be sent in time")


def test_the_length_that_is_wanted_is_kept() -> None:
    whole = summary_for(pack("lighthouses"), ONE, MONDAY, MONDAY)
    short = summary_for(pack("lighthouses"), dataclasses.replace(ONE, max_lines=1), MONDAY, MONDAY)

    assert whole is not None
    assert short is not None
    assert len(short.points) < len(whole.points)
