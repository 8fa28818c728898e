"""Which articles are copies of each other: agency texts that many print, cut and slightly reworded.

Two texts are compared by a MinHash of their pairs of words, which estimates the share of pairs
that they have in common (Jaccard). If every word of a text is changed with the same chance, the
words that were kept, `r`, leave `r²` of the pairs, and a Jaccard of `r² / (2 - r²)`. So the
estimate tells how many words were kept; then as many of the names and of the numbers have to be the
same. That is what tells a copy from a text made after the same pattern about something else, which
shares all the words but those.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from content.cleaning import clean, fold, is_cjk
from content.lint.numbers import scaled
from content.words import STOP_WORDS

PERMUTATIONS, SEED = 128, 1
"""Of the MinHash; its standard error at a Jaccard of .3 is .04."""
ROWS = 2
"""Of a band. 64 bands of 2 rows find .93 of the pairs at a Jaccard of .2 and .998 at .3:
1 - (1 - J²)^64."""
MIN_JACCARD = 0.2
"""From which on texts may be copies; words changed at random in 30 of 100 places leave .32."""
MIN_JACCARD_UNNAMED = 0.4
"""The same where neither names nor numbers can be compared."""
SHORT_WORDS = 40
"""Below so many words a text is a teaser, and many teasers are alike."""
MIN_JACCARD_SHORT = 0.6
MIN_TELLING = 0.35
"""Share of the names and numbers together, of the text with fewer, that both have at least."""
DEVIATIONS, SLACK = 2.0, 0.1
"""How far the share of names and numbers kept may fall below that of words kept: so many standard
deviations of a count of that size, and a tenth for names that are written in two ways. These and
the share above were chosen on made news (`tests/news/made.py`, seeds below 100), where they find
98 to 99 of 100 copies and take one in 3,000 look-alikes for a copy; `tests/bench/stories.py`
measures with other seeds."""
MIN_HEADING_WORDS, CAPITALS = 4, 0.6
"""A line of so many words without a full stop, of which such a share begins with a capital, is a
heading."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(
    r"(\d[\d,]*)([.:]\d+)?"
    r"(?:[ -]?(thousand|million|billion|trillion|mn|bn|tn|[mkb万亿])(?![A-Za-z]))?",
    re.IGNORECASE,
)
"""`115,000`, `2.5 million`, `250万`, and a time of day, `16:40`."""
_SCALES = {"万": 4, "亿": 8}
"""Powers of ten; those of English are in `content.lint.numbers`."""
_NAME = re.compile(
    r"(?<![.!?:;\"“”‘’(\[])(?<![.!?]\s)(?<!^)(?<![\w'’-])[A-Z][\w&'’-]*", re.MULTILINE
)
"""A word with a capital that does not begin a sentence."""
_HAN = r"[\u3400-\u9fff]"
_LATIN = r"[A-Za-z][\w.-]{1,60}"
_IN_CJK = re.compile(rf"(?<={_HAN})\s?({_LATIN})|(?<![A-Za-z])({_LATIN})\s?(?={_HAN})")
"""No name has more letters; without a bound, a word of 500,000 would be read from each of them to
its end, for the better part of an hour."""


class Compared(Protocol):
    """What is needed of an article."""

    @property
    def signature(self) -> tuple[int, ...]: ...

    @property
    def telling(self) -> tuple[str, ...]: ...


def signature(text: str) -> tuple[int, ...]:
    """The MinHash of a text, with the number of its words before it."""
    from rensa import RMinHash  # type: ignore[import-untyped]  # has no types

    words = _words(text)
    pairs = {f"{one} {two}" for one, two in itertools.pairwise(words)}
    digest = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    digest.update(sorted(pairs) or words)
    return (len(words), *digest.digest())


