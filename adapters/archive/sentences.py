"""Where the sentences of a page begin and end, for an author to pick one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.cleaning import fold, is_cjk
from content.fingerprints import paragraphs

_MARKER = re.compile(r"^\s*(?:[-*•·▪◦‣●]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
"""What stands before an item of a list; it is no part of the sentence."""
_CJK_END = re.compile(r"(?<=[。！？…])(?![。！？…”’」』）])|(?<=[。！？…][”’」』）])")
"""After a full stop and the closing marks that follow it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the paragraph it stands in, counted from 1."""

    paragraph: int
    text: str


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text. A heading or an item of a list without a full stop is one, too."""
    for number, line in enumerate(paragraphs(text), start=1):
        for sentence in _split(_MARKER.sub("", line).strip()):
            yield Sentence(number, sentence)


def holding(words: str, text: str) -> list[Sentence]:
    """The sentences that hold all of these words, or beginnings of them, in any order."""
    wanted = fold(words).split()
    return [found for found in sentences(text) if wanted and _holds(fold(found.text), wanted)]


def _holds(folded: str, wanted: list[str]) -> bool:
    spaced = f" {folded}"
    return all(word in folded if is_cjk(word[0]) else f" {word}" in spaced for word in wanted)


def _split(line: str) -> list[str]:
    letters = [char for char in line if char.isalpha()]
    if 2 * sum(map(is_cjk, letters)) > len(letters):  # it may quote an English sentence whole
        return _split_cjk(line)
    return [part for spaced in _split_spaced(line) for part in _split_cjk(spaced)]


def _split_cjk(line: str) -> list[str]:
    """nupunkt leaves Chinese in one piece."""
    return [part.strip() for part in _CJK_END.split(line) if part.strip()]


def _split_spaced(line: str) -> list[str]:
    # Only here: importing it takes 50 ms, and one command in four needs it.
    import nupunkt

    return [str(part) for part in nupunkt.sent_tokenize(line)]
