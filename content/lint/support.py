"""Whether the numbers and names of a sentence stand in the claims it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from content.dates import EARLIEST_YEAR, LATEST_YEAR
from content.lint.days import Day, completed, dates_in, day_of, without
from content.lint.names import NameInText, Ordinary, keys_of, models_in, names_in
from content.lint.numbers import NumberInText, Quantity, numbers_in
from content.lint.objections import Objection
from content.lint.subject import Said, Subject
from content.model import Claim
from content.pack import Pack

NUMBER, NAME = "number-not-in-claims", "name-not-in-claims"
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_FIX = "say what the claims say, name the claim that says it, or except it with a reason"


@dataclass(frozen=True, slots=True)
class Support:
    """What one claim shows: by its text, its dates, and those it credits."""

    days: frozenset[Day]
    numbers: frozenset[Quantity]
    keys: frozenset[str]
    """Of names; see `content.lint.names`."""


def objections(subject: Subject) -> Iterator[Objection]:
    """Every number and name of a summary or an answer that its claims do not show."""
    ordinary = Ordinary(said.text for said in (*subject.claim_texts, *subject.sentences))
    shown = {claim.id: support_of(claim, subject.pack) for claim in subject.pack.claims.values()}
    for said in subject.sentences:
        support = _together(shown[claim.id] for claim in said.claims)
        yield from _unshown_numbers(said, support)
        yield from _unshown_names(said, support, ordinary)


def support_of(claim: Claim, pack: Pack) -> Support:
    """What a claim shows: by its text, and by when and by whom it was said."""
    sources = [pack.sources[piece.source] for piece in claim.evidence]
    dates = [claim.as_of, *(source.published for source in sources)]
    dates += [claim.forecast.due] if claim.forecast else []
    days = {day for date in dates_in(claim.text) for day in date.days}
    days |= {day_of(date) for date in dates if date.is_known}
    named = list(_named(claim, pack))
    numbers = {
        reading for text in named for number in numbers_of(text) for reading in number.readings
    }
    numbers |= {number for text in named for number in _numbers_in_names(text)}
    years = {day.year for day in days if day.year}
    numbers |= {Quantity(Decimal(year)) for year in years}
    years |= {int(number.value) for number in numbers if _may_be_a_year(number)}
    return Support(
        frozenset(completed(days, years)),
        frozenset(numbers),
        frozenset(keys_of(named)),
    )


def _named(claim: Claim, pack: Pack) -> Iterator[str]:
    """Where the names of a claim stand: who said it counts, the titles of its sources do not.

    A name may hold a number, as some newspapers' do.
    """
    yield from (claim.text, *claim.entities)
    for piece in claim.evidence:
        source = pack.sources[piece.source]
        yield from (source.publisher, source.author or "", piece.said_by or "")
    if claim.forecast:
        yield claim.forecast.by


def _together(supports: Iterable[Support]) -> Support:
    supports = list(supports)
    return Support(
        frozenset[Day]().union(*(one.days for one in supports)),
        frozenset[Quantity]().union(*(one.numbers for one in supports)),
        frozenset[str]().union(*(one.keys for one in supports)),
    )


def _unshown_numbers(said: Said, support: Support) -> Iterator[Objection]:
    what = "stands in none of the claims it names"
    for date in dates_in(said.text):
        if not all(_shows(support, day) for day in date.days):
            yield Objection(NUMBER, said, date.start, date.end, what, _FIX)
    for number in numbers_of(said.text):
        if not number.is_ordinary and not _is_shown(number.readings, support):
            yield Objection(NUMBER, said, number.start, number.end, what, _FIX)


def _unshown_names(said: Said, support: Support, ordinary: Ordinary) -> Iterator[Objection]:
    what = "is named in none of the claims it names"
    unshown = [
        name
        for name in names_in(_unnumbered(said.text), ordinary)
        if not name.keys & support.keys and not (name.amount and _is_shown([name.amount], support))
    ]
    for start, end in _runs(unshown, said.text):
        yield Objection(NAME, said, start, end, what, _FIX)


def _runs(names: Iterable[NameInText], text: str) -> list[tuple[int, int]]:
    """Neighbouring words as one name."""
    runs: list[tuple[int, int]] = []
    for name in names:
        if runs and text[runs[-1][1] : name.start] in {" ", "-"}:
            runs[-1] = (runs[-1][0], name.end)
        else:
            runs.append((name.start, name.end))
    return runs


def undated(text: str) -> str:
    return without(text, [(date.start, date.end) for date in dates_in(text)])


def _unnumbered(text: str) -> str:
    """A text without dates and numbers: the `US` of `US$5` is no name."""
    return without(undated(text), [(number.start, number.end) for number in numbers_of(text)])


def numbers_of(text: str) -> Iterator[NumberInText]:
    """The numbers of a text that are no part of a date or a name; `671B` is a name, and both."""
    rest = undated(text)
    models = list(models_in(rest))
    yield from numbers_in(without(rest, [(model.start, model.end) for model in models]))


def _numbers_in_names(text: str) -> Iterator[Quantity]:
    """What a sentence may call a number: the 5.4 of `GPT-5.4`, the 671 billion of `671B`."""
    rest = undated(text)
    for model in models_in(rest):
        yield from [model.amount] if model.amount else []
        parts = rest[model.start : model.end].split("-")
        yield from (Quantity(Decimal(part)) for part in parts if _PLAIN.fullmatch(part))


def _shows(support: Support, day: Day) -> bool:
    return any(day.is_shown_by(shown) for shown in support.days)


def _is_shown(readings: Iterable[Quantity], support: Support) -> bool:
    return any(reading.is_shown_by(shown) for reading in readings for shown in support.numbers)


def _may_be_a_year(number: Quantity) -> bool:
    whole = number.value == number.value.to_integral_value()
    return whole and number.unit is None and EARLIEST_YEAR <= number.value <= LATEST_YEAR
