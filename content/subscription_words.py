"""How a subscription is typed: words in any order, in English or Chinese."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections.abc import Callable
from pathlib import Path

from content.cadence import DAYS, EVERY_DAY, WORKDAYS, Cadence
from content.cleaning import clean, fold
from content.digest import MAX_LINES
from content.subscriptions import (
    CATCH_UP_HOURS,
    MAX_CATCH_UP_HOURS,
    MAX_TOPICS,
    Quiet,
    Wanted,
)

DEFAULT_TIME = dt.time(9)
DEFAULT_DAY = 0
"""Monday."""
SHORT_LINES = 3
CITIES = Path(__file__).with_name("cities.json")
"""Every other zone goes by its IANA name."""

_DAYS_ZH = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAY_NAMES = {
    **{name.casefold(): at for at, name in enumerate(DAYS)},
    **{name[:3].casefold(): at for at, name in enumerate(DAYS)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
    **{f"{name.casefold()}s": at for at, name in enumerate(DAYS)},
}
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d)|h\b)? ?(?P<half>[ap]\.?m\.?)?"
    r"(?![\d:])",
    re.IGNORECASE,
)
_TIME_ZH = re.compile(
    r"(?P<half>上午|早上|下午|晚上)?(?P<hour>\d{1,2})[点點:：](?P<minute>[0-5]\d|半)?分?"
)
_DAY_ZH = re.compile(r"(?:每|逢)?(?:周|星期|礼拜|禮拜)(?P<day>[一二三四五六日天])")
_DAILY_ZH, _WORKDAYS_ZH = re.compile("每天|每日|天天"), re.compile("工作日|周一至周五|周一到周五")
_WEEKLY_ZH = re.compile("每周|每週|每星期")
_ZONE = re.compile(r"(?<![\w/])(?:[A-Za-z_]+(?:/[A-Za-z_+\-0-9]+){1,2}|UTC|GMT)(?![\w/])")
_SKIP = re.compile(
    r"\bskip(?:ping)?(?: (?:quiet|empty))?(?: (?:days|weeks|summaries|ones))?\b"
    r"(?: (?:if|when|where)(?: there is)? nothing(?: is)? new\b)?|没有新内容(?:就|时)?跳过",
    re.IGNORECASE,
)
_SAY_SO = re.compile(r"\bsay so\b|没有新内容(?:也|时)说明", re.IGNORECASE)
_LATE = re.compile(
    r"\b(?:up to|at most|max(?:imum)?) (\d{1,4}) ?h(?:ours?)? late\b"
    r"|(?:catch[- ]?up(?: of)? |最多迟)(\d{1,4}) ?(?:h(?:ours?)?\b|小时)",
    re.IGNORECASE,
)
_LINES = re.compile(
    r"\b(?:(?:up to|at most|max(?:imum)?) )?(\d{1,3}) ?(?:lines?|points?)\b|最多(\d{1,3})条",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\bshort\b|简短", re.IGNORECASE)
_SMALL = frozenset(
    "at on in every each the and to me us about for of a an please pls topics topic all everything"
    " summary summaries digest briefing clock oclock time timezone zone daily weekly".split()
)
_DAILY, _WORKDAYS = frozenset({"daily", "everyday"}), frozenset("weekday weekdays workdays".split())


def understand(text: str, zone: str, topic_named: Callable[[str], str | None]) -> Wanted:
    """What is wanted, from words in any order.

    `zone` is taken where none is typed; `topic_named` gives the id of the topic that a text names.
    Without a day it is Monday, without a time 09:00, without topics all of them.

    Raises:
        ValueError: a zone, a time or a number that there is not, said for a person to read.
    """
    rest = clean(text).replace("o'clock", " ").replace("o’clock", " ")
    quiet, rest = _quiet(rest)
    # Before times of day, which look alike.
    catch_up_hours, rest = _number(_LATE, rest, "late", "hours", 0, MAX_CATCH_UP_HOURS)
    max_lines, rest = _number(_LINES, rest, "long", "lines", 1, MAX_LINES)
    if max_lines is None and _SHORT.search(rest):
        max_lines, rest = SHORT_LINES, _SHORT.sub(" ", rest)
    chosen_zone, rest = _zone(rest, zone)
    days, rest = _days(rest)
    at, rest = _time(rest)
    topics, unknown = topics_in(rest, topic_named)
    return Wanted(
        Cadence(days, at, chosen_zone),
        topics,
        unknown,
        quiet,
        CATCH_UP_HOURS if catch_up_hours is None else catch_up_hours,
        max_lines,
    )


def _quiet(text: str) -> tuple[Quiet, str]:
    if _SKIP.search(text):
        return "skip", _SKIP.sub(" ", text)
    return "say so", _SAY_SO.sub(" ", text)


def _number(
    pattern: re.Pattern[str], text: str, how: str, unit: str, least: int, most: int
) -> tuple[int | None, str]:
    found = pattern.search(text)
    if found is None:
        return None, text
    number = int(next(filter(None, found.groups())))
    if not least <= number <= most:
        raise ValueError(f"a summary may be from {least} to {most} {unit} {how}")
    return number, f"{text[: found.start()]} {text[found.end() :]}"


def _zone(text: str, default: str) -> tuple[str, str]:
    found = _ZONE.search(text)
    if found:
        return found[0], text[: found.start()] + text[found.end() :]
    folded = text.casefold()
    for name, zone in _cities():
        city = re.search(rf"(?:(?<!\w){name}(?!\w)|{name})(?: ?(?:time|时间))?", folded)
        is_word = city and (not name.isascii() or re.search(rf"(?<!\w){name}(?!\w)", folded))
        if city and is_word:
            return zone, text[: city.start()] + text[city.end() :]
    return default, text


@functools.cache
def _cities() -> tuple[tuple[str, str], ...]:
    """Cities that people type, the longest name first, with their zones."""
    named: dict[str, str] = json.loads(CITIES.read_text(encoding="utf-8"))
    return tuple(sorted(named.items(), key=lambda item: -len(item[0])))


def _days(text: str) -> tuple[frozenset[int], str]:
    for pattern, days in ((_WORKDAYS_ZH, WORKDAYS), (_DAILY_ZH, EVERY_DAY)):
        if pattern.search(text):
            return days, pattern.sub(" ", text)
    chinese = [_DAYS_ZH[found["day"]] for found in _DAY_ZH.finditer(text)]
    if chinese:
        return frozenset(chinese), _DAY_ZH.sub(" ", text)
    words = _WEEKLY_ZH.sub(" ", text).split()
    named = frozenset(_DAY_NAMES[bare] for word in words if (bare := _bare(word)) in _DAY_NAMES)
    kinds = {bare for word in words if (bare := _bare(word))}
    every = bool(kinds & _DAILY) or re.search(r"\bevery ?day\b", text, re.IGNORECASE) is not None
    rest = [
        word
        for word in words
        if _bare(word) not in {*_DAY_NAMES, *_DAILY, *_WORKDAYS, "weekly", "week"}
    ]
    left = re.sub(r"\bevery day\b", " ", " ".join(rest), flags=re.IGNORECASE)
    if named:
        return named, left
    return (
        EVERY_DAY if every else WORKDAYS if kinds & _WORKDAYS else frozenset({DEFAULT_DAY})
    ), left


def _bare(word: str) -> str:
    return word.casefold().strip(".,;:!()")


def _time(text: str) -> tuple[dt.time, str]:
    found = _TIME_ZH.search(text) or _TIME.search(text)
    if found is None:
        if re.search(r"\b(?:noon|midday)\b|中午", text, re.IGNORECASE):
            return dt.time(12), re.sub(r"\b(?:noon|midday)\b|中午", " ", text, flags=re.IGNORECASE)
        return DEFAULT_TIME, text
    hour, written = int(found["hour"]), found["minute"] or "0"
    minute = 30 if written == "半" else int(written)
    half = (found["half"] or "").casefold().replace(".", "")
    if half in ("pm", "下午", "晚上") and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 23 or (half in ("am", "pm") and int(found["hour"]) > 12):
        raise ValueError(f"“{found[0].strip()}” is no time of day")
    return dt.time(hour, minute), f"{text[: found.start()]} {text[found.end() :]}"


def topics_in(
    text: str, topic_named: Callable[[str], str | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the topics named between commas or "and", else word by word; and unknown words."""
    known: dict[str, None] = {}
    unknown: list[str] = []
    for part in re.split(r"[,，、;；]|(?<![-\w])and(?![-\w])|和", text):
        words = [word for word in part.split() if fold(word) and fold(word) not in _SMALL]
        if not words:
            continue
        whole = topic_named(" ".join(words))
        for name in [" ".join(words)] if whole or len(words) == 1 else words:
            topic = topic_named(name)
            if topic:
                known[topic] = None
            else:
                unknown.append(name)
    return tuple(known)[:MAX_TOPICS], tuple(unknown)
