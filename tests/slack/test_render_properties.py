"""What holds for every brief there can be, however hostile its texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits
from adapters.slack.render import Message, to_message
from content.brief import Brief
from tests import samples

MARKUP = re.compile(r"<[^>]*>")
CITATION = re.compile(r"\[(\d+)\]")
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
MESSAGES = settings(max_examples=30, deadline=None)


def marked_up(message: Message) -> list[str]:
    """Everything Slack reads as markup."""
    objects = _objects(message["blocks"])
    return [message["text"], *(part["text"] for part in objects if part.get("type") == "mrkdwn")]


def _objects(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message, however deep."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    for item in part if isinstance(part, list) else []:
        yield from _objects(item)


def sentences(message: Message) -> list[str]:
    """The points shown: with a brief that has points, only they are sections."""
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def source_lines(message: Message) -> set[int]:
    """The numbers that begin a line below the points."""
    contexts = [block["elements"] for block in message["blocks"] if block["type"] == "context"]
    lines = [line for row in contexts for item in row for line in item["text"].splitlines()]
    starts = [re.match(r"(?:<[^|>]*\|)?\[(\d+)\]>? .* · ", line) for line in lines]
    return {int(start[1]) for start in starts if start}


@MESSAGES
@given(samples.briefs(), st.booleans())
def test_no_limit_of_slack_is_exceeded(brief: Brief, private: bool) -> None:
    message = to_message(brief, "0" * 32, private=private)

    blocks = message["blocks"]
    assert len(blocks) <= limits.BLOCKS_MAX
    assert len(json.dumps(message, ensure_ascii=False)) < limits.MESSAGE_MAX
    assert 0 < len(message["text"]) < 4000
    for block in blocks:
        elements = block.get("elements", [])
        most = limits.ACTIONS_MAX if block["type"] == "actions" else limits.CONTEXT_ELEMENTS_MAX
        assert len(elements) <= most
    for part in _objects(blocks):
        if part.get("type") in ("mrkdwn", "plain_text"):
            assert 0 < len(part["text"]) <= limits.TEXT_OBJECT_MAX
        if part.get("type") == "header":
            assert len(part["text"]["text"]) <= limits.HEADER_MAX
        if part.get("type") == "button":
            assert len(part["text"]["text"]) <= limits.BUTTON_TEXT_MAX
            assert 0 < len(part["value"]) <= limits.BUTTON_VALUE_MAX
    ids = [part["action_id"] for part in _objects(blocks) if "action_id" in part]
    assert len(ids) == len(set(ids))


@MESSAGES
@given(samples.briefs())
def test_nothing_is_live_but_the_links_to_the_sources(brief: Brief) -> None:
    message = to_message(brief, "0" * 32)

    allowed = re.compile(r"<https://a\.example/[^\s<>|]*\|\[\d+\]>")
    for text in marked_up(message):
        assert all(allowed.fullmatch(tag) for tag in MARKUP.findall(text))
        assert "<" not in MARKUP.sub("", text)
        assert ">" not in MARKUP.sub("", text)
        assert not ENTITY.search(text)
    for part in _objects(message["blocks"]):
        if part.get("type") == "plain_text":
            assert not set("<>") & set(part["text"])
        if part.get("type") == "mrkdwn":
            assert part["verbatim"] is True


@MESSAGES
@given(samples.briefs())
def test_nothing_hides_or_turns_the_reading_direction(brief: Brief) -> None:
    message = to_message(brief, "0" * 32)

    objects = _objects(message["blocks"])
    shown = "".join([message["text"], *(str(part["text"]) for part in objects if "text" in part)])
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", shown
    )


@MESSAGES
@given(samples.briefs())
def test_each_point_shown_has_its_numbers_and_each_number_its_source_line(brief: Brief) -> None:
    message = to_message(brief, "0" * 32)

    shown = sentences(message)
    cited: set[int] = set()
    for sentence, point in zip(shown, brief.points, strict=False):
        marks = "".join(f"[{number}]" for number in point.citations)
        unlinked = re.sub(r"<[^|<>]*\|(\[\d+\])>", r"\1", sentence)
        assert unlinked.replace(" ", "").endswith(marks)
        cited |= set(point.citations)
    assert source_lines(message) >= cited


@MESSAGES
@given(samples.briefs())
def test_no_source_is_shown_that_no_point_shown_cites(brief: Brief) -> None:
    message = to_message(brief, "0" * 32)

    count = len(sentences(message))
    shown = {number for point in brief.points[:count] for number in point.citations}
    linked = {
        int(number)
        for text in marked_up(message)[1:]
        for number in re.findall(r"<[^|<>]*\|\[(\d+)\]>", text)
    }
    assert linked <= shown
    assert 1 <= count <= len(brief.points)


@MESSAGES
@given(samples.briefs())
def test_points_left_out_are_counted(brief: Brief) -> None:
    message = to_message(brief, "0" * 32)

    cut = len(brief.points) - len(sentences(message))
    notices = [text for text in marked_up(message)[1:] if " did not fit here: " in text]
    assert bool(notices) == bool(cut)
    assert all(text.startswith(f"{cut} more point") for text in notices)
