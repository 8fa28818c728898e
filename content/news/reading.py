"""From a listed item, and the page behind it, to an article or to the reason why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Protocol

from content.cleaning import clean, fold, shorten
from content.news import addresses
from content.news.articles import Article, article_id
from content.news.concerning import Concern
from content.news.copies import signature, telling
from content.news.feeds import Feed
from content.news.items import Item, Named, plausible
from content.search import terms

WHOLE_CHARS = 900
"""From which length on a feed's own text is taken for the article; teasers have 100 to 400."""
OPENING_CHARS = 700
"""How much of an article is compared with others: its first four sentences or so."""
SOME_SIGN = 0.25
"""Half of what an article must have: the page may have the rest."""
OLDEST = dt.timedelta(days=30)
"""How old an item may be when it is first seen; many feeds begin with years of history."""
MIN_OF_HEADLINE = 0.3
"""Share of the headline's terms that its page must have. A page that has fewer is another one: a
login, a notice of consent, or what is shown to programs. A new headline that has fewer of the old
one's tells something else."""
MAX_TITLE_CHARS = 300
MAX_NAME_CHARS = 100
_OF_ANY_OUTLET = frozenset(
    "news post times daily press media online journal today weekly world global report".split()
)
TELLING_CHARS = 4
"""Letters of a word that a name and a host must share to be of one outlet."""


class ReadPage(Protocol):
    """What could be read of a page."""

    @property
    def text(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def address(self) -> str | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """An article and its text, a line for each paragraph, its headline as the first."""

    article: Article
    text: str


def is_too_old(item: Item, now: dt.datetime) -> bool:
    day, is_known = plausible(item.published, now)
    return is_known and now.date() - day > OLDEST


def may_concern(item: Item, concern: Concern) -> bool:
    """Whether an item is worth a look at its page: there is some sign of a topic in it."""
    return any(score >= SOME_SIGN for score in concern.scores(item.title, item.body).values())


def needs_page(item: Item) -> bool:
    return len(item.body) < WHOLE_CHARS


def belongs(item: Item, page: ReadPage) -> bool:
    """Whether a page is that of the item, rather than a login or something for programs only."""
    asked = set(terms(item.title, drop_stop_words=True))
    there = set(terms(f"{page.title or ''}\n{page.text}"))
    return not asked or len(asked & there) >= MIN_OF_HEADLINE * len(asked)


def continues(new: Article, old: Article) -> bool:
    """Whether an item that was known still tells of the same article, though its address and title
    may have changed: some feeds give the same guid to whatever they list."""
    asked = set(terms(old.title, drop_stop_words=True))
    shared = asked & set(terms(new.title))
    return new.site == old.site and len(shared) >= MIN_OF_HEADLINE * len(asked)


def article_of(
    named: Named,
    page: ReadPage | None,
    feed: Feed,
    concern: Concern,
    now: dt.datetime,
    listed_by: str = "",
    language: str | None = None,
) -> Found | None:
    """The article, if it concerns the pack; `page` is its page where that was read and belongs to
    it. `listed_by` and `language` are what the feed says of itself."""
    item = named.item
    title = shorten(clean(item.title or (page and page.title) or ""), MAX_TITLE_CHARS)
    body = max(item.body, page.text if page else "", key=len)
    fixed = [(topic, 1.0) for topic in feed.topics]
    topics = fixed or concern.topics(title, body)
    if not title or not topics:
        return None
    address = _address(named.address, page)
    day, is_dated = _date(item, page, now)
    lines = [line for line in map(clean, body.splitlines()) if line]
    text = "\n".join([title, *(line for line in lines if line != title)])
    opening = shorten(" ".join(line for line in lines if line != title), OPENING_CHARS)
    publisher = clean(item.publisher or (page and page.publisher) or listed_by)
    author = clean(item.author or (page and page.author) or "")
    article = Article(
        id=article_id(address, feed.pack),
        pack=feed.pack,
        address=address,
        title=title,
        publisher=_publisher(publisher, address),
        published=day,
        is_dated=is_dated,
        found_at=now,
        grade=feed.grade,
        language=(page and page.language) or language,
        author=shorten(author, MAX_NAME_CHARS) or None,
        topics=tuple(topics),
        opening=opening,
        signature=signature(text),
        telling=telling(text, publisher),
        feed=feed.id or None,
    )
    return Found(article, text)


def _publisher(name: str, address: str) -> str:
    """An outlet as it calls itself; with its host behind it where the two have nothing in common,
    for anybody can call themselves anything."""
    host = addresses.site(address)
    words = {word for word in fold(name).split() if len(word) >= TELLING_CHARS} - _OF_ANY_OUTLET
    is_alike = any(word in fold(host).replace(" ", "") for word in words)
    shown = shorten(name, MAX_NAME_CHARS - len(host) - 3)
    return shown if name and is_alike else f"{shown} ({host})" if name else host


def _address(listed: str, page: ReadPage | None) -> str:
    """The address the page gives as its own, if that is on the same site: no page may speak for
    another outlet. Where all pages name the home page, none of them is that."""
    own = addresses.cleaned(page.address, listed) if page and page.address else None
    if own is None or addresses.site(own) != addresses.site(listed):
        return listed
    is_home = addresses.key(own) == addresses.key(addresses.cleaned("/", listed) or listed)
    return listed if is_home else own


def _date(item: Item, page: ReadPage | None, now: dt.datetime) -> tuple[dt.date, bool]:
    day, is_known = plausible(item.published, now)
    if is_known or page is None or not page.published:
        return day, is_known
    try:
        told = dt.datetime.fromisoformat(page.published)
    except ValueError:
        return day, False
    return plausible(told.replace(tzinfo=dt.UTC), now)


def merged(old: Article, new: Article) -> Article:
    """An article that says something else now, with the dates of when it was first seen."""
    return replace(
        new,
        id=old.id,
        found_at=old.found_at,
        published=old.published,
        is_dated=old.is_dated,
        feed=old.feed,
    )
