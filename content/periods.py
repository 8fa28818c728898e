"""Time words in what people type: "this week", "since March", "in 2026", "上个月"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from content.dates import PartialDate

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=lambda name: -len(name)))
_COUNTS = {
    **dict(
        zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)
    ),
    **dict(zip("一二三四五六七八九十", range(1, 11), strict=True)),
    "twelve": 12,
    "a": 1,
    "few": 3,
    "couple of": 2,
    "两": 2,
    "半": 6,
}
_COUNT = rf"\d{{1,3}}|{'|'.join(_COUNTS)}"
_YEAR = r"(?:19|20)\d\d"
_POINT = (
    rf"(?:(?P<day>{_YEAR}[- ]\d\d[- ]\d\d)"
    rf"|(?P<dom>\d{{1,2}})(?:st|nd|rd|th)? (?P<dmonth>{_MONTH})\.?,?(?: (?P<dyear>{_YEAR}))?"
    rf"|(?P<amonth>{_MONTH})\.? (?P<adom>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<ayear>{_YEAR}))?"
    rf"|(?P<month>{_MONTH})\.?,?(?: (?:of )?(?P<myear>{_YEAR}))?"
    rf"|(?P<iyear>{_YEAR})-(?P<imonth>\d\d)"
    rf"|[qQ](?P<quarter>[1-4])(?: (?:of )?(?P<qyear>{_YEAR}))?"
    rf"|(?P<year>{_YEAR})"
    rf"|(?P<unit_ago>last|this) (?P<unit>week|month|quarter|year)|(?P<relative>yesterday|today))"
)
_POINT_ZH = (
    rf"(?:(?P<year>{_YEAR})年(?:(?P<month>\d{{1,2}})月(?:份)?(?:(?P<dom>\d{{1,2}})[日号])?)?"
    r"|(?P<lone_month>\d{1,2})月(?:份)?|(?P<relative>去年|今年|上个月|本月|这个月|上周|本周|这周))"
)
_ENGLISH = re.compile(
    rf"(?<![\w-])(?:(?P<how>since|after|from|before|until|till|in|during|of|for|on|as of|by) )?"
    rf"{_POINT}(?: on(?:wards)?)?(?![\w-])",
    re.IGNORECASE,
)
_SPAN = rf"{_YEAR}[- ]\d\d[- ]\d\d|(?:(?:\d{{1,2}} )?(?:{_MONTH}) )?{_YEAR}|{_MONTH}"
_BETWEEN = re.compile(
    rf"(?<![\w-])(?:between|from) (?P<one>{_SPAN}) (?:and|to|until) (?P<other>{_SPAN})"
    rf"(?![\w-])",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?<![\w-])(?:(?:in|over|during|within|for) )?(?:the )?(?:last|past|previous) "
    rf"(?:(?P<count>{_COUNT}) )?(?P<unit>day|week|month|quarter|year)s?(?![\w-])",
    re.IGNORECASE,
)
_LAST_ZH = re.compile(
    rf"(?:最近|过去|近)(?:的)?(?P<count>{_COUNT})(?:个)?(?P<unit>天|周|星期|月|年)(?:内|里|以来)?"
)
_CHINESE = re.compile(rf"(?P<how>自从|自|从)?{_POINT_ZH}(?P<then>以来|以后|之后|以前|之前|起)?")
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|recent(?:ly)?|lately|current(?:ly)?|nowadays|these days)\b"
    r"|最新|最近|现在|目前|当前",
    re.IGNORECASE,
)
_MAY_NAME_TIME = re.compile(
    rf"\d|{_MONTH}|today|yesterday|week|month|quarter|year|day|[年月周天]|星期|最近|过去|近",
    re.IGNORECASE,
)
"""What no time can be named without. Most texts have none of it, and need not be read further."""
_PART_OF_IT = frozenset({"of", "for", "by", "as of"})
"""What makes a time part of what is asked: "the plan of 2026", "how many by 2030"."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both included; open where there is none."""

    first: dt.date | None
    last: dt.date | None
    words: str
    """As it can be typed again, whatever the day: `since March 2026`."""

    @property
    def is_of_its_time(self) -> bool:
        """Whether it is one that texts name themselves: a day, a month, a year."""
        return self.words.startswith(("in ", "on ")) and "last" not in self.words

    def holds(self, date: PartialDate) -> bool:
        """Whether a date is known to lie within: `2026` is not known to lie within March."""
        first, last = date.first_day, date.last_day
        if first is None or last is None:
            return False
        return (self.first is None or first >= self.first) and (
            self.last is None or last <= self.last
        )

    def fits(self, date: PartialDate, text: str) -> bool:
        """Whether something of this date speaks of the period, and its text of no other year."""
        years = {int(found) for found in re.findall(rf"(?<!\d){_YEAR}(?!\d)", text)}
        if not years:
            return self.holds(date)
        touched = all(self._touches(year) for year in years)
        return touched and (self.holds(date) or self._is_named_in(text))

    def _touches(self, year: int) -> bool:
        starts_in_time = self.last is None or dt.date(year, 1, 1) <= self.last
        return starts_in_time and (self.first is None or dt.date(year, 12, 31) >= self.first)

    def _is_named_in(self, text: str) -> bool:
        """Whether a text names just this period: its year, or its month and year."""
        return _plain(self.words) in text


