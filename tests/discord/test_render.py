"""Briefs as Discord messages: golden files, limits, and nothing foreign that comes alive."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.buttons import Press, to_press
from adapters.discord.markdown import escape, plain, safe_url
from adapters.discord.render import to_message
from content import evidence
from content.brief import Brief, Note, Suggestion
from tests import samples

GOLDEN = Path(__file__).parent.parent / "golden"
REPLY_ID = "0" * 31 + "1"
LIVE_MENTION = re.compile(r"@(?:everyone|here)|<(?:@[!&]?\d|#\d|/|t:|id:|a?:\w+:\d)", re.IGNORECASE)
MASKED_LINK = re.compile(r"(?<!\\)\]\(([^)]*)\)")
POINT = re.compile(r"^\*\*(\d+)\.\*\* ", re.MULTILINE)
MARK = re.compile(r"(?<= )\[+(\d+)\]")
SOURCE_LINE = re.compile(r"^(?:- )?\[+(\d+)\]", re.MULTILINE)
CASES = {
    "brief": samples.brief_about_skerry(),
    "abstention": samples.abstention(),
    "evidence": evidence.view(samples.brief_about_skerry()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_brief_looks_as_it_did(case: str) -> None:
    path = GOLDEN / f"{case}.discord.json"
    message = to_message(CASES[case], REPLY_ID)

    rendered = json.dumps(message, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(rendered, encoding="utf-8")

    assert rendered == path.read_text(encoding="utf-8")


@given(samples.briefs(), st.booleans())
@settings(deadline=None)
def test_no_brief_makes_a_message_that_discord_refuses(brief: Brief, private: bool) -> None:
    message = to_message(brief, REPLY_ID, private=private)

    assert_within_limits(message)


@given(samples.briefs())
@settings(deadline=None)
def test_no_brief_makes_a_live_mention_or_a_link_of_its_own(brief: Brief) -> None:
    message = to_message(brief, REPLY_ID)

    given_urls = {safe_url(source.url) for source in brief.sources}
    for text in markdown_of(message):
        assert not LIVE_MENTION.search(text.replace("\\<", ""))
        assert set(MASKED_LINK.findall(text)) <= given_urls
        assert not re.search(r"(?<!\()https?://", text)
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\u2028]", text)


@given(samples.briefs())
@settings(deadline=None)
def test_each_point_shown_has_its_sources_and_no_other_source_is_shown(brief: Brief) -> None:
    message = to_message(brief, REPLY_ID)

    text = "\n".join(embed.get("description", "") for embed in message["embeds"])
    shown = [int(at) for at in POINT.findall(text)]
    cited = {number for at in shown for number in brief.points[at - 1].citations}
    marked = {int(number) for line in lines_of_points(text) for number in MARK.findall(line)}
    listed = text if brief.kind == "evidence" else sources_of(message)
    assert shown == list(range(1, len(shown) + 1))
    assert shown
    assert marked == cited
    assert {int(number) for number in SOURCE_LINE.findall(listed)} == cited


@given(samples.briefs())
@settings(deadline=None)
def test_points_that_are_left_out_are_counted(brief: Brief) -> None:
    message = to_message(brief, REPLY_ID)

    text = "\n".join(embed.get("description", "") for embed in message["embeds"])
    missing = len(brief.points) - len(POINT.findall(text))
    notes = "\n".join(value for name, value in fields_of(message) if name.startswith("Notes"))
    assert (f"{missing} more point" in notes) == (missing > 0)


@given(samples.texts())
def test_escaped_text_shows_as_it_was_written(text: str) -> None:
    # Discord takes a backslash before any mark for "show the mark".
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text, 400))

    assert shown == plain(text, 400)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("@everyone @HERE", "@\u200beveryone @\u200bHERE"),
        ("<@1> <@&2> <#3> </cmd:4> <t:0:R>", r"\<@1\> \<@&2\> \<#3\> \</cmd:4\> \<t:0:R\>"),
        ("[bank](https://evil.example)", r"\[bank\](https:\/\/evil.example)"),
        ("<https://evil.example>", r"\<https:\/\/evil.example\>"),
        ("# big", r"\# big"),
        ("-# small", r"\-# small"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("> quote", r"\> quote"),
        ("12. item", r"12\. item"),
        ("3.5 million", "3.5 million"),
        ("*b* _i_ ~s~ `c` ||x||", r"\*b\* \_i\_ \~s\~ \`c\` \|\|x\|\|"),
        ("a\n# b\r\nc\u2028d", "a # b c d"),
        ("back\\slash \\[x](y)", r"back\\slash \\\[x\](y)"),
        ("\u202eabc\u202c \x00\x07\x1bd \u200b\ufeffe", "abc d e"),
        ("@\u200beveryone", "@\u200beveryone"),
        ("芯片（制裁）", "芯片（制裁）"),
    ],
)
def test_foreign_text_is_escaped(written: str, sent: str) -> None:
    assert escape(written, 400) == sent


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (
            "https://a.example/(b)?c=[d]&e=`f` g",
            "https://a.example/%28b%29?c=%5Bd%5D&e=%60f%60%20g",
        ),
        ("https://a.example/x|y>z<w", "https://a.example/x%7Cy%3Ez%3Cw"),
        ("https://a.example/already%20done", "https://a.example/already%20done"),
        ("javascript:alert(1)", None),
        ("ftp://a.example/", None),
        ("https://", None),
        ("https://[bad", None),
        ("https://a.example/" + "p" * 3000, None),
        (None, None),
    ],
)
def test_only_a_web_address_is_linked_and_it_cannot_break_out(
    url: str | None, safe: str | None
) -> None:
    assert safe_url(url) == safe


def test_long_points_are_left_out_whole_before_any_source_is() -> None:
    one = samples.brief_about_skerry()
    long = dataclasses.replace(one.points[1], text="The keepers say so. " * 18)
    brief = dataclasses.replace(one, points=(one.points[0], *[long] * 16))

    message = to_message(brief, REPLY_ID)

    text = message["embeds"][0]["description"]
    assert text.count("The keepers say so") % 18 == 0
    assert "[2] Harbour" in sources_of(message)
    assert re.search(r"\d more points? did not fit", json.dumps(message["embeds"]))


def test_evidence_names_all_that_is_known_of_each_place() -> None:
    text = to_message(CASES["evidence"], REPLY_ID)["embeds"][0]["description"]

    assert "[[1]](https://gazette.example/skerry/1) Coast Gazette · 2026-03-14 · The lamp" in text
    assert "¶5 · said first by Harbour & Sons · news report" in text
    assert "[2] Harbour \\<& Sons\\> · date not shown" in text
    assert "Claim: Harbour & Sons expect keepers to return. · as of March 2026" in text
    assert "1 independent source" in text


def test_related_topics_are_few_different_and_short_enough_to_ask_for() -> None:
    texts = ["lamps", "lamps", "x" * 97, "", "a", "b", "c", "d"]
    brief = dataclasses.replace(
        samples.abstention(), suggestions=tuple(Suggestion(text, text) for text in texts)
    )

    (row,) = to_message(brief, REPLY_ID)["components"]

    assert [button["custom_id"] for button in row["components"]] == [
        "ask:lamps",
        "ask:a",
        "ask:b",
        "ask:c",
    ]


@pytest.mark.parametrize("private", [False, True])
def test_an_answer_has_one_row_of_five_buttons_the_last_of_them_for_finding_fault(
    private: bool,
) -> None:
    crowded = dataclasses.replace(
        CASES["brief"], suggestions=tuple(Suggestion(text, text) for text in "abcdefg")
    )

    row = to_message(crowded, REPLY_ID, private=private)["components"][0]["components"]

    own = ["Sources", "Share"] if private else ["Sources"]
    asks = list("abc")[: 4 - len(own)]
    assert [button["label"] for button in row] == [*own, *asks, "Not helpful"]
    assert to_press(row[-1]["custom_id"]) == Press("unhelpful", REPLY_ID)


def test_evidence_and_abstentions_cannot_be_marked_as_not_helpful() -> None:
    shown = json.dumps([to_message(CASES[case], REPLY_ID) for case in ("evidence", "abstention")])

    assert "unhelpful:" not in shown


def test_only_a_briefing_has_a_sources_button_and_only_a_private_one_a_share_button() -> None:
    def labels(brief: Brief, private: bool) -> set[str]:
        rows = to_message(brief, REPLY_ID, private=private)["components"]
        buttons = {button["label"] for row in rows for button in row["components"]}
        return buttons & {"Sources", "Share"}

    assert labels(CASES["brief"], private=False) == {"Sources"}
    assert labels(CASES["brief"], private=True) == {"Sources", "Share"}
    assert labels(CASES["evidence"], private=False) == set()
    assert labels(CASES["abstention"], private=True) == set()


def test_a_long_list_of_topics_is_shown_whole() -> None:
    topics = ", ".join(f"topic number {at}" for at in range(80))
    brief = dataclasses.replace(samples.abstention(), notes=(Note("help", topics),))

    assert to_message(brief, REPLY_ID)["embeds"][0]["description"] == topics


@pytest.mark.parametrize(
    ("custom_id", "press"),
    [
        ("sources:abc", Press("sources", "abc")),
        ("ask:who: said it?", Press("ask", "who: said it?")),
        ("share:", None),
        ("other:abc", None),
        ("", None),
    ],
)
def test_a_press_means_what_its_custom_id_says(custom_id: str, press: Press | None) -> None:
    assert to_press(custom_id) == press


def assert_within_limits(message: dict[str, Any]) -> None:
    """The numbers of Discord's documentation, written out again."""
    assert len(message["embeds"]) <= 10
    assert sum(units(text) for text in counted(message)) <= 6000
    for embed in message["embeds"]:
        assert 1 <= units(embed.get("title", "-")) <= 256
        assert 1 <= units(embed.get("description", "-")) <= 4096
        assert units(embed.get("footer", {}).get("text", "")) <= 2048
        assert len(embed.get("fields", [])) <= 25
    for name, value in fields_of(message):
        assert 1 <= units(name) <= 256
        assert 1 <= units(value) <= 1024
    buttons = [button for row in message["components"] for button in row["components"]]
    ids = [button["custom_id"] for button in buttons if "custom_id" in button]
    assert len(message["components"]) <= 5
    assert all(1 <= len(row["components"]) <= 5 for row in message["components"])
    assert all(1 <= units(button["label"].strip()) <= 80 for button in buttons)
    assert all(units(button.get("url", "")) <= 512 for button in buttons)
    assert all(1 <= units(custom_id) <= 100 for custom_id in ids)
    assert len(ids) == len(set(ids))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def counted(message: dict[str, Any]) -> list[str]:
    embeds = message["embeds"]
    texts = [embed.get(part, "") for embed in embeds for part in ("title", "description")]
    texts += [embed.get("footer", {}).get("text", "") for embed in embeds]
    return texts + [text for field in fields_of(message) for text in field]


def markdown_of(message: dict[str, Any]) -> list[str]:
    texts = [embed.get("description", "") for embed in message["embeds"]]
    return (
        texts
        + [embed.get("title", "") for embed in message["embeds"]]
        + [value for _, value in fields_of(message)]
    )


def fields_of(message: dict[str, Any]) -> list[tuple[str, str]]:
    fields = [field for embed in message["embeds"] for field in embed.get("fields", [])]
    return [(field["name"], field["value"]) for field in fields]


def sources_of(message: dict[str, Any]) -> str:
    return "\n".join(value for name, value in fields_of(message) if name.startswith("Sources"))


def lines_of_points(text: str) -> list[str]:
    return [line for line in text.splitlines() if POINT.match(line)]
