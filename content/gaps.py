"""Gaps of packs, grouped by what was asked, so that what is missed most comes first."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from content.cleaning import fold
from content.ports import Gap
from content.search import terms


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps of one pack that are about the same."""

    pack: str
    topic: str | None
    """The id of the topic most of them are nearest to, as far as one is known."""
    text: str | None
    """The commonest wording; none where the questions were not kept."""
    no_answer: int
    not_helpful: int
    last: dt.date
    """In UTC."""

    @property
    def count(self) -> int:
        return self.no_answer + self.not_helpful


def grouped(gaps: Iterable[Gap]) -> list[GapGroup]:
    """Groups of gaps, the most frequent first; of equally frequent ones the latest.

    Questions with the same telling words belong together, whatever their order and endings;
    questions that were not kept, by their nearest topic.
    """
    groups: defaultdict[Hashable, list[Gap]] = defaultdict(list)
    for gap in sorted(gaps, key=lambda gap: gap.day):
        groups[gap.pack, _subject(gap)].append(gap)
    return sorted(map(_group, groups.values()), key=_rank)


def _subject(gap: Gap) -> Hashable:
    if gap.text is None:
        return gap.topic
    # Some texts have no telling word at all: those are the same only when they read the same.
    return frozenset(terms(gap.text, drop_stop_words=True)) or (fold(gap.text) or gap.text,)


def _group(gaps: list[Gap]) -> GapGroup:
    kinds = Counter(gap.kind for gap in gaps)
    return GapGroup(
        pack=gaps[0].pack,
        topic=_commonest(gap.topic for gap in gaps),
        text=_commonest(gap.text for gap in gaps),
        no_answer=kinds["no_answer"],
        not_helpful=kinds["not_helpful"],
        last=max(gap.day for gap in gaps),
    )


def _commonest(values: Iterable[str | None]) -> str | None:
    """Of equally common ones the first."""
    found = Counter(value for value in values if value is not None).most_common(1)
    return found[0][0] if found else None


def _rank(group: GapGroup) -> tuple[int, int, str, str]:
    return (-group.count, -group.last.toordinal(), group.pack, group.text or group.topic or "")
