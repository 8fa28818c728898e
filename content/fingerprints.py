"""Fingerprints of sentences: proof that a page says something, without repeating what it says.

A fingerprint is `v1:<length>:<SHA-256>`: the version of the normalisation, the length of the
normalised sentence in characters, and the digest of its UTF-8 form. The length lets a page be
searched without agreeing on where its sentences begin and end: every stretch of that length that
begins and ends at a word's edge is tried.

Normalisation, version 1: Unicode NFKC; characters of the category Cf removed; quotation marks and
apostrophes, dashes, and runs of white space each folded to one form; no blanks around. Letters keep
their case.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from content.cleaning import is_cjk

VERSION = "v1"
MAX_SENTENCE_CHARS = 9_999
"""Longest stretch that can be fingerprinted, in normalised characters."""
_SINGLE = "‘’‚‛′‵ʼ＇`´"
_DOUBLE = "“”„‟″‶«»〝〞＂"
_DASHES = "‐‑‒–—―−⸺⸻﹘﹣－"
_FOLDED = str.maketrans(
    {**dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_DASHES, "-")}
)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a fingerprinted sentence stands in a text."""

    paragraph: int
    """The non-blank line in which it begins, counted from 1."""
    sentence: str
    """The sentence in normalised form."""


def normalised(text: str) -> str:
    """A text in the form that is fingerprinted, on one line."""
    # Folded before and after: NFKC makes some marks out of others and takes some apart.
    composed = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    visible = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return " ".join(visible.split())


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


def find(wanted: str, text: str) -> Found | None:
    """Where in a text the sentence with this fingerprint stands.

    A sentence that is broken over several lines is found, too, where its first line begins it.
    """
    _, length, digest = wanted.split(":")
    lines = [normalised(line) for line in paragraphs(text)]
    for number, line in enumerate(lines, start=1):
        if sentence := _in_line(line, int(length), digest):
            return Found(number, sentence)
    return _across(lines, int(length), digest)


def _across(lines: list[str], length: int, digest: str) -> Found | None:
    for number, line in enumerate(lines, start=1):
        following = " ".join(lines[number - 1 :])[: len(line) + length]
        if sentence := _in_line(following, length, digest):
            return Found(number, sentence)
    return None


def _in_line(line: str, length: int, digest: str) -> str | None:
    stretches = (line[start : start + length] for start in _starts(line, length))
    return next((stretch for stretch in stretches if _digest(stretch) == digest), None)


def _starts(line: str, length: int) -> Iterator[int]:
    last = len(line) - length
    return (at for at in range(last + 1) if _is_edge(line, at) and _is_edge(line, at + length))


def _is_edge(line: str, at: int) -> bool:
    """Whether a stretch may begin or end between these two characters."""
    if at in (0, len(line)):
        return True
    before, after = line[at - 1], line[at]
    return not (before.isalnum() and after.isalnum()) or is_cjk(before) or is_cjk(after)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
