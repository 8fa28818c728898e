"""Where nothing answers, the closest on file is shown as no more than that."""

from __future__ import annotations

import pytest

from content.answering import ONLY_CLOSEST
from content.plaintext import render
from content.reply_json import to_json
from tests.content.packs import ask

NEAR = "which university did liang wenfeng go to?"


def test_the_closest_is_cited_and_says_that_it_answers_nothing() -> None:
    brief = ask("ai-china", NEAR)

    assert brief.outcome == "closest"
    assert brief.title.startswith("Closest on file to “")
    assert ONLY_CLOSEST in {note.text for note in brief.notes}
    assert all(point.citations for point in brief.points)


def test_every_form_of_the_reply_says_so() -> None:
    brief = ask("ai-china", NEAR)

    assert "Closest on file" in render(brief)
    assert to_json("1", brief)["outcome"] == "closest"


def test_an_answer_and_an_abstention_have_outcomes_of_their_own() -> None:
    assert ask("ai-china", "who relit the moon").outcome == "not_covered"
    assert ask("lighthouses", "Who relit Skerry Point?").outcome == "answered"
    assert ask("ai-china", "help").outcome is None


def test_a_briefing_without_a_direct_answer_is_only_the_closest() -> None:
    assert ask("ai-china", "what are chips?").outcome == "closest"


@pytest.mark.parametrize(
    "text",
    [
        "any new entity list additions today?",
        "which companies are not in the model-chip alliance?",
        "ships",
    ],
)
def test_nothing_is_close_to_today_to_what_is_not_so_or_to_a_lone_word(text: str) -> None:
    assert ask("ai-china", text).outcome == "not_covered"
