"""What a summary of some days says: what is new, corrected, due, resolved or in dispute since then.

Everything is told by the dates that claims carry, and by the day on which a claim was first seen
here, so that an article that editors read late is not passed over. A summary is a `Brief` like any
other: each line cites, and "source?" replays it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from content.brief import Brief, Note, Suggestion
from content.composing import Said, as_stated, compose, pack_ref, suggest_topics
from content.dates import PartialDate
from content.model import DECIDED, GRADES, Claim
from content.pack import Pack

MAX_LINES = 8
"""Most points of a summary: with their sources as many as fit a Discord message."""
LATE_DAYS = 90
"""How old what editors have added may be and still be news: a quarter."""

Kind = Literal["corrected", "resolved", "due", "dispute", "new", "added"]
LABELS: Mapping[Kind, str] = {
    "corrected": "corrected",
    "resolved": "forecast resolved",
    "due": "forecast due",
    "dispute": "now disputed",
    "new": "",
    "added": "added",
}
"""What stands before a line, and before its date; in the order in which readers care."""

BESIDE = "shown beside what it disputes"


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a summary is about, both included."""

    first: dt.date
    last: dt.date

    def holds(self, date: PartialDate) -> bool:
        """Whether a date is known to lie within: not that of a whole month that ends later."""
        begin, end = date.first_day, date.last_day
        return begin is not None and end is not None and self.first <= begin and end <= self.last

    def ends(self, date: PartialDate) -> bool:
        """Whether the last day that a date can mean lies within, as when a month is over."""
        return date.last_day is not None and self.first <= date.last_day <= self.last

    def in_words(self) -> str:
        """`16 to 22 November 2026`, `28 November to 4 December 2026`, `22 November 2026`."""
        first, last = (PartialDate(day.isoformat()).in_words() for day in (self.first, self.last))
        if self.first == self.last:
            return last
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day} to {last}"
        return f"{first.removesuffix(f' {self.last.year}')} to {last}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that might go out, and why it does or does not."""

    kind: Kind
    claim: str
    """The id of the claim it is about."""
    shown: tuple[str, ...]
    """The claims that are shown: what stands in place of a corrected one, what resolved it."""
    topic: str
    date: PartialDate
    """Of what happened: the claim, its correction, its due date."""
    included: bool
    why: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A summary and all that was looked at for it."""

    brief: Brief
    candidates: tuple[Candidate, ...]
    """Those that go out first, in their order."""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say."""
        return not self.brief.points


def digest(
    pack: Pack,
    window: Window,
    today: dt.date,
    *,
    topics: Collection[str] = (),
    seen: Mapping[str, dt.date] | None = None,
    max_lines: int = MAX_LINES,
) -> Digest:
    """The summary of a window, of these topics (by id) or of all.

    `seen` says on which day each claim was first seen here; `today` decides what is stale.
    """
    wanted = frozenset(topics)
    found = sorted(
        _found(pack, window, seen or {}), key=lambda row: _rank(pack, row[1], row[0]), reverse=True
    )
    chosen, beside, left_out = [], [], []
    told: set[str] = set()
    for kind, claim, shown, date in found:
        own = [topic for topic in claim.topics if not wanted or topic in wanted]
        topic = (own or list(claim.topics))[0]
        if claim.id in told:
            beside.append(Candidate(kind, claim.id, shown, topic, date, True, BESIDE))
            continue
        lines = told | _with_other_sides(pack, shown)
        why = _why_not(own, len(lines), max_lines)
        candidate = Candidate(kind, claim.id, shown, topic, date, not why, why or _why(kind, date))
        if why:
            left_out.append(candidate)
        else:
            told = lines
            chosen.append(candidate)
    brief = _brief(pack, window, today, chosen, left_out)
    return Digest(brief, (*chosen, *beside, *left_out))


def _with_other_sides(pack: Pack, names: Sequence[str]) -> set[str]:
    """The claims that are shown with these: what disputes them, and what disputes that."""
    found, missing = set(names), list(names)
    while missing:
        others = set(pack.disputed_by.get(missing.pop(), ())) - found
        found |= others
        missing += others
    return found


Row = tuple[Kind, Claim, tuple[str, ...], PartialDate]


