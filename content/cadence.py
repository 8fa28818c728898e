"""When a subscription is due: a clock time on certain weekdays in a time zone, resolved with care.

What is stored is the clock time, the weekdays and the zone, and the next *local* date. The moment
in UTC is reckoned anew whenever it is needed, so that a change of a zone's rules moves it. A clock
time that the zone skips is moved by as much as the clock jumps; one that comes twice is taken the
first time. Identity is the local date, so nothing is due twice for one date.
"""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
CATCH_UP = dt.timedelta(hours=24)
"""How late a summary may be and still be sent, unless a subscription says otherwise: a day, so that
what an outage of a night or a weekend's day held up still comes, and nothing older does."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """On which weekdays (Monday is 0), at which clock time (to the minute), in which zone.

    Raises:
        ValueError: there is no day, or no such zone.
    """

    days: frozenset[int]
    at: dt.time
    zone: str

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("a cadence needs days from 0 (Monday) to 6 (Sunday)")
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError("a clock time is hours and minutes, without a zone")
        zone_of(self.zone)

    def moment(self, date: dt.date) -> dt.datetime:
        """When it is due on a local date; UTC, aware. `date` need not be one of its days.

        A date that the zone skips altogether (it has happened) is due when the next one begins.
        """
        local = dt.datetime.combine(date, self.at, zone_of(self.zone))
        # fold=0 takes the first of two, and reads a skipped time by the offset before the gap,
        # which is the same as moving it by as much as the clock jumps.
        return local.astimezone(dt.UTC)

    def first_on_or_after(self, date: dt.date) -> dt.date:
        """The next local date that it is due on."""
        return next(day for day in _days_from(date) if day.weekday() in self.days)

    def next_after(self, date: dt.date) -> dt.date:
        """The local date after this one that it is due on."""
        return self.first_on_or_after(date + dt.timedelta(days=1))

    def first_after(self, moment: dt.datetime) -> dt.date:
        """The first local date whose moment lies after this one (aware)."""
        date = self.first_on_or_after(moment.astimezone(zone_of(self.zone)).date())
        return date if self.moment(date) > moment else self.next_after(date)

    def upcoming(self, date: dt.date, count: int) -> list[dt.date]:
        """The next local dates from this one on, it included if it is one of its days."""
        found = [self.first_on_or_after(date)]
        while len(found) < count:
            found.append(self.next_after(found[-1]))
        return found

    def in_words(self) -> str:
        """`every Monday at 09:00 (Europe/Berlin)`."""
        return f"{_days_in_words(self.days)} at {self.at:%H:%M} ({self.zone})"


def due_dates(
    cadence: Cadence, due: dt.date, now: dt.datetime, catch_up: dt.timedelta = CATCH_UP
) -> tuple[dt.date | None, list[dt.date], dt.date]:
    """What to send for a subscription whose next local date is `due`, as of `now` (aware).

    The newest date that is due and not too late, the dates that are passed over, and the date that
    is next. Of several that are due only the newest is sent, for its window begins where the last
    one ended; so an outage leads to one summary and not to many.
    """
    passed: list[dt.date] = []
    at = cadence.first_on_or_after(due)
    while cadence.moment(at) <= now:
        passed.append(at)
        at = cadence.next_after(at)
    in_time = bool(passed) and now - cadence.moment(passed[-1]) <= catch_up
    return (passed.pop() if in_time else None), passed, at


@functools.cache
def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """A time zone by its IANA name, such as `Europe/Berlin`.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error


def _days_from(date: dt.date) -> Iterator[dt.date]:
    for ahead in range(8):
        yield date + dt.timedelta(days=ahead)


def _days_in_words(days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return "every day"
    if days == WORKDAYS:
        return "Monday to Friday"
    names = [DAYS[day] for day in sorted(days)]
    return f"every {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}"
