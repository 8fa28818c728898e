"""Timelines, figures, forecasts and what is newest: all of it, in order, a page at a time."""

from __future__ import annotations

import datetime as dt

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from content import grammar
from content.brief import Brief
from content.composing import OTHERWISE
from content.grammar import LIST_KINDS
from tests.content.packs import BOTH, TODAY, ask, desk, pack
from tests.content.test_answering import on


def labels(brief: Brief) -> list[str | None]:
    return [point.label for point in brief.points]


def pages(name: str, text: str) -> list[Brief]:
    """A list from its first to its last page, turned by its own buttons."""
    found = [ask(name, text)]
    while more := [item.text for item in found[-1].suggestions if item.is_more]:
        found.append(ask(name, more[0]))
    return found


def own_claims(brief: Brief) -> list[str]:
    """What the page lists, without what stands there because it disputes or explains."""
    beside = {OTHERWISE, "what came of it"}
    return [point.claims[0] for point in brief.points if point.label not in beside]


def test_a_timeline_tells_dated_events_in_their_order() -> None:
    brief = ask("lighthouses", "timeline of Skerry Point")

    assert brief.title == "Timeline: Skerry Point"
    assert labels(brief) == ["14 March 2026"]
    assert [point.claims for point in ask("lighthouses", "timeline").points] == [
        ("keepers-left",),
        ("relit",),
    ]


def test_figures_come_with_their_dates_the_newest_first_and_both_sides() -> None:
    brief = ask("lighthouses", "figures skerry point")

    assert [point.claims for point in brief.points] == [("range",), ("range-old",)]
    assert labels(brief)[0] == "14 March 2026"
    assert "do not agree" in brief.notes[0].text


def test_the_latest_comes_first() -> None:
    brief = ask("lighthouses", "latest keepers")

    assert labels(brief) == ["March 2026", "1998"]


@pytest.mark.parametrize(
    ("day", "label", "note"),
    [
        (TODAY, "due 2027, open", "expected then, not what happened"),
        (dt.date(2027, 12, 31), "due 2027, open", "expected then, not what happened"),
        (dt.date(2028, 1, 1), "due 2027, due", "nothing on file decides"),
    ],
)
def test_a_forecast_says_when_it_is_due_and_what_came_of_it(
    day: dt.date, label: str, note: str
) -> None:
    brief = on(day, "forecasts keepers")

    assert labels(brief) == [label]
    assert note in brief.notes[0].text


def test_a_list_of_nothing_says_so() -> None:
    brief = ask("lighthouses", "figures keepers")

    assert (brief.kind, brief.notes[0].text) == (
        "abstention",
        "There are no figures on file for “Lighthouse keepers”.",
    )


def test_what_names_no_topic_is_a_question() -> None:
    assert ask("lighthouses", "figures of speech").kind == "abstention"


@pytest.mark.parametrize(
    "typed", ["forecasts kepers", "predictions for keepers", "keepers forecast"]
)
def test_a_list_is_asked_for_in_many_ways(typed: str) -> None:
    assert ask("lighthouses", typed).title == "Forecasts: Lighthouse keepers"


@pytest.mark.parametrize(
    ("typed", "kind", "about", "page"),
    [
        ("timeline", "timeline", None, 1),
        ("Timeline lamps page 3", "timeline", "lamps", 3),
        ("what's new?", "latest", None, 1),
        ("latest on lamps", "latest", "on lamps", 1),
        ("时间线 灯", "timeline", "灯", 1),
        ("灯的预测", "forecasts", "灯", 1),
        ("最新消息", "latest", None, 1),
        ("数据 灯 第2页", "figures", "灯", 2),
    ],
)
def test_lists_are_understood_in_both_languages(
    typed: str, kind: str, about: str | None, page: int
) -> None:
    wish = grammar.parse(typed).wish

    assert isinstance(wish, grammar.AskList)
    assert (wish.kind, wish.about, wish.page) == (kind, about, page)


@pytest.mark.parametrize("page", ["0", "999", "9999"])
def test_a_page_that_is_not_there_is_the_nearest_one(page: str) -> None:
    assert ask("lighthouses", f"latest page {page}").points


@pytest.mark.parametrize("kind", LIST_KINDS)
def test_turning_the_pages_shows_everything_once(kind: str) -> None:
    listed = [claim for page in pages("ai-china", kind) for claim in own_claims(page)]

    assert len(listed) == len(set(listed)) > 0


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("kind", LIST_KINDS)
def test_no_page_of_any_list_is_cut_on_any_platform(name: str, kind: str) -> None:
    typed = [kind, *(f"{kind} {topic}" for topic in pack(name).topics)]

    for brief in (page for text in typed for page in pages(name, text) if page.points):
        assert "did not fit" not in str(slack.to_message(brief, "0" * 32)), brief.title
        assert "did not fit" not in str(discord.to_message(brief, "0" * 32)), brief.title


@pytest.mark.parametrize("name", BOTH)
def test_no_briefing_and_no_answer_is_cut_on_any_platform(name: str) -> None:
    typed = [*pack(name).topics, *(snippet.questions[0] for snippet in pack(name).qa)]

    for brief in (ask(name, text) for text in typed):
        assert "did not fit" not in str(slack.to_message(brief, "0" * 32)), brief.title
        assert "did not fit" not in str(discord.to_message(brief, "0" * 32)), brief.title


def test_lists_are_offered_while_typing() -> None:
    assert "timeline Lamps" in desk("lighthouses").suggest("timel", 25)
