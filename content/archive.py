"""What the operator's own copies of cited pages say about a piece of evidence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from content.cleaning import printable, shorten
from content.fingerprints import Found, find

MAX_QUOTE_CHARS = 300
"""Longest quotation: one sentence, enough to recognise it and too little to replace the page."""
MAX_TEXT_CHARS = 500_000
"""Longest text of a copy, some 80,000 words. A book is longer; an article never is."""
COPIES_KEPT = 5
"""Copies kept of a page: the oldest, which its fingerprints are likely from, and the newest."""
_PARAGRAPH = re.compile(r"^¶\s*([1-9][0-9]{0,5})$")

Status = Literal["verified", "moved", "changed", "unreachable", "unchecked"]
"""`verified`: the newest copy holds the sentence where the locator says, or the locator names no
paragraph. `moved`: it holds it elsewhere. `changed`: it does not hold it. `unreachable`: the link
is dead. `unchecked`: there is no fingerprint, or no copy."""


class Cited(Protocol):
    """A piece of evidence, in a pack or in a brief."""

    @property
    def locator(self) -> str: ...

    @property
    def fingerprint(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class PageCopy:
    """The text of a page as it was at some time."""

    text: str
    title: str | None
    """What the page calls itself, where it says so."""
    seen_at: dt.datetime
    """When the page last read so; UTC, aware."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a server calls the version of a page it sent, to be asked whether there is a newer."""

    address: str
    """The address it holds for; a pack may name another one by now."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """All that is kept of the page of one source."""

    pack: str
    source: str
    copies: tuple[PageCopy, ...] = ()
    """Newest first, no two of the same text."""
    failed_since: dt.datetime | None = None
    """Since when the link is dead: the first failure after which it never worked."""
    failure: str | None = None
    """What was found in its place the last time, such as `404 Not Found`."""
    checked_at: dt.datetime | None = None
    """When the address was last asked, whatever came of it."""
    version: Version | None = None

    def with_copy(self, copy: PageCopy) -> Page:
        """With one more copy; one of the same text becomes as new as the newer of the two.

        What the server called its version is forgotten, for that may be another copy by now.
        """
        same = [one for one in self.copies if one.text == copy.text]
        newest = max([copy, *same], key=lambda one: one.seen_at)
        others = [one for one in self.copies if one.text != copy.text]
        ordered = sorted([newest, *others], key=lambda one: one.seen_at, reverse=True)
        kept = (*ordered[: COPIES_KEPT - 1], *ordered[COPIES_KEPT - 1 :][-1:])
        return replace(self, copies=kept, version=None)

    def answered(self, at: dt.datetime, version: Version) -> Page:
        """The address worked."""
        return replace(self, failed_since=None, failure=None, checked_at=at, version=version)

    def unchanged(self, at: dt.datetime) -> Page:
        """The server says that the page still reads as in the newest copy."""
        newest, *others = self.copies
        seen = (replace(newest, seen_at=at), *others)
        return replace(self, failed_since=None, failure=None, checked_at=at, copies=seen)

    def failed(self, at: dt.datetime, failure: str) -> Page:
        """The link is dead; since when stays what it was."""
        since = self.failed_since or at
        return replace(self, failed_since=since, failure=failure, checked_at=at)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a piece of evidence."""

    status: Status
    quote: str | None = None
    """The supporting sentence as the page has it, shortened, where a copy holds it still."""
    since: dt.datetime | None = None
    """Since when the link is dead; for `changed`, when the sentence was last seen, if ever."""
    paragraph: int | None = None
    """Where the newest copy holds the sentence."""


def verdict(piece: Cited, page: Page | None) -> Finding:
    """Whether the page of a source still says what it is cited for."""
    if page is None:
        return Finding("unchecked")
    copy, found = _held(piece, page)
    if page.failed_since is not None:
        quote = quotation(found.written) if found else None
        return Finding("unreachable", quote, page.failed_since)
    if piece.fingerprint is None or not page.copies:
        return Finding("unchecked")
    if found is None or copy is not page.copies[0]:
        return Finding("changed", since=copy.seen_at if copy else None)
    status: Status = "verified" if _stands_there(piece.locator, found) else "moved"
    return Finding(status, quotation(found.written), paragraph=found.paragraph)


def quotation(sentence: str) -> str:
    """A sentence to be shown as a quotation: at most 300 visible characters, cut at a word."""
    return shorten(" ".join(printable(sentence).split()), MAX_QUOTE_CHARS)


def paragraph_of(locator: str) -> int | None:
    """The number in a locator that names a paragraph and nothing else, such as `¶8`."""
    named = _PARAGRAPH.match(locator.strip())
    return int(named[1]) if named else None


def _held(piece: Cited, page: Page) -> tuple[PageCopy, Found] | tuple[None, None]:
    """The newest copy that holds the sentence, and where."""
    for copy in page.copies if piece.fingerprint else ():
        found = find(piece.fingerprint or "", copy.text, paragraph_of(piece.locator) or 1)
        if found is not None:
            return copy, found
    return None, None


def _stands_there(locator: str, found: Found) -> bool:
    return paragraph_of(locator) in (None, found.paragraph)
