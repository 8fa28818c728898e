"""Fingerprints of sentences: proof that a page says something, without repeating what it says.

A fingerprint is `v1:<length>:<SHA-256>`: the version of the normalisation, the length of the
normalised sentence in characters, and the digest of its UTF-8 form. The length lets a page be
searched without agreeing on where its sentences begin and end: every stretch of that length that
begins and ends at a word's edge is tried.

Normalisation, version 1: characters of the category Cf removed; Unicode NFKC; quotation marks and
apostrophes, dashes, and runs of white space each folded to one form; no blanks around. Letters keep
their case.
"""

from __future__ import annotations

import bisect
import functools
import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

VERSION = "v1"
MAX_SENTENCE_CHARS = 9_999
"""Longest stretch that can be fingerprinted, in normalised characters."""
TEXTS_PREPARED = 8
"""Texts kept ready to be searched: an answer cites at most a handful of pages."""
MAX_WRITTEN_CHARS = 20_000
"""Longest paragraph whose spelling is recovered: that normalises it some thirty times over."""
_SINGLE = "‘’‚‛′‵ʼ＇`´"
_DOUBLE = "“”„‟″‶«»〝〞＂"
_DASHES = "‐‑‒–—―−⸺⸻﹘﹣－"
_FOLDED = str.maketrans(
    {**dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_DASHES, "-")}
)
_WORD = re.compile("(?:[^\\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])+")
"""Letters and digits in a row, without those of scripts that put no blanks between words (the
ranges are those of `content.cleaning.is_cjk`). No stretch begins or ends inside one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a fingerprinted sentence stands in a text."""

    paragraph: int
    """The non-blank line in which it begins, counted from 1."""
    sentence: str
    """The sentence in normalised form."""
    written: str
    """The sentence as the text spells it, on one line; in normalised form where the paragraph is
    too long for that."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A text, ready to be searched."""

    lines: tuple[str, ...]
    """The paragraphs as they are written."""
    begins: tuple[int, ...]
    """Where each begins in `text`."""
    text: str
    """The paragraphs, normalised, on one line."""
    edges: bytes
    """For each place between two characters, the ends included: 1 if a word may begin or end."""

    def line_at(self, place: int) -> int:
        """The paragraph, counted from 0, that the character at this place belongs to."""
        return bisect.bisect_right(self.begins, place) - 1


def normalised(text: str) -> str:
    """A text in the form that is fingerprinted, on one line."""
    # Cf first, so that nothing it kept apart is left to be composed when this is done again.
    # Folded before and after NFKC, which makes some marks out of others and takes some apart.
    folded = _visible(text).translate(_FOLDED)
    return " ".join(unicodedata.normalize("NFKC", folded).translate(_FOLDED).split())


def fingerprint(sentence: str) -> str:
    """The fingerprint of a sentence.

    Raises:
        ValueError: the sentence is empty or longer than 9,999 characters.
    """
    text = normalised(sentence)
    if not 0 < len(text) <= MAX_SENTENCE_CHARS:
        raise ValueError(f"a sentence of {len(text)} characters cannot be fingerprinted")
    return _named(text)


def paragraphs(text: str) -> list[str]:
    """The non-blank lines of a text, which `¶` locators count from 1."""
    return [line for line in text.splitlines() if line.strip()]


def find(wanted: str, text: str, expected: int = 1) -> Found | None:
    """Where in a text the sentence with this fingerprint stands.

    Of several places it is the one in paragraph `expected`, else the first. A sentence that is
    broken over several lines is found, too, where its first line begins it.
    """
    length, prepared = int(wanted.split(":")[1]), _prepared(text)
    places = [at for at, one in _stretches(prepared, length) if _named(one) == wanted]
    if not places:
        return None
    start = min(places, key=lambda at: _preference(prepared, at, length, expected - 1))
    sentence = prepared.text[start : start + length]
    return Found(prepared.line_at(start) + 1, sentence, _as_written(prepared, start, sentence))


def found_among(wanted: Iterable[str], text: str) -> frozenset[str]:
    """Those of many fingerprints whose sentences stand in a text, in one pass for each length."""
    by_length: dict[int, set[str]] = {}
    for one in wanted:
        by_length.setdefault(int(one.split(":")[1]), set()).add(one)
    return frozenset(
        name
        for length, some in by_length.items()
        for _, stretch in _stretches(_prepared(text), length)
        if (name := _named(stretch)) in some
    )


def _preference(text: _Prepared, start: int, length: int, expected: int) -> tuple[bool, bool, int]:
    """What makes one of several places the better one; the least is the best."""
    first, last = text.line_at(start), text.line_at(start + length - 1)
    return first != last, first != expected, start


@functools.lru_cache(TEXTS_PREPARED)
def _prepared(text: str) -> _Prepared:
    lines = paragraphs(text)
    plain = [normalised(line) for line in lines]
    begins = itertools.accumulate((len(line) + 1 for line in plain[:-1]), initial=0)
    joined = " ".join(plain)
    return _Prepared(tuple(lines), tuple(begins), joined, _edges(joined))


def _edges(text: str) -> bytes:
    edges = bytearray(b"\1") * (len(text) + 1)
    for word in _WORD.finditer(text):
        edges[word.start() + 1 : word.end()] = bytes(len(word[0]) - 1)
    return bytes(edges)


def _stretches(text: _Prepared, length: int) -> Iterator[tuple[int, str]]:
    """Every piece of this length that begins and ends at a word's edge, and where it begins."""
    size = len(text.edges) - length
    if size <= 0:
        return
    # All places at once, as two long numbers: looking at each in turn is ten times slower.
    begins, ends = text.edges[:size], text.edges[length:]
    both = (int.from_bytes(begins) & int.from_bytes(ends)).to_bytes(size)
    at = both.find(1)
    while at >= 0:
        yield at, text.text[at : at + length]
        at = both.find(1, at + 1)


def _as_written(text: _Prepared, start: int, sentence: str) -> str:
    first, last = text.line_at(start), text.line_at(start + len(sentence) - 1)
    raw = " ".join(text.lines[first : last + 1])
    if len(raw) > MAX_WRITTEN_CHARS:
        return sentence
    begin, end = start - text.begins[first], start - text.begins[first] + len(sentence)
    # Normalising longer and longer beginnings never makes them shorter, so both ends are bisected.
    ends = range(1, len(raw) + 1)
    left = bisect.bisect_right(ends, begin, key=lambda at: len(normalised(raw[:at])))
    right = bisect.bisect_left(ends, end, key=lambda at: len(normalised(raw[:at]))) + 1
    written = " ".join(raw[left:right].split())
    return written if normalised(written) == sentence else sentence


def _visible(text: str) -> str:
    if text.isprintable():  # nothing of the category Cf is
        return text
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _named(text: str) -> str:
    """The fingerprint of a text that is normalised already."""
    return f"{VERSION}:{len(text)}:{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
