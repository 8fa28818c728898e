"""A feed that is looked at regularly: when next, how it fares, and when it is given up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from content.model import Grade
from content.news import addresses

SHORTEST = dt.timedelta(minutes=15)
LONGEST = dt.timedelta(hours=24)
FIRST = dt.timedelta(hours=1)
"""Between two looks at a feed: at least, at most, and at first. No weekly summary needs more often;
less than hourly is what feeds' own `ttl` mostly ask for."""
FASTER, SLOWER = 0.7, 1.4
"""What the interval is multiplied with after a look that found something new, and one that did not:
the interval goes to where one look in two finds something."""
MOST_FAILURES = 14
"""Failures in a row after which a feed is no longer asked: with doubled waits, twelve days."""

State = Literal["active", "paused", "disabled"]
Count = Literal[
    "polls",
    "unchanged",
    "failed",
    "items",
    "kept",
    "known",
    "changed",
    "off topic",
    "without address",
    "passed over",
    "unreadable",
    "left for later",
    "too old",
]
"""What is counted for a feed, for `feeds show`: looks, looks without news, failed looks; items, and
what became of them."""
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and everything known of it. A changed one is another value."""

    id: str
    """32 hexadecimal digits."""
    address: str
    pack: str
    topics: tuple[str, ...] = ()
    """Ids of topics that everything in it is about; none where that is found out for each item."""
    grade: Grade = "news"
    title: str = ""
    state: State = "active"
    why: str | None = None
    """Why it is paused or disabled."""
    owner: str | None = None
    """Who is told when it is disabled: `platform:person`, as `Asked.asker` names people."""
    next_at: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    """When it is looked at next; UTC, aware."""
    interval: dt.timedelta = FIRST
    failures: int = 0
    """Failed looks in a row."""
    trouble: str | None = None
    """What was wrong the last time."""
    looked_at: dt.datetime | None = None
    """When it was last looked at, whatever came of it; UTC, aware."""
    etag: str | None = None
    last_modified: str | None = None
    counts: Counts = field(default_factory=dict)

    def counted(self, **more: int) -> Feed:
        """With more counted; `_` stands for a blank in a name."""
        counts = dict(self.counts)
        for name, number in more.items():
            told = name.replace("_", " ")
            counts[told] = counts.get(told, 0) + number
        return dataclasses.replace(self, counts={k: v for k, v in counts.items() if v})

    def answered(
        self,
        now: dt.datetime,
        *,
        has_news: bool,
        etag: str | None = None,
        last_modified: str | None = None,
        trouble: str | None = None,
    ) -> Feed:
        """After a look that worked."""
        interval = self.interval * (FASTER if has_news else SLOWER)
        interval = min(max(interval, SHORTEST), LONGEST)
        return dataclasses.replace(
            self,
            interval=interval,
            next_at=now + interval,
            looked_at=now,
            failures=0,
            trouble=trouble,
            etag=etag,
            last_modified=last_modified,
        )

    def failed(
        self,
        now: dt.datetime,
        why: str,
        *,
        retry_after: dt.timedelta | None = None,
        is_gone: bool = False,
    ) -> Feed:
        """After a look that failed: it is waited twice as long each time, or as long as the server
        wants; what is gone for good, or failed fourteen times in a row, is no longer asked."""
        failures = self.failures + 1
        wait = min(self.interval * 2 ** min(failures, 10), LONGEST)
        if retry_after is not None:
            wait = min(max(retry_after, SHORTEST), 7 * LONGEST)
        after = dataclasses.replace(
            self,
            failures=failures,
            trouble=why,
            looked_at=now,
            next_at=now + wait,
        )
        if is_gone or failures >= MOST_FAILURES:
            times = "" if is_gone else f", {failures} times in a row"
            return dataclasses.replace(after, state="disabled", why=f"{why}{times}")
        return after

    def resumed(self, now: dt.datetime) -> Feed:
        """Looked at again, at once."""
        return dataclasses.replace(
            self, state="active", why=None, failures=0, next_at=now, interval=FIRST
        )


def feed_id(address: str, pack: str) -> str:
    """There is one feed for each address and pack, however often it is added."""
    named = f"{addresses.key(address)}\0{pack}"
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_due(feed: Feed, now: dt.datetime) -> bool:
    return feed.state == "active" and feed.next_at <= now
