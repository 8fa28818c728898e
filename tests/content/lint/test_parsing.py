"""Numbers, dates and names are found in any text, and where they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lint.days import Day, dates_in
from content.lint.names import Ordinary, keys_of, names_in
from content.lint.numbers import numbers_in
from content.lint.reading import difficulty
from content.lint.support import numbers_of
from tests.samples import texts

MARKS = st.text(alphabet="0123456789.,-–$€% BbkmMay'\"()JulyGPT第٣½\n", max_size=40)


@given(texts(80) | MARKS)
def test_no_text_makes_them_raise_and_each_stands_within_the_text(text: str) -> None:
    ordinary = Ordinary([text])

    spans = [(date.start, date.end) for date in dates_in(text)]
    spans += [(number.start, number.end) for number in (*numbers_in(text), *numbers_of(text))]
    spans += [(name.start, name.end) for name in names_in(text, ordinary)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert keys_of([text]) is not None
    assert difficulty([text]) >= 0


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 14 March 2026", [Day(2026, 3, 14)]),
        ("on March 14, 2026", [Day(2026, 3, 14)]),
        ("on Sept. 3rd", [Day(None, 9, 3)]),
        ("from 28 to 30 July 2025", [Day(2025, 7, 28), Day(2025, 7, 30)]),
        ("in late July 2025", [Day(2025, 7)]),
        ("2026-03-14 and 2026-03", [Day(2026, 3, 14), Day(2026, 3)]),
        ("in June", [Day(None, 6)]),
        ("from June to August 2025", [Day(None, 6), Day(2025, 8)]),
        ("May lamps be lit? March on!", []),
        ("in 2025", []),
        ("in the marching season", []),
    ],
)
def test_dates_with_a_month_are_found(text: str, days: list[Day]) -> None:
    assert [day for date in dates_in(text) for day in date.days] == days


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8.17bn, 1,500 and 2 trillion", ["8170000000", "1500", "2000000000000"]),
        ("twenty-five of two hundred", ["25", "200"]),
        ("H200, GPT-5.4, 910B, v2 and i10x", []),
        ("a 10-year plan, mid-2025, 7nm", ["10", "2025", "7"]),
        ("the 15th and the second", ["15", "2"]),
        ("in 2025-26", ["2025", "26"]),
    ],
)
def test_numbers_are_found_but_not_within_names(text: str, values: list[str]) -> None:
    found = [number.readings[0].value for number in numbers_of(text)]

    assert found == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The lamp of Gull Rock is lit", ["Gull", "Rock"]),
        ("Lamps burn. Kraken does too", ["Kraken"]),
        ("A US-led push, the U.S. said", ["US", "U.S"]),
        ("the non-H20-based eLamp", ["H20", "eLamp"]),
        ("O'Neill's AT&T and I", ["O'Neill", "AT&T"]),
        ("斯凯里角的 LED 灯", ["LED"]),
    ],
)
def test_names_are_found_but_not_the_words_that_begin_sentences(
    text: str, names: list[str]
) -> None:
    found = names_in(text, Ordinary(["lamps do burn"]))

    assert [text[name.start : name.end] for name in found] == names
