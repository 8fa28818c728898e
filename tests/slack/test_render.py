"""How briefs look in Slack."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.render import Message, to_message
from content import evidence
from content.brief import Brief, Note, Suggestion
from tests import samples

GOLDEN = Path(__file__).parent.parent / "golden"
REPLY = "0123456789abcdef" * 2
CASES = {
    "brief": samples.brief_about_skerry(),
    "abstention": samples.abstention(),
    "evidence": evidence.view(samples.brief_about_skerry()),
}


def texts(message: Message) -> list[str]:
    """What stands in sections and contexts, in order."""
    found = []
    for block in message["blocks"]:
        parts = [block["text"]] if block["type"] == "section" else block.get("elements", [])
        found += [part["text"] for part in parts if part["type"] == "mrkdwn"]
    return found


def buttons(message: Message) -> dict[str, Any]:
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {button["action_id"]: button for row in rows for button in row}


def many_points(count: int, chars: int) -> Brief:
    """A brief with so many points of that length, each with a source of its own."""
    point = samples.brief_about_skerry().points[0]
    return dataclasses.replace(
        samples.brief_about_skerry(),
        points=tuple(
            dataclasses.replace(point, text="x" * chars, citations=(at,))
            for at in range(1, count + 1)
        ),
        sources=tuple(samples.source(at) for at in range(1, count + 1)),
        evidence=(),
    )


@pytest.mark.parametrize("case", CASES)
def test_a_brief_looks_like_its_golden_file(case: str) -> None:
    golden = GOLDEN / f"{case}.slack.json"

    shown = json.dumps(to_message(CASES[case], REPLY), indent=2, ensure_ascii=False) + "\n"

    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_each_point_links_its_numbers_and_each_source_has_a_line() -> None:
    first, second, sources, *_ = texts(to_message(samples.brief_about_skerry(), REPLY))

    assert first.endswith("2026. <https://gazette.example/skerry/1|[1]>")
    assert second.endswith("_(forecast)_ <https://gazette.example/skerry/1|[1]> [2]")
    assert sources.splitlines()[0].endswith(
        "|[1]> Coast Gazette · 2026-03-14 · The lamp at Skerry Point is lit again"
    )
    assert sources.splitlines()[1].startswith("[2] Harbour &lt;&amp; Sons&gt; · date not shown · ")


def test_evidence_says_where_each_claim_is_found_and_who_said_it_first() -> None:
    shown = "\n".join(texts(to_message(CASES["evidence"], REPLY))).splitlines()

    claim, first, second = shown[4:7]
    assert claim == (
        "▸ Harbour &amp; Sons expect keepers to return. · as of March 2026 · 1 independent source"
    )
    assert first.endswith(" · ¶5 · news report · said first by Harbour &amp; Sons")
    assert second.startswith("[2] Harbour &lt;&amp; Sons&gt; · date not shown · Notes ")
    assert second.endswith(" · ¶1 · news report · said by the source itself")


def test_the_sources_button_carries_the_reply_and_evidence_has_none() -> None:
    brief = buttons(to_message(CASES["brief"], REPLY))
    shown = buttons(to_message(CASES["evidence"], REPLY))

    assert brief["sources"]["value"] == REPLY
    assert "sources" not in shown


def test_only_private_replies_can_be_shared() -> None:
    assert "share" not in buttons(to_message(CASES["brief"], REPLY))
    assert buttons(to_message(CASES["brief"], REPLY, private=True))["share"]["value"] == REPLY


def test_only_answers_can_be_marked_as_not_helpful() -> None:
    shown = buttons(to_message(CASES["brief"], REPLY, private=True))

    assert (shown["unhelpful"]["text"]["text"], shown["unhelpful"]["value"]) == (
        "Not helpful",
        REPLY,
    )
    assert "unhelpful" not in buttons(to_message(CASES["evidence"], REPLY))
    assert "unhelpful" not in buttons(to_message(CASES["abstention"], REPLY))


def test_suggestions_are_buttons_that_ask_their_text() -> None:
    asks = buttons(to_message(CASES["abstention"], REPLY))

    assert asks["ask_0"]["text"]["text"] == "Lamps"
    assert asks["ask_0"]["value"] == "lamps"


def test_a_suggestion_too_long_for_a_button_is_left_out_rather_than_changed() -> None:
    long = Suggestion("why " * 600, "Why")
    brief = dataclasses.replace(samples.abstention(), suggestions=(long, Suggestion("a", "A")))

    asks = buttons(to_message(brief, REPLY))

    assert [button["value"] for button in asks.values()] == ["a"]


def test_what_does_not_fit_is_cut_at_a_point_and_counted() -> None:
    message = to_message(many_points(40, 280), REPLY)

    points = [text for text in texts(message) if "xxx" in text]
    shown = len(points)
    assert 5 < shown < 40
    assert points[-1].endswith(f"{'x' * 280} [{shown}]")  # its link stands in the list of sources
    assert any(text.startswith(f"{40 - shown} more points did not fit") for text in texts(message))
    assert f"[{shown}]> Coast Gazette" in "\n".join(texts(message))
    assert f"[{shown + 1}]" not in "\n".join(texts(message))


def test_a_topic_of_the_longest_sentences_a_pack_allows_is_shown_whole() -> None:
    message = to_message(many_points(6, 280), REPLY)

    assert len([text for text in texts(message) if "x" * 280 in text]) == 6


def test_the_evidence_of_a_point_without_any_still_names_its_sources() -> None:
    bare = dataclasses.replace(CASES["evidence"], evidence=())

    shown = "\n".join(texts(to_message(bare, REPLY)))

    assert "Coast Gazette · 2026-03-14" in shown
    assert "[2] Harbour" in shown


def test_a_title_of_nothing_visible_is_replaced() -> None:
    brief = dataclasses.replace(samples.abstention(), title="\u202e\x00 \u200b")

    assert to_message(brief, REPLY)["blocks"][0]["text"]["text"] == "Briefing"


def test_the_notification_is_the_whole_answer_escaped_and_cut_below_4000() -> None:
    notes = tuple(Note("help", "<!channel> & " * 200) for _ in range(5))
    brief = dataclasses.replace(samples.abstention(), notes=notes)

    text = to_message(brief, REPLY)["text"]

    assert len(text) <= limits.NOTIFICATION_MAX
    assert text.startswith("Not covered\n\n&lt;!channel&gt; &amp; ")
    assert text.endswith("…")


def test_a_point_with_a_hundred_sources_is_shown_with_all_of_them() -> None:
    numbers = tuple(range(1, 101))
    crowded = many_points(100, 280)
    [first, *_] = crowded.points
    brief = dataclasses.replace(
        crowded,
        points=(dataclasses.replace(first, citations=numbers),),  # type: ignore[arg-type]
    )

    shown = "\n".join(texts(to_message(brief, REPLY)))

    assert all(f"[{number}] Coast Gazette · 2026-03-14" in shown for number in numbers)