def _plain(words: str) -> str:
    return words.removeprefix("in ").removeprefix("on ")


def asks_for_newest(text: str) -> bool:
    """Whether what is wanted is the latest there is."""
    return bool(_NEWEST.search(text))


def find_period(text: str, today: dt.date) -> tuple[Period, str] | None:
    """The period that a text names, and the text without it; the first, if it names several.

    `today` says what "this week" is. Weeks begin on Monday. A month without a year is the last one
    that has begun.
    """
    if not _MAY_NAME_TIME.search(text):
        return None
    for read in (_between, _last_few, _one_point, _last_few_zh, _one_point_zh):
        found = read(text, today)
        if found is not None:
            period, begin, end = found
            rest = f"{text[:begin]} {text[end:]}"
            return period, " ".join(rest.split())
    return None


_Found = tuple[Period, int, int]
_Reader = Callable[[str, dt.date], "_Found | None"]


def _between(text: str, today: dt.date) -> _Found | None:
    found = _BETWEEN.search(text)
    if found is None:
        return None
    one, other = (_span_of(found[name], today) for name in ("one", "other"))
    if one is None or other is None or one[0] > other[1]:
        return None
    words = f"between {_named(*one)} and {_named(*other)}"
    return Period(one[0], other[1], words), found.start(), found.end()


