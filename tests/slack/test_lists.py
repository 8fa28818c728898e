"""Timelines, figures, forecasts, comparisons in Slack, over HTTP and Socket Mode alike."""

from __future__ import annotations

import pytest

from tests.slack.workspace import Workspace


@pytest.mark.parametrize(
    ("typed", "title", "said"),
    [
        ("timeline skerry point", "Timeline: Skerry Point", "*14 March 2026* · Skerry Point was"),
        ("forecasts", "Forecasts: Lighthouses of the Sound", "*due 2027, open* · The harbour"),
        ("figures lamps", "Figures: Lamps", "*14 March 2026* · The Skerry"),
        ("compare lamps and keepers", "Lamps compared with Lighthouse keepers", "*Lamps* · Most"),
        ("latest keepers", "Latest: Lighthouse keepers", "*March 2026* · The harbour trust"),
    ],
)
async def test_every_list_is_answered_with_citations(
    workspace: Workspace, typed: str, title: str, said: str
) -> None:
    await workspace.types(typed)

    shown = await workspace.slack.next_shown()
    assert shown.title == title
    assert said in shown.everything
    assert "[1]" in shown.everything
    assert "sources" in shown.buttons


async def test_a_button_turns_the_page_and_another_one_back(workspace: Workspace) -> None:
    await workspace.types("latest")
    first = await workspace.slack.next_shown()

    await workspace.clicks(first, "ask_0")
    second = await workspace.slack.next_shown()
    await workspace.clicks(second, "ask_0")
    again = await workspace.slack.next_shown()

    assert first.buttons["ask_0"]["text"]["text"] == "More (3)"
    assert second.title == "Latest: Lighthouses of the Sound (5-7 of 7)"
    assert (second.buttons["ask_0"]["text"]["text"], again.title) == ("Back", first.title)


async def test_more_turns_the_page_of_the_list_above(workspace: Workspace) -> None:
    await workspace.types("latest")
    await workspace.slack.next_shown()

    await workspace.types("more")

    assert (await workspace.slack.next_shown()).title.endswith("(5-7 of 7)")


async def test_the_sources_of_a_list_are_those_of_its_page(workspace: Workspace) -> None:
    await workspace.types("timeline")
    shown = await workspace.slack.next_shown()

    await workspace.clicks(shown, "sources")

    evidence = await workspace.slack.next_shown()
    assert evidence.title == "Sources: Timeline: Lighthouses of the Sound"
    assert "page 9" in evidence.everything
