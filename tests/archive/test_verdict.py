"""What the copies of a page say about a piece of evidence."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.archive import (
    COPIES_KEPT,
    MAX_QUOTE_CHARS,
    Finding,
    Page,
    PageCopy,
    Version,
    quotation,
    verdict,
)
from content.fingerprints import fingerprint
from content.model import Evidence
from tests.archive.papers import A_DAY, CHINESE, GAZETTE, NOON, RELIT, RETURN

EMPTY = Page("lighthouses", "gazette")


def cited(sentence: str = RELIT, locator: str = "¶3") -> Evidence:
    return Evidence(source="gazette", locator=locator, fingerprint=fingerprint(sentence))


def copied(text: str = GAZETTE, at: dt.datetime = NOON) -> PageCopy:
    return PageCopy(text, None, at)


def test_a_sentence_that_stands_where_the_locator_says_is_verified_and_quoted() -> None:
    found = verdict(cited(), EMPTY.with_copy(copied()))

    assert found == Finding("verified", RELIT, None, 3)


@pytest.mark.parametrize("locator", ["page 31", "the table", "¶3-4"])
def test_a_locator_that_names_no_paragraph_is_verified_by_the_sentence(locator: str) -> None:
    assert verdict(cited(locator=locator), EMPTY.with_copy(copied())).status == "verified"


def test_a_sentence_that_stands_elsewhere_has_moved() -> None:
    found = verdict(cited(locator="¶9"), EMPTY.with_copy(copied()))

    assert found == Finding("moved", RELIT, None, 3)


def test_a_sentence_that_stands_twice_is_where_the_locator_says() -> None:
    text = f"{RELIT}\n{GAZETTE}"

    assert verdict(cited(locator="¶4"), EMPTY.with_copy(copied(text))).status == "verified"


def test_a_sentence_that_only_an_older_copy_holds_has_changed_and_is_not_quoted() -> None:
    newer = copied("The lamp is out.", NOON + A_DAY)

    found = verdict(cited(), EMPTY.with_copy(copied()).with_copy(newer))

    assert found == Finding("changed", since=NOON)


def test_a_sentence_that_no_copy_holds_has_changed() -> None:
    assert verdict(cited(), EMPTY.with_copy(copied("Else."))) == Finding("changed")


def test_a_dead_link_is_unreachable_since_the_first_failure_and_still_quoted() -> None:
    page = EMPTY.with_copy(copied()).failed(NOON, "404").failed(NOON + A_DAY, "410")

    found = verdict(cited(), page)

    assert found == Finding("unreachable", RELIT, NOON)
    assert (page.failure, page.checked_at) == ("410", NOON + A_DAY)


def test_a_dead_link_is_unreachable_without_any_copy_or_fingerprint() -> None:
    plain = Evidence(source="gazette", locator="¶3")

    assert verdict(plain, EMPTY.failed(NOON, "404")) == Finding("unreachable", since=NOON)


def test_a_link_that_works_again_is_no_longer_dead() -> None:
    page = EMPTY.failed(NOON, "404").with_copy(copied())

    assert verdict(cited(), page.unchanged(NOON + A_DAY)).status == "verified"
    assert verdict(cited(), page.answered(NOON, Version("x"))).status == "verified"


@pytest.mark.parametrize(
    ("piece", "page"),
    [
        (cited(), None),
        (cited(), EMPTY),
        (Evidence(source="gazette", locator="¶3"), EMPTY.with_copy(copied())),
    ],
)
def test_without_a_page_a_copy_or_a_fingerprint_it_is_unchecked(
    piece: Evidence, page: Page | None
) -> None:
    assert verdict(piece, page) == Finding("unchecked")


def test_a_quotation_is_in_the_words_and_marks_of_the_page() -> None:
    page = EMPTY.with_copy(copied(f"灯塔\n{CHINESE}"))

    assert verdict(cited(CHINESE, "¶2"), page).quote == CHINESE
    assert verdict(cited(RETURN, "¶8"), EMPTY.with_copy(copied())).quote == RETURN


@given(st.text(max_size=1_000))
def test_a_quotation_is_short_and_moves_no_cursor(text: str) -> None:
    quote = quotation(text)

    assert len(quote) <= MAX_QUOTE_CHARS
    assert quote.isprintable()


def test_a_long_sentence_is_cut_at_a_word() -> None:
    quote = quotation("word " * 100)

    assert quote.endswith("word…")


def test_the_same_text_is_kept_once_and_as_new_as_it_was_last_seen() -> None:
    page = EMPTY.with_copy(copied()).with_copy(copied("B", NOON + A_DAY))

    again = page.with_copy(copied(at=NOON + 2 * A_DAY))

    assert [copy.text for copy in again.copies] == [GAZETTE, "B"]


def test_an_older_copy_never_passes_for_the_newest() -> None:
    page = EMPTY.with_copy(copied("B")).with_copy(copied(at=NOON - A_DAY))

    assert [copy.text for copy in page.copies] == ["B", GAZETTE]


def test_of_many_copies_the_oldest_and_the_newest_are_kept() -> None:
    page = EMPTY
    for number in range(12):
        page = page.with_copy(copied(str(number), NOON + number * A_DAY))

    assert [copy.text for copy in page.copies] == ["11", "10", "9", "8", "0"]
    assert len(page.copies) == COPIES_KEPT


def test_a_copy_from_elsewhere_is_not_taken_for_the_version_the_server_named() -> None:
    page = EMPTY.with_copy(copied()).answered(NOON, Version("https://x", '"1"'))

    assert page.version == Version("https://x", '"1"')
    assert page.with_copy(copied("B")).version is None


def test_a_line_of_a_kept_brief_can_be_judged_like_evidence_of_a_pack() -> None:
    @dataclasses.dataclass(frozen=True)
    class Line:
        locator: str
        fingerprint: str | None

    line = Line("¶3", fingerprint(RELIT))

    assert verdict(line, EMPTY.with_copy(copied())).status == "verified"