def _span_of(written: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    found = re.fullmatch(_POINT, written, re.IGNORECASE)
    return _span(found, today) if found else None


def _last_few(text: str, today: dt.date) -> _Found | None:
    """The last days, weeks, months up to today."""
    found = _LAST.search(text)
    if found is None or (found["count"] is None and not _is_open(found[0])):
        return None
    return _back(found, found["unit"].casefold(), today)


def _is_open(phrase: str) -> bool:
    """Whether it means the days up to now: "the past month" does, "last month" does not."""
    return bool(re.search(r"\bthe last\b|\bpast\b|\bprevious\b", phrase, re.IGNORECASE))


def _last_few_zh(text: str, today: dt.date) -> _Found | None:
    found = _LAST_ZH.search(text)
    units = {"天": "day", "周": "week", "星期": "week", "月": "month", "年": "year"}
    return _back(found, units[found["unit"]], today) if found else None


def _back(found: re.Match[str], unit: str, today: dt.date) -> _Found:
    written = (found["count"] or "1").casefold()
    count = int(written) if written.isdecimal() else _COUNTS[written]
    first = _ago(today, count, unit)
    words = f"in the last {count} {unit}{'s' if count > 1 else ''}"
    return Period(first, today, words), found.start(), found.end()


def _ago(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in ("day", "week"):
        return today - dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    year = max(year, 1)
    return dt.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _one_point(text: str, today: dt.date) -> _Found | None:
    for found in _ENGLISH.finditer(text):
        if _is_time(found):
            span = _span(found, today)
            # What is to come is asked for, and nothing is dated so.
            if span is not None and span[0] <= today:
                return _period(found, (found["how"] or "in").casefold(), span)
    return None


def _is_time(found: re.Match[str]) -> bool:
    """Whether it says when: "may" and "march" are words, too, and "Q2" may be what is asked for."""
    how, name = (found["how"] or "").casefold(), found["month"]
    if how in _PART_OF_IT or (found["quarter"] and not how):
        return False
    is_lone = name is not None and not found["myear"]
    return not is_lone or found["how"] is not None or name[:1].isupper()


def _span(found: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a point of time; none where no calendar has it."""
    given = found.groupdict()
    try:
        if given.get("unit_ago"):
            return _unit(given["unit_ago"], given["unit"], today)
        if given.get("relative"):
            day = today - dt.timedelta(days=given["relative"].casefold() == "yesterday")
            return day, day
        if given.get("quarter"):
            return _quarter(int(given["quarter"]), given.get("qyear"), today)
        return _calendar_span(given, today)
    except (ValueError, OverflowError):
        return None


def _calendar_span(given: dict[str, str | None], today: dt.date) -> tuple[dt.date, dt.date] | None:
    if given.get("day"):
        day = dt.date.fromisoformat((given["day"] or "").replace(" ", "-"))
        return day, day
    year = _first(given, "dyear", "ayear", "myear", "iyear", "year")
    month = _first(given, "dmonth", "amonth", "month", "imonth")
    dom = _first(given, "dom", "adom")
    if month is None:
        return (dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)) if year else None
    number = _MONTHS.get(month.casefold()) or int(month)
    whole = _month(int(year) if year else _year_of(number, today), number)
    if dom is None:
        return whole
    day = whole[0].replace(day=int(dom))
    return day, day


def _first(given: dict[str, str | None], *names: str) -> str | None:
    return next((given[name] for name in names if given.get(name)), None)


def _year_of(month: int, today: dt.date) -> int:
    return today.year if month <= today.month else today.year - 1


def _month(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _quarter(number: int, year: str | None, today: dt.date) -> tuple[dt.date, dt.date]:
    first = 3 * number - 2
    in_year = int(year) if year else _year_of(first, today)
    return dt.date(in_year, first, 1), _month(in_year, first + 2)[1]


def _unit(which: str, unit: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """This or the last week, month, quarter or year."""
    back = 0 if which.casefold() == "this" else 1
    day = _ago(today, back, unit.casefold()) if back else today
    if unit.casefold() == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    if unit.casefold() == "month":
        return _month(day.year, day.month)
    if unit.casefold() == "quarter":
        return _quarter((day.month + 2) // 3, str(day.year), today)
    return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)


def _period(found: re.Match[str], how: str, span: tuple[dt.date, dt.date]) -> _Found:
    first, last = span
    name = _named(first, last)
    begin, end = found.span()
    if how in ("since", "from"):
        return Period(first, None, f"since {name}"), begin, end
    if how == "after":
        return Period(last + dt.timedelta(days=1), None, f"after {name}"), begin, end
    if how in ("before", "until", "till"):
        return Period(None, first - dt.timedelta(days=1), f"before {name}"), begin, end
    return Period(first, last, _within(first, last)), begin, end


def _named(first: dt.date, last: dt.date) -> str:
    """A span as it can be typed again: a day, a month, a quarter, a year; else its first day."""
    for text in (f"{first:%Y}", f"{first:%Y-%m}"):
        date = PartialDate(text)
        if (date.first_day, date.last_day) == (first, last):
            return date.in_words()
    if (first.day, first.month % 3) == (1, 1) and last == _quarter(
        (first.month + 2) // 3, str(first.year), first
    )[1]:
        return f"Q{(first.month + 2) // 3} {first.year}"
    if first == last:
        return PartialDate(first.isoformat()).in_words()
    return first.isoformat()


def _within(first: dt.date, last: dt.date) -> str:
    """How to say it: `in March 2026`, `on 14 March 2026`, `between … and …` for a week."""
    name = _named(first, last)
    if first == last:
        return f"on {name}"
    is_week = name == first.isoformat()
    return f"between {name} and {last.isoformat()}" if is_week else f"in {name}"


def _one_point_zh(text: str, today: dt.date) -> _Found | None:
    for found in _CHINESE.finditer(text):
        span = _span_zh(found, today)
        if span is not None:
            return _period_zh(found, span)
    return None


def _span_zh(found: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date] | None:
    relative = {
        "去年": ("last", "year"),
        "今年": ("this", "year"),
        "上个月": ("last", "month"),
        "本月": ("this", "month"),
        "这个月": ("this", "month"),
        "上周": ("last", "week"),
        "本周": ("this", "week"),
        "这周": ("this", "week"),
    }
    try:
        if found["relative"]:
            return _unit(*relative[found["relative"]], today)
        if found["lone_month"]:
            return _month(_year_of(int(found["lone_month"]), today), int(found["lone_month"]))
        given = {name: found[name] for name in ("year", "month", "dom")}
        return _calendar_span(given, today)
    except (ValueError, KeyError, OverflowError):
        return None


def _period_zh(found: re.Match[str], span: tuple[dt.date, dt.date]) -> _Found:
    first, last = span
    name, then = _named(first, last), found["then"] or ""
    if then in ("以前", "之前"):
        return Period(None, first - dt.timedelta(days=1), f"before {name}"), *found.span()
    if then in ("以来", "起") or found["how"]:
        return Period(first, None, f"since {name}"), *found.span()
    if then:
        return Period(last + dt.timedelta(days=1), None, f"after {name}"), *found.span()
    return Period(first, last, _within(first, last)), *found.span()
