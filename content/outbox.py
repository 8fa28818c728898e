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

from content.brief import Brief
from content.ports import Place, Record
from content.subscriptions import Subscription

State = Literal["waiting", "sent", "refused", "unknown"]
LEASE = dt.timedelta(seconds=90)
"""How long a claim holds: three times the time that a send may take."""
SEND_TIMEOUT = dt.timedelta(seconds=30)
SETTLE = dt.timedelta(seconds=60)
"""How long to wait after a try whose outcome is unknown before the platform is asked: longer than
it may take to show a message that it has accepted."""
GIVE_UP_AFTER = dt.timedelta(hours=1)
"""How long a try may stay unknown before a person has to decide."""
FIRST_BACKOFF, LAST_BACKOFF = dt.timedelta(seconds=5), dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message to be posted, as claimed."""

    key: str
    subscription: str
    record: Record
    """What is posted, as it is stored."""
    due_at: dt.datetime
    fence: int
    attempts: int
    """Claims so far, this one included."""
    first_try_at: dt.datetime | None
    """When it was first sent, if it may have been."""


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


class Planner(Protocol):
    """Turns what is due into parcels."""

    async def plan(
        self, now: dt.datetime, build: Callable[[Subscription, dt.date], Brief | None], limit: int
    ) -> int:
        """Put a parcel into the outbox for each subscription that is due, and move it on.

        `build` gives the summary for a local date, or nothing where nothing is to be sent. Returns
        how many subscriptions were due. One transaction: all of it happens, or nothing.
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


class Sender(Protocol):
    """Posts on one platform. Never tries twice by itself."""

    async def send(self, place: Place, brief: Brief, reply_id: str, key: str) -> str:
        """Post, and return the message's id.

        Raises:
            PostRefused: it is certainly not posted and never will be.
            OutcomeUnknown: it may be posted.
            PlatformError: it is certainly not posted now.
        """

    async def look_up(self, place: Place, key: str, since: dt.datetime) -> str | None:
        """The id of the message with this key, posted since then; none if there is none.

        Raises:
            PlatformError: that cannot be found out now.
        """


def backoff(attempts: int) -> dt.timedelta:
    """How long to wait after so many tries that were refused before acceptance."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 12)
    return min(FIRST_BACKOFF * doubled, LAST_BACKOFF)
