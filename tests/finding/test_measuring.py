"""The figures that `eval` prints."""

from __future__ import annotations

import pytest

from content.brief import Outcome
from content.measuring import Asked, Result, auroc, figures


def result(
    answerable: bool, rank: int | None, right: tuple[bool, ...], outcome: Outcome, sure: float = 0.5
) -> Result:
    return Result(answerable, rank, right, sure, outcome, 0.002)


def test_figures_count_documents_sentences_and_decisions() -> None:
    found = figures(
        [
            result(True, 1, (True, False, False), "answered", 0.9),
            result(True, 5, (False, True, False), "answered", 0.8),
            result(True, None, (False,), "closest", 0.3),
            result(False, None, (False,), "answered", 0.6),
            result(False, None, (), "not_covered", 0.1),
        ]
    )

    assert (found.hits_at_1, found.hits_at_4, found.hits_at_10) == pytest.approx(
        (1 / 3, 1 / 3, 2 / 3)
    )
    assert found.mrr_at_10 == pytest.approx((1 + 1 / 5) / 3)
    assert (found.sentence_first, found.sentence_in_3) == pytest.approx((1 / 3, 2 / 3))
    assert (found.answered, found.refused) == pytest.approx((2 / 3, 1 / 2))
    assert (found.risk, found.coverage) == pytest.approx((2 / 3, 3 / 5))
    assert found.auroc == pytest.approx(5 / 6)


def test_equal_certainties_count_half() -> None:
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([], [0.5]) is None


def test_nothing_measured_is_nought_and_no_fault() -> None:
    assert figures([]).answered == 0.0


def test_a_sentence_is_right_by_its_span_or_by_being_one_of_those_named() -> None:
    span = Asked("when?", True, ("March 1874",), frozenset({"a"}))
    named = Asked("why?", True, ("a reef",), frozenset({"a"}), frozenset({"it stands on a reef ."}))

    assert span.is_right("It was lit in march  1874.", "b")
    assert not span.is_right("It was lit later.", "a")
    assert named.is_right("It stands  on a reef .", "a")
    assert not named.is_right("a reef", "a")


def test_yes_or_no_is_right_in_a_right_document() -> None:
    asked = Asked("is it lit?", True, ("Yes",), frozenset({"a"}))

    assert asked.is_right("It burns oil.", "a")
    assert not asked.is_right("Yes, it burns.", "b")
