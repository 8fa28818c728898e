"""What a due subscription leads to: which summary, of which days, and when the next one comes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from content.brief import Brief, Note
from content.cadence import due_dates
from content.digest import MAX_LINES, Digest, Window, digest
from content.news.reported import with_reported
from content.news.stories import Story
from content.pack import Pack
from content.subscriptions import Subscription
from content.topics import TopicNames

Build = Callable[[Subscription, dt.date], Brief | None]
"""The summary for a local date, or nothing where nothing is to be sent."""


Told = Callable[[Window], Sequence[Story]]
"""The stories that were reported in a window."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done about a subscription, all of it or nothing."""

    subscription: Subscription
    """As it goes on."""
    date: dt.date | None = None
    """The local date of the summary, which tells it from all others."""
    brief: Brief | None = None


def plan(subscription: Subscription, now: dt.datetime, build: Build) -> Planned:
    """What to do about a subscription at a moment (aware)."""
    date, passed, following = due_dates(
        subscription.cadence, subscription.next_date, now, subscription.catch_up
    )
    missed = subscription.missed + len(passed)
    moved = dataclasses.replace(subscription, next_date=following, missed=missed)
    if date is None:
        return Planned(moved)
    brief = build(dataclasses.replace(subscription, missed=missed), date)
    covered_to = max(subscription.covered_to, date - dt.timedelta(days=1))
    left = missed if brief is None else 0
    return Planned(dataclasses.replace(moved, covered_to=covered_to, missed=left), date, brief)


def summary_for(
    pack: Pack,
    subscription: Subscription,
    date: dt.date,
    today: dt.date,
    seen: Mapping[str, dt.date] | None = None,
    told: Told | None = None,
) -> Brief | None:
    """The summary of the days since the last one up to the day before `date`; none where there is
    nothing new and the subscription skips such times."""
    last = date - dt.timedelta(days=1)
    first = min(subscription.covered_to + dt.timedelta(days=1), last)
    found = summary(pack, Window(first, last), today, subscription, seen, told)
    if found.is_quiet and subscription.quiet == "skip":
        return None
    return _with_missed(found.brief, subscription.missed)


def summary(
    pack: Pack,
    window: Window,
    today: dt.date,
    subscription: Subscription | None,
    seen: Mapping[str, dt.date] | None = None,
    told: Told | None = None,
) -> Digest:
    """The summary of a window as a subscription wants it, and what it can no longer have."""
    topics, gone = _topics(pack, subscription.topics if subscription else ())
    most = (subscription.max_lines if subscription else None) or MAX_LINES
    found = digest(pack, window, today, topics=topics, seen=seen, max_lines=most)
    if told is not None:
        brief = with_reported(found.brief, pack, told(window), topics)
        found = dataclasses.replace(found, brief=brief)
    if not gone:
        return found
    named = ", ".join(f"“{name}”" for name in gone)
    line = f"No longer a topic here: {named}. “subscriptions topics …” chooses others."
    notes = (Note("coverage", line), *found.brief.notes)
    return dataclasses.replace(found, brief=dataclasses.replace(found.brief, notes=notes))


def _topics(pack: Pack, wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """The topics of the pack, those renamed included; and the ids that name none any more."""
    missing = [topic for topic in wanted if topic not in pack.topics]
    names = TopicNames(pack) if missing else None
    found = {topic: names and names.match(topic, lambda _: True) for topic in missing}
    renamed = {topic: match.topic for topic, match in found.items() if match}
    gone = [topic for topic in missing if topic not in renamed]
    known = [renamed.get(topic, topic) for topic in wanted if topic not in gone]
    return list(dict.fromkeys(known)), gone


def _with_missed(brief: Brief, missed: int) -> Brief:
    if not missed:
        return brief
    count = "One summary" if missed == 1 else f"{missed} summaries"
    note = Note("coverage", f"{count} before this could not be sent in time; this covers them.")
    return dataclasses.replace(brief, notes=(note, *brief.notes))
