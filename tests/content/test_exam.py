"""An exam on the ai-china pack, in the words of colleagues: what is answered, what is refused.

The questions are in exam.yaml and exam-2026.yaml. The thresholds are what was measured when they
were set; raise them when the bot gets better, and never lower them.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.brief import Brief
from tests.content.packs import ask, claims_of, pack

ANSWERED = {"exam": 0.72, "exam-2026": 0.5}
"""Least share of the answerable questions that is answered rightly; no other answer is allowed."""
REFUSED = 1.0
EACH = pytest.mark.parametrize("name", ANSWERED)


@functools.cache
def exam(name: str) -> dict[str, Any]:
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def is_right(question: dict[str, Any], brief: Brief) -> bool:
    """Whether the reply says one of the expected claims, or is about the expected topic."""
    if "topic" in question:
        return brief.kind in {"answer", "brief"} and brief.topic == question["topic"]
    return brief.outcome == "answered" and bool(set(question["claims"]) & claims_of(brief))


def is_refused(brief: Brief) -> bool:
    """The closest on file, shown as such, is no answer."""
    return brief.outcome in {"closest", "not_covered"}


@EACH
def test_the_exam_asks_for_what_the_pack_has(name: str) -> None:
    asked = exam(name)["answerable"]

    named = {claim for question in asked for claim in question.get("claims", ())}
    topics = {question["topic"] for question in asked if "topic" in question}

    assert named <= set(pack("ai-china").claims)
    assert topics <= set(pack("ai-china").topics)
    assert len(asked) >= 75
    assert len(exam(name)["unanswerable"]) >= 45


@EACH
def test_the_exam_does_not_repeat_the_questions_of_the_pack(name: str) -> None:
    known = {q.casefold() for snippet in pack("ai-china").qa for q in snippet.questions}

    asked = [question["ask"] for question in exam(name)["answerable"]] + exam(name)["unanswerable"]

    assert [text for text in asked if text.casefold() in known] == []
    assert len(asked) == len(set(asked))


@EACH
def test_answerable_questions_are_answered_with_an_expected_claim(name: str) -> None:
    asked = exam(name)["answerable"]

    missed = [q["ask"] for q in asked if not is_right(q, ask("ai-china", q["ask"]))]

    assert 1 - len(missed) / len(asked) >= ANSWERED[name], missed


@EACH
def test_an_answerable_question_gets_the_right_answer_or_none(name: str) -> None:
    replies = [(q, ask("ai-china", q["ask"])) for q in exam(name)["answerable"]]

    wrong = [q["ask"] for q, reply in replies if not is_right(q, reply) and not is_refused(reply)]

    assert wrong == []


@EACH
def test_unanswerable_questions_are_refused(name: str) -> None:
    asked = exam(name)["unanswerable"]

    answered = [text for text in asked if not is_refused(ask("ai-china", text))]

    assert 1 - len(answered) / len(asked) >= REFUSED, answered


@pytest.mark.parametrize("text", [text for name in ANSWERED for text in exam(name)["unanswerable"]])
def test_even_a_wrong_answer_cites_every_sentence(text: str) -> None:
    brief = ask("ai-china", text)

    assert claims_of(brief) <= set(pack("ai-china").claims)
    assert all(point.citations for point in brief.points)
