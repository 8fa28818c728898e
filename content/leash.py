"""What a language model may say of some claims: nothing that they do not say themselves.

A sentence is held against the texts of the claims it names, word by word. That finds what was
added and what was dropped; it does not find claims' own words put together wrongly ("the trust
sued the port" for "the port sued the trust"), which takes understanding.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from content import mood, vocabulary
from content.cleaning import fold, is_cjk
from content.lint.days import Day, completed, dates_in, without
from content.lint.names import NameInText, Ordinary, keys_of, models_in, names_in
from content.lint.numbers import ORDINAL, PERCENT, NumberInText, Quantity
from content.lint.support import numbers_of, undated
from content.model import MAX_SENTENCE_CHARS

MIN_CHARS = 8
"""As in packs: see `content.model.SentenceText`."""
_MARKUP = re.compile(
    r"[<>\[\]{}*_~`|#\\@^=?!]|\d\+|://|\bwww\.|\b(?:https?|mailto|javascript):", re.IGNORECASE
)
_HOST = re.compile(r"[^\W\d_][\w-]*\.[^\W\d_]{2,}|\d{1,3}(?:\.\d{1,3}){3}")
"""`evil.example`; also some newspapers, which the claims then name."""
_QUOTED = re.compile(r"[“\"«„]([^”\"»“]+)[”\"»“]")
_CJK_JOINTS = re.compile("[的了是和与與及也在]")
"""Chinese words that only join; to take them out cannot turn what is said."""
_LIMITS = {
    "about": r"about|around|roughly|approximately|circa|some|nearly|almost|close to|estimated|[~≈]",
    "over": r"(?<!no )(?<!not )more than|over|above|at least|exceeding|upwards of"
    r"|no (?:less|fewer) than",
    "under": r"(?<!no )(?<!not )(?:less|fewer) than|under|below|up to|at most|no(?:t)? more than"
    r"|as (?:much|many) as",
    "minus": r"[-−–]|minus",
}
"""What stands before a number and limits it, in groups within which one may replace another."""
_PERIODS = {"by": r"by|before|until|till", "since": r"since|after"}
"""The same before years and dates; before other numbers "by" limits nothing: "grew by 5%"."""
_SHARE = re.compile(
    r"\b(?:half|halves|halved|third|quarter|twice|double[ds]?|triple[ds]?|majority|minority)\b",
    re.IGNORECASE,
)
"""Amounts in words that can be limited like numbers: "roughly half"."""
_YEAR = re.compile(r"[12]\d{3}")
_UNIT = re.compile(r"[\s-]?([^\W\d_]+)(?!\w)")
"""The word that says what was counted."""
_CJK_EDGE = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u3040-\u30ff\u3400-\u9fff])"
)
"""Where Chinese stands next to a number or a name without a blank."""
_TYPOGRAPHY = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2011": "-"})
"""Blanks and hyphens that do not break, which models like; packs do without them."""


def _ending(groups: dict[str, str], between: str) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<![\w-])(?:{words})\s*{between}$", re.IGNORECASE)
        for name, words in groups.items()
    }


_LIMIT = _ending(_LIMITS, r"(?:an?\s+)?")
_PERIOD = _ending(_PERIODS, r"(?:(?:the\s+)?(?:end|start|middle)\s+of\s+)?") | _LIMIT


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim as the model gets it, and who is known to have said it."""

    id: str
    text: str
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with what limits it: `more than` 5, `by` 2027."""

    quantity: Quantity
    limit: str | None

    def is_shown_by(self, other: _Number) -> bool:
        """Whether another one says as much. A unit may be left out, `%` may not, none be added."""
        if self.limit != other.limit or self.quantity.value != other.quantity.value:
            return False
        one, two = self.quantity.unit, other.quantity.unit
        return one == two or (one is None and two not in (PERCENT, ORDINAL))


@dataclass(frozen=True)
class Grounds:
    """All that the claims of one sentence show."""

    facts: tuple[Fact, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(fact.text for fact in self.facts)

    @cached_property
    def tokens(self) -> frozenset[str]:
        tokens = self.text.split()
        return frozenset([*map(_bare, tokens), *map(str.casefold, tokens)])

    @cached_property
    def shares(self) -> frozenset[tuple[str, str | None]]:
        return frozenset(share for fact in self.facts for share in _shares(fact.text))

    @cached_property
    def numbers(self) -> frozenset[_Number]:
        return frozenset(number for fact in self.facts for number in _shown_numbers(fact.text))

    @cached_property
    def days(self) -> frozenset[tuple[Day, str | None]]:
        return frozenset(day for fact in self.facts for day in _shown_days(fact.text))

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(keys_of([self.text]))

    @cached_property
    def speakers(self) -> frozenset[str]:
        found = (mood.speakers_of(fact.text, fact.owners) for fact in self.facts)
        return frozenset[str]().union(*found)


def tidied(text: str) -> str:
    """A sentence with plain blanks and hyphens, as packs have them."""
    return text.translate(_TYPOGRAPHY).strip()


def fault(text: str, facts: Sequence[Fact]) -> str | None:
    """What is wrong with a sentence that rests on these claims; none where it may be shown.

    It continues "a sentence that", and repeats nothing of the sentence.
    """
    if not facts:
        return "names no claim"
    grounds = Grounds(tuple(dataclasses.replace(fact, text=_spaced(fact.text)) for fact in facts))
    wrong = next(_form(text, grounds), None)
    checked = (said for check in _CHECKS for said in check(_spaced(text), grounds))
    return wrong or next(checked, None)


def _spaced(text: str) -> str:
    return _CJK_EDGE.sub(" ", text)


def _form(text: str, grounds: Grounds) -> Iterator[str]:
    if not MIN_CHARS <= len(text) <= MAX_SENTENCE_CHARS:
        yield "is too short or too long"
    if not text.isprintable() or text != text.strip():
        yield "is not one line of visible text"
    for token in text.split():
        is_odd = _MARKUP.search(token) or _HOST.search(token) or any(map(_is_symbol, token))
        if is_odd and not {token.casefold(), _bare(token)} & grounds.tokens:
            yield "holds an address, a mention, markup or a sign that its claims do not hold"
    if any(quoted.casefold() not in grounds.text.casefold() for quoted in _QUOTED.findall(text)):
        yield "quotes what its claims do not hold"


def _numbers(text: str, grounds: Grounds) -> Iterator[str]:
    rest = undated(text)
    for number in numbers_of(text):
        shown = _readings(text, number)
        if not any(one.is_shown_by(other) for one in shown for other in grounds.numbers):
            yield "holds a number that its claims do not hold"
        unit = _UNIT.match(rest, number.end)
        if unit and not _is_year(text, number) and _is_new(unit[1], grounds):
            yield "counts something else than its claims"
    if not grounds.shares.issuperset(_shares(text)):
        yield "holds a share that its claims do not hold"
    if any(char.isascii() and char.isdigit() for char in _without_numbers(text)):
        yield "holds a number that cannot be read"
    odd = {char for char in text if not char.isascii() and unicodedata.numeric(char, False)}
    if not odd <= set(grounds.text):
        yield "holds a number that its claims do not hold"


def _dates(text: str, grounds: Grounds) -> Iterator[str]:
    for date in dates_in(text):
        limit = _limit(text[: date.start], _PERIOD)
        for day in date.days:
            if not any(day.is_shown_by(one) and limit == other for one, other in grounds.days):
                yield "holds a date that its claims do not hold"


def _names(text: str, grounds: Grounds) -> Iterator[str]:
    spans = [(number.start, number.end) for number in numbers_of(text)]
    rest = without(undated(text), spans)
    names = _names_of(rest, grounds)
    for name in names:
        amount = _Number(name.amount, _limit(text[: name.start], _LIMIT)) if name.amount else None
        is_amount = amount and any(amount.is_shown_by(number) for number in grounds.numbers)
        if not (name.keys & grounds.keys or is_amount):
            yield "holds a name that its claims do not hold"
    whole = f" {fold(grounds.text)} "
    for one, two in itertools.pairwise(names):
        pair = fold(rest[one.start : two.end])
        if rest[one.end : two.start] == " " and f" {pair} " not in whole:
            yield "puts names together that its claims do not"


def _scripts(text: str, grounds: Grounds) -> Iterator[str]:
    """Where names cannot be told from words, every word must stand in the claims."""
    chinese = "".join(char if is_cjk(char) else " " for char in text)
    if any(piece not in grounds.text for piece in _CJK_JOINTS.sub(" ", chinese).split()):
        yield "holds Chinese or Japanese words that its claims do not hold"
    known = grounds.text.casefold()
    for word in re.findall(r"[^\W\d_]+", text):
        if any(_is_foreign(char) for char in word) and word.casefold() not in known:
            yield "holds words in a script that its claims do not use"


def _words(text: str, grounds: Grounds) -> Iterator[str]:
    rest = _without_numbers(text)
    plain = without(rest, [(name.start, name.end) for name in _names_of(rest, grounds)])
    yield from vocabulary.strays(plain, text, grounds.text)


def _mood(text: str, grounds: Grounds) -> Iterator[str]:
    yield from mood.changed(text, [fact.text for fact in grounds.facts], grounds.speakers)


_CHECKS: tuple[Callable[[str, Grounds], Iterator[str]], ...] = (
    *(_numbers, _dates, _names, _scripts, _words, _mood),
)


def _shown_numbers(text: str) -> Iterator[_Number]:
    for number in numbers_of(text):
        yield from _readings(text, number)
    for model in models_in(undated(text)):  # `671B` may be called 671 billion
        if model.amount:
            yield _Number(model.amount, _limit(text[: model.start], _LIMIT))
    for date in dates_in(text):
        limit = _limit(text[: date.start], _PERIOD)
        years = {day.year for day in date.days if day.year}
        yield from (_Number(Quantity(Decimal(year)), limit) for year in years)


def _shown_days(text: str) -> Iterator[tuple[Day, str | None]]:
    """The days of one claim, those without a year also with each year that it names."""
    years = {int(text[one.start : one.end]) for one in numbers_of(text) if _is_year(text, one)}
    for date in dates_in(text):
        limit = _limit(text[: date.start], _PERIOD)
        yield from ((day, limit) for day in completed(date.days, years))


def _shares(text: str) -> Iterator[tuple[str, str | None]]:
    for share in _SHARE.finditer(text):
        yield share[0].casefold(), _limit(text[: share.start()], _LIMIT)


def _readings(text: str, number: NumberInText) -> list[_Number]:
    begins = text[number.start] in "~≈-"  # the sign is taken for a part of the number
    before = text[: number.start + begins]
    limit = _limit(before, _PERIOD if _is_year(text, number) else _LIMIT)
    return [_Number(quantity, limit) for quantity in number.readings]


def _limit(before: str, limits: dict[str, re.Pattern[str]]) -> str | None:
    return next((name for name, words in limits.items() if words.search(before)), None)


def _is_year(text: str, number: NumberInText) -> bool:
    return _YEAR.fullmatch(text[number.start : number.end]) is not None


def _names_of(text: str, grounds: Grounds) -> list[NameInText]:
    ordinary = Ordinary([grounds.text])
    return names_in(text, lambda word: vocabulary.joins(word) or ordinary(word))


def _is_new(word: str, grounds: Grounds) -> bool:
    return not (vocabulary.joins(word) or vocabulary.is_known(word, grounds.text))


def _without_numbers(text: str) -> str:
    rest = without(undated(text), [(number.start, number.end) for number in numbers_of(text)])
    return without(rest, [(model.start, model.end) for model in models_in(rest)])


def _is_foreign(char: str) -> bool:
    return not (char.isascii() or is_cjk(char)) and not unicodedata.name(char, "").startswith(
        "LATIN"
    )


def _is_symbol(char: str) -> bool:
    """Pictures and the like; currencies and hyphens are none."""
    return unicodedata.category(char) in {"So", "Sk"}


def _bare(token: str) -> str:
    """A token without what punctuates it; a question or a shout is no punctuation here."""
    return token.strip(".,;:()“”\"'’‘…").casefold()
