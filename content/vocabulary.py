"""Which words a rewording may bring along, and which would say something new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from content import mood
from content.cleaning import fold, is_cjk
from content.search import stem
from content.words import STOP_WORDS

NEW_WORDS_OF = 4
"""One word in so many may be new, names and numbers aside: "funded" for "paid for". Of the 1,494
sentences that editors wrote into the largest pack, 80.3% pass with 4, 80.5% with 3, 79.9% with 6;
with 3, "the trust bombed it" passes, with 6, short sentences may hold no synonym at all."""
MIN_ALIKE = 5
"""Letters that words of one family share at least: "develop" and "developer"."""
_JOINING = frozenset(
    """
    according additionally along alongside also although amid and another as because besides both
    following furthermore given however likewise meanwhile moreover namely overall respectively
    separately similarly since still that therefore though thus together whereas while which who
    whose with yet its it they their them his her he she this these those the a an of to in on at
    """.split()
)
_HEAVY = frozenset(
    """
    all always better both certainly confirmed definitely double doubled dozen dozens each entire
    entirely every exactly first half hundreds last latest majority millions minority more less
    most obviously officially only proven proved quarter record secretly sole thousands billions
    tripled triple truly twice unique unprecedented whole worse we our ours you your yours i me my
    """.split()
)
"""Words that say something new wherever they are added: amounts, ranks, certainty, who speaks."""
_ADDED_AT_WILL = frozenset({"both"})
_NO_SUPERLATIVES = frozenset(
    """
    arrest contest digest forest guest harvest honest interest invest latest midwest modest nest
    northwest protest quest request rest southwest suggest test west
    """.split()
)
_OPPOSITES = """
rise rises rose risen rising increase increased grow grew grown growth climb climbed gain gained
    / fall falls fell fallen falling drop dropped decline declined decrease decreased shrink shrank
higher up surge surged / lower down slump slumped
allow allowed permit permitted approve approved lift lifted legal
    / ban banned bar barred block blocked forbid prohibited illegal restrict restricted
before / after
import imports imported / export exports exported
buy buys bought / sell sells sold
ahead lead leads led / behind trail trails trailed lag lags lagged
open opened start started begin began launch launched / close closed end ended stop stopped shut
win wins won succeed succeeded gain gained / lose loses lost fail failed
support supported back backed / oppose opposed
larger bigger better stronger faster cheaper / smaller worse weaker slower dearer
domestic / foreign
public / private
"""
_AGAINST = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "de")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def joins(word: str) -> bool:
    """Whether a word only joins others, and may begin a sentence or be added to one."""
    key = fold(word)
    return (key in _JOINING or key in STOP_WORDS) and key not in _HEAVY - _ADDED_AT_WILL


def is_known(word: str, grounds: str) -> bool:
    """Whether a word, or one of its family, stands in a text."""
    return _is_alike(fold(word), _keys(grounds))


def strays(plain: str, text: str, grounds: str) -> Iterator[str]:
    """What is wrong with the words of a text, given all that its claims say.

    `plain` is the text with blanks in place of names, numbers and dates, which are held against
    the claims by themselves.
    """
    known = _keys(grounds)
    words = list(_words(plain))
    telling = [key for key in words if not (joins(key) or mood.weighs(key))]
    new = [key for key in telling if not _is_alike(key, known)]
    if any(_is_heavy(key) and key not in known for key in words):
        yield "adds an amount, a rank, a certainty or a speaker"
    if any(_is_against(key, known) for key in new) or _turns(_keys(text), known):
        yield "says the opposite of its claims"
    if len(new) > len(telling) // NEW_WORDS_OF:
        yield "holds too many words that its claims do not hold"


@lru_cache(maxsize=256)
def _keys(text: str) -> frozenset[str]:
    return frozenset(_words(text))


def _words(text: str) -> Iterator[str]:
    """Words without case and accents; Chinese has none, and single letters are no words."""
    keys = (key for word in _WORD.findall(text) for key in fold(word).split())
    return (key for key in keys if key == "i" or (len(key) > 1 and not is_cjk(key[0])))


def _is_alike(key: str, known: frozenset[str]) -> bool:
    return key in known or any(_one_family(key, other) for other in known)


def _one_family(one: str, two: str) -> bool:
    if stem(one) == stem(two):
        return True
    shorter, longer = sorted((one, two), key=len)
    begins = len(shorter) >= MIN_ALIKE - 1 and longer.startswith(shorter)
    return begins or (len(shorter) > MIN_ALIKE and one[: MIN_ALIKE + 1] == two[: MIN_ALIKE + 1])


def _is_heavy(key: str) -> bool:
    is_superlative = len(key) > 4 and key.endswith("est") and key not in _NO_SUPERLATIVES
    return (key in _HEAVY - _ADDED_AT_WILL) or is_superlative


def _is_against(key: str, known: frozenset[str]) -> bool:
    """Whether the claims say the same word with or without an "un" before it."""
    turned = {stem(key.removeprefix(start)) for start in _AGAINST if key.startswith(start)}
    turned |= {stem(f"{start}{key}") for start in _AGAINST}
    return any(stem(other) in turned for other in known)


def _pairs() -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for line in _OPPOSITES.replace("\n    ", " ").strip().splitlines():
        one, _, two = line.partition(" / ")
        yield frozenset(one.split()), frozenset(two.split())
        yield frozenset(two.split()), frozenset(one.split())


_TURNED = tuple(_pairs())


def _turns(own: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a word stands there whose opposite the claims hold, and not itself."""
    return any(own & here and known & there and not known & here for here, there in _TURNED)
