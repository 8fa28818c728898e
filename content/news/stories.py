"""Stories: what several outlets tell of one event, with one article in front and the others folded.

Copies of one text are one voice: who prints an agency's text does not confirm it. Articles in other
words belong together where they are alike in their rare words, above all in names and numbers, and
come out within three days of each other. The result depends on the articles alone, not on the order
they were found in.
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
ALIKE = 0.22
"""From which likeness (cosine of weighted terms, averaged over a story) on an article joins one.
This and the next two were chosen on the made news of `tests/news/made.py`, with seeds below 100;
`tests/bench/stories.py` measures with others. F1 there is within .03 from .18 to .25."""
TITLE_WEIGHT = 2.0
"""How much more a word of the headline tells."""
TELLING_WEIGHT = 4.0
"""How much more a name or a number tells, wherever in the article it stands. Two outlets choose
their own words, but not who it was and how many. Without it, F1 is .8 instead of .95."""
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
    clusters = _clusters([voice[0] for voice in voices])
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


def _clusters(ordered: Sequence[Article]) -> list[list[int]]:
    """Positions of the articles, those on one event together: each joins the story that it is most
    like, if that is alike enough and not over."""
    clusters: list[list[int]] = []
    shelf = _Shelf()
    for at, vector in enumerate(_vectors(ordered)):
        for number in shelf.stories():
            if ordered[at].published - ordered[clusters[number][-1]].published > APART:
                shelf.remove(number)
        alike = {n: total / len(clusters[n]) for n, total in shelf.likeness(vector).items()}
        best = min(alike, key=lambda n: (-alike[n], n), default=-1)
        if best < 0 or alike[best] < ALIKE:
            best = len(clusters)
            clusters.append([])
        clusters[best].append(at)
        shelf.add(best, vector)
    return clusters


class _Shelf:
    """The terms of the stories that are not over, each with what it weighs in whom. A text is
    compared with those only that have a term of it."""

    def __init__(self) -> None:
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        self._terms: dict[int, set[str]] = {}

    def stories(self) -> list[int]:
        return list(self._terms)

    def add(self, story: int, vector: Mapping[str, float]) -> None:
        self._terms.setdefault(story, set()).update(vector)
        for term, weight in vector.items():
            row = self._weights[term]
            row[story] = row.get(story, 0.0) + weight

    def remove(self, story: int) -> None:
        for term in self._terms.pop(story):
            del self._weights[term][story]

    def likeness(self, vector: Mapping[str, float]) -> Mapping[int, float]:
        """The cosines of a text with all texts of a story, in sum."""
        totals: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for story, theirs in self._weights.get(term, {}).items():
                totals[story] += weight * theirs
        return totals


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
    counts: dict[str, float] = defaultdict(float)
    for term in terms(article.title, drop_stop_words=True):
        counts[term] += TITLE_WEIGHT
    for term in terms(article.opening, drop_stop_words=True)[:OPENING_TERMS]:
        counts[term] += 1
    for name in article.telling:
        counts[f"{name} as a name"] = TELLING_WEIGHT
    return {term: math.sqrt(count) for term, count in counts.items()}


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
