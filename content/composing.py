"""From sentences and their claims to a `Brief`: numbering, evidence, notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from content.brief import (
    Brief,
    BriefKind,
    CitedSource,
    EvidenceLine,
    Note,
    PackRef,
    Point,
    Suggestion,
)
from content.dates import UNKNOWN
from content.model import Claim, ClaimKind, Sentence
from content.pack import Pack

MAX_DISPUTING = 2
"""How many disputing claims are added to one brief, so that they do not outgrow it."""
_CAUTION: tuple[ClaimKind, ...] = ("opinion", "forecast", "figure", "event", "fact")
"""What needs the most care comes first: a point is as uncertain as its least certain claim."""


def compose(
    pack: Pack,
    kind: BriefKind,
    title: str,
    sentences: Sequence[Sentence],
    today: dt.date,
    *,
    topic: str | None = None,
    notes: Sequence[Note] = (),
    suggestions: Sequence[Suggestion] = (),
) -> Brief:
    """A brief of these sentences, each with its sources; `today` decides what is stale.

    A claim that another one disputes brings that other one along as a point of its own.
    """
    shown = [*sentences, *_disputing(pack, sentences)]
    claims = [pack.claims_of(sentence) for sentence in shown]
    numbers = _numbers(claim for row in claims for claim in row)
    return Brief(
        kind=kind,
        title=title,
        topic=topic,
        pack=pack_ref(pack),
        points=tuple(
            _point(sentence, row, numbers) for sentence, row in zip(shown, claims, strict=True)
        ),
        sources=tuple(_cited(pack, source, number) for source, number in numbers.items()),
        evidence=tuple(_evidence(pack, claims, numbers)),
        notes=(*notes, *_notes(pack, claims, today)),
        suggestions=tuple(suggestions),
        as_of=max((claim.as_of for row in claims for claim in row), default=UNKNOWN),
    )


def pack_ref(pack: Pack) -> PackRef:
    return PackRef(pack.info.id, pack.info.version)


def suggest_topics(pack: Pack, topics: Iterable[str], limit: int = 4) -> tuple[Suggestion, ...]:
    """Topics to ask for next, by id; repeated and unknown ones are left out."""
    known = [topic for topic in dict.fromkeys(topics) if topic in pack.topics]
    return tuple(Suggestion(topic, pack.topics[topic].title) for topic in known[:limit])


def _disputing(pack: Pack, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    shown = {claim for sentence in sentences for claim in sentence.claims}
    others = dict.fromkeys(
        other for claim in sorted(shown) for other in pack.disputed_by.get(claim, ())
    )
    for other in [other for other in others if other not in shown][:MAX_DISPUTING]:
        yield Sentence(text=pack.claims[other].text, claims=(other,))


def _numbers(claims: Iterable[Claim]) -> dict[str, int]:
    """Source ids with their numbers, in the order of first use."""
    used = dict.fromkeys(piece.source for claim in claims for piece in claim.evidence)
    return {source: number for number, source in enumerate(used, start=1)}


def _point(sentence: Sentence, claims: Sequence[Claim], numbers: dict[str, int]) -> Point:
    first, *rest = sorted({numbers[piece.source] for claim in claims for piece in claim.evidence})
    claim, *more = sentence.claims
    return Point(sentence.text, (first, *rest), (claim, *more), _kind(claims))


def _kind(claims: Sequence[Claim]) -> ClaimKind:
    return min((claim.kind for claim in claims), key=_CAUTION.index)


def _cited(pack: Pack, source_id: str, number: int) -> CitedSource:
    source = pack.sources[source_id]
    return CitedSource(
        number=number,
        id=source.id,
        publisher=source.publisher,
        title=source.title,
        grade=source.grade,
        url=str(source.url) if source.url else None,
        author=source.author,
        published=source.published,
        published_note=source.published_note,
    )


def _evidence(
    pack: Pack, claims: Sequence[Sequence[Claim]], numbers: dict[str, int]
) -> Iterator[EvidenceLine]:
    for at, row in enumerate(claims, start=1):
        for claim in row:
            for piece in claim.evidence:
                yield EvidenceLine(
                    point=at,
                    claim=claim.id,
                    claim_text=claim.text,
                    source=numbers[piece.source],
                    locator=piece.locator,
                    said_by=piece.said_by,
                    independent_sources=pack.independent_sources(claim),
                    as_of=claim.as_of,
                    derives_from=pack.taken_from(piece),
                )


def _notes(pack: Pack, claims: Sequence[Sequence[Claim]], today: dt.date) -> Iterator[Note]:
    for points in _disputes(pack, claims):
        both = (
            "do not agree; both sides are shown"
            if len(points) > 1
            else "holds both sides of a disagreement"
        )
        yield Note("disputed", f"{_points(points)} {both}.")
    kinds = [_kind(row) for row in claims]
    forecasts = [at for at, kind in enumerate(kinds, 1) if kind == "forecast"]
    if forecasts:
        verb = "is a forecast" if len(forecasts) == 1 else "are forecasts"
        yield Note("forecast", f"{_points(forecasts)} {verb}: expected then, not what happened.")
    opinions = [at for at, kind in enumerate(kinds, 1) if kind == "opinion"]
    if opinions:
        verb = "is an opinion" if len(opinions) == 1 else "are opinions"
        yield Note("opinion", f"{_points(opinions)} {verb}; the text says whose.")
    yield from _date_notes(pack, claims, today)


def _disputes(pack: Pack, claims: Sequence[Sequence[Claim]]) -> list[tuple[int, ...]]:
    """The points (from 1) that disagree: where each two claims in dispute stand."""
    stands: dict[str, set[int]] = {}
    for at, row in enumerate(claims, start=1):
        for claim in row:
            stands.setdefault(claim.id, set()).add(at)
    groups = {
        tuple(sorted(stands[one] | stands[other]))
        for one in stands
        for other in pack.disputed_by.get(one, ())
        if other in stands
    }
    return sorted(groups)


def _date_notes(pack: Pack, claims: Sequence[Sequence[Claim]], today: dt.date) -> Iterator[Note]:
    newest = [max(claim.as_of for claim in row) for row in claims]
    limit = today - dt.timedelta(days=pack.info.stale_after_days)
    stale = [at for at, date in enumerate(newest, 1) if date.first_day and date.first_day < limit]
    if stale:
        verb = "rests" if len(stale) == 1 else "rest"
        days = pack.info.stale_after_days
        yield Note("stale", f"{_points(stale)} {verb} on claims more than {days} days old.")
    undated = [at for at, date in enumerate(newest, 1) if not date.is_known]
    if undated:
        yield Note("dated", f"{_points(undated)}: the source shows no date.")
    if any(date.is_known for date in newest):
        yield Note("dated", f"Newest claim here: {max(newest).in_words()}.")


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
