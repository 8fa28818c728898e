"""Stories as they are shown: every line a quotation with its source, for ever to be checked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from content.archive import Page, PageCopy
from content.brief import QUOTATION, Brief, Note
from content.digest import Window, digest
from content.evidence import checked, view
from content.fingerprints import fingerprint
from content.news.articles import Article
from content.news.reported import MAX_STORIES, REPORTED, news, reported, with_reported
from content.news.stories import Story
from tests.content.packs import pack
from tests.news.coast import FIRST, OTHER, OTHER_TITLE, SECOND, TITLE, TODAY, article, other, story
from tests.news.coast import days_ago as ago
from tests.news.world import NOON

LIGHTS = pack("lighthouses")
LATER = NOON + dt.timedelta(days=9)
WIRED = article(grade="wire")
TWO = story(WIRED, other())
"""One event, told by two outlets that differ in a number."""


def shown(*found: Story, topics: tuple[str, ...] = ()) -> Brief:
    brief = reported(LIGHTS, found, "What was reported", topics=topics)
    assert brief is not None
    return brief


def page(of: Article, *texts: str, failed_since: dt.datetime | None = None) -> dict[str, Page]:
    """The archive's page of an article with these copies, the newest first."""
    copies = tuple(
        PageCopy(text, None, NOON - dt.timedelta(days=at)) for at, text in enumerate(texts)
    )
    return {of.id: Page(of.pack, of.id, copies, failed_since=failed_since)}


def several(count: int) -> list[Story]:
    """Stories that have nothing in common."""
    places = ("Skerry", "Gannet", "Anvil", "Kettle", "Marrow", "Thistle", "Copper")
    return [story(article(f"Lamp of {place} fails", f"At {place} all is dark."))
            for place in places[:count]]  # fmt: skip


def test_every_point_is_a_quotation_that_cites() -> None:
    brief = shown(TWO)

    numbers = {source.number for source in brief.sources}
    assert [point.kind for point in brief.points] == [QUOTATION, QUOTATION]
    assert {number for point in brief.points for number in point.citations} == numbers == {1, 2}
    assert all(claim.startswith("quotation:") for point in brief.points for claim in point.claims)


def test_a_story_is_shown_as_its_best_headline_with_who_says_so_and_when() -> None:
    (point, _) = shown(TWO).points

    assert point.text == f"“{TITLE}” (headline)"
    assert point.label == "Lamps · reported by Coast Gazette · 21 November 2026 · +1 outlet"


@pytest.mark.parametrize(("others", "told"), [(0, None), (1, "+1 outlet"), (2, "+2 outlets")])
def test_how_many_others_tell_it_is_said(others: int, told: str | None) -> None:
    third = article("Stronger lamp for the lighthouse at Skerry Point, trust says",
                    f"Harbour trust: the lamp at Skerry Point carries 21 miles. {SECOND}",
                    "pilot.example")  # fmt: skip

    (point, *_) = shown(story(WIRED, *(other(), third)[:others])).points

    assert (point.label or "").endswith(told or "21 November 2026")


def test_a_date_that_nobody_shows_is_said_to_be_missing() -> None:
    brief = shown(story(article(is_dated=False)))

    assert "date not shown" in (brief.points[0].label or "")
    assert brief.sources[0].published_note == "found on 2026-11-21"
    assert not brief.sources[0].published.is_known


def test_evidence_quotes_what_stands_there_and_marks_the_sentence() -> None:
    headlines = [line for line in shown(TWO).evidence if line.point == 1]

    assert [line.quote for line in headlines] == [TITLE, OTHER_TITLE]
    assert [line.fingerprint for line in headlines] == [*map(fingerprint, (TITLE, OTHER_TITLE))]
    assert {line.locator for line in headlines} == {"headline, as read on 21 November 2026"}
    assert all(line.is_quotation and line.independent_sources == 2 for line in headlines)


def test_figures_that_differ_are_told_with_both_sentences() -> None:
    brief = shown(TWO)

    point = brief.points[1]
    assert point.label == "outlets may disagree"
    assert "Coast Gazette: 21 nautical" in point.text
    assert "Harbour Digest: 24 nautical" in point.text
    assert {line.quote for line in brief.evidence if line.point == 2} == {TITLE, OTHER}


def test_a_sentence_that_was_cut_off_is_not_quoted_as_a_figure() -> None:
    cut = f"{SECOND} The lamp at Skerry Point carries 24 nautical miles since Friday, says…"

    brief = shown(story(WIRED, dataclasses.replace(other(), opening=cut)))

    assert len(brief.points) == 1


