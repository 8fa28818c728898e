"""Gaps are grouped by what was asked, the most frequent first."""

from __future__ import annotations

import datetime as dt

import pytest

from content.gaps import grouped
from tests.samples import HOSTILE, NOON, gap

TODAY = NOON.date()
A_DAY = dt.timedelta(days=1)


def test_without_gaps_there_are_no_groups() -> None:
    assert grouped([]) == []


def test_questions_with_the_same_telling_words_are_one_group_in_any_order_and_ending() -> None:
    texts = ["what does herring cost?", "Cost of herrings", "the costs of a herring please"]

    [group] = grouped(gap(str(at), text=text) for at, text in enumerate(texts))

    assert (group.count, group.text) == (3, "what does herring cost?")


def test_chinese_questions_are_grouped_without_their_courtesies() -> None:
    [group] = grouped([gap("1", text="请问鲱鱼价格"), gap("2", text="鲱鱼价格")])

    assert group.count == 2


def test_a_group_shows_its_commonest_wording_topic_and_last_day() -> None:
    gaps = [
        gap("1", text="herring cost", topic="lamps", day=TODAY - A_DAY),
        gap("2", text="cost of herring", topic="keepers"),
        gap("3", text="cost of herring", topic="keepers", day=TODAY - 2 * A_DAY),
    ]

    [group] = grouped(gaps)

    assert (group.text, group.topic, group.last) == ("cost of herring", "keepers", TODAY)


def test_the_most_frequent_group_comes_first_and_of_equals_the_latest() -> None:
    gaps = [
        gap("1", text="herring", day=TODAY - A_DAY),
        gap("2", text="mackerel"),
        gap("3", text="cod", day=TODAY - 2 * A_DAY),
        gap("4", text="cod", day=TODAY - 2 * A_DAY),
    ]

    assert [group.text for group in grouped(gaps)] == ["cod", "mackerel", "herring"]


def test_both_kinds_are_counted_apart_and_together() -> None:
    gaps = [gap("1"), gap("2"), gap("3", kind="not_helpful")]

    [group] = grouped(gaps)

    assert (group.no_answer, group.not_helpful, group.count) == (2, 1, 3)


def test_questions_that_were_not_kept_are_grouped_by_topic() -> None:
    gaps = [
        gap("1", text=None),
        gap("2", text=None, kind="not_helpful"),
        gap("3", text=None, topic=None),
        gap("4"),
    ]

    groups = grouped(gaps)

    assert [(group.topic, group.text, group.count) for group in groups] == [
        ("keepers", None, 2),
        (None, None, 1),
        ("keepers", "what does herring cost?", 1),
    ]


def test_packs_are_never_mixed() -> None:
    groups = grouped([gap("1"), gap("2", pack="harbours")])

    assert [group.pack for group in groups] == ["harbours", "lighthouses"]


def test_texts_without_a_telling_word_are_the_same_only_when_they_read_the_same() -> None:
    texts = ["what is it?", "What is it", "who are they?", "?!", "!?"]

    groups = grouped(gap(str(at), text=text) for at, text in enumerate(texts))

    assert sorted(group.count for group in groups) == [1, 1, 1, 2]


@pytest.mark.parametrize("text", [*HOSTILE, "half \ud800 a pair", ""])
def test_any_text_can_be_grouped(text: str) -> None:
    [group] = grouped([gap("1", text=text), gap("2", text=text)])

    assert (group.text, group.count) == (text, 2)
