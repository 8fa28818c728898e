"""What a feed lists, and which item is one that was listed before.

The rules, each with its test:

1. An item's guid names it, unless another item of the same listing has the same guid.
2. Its address names it as well, unless items with other titles have the same address.
3. Where neither does, title and day name it.
4. An item that is known by any of its names is known: a changed guid, a changed title, a bumped
   date or a tracking parameter make no new item of it.
5. A known item is looked at again where what it says has changed: its title or its text, not its
   date.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from content.cleaning import fold
from content.news import addresses

LEEWAY = dt.timedelta(hours=26)
"""How far ahead a date may be: a calendar day in the easternmost zone, and a clock that is fast."""
FIRST_YEAR = 1995
"""Dates before the web are mistakes."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, as text. Whoever wrote it is not trusted."""

    title: str
    body: str = ""
    """A line for each paragraph; often only the beginning of the article."""
    address: str | None = None
    """As the feed has it."""
    guid: str | None = None
    published: dt.datetime | None = None
    """UTC, aware; as the feed says, which may be in the future."""
    author: str = ""
    publisher: str = ""
    """Whom the feed credits, where it lists what others publish."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed holds at a moment."""

    title: str = ""
    language: str | None = None
    items: tuple[Item, ...] = ()
    passed_over: int = 0
    """Items beyond those that are looked at."""
    trouble: str | None = None
    """What was wrong with it, though it could be read."""


@dataclass(frozen=True, slots=True)
class Named:
    """An item with an address, and the names it can be known by."""

    item: Item
    address: str
    """Cleaned."""
    names: tuple[str, ...]
    """Digests, one or more; see the rules above."""
    state: str
    """A digest of what it says."""


def named(listing: Listing, feed: str, base: str) -> tuple[list[Named], int]:
    """The items that can be told from each other, in order, and how many have no usable address.

    `feed` is the feed's id, for its guids are its own, and `base` its address. Items of one listing
    that share a name are one: the first.
    """
    found = [(item, addresses.cleaned(item.address or "", base)) for item in listing.items]
    # An empty link, `#` and `http://` lead to the feed, which is no article of its own.
    own = addresses.key(addresses.cleaned(base) or base)
    linked = [(item, at) for item, at in found if at and addresses.key(at) != own]
    guids = Counter(item.guid for item, _ in linked if item.guid)
    titles: dict[str, set[str]] = {}
    for item, address in linked:
        titles.setdefault(addresses.key(address), set()).add(fold(item.title))
    kept: list[Named] = []
    seen: set[str] = set()
    for item, address in linked:
        names = tuple(_names(item, feed, address, guids, titles))
        if not seen.intersection(names):
            kept.append(Named(item, address, names, _digest("state", item.title, item.body)))
        seen.update(names)
    return kept, len(found) - len(linked)


def _names(
    item: Item, feed: str, address: str, guids: Counter[str], titles: dict[str, set[str]]
) -> Iterator[str]:
    place = addresses.key(address)
    has_guid = item.guid is not None and guids[item.guid] == 1
    has_place = len(titles[place]) == 1
    if has_guid and item.guid:
        yield _digest("guid", feed, item.guid)
    if has_place:
        yield _digest("address", place)
    if not (has_guid or has_place):
        day = item.published.date().isoformat() if item.published else ""
        yield _digest("title", feed, fold(item.title), day)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def plausible(moment: dt.datetime | None, now: dt.datetime) -> tuple[dt.date, bool]:
    """The day on which something came out, and whether that is known: a date that is absent, in the
    future or before the web is not believed, and the day it was found stands in its place."""
    if moment is None or moment > now + LEEWAY or moment.year < FIRST_YEAR:
        return now.date(), False
    return min(moment, now).date(), True
