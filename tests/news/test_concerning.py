"""Whether an article concerns a pack, and which topics: on the made-up pack and on a real one."""

from __future__ import annotations

import pytest

from content.news.concerning import BODY_CHARS, ENOUGH, MAX_TOPICS, Concern
from tests.content.packs import BOTH, desk

LIT = "Lighthouse at Skerry Point lit again, trust says"
LIT_BODY = "The lamp of the lighthouse at Skerry Point in the sound was lit again on Saturday."


def concern(pack: str = "lighthouses") -> Concern:
    return desk(pack).concern


def topics(pack: str, title: str, body: str = "") -> list[str]:
    return [topic for topic, _ in concern(pack).topics(title, body)]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Cup final ends in a draw", "Two all after extra time."),
        ("A keeper for the goal", "The football club signs a keeper for a record fee. " * 20),
        ("LED lamps for kitchens", "How to choose lamps for your kitchen. " * 20),
        ("", ""),
        ("!!!", "..."),
    ],
)
def test_what_is_off_the_packs_topics_is_kept_out(title: str, body: str) -> None:
    assert topics("lighthouses", title, body) == []


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("How to bake a chocolate cake", "Chips of chocolate make it better. " * 10),
        ("China's football league opens", "The season began in Shanghai with a match. " * 12),
        ("OpenAI opens an office in Paris", "The company hires fifty people in France. " * 10),
        ("Storm closes the ports of Japan", "Trains stood still for a day. " * 10),
        ("今天天气很好", "春天来了，公园里的花开了。"),
        ("中国足球联赛开幕", "周六在体育场举行了第一场比赛，球迷很多。"),
    ],
)
def test_half_of_a_packs_subject_is_not_its_subject(title: str, body: str) -> None:
    assert topics("ai-china", title, body) == []


@pytest.mark.parametrize(
    ("title", "body", "topic"),
    [
        (
            "Huawei to ship Ascend 950 chips",
            "Huawei said it would ship its Ascend chips to data centres in China.",
            "ascend",
        ),
        (
            "DeepSeek releases a new open model",
            "The Chinese lab released an AI model with open weights.",
            "deepseek",
        ),
        (
            "Nvidia may sell H20 chips again",
            "Washington allows Nvidia to sell its AI chips in China.",
            "h20-h200",
        ),
        ("华为发布新一代昇腾芯片", "华为周二发布昇腾950芯片，用于中国的人工智能。", "ascend"),
    ],
)
def test_what_concerns_a_topic_is_found_to(title: str, body: str, topic: str) -> None:
    assert topic in topics("ai-china", title, body)


def test_a_topic_is_surer_the_further_up_its_name_stands() -> None:
    before = "The harbour of the sound had a quiet year, said its master. " * 10
    title, subject = "News of the coast", "The lighthouse of the sound is meant."
    opening = concern().scores(title, f"{subject} Skerry Point. {before}")["skerry-point"]
    below = concern().scores(title, f"{subject} {before} Skerry Point.")["skerry-point"]
    beyond = concern().scores(title, f"{subject} {before * 10} Skerry Point.")

    headline = concern().scores("Skerry Point", f"{subject} {before}")["skerry-point"]

    assert headline > opening > below > beyond.get("skerry-point", 0.0)
    assert len(before) * 10 > BODY_CHARS


def test_topics_come_surest_first_and_at_most_three() -> None:
    text = "Lamps and keepers of the lighthouse at Skerry Point in the sound, LED burners"

    found = concern().topics(text, text)

    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= MAX_TOPICS
    assert all(ENOUGH <= score <= 1 for score in scores)


def test_an_article_that_never_names_the_subject_is_half_as_sure() -> None:
    body = "The harbour master said so on Saturday, and the boats will follow. " * 8
    named = concern().scores("Skerry Point", f"{body} The lighthouse of the sound.")["skerry-point"]

    unnamed = concern().scores("Skerry Point", body)["skerry-point"]

    assert unnamed == pytest.approx(named / 2)


def test_a_short_teaser_needs_one_half_of_the_subject_where_a_long_text_needs_both() -> None:
    title, teaser = "DeepSeek opens its newest model", "The lab from China published it today."
    long = f"{teaser} {'It was a long day for the staff of the lab, they said. ' * 10}"

    scores = [concern("ai-china").scores(title, body)["deepseek"] for body in (teaser, long)]

    assert scores[0] > scores[1]


def test_chinese_names_are_found_inside_a_line_without_blanks() -> None:
    score = concern().scores("海湾的守塔人周六归来", "他们回到了塔上")["keepers"]

    assert score > 0


def test_a_name_inside_another_word_is_not_that_name() -> None:
    assert "lamps" not in concern().scores("Clamps, lampshades and flights", "")


def test_the_people_and_things_of_the_pack_are_named_as_it_writes_them() -> None:
    found = concern().entities_in("the HARBOUR TRUST lit Skerry-Point with led burners")

    assert found == ["LED", "Skerry Point", "harbour trust"]


@pytest.mark.parametrize("pack", BOTH)
def test_every_summary_of_a_pack_concerns_its_own_topic(pack: str) -> None:
    subject = " ".join(desk(pack).pack.info.subject_words)
    missed = [
        topic.id
        for topic in desk(pack).pack.topics.values()
        if concern(pack)
        .scores(topic.title, f"{subject} {' '.join(one.text for one in topic.summary)}")
        .get(topic.id, 0.0)
        < ENOUGH
    ]

    assert missed == []


def test_the_same_text_always_concerns_the_same() -> None:
    first = concern().topics(LIT, LIT_BODY)

    assert first == Concern(desk("lighthouses").pack, desk("lighthouses")._index).topics(
        LIT, LIT_BODY
    )
    assert first[0][0] == "skerry-point"
