"""What people can type: the same on every platform, in English and in Chinese."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from content.grammar import (
    MAX_TEXT_CHARS,
    AskAbout,
    AskHelp,
    AskSources,
    AskTopics,
    Request,
    SayUnhelpful,
    TooLong,
    parse,
)
from tests.samples import HOSTILE, texts


@pytest.mark.parametrize(
    "text",
    """
    source?|Source|SOURCES?|sources please|source??|soruce?|souces|sources.|show sources
    show me the sources|give me your sources please|what are the sources?|what's the source?
    what is the source for this?|which sources?|citations|references|refs?|evidence?|show evidence
    where is this from?|where's that from?|where does this come from?|where is it from
    where did this information come from|and where is that from?|where did you get this from?
    where did you read that|who says so?|who said that?|who claims this|says who?|proof?
    how do you know?|how do you know that?|any source for that?|source for that please
    出处?|出处？|來源|来源是什么？|信息来源|消息来源呢？|请给出处|给我看看来源|有什么依据吗？
    依据是什么|这是哪里来的？|从哪里来的？|证据呢|引用|list all the sources
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_a_wish_for_the_sources_is_understood(text: str) -> None:
    assert parse(text) == Request(AskSources())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("source 2", 2),
        ("Source 2?", 2),
        ("sources 12", 12),
        ("source #3", 3),
        ("source no. 4", 4),
        ("source number 4 please", 4),
        ("show me source 1", 1),
        ("what is source 2?", 2),
        ("soruce 2", 2),
        ("sorce 7?", 7),
        ("ref 3", 3),
        ("source for point 2", 2),
        ("[2]", 2),
        ("(2)?", 2),
        ("[10]?", 10),
        ("source 0", 0),
        ("来源2", 2),
        ("出处 3", 3),
        ("出处第2个", 2),
        ("source ２", 2),
    ],
)
def test_a_source_can_be_picked_by_its_number(text: str, number: int) -> None:
    assert parse(text) == Request(AskSources(number))


@pytest.mark.parametrize(
    "text",
    [
        "open source",
        "open-source",
        "open source models",
        "is qwen open source?",
        "sources of growth",
        "resources",
        "resource 2",
        "source code of DeepSeek",
        "sourcing of chips",
        "chip sources in Xinjiang",
        "where is the conference?",
        "where is Moonshot from?",
        "where do the chips come from?",
        "who said chips are a security asset?",
        "how do you know a good model?",
        "evidence of stockpiling",
        "reference design",
        "proof of concept",
        "2",
        "12 sources of energy",
        "what is the source of the growth?",
        "开源",
        "开源模型",
        "收入来源",
        "芯片从哪里来的",
        "数据来源合规要求",
    ],
)
def test_a_question_that_only_sounds_like_sources_is_a_question(text: str) -> None:
    assert parse(text) == Request(AskAbout(text))


@pytest.mark.parametrize(
    "text",
    [
        "topics",
        "Topics?",
        "topic",
        "list topics",
        "show me the topics",
        "what topics are there?",
        "which topics do you cover?",
        "all topics please",
        "menu",
        "index",
        "主题",
        "有哪些主题？",
        "话题列表",
        "目录",
    ],
)
def test_the_list_of_topics_can_be_asked_for(text: str) -> None:
    assert parse(text) == Request(AskTopics())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t",
        "\u200b\u202e",
        "?",
        "...",
        "help",
        "Help!",
        "help me please",
        "hello",
        "hi there",
        "usage",
        "how does this work?",
        "what can you do?",
        "what can I ask?",
        "帮助",
        "你好",
        "怎么用？",
        "說明",
    ],
)
def test_help_is_asked_for_in_words_or_by_saying_nothing(text: str) -> None:
    assert parse(text) == Request(AskHelp())


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("chips private", "chips"),
        ("chips --private", "chips"),
        ("chips -private", "chips"),
        ("chips —private", "chips"),
        ("chips, Private.", "chips"),
        ("who leads? PRIVATE", "who leads?"),
        ("芯片 私密", "芯片"),
        ("芯片 仅自己可见", "芯片"),
    ],
)
def test_private_as_the_last_word_keeps_the_reply_to_the_asker(text: str, about: str) -> None:
    assert parse(text) == Request(AskAbout(about), private=True)


@pytest.mark.parametrize(
    "text",
    ["private chips", "private investment in chips", "chipsprivate", "privately", "私密芯片"],
)
def test_private_anywhere_else_is_a_word_like_others(text: str) -> None:
    assert parse(text) == Request(AskAbout(text))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("private", AskHelp()),
        ("source? private", AskSources()),
        ("source 2 --private", AskSources(2)),
        ("topics private", AskTopics()),
    ],
)
def test_everything_can_be_asked_in_private(text: str, wish: object) -> None:
    assert parse(text) == Request(wish, private=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["a" * 501, "灯" * 10_000, "why " * 200, "a" * 100_000])
def test_a_text_that_is_too_long_is_measured_and_not_read(text: str) -> None:
    assert parse(text).wish == TooLong(len(text))


def test_the_longest_text_allowed_is_read() -> None:
    text = "a" * MAX_TEXT_CHARS

    assert parse(text).wish == AskAbout(text)
    assert parse("\u200b" * 5_000 + text).wish == AskAbout(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_understood_somehow(text: str) -> None:
    assert isinstance(parse(text).wish, AskAbout | TooLong)


@given(texts())
def test_no_text_makes_it_raise_and_no_control_character_gets_through(text: str) -> None:
    wish = parse(text).wish

    said = wish.text if isinstance(wish, AskAbout) else ""

    assert not [char for char in said if unicodedata.category(char).startswith("C")]
    assert len(said) <= MAX_TEXT_CHARS
    assert "\n" not in said


@given(texts())
def test_understanding_what_was_understood_changes_nothing(text: str) -> None:
    wish = parse(text).wish

    if isinstance(wish, AskAbout) and not parse(wish.text).private:
        assert parse(wish.text).wish == wish


@pytest.mark.parametrize(
    "text",
    [
        "do you have a source?",
        "is there a source",
        "can you cite this?",
        "cite this",
        "where is this coming from?",
        "where'd you get that?",
        "source for 2",
        "第2个来源",
        "这条消息的来源是什么",
        "这个数字的出处",
        "according to whom?",
        "prove it",
        "who says?",
        "第二个来源",
    ],
)
def test_sources_are_asked_for_in_many_ways(text: str) -> None:
    assert isinstance(parse(text).wish, AskSources)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("sources on chips", "chips"),
        ("show me the sources for export controls", "export controls"),
        ("what is the source for the 8.17 billion figure?", "the 8 17 billion figure"),
    ],
)
def test_the_sources_of_something_named_are_meant_to_be_its_own(text: str, about: str) -> None:
    assert parse(text).wish == AskSources(about=about)


@pytest.mark.parametrize(
    "text",
    """
    👎|👎🏽|👎️|not helpful|Not helpful!|NOT HELPFUL.|wrong answer|bad answer
    not helpful private
    没用|没用。|沒用|没帮助|沒幫助！
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_a_remark_that_a_reply_did_not_help_is_understood_and_private(text: str) -> None:
    assert parse(text) == Request(SayUnhelpful(), private=True)


@pytest.mark.parametrize(
    "text",
    [
        "why is that not helpful?",
        "the wrong answer to chips",
        "chips 👎",
        "👍",
        "没用的芯片",
        "helpful",
    ],
)
def test_a_remark_is_the_whole_text(text: str) -> None:
    assert not isinstance(parse(text).wish, SayUnhelpful)
