"""Lists of claims, page by page: timeline, figures, forecasts, latest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from content import guidance
from content.brief import Brief, Note, Suggestion
from content.caveats import status_on
from content.composing import Said, as_stated, compose, suggest_topics
from content.dates import UNKNOWN
from content.grammar import AskList, ListKind
from content.model import DECIDED, Claim
from content.pack import Pack
from content.periods import Period

PER_PAGE = 5
"""Most claims of a list on a page."""
POINTS_PER_PAGE = 6
"""Most points on a page, those counted that come with a claim: what disputes it, and what came of
a forecast. As many as a Discord message surely holds with their sources. A claim with more of them
than this has a page for itself."""
_TITLES: dict[ListKind, str] = {
    "timeline": "Timeline",
    "figures": "Figures",
    "forecasts": "Forecasts",
    "latest": "Latest",
}
_NOTHING: dict[ListKind, str] = {
    "timeline": "no dated events",
    "figures": "no figures",
    "forecasts": "no forecasts",
    "latest": "no dated claims",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """A part of a list. Numbers count from 1."""

    number: int
    pages: int
    first: int
    last: int
    total: int


def listed(
    pack: Pack,
    wish: AskList,
    topic: str | None,
    today: dt.date,
    notes: Sequence[Note] = (),
    period: Period | None = None,
) -> Brief:
    """One page of a list, of a topic or of the whole pack, of a period or of all time.

    A page beyond the last one is the last one. Where there is nothing to list, the brief says so.
    """
    claims = pack.claims_by_topic[topic] if topic else tuple(pack.current.values())
    ever = _CHOOSING[wish.kind](claims, today)
    found = [claim for claim in ever if period is None or period.holds(claim.as_of)]
    about = pack.topics[topic].title if topic else pack.info.title
    if not found:
        newest = max((claim.as_of for claim in ever), default=UNKNOWN)
        return guidance.nothing_listed(pack, _NOTHING[wish.kind], about, topic, period, newest)
    page = _page([_points_of(pack, wish.kind, claim) for claim in found], wish.page)
    said = [
        line
        for claim in found[page.first - 1 : page.last]
        for line in _lines(pack, wish.kind, claim, today)
    ]
    return compose(
        pack,
        "brief",
        _title(wish.kind, f"{about} {period.words}" if period else about, page),
        said,
        today,
        topic=topic,
        notes=notes,
        suggestions=(
            *_turning(wish.kind, topic, page, period),
            *suggest_topics(pack, _near(pack, topic)),
        ),
    )


def _events(claims: Iterable[Claim], _: dt.date) -> list[Claim]:
    """What happened, in the order in which it did."""
    dated = [claim for claim in claims if claim.kind == "event" and claim.as_of.is_known]
    return sorted(dated, key=lambda claim: claim.as_of)


def _figures(claims: Iterable[Claim], _: dt.date) -> list[Claim]:
    """Numbers, the newest first."""
    return _newest_first(claim for claim in claims if claim.kind == "figure")


def _forecasts(claims: Iterable[Claim], today: dt.date) -> list[Claim]:
    """Those that are due, those that come next, those without a date, those decided."""
    made = _newest_first(claim for claim in claims if claim.forecast)
    return sorted(made, key=lambda claim: _turn(claim, today))


def _turn(claim: Claim, today: dt.date) -> tuple[int, dt.date]:
    status, due = status_on(claim, today), claim.forecast.due.last_day if claim.forecast else None
    if status == "due":
        return 0, due or dt.date.min
    if status in DECIDED:
        return 3, dt.date.max
    return (1, due) if due else (2, dt.date.max)


def _latest(claims: Iterable[Claim], _: dt.date) -> list[Claim]:
    """Whatever is dated, the newest first."""
    return _newest_first(claim for claim in claims if claim.as_of.is_known)


_CHOOSING: dict[ListKind, Callable[[Iterable[Claim], dt.date], list[Claim]]] = {
    "timeline": _events,
    "figures": _figures,
    "forecasts": _forecasts,
    "latest": _latest,
}


def _newest_first(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: claim.as_of, reverse=True)


def _lines(pack: Pack, kind: ListKind, claim: Claim, today: dt.date) -> Iterator[Said]:
    """A claim behind its label; behind a forecast the claims that show what came of it."""
    if kind != "forecasts" or claim.forecast is None:
        yield Said(as_stated(claim), claim.as_of.in_words())
        return
    yield Said(as_stated(claim), _outlook(claim, today))
    for shown in claim.forecast.because:
        yield Said(as_stated(pack.claims[shown]), "what came of it")


def _outlook(claim: Claim, today: dt.date) -> str:
    """`due 2026, open`, `no date given, open`, `due December 2025, borne out`."""
    due = claim.forecast.due if claim.forecast else claim.as_of
    date = f"due {due.in_words()}" if due.is_known else "no date given"
    return f"{date}, {status_on(claim, today)}"


def _points_of(pack: Pack, kind: ListKind, claim: Claim) -> int:
    """How many points a claim makes on a page, with what comes with it."""
    shows = claim.forecast.because if kind == "forecasts" and claim.forecast else ()
    return sum(1 + len(pack.disputed_by.get(one, ())) for one in (claim.id, *shows))


def _page(points: Sequence[int], wanted: int) -> _Page:
    """The page with this number; `points` says how many each claim of the list makes."""
    starts = [0]
    for at in range(1, len(points)):
        on_page = points[starts[-1] : at + 1]
        if len(on_page) > PER_PAGE or sum(on_page) > POINTS_PER_PAGE:
            starts.append(at)
    number = min(max(wanted, 1), len(starts))
    end = starts[number] if number < len(starts) else len(points)
    return _Page(number, len(starts), starts[number - 1] + 1, end, len(points))


def _title(kind: ListKind, about: str, page: _Page) -> str:
    part = f" ({page.first}-{page.last} of {page.total})" if page.pages > 1 else ""
    return f"{_TITLES[kind]}: {about}{part}"


def _turning(
    kind: ListKind, topic: str | None, page: _Page, period: Period | None
) -> Iterator[Suggestion]:
    """Buttons for the next and the previous page."""
    about = " ".join(filter(None, (kind, topic, period.words if period else None)))
    if page.number < page.pages:
        left = page.total - page.last
        yield Suggestion(f"{about} page {page.number + 1}", f"More ({left})", is_more=True)
    if page.number > 1:
        yield Suggestion(f"{about} page {page.number - 1}", "Back")


def _near(pack: Pack, topic: str | None) -> tuple[str, ...]:
    return (topic, *pack.topics[topic].related)[:2] if topic else ()
