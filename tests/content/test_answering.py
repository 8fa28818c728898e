"""What a desk says: briefings, answers, and honest abstentions, all of them cited."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from content import grammar
from content.answering import NO_DIRECT_ANSWER, Desk
from content.brief import Brief
from content.choosing import MAX_POINTS
from content.composing import OTHERWISE
from content.questions import QuestionReader
from content.search import SearchIndex
from tests.content.packs import BOTH, TODAY, ask, claims_of, desk, pack
from tests.samples import HOSTILE, texts

QUESTIONS = [
    (name, snippet, question)
    for name in BOTH
    for snippet in pack(name).qa
    for question in snippet.questions
]


def on(day: dt.date, text: str) -> Brief:
    """What the lighthouses desk says on a day."""
    return desk("lighthouses").answer(grammar.parse(text).wish, day)


def notes(brief: Brief, kind: str) -> list[str]:
    return [note.text for note in brief.notes if note.kind == kind]


def is_sound(brief: Brief, name: str) -> bool:
    """Whether each point is cited, each claim exists, and sources, evidence and points agree."""
    cited = {number for point in brief.points for number in point.citations}
    shown = {(line.point, line.source) for line in brief.evidence}
    return (
        all(point.citations and point.claims for point in brief.points)
        and claims_of(brief) <= set(pack(name).claims)
        and cited == {source.number for source in brief.sources}
        and shown == {(at, n) for at, p in enumerate(brief.points, 1) for n in p.citations}
    )


@pytest.mark.parametrize("name", BOTH)
def test_every_snippets_question_finds_that_very_snippet(name: str) -> None:
    asked = [(snippet, question) for owner, snippet, question in QUESTIONS if owner == name]

    found = [(ask(name, question), snippet, question) for snippet, question in asked]

    assert [
        question
        for brief, snippet, question in found
        if [point.text for point in brief.points if point.label != OTHERWISE]
        != [sentence.text for sentence in snippet.answer]
    ] == []


@pytest.mark.parametrize("change", [str.upper, str.lower, " ¿{}??!".format])
def test_a_question_is_known_however_it_is_written(change: type[str]) -> None:
    brief = ask("lighthouses", change("Who relit Skerry Point?"))

    assert claims_of(brief) == {"relit-by"}


@pytest.mark.parametrize("name", BOTH)
def test_whatever_is_answered_is_cited_and_every_source_is_used(name: str) -> None:
    typed = [*pack(name).topics, *(question for owner, _, question in QUESTIONS if owner == name)]

    assert [text for text in typed if not is_sound(ask(name, text), name)] == []


@pytest.mark.parametrize("name", BOTH)
def test_a_briefing_says_its_topics_summary_and_what_disputes_it(name: str) -> None:
    for topic in pack(name).topics.values():
        points = ask(name, topic.id).points

        own = [point.text for point in points if point.label != OTHERWISE]
        assert own == [sentence.text for sentence in topic.summary]


@pytest.mark.parametrize("name", BOTH)
def test_an_answer_has_three_points_at_most_and_what_disputes_them(name: str) -> None:
    replies = [ask(name, question) for owner, _, question in QUESTIONS if owner == name]

    own = [sum(point.label != OTHERWISE for point in reply.points) for reply in replies]
    assert all(1 <= points <= MAX_POINTS for points in own)


@settings(deadline=None)
@given(texts())
def test_no_text_makes_it_raise_and_no_point_goes_without_a_source(text: str) -> None:
    brief = ask("lighthouses", text)

    assert is_sound(brief, "lighthouses")
    assert brief.notes or brief.points


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_a_short_reply(text: str) -> None:
    brief = ask("lighthouses", text)

    assert len(brief.title) <= 120
    assert all(len(note.text) <= 1_000 for note in brief.notes)


@pytest.mark.parametrize(
    ("text", "looked_for"),
    [
        ("What does herring cost?", "herring, cost"),
        ("who stole the treasure chest", "stole, treasure, chest"),
        ("鲱鱼价格", "鲱鱼价格"),
    ],
)
def test_an_abstention_says_what_was_looked_for(text: str, looked_for: str) -> None:
    brief = ask("lighthouses", text)

    said = notes(brief, "coverage")

    assert (brief.kind, brief.points, brief.sources) == ("abstention", (), ())
    assert said[0] == f"Nothing in the pack “Lighthouses of the Sound” answers “{text}”."
    assert said[1] == f"Looked for: {looked_for}."


def test_an_abstention_names_what_is_near() -> None:
    brief = ask("lighthouses", "How heavy is the Skerry Point lamp?")

    assert brief.kind == "abstention"
    assert any(text.startswith("Nearby, the pack covers: ") for text in notes(brief, "coverage"))
    assert {item.text for item in brief.suggestions} <= set(pack("lighthouses").topics)
    assert "skerry-point" in {item.text for item in brief.suggestions}


def test_an_abstention_far_from_everything_says_what_the_pack_is_about() -> None:
    said = notes(ask("lighthouses", "What does herring cost?"), "coverage")

    assert said[2].startswith("The pack covers Lighthouses of the Sound, among others: ")


@pytest.mark.parametrize("text", ["What does herring cost?", "help", "topics"])
def test_the_pack_says_how_fresh_it_is(text: str) -> None:
    said = [note.text for note in ask("lighthouses", text).notes]

    assert said[-1] == ("Pack lighthouses 2026.11.1; its newest claim or source: 14 March 2026.")


@pytest.mark.parametrize(
    ("name", "text", "topic"),
    [
        ("lighthouses", "What are keepers?", "keepers"),
        ("lighthouses", "who are the wardens", "keepers"),
        ("ai-china", "what are chips?", "chips"),
    ],
)
def test_a_question_that_only_names_a_topic_gets_its_briefing_and_says_so(
    name: str, text: str, topic: str
) -> None:
    brief = ask(name, text)

    assert (brief.kind, brief.topic) == ("brief", topic)
    assert NO_DIRECT_ANSWER in notes(brief, "understood")


def test_a_misspelt_name_in_a_question_is_mended_and_said() -> None:
    brief = ask("lighthouses", "how far does the skery point lamp reach")

    assert claims_of(brief) >= {"range"}
    assert notes(brief, "understood") == ["Understood “skerry” for “skery”."]


@pytest.mark.parametrize("text", ["How far does the Skerry Point lamp reach?", "lamps"])
def test_a_disputed_claim_is_shown_with_the_other_side(text: str) -> None:
    brief = ask("lighthouses", text)

    disagreeing = [
        str(at) for at, point in enumerate(brief.points, 1) if "range" in "".join(point.claims)
    ]

    assert {"range", "range-old"} <= claims_of(brief)
    assert notes(brief, "disputed") == [
        f"Points {' and '.join(disagreeing)} do not agree; both sides are shown."
    ]


def test_what_nobody_disputes_carries_no_such_note() -> None:
    assert notes(ask("lighthouses", "Who relit Skerry Point?"), "disputed") == []


@pytest.mark.parametrize(
    ("day", "stale"),
    [
        (dt.date(2026, 3, 14), []),
        (dt.date(2027, 3, 14), []),
        (dt.date(2027, 3, 15), ["More than 365 days old. Point 1: March 2026."]),
        (dt.date(2030, 1, 1), ["More than 365 days old. Point 1: March 2026."]),
    ],
)
def test_a_claim_older_than_the_pack_allows_is_called_stale(day: dt.date, stale: list[str]) -> None:
    assert notes(on(day, "Who relit Skerry Point?"), "stale") == stale


def test_forecasts_opinions_and_undated_points_are_called_so() -> None:
    brief = on(TODAY, "keepers")

    assert [point.kind for point in brief.points] == ["event", "forecast", "opinion"]
    assert notes(brief, "forecast")[0].startswith("Point 2 is a forecast")
    assert notes(brief, "opinion")[0].startswith("Point 3 is an opinion")
    assert notes(brief, "dated") == [
        "Point 3: the source shows no date.",
        "Newest claim here: March 2026.",
    ]


def test_the_newest_date_is_the_briefs_date() -> None:
    assert on(TODAY, "keepers").as_of.text == "2026-03"
    assert on(TODAY, "lamps").as_of.text == "2026-03-14"


def test_copies_of_one_origin_count_once() -> None:
    lines = {line.claim: line for line in on(TODAY, "Skerry Point").evidence}

    assert lines["relit"].independent_sources == 1
    assert len(on(TODAY, "Skerry Point").sources) == 3


def test_help_says_how_to_ask_and_offers_the_packs_examples() -> None:
    brief = ask("lighthouses", "help")

    assert brief.kind == "help"
    assert [item.text for item in brief.suggestions] == list(pack("lighthouses").info.examples)
    assert any("source?" in note.text for note in brief.notes)


@pytest.mark.parametrize("name", BOTH)
def test_the_list_of_topics_has_every_topic_and_each_can_be_typed(name: str) -> None:
    brief = ask(name, "topics")

    assert {item.text for item in brief.suggestions} == set(pack(name).topics)
    assert all(topic.title in brief.notes[0].text for topic in pack(name).topics.values())


def test_a_text_that_is_too_long_is_told_how_long_it_may_be() -> None:
    brief = ask("lighthouses", "a" * 10_000)

    assert brief.kind == "error"
    assert brief.notes[0].text == "That has 10,000 characters. Please ask in at most 500."


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sk", "Skerry Point"),
        ("LAM", "Lamps"),
        ("守", "守塔人"),
        ("sour", "source?"),
        ("ward", "wardens"),
    ],
)
def test_typing_is_completed_with_what_can_be_asked(typed: str, first: str) -> None:
    assert desk("lighthouses").suggest(typed, 5)[0] == first


def test_completion_offers_no_more_than_wanted_and_nothing_for_nonsense() -> None:
    assert len(desk("ai-china").suggest("", 25)) == 25
    assert desk("ai-china").suggest("zzzz", 25) == []


def test_two_desks_of_one_pack_say_the_same() -> None:
    again = Desk(pack("lighthouses"))

    for question in ("lamps", "Who relit Skerry Point?", "herring", "topics"):
        wish = grammar.parse(question).wish
        assert again.answer(wish, TODAY) == desk("lighthouses").answer(wish, TODAY)


@pytest.mark.parametrize("text", ["{}, thanks", "Please: {}", "{}! Thank you", "hi, {}"])
def test_politeness_does_not_change_the_answer(text: str) -> None:
    assert claims_of(ask("lighthouses", text.format("Who relit Skerry Point"))) == {"relit-by"}


def test_a_why_is_not_answered_with_a_date() -> None:
    assert ask("lighthouses", "Why was Skerry Point relit?").outcome == "closest"


def test_a_when_is_not_answered_with_the_day_of_the_report() -> None:
    text = "when did the WAIC conference take place?"

    points = ask("ai-china", text).points

    assert "from 17 to 20 July 2026" in points[0].text
    assert ask("ai-china", "on which day was kimi-k2 released?").outcome != "answered"


@pytest.mark.parametrize("text", ["china", "AI", "what does china want", "chips vs sanctions"])
def test_words_that_ask_nothing_get_no_answer(text: str) -> None:
    assert ask("ai-china", text).kind != "answer"


@pytest.mark.parametrize(
    "text", ["什么是芯片？", "芯片是什么？", "what are chips?", "what is nvidia?"]
)
def test_asking_what_a_topic_is_gets_its_briefing(text: str) -> None:
    brief = ask("ai-china", text)

    assert brief.kind == "brief"
    assert brief.topic in {"chips", "nvidia"}


@pytest.mark.parametrize(
    "text",
    [
        "how big is the US AI chip market?",
        "is a licence required for generative AI in Japan?",
        "how many sources does WebProNews summarise?",
    ],
)
def test_an_answer_about_another_place_or_name_is_no_answer(text: str) -> None:
    assert ask("ai-china", text).outcome != "answered"


@pytest.mark.parametrize(
    "text",
    [
        "who did not join the alliance?",
        "which companies are not in the model-chip alliance?",
        "are chinese chips as good as those of intel?",
        "谁是月之暗面的创始人",
    ],
)
def test_what_may_decide_the_answer_is_not_passed_over(text: str) -> None:
    assert ask("ai-china", text).outcome != "answered"


def test_a_chinese_sentence_with_a_number_in_it_is_no_name() -> None:
    index = SearchIndex(pack("ai-china"))
    reader = QuestionReader(pack("ai-china"), index.knows)

    assert reader.read("2025年中国芯片市场").essential == {"2025"}
