"""What was asked before completes what is asked now."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.store.memory import MemoryStore
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.following import FollowUps
from content.parts import for_each_name, parts_of
from content.ports import Place
from tests.content.packs import ask, desk, pack
from tests.content.test_briefings import FixedClock

HERE = Place("terminal", "local")
CHINESE = FollowUps(pack("ai-china"))
LIGHTS = FollowUps(pack("lighthouses"))


@pytest.mark.parametrize(
    ("text", "before", "first"),
    [
        ("and the lamps?", "who paid for Skerry Point?", "who paid for the lamps?"),
        ("what about LED", "when did Skerry Point change", "when did LED change"),
        ("since when?", "does Skerry Point burn LED?", "since when Skerry Point burn LED?"),
        ("why", "did the trust relight it?", "why the trust relight it?"),
        ("and by whom?", "when was Skerry Point relit?", "by whom Skerry Point relit?"),
        ("who pays for it?", "when was Skerry Point relit?", "who pays for Skerry Point?"),
    ],
)
def test_a_text_is_completed_from_the_question_before(text: str, before: str, first: str) -> None:
    assert LIGHTS.completed(text, before)[:1] == [first]


def test_chinese_is_completed_too() -> None:
    assert CHINESE.completed("那华为呢？", "英伟达的收入是多少") == ["华为的收入是多少"]
    assert CHINESE.completed("为什么？", "英伟达停售H20了吗？") == ["英伟达停售H20了为什么？"]


@pytest.mark.parametrize(
    "text",
    ["lamps", "who relit Skerry Point?", "and the moon?", "how are the lamps lit", "", "and?"],
)
def test_a_text_that_stands_by_itself_is_left_alone(text: str) -> None:
    assert LIGHTS.completed(text, "when was Skerry Point relit?") == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_much(text: str, before: str) -> None:
    assert isinstance(LIGHTS.completed(text, before), list)
    assert parts_of(text)
    assert for_each_name(text, LIGHTS.is_named)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("who relit it and when", ("who relit it", "when")),
        ("what is LED? who keeps the lamps?", ("what is LED", "who keeps the lamps?")),
        ("谁点亮了灯塔，什么时候", ("谁点亮了灯塔", "什么时候")),
        ("lamps and keepers", ("lamps and keepers",)),
        ("what are the lamps and the keepers like", ("what are the lamps and the keepers like",)),
        ("who? what? when? why? how?", ("who? what? when? why? how?",)),
    ],
)
def test_questions_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts


def test_each_part_gets_a_point() -> None:
    brief = ask("lighthouses", "when was Skerry Point relit and who paid for the relighting?")

    assert brief.outcome == "answered"
    said = " ".join(point.text for point in brief.points)
    assert "14 March 2026" in said
    assert "harbour trust paid" in said


def test_a_part_without_an_answer_is_said_to_have_none() -> None:
    brief = ask("lighthouses", "when was Skerry Point relit and who stole the treasure chest?")

    assert "Nothing on file answers “who stole the treasure chest?”." in {
        note.text for note in brief.notes
    }
    assert brief.points


class Talk:
    """One conversation about the lighthouses."""

    def __init__(self) -> None:
        self.core = Briefings([desk("lighthouses")], MemoryStore(), FixedClock())

    async def says(self, text: str, **changes: object) -> Brief:
        asked = dataclasses.replace(Asked(text, HERE, "U1"), **changes)  # type: ignore[arg-type]
        return (await self.core.reply(asked)).brief


async def test_a_follow_up_is_answered_and_says_how_it_was_understood() -> None:
    talk = Talk()
    await talk.says("when was Skerry Point relit?")

    brief = await talk.says("and who paid for it?")

    assert brief.notes[0].text == "Understood “and who paid for Skerry Point?”."
    assert "harbour trust paid" in brief.points[0].text


async def test_source_after_a_follow_up_is_of_the_follow_up() -> None:
    talk = Talk()
    await talk.says("when was Skerry Point relit?")
    followed = await talk.says("and who paid for it?")

    assert (await talk.says("source?")).points == followed.points


async def test_a_follow_up_after_the_evidence_follows_the_briefing() -> None:
    talk = Talk()
    await talk.says("when was Skerry Point relit?")
    await talk.says("source?")

    assert "harbour trust paid" in (await talk.says("who paid for it?")).points[0].text


async def test_with_nothing_before_it_stands_alone() -> None:
    brief = await Talk().says("who paid for it?")

    assert not any(note.text.startswith("Understood") for note in brief.notes)


@pytest.mark.parametrize(
    "changes",
    [
        {"command": "lights"},
        {"place": Place("slack", "T1/C1", "9.9"), "opens_thread": True},
        {"asker": "U2", "place": Place("slack", "T1/C2")},
    ],
)
async def test_where_others_talk_nothing_is_completed(changes: dict[str, object]) -> None:
    talk = Talk()
    place = Place("slack", "T1/C1")
    await talk.says("when was Skerry Point relit?", place=place, command="lights")

    brief = await talk.says("who paid for it?", **{"place": place, **changes})

    assert not any(note.text.startswith("Understood") for note in brief.notes)


async def test_a_topic_named_after_and_is_that_topic_where_nothing_else_fits() -> None:
    talk = Talk()
    await talk.says("when was Skerry Point relit?")

    brief = await talk.says("and keepers?")

    assert (brief.kind, brief.topic) == ("brief", "keepers")


async def test_a_private_reply_is_followed_only_by_who_saw_it() -> None:
    talk = Talk()
    await talk.says("when was Skerry Point relit? private")

    brief = await talk.says("who paid for it?", asker="U2")

    assert not any(note.text.startswith("Understood") for note in brief.notes)


def test_a_topic_of_a_period_lists_what_is_of_it_newest_first() -> None:
    brief = ask("lighthouses", "lamps since 2025")

    assert brief.title.startswith("Latest: Lamps since 2025")
    assert {point.label for point in brief.points if point.label != "says otherwise"} == {
        "14 March 2026"
    }


def test_where_nothing_is_of_a_period_the_newest_date_is_named() -> None:
    brief = ask("lighthouses", "what is new on lamps this week")

    assert brief.kind == "abstention"
    assert [note.text for note in brief.notes][1] == "The newest there is: 14 March 2026."


def test_a_question_of_a_period_is_answered_from_it_alone() -> None:
    assert ask("lighthouses", "how far does the skerry point lamp carry since 2026").points
    assert ask("lighthouses", "how far does the skerry point lamp carry before 2020").outcome in (
        "closest",
        "not_covered",
    )