def telling(text: str, publisher: str = "") -> tuple[str, ...]:
    """The names and numbers of a text, in order. `#` stands before a number, which is the same
    however it is written: `#2500000` for 2.5 million.

    Left out are years, for every article of a year has them; the outlet's own name, which stands
    below its articles; and headings that are written With a Capital at Each Word.
    """
    numbers = map(_number, _NUMBER.finditer(text))
    found = [f"#{number}" for number in numbers if not _YEAR.fullmatch(number)]
    lines = [line for line in text.splitlines() if not _is_all_capitals(line)]
    names = {fold(name) for line in lines for name in _NAME.findall(line)}
    names |= {fold(one or two) for one, two in _IN_CJK.findall(text)}
    names -= {"", *fold(publisher).split(), *STOP_WORDS}
    return tuple(sorted({*found, *names}))


def _number(found: re.Match[str]) -> str:
    digits, rest, scale = found[1].replace(",", ""), found[2] or "", (found[3] or "").casefold()
    if rest.startswith(":"):
        return digits + rest
    value = scaled(digits + rest, scale).value * 10 ** _SCALES.get(scale, 0)
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _is_all_capitals(line: str) -> bool:
    words = [word for word in line.split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    is_heading = len(words) >= MIN_HEADING_WORDS and not line.endswith(".")
    return is_heading and capitals >= CAPITALS * len(words)


def is_copy(one: Compared, other: Compared) -> bool:
    """Whether two texts are one, cut or reworded."""
    both = _shared(frozenset(one.telling), frozenset(other.telling))
    if both is not None and both[0] < MIN_TELLING:
        return False  # first, for it takes least time, and most pairs that are asked about end here
    jaccard = likeness(one, other)
    if jaccard < MIN_JACCARD:
        return False
    shorter = min(one.signature[0], other.signature[0])
    if shorter < SHORT_WORDS and jaccard < MIN_JACCARD_SHORT:
        return False
    if both is None:
        return jaccard >= MIN_JACCARD_UNNAMED
    kept = math.sqrt(2 * jaccard / (1 + jaccard))
    shares = (_shared(_names(one), _names(other)), _shared(_numbers(one), _numbers(other)))
    return all(found is None or found[0] >= _least(kept, found[1]) for found in shares)


def likeness(one: Compared, other: Compared) -> float:
    """The share of pairs of words in common, estimated: 0 to 1."""
    same: int = sum(map(operator.eq, one.signature[1:], other.signature[1:]))
    return same / PERMUTATIONS


def candidates(every: Sequence[Compared]) -> Iterator[tuple[int, int]]:
    """Positions of texts that may be copies, the earlier first, each pair once."""
    seen: set[tuple[int, int]] = set()
    shelves: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(every):
        for band in _bands(one.signature):
            for before in shelves[band]:
                if (before, at) not in seen:
                    seen.add((before, at))
                    yield before, at
            shelves[band].append(at)


def _bands(marks: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in range(1, len(marks), ROWS):
        yield (start, *marks[start : start + ROWS])


def _least(kept: float, count: int) -> float:
    """Which share of so many names has to be the same where that of words is `kept`."""
    return kept - SLACK - DEVIATIONS * math.sqrt(kept * (1 - kept) / count)


def _shared(one: frozenset[str], other: frozenset[str]) -> tuple[float, int] | None:
    """The share of the smaller set that both have, and its size; none if it is empty."""
    size = min(len(one), len(other))
    return (len(one & other) / size, size) if size else None


def _names(one: Compared) -> frozenset[str]:
    return frozenset(name for name in one.telling if not name.startswith("#"))


def _numbers(one: Compared) -> frozenset[str]:
    return frozenset(name for name in one.telling if name.startswith("#"))


def _words(text: str) -> list[str]:
    """Folded words; of Chinese each character is one."""
    return list(_each_word(fold(clean(text)).split()))


def _each_word(chunks: Iterable[str]) -> Iterator[str]:
    for chunk in chunks:
        if chunk.isascii() or not any(map(is_cjk, chunk)):
            yield chunk
            continue
        spaced = "".join(f" {char} " if is_cjk(char) else char for char in chunk)
        yield from spaced.split()
