"""A pack in memory: everything that can be cited, and how it hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from content.dates import UNKNOWN, PartialDate
from content.model import (
    GRADES,
    Claim,
    Evidence,
    Grade,
    PackInfo,
    QASnippet,
    Sentence,
    Source,
    Topic,
)


@dataclass(frozen=True)
class Pack:
    """A pack whose references all resolve; only `content.loading` makes one from files."""

    info: PackInfo
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    topics: Mapping[str, Topic]
    qa: tuple[QASnippet, ...]

    @cached_property
    def current(self) -> Mapping[str, Claim]:
        """The claims that may be said: neither withdrawn nor corrected."""
        return {claim.id: claim for claim in self.claims.values() if claim.is_current}

    @cached_property
    def newest(self) -> PartialDate:
        """The newest date of any claim or source: how fresh the pack is."""
        dates = [claim.as_of for claim in self.current.values()]
        return max(
            [*dates, *(source.published for source in self.sources.values())], default=UNKNOWN
        )

    @cached_property
    def claims_by_topic(self) -> Mapping[str, tuple[Claim, ...]]:
        """The current claims that name each topic, in the order of the files."""
        return {
            topic: tuple(claim for claim in self.current.values() if topic in claim.topics)
            for topic in self.topics
        }

    @cached_property
    def disputed_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each claim in a dispute, those that say otherwise, whichever side named the other.

        A side that was withdrawn or corrected disputes nothing any more.
        """
        sides: dict[str, dict[str, None]] = {}
        for claim in self.current.values():
            for other in (name for name in claim.disputes if name in self.current):
                sides.setdefault(claim.id, {})[other] = None
                sides.setdefault(other, {})[claim.id] = None
        return {claim: tuple(others) for claim, others in sides.items()}

    def claims_of(self, sentence: Sentence) -> tuple[Claim, ...]:
        return tuple(self.claims[claim] for claim in sentence.claims)

    def independent_sources(self, claim: Claim) -> int:
        """How many sources carry a claim, counting copies and condensations of one origin once."""
        return len({origin for piece in claim.evidence for origin in self._origins(piece)})

    def best_grade(self, claim: Claim) -> Grade:
        """The best grade among the sources that carry a claim."""
        return min((self.sources[piece.source].grade for piece in claim.evidence), key=GRADES.index)

    def taken_from(self, piece: Evidence) -> tuple[str, ...]:
        """The publishers a statement was taken over from, as far as the pack knows."""
        return tuple(dict.fromkeys(self.sources[source].publisher for source in self._above(piece)))

    def _origins(self, piece: Evidence) -> Iterable[str]:
        """Where a piece of evidence comes from in the end. What condenses several counts as one."""
        above = self._above(piece)
        return [min(self._roots(above, frozenset()))] if above else [piece.source]

    def _above(self, piece: Evidence) -> tuple[str, ...]:
        return piece.derives_from or self.sources[piece.source].derives_from

    def _roots(self, ids: Iterable[str], seen: frozenset[str]) -> set[str]:
        roots: set[str] = set()
        for source in ids:
            above = self.sources[source].derives_from
            roots |= (
                self._roots(above, seen | {source}) if above and source not in seen else {source}
            )
        return roots
