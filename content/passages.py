"""The pages of a pack's sources, cut into passages that can be searched and quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from content.library import Document
from content.model import Source

ENOUGH_WORDS = 60
"""From how many words on a passage is long enough to be judged by itself; shorter paragraphs are
put together with the next. Half the median paragraph of SQuAD, which the ranking was learnt on."""
MOST_SENTENCE_CHARS = 1_000
"""What is longer is a table or a menu, and no sentence."""
_PARAGRAPH = "¶"


class Placed(Protocol):
    """A sentence, and the paragraph in which it stands."""

    @property
    def paragraph(self) -> int:
        """Counted from 1."""

    @property
    def text(self) -> str: ...


Splitter = Callable[[str], Iterable[Placed]]
"""Cuts the text of a page into sentences."""


def documents_of(source: Source, text: str, split: Splitter) -> Iterator[Document]:
    """The passages of a page, in order; all are of the group that is named like the source."""
    for part in _parts(one for one in split(text) if len(one.text) <= MOST_SENTENCE_CHARS):
        yield Document(
            id=f"{source.id}{_PARAGRAPH}{part[0].paragraph}",
            sentences=tuple(one.text for one in part),
            title=source.title,
            publisher=source.publisher,
            date=source.published.text if source.published.is_known else "",
            url=str(source.url) if source.url else "",
            group=source.id,
        )


def place_of(document: Document) -> tuple[str, int]:
    """The source that a passage is from, and the paragraph in which it begins."""
    source, _, paragraph = document.id.partition(_PARAGRAPH)
    return source, int(paragraph)


def state_of(source: Source, digest: str) -> str:
    """A name for all that the passages of a page are made of; `digest` is that of its text."""
    told = "\n".join((digest, source.title, source.publisher, source.published.text))
    return hashlib.sha256(f"{told}\n{source.url}".encode("utf-8", "surrogatepass")).hexdigest()


def _parts(sentences: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Whole paragraphs, as many as make enough words."""
    part: list[Placed] = []
    for one in sentences:
        is_new = bool(part) and one.paragraph != part[-1].paragraph
        if is_new and sum(len(row.text.split()) for row in part) >= ENOUGH_WORDS:
            yield part
            part = []
        part.append(one)
    if part:
        yield part
