"""Dates in running English text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from content.dates import PartialDate

_MONTHS = {name.casefold()[:3]: at for at, name in enumerate(calendar.month_name) if name}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:19|20|21)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_DAYS = rf"(?P<day>{_DAY})(?:\s*(?:-|–|to|and|or)\s*(?P<until>{_DAY}))?"
_PATTERNS = (
    re.compile(r"\b(?P<year>(?:19|20|21)\d\d)-(?P<digits>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?\b"),
    re.compile(rf"\b{_DAYS}\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_YEAR}))?"),
    re.compile(
        rf"\b(?P<month>{_MONTH})\s+{_DAYS}\b(?![.,]\d|\s*(?:%|percent))"
        rf"(?:,?\s+(?P<year>{_YEAR}))?"
    ),
    re.compile(rf"\b(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>{_YEAR})\b"),
    # A month by itself; at the beginning of a sentence "May" and "March" may be something else.
    re.compile(rf"(?<!^)(?<![.!?:] )\b(?P<month>{_MONTH})(?!\w)"),
)
"""From the most exact to the least; a text that one has matched is not looked at again."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of a date: any of its parts may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def is_shown_by(self, other: Day) -> bool:
        """Whether another date says at least as much, and nothing else."""
        return (
            self.year in (None, other.year)
            and self.month in (None, other.month)
            and self.day in (None, other.day)
        )


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date or a range of days, and where it stands."""

    start: int
    end: int
    days: tuple[Day, ...]


def dates_in(text: str) -> list[DateInText]:
    """Every date of a text that names a month; a year alone is a number like others."""
    found: list[DateInText] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(DateInText(*match.span(), tuple(_days(match.groupdict()))))
    return sorted(found, key=lambda one: one.start)


def day_of(date: PartialDate) -> Day:
    """A date of a pack. One that is unknown shows nothing."""
    return Day(*map(int, date.text.split("-"))) if date.is_known else Day()


def completed(days: Iterable[Day], years: Iterable[int]) -> set[Day]:
    """The days, and those without a year also with each of these years."""
    days, years = set(days), set(years)
    return days | {
        replace(day, year=year) for day in days if day.year is None and day.month for year in years
    }


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with blanks in place of these spans, so that everything else stays where it is."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _days(parts: dict[str, str | None]) -> Iterator[Day]:
    written = parts.get("year")
    year = int(written) if written else None
    month = parts.get("digits")
    number = int(month) if month else _MONTHS[str(parts["month"]).casefold()[:3]]
    for key in ("day", "until"):
        if day := parts.get(key):
            yield Day(year, number, int(re.sub(r"\D", "", day)))
    if not parts.get("day"):
        yield Day(year, number)
