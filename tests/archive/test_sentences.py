"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from adapters.archive.sentences import holding, sentences
from content.fingerprints import find, fingerprint
from tests.archive.papers import GAZETTE, RETURN


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_full_stops_of_abbreviations_end_no_sentence() -> None:
    text = 'Dr. Smith said "Done!" to U.S. officials. It cost $8.17 million. "Why?" he asked.'

    assert split(text) == [
        'Dr. Smith said "Done!" to U.S. officials.',
        "It cost $8.17 million.",
        '"Why?" he asked.',
    ]


def test_chinese_sentences_end_after_their_closing_marks() -> None:
    assert split("灯亮了。“我们很高兴。”它黑了九年……现在又亮了？！好") == [
        *("灯亮了。", "“我们很高兴。”", "它黑了九年……", "现在又亮了？！", "好")
    ]


def test_an_english_quotation_in_a_chinese_sentence_splits_nothing() -> None:
    assert split("守塔人在港口对记者们说：Good. We are glad. 然后他走了。") == [
        "守塔人在港口对记者们说：Good. We are glad. 然后他走了。"
    ]


@pytest.mark.parametrize("marker", ["- ", "• ", "  3. ", "b) ", "(2) "])
def test_an_item_of_a_list_is_a_sentence_without_its_marker(marker: str) -> None:
    assert split(f"What to see\n{marker}The lamp at Skerry Point") == [
        *("What to see", "The lamp at Skerry Point")
    ]


def test_a_year_or_a_figure_at_the_beginning_is_no_marker() -> None:
    assert split("2026 was dark.") == ["2026 was dark."]
    assert split("3.5 miles it is.") == ["3.5 miles it is."]


def test_sentences_are_found_by_their_words_in_any_order_and_spelling() -> None:
    found = holding("CHAIR keeper", GAZETTE)

    assert [(one.paragraph, one.text) for one in found] == [(8, RETURN)]
    assert holding("chair bread", GAZETTE) == []
    assert holding(" ", GAZETTE) == []
    assert [one.text for one in holding("九年", "灯亮了。它黑了九年。")] == ["它黑了九年。"]


def test_every_sentence_of_a_text_is_found_by_its_fingerprint_in_its_paragraph() -> None:
    for sentence in sentences(GAZETTE):
        found = find(fingerprint(sentence.text), GAZETTE)

        assert found is not None
        assert found.paragraph == sentence.paragraph
