"""Who gets a summary, of what, when."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from content.cadence import Cadence
from content.ports import Place

Quiet = Literal["say so", "skip"]
"""What happens in a week with nothing new: a line that says so, or nothing."""
CATCH_UP_HOURS = 24
MAX_CATCH_UP_HOURS = 24 * 7
MAX_TOPICS = 20
SHOWN_DATES = 3
BY_HAND = "paused by hand"
FIRST_DAYS = dt.timedelta(days=7)
"""How many days the first summary tells of."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants, as far as it was understood."""

    cadence: Cadence
    topics: tuple[str, ...] = ()
    """Ids."""
    unknown: tuple[str, ...] = ()
    """Words that name neither a time nor a topic nor a setting."""
    quiet: Quiet = "say so"
    catch_up_hours: int = CATCH_UP_HOURS
    max_lines: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A summary that goes to a place on certain days. A changed one is another value."""

    id: str
    """32 hexadecimal digits."""
    place: Place
    """The channel or direct message; its thread is not used."""
    pack: str
    cadence: Cadence
    next_date: dt.date
    """The next local date it is due on."""
    covered_to: dt.date
    """The last day that the last summary was about; the next begins with the day after it."""
    topics: tuple[str, ...] = ()
    """Ids of the topics wanted; all if there are none."""
    quiet: Quiet = "say so"
    catch_up_hours: int = CATCH_UP_HOURS
    """How late a summary may be, in hours; one that would be later is passed over and counted."""
    max_lines: int | None = None
    """How long a summary may be; as long as any if none."""
    paused: str | None = None
    """Why nothing is sent, if so: `paused by hand`, or what the platform refused."""
    missed: int = 0
    """Summaries passed over since the last one, to be said in the next."""
    owner: str | None = None
    """Who subscribed, as `Asked.asker` names them, to be told when something is wrong."""

    @property
    def catch_up(self) -> dt.timedelta:
        return dt.timedelta(hours=self.catch_up_hours)

    def resumed(self, now: dt.datetime) -> Subscription:
        """Going on with the next date; what was due meanwhile is not sent. `now` is aware."""
        return dataclasses.replace(self, paused=None, next_date=self.cadence.first_after(now))

    def in_words(self) -> str:
        """When, and the next dates."""
        dates = self.cadence.upcoming(self.next_date, SHOWN_DATES)
        return in_words(self.cadence, dates)


def subscription_id(place: Place, pack: str) -> str:
    """There is one for each channel and pack, so that two who subscribe at once make one."""
    named = f"{place.platform}\0{place.channel}\0{pack}"
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def made(
    place: Place, pack: str, wanted: Wanted, now: dt.datetime, owner: str | None = None
) -> Subscription:
    """A subscription as it begins. `now` is aware; the thread of `place` does not matter."""
    first = wanted.cadence.first_after(now)
    channel = Place(place.platform, place.channel)
    return Subscription(
        id=subscription_id(channel, pack),
        place=channel,
        pack=pack,
        cadence=wanted.cadence,
        next_date=first,
        covered_to=min(now.date(), first) - dt.timedelta(days=1) - FIRST_DAYS,
        topics=wanted.topics,
        quiet=wanted.quiet,
        catch_up_hours=wanted.catch_up_hours,
        max_lines=wanted.max_lines,
        owner=owner,
    )


def in_words(cadence: Cadence, dates: Sequence[dt.date]) -> str:
    """`every Monday at 09:00 (Europe/Berlin); next: Mon 23 Nov 2026, Mon 30 Nov 2026`."""
    named = ", ".join(f"{date:%a} {date.day} {date:%b %Y}" for date in dates)
    return f"{cadence.in_words()}; next: {named}"
