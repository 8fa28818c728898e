"""Claims that say the same in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from content.cleaning import fold
from content.lint.names import names_in
from content.lint.subject import Subject
from content.lint.support import numbers_of, undated
from content.model import Claim
from content.problems import Problem
from content.references import Located

SHINGLE = 3
"""Words of a shingle: two claims are compared by the runs of three words that they share."""
MIN_SHARED = 0.6
"""Share of all shingles of two claims (Jaccard) from which they say the same. One word changed in
the middle of a sentence of 20 costs three shingles of 18 on either side, which leaves .71."""
MIN_ALIKE = 90
"""Likeness in percent (rapidfuzz, words sorted) from which they do, too, in whatever order."""
PERMUTATIONS, BANDS, SEED = 126, 42, 1
"""Of the MinHash index. Its 42 bands of 3 rows find 99.99 % of the pairs that share .6 of their
shingles, and 84 % of those that share .35: 1 - (1 - .35^3)^42. Comparing exactly drops the rest."""


@dataclass(frozen=True, slots=True)
class _Compared:
    item: Located[Claim]
    text: str
    """Folded."""
    shingles: frozenset[str]
    numbers: frozenset[object]
    names: frozenset[frozenset[str]]


def check(subject: Subject) -> Iterator[Problem]:
    """Each claim that repeats an earlier one, once, unless the two dispute each other."""
    compared = [_compared(item) for item in subject.claims]
    repeating: set[int] = set()
    for at, before in sorted(_candidates(compared)):
        one, other = compared[before], compared[at]
        disputing = subject.pack.disputed_by.get(one.item.entry.id, ())
        if at in repeating or other.item.entry.id in disputing or not _say_the_same(one, other):
            continue
        repeating.add(at)
        what = f"the claim `{other.item.entry.id}` says what `{one.item.entry.id}` says"
        fix = f"put its evidence under `{one.item.entry.id}`, or say what is different"
        yield other.item.problem(("text",), what, fix, "near-duplicate")


def _compared(item: Located[Claim]) -> _Compared:
    text = item.entry.text
    names = names_in(undated(text), lambda _: True)
    return _Compared(
        item,
        fold(text),
        shingles(text),
        frozenset(reading for number in numbers_of(text) for reading in number.readings),
        frozenset(name.keys for name in names),
    )


def shingles(text: str) -> frozenset[str]:
    """Every run of three folded words; a shorter text is one shingle."""
    words = fold(text).split()
    runs = range(max(1, len(words) - SHINGLE + 1))
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in runs)


def _candidates(compared: Sequence[_Compared]) -> set[tuple[int, int]]:
    """Claims with earlier ones they probably share much with, without comparing each with each."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]  # has no types

    index = RMinHashLSH(threshold=MIN_SHARED, num_perm=PERMUTATIONS, num_bands=BANDS)
    pairs: set[tuple[int, int]] = set()
    for at, one in enumerate(compared):
        digest = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        digest.update(sorted(one.shingles))
        pairs |= {(at, before) for before in index.query(digest)}
        index.insert(at, digest)
    return pairs


def _say_the_same(one: _Compared, other: _Compared) -> bool:
    """Whether they are alike enough, have the same numbers, and no names that set them apart."""
    apart = one.names - other.names and other.names - one.names
    if apart or one.numbers != other.numbers:
        return False
    shared = len(one.shingles & other.shingles) / len(one.shingles | other.shingles)
    return shared >= MIN_SHARED or fuzz.token_sort_ratio(one.text, other.text) >= MIN_ALIKE
