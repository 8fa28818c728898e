"""Questions that take for granted what is not so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from content.contraries import is_contrary
from tests.content.packs import ask, claims_of, pack

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("premises.yaml").read_text(encoding="utf-8")
)
STILL_TAKEN_FOR_GRANTED = {"when did the us lift all chip export controls on china"}
"""What is answered from claims about something else all the same; the docs say so."""


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["ask"])
def test_nothing_is_answered_as_if_it_were_so(row: dict[str, Any]) -> None:
    """What answers may be the very claim that says the contrary, or that whoever asks knows."""
    brief = ask("ai-china", row["ask"])

    assert row["contradicts"] in pack("ai-china").claims
    if row["ask"] not in STILL_TAKEN_FOR_GRANTED:
        assert brief.outcome != "answered" or row["contradicts"] in claims_of(brief)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("why did the keeper leave the guild", "The keeper joined the guild in 1990."),
        ("who allowed the fog horn", "The trust banned the fog horn."),
        ("when did they cancel the ferry", "The ferry was announced in May."),
        ("when did they cancel the ferry", "The ferry leaves at seven."),
        ("为什么允许雾号", "信托禁止雾号。"),
    ],
)
def test_the_contrary_is_no_answer(question: str, answer: str) -> None:
    assert is_contrary(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("why did the keeper leave the guild", "The keeper joined in 1990 and left in 1998."),
        ("who allowed the fog horn", "The trust approved the fog horn."),
        ("when was the ferry cancelled", "The ferry was withdrawn in May."),
        ("who banned it", "The trust banned the fog horn."),
        ("what is the ferry", "The ferry was cancelled."),
    ],
)
def test_what_says_so_itself_is_one(question: str, answer: str) -> None:
    assert not is_contrary(question, answer)
