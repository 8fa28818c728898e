"""What the bot says, before any platform has seen it.

A `Brief` says what things are, not how they look. Whatever it asserts about the world is a
`Point`, and a `Point` without a citation does not type-check and cannot be constructed; notes
and suggestions speak of the brief itself ("the newest claim here is from July 2025").
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import GetPydanticSchema
from pydantic_core import CoreSchema, core_schema

from content.dates import UNKNOWN, PartialDate
from content.model import ClaimKind, Grade

BriefKind = Literal["brief", "answer", "evidence", "abstention", "help", "error"]
Outcome = Literal["answered", "closest", "not_covered"]
"""Whether a question was answered, was shown what is nearest, or got neither."""
NoteKind = Literal[
    "dated",
    "stale",
    "disputed",
    "forecast",
    "opinion",
    "support",
    "corrected",
    "understood",
    "reworded",
    "coverage",
    "quoted",
    "help",
    "problem",
]
QUOTATION: Literal["quotation"] = "quotation"
"""The kind of a point that is no editor's claim, but a sentence of an archived page."""
PointKind = ClaimKind | Literal["quotation"]
OneOrMoreNumbers = Annotated[
    tuple[int, *tuple[int, ...]], GetPydanticSchema(lambda _, handler: _one_or_more(handler(int)))
]
OneOrMoreIds = Annotated[
    tuple[str, *tuple[str, ...]], GetPydanticSchema(lambda _, handler: _one_or_more(handler(str)))
]


def _one_or_more(item: CoreSchema) -> CoreSchema:
    """Pydantic cannot read `tuple[int, *tuple[int, ...]]` yet, so it is told (2.14)."""
    return core_schema.tuple_variable_schema(item, min_length=1)


KINDS_WITH_POINTS: frozenset[BriefKind] = frozenset({"brief", "answer", "evidence"})


