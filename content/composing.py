"""From sentences and their claims to a `Brief`: numbering, evidence, both sides of a dispute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content import caveats
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
from content.model import Claim, Sentence
from content.pack import Pack

OTHERWISE = "says otherwise"
"""What stands before a claim that is shown because it disputes the one before it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to show, and what a list puts before it."""

    sentence: Sentence
    label: str | None = None


def compose(
    pack: Pack,
    kind: BriefKind,
    title: str,
    sentences: Sequence[Sentence | Said],
    today: dt.date,
    *,
    topic: str | None = None,
    notes: Sequence[Note] = (),
    suggestions: Sequence[Suggestion] = (),
) -> Brief:
    """A brief of these sentences, each with its sources; `today` decides what is stale.

    A claim that others dispute brings all of them along, each as a point of its own behind it.
    """
    said = [item if isinstance(item, Said) else Said(item) for item in sentences]
    shown = list(_with_other_sides(pack, said))
    claims = [pack.claims_of(item.sentence) for item in shown]
    numbers = _numbers(claim for row in claims for claim in row)
    return Brief(
        kind=kind,
        title=title,
        topic=topic,
        pack=pack_ref(pack),
        points=tuple(_point(item, row, numbers) for item, row in zip(shown, claims, strict=True)),
        sources=tuple(cited(pack, source, number) for source, number in numbers.items()),
        evidence=tuple(_evidence(pack, claims, numbers)),
        notes=(*notes, *caveats.notes(pack, claims, today)),
        suggestions=tuple(suggestions),
        as_of=max((claim.as_of for row in claims for claim in row), default=UNKNOWN),
    )


def pack_ref(pack: Pack) -> PackRef:
    return PackRef(pack.info.id, pack.info.version)


def suggest_topics(pack: Pack, topics: Iterable[str], limit: int = 4) -> tuple[Suggestion, ...]:
    """Topics to ask for next, by id; repeated and unknown ones are left out."""
    known = [topic for topic in dict.fromkeys(topics) if topic in pack.topics]
    return tuple(Suggestion(topic, pack.topics[topic].title) for topic in known[:limit])


def as_stated(claim: Claim) -> Sentence:
    """A claim as a sentence of its own."""
    return Sentence(text=claim.text, claims=(claim.id,))


def cited(pack: Pack, source_id: str, number: int) -> CitedSource:
    """A source of the pack as it is cited now."""
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


def _with_other_sides(pack: Pack, said: Sequence[Said]) -> Iterator[Said]:
    shown = {claim for item in said for claim in item.sentence.claims}
    for item in said:
        yield item
        missing = list(item.sentence.claims)
        while missing:
            others = [o for o in pack.disputed_by.get(missing.pop(), ()) if o not in shown]
            shown.update(others)
            missing += others
            yield from (Said(as_stated(pack.claims[other]), OTHERWISE) for other in others)


def _numbers(claims: Iterable[Claim]) -> dict[str, int]:
    """Source ids with their numbers, in the order of first use."""
    used = dict.fromkeys(piece.source for claim in claims for piece in claim.evidence)
    return {source: number for number, source in enumerate(used, start=1)}


def _point(said: Said, claims: Sequence[Claim], numbers: dict[str, int]) -> Point:
    first, *rest = sorted({numbers[piece.source] for claim in claims for piece in claim.evidence})
    claim, *more = said.sentence.claims
    kind = caveats.kind_of(claims)
    return Point(said.sentence.text, (first, *rest), (claim, *more), kind, said.label)


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
                    fingerprint=piece.fingerprint,
                    best_grade=pack.best_grade(claim),
                    disputed_by=pack.disputed_by.get(claim.id, ()),
                )
