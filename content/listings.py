"""Lists of claims, page by page: timeline, figures, forecasts, latest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from content import guidance
from content.brief import Brief, Note, Suggestion
from content.caveats import status_on
from content.composing import Said, as_stated, compose, suggest_topics
from content.grammar import AskList, ListKind
from content.model import DECIDED, Claim
from content.pack import Pack

PER_PAGE = 5
"""Claims on a page: as many as a Discord message surely holds with their sources, each claim at
its longest and half of them disputed."""
FORECASTS_PER_PAGE = 3
"""Forecasts on a page; each brings the claims that show what came of it."""
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
    pack: Pack, wish: AskList, topic: str | None, today: dt.date, notes: Sequence[Note] = ()
) -> Brief:
    """One page of a list, of a topic or of the whole pack.

    A page beyond the last one is the last one. Where there is nothing to list, the brief says so.
    """
    claims = pack.claims_by_topic[topic] if topic else tuple(pack.current.values())
    found = _CHOOSING[wish.kind](claims, today)
    about = pack.topics[topic].title if topic else pack.info.title
    if not found:
        return guidance.nothing_listed(pack, _NOTHING[wish.kind], about, topic)
    size = FORECASTS_PER_PAGE if wish.kind == "forecasts" else PER_PAGE
    page = _page(len(found), size, wish.page)
    said = [
        line
        for claim in found[page.first - 1 : page.last]
        for line in _lines(pack, wish.kind, claim, today)
    ]
    return compose(
        pack,
        "brief",
        _title(wish.kind, about, page),
        said,
        today,
        topic=topic,
        notes=notes,
        suggestions=(*_turning(wish.kind, topic, page), *suggest_topics(pack, _near(pack, topic))),
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


def _page(total: int, size: int, wanted: int) -> _Page:
    pages = -(-total // size)
    number = min(max(wanted, 1), pages)
    return _Page(number, pages, (number - 1) * size + 1, min(number * size, total), total)


def _title(kind: ListKind, about: str, page: _Page) -> str:
    part = f" ({page.first}-{page.last} of {page.total})" if page.pages > 1 else ""
    return f"{_TITLES[kind]}: {about}{part}"


def _turning(kind: ListKind, topic: str | None, page: _Page) -> Iterator[Suggestion]:
    """Buttons for the next and the previous page."""
    about = f"{kind} {topic}" if topic else kind
    if page.number < page.pages:
        left = page.total - page.last
        yield Suggestion(f"{about} page {page.number + 1}", f"More ({left})", is_more=True)
    if page.number > 1:
        yield Suggestion(f"{about} page {page.number - 1}", "Back")


def _near(pack: Pack, topic: str | None) -> tuple[str, ...]:
    return (topic, *pack.topics[topic].related)[:2] if topic else ()
