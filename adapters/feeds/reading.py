"""From the bytes of a feed to its items, in a process of its own: see `adapters.worker`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from adapters.worker.client import MEMORY_BYTES, TIME_LIMIT_S, Unreadable, Worker
from content.cleaning import clean
from content.news.items import Item, Listing

PARSER = Path(__file__).with_name("parser.py")
FEED_KINDS = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        *("application/xml", "text/xml", "text/html", "application/xhtml+xml", "text/plain"),
        *("application/octet-stream", "binary/octet-stream"),
    }
)
"""What feeds are sent as; servers often do not know better than the last ones."""


class FeedReader(Worker):
    """Reads feeds one after the other. Use with `async with`."""

    def __init__(self, seconds: int = TIME_LIMIT_S, memory_bytes: int = MEMORY_BYTES) -> None:
        super().__init__(PARSER, seconds, memory_bytes)

    async def listing(self, feed: bytes, kind: str, charset: str | None = None) -> Listing:
        """The items of a feed that came as `kind`, in this encoding if its server said so.

        Raises:
            Unreadable: it takes too long or too much memory, or is no feed.
        """
        told = f"{kind}; charset={charset}" if charset else kind
        head = json.dumps({"kind": told}).encode()
        found = json.loads(await self.ask(head + b"\n" + feed))
        if not found["is_feed"]:
            raise Unreadable("it is no feed")
        return Listing(
            title=clean(found["title"]),
            language=clean(found["language"] or "") or None,
            items=tuple(_item(row) for row in found["items"]),
            passed_over=found["items_in_all"] - len(found["items"]),
            trouble=found["trouble"],
        )


def _item(row: dict[str, Any]) -> Item:
    published_s = row.pop("published_s")
    return Item(**row, published=_moment(published_s))


def _moment(seconds: int | None) -> dt.datetime | None:
    try:
        return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
