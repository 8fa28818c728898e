"""Copies are one voice, several outlets tell one story, and figures that differ are said to."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest

from content.model import Grade
from content.news.articles import Article, article_id
from content.news.copies import is_copy, signature, telling
from content.news.figures import differences
from content.news.stories import Story, stories
from tests.bench.stories import b_cubed, by_story, is_ours
from tests.news import made

SEED = 500
"""Neither of those that thresholds were chosen with, nor of those that are measured with."""
MONDAY = dt.date(2026, 9, 7)
LIT = (
    "The lamp at Skarholm was lit on Monday by Ada Bright of the Gannet Trust, after 9 years of "
    "darkness. Its beam carries 19 nautical miles. The work cost $2.4 million, most of it for the "
    "lens, which Osprey Optics ground in Tolness. Visitors may climb the 212 steps from October."
)
RETOLD = (
    "Ships off Skarholm see a beam again. Osprey Optics supplied its lens, and the Gannet Trust "
    "found the 2.4 million dollars. Nobody had tended the tower for 9 years when Ada Bright pushed "
    "the button. Whoever wants to go up the 212 steps has to wait a few weeks."
)
FINED = (
    "A judge in Varnwick told Halvard Ferries on Monday to pay $310,000 for 4,200 litres of oil in "
    "the bay. Wardens picked up 88 dead eiders. The master, Leif Moar, was cleared of all charges."
)


def article(
    text: str,
    host: str = "gazette.example",
    day: dt.date = MONDAY,
    grade: Grade = "news",
    title: str = "Skarholm lamp lit again",
) -> Article:
    address = f"https://{host}/{day}/{len(text)}"
    return Article(
        id=article_id(address, "lighthouses"),
        pack="lighthouses",
        address=address,
        title=title,
        publisher=host,
        published=day,
        is_dated=True,
        found_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
        grade=grade,
        opening=text,
        signature=signature(f"{title}\n{text}"),
        telling=telling(f"{title}\n{text}"),
    )


def only_story(articles: Sequence[Article]) -> Story:
    (story,) = stories(articles)
    return story


def shape(found: Sequence[Story]) -> list[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    """Everything that is shown of stories."""
    return [(story.lead.id, tuple(one.id for one in story.folded), story.voices) for story in found]


def test_most_copies_are_found_however_they_were_cut_and_reworded() -> None:
    pairs = list(made.copies(SEED, 100))

    found = sum(map(is_ours, pairs))

    assert found >= 95


def test_texts_after_one_pattern_about_something_else_are_no_copies() -> None:
    pairs = list(made.look_alikes(SEED, 200))

    wrong = [pair.one.title for pair in pairs if is_ours(pair)]

    assert wrong == []


def test_what_outlets_tell_of_one_event_is_one_story() -> None:
    told = made.weeks(SEED, 1)

    score = b_cubed(told, by_story)

    assert score.precision >= 0.9
    assert score.recall >= 0.85


def test_stories_do_not_depend_on_the_order_of_the_articles() -> None:
    articles = [one.article for one in made.weeks(SEED, 1, events=12)]
    found = stories(articles)

    random.Random(1).shuffle(articles)

    assert shape(stories(articles)) == shape(found)


def test_copies_are_one_voice() -> None:
    copy = article(f"{LIT} (Agency)", "herald.example")

    story = only_story([article(LIT), copy, article(RETOLD, "voice.example")])

    assert len(story.articles) == 3
    assert story.independent == 2


def test_an_outlet_counts_once_however_much_it_writes() -> None:
    again = article(RETOLD, day=MONDAY + dt.timedelta(days=1))

    story = only_story([article(LIT), again])

    assert len(story.articles) == 2
    assert story.independent == 1


def test_an_outlet_that_copies_and_retells_joins_both_voices() -> None:
    copied = article(f"{LIT} (Agency)", "herald.example")
    own = article(RETOLD, "herald.example")

    story = only_story([article(LIT), copied, own])

    assert story.independent == 1


def test_the_best_graded_article_leads_though_it_came_later() -> None:
    wire = article(RETOLD, "wire.example", MONDAY + dt.timedelta(days=1), "wire")

    story = only_story([article(LIT), wire])

    assert story.lead == wire


def test_of_equal_grades_the_earliest_leads() -> None:
    later = article(RETOLD, "voice.example", MONDAY + dt.timedelta(days=1))

    story = only_story([later, article(LIT)])

    assert story.lead == article(LIT)


def test_what_comes_four_days_later_is_another_story() -> None:
    late = article(RETOLD, "voice.example", MONDAY + dt.timedelta(days=4))

    assert len(stories([article(LIT), late])) == 2


def test_what_comes_three_days_later_is_the_same_story() -> None:
    late = article(RETOLD, "voice.example", MONDAY + dt.timedelta(days=3))

    assert len(stories([article(LIT), late])) == 1


def test_other_events_are_other_stories() -> None:
    fined = article(FINED, "voice.example", title="Ferry line fined for oil in the bay")

    assert len(stories([article(LIT), article(RETOLD, "herald.example"), fined])) == 2


def test_the_name_of_an_outlet_says_nothing_of_its_text() -> None:
    named = telling("We saw it. Read the Coast Gazette. Ada Bright did.", "Coast Gazette")

    assert named == ("bright",)


@pytest.mark.parametrize("written", ["$2.5 million", "2.50m dollars", "2,500,000 dollars", "250万"])
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert telling(f"it cost {written} then") == ("#2500000",)


def test_a_heading_in_capitals_names_nobody() -> None:
    assert telling("Ferry Runs Aground Off Skarholm Pier\nIt was Ada.") == ("ada",)


def test_a_report_with_other_figures_is_no_copy() -> None:
    spring = "Halvard Ferries earned $14 million on sales of $95 million and carried 41,200 people."
    autumn = "Halvard Ferries earned $17 million on sales of $88 million and carried 39,700 people."
    rest = " The board thanked crews for their work and hoped for calm seas and full decks." * 4

    assert not is_copy(article(spring + rest), article(autumn + rest))


def told_by_two(one: str, other: str) -> Story:
    """One event, in which two outlets count chips for lamps."""
    first, second = article(f"{one} {LIT}"), article(f"{other} {RETOLD}", "voice.example")
    return Story(first, (second,), ((first.id,), (second.id,)))


COUNTED = "The Skarholm workshop of Osprey Optics shipped {} chips for harbour lamps."


def test_figures_that_differ_are_told() -> None:
    story = told_by_two(COUNTED.format("115,000"), COUNTED.format("120,000"))

    (difference,) = differences(story)

    assert (difference.one.written, difference.other.written) == ("115,000 chips", "120,000 chips")


def test_money_that_differs_is_told_however_it_is_written() -> None:
    paid = "Osprey Optics raised {} from the savings banks of Tolness in spring."

    (difference,) = differences(
        told_by_two(paid.format("$4.4 million"), paid.format("3.1 million dollars"))
    )

    assert (difference.one.written, difference.other.written) == (
        "$4.4 million",
        "3.1 million dollars",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("115,000", "114,800"),
        ("about 115,000", "120,000"),
        ("115,000", "more than 120,000"),
        ("115,000", "some 120,000"),
    ],
)
def test_figures_that_are_rounded_or_vague_do_not_differ(one: str, other: str) -> None:
    story = told_by_two(COUNTED.format(one), COUNTED.format(other))

    assert differences(story) == []


def test_figures_do_not_differ_where_one_article_has_both() -> None:
    both = f"{COUNTED.format('115,000')} {COUNTED.format('120,000')}"

    story = told_by_two(both, COUNTED.format("120,000"))

    assert differences(story) == []


def test_figures_of_copies_are_not_compared() -> None:
    one, other = article(COUNTED.format("115,000")), article(COUNTED.format("120,000"), "b.example")

    assert differences(Story(one, (other,), ((one.id, other.id),))) == []
