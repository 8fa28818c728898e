"""Who gets a summary, of what, when; and how that is typed."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from content.cadence import DAYS, EVERY_DAY, WORKDAYS, Cadence
from content.cleaning import clean, fold
from content.ports import Place

Quiet = Literal["say so", "skip"]
"""What happens in a week with nothing new: a line that says so, or nothing."""
DEFAULT_TIME = dt.time(9)
DEFAULT_DAY = 0
"""Monday."""
CATCH_UP_HOURS = 24
MAX_CATCH_UP_HOURS = 24 * 7
MAX_TOPICS = 20
CITIES = Path(__file__).with_name("cities.json")
"""Every other zone goes by its IANA name."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A summary that goes to a place on certain days. A changed one is another value."""

    id: str
    """32 hexadecimal digits."""
    place: Place
    """The channel or direct message; its thread is not used."""
    pack: str
    cadence: Cadence
    next_date: dt.date
    """The next local date it is due on."""
    covered_to: dt.date
    """The last day that the last summary was about; the next begins with the day after it."""
    topics: tuple[str, ...] = ()
    """Ids of the topics wanted; all if there are none."""
    quiet: Quiet = "say so"
    catch_up_hours: int = CATCH_UP_HOURS
    """How late a summary may be, in hours; one that would be later is passed over and counted."""
    paused: str | None = None
    """Why nothing is sent, if so: `paused by hand`, or what the platform refused."""
    missed: int = 0
    """Summaries passed over since the last one, to be said in the next."""
    owner: str | None = None
    """The platform's id of who subscribed, to be told when something is wrong."""

    @property
    def catch_up(self) -> dt.timedelta:
        return dt.timedelta(hours=self.catch_up_hours)


def subscription_id(place: Place, pack: str) -> str:
    """There is one for each channel and pack, so that two who subscribe at once make one."""
    named = f"{place.platform}\0{place.channel}\0{pack}"
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed behind `subscribe`, understood."""

    cadence: Cadence
    topics: tuple[str, ...]
    """Ids."""
    unknown: tuple[str, ...] = ()
    """Words that name neither a time nor a topic."""


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
_SMALL = frozenset(
    "at on in every each the and to me us about for of a an please pls topics topic all everything"
    " summary summaries digest briefing clock oclock time timezone zone daily weekly".split()
)
_DAILY, _WORKDAYS = frozenset({"daily", "everyday"}), frozenset("weekday weekdays workdays".split())


def understand(text: str, zone: str, topic_named: Callable[[str], str | None]) -> Wanted:
    """What is wanted, from words in any order, in English or Chinese.

    `zone` is taken where none is typed; `topic_named` gives the id of the topic that a text names.
    Without a day it is Monday, without a time 09:00, without topics all of them.

    Raises:
        ValueError: a zone or a time that there is not, said for a person to read.
    """
    rest = clean(text).replace("o'clock", " ").replace("o’clock", " ")
    chosen_zone, rest = _zone(rest, zone)
    days, rest = _days(rest)
    at, rest = _time(rest)
    topics, unknown = _topics(rest, topic_named)
    return Wanted(Cadence(days, at, chosen_zone), topics, unknown)


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


def _topics(
    text: str, topic_named: Callable[[str], str | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics named between commas or "and", else word by word."""
    known: dict[str, None] = {}
    unknown: list[str] = []
    for part in re.split(r"[,，、;；]|\band\b|和", text):
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


def in_words(cadence: Cadence, dates: Sequence[dt.date]) -> str:
    """`every Monday at 09:00 (Europe/Berlin); next on 23 and 30 November and 7 December 2026`."""
    named = ", ".join(f"{date:%a} {date.day} {date:%b %Y}" for date in dates)
    return f"{cadence.in_words()}; next: {named}"
