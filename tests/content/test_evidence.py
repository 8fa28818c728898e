"""The evidence of a brief, taken from the brief itself."""

from __future__ import annotations

import pytest
from hypothesis import given

from content import evidence
from content.brief import Brief
from tests.content.packs import BOTH, ask, pack
from tests.samples import brief_about_skerry, briefs


def test_the_evidence_has_the_same_points_and_sources_as_its_brief() -> None:
    brief = brief_about_skerry()

    shown = evidence.view(brief)

    assert (shown.kind, shown.title) == ("evidence", "Sources: Skerry Point")
    assert (shown.points, shown.sources, shown.evidence) == (
        brief.points,
        brief.sources,
        brief.evidence,
    )


def test_one_source_shows_the_points_it_carries_under_its_own_number() -> None:
    shown = evidence.view(brief_about_skerry(), 2)

    assert shown.title == "Source 2: Skerry Point"
    assert [point.citations for point in shown.points] == [(2,)]
    assert [source.number for source in shown.sources] == [2]
    assert [(line.point, line.source, line.locator) for line in shown.evidence] == [(1, 2, "¶1")]


def test_a_source_of_several_points_shows_all_of_them() -> None:
    shown = evidence.view(brief_about_skerry(), 1)

    assert [point.claims for point in shown.points] == [("relit",), ("keepers",)]
    assert [line.point for line in shown.evidence] == [1, 2]


@pytest.mark.parametrize("number", [0, 3, -1, 9999])
def test_a_number_no_source_has_names_those_there_are(number: int) -> None:
    shown = evidence.view(brief_about_skerry(), number)

    assert (shown.kind, shown.title) == ("error", f"No source {number}")
    assert shown.notes[0].text == "“Skerry Point” has these sources: 1, 2."


@given(briefs())
def test_every_source_of_any_brief_can_be_shown_by_its_number(brief: Brief) -> None:
    for source in brief.sources:
        shown = evidence.view(brief, source.number)

        assert shown.sources == (source,)
        assert all(point.citations == (source.number,) for point in shown.points)
        assert {line.source for line in shown.evidence} <= {source.number}


@given(briefs())
def test_the_evidence_of_evidence_is_the_same_evidence(brief: Brief) -> None:
    once = evidence.view(brief)

    assert evidence.view(once).evidence == once.evidence


@pytest.mark.parametrize("name", BOTH)
def test_every_topics_evidence_says_what_the_pack_says(name: str) -> None:
    for topic in pack(name).topics:
        for line in evidence.view(ask(name, topic)).evidence:
            claim = pack(name).claims[line.claim]

            assert line.claim_text == claim.text
            assert (line.locator, line.said_by) in {
                (piece.locator, piece.said_by) for piece in claim.evidence
            }
            assert line.independent_sources >= 1
