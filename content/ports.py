"""What the core needs from the outside. An adapter fits by shape, without inheriting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from content.archive import Page
from content.brief import Brief

if TYPE_CHECKING:  # what finds takes a search library along, which the terminal starts without
    from content.finding import Finding
    from content.pack import Pack


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held."""

    platform: str
    """`slack`, `discord` or `terminal`."""
    channel: str
    """The platform's id of the channel or direct message, its workspace included: `T1/C1`."""
    thread: str | None = None
    """The platform's id of the message a thread hangs from; none outside threads."""


@dataclass(frozen=True, slots=True)
class Record:
    """One reply as it was given: all that "source?" needs, whatever becomes of the pack."""

    id: str
    """32 random hexadecimal digits; safe to show, impossible to guess."""
    created_at: dt.datetime
    """UTC, aware."""
    place: Place
    brief: Brief
    private_to: str | None = None
    """For a reply only its asker saw: a digest of who that was. Never a user id in clear."""
    about: str | None = None
    """For evidence: the id of the reply it is the evidence of."""
    message: str | None = None
    """The platform's id of the posted message, once known."""


GapKind = Literal["no_answer", "not_helpful"]
GAPS_KEPT = dt.timedelta(days=180)
"""How long a gap is kept: two issues of a quarterly pack. Chosen, not measured."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer, or a reply that did not help. Never says who or where."""

    key: str
    """What was noted under the same key is the same gap. Says nothing by itself."""
    day: dt.date
    """In UTC. No time of day, which could tell whose question it was."""
    pack: str
    kind: GapKind
    topic: str | None = None
    """The id of the topic it is nearest to, if one is known."""
    text: str | None = None
    """The question, only where the operator keeps questions."""


class Store(Protocol):
    """Remembers replies and what was already handled, across restarts.

    Every method raises `StoreError` when the database or the disk refuses.
    """

    async def save(self, record: Record) -> None:
        """Keep a reply. Saving the same id again replaces it."""

    async def mark_posted(self, record_id: str, message: str) -> None:
        """Remember under which message id a reply was posted. An unknown id is ignored."""

    async def by_id(self, record_id: str) -> Record | None: ...

    async def by_message(self, place: Place, message: str) -> Record | None:
        """The reply posted as this message in this channel, whatever its thread."""

    async def latest(
        self, place: Place, private_to: str, *, abstentions: bool = False
    ) -> Record | None:
        """The newest reply in exactly this channel and thread that has points.

        Private replies of others than `private_to` are passed over. With `abstentions`, a reply
        that says that nothing answers counts, too.
        """

    async def first_time(self, key: str, now: dt.datetime) -> bool:
        """Whether this key was not seen before, in one atomic step across processes.

        Keys are forgotten after a day: Slack redelivers for about five minutes, and a signed
        request can be replayed for five.
        """

    async def note_gap(self, gap: Gap) -> None:
        """Keep a gap, unless one with its key is kept; those over `GAPS_KEPT` older are deleted."""

    async def gaps(self, since: dt.date) -> Sequence[Gap]:
        """The gaps of this day (UTC) and later, by day."""

    async def recall(self, name: str) -> str | None:
        """A small fact kept by `remember`."""

    async def remember(self, name: str, value: str) -> None:
        """Keep a small fact, such as which command definition was last registered."""


class Clock(Protocol):
    """Tells the time, so that the core never has to."""

    def now(self) -> dt.datetime:
        """The present moment, UTC, aware."""


class Platform(Protocol):
    """A chat platform that is connected while the bot runs."""

    name: str
    """`slack` or `discord`."""

    async def start(self) -> None:
        """Check the token, connect, and return once messages can arrive.

        Raises:
            PlatformError: the token or the connection was refused.
        """

    async def stop(self) -> None:
        """Finish what is under way, then disconnect. May be called twice, or without a start."""

    def is_healthy(self) -> bool:
        """Whether messages can arrive at this moment."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is asked."""

    instructions: str
    """What to do: the project's own words."""
    data: str
    """What to do it with: JSON that holds foreign text, and so nothing to be obeyed."""
    schema: Mapping[str, Any]
    """The JSON Schema of the answer that is wanted."""


class Rewriter(Protocol):
    """A language model that words what it is given."""

    async def reword(self, prompt: Prompt) -> str:
        """The text of the model's answer, whatever it is; the caller trusts nothing in it.

        Raises:
            RewriterError: nothing came, not in time, too much, or no text. It repeats no data.
        """


class Nearness(Protocol):
    """A model of what sentences mean."""

    def nearness(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """How near each sentence is to the question in meaning: -1 to 1, higher where nearer."""


class Archive(Protocol):
    """Holds the operator's own copies of cited pages."""

    async def pages(self, pack: str, sources: Collection[str]) -> Mapping[str, Page]:
        """What is kept of the pages of these sources of a pack, by source; the others are left out.

        Raises:
            StoreError: the database refuses.
        """


class CataloguedArchive(Archive, Protocol):
    """An archive that says what it holds, for an index to follow."""

    async def catalogue(self, pack: str) -> Mapping[str, str]:
        """A digest of the newest copy of each page of a pack, by source; those without are left
        out.

        Raises:
            StoreError: the database refuses, so that it is not known what there is.
        """


class Passages(Protocol):
    """Searches the pages of a pack's sources."""

    async def find(self, pack: Pack, question: str) -> Finding | None:
        """The sentences that answer, from the operator's copies; none where there are no copies.

        Never raises: without copies, or with an index in trouble, there is just nothing.
        """


class PageKeeper(Archive, Protocol):
    """An archive that can be added to."""

    async def save(self, page: Page) -> None:
        """Keep a page as it is now; copies it no longer has are deleted.

        Raises:
            StoreError: the database refuses; nothing half-done stays.
        """
