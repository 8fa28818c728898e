"""What is used, what is thin, what repeats itself, what gets in whose way."""

from __future__ import annotations

import pytest

from content.lint import lint
from content.loading import load_located
from tests.content.breaking import Draft
from tests.content.lint.faults import LEFT, TODAY, WARDENS, WHEN, findings

EVENT = """\
    kind: event
    as_of: 2026-03-14
    topics: [keepers]
    evidence: [{source: gazette, locator: ¶9}]
"""
DISPUTES = "    disputes: [range]\n"


def claim(name: str, text: str, more: str = "") -> str:
    return f"  - id: {name}\n    text: {text}\n{EVENT}{more}"


def add(draft: Draft, *claims: str) -> None:
    draft.change("claims.yaml", LEFT, "".join(claims) + LEFT)


def test_the_other_side_of_a_dispute_is_used_by_being_shown(draft: Draft) -> None:
    assert findings(draft, "unused-claim") == []


def test_the_outcome_of_a_forecast_and_what_corrects_a_claim_are_used(draft: Draft) -> None:
    add(draft, claim("keeper-back", "A keeper came back in October 2026."))
    draft.change(
        "claims.yaml", "due: 2027}", "due: 2027, status: borne out, because: [keeper-back]}"
    )

    assert findings(draft, "unused-claim") == []


def test_a_withdrawn_claim_needs_no_use_but_counts_for_no_topic(draft: Draft) -> None:
    withdrawn = "    withdrawn: {date: 2026-11, reason: Misread.}\n"
    draft.change("claims.yaml", DISPUTES, DISPUTES + withdrawn)

    assert findings(draft, "unused-claim") == []
    assert "topics.yaml:11: the topic `lamps` has 3 claims" in findings(draft, "small-topic")[1]


def test_a_topic_of_five_claims_is_large_enough(draft: Draft) -> None:
    add(draft, claim("a", "The horn is out of use."), claim("b", "A bell was hung up instead."))

    assert not [said for said in findings(draft, "small-topic") if "`keepers`" in said]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Skerry Point was relit on 14 March 2026 after nine dark years.", True),
        ("After nine dark years Skerry Point was relit on 14 March 2026.", True),
        ("Skerry Point was relit on 14 March 2026 after about nine dark years.", True),
        ("Skerry Point was relit on 15 March 2026 after nine dark years.", True),
        ("Skerry Point was relit on 14 March 2026 after ten dark years.", False),
        ("Gull Rock was relit on 14 March 2026 after nine dark years.", False),
        ("Nine years went by before a lamp was lit on 14 March 2026.", False),
    ],
)
def test_nearly_the_same_words_are_one_claim_unless_numbers_or_names_differ(
    draft: Draft, text: str, is_one: bool
) -> None:
    add(draft, claim("again", text))

    assert bool(findings(draft, "near-duplicate")) == is_one


def test_two_sides_of_a_dispute_and_a_corrected_claim_may_be_alike(draft: Draft) -> None:
    text = "Skerry Point was not relit on 14 March 2026 after nine dark years."
    history = "    corrected_by: {claim: relit, date: 2026-11, reason: Misread.}\n"
    add(draft, claim("deny", text, "    disputes: [relit]\n"), claim("old", text, history))

    assert findings(draft, "near-duplicate") == []


def test_two_thousand_claims_are_compared_in_one_go(draft: Draft) -> None:
    sides = ["north", "south", "east", "west", "upper", "lower", "inner", "outer", "old", "new"]
    texts = [
        f"The {one} {two} lamp of the {three} pier burns oil." for one in sides for two in sides
        for three in (f"{four} {five}" for four in sides for five in sides[:2])
    ]  # fmt: skip
    add(draft, *(claim(f"c{at}", text) for at, text in enumerate(texts)))
    add(draft, claim("again", "The old lamps of the sound burn oil all night long."))
    add(draft, claim("and-again", "The old lamps of the sound burn oil all the night long."))

    found = lint(load_located(draft.folder), TODAY)

    assert len(texts) == 2_000
    assert any(
        "`and-again`" in each.problem.what for each in found if each.rule == "near-duplicate"
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who relit the Skerry Point?",
        "who has relit Skerry Point, please",
        "请问谁重新点亮了斯凯里角？",
    ],
)
def test_a_question_that_another_snippet_answers_collides(draft: Draft, question: str) -> None:
    draft.change("qa.yaml", WHEN, f'{WHEN}      - "{question}"\n')

    assert len(findings(draft, "colliding-questions")) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Why was Skerry Point relit?",
        "Who did not relight Skerry Point?",
        "Who relit Skerry Point 2?",
        "How many relit Skerry Point?",
        "Who is it?",
    ],
)
def test_a_question_that_wants_something_else_does_not_collide(draft: Draft, question: str) -> None:
    draft.change("qa.yaml", WHEN, f'{WHEN}      - "{question}"\n')

    assert findings(draft, "colliding-questions") == []


def test_a_question_that_only_names_a_topic_hides_its_briefing(draft: Draft) -> None:
    draft.change("qa.yaml", WHEN, f"{WHEN}      - Skerry lamp?\n")

    (found,) = findings(draft, "colliding-questions")
    assert "is a name of the topic `skerry-point`, whose briefing it hides" in str(found)


def test_wordings_of_one_snippet_may_be_alike(draft: Draft) -> None:
    draft.change("qa.yaml", WHEN, f"{WHEN}      - When was the Skerry Point relit?\n")

    assert findings(draft, "colliding-questions") == []


@pytest.mark.parametrize("alias", ["skerry points", "SkerryPoint", "burner", "lamp"])
def test_an_alias_that_is_read_as_another_topic_is_found(draft: Draft, alias: str) -> None:
    draft.change("topics.yaml", WARDENS, f"aliases: [keeper, {alias}]")

    assert len(findings(draft, "shadowing-alias")) == 1


@pytest.mark.parametrize(
    "alias",
    [
        *("help", "topics", "source", "sources", "timeline", "forecasts", "compare", "figures"),
        *(
            "latest",
            "more",
            "private",
            "数据",
            "帮助",
            "what's new",
            "news",
            "review",
        ),
    ],
)
def test_an_alias_that_asks_the_bot_for_something_is_found(draft: Draft, alias: str) -> None:
    draft.change("topics.yaml", WARDENS, f'aliases: [keeper, "{alias}"]')

    (said,) = findings(draft, "shadowing-alias")

    assert said.endswith("asks the bot itself for something: use another word")


def test_an_alias_may_end_like_news_of_what_is_no_topic(draft: Draft) -> None:
    draft.change("topics.yaml", WARDENS, "aliases: [keeper, tower.news]")

    assert findings(draft, "shadowing-alias") == []


def test_plurals_and_spellings_of_one_topic_are_no_shadows(draft: Draft) -> None:
    draft.change("topics.yaml", WARDENS, "aliases: [keeper, wardens, warden, lighthousekeepers]")

    assert findings(draft, "shadowing-alias") == []
