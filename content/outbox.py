"""What is on its way to be posted, once: the values, the ports, and what to do with each outcome.

A remote that takes no key of ours can be made to post twice by trying twice. So every message is
stored before it is sent; whoever sends it holds a lease and a fencing number; and where it is not
known what became of a try, the platform is asked before there is another one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from content.planning import Build
from content.ports import Record

Kind = Literal["summary", "correction", "notice"]
"""What a parcel is: of a subscription, to a reply that turned out wrong, to whoever subscribed."""
State = Literal["waiting", "sent", "refused", "unknown"]
LEASE = dt.timedelta(seconds=90)
"""How long a claim holds: three times the time that a send may take."""
SEND_TIMEOUT = dt.timedelta(seconds=30)
SETTLE = dt.timedelta(seconds=60)
"""How long to wait after a try whose outcome is unknown before the platform is asked: longer than
it may take to show a message that it has accepted."""
ASK_EVERY_S = 1.0
"""How often, in seconds, a process that lost a parcel while it was sending it asks what became of
it."""
GIVE_UP_AFTER = dt.timedelta(hours=1)
"""How long a try may stay unknown before a person has to decide."""
EPOCH = "epoch"
"""The fact that counts up before anything is sent. A count outside the database that is ahead of it
tells that the database was restored from an older backup."""
FIRST_BACKOFF, LAST_BACKOFF = dt.timedelta(seconds=5), dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message to be posted, as claimed."""

    key: str
    kind: Kind
    record: Record
    """What is posted, as it is stored; its place says where, and the thread there what to reply
    to. A channel whose name begins with `@` is a person's direct messages."""
    due_at: dt.datetime
    fence: int
    attempts: int
    """Claims so far, this one included."""
    first_try_at: dt.datetime | None
    """When it was first sent, if it may have been."""
    subscription: str | None = None
    """The id of the subscription it is of."""
    owner: str | None = None
    """Who made that, to be told when something is wrong."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a try."""

    state: State
    message: str | None = None
    """The platform's id of the message, where it was posted."""
    not_before: dt.datetime | None = None
    """For `waiting`: when to try again."""
    trouble: str | None = None
    may_be_posted: bool = False
    """For `waiting`: whether this try may have arrived, so that the next one has to ask first."""
    pauses: str | None = None
    """Why the subscription is to pause, if so."""
    notice: Record | None = None
    """What is told to whoever subscribed, if anything."""


class Planner(Protocol):
    """Turns what is due into parcels. Raises `StoreError`."""

    async def plan(self, now: dt.datetime, build: Build, limit: int) -> int:
        """Put a parcel into the outbox for each subscription that is due, and move it on.

        Returns how many subscriptions were due. One transaction: all of it happens, or nothing.
        """


class Outbox(Protocol):
    """Parcels under way, shared by all processes. Raises `StoreError` from every method."""

    async def claim(self, now: dt.datetime, limit: int) -> Sequence[Parcel]:
        """Parcels that nobody holds and whose time has come, each now held under a new fence."""

    async def begin(self, parcel: Parcel, now: dt.datetime) -> bool:
        """Note that it is about to be sent; false if somebody else holds it by now, or if the
        lease does not last for one more send."""

    async def settle(self, parcel: Parcel, verdict: Verdict, now: dt.datetime) -> bool:
        """Write down what became of it; false if somebody else holds it by now."""

    async def outcome(self, key: str) -> tuple[State, str | None] | None:
        """The state of a parcel and the id of its message, as they are now."""

    async def decide(self, reply: str, now: dt.datetime, *, has_arrived: bool) -> bool:
        """Settle what nobody knows, as a person says: the summary with the reply of this id counts
        as sent, or is sent again. False where there is no such summary."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far apart posts have to be, in seconds."""

    workspace_s: float = 0.0
    """Within one workspace."""
    platform_s: float = 0.0
    """All over the platform."""


class Sender(Protocol):
    """Posts on one platform. Never tries twice by itself."""

    @property
    def pace(self) -> Pace:
        """What the platform allows."""

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        """Post, and return the message's id.

        `in_time` is to be asked as the last thing before the request goes out: a process that stood
        still until then may have lost the parcel to another one.

        Raises:
            PostRefused: it is certainly not posted and never will be.
            OutcomeUnknown: it may be posted.
            PlatformError: it is certainly not posted now.
        """

    async def delete(self, parcel: Parcel, message: str) -> None:
        """Take back a message of ours.

        Raises:
            PlatformError: that was not possible.
        """

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        """The id of a message with the parcel's key, posted since then; none if there is none.

        The message `besides` does not count.

        Raises:
            PlatformError: that cannot be found out now.
        """


def backoff(attempts: int) -> dt.timedelta:
    """How long to wait after so many tries that were refused before acceptance."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 12)
    return min(FIRST_BACKOFF * doubled, LAST_BACKOFF)
