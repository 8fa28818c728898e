"""From HTML to text, in a process of its own: see `adapters.worker`."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from pathlib import Path

from adapters.worker.client import MEMORY_BYTES, TIME_LIMIT_S, Unreadable, Worker
from content.archive import MAX_TEXT_CHARS

__all__ = ["Article", "Extractor", "Unreadable"]

PAGES = Path(__file__).with_name("pages.py")
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})
"""What Python decodes and no page is written in. Punycode takes the square of a page's length: a
page of 1 MB that is declared so would keep everybody waiting for half a minute."""
_TOLD = ("address", "author", "publisher", "published", "language")
_FEEDS = "feeds"


@dataclass(frozen=True, slots=True)
class Article:
    """What could be read of a page."""

    text: str
    """The article, without menus and the like, its title as the first line."""
    whole: str
    """All visible text, where the article alone may lack something."""
    title: str | None
    address: str | None
    """The address the page gives as its own."""
    author: str | None = None
    publisher: str | None = None
    """What the page calls its site."""
    published: str | None = None
    """`YYYY-MM-DD`, as the page says or shows."""
    language: str | None = None
    """As the page declares it."""


class Extractor(Worker):
    """Reads pages one after the other, all of them in one process. Use with `async with`.

    The limits are for one page, in seconds and bytes.
    """

    def __init__(self, seconds: int = TIME_LIMIT_S, memory_bytes: int = MEMORY_BYTES) -> None:
        super().__init__(PAGES, seconds, memory_bytes)

    async def article(self, html: bytes, charset: str | None = None) -> Article:
        """The article of a page; `charset` is what the server says it is written in.

        Raises:
            Unreadable: it takes too long or too much memory, or there is no text in it.
        """
        return _article(await self.ask(_in_utf8(html, charset)))

    async def feeds(self, html: bytes, charset: str | None = None) -> tuple[str, ...]:
        """The feeds that a page names, as it writes their addresses.

        Raises:
            Unreadable: it takes too long or too much memory.
        """
        return _feeds_in(await self.ask(_in_utf8(html, charset)))


def _feeds_in(answer: bytes) -> tuple[str, ...]:
    return tuple(json.loads(answer).get(_FEEDS, ()))


def _in_utf8(html: bytes, charset: str | None) -> bytes:
    """What the server declares is believed; else the page is looked at."""
    try:
        if codecs.lookup(charset or "").name in NO_CHARSETS:
            return html
        return html.decode(charset or "", "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return html


def _article(answer: bytes) -> Article:
    found = json.loads(answer)
    text, whole = found["text"][:MAX_TEXT_CHARS], found["whole"][:MAX_TEXT_CHARS]
    if not text.strip() and not whole.strip():
        raise Unreadable("there is no text in it")
    title = found.get("title")
    if title and not text.startswith(title):
        text = f"{title}\n{text}"
    told = {name: found.get(name) for name in _TOLD}
    return Article(text, whole, title, **told)
