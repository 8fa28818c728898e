"""The tables, in a form that SQLite and PostgreSQL both understand.

`migrations/` makes them; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    TypeDecorator,
)

METADATA = MetaData()


class AnyText(TypeDecorator[str]):
    r"""Any text Python can hold, in a column that PostgreSQL and UTF-8 accept.

    NUL is written `\0`, half a surrogate pair `\udxxx`, a backslash `\\`. Platforms never send
    those in ids, so what an operator sees in the database is what was meant.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        escaped = value.replace("\\", "\\\\").replace("\0", "\\0")
        return escaped.encode("utf-8", "backslashreplace").decode("utf-8")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value and re.sub(r"\\(\\|0|u(....))", _unescaped, value)


def _unescaped(escape: re.Match[str]) -> str:
    if escape[2]:
        return chr(int(escape[2], 16))
    return "\0" if escape[1] == "0" else "\\"


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment, aware on the way in and in UTC on the way out, to the microsecond.

    SQLite has no zones and gives naive times back; PostgreSQL gives the session's zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


class RepliesColumns(TypedColumns):
    """One reply. `brief` is all of it; kind, pack and points are beside it for the operator."""

    # SQLite counts up by itself only in a column that says INTEGER.
    number: Named[int] = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    id: Named[str] = Column(AnyText, unique=True)
    created_at: Named[dt.datetime] = Column(UtcTime)
    platform: Named[str] = Column(AnyText)
    channel: Named[str] = Column(AnyText)
    thread: Named[str | None] = Column(AnyText)
    message: Named[str | None] = Column(AnyText)
    private_to: Named[str | None] = Column(AnyText)
    about: Named[str | None] = Column(AnyText)
    has_points: Named[bool] = Column(Boolean)
    kind: Named[str] = Column(AnyText)
    pack_id: Named[str] = Column(AnyText)
    pack_version: Named[str] = Column(AnyText)
    brief: Named[str] = Column(Text)
    """JSON in ASCII, from `records.brief_to_json`."""


class DeliveriesColumns(TypedColumns):
    """What was handled already, and when."""

    key: Named[str] = Column(Text, primary_key=True)
    """A digest of the key: short whatever the key is, as PostgreSQL's indexes want it."""
    seen_at: Named[dt.datetime] = Column(UtcTime, index=True)


class FactsColumns(TypedColumns):
    """Small facts by name."""

    name: Named[str] = Column(AnyText, primary_key=True)
    value: Named[str] = Column(AnyText)


class GapsColumns(TypedColumns):
    """What was not answered, or not well. Nothing here says who asked, or where."""

    key: Named[str] = Column(AnyText, primary_key=True)
    day: Named[dt.date] = Column(Date, index=True)
    """In UTC."""
    pack: Named[str] = Column(AnyText)
    kind: Named[str] = Column(AnyText)
    topic: Named[str | None] = Column(AnyText)
    text: Named[str | None] = Column(AnyText)
    """Only where the operator keeps questions."""


class PagesColumns(TypedColumns):
    """What came of asking the address of a cited source."""

    pack: Named[str] = Column(AnyText, primary_key=True)
    source: Named[str] = Column(AnyText, primary_key=True)
    failed_since: Named[dt.datetime | None] = Column(UtcTime)
    failure: Named[str | None] = Column(AnyText)
    checked_at: Named[dt.datetime | None] = Column(UtcTime)
    address: Named[str | None] = Column(AnyText)
    """The address that the next two hold for."""
    etag: Named[str | None] = Column(AnyText)
    last_modified: Named[str | None] = Column(AnyText)


class PageCopiesColumns(TypedColumns):
    """The text of a cited source as it was at some time, once for each distinct text."""

    pack: Named[str] = Column(AnyText, primary_key=True)
    source: Named[str] = Column(AnyText, primary_key=True)
    digest: Named[str] = Column(Text, primary_key=True)
    """SHA-256 of the text, in hexadecimal."""
    seen_at: Named[dt.datetime] = Column(UtcTime)
    title: Named[str | None] = Column(AnyText)
    text: Named[str] = Column(AnyText)


class SubscriptionsColumns(TypedColumns):
    """Who gets a summary, when, of what."""

    id: Named[str] = Column(Text, primary_key=True)
    platform: Named[str] = Column(AnyText)
    channel: Named[str] = Column(AnyText)
    pack: Named[str] = Column(AnyText)
    days: Named[str] = Column(Text)
    """Weekdays as digits, Monday is 0."""
    at: Named[str] = Column(Text)
    """The clock time, `HH:MM`."""
    zone: Named[str] = Column(Text)
    next_date: Named[dt.date] = Column(Date)
    """In the zone; identity of the next summary."""
    next_at: Named[dt.datetime] = Column(UtcTime, index=True)
    """The moment of `next_date`, for the planner to find; reckoned anew when it is used."""
    covered_to: Named[dt.date] = Column(Date)
    topics: Named[str] = Column(Text)
    """Ids, with blanks between them."""
    quiet: Named[str] = Column(Text)
    catch_up_hours: Named[int] = Column(Integer)
    max_lines: Named[int | None] = Column(Integer)
    paused: Named[str | None] = Column(AnyText)
    missed: Named[int] = Column(Integer)
    owner: Named[str | None] = Column(AnyText)


