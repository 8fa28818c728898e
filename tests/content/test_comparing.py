"""Two subjects side by side."""

from __future__ import annotations

import pytest

from tests.content.packs import ask


def test_both_sides_speak_in_turn_behind_their_names() -> None:
    brief = ask("lighthouses", "compare lamps and keepers")

    assert (brief.kind, brief.title) == ("brief", "Lamps compared with Lighthouse keepers")
    assert [point.label for point in brief.points][:2] == ["Lamps", "Lighthouse keepers"]
    assert all(point.citations for point in brief.points)


@pytest.mark.parametrize(
    "typed",
    [
        "compare lamps with keepers",
        "Compare lamps vs keepers?",
        "please compare lamps to keepers",
        "比较灯和守塔人",
        "compare lamsp and keepers",
    ],
)
def test_it_is_asked_for_in_many_ways(typed: str) -> None:
    assert ask("lighthouses", typed).title == "Lamps compared with Lighthouse keepers"


def test_a_side_may_be_a_name_that_only_claims_know() -> None:
    brief = ask("lighthouses", "compare harbour trust and lamps")

    assert brief.title == "harbour trust compared with Lamps"
    assert brief.points[0].claims == ("relit-by",)


@pytest.mark.parametrize(
    "typed", ["compare lamps and lobsters", "compare lamps", "compare lamps and lamp"]
)
def test_what_cannot_be_compared_is_not_made_up(typed: str) -> None:
    assert "compared with" not in ask("lighthouses", typed).title
