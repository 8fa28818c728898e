"""A sentence is found again whatever became of its quotes, dashes and blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.fingerprints import (
    MAX_SENTENCE_CHARS,
    find,
    fingerprint,
    found_among,
    normalised,
    paragraphs,
)
from tests.archive.papers import CHINESE, GAZETTE, PAID, REACH, RELIT, RETURN

WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
SPELLINGS = [("'", "’"), ("'", "‘"), ('"', "“"), ('"', "«"), ("-", "–"), ("-", "—")]


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(SENTENCES, st.sampled_from(["  ", "\u00a0", "\t", "\n", " \u200b", "\u3000", "\r\n"]))
def test_white_space_makes_no_difference(sentence: str, blank: str) -> None:
    assert fingerprint(sentence.replace(" ", blank)) == fingerprint(sentence)


@pytest.mark.parametrize(("plain", "printed"), SPELLINGS)
def test_quotation_marks_and_dashes_make_no_difference(plain: str, printed: str) -> None:
    sentence = f"It{plain}s lit {plain}at last{plain}"

    assert fingerprint(sentence.replace(plain, printed)) == fingerprint(sentence)


def test_capital_letters_and_full_stops_make_a_difference() -> None:
    assert len({fingerprint(text) for text in ("It is lit.", "it is lit.", "It is lit")}) == 3


@pytest.mark.parametrize("text", ["", " \n\u200b", "x" * (MAX_SENTENCE_CHARS + 1)])
def test_nothing_and_too_much_have_no_fingerprint(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be fingerprinted"):
        fingerprint(text)


@pytest.mark.parametrize(
    ("sentence", "paragraph"), [(RELIT, 3), (PAID, 4), (REACH, 6), (RETURN, 8)]
)
def test_a_sentence_is_found_in_its_paragraph(sentence: str, paragraph: int) -> None:
    found = find(fingerprint(sentence), GAZETTE)

    assert found is not None
    assert (found.paragraph, found.written) == (paragraph, sentence)


@given(st.lists(SENTENCES, min_size=1, max_size=5), SENTENCES, st.data())
def test_any_sentence_that_stands_in_a_text_is_found(
    others: list[str], sentence: str, data: st.DataObject
) -> None:
    line = f"{data.draw(SENTENCES)} – “{sentence}”, {data.draw(SENTENCES)}"
    at = data.draw(st.integers(0, len(others)))
    text = "\n\n".join([*others[:at], line, *others[at:]])

    found = find(fingerprint(sentence), text, at + 1)

    assert found is not None
    assert (found.paragraph, found.sentence) == (at + 1, normalised(sentence))
    assert fingerprint(found.written) == fingerprint(sentence)
    assert found_among([fingerprint(sentence)], text) == {fingerprint(sentence)}


@given(SENTENCES, st.integers(1, 20))
def test_a_sentence_broken_over_lines_is_found_where_it_begins(sentence: str, every: int) -> None:
    words = sentence.split(" ")
    lines = [" ".join(words[at : at + every]) for at in range(0, len(words), every)]
    text = "Before it.\n" + "\n".join(lines)

    found = find(fingerprint(sentence), text, 2)

    assert found is not None
    assert found.paragraph == 2


@given(SENTENCES)
def test_a_sentence_that_does_not_stand_in_a_text_is_not_found(sentence: str) -> None:
    assert find(fingerprint(sentence + "!?"), sentence) is None


def test_no_stretch_begins_or_ends_inside_a_word() -> None:
    assert find(fingerprint("lit"), "It was split.") is None


def test_of_several_places_the_expected_one_is_found_and_else_the_first() -> None:
    text = f"{REACH}\nIn between.\n{REACH}"

    places = [find(fingerprint(REACH), text, expected) for expected in (1, 2, 3)]

    assert [found and found.paragraph for found in places] == [1, 1, 3]


def test_chinese_needs_no_blanks_and_keeps_its_own_marks() -> None:
    found = find(fingerprint(CHINESE), f"新闻\n昨天，{CHINESE}水手们都很高兴。")

    assert found is not None
    assert (found.paragraph, found.written) == (2, CHINESE)


def test_a_very_long_paragraph_is_searched_and_quoted_in_normal_form() -> None:
    text = f"{'word ' * 10_000}{RETURN}"

    found = find(fingerprint(RETURN), text)

    assert found is not None
    assert found.written == normalised(RETURN)


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    assert paragraphs("one\n\n \t\ntwo\r\nthree") == ["one", "two", "three"]