class OutboxColumns(TypedColumns):
    """What is to be posted, once: rendered before it is sent, and kept until it is settled."""

    key: Named[str] = Column(Text, primary_key=True)
    """What it is and of what, such as a subscription's local date; with it the message is looked up
    on the platform."""
    kind: Named[str] = Column(Text)
    """`summary`, `correction` or `notice`."""
    subscription: Named[str] = Column(Text, index=True)
    """Empty where it is of none."""
    platform: Named[str] = Column(AnyText)
    channel: Named[str] = Column(AnyText)
    reply: Named[str] = Column(Text)
    """The id of the stored reply that is posted."""
    due_at: Named[dt.datetime] = Column(UtcTime)
    state: Named[str] = Column(Text, index=True)
    """`waiting`, `sent`, `refused` or `unknown`."""
    not_before: Named[dt.datetime] = Column(UtcTime)
    lease_until: Named[dt.datetime | None] = Column(UtcTime)
    fence: Named[int] = Column(Integer)
    """Counts the claims; whoever holds an older one may write nothing."""
    attempts: Named[int] = Column(Integer)
    first_try_at: Named[dt.datetime | None] = Column(UtcTime)
    settled_at: Named[dt.datetime | None] = Column(UtcTime)
    message: Named[str | None] = Column(AnyText)
    trouble: Named[str | None] = Column(AnyText)
    """What went wrong the last time."""


class FeedsColumns(TypedColumns):
    """A feed. `data` is all of it; what it is looked for by stands beside."""

    id: Named[str] = Column(Text, primary_key=True)
    pack: Named[str] = Column(AnyText)
    state: Named[str] = Column(Text)
    next_at: Named[dt.datetime] = Column(UtcTime, index=True)
    data: Named[str] = Column(Text)
    """JSON in ASCII, from `news.to_json`, as in the next tables."""


class FeedItemsColumns(TypedColumns):
    """An item of a feed that was seen, by one of its names."""

    pack: Named[str] = Column(AnyText, primary_key=True)
    name: Named[str] = Column(Text, primary_key=True)
    state: Named[str] = Column(Text)
    article: Named[str | None] = Column(Text)
    seen_at: Named[dt.datetime] = Column(UtcTime, index=True)


class ArticlesColumns(TypedColumns):
    """An article that feeds have brought; its text is in `page_copies`."""

    id: Named[str] = Column(Text, primary_key=True)
    pack: Named[str] = Column(AnyText)
    published: Named[dt.date] = Column(Date)
    site: Named[str] = Column(AnyText)
    data: Named[str] = Column(Text)


class DraftsColumns(TypedColumns):
    """What an editor may make a claim of, or has."""

    id: Named[str] = Column(Text, primary_key=True)
    pack: Named[str] = Column(AnyText)
    state: Named[str] = Column(Text, index=True)
    decided_at: Named[dt.datetime | None] = Column(UtcTime)
    data: Named[str] = Column(Text)


REPLIES = Table("replies", METADATA, RepliesColumns)
DELIVERIES = Table("deliveries", METADATA, DeliveriesColumns)
FACTS = Table("facts", METADATA, FactsColumns)
GAPS = Table("gaps", METADATA, GapsColumns)
SUBSCRIPTIONS = Table("subscriptions", METADATA, SubscriptionsColumns)
OUTBOX = Table("outbox", METADATA, OutboxColumns)
PAGES = Table("pages", METADATA, PagesColumns)
PAGE_COPIES = Table("page_copies", METADATA, PageCopiesColumns)
FEEDS = Table("feeds", METADATA, FeedsColumns)
FEED_ITEMS = Table("feed_items", METADATA, FeedItemsColumns)
ARTICLES = Table("articles", METADATA, ArticlesColumns)
DRAFTS = Table("drafts", METADATA, DraftsColumns)

Index(
    "ix_replies_latest",
    REPLIES.c.platform,
    REPLIES.c.channel,
    REPLIES.c.thread,
    REPLIES.c.created_at,
    REPLIES.c.number,
)
Index("ix_articles_published", ARTICLES.c.pack, ARTICLES.c.published)
Index("ix_replies_message", REPLIES.c.platform, REPLIES.c.channel, REPLIES.c.message)
