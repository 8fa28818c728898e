"""Numbers in running English text, told apart from how they are written.

`$8.17 billion`, `8.17 bn USD` and `8.17bn` are one number; `50%` and `50 percent` are one, and `50`
is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

PERCENT, ORDINAL = "%", "ordinal"
_STRICT = {PERCENT, ORDINAL}
"""Units that a bare number does not stand for."""
_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mn": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
    "tn": 12,
    "t": 12,
}
"""Powers of ten."""
_CURRENCIES = {
    **dict.fromkeys(("$", "us$", "usd", "dollar", "dollars", "us dollars"), "USD"),
    **dict.fromkeys(("yuan", "rmb", "cny", "renminbi"), "CNY"),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("jpy", "yen"), "JPY"),
    "hk$": "HKD",
    "hkd": "HKD",
    "nt$": "TWD",
    "twd": "TWD",
    "₩": "KRW",
    "krw": "KRW",
    "won": "KRW",
    "₹": "INR",
    "inr": "INR",
    "rupees": "INR",
}
_UNITS = {
    **_CURRENCIES,
    **dict.fromkeys(("%", "percent", "per cent", "percentage"), PERCENT),
}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UP_TO_19 = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
""".split()
_WORDS = {word: at for at, word in enumerate(_UP_TO_19)} | {
    f"{tens}-{_UP_TO_19[ones]}" if ones else tens: 10 * at + ones
    for at, tens in enumerate(_TENS, start=2)
    for ones in range(10)
}
_ORDINALS = {
    word: at
    for at, word in enumerate(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        """.split(),
        start=1,
    )
}
_ORDINARY = frozenset({"zero", "one", "first"})
"""Number words that mostly count nothing: "one of them", "at first"."""


def _any(names: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_AMOUNT = re.compile(
    rf"""
    (?:(?P<before>(?:US|HK|NT)\$|[$€£₩₹]|\b(?:USD|EUR|CNY|RMB|GBP|JPY)\ ?)\ ?|(?<![\w.]))[¥~≈+-]?
    (?:
      (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?P<th>st|nd|rd|th)\b)?
      | \b(?P<word>{_any(_WORDS)})\b | \b(?P<nth>{_any(_ORDINALS)})\b
    )
    (?:(?:[\s-]?(?P<scale>{_any(name for name in _SCALES if len(name) > 1)})|(?P<letter>[kmbt]))
      (?![A-Za-z]))?
    (?:[\s-]?(?P<unit>%|(?:{_any(filter(str.isalpha, _UNITS))})\b|per\ cent\b|us\ dollars\b))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:-|–|—|/|,|to|and|or|and \$|to \$|- ?\$|– ?\$)\s*")
"""What stands between two numbers that share the unit of the second."""
_POINTING = re.compile(r"\b(?:these|those|the other|the same) $", re.IGNORECASE)
"""What stands before a number of things that were named just now."""
_YEARS = re.compile(r"\b((?:19|20)\d\d)[-–](\d\d)\b")
"""`2025-26`: the second half of a range of years is short."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit, where the text gives one that matters."""

    value: Decimal
    unit: str | None = None

    def is_shown_by(self, other: Quantity) -> bool:
        if self.value != other.value:
            return False
        either = {self.unit, other.unit}
        return len(either) == 1 or (None in either and not either & _STRICT)


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number, how it may be read, and where it stands."""

    start: int
    end: int
    readings: tuple[Quantity, ...]
    is_ordinary: bool = field(default=False, compare=False)
    """It is a word that mostly counts nothing."""


def numbers_in(text: str) -> list[NumberInText]:
    """Every number of a text, from left to right; dates with a month are to be taken out before.

    In "10 to 15 percent" the first number may be read with the unit of the second, too, and in
    "2025-26" the second one is a year.
    """
    short_years = {years.start(2): years[1][:2] for years in _YEARS.finditer(text)}
    found: list[NumberInText] = []
    after: tuple[int, re.Match[str]] | None = None
    for match in reversed(list(_AMOUNT.finditer(text))):
        own = match["unit"] or match["scale"] or match["letter"]
        shares = after is not None and _BETWEEN.fullmatch(text[match.end() : after[0]])
        readings = [_quantity(match, match)]
        if after is not None and shares:
            readings.append(_quantity(match, after[1]))
        if match["letter"]:
            readings.append(Quantity(_value(match)))  # `5m` may be metres
        if century := short_years.get(match.start("digits")):
            readings.append(Quantity(Decimal(century + match["digits"])))
        after = (match.start(), after[1] if after is not None and shares and not own else match)
        found.append(
            NumberInText(match.start(), match.end(), tuple(readings), _counts_little(match))
        )
    return found[::-1]


def _counts_little(number: re.Match[str]) -> bool:
    """Whether it is a word as in "one of them" or "these two", which no claim has to count."""
    word = (number["word"] or number["nth"] or "").casefold()
    points = word and _POINTING.search(number.string[: number.start()])
    return bool(points or word in _ORDINARY) and not (number["scale"] or number["unit"])


def scaled(digits: str, scale: str) -> Quantity:
    """`671` and `B`: 671 billion. A letter that is no scale leaves the number as it is."""
    power = _SCALES.get(scale.casefold(), 0)
    return Quantity(Decimal(digits.replace(",", "")) * 10**power)


def _quantity(number: re.Match[str], unit_of: re.Match[str]) -> Quantity:
    """A number with the scale and the unit that stand at it, or at another one beside it."""
    value = _value(number)
    if number["th"] or number["nth"]:
        return Quantity(value, ORDINAL)
    scale = (unit_of["scale"] or unit_of["letter"] or "").casefold()
    before = (number["before"] or unit_of["before"] or "").strip().casefold()
    after = " ".join((unit_of["unit"] or "").casefold().split())
    unit = _UNITS.get(after) or _UNITS.get(before)
    return Quantity(value * 10 ** _SCALES.get(scale, 0), unit)


def _value(number: re.Match[str]) -> Decimal:
    if number["digits"]:
        return Decimal(number["digits"].replace(",", ""))
    if number["word"]:
        return Decimal(_WORDS[number["word"].casefold()])
    return Decimal(_ORDINALS[number["nth"].casefold()])
