"""Stories: what several outlets tell of one event, with one article in front and the others folded.

Copies of one text are one voice: who prints an agency's text does not confirm it. Articles in other
words belong together where they are alike in their rare words, come out within three days, and
share a name or a number. The result depends on the articles alone, not on the order they were
found in.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.model import GRADES
from content.news.articles import Article
from content.news.copies import candidates, is_copy
from content.search import terms

APART = dt.timedelta(days=3)
"""How far apart in time articles on one event come out; later ones are about what came of it."""
COPIES_APART = dt.timedelta(days=14)
"""The same for copies: weeklies and aggregators print late."""
ALIKE = 0.27
"""From which likeness (cosine of weighted terms, averaged over a story) on an article joins one.
Chosen on the made data of `tests/news/made.py`, whose seeds are not those it is measured with."""
TITLE_WEIGHT = 2.0
"""How much more a word of the headline tells."""
OPENING_TERMS = 80
"""Terms of an article that are compared: its headline and its first sentences."""


@dataclass(frozen=True, slots=True)
class Story:
    """One event as it was told."""

    lead: Article
    """The best graded, then the earliest."""
    folded: tuple[Article, ...] = ()
    """The others, in order of time."""
    voices: tuple[tuple[str, ...], ...] = ()
    """Ids of its articles, those of one text together; the lead's first."""

    @property
    def id(self) -> str:
        """That of its earliest article, which stays the same when others join."""
        return min(self.articles, key=_order).id

    @property
    def articles(self) -> tuple[Article, ...]:
        return (self.lead, *self.folded)

    @property
    def independent(self) -> int:
        """How many outlets tell it in their own words: copies and one outlet's articles count
        once."""
        sites = {article.id: article.site for article in self.articles}
        groups: list[set[str]] = []
        for voice in self.voices:
            group = {sites[name] for name in voice}
            for other in [one for one in groups if one & group]:
                groups.remove(other)
                group |= other
            groups.append(group)
        return len(groups)

    @property
    def topics(self) -> tuple[str, ...]:
        """Ids of the topics it concerns, the surest first."""
        scores: dict[str, float] = {}
        for article in self.articles:
            for topic, score in article.topics:
                scores[topic] = max(scores.get(topic, 0.0), score)
        return tuple(sorted(scores, key=lambda topic: (-scores[topic], topic)))


def stories(articles: Sequence[Article]) -> list[Story]:
    """The stories that these articles tell, the newest first."""
    ordered = sorted(articles, key=_order)
    voices = _voices(ordered)
    vectors = _vectors([voice[0] for voice in voices])
    clusters: list[list[int]] = []
    for at in range(len(voices)):
        best = max(
            ((_likeness(at, cluster, voices, vectors), -n) for n, cluster in enumerate(clusters)),
            default=(0.0, 0),
        )
        if best[0] >= ALIKE:
            clusters[-best[1]].append(at)
        else:
            clusters.append([at])
    found = [_story([voices[at] for at in cluster]) for cluster in clusters]
    return sorted(found, key=lambda story: _order(story.lead), reverse=True)


def _order(article: Article) -> tuple[dt.date, str]:
    return article.published, article.id


def _voices(ordered: Sequence[Article]) -> list[list[Article]]:
    """The articles, those of one text together, each group by its earliest."""
    group = list(range(len(ordered)))
    for before, at in candidates(ordered):
        one, other = ordered[before], ordered[at]
        apart = other.published - one.published
        if group[before] != group[at] and apart <= COPIES_APART and is_copy(one, other):
            old, new = max(group[before], group[at]), min(group[before], group[at])
            group = [new if value == old else value for value in group]
    found: dict[int, list[Article]] = defaultdict(list)
    for at, article in enumerate(ordered):
        found[group[at]].append(article)
    return list(found.values())


def _likeness(
    at: int,
    cluster: Sequence[int],
    voices: Sequence[Sequence[Article]],
    vectors: Sequence[Mapping[str, float]],
) -> float:
    """How alike a text is to those of a story, on average; 0 where they cannot belong together."""
    mine = voices[at][0]
    others = [voices[other][0] for other in cluster]
    if all(mine.published - other.published > APART for other in others):
        return 0.0
    if not any(set(mine.telling) & set(other.telling) for other in others):
        return 0.0
    return sum(_cosine(vectors[at], vectors[other]) for other in cluster) / len(cluster)


def _vectors(articles: Sequence[Article]) -> list[Mapping[str, float]]:
    """Weighted terms of each article, of length 1."""
    counted = [_terms(article) for article in articles]
    seen = Counter(term for row in counted for term in row)
    total = len(articles)
    vectors: list[Mapping[str, float]] = []
    for row in counted:
        weighted = {
            term: count * math.log(1 + (total + 0.5) / (seen[term] + 0.5))
            for term, count in row.items()
        }
        length = math.sqrt(sum(value * value for value in weighted.values())) or 1.0
        vectors.append({term: value / length for term, value in weighted.items()})
    return vectors


def _terms(article: Article) -> Mapping[str, float]:
    """Terms with what each counts: more often is more, but not twice as much."""
    counts: Counter[str] = Counter()
    for term in terms(article.title, drop_stop_words=True):
        counts[term] += TITLE_WEIGHT  # type: ignore[assignment]
    for term in terms(article.opening, drop_stop_words=True)[:OPENING_TERMS]:
        counts[term] += 1
    return {term: math.sqrt(count) for term, count in counts.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other.get(term, 0.0) for term, value in one.items())


def _story(voices: Sequence[Sequence[Article]]) -> Story:
    every = [article for voice in voices for article in voice]
    lead = min(every, key=lambda one: (GRADES.index(one.grade), *_order(one)))
    folded = sorted((one for one in every if one is not lead), key=_order)
    named = [tuple(article.id for article in voice) for voice in voices]
    named.sort(key=lambda voice: lead.id not in voice)
    return Story(lead, tuple(folded), tuple(named))


def newest_first(found: Sequence[Story]) -> Iterator[Story]:
    """What a reader should see first: told by many, well graded, new."""
    yield from sorted(
        found,
        key=lambda story: (
            -story.independent,
            GRADES.index(story.lead.grade),
            -story.lead.published.toordinal(),
            story.id,
        ),
    )
