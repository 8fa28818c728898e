"""Where outlets that tell of one event differ in a number.

Two numbers are compared where they count the same: the same unit, and the same word behind them (or
before them, for money and shares), in sentences that have more words in common. Nothing is said of
numbers that one of the two articles also has, nor of those that only round differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from content.cleaning import ELLIPSIS
from content.lint.numbers import ORDINAL, numbers_in
from content.news.articles import Article
from content.news.stories import Story
from content.search import stem, terms
from content.words import STOP_WORDS

IN_COMMON = 3
"""Terms that two sentences must share, beside the numbers, to be about the same figure."""
ROUNDED = Decimal("0.03")
"""Up to which difference two numbers may be the same, rounded: 2.5 and 2.52."""
MAX_DIFFERENCES = 2
"""Most differences that are told of a story."""
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+|(?<=[。！？])")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_VAGUE = re.compile(
    r"\b(?:over|about|around|nearly|almost|roughly|some|least|than|up to|approximately|as many as)"
    r"\W*$",
    re.IGNORECASE,
)
_MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec
    """.split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as one article has it."""

    article: Article
    written: str
    """With its unit and what it counts: `115,000 chips`."""
    sentence: str
    value: Decimal
    unit: str | None
    counts: str
    """The stem of the word behind it, or before it."""
    is_vague: bool
    """It is said to be about so much, or more than that."""
    beside: frozenset[str] = frozenset()
    """The stems of the words before the number and behind what it counts: of 20 people hurt and of
    300 people aboard only those tell that they are not the same people."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two outlets that give two numbers for one thing."""

    one: Figure
    other: Figure


def differences(story: Story) -> list[Difference]:
    """In which numbers the texts of a story differ, two at most, each thing counted once."""
    heads = [_head(story, voice) for voice in story.voices]
    figures = [list(figures_of(article)) for article in heads]
    found: dict[tuple[str | None, str], Difference] = {}
    for at, ours in enumerate(figures):
        for theirs in figures[at + 1 :]:
            for one, other in _pairs(ours, theirs):
                if any(_has(row, one) and _has(row, other) for row in figures):
                    continue  # whoever has both says that they are two things
                found.setdefault((one.unit, one.counts), Difference(one, other))
    return list(found.values())[:MAX_DIFFERENCES]


def figures_of(article: Article) -> Iterator[Figure]:
    """The numbers of an article's headline and opening that count something."""
    for sentence in (article.title, *_SENTENCE.split(article.opening)):
        # Where an opening was cut, a number may be half a number, and no page has the sentence.
        if not sentence.endswith(ELLIPSIS):
            yield from figures_in(article, sentence)


def figures_in(article: Article, sentence: str) -> Iterator[Figure]:
    """The numbers of a sentence that count something; dates and "one of them" do not."""
    for number in numbers_in(sentence):
        quantity = number.readings[0]
        if quantity.unit == ORDINAL or number.is_ordinary or _is_date(sentence, number.start):
            continue
        counted = _counted(sentence, number.start, number.end, quantity.unit)
        if counted is None:
            continue
        written = sentence[number.start : number.end].strip()
        behind = _WORD.match(sentence[number.end :].lstrip())
        if quantity.unit is None and behind:
            written = f"{written} {behind[0]}"
        vague = _VAGUE.search(sentence[: number.start]) is not None
        beside = _beside(sentence, number.start, number.end, quantity.unit)
        yield Figure(
            article,
            written,
            sentence.strip(),
            quantity.value,
            quantity.unit,
            counted,
            vague,
            beside,
        )


def _head(story: Story, voice: Sequence[str]) -> Article:
    return next(article for article in story.articles if article.id in voice)


def _pairs(ours: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    for one in ours:
        for other in theirs:
            if contradicts(one, other) and not (_has(theirs, one) or _has(ours, other)):
                yield one, other


def contradicts(one: Figure, other: Figure) -> bool:
    """Whether two numbers count the same thing and are not the same."""
    if (one.unit, one.counts) != (other.unit, other.counts) or not one.beside & other.beside:
        return False
    larger = max(abs(one.value), abs(other.value))
    if abs(one.value - other.value) <= ROUNDED * larger or one.is_vague or other.is_vague:
        return False
    return len(_about(one) & _about(other)) >= IN_COMMON


def _has(figures: Sequence[Figure], wanted: Figure) -> bool:
    """Whether an article has this number for this thing as well."""
    larger = [figure for figure in figures if figure.unit == wanted.unit]
    return any(abs(one.value - wanted.value) <= ROUNDED * abs(wanted.value) for one in larger)


def _about(figure: Figure) -> set[str]:
    found = terms(figure.sentence, drop_stop_words=True)
    return {term for term in found if not any(char.isdigit() for char in term)}


def _counted(sentence: str, start: int, end: int, unit: str | None) -> str | None:
    """The stem of the word that a number counts; none where nothing is counted."""
    behind = [word.casefold() for word in _WORD.findall(sentence[end : end + 40])]
    if unit is None:
        word = next(iter(behind), None)
    else:
        before = [word.casefold() for word in _WORD.findall(sentence[max(0, start - 40) : start])]
        word = next((one for one in reversed(before) if one not in STOP_WORDS), None)
    return None if word is None or word in STOP_WORDS or word in _MONTHS else stem(word)


def _beside(sentence: str, start: int, end: int, unit: str | None) -> frozenset[str]:
    """The stems of the next words on either side, but for what is counted."""
    before, behind = _content(sentence[:start]), _content(sentence[end:])
    bare = [*before[-1:], *behind[1:2]]
    return frozenset(map(stem, bare if unit is None else [*before[-2:-1], *behind[:1]]))


def _content(text: str) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return [word for word in words if word not in STOP_WORDS]


def _is_date(sentence: str, start: int) -> bool:
    before = _WORD.findall(sentence[max(0, start - 12) : start])
    is_year = re.match(r"(?:19|20)\d\d\b(?![,.]\d)", sentence[start:]) is not None
    return is_year or bool(before and before[-1].casefold() in _MONTHS)
