"""Claims that are no longer made: gone from new briefings, still there in the history."""

from __future__ import annotations

import pytest

from content import corrections, evidence
from content.answering import Desk
from content.grammar import parse
from content.pack import Pack
from tests.content.breaking import CORRECTED, NEW, WITHDRAWN, Draft
from tests.content.packs import TODAY, ask, pack


@pytest.fixture
def corrected(draft: Draft) -> Pack:
    """The pack after the range was corrected; its summaries and answers say the new one."""
    draft.correct_range()
    return draft.load()


@pytest.fixture
def withdrawn(draft: Draft) -> Pack:
    """The pack after the other side of its dispute was withdrawn."""
    draft.change("claims.yaml", "    disputes: [range]\n", f"    disputes: [range]\n{WITHDRAWN}")
    return draft.load()


def test_a_corrected_claim_is_in_no_new_briefing(corrected: Pack) -> None:
    desk = Desk(corrected)

    shown = [
        claim
        for text in ("lamps", "figures", "latest", "how far does the lamp carry?")
        for point in desk.answer(parse(text).wish, TODAY).points
        for claim in point.claims
    ]

    assert "range-new" in shown
    assert "range" not in shown
    assert "range" in corrected.claims


def test_the_evidence_of_an_old_reply_says_what_was_corrected(corrected: Pack) -> None:
    old = evidence.view(ask("lighthouses", "lamps"))

    shown = corrections.noted(old, corrected, TODAY)

    assert [point.text for point in shown.points[: len(old.points)]] == [p.text for p in old.points]
    assert (shown.points[-1].label, shown.points[-1].claims) == (corrections.NOW, ("range-new",))
    assert shown.notes[0].text == (
        "Point 3 rests on a claim that was corrected on 3 November 2026. "
        "Reason: The trust measured again."
    )


def test_what_stands_now_is_cited_too(corrected: Pack) -> None:
    shown = corrections.noted(evidence.view(ask("lighthouses", "lamps")), corrected, TODAY)

    cited = set(shown.points[-1].citations)
    assert {source.id for source in shown.sources if source.number in cited} == {"almanac"}


def test_evidence_of_claims_that_stand_is_left_alone() -> None:
    brief = evidence.view(ask("lighthouses", "keepers"))

    assert corrections.noted(brief, pack("lighthouses"), TODAY) == brief


def test_a_withdrawn_claim_disputes_nothing_any_more(withdrawn: Pack) -> None:
    brief = Desk(withdrawn).answer(parse("lamps").wish, TODAY)

    assert "range-old" not in {claim for point in brief.points for claim in point.claims}
    assert not [note for note in brief.notes if note.kind == "disputed"]


def test_the_evidence_of_an_old_reply_says_what_was_withdrawn_and_why(withdrawn: Pack) -> None:
    old = evidence.view(ask("lighthouses", "lamps"))

    shown = corrections.noted(old, withdrawn, TODAY)

    assert shown.points == old.points
    assert shown.notes[0].text == (
        "Point 4 rests on a claim that was withdrawn on 3 November 2026. "
        "Reason: The gazette took it back."
    )


def test_a_correction_of_a_correction_leads_to_what_stands_today(draft: Draft) -> None:
    again = CORRECTED.replace("range-new", "range-last")
    last = NEW.replace("range-new", "range-last").replace("17 naut", "16 naut")
    draft.change(
        "claims.yaml", "  - id: range-old", f"{CORRECTED}{NEW}{again}{last}  - id: range-old"
    )
    draft.change("claims.yaml", "disputes: [range]", "disputes: [range-last]")
    for file in ("topics.yaml", "qa.yaml"):
        text = (draft.folder / file).read_text("utf-8")
        draft.write(file, text.replace("[range]", "[range-last]").replace("18 naut", "16 naut"))

    shown = corrections.noted(evidence.view(ask("lighthouses", "lamps")), draft.load(), TODAY)

    assert shown.points[-1].claims == ("range-last",)
