"""What a reader should know of the sentences beside them: the notes under a brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from content.brief import Note
from content.dates import PartialDate
from content.model import Claim, ClaimKind, ForecastStatus
from content.pack import Pack

_CAUTION: tuple[ClaimKind, ...] = ("opinion", "forecast", "figure", "event", "fact")
"""What needs the most care comes first: a point is as uncertain as its least certain claim."""
_CAME_OF_IT: Mapping[ForecastStatus, tuple[str, str]] = {
    "open": ("is a forecast", "are forecasts"),
    "due": ("is a forecast that is due", "are forecasts that are due"),
    "borne out": ("is a forecast that was borne out", "are forecasts that were borne out"),
    "not borne out": (
        "is a forecast that was not borne out",
        "are forecasts that were not borne out",
    ),
    "mixed": (
        "is a forecast with a mixed outcome",
        "are forecasts with a mixed outcome",
    ),
}
_MEANING: Mapping[ForecastStatus, str] = {
    "open": ": expected then, not what happened",
    "due": ", and nothing on file decides what came of it",
}

Rows = Sequence[Sequence[Claim]]
"""The claims of each point."""


def notes(pack: Pack, rows: Rows, today: dt.date) -> Iterator[Note]:
    """Disputes, forecasts, opinions, weak support and age; `today` decides what is due or old."""
    yield from _dispute_notes(_disputes(pack, rows))
    yield from _forecast_notes(rows, today)
    opinions = [at for at, row in enumerate(rows, 1) if kind_of(row) == "opinion"]
    if opinions:
        verb = "is an opinion" if len(opinions) == 1 else "are opinions"
        yield Note("opinion", f"{_points(opinions)} {verb}; the text says whose.")
    yield from _support_notes(pack, rows)
    yield from _date_notes(pack, rows, today)


def notes_on_dates(dates: Sequence[PartialDate], pack: Pack, today: dt.date) -> Iterator[Note]:
    """How old points are whose sources, and not whose claims, have these dates."""
    yield from _old_or_undated(dates, pack, today)
    if any(date.is_known for date in dates):
        yield Note("dated", f"Newest page here: {max(dates).in_words()}.")


def kind_of(claims: Sequence[Claim]) -> ClaimKind:
    """The kind of a point that rests on these claims."""
    return min((claim.kind for claim in claims), key=_CAUTION.index)


def status_on(claim: Claim, today: dt.date) -> ForecastStatus | None:
    """What became of a forecast; one whose time has passed is due, whether edited so or not."""
    if claim.forecast is None:
        return None
    last = claim.forecast.due.last_day
    passed = last is not None and last < today
    return "due" if claim.forecast.status == "open" and passed else claim.forecast.status


def _disputes(pack: Pack, rows: Rows) -> list[tuple[int, ...]]:
    """The points (from 1) that disagree: where each two claims in dispute stand."""
    stands: dict[str, set[int]] = {}
    for at, row in enumerate(rows, start=1):
        for claim in row:
            stands.setdefault(claim.id, set()).add(at)
    groups = {
        tuple(sorted(stands[one] | stands[other]))
        for one in stands
        for other in pack.disputed_by.get(one, ())
        if other in stands
    }
    return sorted(groups)


def _dispute_notes(groups: Sequence[tuple[int, ...]]) -> Iterator[Note]:
    for points in groups:
        if len(points) > 1:
            yield Note("disputed", f"{_points(points)} do not agree; both sides are shown.")
    both = [at for points in groups if len(points) == 1 for at in points]
    if both:
        verb = "holds" if len(both) == 1 else "hold"
        yield Note("disputed", f"{_points(both)} {verb} both sides of a disagreement.")


def _forecast_notes(rows: Rows, today: dt.date) -> Iterator[Note]:
    by_status: dict[ForecastStatus, list[int]] = {}
    for at, row in enumerate(rows, start=1):
        for status in {status for claim in row if (status := status_on(claim, today))}:
            by_status.setdefault(status, []).append(at)
    for status, (one, several) in _CAME_OF_IT.items():
        if points := by_status.get(status):
            verb = one if len(points) == 1 else several
            yield Note("forecast", f"{_points(points)} {verb}{_MEANING.get(status, '')}.")


def _support_notes(pack: Pack, rows: Rows) -> Iterator[Note]:
    weak = [
        at
        for at, row in enumerate(rows, start=1)
        if any(pack.best_grade(claim) == "blog" for claim in row)
    ]
    if weak:
        verb = "is" if len(weak) == 1 else "are"
        yield Note("support", f"{_points(weak)} {verb} reported by a blog or aggregator only.")


def _date_notes(pack: Pack, rows: Rows, today: dt.date) -> Iterator[Note]:
    newest = [max(claim.as_of for claim in row) for row in rows]
    yield from _old_or_undated(newest, pack, today)
    if any(date.is_known for date in newest):
        yield Note("dated", f"Newest claim here: {max(newest).in_words()}.")


def _old_or_undated(dates: Sequence[PartialDate], pack: Pack, today: dt.date) -> Iterator[Note]:
    days = pack.info.stale_after_days
    limit = today - dt.timedelta(days=days)
    old: dict[str, list[int]] = {}
    for at, date in enumerate(dates, start=1):
        if date.first_day and date.first_day < limit:
            old.setdefault(date.month_in_words(), []).append(at)
    if old:
        groups = [f"{_points(points)}: {date}" for date, points in old.items()]
        yield Note("stale", f"More than {days} days old. {'; '.join(groups)}.")
    undated = [at for at, date in enumerate(dates, 1) if not date.is_known]
    if undated:
        yield Note("dated", f"{_points(undated)}: the source shows no date.")


def _points(positions: Iterable[int]) -> str:
    """`Point 2`, `Points 1 and 3`, `Points 1-3 and 5`."""
    numbers = sorted(set(positions))
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in _run(run)]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{'Point' if len(numbers) == 1 else 'Points'} {listed}"


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
