"""Which topic a text names: spelling, order, case and manners do not matter; other subjects do."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from content.answering import NO_DIRECT_ANSWER
from content.brief import Brief
from tests.content.packs import BOTH, ask, pack

NAMES = [
    (name, topic.id, written)
    for name in BOTH
    for topic in pack(name).topics.values()
    for written in (topic.id, topic.title, *topic.aliases)
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def has_no_direct_answer(brief: Brief) -> bool:
    return NO_DIRECT_ANSWER in {note.text for note in brief.notes}


@pytest.mark.parametrize(
    "change", [str, str.upper, "{}?".format, "  {}. ".format, "{} please".format]
)
@pytest.mark.parametrize("name", BOTH)
def test_every_id_title_and_alias_leads_to_its_topic(name: str, change: type[str]) -> None:
    names = [(topic, written) for owner, topic, written in NAMES if owner == name]

    found = [(ask(name, change(written)), topic, written) for topic, written in names]

    assert [(w, b.topic) for b, topic, w in found if (b.kind, b.topic) != ("brief", topic)] == []


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("chips", "chips"),
        ("Chip sanctions", "sanctions"),
        ("governnance", "governance"),
        ("芯片", "chips"),
        ("huawei ascend", "ascend"),
        ("alliances pls", "alliances"),
        ("CHIPS!!", "chips"),
        ("chip", "chips"),
        ("Give me a briefing on chips, please", "chips"),
        ("hi, could you tell me about nvidia", "nvidia"),
        ("what about open source", "open-source"),
        ("how about the alliances?", "alliances"),
        ("tell us about governance", "governance"),
        ("thanks! now regulation", "regulation"),
        ("latest news on deepseek", "deepseek"),
        ("chinese ai chips", "chips"),
        ("China's open-source AI models", "open-source"),
        ("opensource", "open-source"),
        ("hua wei", "huawei"),
        ("Deep Seek", "deepseek"),
        ("us export controls on chips", "sanctions"),
        ("nvdia", "nvidia"),
        ("huwaei", "huawei"),
        ("deepsek", "deepseek"),
        ("infrastrucure", "infrastructure"),
        ("regulaton", "regulation"),
        ("compettion", "competition"),
        ("geopolitcs", "geopolitics"),
        ("请介绍一下芯片", "chips"),
        ("关于华为的最新消息", "huawei"),
        ("中国的制裁", "sanctions"),
        ("中国芯片", "chips"),
        ("ＣＨＩＰＳ", "chips"),
        ("chi\u200bps", "chips"),
        ("\u202echips\u202c", "chips"),
    ],
)
def test_case_punctuation_manners_and_slips_do_not_matter(typed: str, topic: str) -> None:
    brief = ask("ai-china", typed)

    assert (brief.kind, brief.topic) == ("brief", topic)
    assert not has_no_direct_answer(brief)


@pytest.mark.parametrize(
    ("typed", "wins", "suggested"),
    [
        ("cambricon chips", "cambricon", "chips"),
        ("nvidia and sanctions", "nvidia", "sanctions"),
        ("chips and alliances", "alliances", "chips"),
        ("nvidia, cambricon", "cambricon", "nvidia"),
        ("governance robots", "robots", "governance"),
    ],
)
def test_of_two_topics_the_more_specific_wins_and_the_other_is_suggested(
    typed: str, wins: str, suggested: str
) -> None:
    brief = ask("ai-china", typed)

    assert (brief.kind, brief.topic) == ("brief", wins)
    assert brief.suggestions[0].text == suggested


@pytest.mark.parametrize(
    "typed",
    """
    potato chips|fish and chips|India|ships|whips|ship sanctions|Nvidia revenue|huawei phones
    apple|chip prices|deepseek founder|moonshot landing|license plate|robots.txt|google maps
    race relations|rules of chess|money laundering|chips and dip|data centre in Ireland
    薯片|华为手机|芯片价格|印度
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_what_only_resembles_a_topic_is_none(typed: str) -> None:
    assert ask("ai-china", typed.strip()).kind != "brief"


@pytest.mark.parametrize("typed", ["ships", "potato chips", "race relations", "印度"])
def test_a_word_that_names_nothing_here_is_not_answered(typed: str) -> None:
    assert ask("ai-china", typed).kind == "abstention"


@pytest.mark.parametrize(("typed", "title"), [("governnance", "International AI governance")])
def test_a_mended_spelling_is_said(typed: str, title: str) -> None:
    notes = [note.text for note in ask("ai-china", typed).notes if note.kind == "understood"]

    assert notes == [f"Showing “{title}” for “{typed}”."]


def test_a_name_spelt_right_is_not_commented_on() -> None:
    assert not [note for note in ask("ai-china", "governance").notes if note.kind == "understood"]


def slipped(word: str, dice: random.Random) -> str:
    """A word with one seeded slip of the fingers, anywhere but on its first letter."""
    at = dice.randrange(1, len(word) - 1)
    kind = dice.choice(["drop", "double", "swap", "replace"])
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    middle = {"drop": "", "double": word[at] * 2, "replace": dice.choice(LETTERS)}[kind]
    return word[:at] + middle + word[at + 1 :]


def slips(dice: random.Random) -> Iterator[tuple[str, str]]:
    """Each Latin name of six letters or more of the ai-china pack, ten times with one slip."""
    for owner, topic, written in NAMES:
        if owner == "ai-china" and written.isascii() and sum(map(str.isalpha, written)) >= 6:
            yield from ((topic, slipped(written, dice)) for _ in range(10))


def test_one_slip_of_the_fingers_still_finds_nine_of_ten_names_and_hardly_ever_another() -> None:
    tried = [(topic, typed, ask("ai-china", typed)) for topic, typed in slips(random.Random(7))]

    right = [typed for topic, typed, brief in tried if brief.topic == topic]
    wrong = [
        (typed, brief.topic)
        for topic, typed, brief in tried
        if brief.kind == "brief" and brief.topic != topic
    ]

    assert len(right) >= 0.9 * len(tried)
    assert len(wrong) < 0.01 * len(tried), wrong
