"""What has become old since it was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from content.dates import PartialDate
from content.lint.subject import Subject
from content.problems import Problem


def check(subject: Subject) -> Iterator[Problem]:
    """Claims that nobody has looked at for too long, and forecasts whose time has passed."""
    yield from _stale_claims(subject)
    yield from _past_due(subject)


def _stale_claims(subject: Subject) -> Iterator[Problem]:
    days = subject.pack.info.stale_after_days
    limit = subject.day - dt.timedelta(days=days)
    for item in subject.claims:
        claim = item.entry
        if not _is_recent(claim.as_of, limit) and not _is_recent(claim.reviewed, limit):
            age = f"is from {claim.as_of.in_words()}" if claim.as_of.is_known else "has no date"
            seen = f"was last reviewed on {claim.reviewed}" if claim.reviewed.is_known else ""
            what = f"the claim `{claim.id}` {age} and {seen or 'was not reviewed since'}"
            fix = f"look at it again and write `reviewed: {subject.day}`, or withdraw it"
            yield item.problem(("as_of",), what, fix, "stale-claim")


def _is_recent(date: PartialDate, limit: dt.date) -> bool:
    return date.last_day is not None and date.last_day >= limit


def _past_due(subject: Subject) -> Iterator[Problem]:
    for item in subject.claims:
        forecast = item.entry.forecast
        last = forecast.due.last_day if forecast else None
        if forecast and last and last < subject.day and forecast.status == "open":
            what = f"the forecast `{item.entry.id}` was due {forecast.due.in_words()}, and is open"
            fix = "set `status`, with the claims that show it in `because`, or say why it is `due`"
            yield item.problem(("forecast",), what, fix, "forecast-past-due")
