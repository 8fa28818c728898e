"""How hard a text is to read."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONG_WORD = 6
"""Most letters of a word that is not long."""
MAX_DIFFICULTY = 60
"""Highest LIX that passes: what Björnsson found in official texts. Of the shipped pack's summaries
and answers in November 2026, full of names, half were below 42 and 98 of 100 below 60."""
LONGEST_SENTENCE = 45
"""Most words of a sentence: about twice what plain English guides advise on average."""
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9])|(?<=[:;])\s+")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e|Inc|Ltd|Co|Corp)\.$")


def difficulty(texts: Iterable[str]) -> float:
    """Björnsson's LIX: words for each sentence, plus the percentage of words of over 6 letters.

    From C. H. Björnsson, Läsbarhet (1968), where 40 is a newspaper and 60 an official text. Names
    are not counted as long, because nobody can choose a shorter one. 0 where there are no words.
    """
    sentences = [found for text in texts for one in sentences_of(text) if (found := words_of(one))]
    words = [word for one in sentences for word in one]
    long_words = [
        word for one in sentences for at, word in enumerate(one) if _is_long(word, at == 0)
    ]
    return len(words) / len(sentences) + 100 * len(long_words) / len(words) if words else 0.0


def sentences_of(text: str) -> list[str]:
    """The sentences of a text: a colon or semicolon ends one, a full stop after an initial none."""
    found: list[str] = []
    for part in _END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def words_of(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def _is_long(word: str, is_first: bool) -> bool:
    is_name = word[0].isupper() and not is_first
    return len(word) > LONG_WORD and not is_name and not word[0].isdigit()
