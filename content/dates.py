"""Dates as sources give them: a day, only a month, only a year, or unknown."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

PATTERN = r"^(\d{4}(-\d{2}(-\d{2})?)?|unknown)$"
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


@functools.total_ordering
class PartialDate:
    """A date no more exact than its source: `2025-07-28`, `2025-07`, `2025` or `unknown`.

    Ordered by the first day it can mean, so that nothing passes for newer than it is known to be;
    an unknown date comes before every known one.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        if not re.fullmatch(PATTERN, text, re.ASCII):
            raise ValueError("write a date as 2025-07-28, 2025-07, 2025 or unknown")
        self.text = text
        _ = self.first_day  # a day that no calendar has is refused here

    @property
    def is_known(self) -> bool:
        return self.text != "unknown"

    @property
    def first_day(self) -> dt.date | None:
        """The first day this date can mean; none where it is unknown."""
        if not self.is_known:
            return None
        year, month, day = (*map(int, self.text.split("-")), 1, 1)[:3]
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError(f"the year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
        try:
            return dt.date(year, month, day)
        except ValueError as error:
            raise ValueError(f"no calendar has the date {self.text}") from error

    @property
    def last_day(self) -> dt.date | None:
        """The last day this date can mean; none where it is unknown."""
        first = self.first_day
        if first is None:
            return None
        month = first.month if len(self.text) > 4 else 12
        days = calendar.monthrange(first.year, month)[1]
        return dt.date(first.year, month, first.day if len(self.text) > 7 else days)

    def month_in_words(self) -> str:
        """`in_words`, without the day."""
        return PartialDate(self.text[:7]).in_words() if self.is_known else self.in_words()

    def in_words(self) -> str:
        """`28 July 2025`, `July 2025`, `2025`, or `date not shown`."""
        first = self.first_day
        if first is None:
            return "date not shown"
        month = f"{calendar.month_name[first.month]} {first.year}"
        return {4: str(first.year), 7: month}.get(len(self.text), f"{first.day} {month}")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.text == other.text

    def __lt__(self, other: PartialDate) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[dt.date, str]:
        return (self.first_day or dt.date.min, self.text)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda value: value if isinstance(value, cls) else cls(value),
            core_schema.union_schema(
                [core_schema.is_instance_schema(cls), core_schema.str_schema()]
            ),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": PATTERN,
            "examples": ["2025-07-28", "2025-07", "unknown"],
        }


UNKNOWN = PartialDate("unknown")