def _found(pack: Pack, window: Window, seen: Mapping[str, dt.date]) -> Iterator[Row]:
    """What there is to say of each claim: the first that holds, for one line on it is enough."""
    for claim in pack.claims.values():
        if claim.corrected_by:
            if window.holds(claim.corrected_by.date):
                yield "corrected", claim, (claim.corrected_by.claim,), claim.corrected_by.date
        elif claim.is_current:
            first = next(_of_current(pack, claim, window, seen), None)
            if first is not None:
                yield first


def _of_current(
    pack: Pack, claim: Claim, window: Window, seen: Mapping[str, dt.date]
) -> Iterator[Row]:
    if claim.forecast and claim.forecast.status in DECIDED:
        because = [pack.claims[name] for name in claim.forecast.because]
        newest = max(because, key=lambda one: one.as_of, default=None)
        if newest is not None and window.holds(newest.as_of):
            yield "resolved", claim, (claim.id, newest.id), newest.as_of
    elif claim.forecast and window.ends(claim.forecast.due):
        yield "due", claim, (claim.id,), claim.forecast.due
    if window.holds(claim.as_of):
        is_disputed = bool(pack.disputed_by.get(claim.id))
        yield ("dispute" if is_disputed else "new"), claim, (claim.id,), claim.as_of
    day = seen.get(claim.id)
    if day is not None and window.first <= day <= window.last and _is_recent(claim, window):
        yield "added", claim, (claim.id,), claim.as_of


def _is_recent(claim: Claim, window: Window) -> bool:
    last = claim.as_of.last_day
    return last is not None and last >= window.first - dt.timedelta(days=LATE_DAYS)


def _rank(pack: Pack, claim: Claim, kind: Kind) -> tuple[object, ...]:
    """What a reader should see first is greatest: what was wrong, then the newest and best."""
    told = kind == "corrected"
    grade = -GRADES.index(pack.best_grade(claim)) if claim.evidence else -len(GRADES)
    return told, claim.as_of, grade, pack.independent_sources(claim), claim.id


def _why(kind: Kind, date: PartialDate) -> str:
    said = {
        "corrected": f"corrected on {date.in_words()}",
        "resolved": f"what came of this forecast is of {date.in_words()}",
        "due": f"this forecast was due {date.in_words()}",
        "dispute": f"of {date.in_words()}, and others say otherwise",
        "new": f"of {date.in_words()}",
        "added": f"added in these days; of {date.in_words()}",
    }
    return said[kind]


def _why_not(own: Sequence[str], points: int, max_lines: int) -> str:
    if not own:
        return "of none of the topics wanted"
    return f"{max_lines} lines are full" if points > max_lines else ""


def _brief(
    pack: Pack,
    window: Window,
    today: dt.date,
    chosen: Sequence[Candidate],
    left_out: Sequence[Candidate],
) -> Brief:
    title = f"Summary: {pack.info.title}, {window.in_words()}"
    if not chosen:
        return _quiet(pack, title, window)
    said: dict[str, Said] = {}
    for candidate in chosen:
        for name, one in _said(pack, candidate):
            said.setdefault(name, one)
    more = [one for one in left_out if one.why != "of none of the topics wanted"]
    listed = f"latest between {window.first.isoformat()} and {window.last.isoformat()}"
    turning = [Suggestion(listed, f"{len(more)} more", is_more=True)] if more else []
    topics = dict.fromkeys(candidate.topic for candidate in chosen)
    return compose(
        pack,
        "brief",
        title,
        list(said.values()),
        today,
        notes=(Note("dated", f"From {pack.info.title}, version {pack.info.version}."),),
        suggestions=(*turning, *suggest_topics(pack, topics, limit=3)),
    )


def _said(pack: Pack, candidate: Candidate) -> Iterator[tuple[str, Said]]:
    """Each claim that is shown for a candidate, with its line."""
    told = LABELS[candidate.kind]
    date = candidate.date.in_words() if candidate.date.is_known else ""
    topic = pack.topics[candidate.topic].title
    for at, name in enumerate(candidate.shown):
        label = " · ".join(filter(None, (topic, told, date))) if at == 0 else "what came of it"
        yield name, Said(as_stated(pack.claims[name]), label)


def _quiet(pack: Pack, title: str, window: Window) -> Brief:
    lines = (
        f"Nothing new on file for {window.in_words()}.",
        f"The newest claim or source is of {pack.newest.in_words()}.",
    )
    return Brief(
        kind="abstention",
        title=title,
        pack=pack_ref(pack),
        notes=tuple(Note("coverage", line) for line in lines),
    )
