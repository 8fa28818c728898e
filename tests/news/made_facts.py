"""Who and what the events of `made.py` are about: invented names, figures and dates."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tests.news.made_words import NAMES, Language

T = TypeVar("T")
Name = Mapping[Language, str]
"""A name in both languages."""
MANY, FEW = 60, 8
"""Firms and places to draw from: of a whole coast, or of one stretch in a few weeks."""
RANGES = {
    "n": (3, 60),
    "n2": (65, 480),
    "n3": (12, 95),
    "big": (1_200, 98_000),
    "litres": (600, 9_500),
    "gust": (90, 160),
    "sail": (3, 9),
    "chan": (6, 16),
    "pct": (2, 49),
    "pct2": (2, 49),
}
"""Figures that events have, from and to; two events have the same ones by chance."""
TENTHS = {"money": (20, 900), "money2": (2, 19)}
"""Sums, in tenths of a million."""
HALVES = {"fare": (8, 120), "fare2": (8, 120), "fare3": (8, 120)}
"""Prices, in halves of a dollar."""
EXACT = 0.7
"""How often a large number is given to the last digit."""
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = """
    January February March April May June July August September October November December
    """.split()
_CHINESE_DAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class People:
    """Who acts on the sound."""

    firms: tuple[tuple[Name, Name], ...]
    """The whole name and the short one."""
    places: tuple[Name, ...]
    trusts: tuple[Name, ...]
    persons: tuple[tuple[Name, Name], ...]
    """The whole name and the family's."""
    ships: tuple[str, ...]

    @classmethod
    def invented(cls, rng: random.Random, *, few: bool = False) -> People:
        """People of a coast; a few of one stretch, who meet again and again."""
        size = FEW if few else MANY
        places = _some(rng, size, _place)
        return cls(
            firms=_some(rng, size, _firm),
            places=places,
            trusts=tuple(_trust(rng, place) for place in places[: max(3, size // 4)]),
            persons=_some(rng, 2 * size, _person),
            ships=_some(rng, size, _ship),
        )


@dataclass(frozen=True, slots=True)
class Cast:
    """The facts of one event."""

    firm: tuple[Name, Name]
    other: tuple[Name, Name]
    place: Name
    place2: Name
    trust: Name
    person: tuple[Name, Name]
    person2: tuple[Name, Name]
    ship: str
    day: dt.date
    later: dt.date
    month: int
    hours: tuple[str, ...]
    numbers: Mapping[str, int]


def cast(rng: random.Random, people: People, day: dt.date = dt.date(2026, 9, 7)) -> Cast:
    """The facts of an event on a day."""
    firm, other = rng.sample(people.firms, 2)
    place, place2 = rng.sample(people.places, 2)
    person, person2 = rng.sample(people.persons, 2)
    ranges = RANGES | TENTHS | HALVES
    return Cast(
        firm,
        other,
        place,
        place2,
        rng.choice(people.trusts),
        person,
        person2,
        rng.choice(people.ships),
        day,
        day + dt.timedelta(days=rng.randint(4, 120)),
        rng.randint(1, 12),
        tuple(f"{rng.randint(5, 22)}:{5 * rng.randrange(12):02}" for _ in range(5)),
        {name: rng.randint(*bounds) for name, bounds in ranges.items()},
    )


def shown(rng: random.Random, facts: Cast, language: Language) -> dict[str, str]:
    """The facts as an outlet writes them, by slot. The same state of `rng` is the same manner."""
    found = {
        "firm": facts.firm[0][language],
        "firm_s": facts.firm[1][language],
        "other": facts.other[0][language],
        "other_s": facts.other[1][language],
        "place": facts.place[language],
        "place2": facts.place2[language],
        "trust": facts.trust[language],
        "person": facts.person[0][language],
        "person_s": facts.person[1][language],
        "person2": facts.person2[0][language],
        "ship": facts.ship,
        "day": _weekday(facts.day, language),
        "date": _date(facts.later, language, rng.random()),
        "month": _month(facts.month, language),
    }
    found |= {f"hour{at}": hour for at, hour in enumerate(facts.hours, start=1)}
    return found | _figures(rng, facts.numbers, language)


def _figures(rng: random.Random, numbers: Mapping[str, int], language: Language) -> dict[str, str]:
    manner = {name: rng.random() for name in ("spelt", "money", "percent", *numbers)}
    found: dict[str, str] = {}
    for name, value in numbers.items():
        if name in TENTHS:
            found[name] = _money(value, language, manner["money"])
        elif name in HALVES:
            found[name] = f"{value / 2:.2f}"
        elif name.startswith("pct"):
            found[name] = _percent(value, language, manner["percent"])
        elif value < len(_SPELT):
            found[name] = (
                _SPELT[value] if manner["spelt"] < 0.5 and language == "en" else f"{value}"
            )
        else:
            found[name] = _large(value, language, manner[name])
    return found


def _large(value: int, language: Language, manner: float) -> str:
    if value < 1_000 or manner < EXACT:
        return f"{value:,}" if language == "en" else f"{value}"
    size = 10 ** (len(str(value)) - 2)
    rounded = round(value / size) * size
    return f"some {rounded:,}" if language == "en" else f"约{rounded}"


def _money(tenths: int, language: Language, manner: float) -> str:
    millions = f"{tenths / 10:g}"
    if language == "zh":
        return f"{tenths * 10}万美元"
    ways = (f"${millions} million", f"{millions} million dollars", f"${millions}m")
    return ways[int(manner * len(ways))]


def _percent(value: int, language: Language, manner: float) -> str:
    ways = ("%", " percent", " per cent") if language == "en" else ("%", "％")
    return f"{value}{ways[int(manner * len(ways))]}"


def _weekday(day: dt.date, language: Language) -> str:
    at = day.weekday()
    return _DAYS[at] if language == "en" else f"周{_CHINESE_DAYS[at]}"


def _month(number: int, language: Language) -> str:
    return _MONTHS[number - 1] if language == "en" else f"{number}月"


def _date(day: dt.date, language: Language, manner: float) -> str:
    month = _month(day.month, language)
    if language == "zh":
        return f"{month}{day.day}日"
    return f"{day.day} {month}" if manner < 0.5 else f"{month} {day.day}"


def _some(rng: random.Random, size: int, invented: Callable[[random.Random], T]) -> tuple[T, ...]:
    return tuple(invented(rng) for _ in range(size))


def _firm(rng: random.Random) -> tuple[Name, Name]:
    english, chinese = NAMES["english"], NAMES["chinese"]
    head = rng.choice(english["firm_heads"].split())
    chinese_head = rng.choice(chinese["firm_heads"].split())
    tail = rng.choice(english["firm_tails"].split("|"))
    chinese_tail = rng.choice(chinese["firm_tails"].split("|"))
    return (
        {"en": f"{head} {tail}", "zh": f"{chinese_head}{chinese_tail}"},
        {"en": head, "zh": chinese_head},
    )


def _place(rng: random.Random) -> Name:
    english, chinese = NAMES["english"], NAMES["chinese"]
    return {
        "en": rng.choice(english["places"].split()) + rng.choice(english["place_tails"].split()),
        "zh": rng.choice(chinese["places"].split()) + rng.choice(chinese["place_tails"].split()),
    }


def _trust(rng: random.Random, place: Name) -> Name:
    english, chinese = NAMES["english"]["trusts"].split(), NAMES["chinese"]["trusts"].split()
    return {
        "en": f"{place['en']} {rng.choice(english)} Trust",
        "zh": f"{place['zh']}{rng.choice(chinese)}信托",
    }


def _person(rng: random.Random) -> tuple[Name, Name]:
    english, chinese = NAMES["english"], NAMES["chinese"]
    family: Name = {
        "en": rng.choice(english["family"].split()),
        "zh": rng.choice(chinese["family"].split()),
    }
    given = rng.choice(english["given"].split())
    chinese_given = rng.choice(chinese["given"].split())
    return {"en": f"{given} {family['en']}", "zh": f"{chinese_given}·{family['zh']}"}, family


def _ship(rng: random.Random) -> str:
    english = NAMES["english"]
    return f"{rng.choice(english['ships'].split('|'))} {rng.choice(english['birds'].split())}"
