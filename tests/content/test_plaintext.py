"""Briefs in plain words.

UPDATE_GOLDEN=1 rewrites the golden files; read the diff before keeping it.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings

from content import evidence, plaintext
from content.brief import Brief
from content.cleaning import printable
from tests.content.packs import ask
from tests.samples import HOSTILE, abstention, brief_about_skerry, briefs

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = {
    "brief": brief_about_skerry(),
    "abstention": abstention(),
    "evidence": evidence.view(brief_about_skerry()),
    "one-source": evidence.view(brief_about_skerry(), 2),
}


@pytest.mark.parametrize("case", CASES)
def test_a_brief_in_plain_words_looks_as_agreed(case: str) -> None:
    file = GOLDEN / f"{case}.txt"

    text = plaintext.render(CASES[case]) + "\n"

    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@settings(deadline=None)
@given(briefs())
def test_every_point_has_its_marks_and_every_source_its_line(brief: Brief) -> None:
    text = plaintext.render(brief)

    for point in brief.points:
        marked = f"{point.text} {''.join(f'[{number}]' for number in point.citations)}"
        assert printable(marked) in text
    for source in brief.sources:
        shown = brief.kind != "evidence" or source.number in {x.source for x in brief.evidence}
        assert not shown or printable(plaintext.source_line(source)) in text


@settings(deadline=None)
@given(briefs())
def test_no_brief_puts_a_control_character_or_an_override_on_the_screen(brief: Brief) -> None:
    text = plaintext.render(brief)

    assert {char for char in text if unicodedata.category(char)[0] == "C"} <= {"\n"}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_asked_is_repeated_without_its_control_characters(text: str) -> None:
    shown = plaintext.render(ask("lighthouses", text))

    assert {char for char in shown if unicodedata.category(char)[0] == "C"} <= {"\n"}


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    lines = plaintext.render(brief_about_skerry()).splitlines()

    assert "[2] Harbour <& Sons> · date not shown · Notes *of* a `keeper`" in lines


def test_the_evidence_says_where_who_how_good_and_how_many() -> None:
    text = plaintext.render(evidence.view(ask("lighthouses", "keepers")))

    assert "¶7 · said first by the harbour trust · news report · by A. Keeper" in text
    assert "page 9 · said by the source itself · primary source" in text
    assert "(as of March 2026 · 1 independent source)" in text
    assert "https://gazette.example/skerry" in text


def test_evidence_that_was_taken_over_says_from_whom() -> None:
    text = plaintext.render(evidence.view(ask("lighthouses", "Who relit Skerry Point?")))
    copied = plaintext.render(evidence.view(ask("lighthouses", "When was Skerry Point relit?")))

    assert "taken over" not in text
    assert "¶4 · said first by Coast Gazette · taken over from Coast Gazette" in copied
