"""Which stories are put before editors, and what their drafts begin with."""

from __future__ import annotations

import pytest

from bot.wiring import splitter
from content.brief import QUOTATION
from content.news.articles import Article
from content.news.drafts import Draft, Flag, draft_id
from content.news.newsroom import draft_brief
from content.news.reviewing import ENOUGH, draft_of, drafts
from content.news.stories import Story
from tests.content.packs import desk
from tests.news.coast import FIRST, SECOND, TEXT, TITLE, article, other, story
from tests.news.world import NOON

LIGHTS = desk("lighthouses")
SPLIT = splitter()
STRONGER = "The Skerry Point lamp carries 21 nautical miles now, the harbour trust said on Friday."
RANGE = article("Skerry Point lamp carries 21 nautical miles", STRONGER)


def made(found: Story, text: str = TEXT) -> Draft:
    one = draft_of(LIGHTS, found, text, SPLIT, NOON)
    assert one is not None
    return one


def text_of(one: Article, *lines: str) -> str:
    return "\n".join([one.title, *(lines or (one.opening,))])


def test_a_draft_begins_as_the_sentence_itself_and_says_where_it_stands() -> None:
    draft = made(story())

    assert (draft.text, draft.sentence, draft.paragraph) == (FIRST, FIRST, 2)
    assert (draft.kind, draft.topics, draft.state) == (
        "figure",
        ("lamps", "skerry-point"),
        "waiting",
    )
    assert set(draft.entities) == {"Skerry Point", "harbour trust"}
    assert draft.id == draft_id("lighthouses", story().id)


def test_the_sentence_that_has_most_of_the_headline_is_chosen() -> None:
    text = text_of(article(), SECOND, "It was a windy day on the coast of the sound.", FIRST)

    assert (made(story(), text).sentence, made(story(), text).paragraph) == (FIRST, 4)


def test_headings_and_the_headline_are_no_sentences() -> None:
    text = text_of(article(), "Lamps", TITLE, "By A. Keeper", SECOND)

    assert made(story(), text).sentence == SECOND


def test_a_sentence_that_fits_a_claim_is_preferred() -> None:
    endless = f"{FIRST.rstrip('.')}, and {'the boats of the sound had asked for it, ' * 8}it said."
    text = text_of(article(), endless, SECOND, FIRST)

    assert made(story(), text).sentence == FIRST


def test_a_table_is_no_sentence_however_long() -> None:
    table = "Skerry Point lamp now carries 21 nautical miles " * 300

    assert made(story(), text_of(article(), table, SECOND)).sentence == SECOND


def test_a_text_without_a_sentence_makes_no_draft() -> None:
    assert draft_of(LIGHTS, story(), f"{TITLE}\nLamps", SPLIT, NOON) is None


def test_what_counts_nothing_is_an_event() -> None:
    boats = article("Boats welcome the stronger light", SECOND)

    assert made(story(boats), text_of(boats)).kind == "event"


def test_a_figure_that_differs_from_a_claim_is_flagged_with_both_numbers() -> None:
    (flag, *_) = made(story(RANGE), text_of(RANGE)).flags

    assert flag.claim == "range"
    assert flag.why == (
        "says 18 nautical as of 14 March 2026; "
        "Coast Gazette, 21 November 2026, says 21 nautical"
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        STRONGER.replace("21", "18"),
        STRONGER.replace("21", "18.2"),
        STRONGER.replace("21", "more than 17"),
        "The lamp of Gannet Rock carries 21 nautical miles, its owners said.",
        "The harbour trust paid 21 carpenters for the tower of the old mill by the river.",
    ],
    ids=["same", "rounded", "vague", "another lamp", "something else"],
)
def test_what_contradicts_no_claim_is_not_flagged(sentence: str) -> None:
    one = article("A lamp was measured", sentence)

    assert made(story(one), text_of(one)).flags == ()


def test_the_score_says_what_it_is_made_of() -> None:
    draft = made(story(RANGE), text_of(RANGE))

    first, second, third, last = draft.because
    assert (first, second) == ("1 independent outlet", "best grade news")
    assert third.endswith("% of it not in the pack")
    assert last == f"may change {len(draft.flags)} claim{'s' * (len(draft.flags) != 1)}"


def score(found: Story, text: str) -> float:
    return made(found, text).score


def test_more_outlets_a_better_grade_and_a_flag_raise_the_score() -> None:
    alone = score(story(), TEXT)

    assert score(story(article(grade="wire"), other()), TEXT) > alone
    assert score(story(article(grade="primary")), TEXT) > alone
    assert score(story(article(grade="blog")), TEXT) < alone
    with_flag = score(story(RANGE), text_of(RANGE))
    without = RANGE.title, STRONGER.replace("21", "18")
    assert with_flag > score(story(article(*without)), "\n".join(without))


def test_every_part_together_is_at_most_one() -> None:
    new = article("Gannet Rock tower falls", f"The tower fell on Friday. {SECOND}", grade="primary")
    hosts = ("a", "b", "c", "d", "e", "f")
    many = Story(new, voices=((new.id,),))
    for host in hosts:
        one = article(new.title, new.opening, f"{host}.example")
        many = Story(new, (*many.folded, one), (*many.voices, (one.id,)))

    found = score(many, text_of(new))

    assert many.independent == 7
    assert 0.7 < found <= 1.0


def test_what_the_pack_says_already_is_not_put_before_editors() -> None:
    known = article("Skerry Point relit", "Skerry Point was relit on 14 March 2026.", grade="blog")

    found = drafts(LIGHTS, [story(known)], {known.id: text_of(known)}, SPLIT, NOON)

    assert list(found) == []


def test_a_story_that_is_worth_it_is_and_one_without_text_is_not() -> None:
    worth, textless = story(article(grade="primary")), story(RANGE)

    found = list(drafts(LIGHTS, [worth, textless], {worth.lead.id: TEXT}, SPLIT, NOON))

    assert [one.article.id for one in found] == [worth.lead.id]
    assert found[0].score >= ENOUGH


def test_editors_see_the_sentence_the_score_and_what_it_may_change() -> None:
    draft = made(story(RANGE), text_of(RANGE))

    brief = draft_brief(LIGHTS, draft)

    told = " ".join(note.text for note in brief.notes)
    assert brief.points[0].kind == QUOTATION
    assert brief.evidence[0].quote == draft.sentence
    assert f"Score {draft.score:.2f}" in told
    assert f"{draft.flags[0].claim} {draft.flags[0].why}." in told
    assert [one.label for one in brief.suggestions] == ["Approve", "Edit", "Reject"]


def test_flags_name_claims_that_are_said_today() -> None:
    flags: tuple[Flag, ...] = made(story(RANGE), text_of(RANGE)).flags

    assert {flag.claim for flag in flags} <= set(LIGHTS.pack.current)
