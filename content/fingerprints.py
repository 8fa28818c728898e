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
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
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
class _Line:
    """A paragraph, ready to be searched."""

    raw: str
    text: str
    """Normalised."""
    edges: bytes
    """For each place between two characters, the ends included: 1 if a word may begin or end."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece of a text that has the wanted length and begins and ends at a word's edge."""

    line: int
    """The line in which it begins, counted from 0."""
    start: int
    """Where it begins in that line."""
    sentence: str


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
    return f"{VERSION}:{len(text)}:{_digest(text)}"


def paragraphs(text: str) -> list[str]:
    """The non-blank lines of a text, which `¶` locators count from 1."""
    return [line for line in text.splitlines() if line.strip()]


def find(wanted: str, text: str, expected: int = 1) -> Found | None:
    """Where in a text the sentence with this fingerprint stands.

    Of several places it is the one in paragraph `expected`, else the first. A sentence that is
    broken over several lines is found, too, where its first line begins it.
    """
    _, length, digest = wanted.split(":")
    lines = _lines(text)
    for stretch in _stretches(lines, int(length), _order(len(lines), expected - 1)):
        if _digest(stretch.sentence) == digest:
            return Found(stretch.line + 1, stretch.sentence, _as_written(lines, stretch))
    return None


def found_among(wanted: Iterable[str], text: str) -> frozenset[str]:
    """Those of many fingerprints whose sentences stand in a text, in one pass for each length."""
    by_length: dict[int, set[str]] = {}
    for one in wanted:
        by_length.setdefault(int(one.split(":")[1]), set()).add(one)
    lines = _lines(text)
    return frozenset(
        found for length, some in by_length.items() for found in _matching(lines, length, some)
    )


def _matching(lines: tuple[_Line, ...], length: int, wanted: Collection[str]) -> Iterator[str]:
    for stretch in _stretches(lines, length, range(len(lines))):
        found = f"{VERSION}:{length}:{_digest(stretch.sentence)}"
        if found in wanted:
            yield found


def _order(count: int, first: int) -> list[int]:
    return sorted(range(count), key=lambda at: at != first)


@functools.lru_cache(TEXTS_PREPARED)
def _lines(text: str) -> tuple[_Line, ...]:
    return tuple(map(_line, paragraphs(text)))


def _line(raw: str) -> _Line:
    text = normalised(raw)
    return _Line(raw, text, _edges(text))


def _edges(text: str) -> bytes:
    edges = bytearray(b"\1") * (len(text) + 1)
    for word in _WORD.finditer(text):
        inside = len(word[0]) - 1
        edges[word.start() + 1 : word.end()] = bytes(inside)
    return bytes(edges)


def _stretches(lines: tuple[_Line, ...], length: int, order: Collection[int]) -> Iterator[_Stretch]:
    """Those within one line, then those that go on in the next, in this order of lines."""
    for at in order:
        for start in _starts(lines[at].edges, length):
            yield _Stretch(at, start, lines[at].text[start : start + length])
    for at in order:
        joined = _joined(lines, at, length)
        first = max(0, len(lines[at].text) + 1 - length)
        for start in _starts(joined.edges, length, first):
            if start < len(lines[at].text):
                yield _Stretch(at, start, joined.text[start : start + length])


def _starts(edges: bytes, length: int, first: int = 0) -> Iterator[int]:
    last = len(edges) - 1 - length
    return (at for at in range(first, last + 1) if edges[at] and edges[at + length])


def _joined(lines: tuple[_Line, ...], at: int, length: int) -> _Line:
    """A line with as much of the following ones as a stretch that begins in it can reach."""
    end, reached = at + 1, 0
    while end < len(lines) and reached < length:
        reached += len(lines[end].text) + 1
        end += 1
    parts = lines[at:end]
    text = " ".join(line.text for line in parts)
    return _Line(" ".join(line.raw for line in parts), text, b"".join(line.edges for line in parts))


def _as_written(lines: tuple[_Line, ...], stretch: _Stretch) -> str:
    raw = _joined(lines, stretch.line, len(stretch.sentence)).raw
    if len(raw) > MAX_WRITTEN_CHARS:
        return stretch.sentence
    places, end = range(len(raw)), stretch.start + len(stretch.sentence)
    # Normalising longer and longer beginnings never makes them shorter, so both ends are bisected.
    begin = bisect.bisect_right(places, stretch.start, key=lambda at: _length(raw[: at + 1]))
    finish = bisect.bisect_left(places, end, key=lambda at: _length(raw[: at + 1])) + 1
    written = " ".join(raw[begin:finish].split())
    return written if normalised(written) == stretch.sentence else stretch.sentence


def _length(text: str) -> int:
    return len(normalised(text))


def _visible(text: str) -> str:
    if text.isprintable():  # nothing of the category Cf is
        return text
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