def test_only_stories_of_the_topics_wanted_are_shown() -> None:
    keepers = story(article("Keepers return", "They are back.", topics=(("keepers", 0.9),)))

    brief = shown(TWO, keepers, topics=("keepers",))

    assert [point.text for point in brief.points] == ["“Keepers return” (headline)"]
    assert [one.text for one in brief.suggestions] == ["news keepers"]
    assert reported(LIGHTS, [TWO], "Nothing", topics=("keepers",)) is None


def test_what_is_left_out_is_counted() -> None:
    brief = shown(*several(MAX_STORIES + 2))

    assert len(brief.points) == MAX_STORIES
    assert [note.text for note in brief.notes] == [REPORTED, "2 more reported; “news” lists them."]


def test_what_many_tell_comes_first() -> None:
    brief = shown(*several(2), TWO)

    assert brief.points[0].text == f"“{TITLE}” (headline)"


def test_news_names_the_days_and_the_topic() -> None:
    brief = news(LIGHTS, [TWO], "lamps", ago(7), TODAY)

    assert brief.title == "Reported on Lamps, 14 November 2026 to 21 November 2026"
    assert brief.kind == "brief"


def test_news_of_what_nobody_reported_says_so() -> None:
    brief = news(LIGHTS, [TWO], "keepers", ago(7), TODAY)

    assert (brief.kind, brief.points) == ("abstention", ())
    assert brief.notes[0].text.startswith("Nothing on this has come from the feeds between 14")
    assert [one.text for one in brief.suggestions] == ["keepers"]


MARCH = Window(dt.date(2026, 3, 9), dt.date(2026, 3, 15))
QUIET = Window(dt.date(2026, 11, 14), TODAY)


def test_a_summary_goes_on_with_what_was_reported_and_numbers_go_on_too() -> None:
    claims = digest(LIGHTS, MARCH, TODAY).brief

    both = with_reported(claims, LIGHTS, [TWO])

    count, last = len(claims.points), max(source.number for source in claims.sources)
    assert both.points[:count] == claims.points
    assert [point.citations for point in both.points[count:]] == [(last + 1, last + 2)] * 2
    assert {line.point for line in both.evidence} == set(range(1, len(both.points) + 1))
    assert both.notes[-1] == Note("quoted", REPORTED)


def test_a_quiet_summary_becomes_what_was_reported() -> None:
    quiet = digest(LIGHTS, QUIET, TODAY).brief

    both = with_reported(quiet, LIGHTS, [TWO])

    assert (both.kind, both.title) == ("brief", quiet.title)
    assert both.notes == (*quiet.notes, Note("quoted", REPORTED))


def test_a_summary_without_reporting_stays_as_it_is() -> None:
    claims = digest(LIGHTS, MARCH, TODAY).brief

    assert with_reported(claims, LIGHTS, []) is claims


def test_its_evidence_can_be_asked_for_by_the_number_of_a_source() -> None:
    shown_later = view(shown(TWO), 2)

    assert shown_later.title == "Source 2: What was reported"
    assert [source.publisher for source in shown_later.sources] == ["Harbour Digest"]
    assert {line.quote for line in shown_later.evidence} == {OTHER_TITLE, OTHER}


def test_a_page_that_reads_as_it_did_keeps_its_quotation() -> None:
    pages = page(WIRED, f"{TITLE}\n{FIRST}")

    (line,) = checked(view(shown(story(WIRED))), pages).evidence

    assert (line.quote, line.finding) == (TITLE, None)


def test_a_headline_that_changed_since_is_said_to_have_changed() -> None:
    pages = page(WIRED, f"Skerry Point lamp to be checked\n{FIRST}", f"{TITLE}\n{FIRST}")

    (line,) = checked(view(shown(story(WIRED))), pages).evidence

    assert line.quote is None
    assert line.claim_text == TITLE
    assert "the page has changed" in (line.finding or "")
    assert "was last seen on 20 November 2026" in (line.finding or "")


def test_a_page_that_is_gone_is_said_to_be_gone_since_when() -> None:
    pages = page(WIRED, f"{TITLE}\n{FIRST}", failed_since=LATER)

    (line,) = checked(view(shown(story(WIRED))), pages).evidence

    assert (line.quote, line.finding) == (TITLE, "the link has been dead since 30 November 2026")


def test_a_text_that_was_forgotten_leaves_the_headline_and_the_link() -> None:
    brief = checked(view(shown(story(WIRED))), {})

    (line,) = brief.evidence
    assert (line.claim_text, line.finding) == (TITLE, None)
    assert brief.sources[0].url == WIRED.address


def test_a_hostile_headline_is_shown_without_what_would_hide_it() -> None:
    hostile = dataclasses.replace(WIRED, title="Lamp \u202e\x1b[31m <!channel> @everyone lit")

    (point,) = shown(story(hostile)).points

    assert point.text == "“Lamp [31m <!channel> @everyone lit” (headline)"
