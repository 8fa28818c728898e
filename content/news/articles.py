"""An article that was read somewhere, and how it is cited."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from content.brief import CitedSource
from content.dates import UNKNOWN, PartialDate
from content.model import Grade
from content.news import addresses

ARTICLE = "article-"
"""How the ids of articles begin; they stand where a source's id stands."""
KEPT = dt.timedelta(days=120)
"""How long articles are kept: a quarter and a month, within which editors make claims of them."""


@dataclass(frozen=True)
class Article:
    """One article as it was when it was read. Its text is kept in the archive, under its id."""

    id: str
    pack: str
    address: str
    title: str
    """The headline, as published."""
    publisher: str
    published: dt.date
    """The day it came out; the day it was found where nothing believable says so."""
    is_dated: bool
    """Whether the day is the publisher's own."""
    found_at: dt.datetime
    """When it was first seen here; UTC, aware."""
    grade: Grade
    language: str | None = None
    author: str | None = None
    topics: tuple[tuple[str, float], ...] = ()
    """Ids of topics and how sure each is, 0 to 1; surest first."""
    opening: str = ""
    """The first sentences, for telling which articles are about the same."""
    signature: tuple[int, ...] = field(default=(), repr=False)
    """For finding copies; see `content.news.copies`."""
    telling: tuple[str, ...] = ()
    """Names and numbers in it; see `content.news.copies`."""
    feed: str | None = None
    """The id of the feed it came from; none for one that was added by hand."""

    @cached_property
    def site(self) -> str:
        """Who is one outlet: the host."""
        return addresses.site(self.address)

    @property
    def date(self) -> PartialDate:
        """As it is cited."""
        return PartialDate(self.published.isoformat()) if self.is_dated else UNKNOWN

    def cited(self, number: int) -> CitedSource:
        """As a source of a brief."""
        note = None if self.is_dated else f"found on {self.published.isoformat()}"
        return CitedSource(
            number=number,
            id=self.id,
            publisher=self.publisher,
            title=self.title,
            grade=self.grade,
            url=self.address,
            author=self.author,
            published=self.date,
            published_note=note,
        )


def article_id(address: str, pack: str) -> str:
    """The same for all addresses of an article."""
    named = f"{addresses.key(address)}\0{pack}"
    return ARTICLE + hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:24]
