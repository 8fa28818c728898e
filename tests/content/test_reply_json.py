"""The JSON reply, the contract for automation: keys never vanish, and nothing goes uncited."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from content import evidence
from content.brief import Brief
from content.reply_json import to_json
from tests.content.packs import BOTH, ask, pack
from tests.samples import abstention, brief_about_skerry, briefs

KEYS = {
    "id",
    "kind",
    "outcome",
    "topic",
    "title",
    "points",
    "sources",
    "evidence",
    "notes",
    "suggestions",
    "as_of",
    "pack",
}
POINT = {"text", "citations", "claims", "kind", "label"}
SOURCE = {"number", "id", "publisher", "title", "url", "published", "grade"}
SOURCE_TOO = {"published_note", "author"}
EVIDENCE = {"point", "source", "locator", "said_by", "quote"}
EVIDENCE_TOO = {
    *("claim", "claim_text", "independent_sources", "derives_from", "as_of"),
    *("fingerprint", "finding", "best_grade", "disputed_by"),
}
KINDS = {"brief", "answer", "evidence", "abstention", "help", "error"}
EVERY_WISH = ["topics", "help", "what does herring cost?", "a" * 600]


def is_sound(reply: dict[str, Any]) -> bool:
    """Whether every number in citations is a source's, and every source is cited."""
    cited = {number for point in reply["points"] for number in point["citations"]}
    numbers = [source["number"] for source in reply["sources"]]
    return (
        cited == set(numbers)
        and len(numbers) == len(cited)
        and all(point["citations"] and point["claims"] for point in reply["points"])
        and {line["source"] for line in reply["evidence"]} <= cited
        and {line["point"] for line in reply["evidence"]} <= set(range(1, len(reply["points"]) + 1))
    )


@pytest.mark.parametrize("brief", [brief_about_skerry(), abstention()])
def test_a_reply_has_exactly_the_keys_of_the_contract(brief: Brief) -> None:
    reply = to_json("0" * 32, brief)

    assert set(reply) == KEYS
    assert set(reply["pack"]) == {"id", "version"}
    assert all(set(point) == POINT for point in reply["points"])
    assert all(set(source) == SOURCE | SOURCE_TOO for source in reply["sources"])
    assert all(set(line) == EVIDENCE | EVIDENCE_TOO for line in reply["evidence"])


def test_a_reply_says_what_the_brief_says() -> None:
    reply = to_json("7" * 32, brief_about_skerry())

    assert (reply["id"], reply["kind"], reply["topic"]) == ("7" * 32, "brief", "skerry-point")
    assert reply["points"][1]["citations"] == [1, 2]
    assert reply["points"][1]["kind"] == "forecast"
    assert reply["notes"][0] == "Point 2 is a forecast."
    assert reply["suggestions"] == ["lamps", "keepers"]
    assert reply["pack"] == {"id": "lighthouses", "version": "2026.11.1"}


def test_what_is_not_known_is_null() -> None:
    reply = to_json("0" * 32, brief_about_skerry())

    assert (reply["sources"][1]["url"], reply["sources"][1]["published"]) == (None, None)
    assert reply["sources"][1]["published_note"] == "no date shown"
    assert (reply["evidence"][0]["said_by"], reply["evidence"][0]["quote"]) == (None, None)
    assert to_json("0" * 32, abstention())["as_of"] is None
    assert to_json("0" * 32, abstention())["topic"] is None


def test_a_date_is_as_exact_as_its_source() -> None:
    assert to_json("0" * 32, brief_about_skerry())["as_of"] == "2026-03-14"
    assert to_json("0" * 32, ask("lighthouses", "keepers"))["as_of"] == "2026-03"


@pytest.mark.parametrize("name", BOTH)
def test_every_citation_is_among_the_sources_and_every_source_is_cited(name: str) -> None:
    typed = [*pack(name).topics, *(s.questions[0] for s in pack(name).qa), *EVERY_WISH]

    replies = {text: to_json("0" * 32, ask(name, text)) for text in typed}

    assert [text for text, reply in replies.items() if not is_sound(reply)] == []
    assert {reply["kind"] for reply in replies.values()} <= KINDS


@pytest.mark.parametrize("name", BOTH)
def test_the_evidence_of_every_topic_and_of_each_of_its_sources_is_sound(name: str) -> None:
    for topic in pack(name).topics:
        brief = ask(name, topic)
        for number in (None, *(source.number for source in brief.sources)):
            assert is_sound(to_json("0" * 32, evidence.view(brief, number)))


@settings(deadline=None)
@given(briefs())
def test_any_brief_becomes_sound_json_and_back(brief: Brief) -> None:
    reply = to_json("0" * 32, brief)

    assert is_sound(reply)
    assert json.loads(json.dumps(reply)) == reply
