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

    Ordered by the last day it can mean; an unknown date comes before every known one.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        if not re.fullmatch(PATTERN, text, re.ASCII):
            raise ValueError("write a date as 2025-07-28, 2025-07, 2025 or unknown")
        self.text = text
        _ = self.last_day  # a day that no calendar has is refused here

    @property
    def is_known(self) -> bool:
        return self.text != "unknown"

    @property
    def last_day(self) -> dt.date | None:
        """The last day this date can mean; none where it is unknown."""
        if not self.is_known:
            return None
        year, month, day = (*map(int, self.text.split("-")), 0, 0)[:3]
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError(f"the year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
        try:
            month = month if len(self.text) > 4 else 12
            return dt.date(
                year, month, day if len(self.text) > 7 else calendar.monthrange(year, month)[1]
            )
        except (ValueError, IndexError) as error:
            raise ValueError(f"no calendar has the date {self.text}") from error

    def in_words(self) -> str:
        """`28 July 2025`, `July 2025`, `2025`, or `date not shown`."""
        last = self.last_day
        if last is None:
            return "date not shown"
        month = calendar.month_name[last.month]
        return {4: f"{last.year}", 7: f"{month} {last.year}"}.get(
            len(self.text), f"{last.day} {month} {last.year}"
        )

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.text == other.text

    def __lt__(self, other: PartialDate) -> bool:
        return (self.last_day or dt.date.min, self.text) < (
            other.last_day or dt.date.min,
            other.text,
        )

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