@dataclass(frozen=True, slots=True)
class PackRef:
    """Which pack, in which version, a brief was made from."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as it was when it was cited; kept with the brief so that it can be shown again."""

    number: int
    """What stands in square brackets after a point. Numbers of a brief never change."""
    id: str
    publisher: str
    title: str
    grade: Grade
    url: str | None = None
    author: str | None = None
    published: PartialDate = UNKNOWN
    published_note: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence, with the sources that support it."""

    text: str
    citations: OneOrMoreNumbers
    """Numbers of `CitedSource`s of the same brief, ascending."""
    claims: OneOrMoreIds
    """Ids of the claims it is made of. A quotation has one that names its place instead."""
    kind: PointKind
    label: str | None = None
    """What a list shows before the sentence: a date, a state, or which side is speaking."""

    def __post_init__(self) -> None:
        if not self.citations or not self.claims:
            raise ValueError(f"a point needs a citation and a claim: {self.text!r}")


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One place where one claim of one point is found."""

    point: int
    """Which point of the brief, counted from 1."""
    claim: str
    claim_text: str
    source: int
    """The number of a `CitedSource` of the same brief."""
    locator: str
    said_by: str | None
    """Whom the source credits; none where the source speaks for itself."""
    independent_sources: int
    """How many sources carry the claim, copies and condensations counted once."""
    as_of: PartialDate = UNKNOWN
    derives_from: tuple[str, ...] = ()
    """Publishers this statement was taken over from; with none it is the source's own."""
    quote: str | None = None
    """The supporting sentence itself, where the operator has an archived copy of the page."""
    fingerprint: str | None = None
    """Which sentence that is; see `content.fingerprints`."""
    finding: str | None = None
    """What became of the page since, where the operator's archive knows: it changed, it is gone."""
    best_grade: Grade | None = None
    """The best grade among all the sources that carry the claim."""
    disputed_by: tuple[str, ...] = ()
    """Ids of the claims that say otherwise."""

    @property
    def is_quotation(self) -> bool:
        """Whether there is no claim behind it, only the sentence that is quoted."""
        return self.claim.startswith(f"{QUOTATION}:")


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know about the brief itself."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to ask next."""

    text: str
    """What to type."""
    label: str
    """What to call it."""
    is_more: bool = False
    """Whether it is the next page of the same list."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A reply on any platform. Its evidence travels with it, so it can be replayed later.

    Raises:
        ValueError: a citation names no source, a source is not cited, or the kind calls for
            points and there are none.
    """

    kind: BriefKind
    title: str
    pack: PackRef
    topic: str | None = None
    points: tuple[Point, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    notes: tuple[Note, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    as_of: PartialDate = UNKNOWN
    """The newest date among the claims shown."""
    is_closest: bool = False
    """Whether the points answer nothing, and only are the nearest there is."""

    @property
    def outcome(self) -> Outcome | None:
        """What came of what was asked; none for help, errors and evidence."""
        if self.kind in ("brief", "answer"):
            return "closest" if self.is_closest else "answered"
        return "not_covered" if self.kind == "abstention" else None

    def __post_init__(self) -> None:
        cited = {number for point in self.points for number in point.citations}
        listed = [source.number for source in self.sources]
        if cited != set(listed) or len(listed) != len(set(listed)):
            raise ValueError(f"cited {sorted(cited)} but listed {listed}")
        if bool(self.points) != (self.kind in KINDS_WITH_POINTS):
            raise ValueError(f"a brief of kind {self.kind!r} with {len(self.points)} points")

    def followed_by(self, other: Brief) -> Brief:
        """This brief with the points of another one behind its own, their sources renumbered."""
        known = {source.id: source.number for source in self.sources}
        next_number = max((source.number for source in self.sources), default=0) + 1
        fresh = [source for source in other.sources if source.id not in known]
        known |= {source.id: next_number + at for at, source in enumerate(fresh)}
        numbers = {source.number: known[source.id] for source in other.sources}
        return dataclasses.replace(
            self,
            points=(*self.points, *(_renumbered(point, numbers) for point in other.points)),
            sources=(
                *self.sources,
                *(dataclasses.replace(source, number=known[source.id]) for source in fresh),
            ),
            evidence=(
                *self.evidence,
                *(
                    dataclasses.replace(
                        line, point=line.point + len(self.points), source=numbers[line.source]
                    )
                    for line in other.evidence
                ),
            ),
        )

    def disputing(self, positions: frozenset[int]) -> frozenset[int]:
        """Positions (from 0) of the other points that say otherwise than those at `positions`."""
        claims = {
            claim
            for line in self.evidence
            if line.point - 1 in positions
            for claim in line.disputed_by
        }
        found = {at for at, point in enumerate(self.points) if claims & set(point.claims)}
        return frozenset(found - positions)

    def first_points(self, count: int) -> Brief:
        """The first points, at most `count`, none of them without the point that says otherwise."""
        kept = frozenset(range(count))
        while cut := self.disputing(kept):
            kept -= {at for at in kept if self.disputing(frozenset({at})) & cut}
        return self.only_points(kept or frozenset({0}))

    def only_points(self, positions: frozenset[int]) -> Brief:
        """This brief with only the points at these positions (from 0), and what belongs to them.

        Source numbers stay as they are, so that "source 2" means the same before and after.
        """
        kept = [at for at in range(len(self.points)) if at in positions]
        points = tuple(self.points[at] for at in kept)
        cited = {number for point in points for number in point.citations}
        moved = {old + 1: new + 1 for new, old in enumerate(kept)}
        return dataclasses.replace(
            self,
            points=points,
            sources=tuple(source for source in self.sources if source.number in cited),
            evidence=tuple(
                dataclasses.replace(line, point=moved[line.point])
                for line in self.evidence
                if line.point in moved
            ),
        )


def _renumbered(point: Point, numbers: dict[int, int]) -> Point:
    first, *rest = sorted(numbers[number] for number in point.citations)
    return dataclasses.replace(point, citations=(first, *rest))
