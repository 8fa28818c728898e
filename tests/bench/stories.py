"""How well copies and stories are told from each other: `python -m tests.bench.stories`, part of
`make stories`.

On news made by `tests/news/made.py`, of which is known what belongs together. The seeds here are
not those that thresholds were chosen with. Beside it stands what is simplest: for copies, that half
of all runs of three words are the same (Jaccard, exact); for stories, that headlines are alike
(cosine of tf-idf, .3, and whatever is linked is one story). Everything is the same in each run.
"""

from __future__ import annotations

import itertools
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.news.articles import Article
from content.news.copies import candidates, is_copy
from content.news.stories import stories
from content.search import terms
from tests.news import made

SEED = 7_001
"""Of what is measured; thresholds were chosen with seeds below 100."""
COPIES, LOOK_ALIKES = 2_000, 1_000
RUNS, WEEKS = 3, 4
"""Stories are found in four weeks at once, as for a monthly summary, of three coasts."""
SHINGLE, SHINGLES_ALIKE, HEADLINES_ALIKE = 3, 0.5, 0.3
"""The baselines: words in a run, share of runs, cosine of headlines."""
Sameness = Callable[[made.Pair], bool]
Grouping = Callable[[Sequence[Article]], Sequence[Iterable[str]]]


@dataclass(frozen=True, slots=True)
class Score:
    """B-cubed, averaged over articles, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def main(seed: int = SEED) -> None:
    """Print both tables."""
    _print_copies(seed)
    _print_stories(seed)


def _print_copies(seed: int) -> None:
    pairs = [*made.copies(seed, COPIES), *made.look_alikes(seed + 1, LOOK_ALIKES)]
    ours, simple = (_found(pairs, same) for same in (is_ours, is_simple))
    every = Counter(pair.what for pair in pairs)
    print("| copies | pairs | found | runs of three words |")
    print("| --- | --- | --- | --- |")
    for rate in made.RATES:
        cells = (ours[rate] / every[rate], simple[rate] / every[rate])
        print(f"| {rate:.0%} changed | {every[rate]} | {cells[0]:.3f} | {cells[1]:.3f} |")
    whole = [sum(found[rate] for rate in made.RATES) / COPIES for found in (ours, simple)]
    print(f"| all copies | {COPIES} | {whole[0]:.3f} | {whole[1]:.3f} |")
    wrong = [found["look-alike"] for found in (ours, simple)]
    print(
        f"| look-alikes taken for copies | {LOOK_ALIKES} | {wrong[0]} | {wrong[1]} |\n", flush=True
    )


def _found(pairs: Iterable[made.Pair], same: Sameness) -> Counter[float | str]:
    return Counter(pair.what for pair in pairs if same(pair))


def is_ours(pair: made.Pair) -> bool:
    """Whether the pair would be compared at all, and is taken for copies then."""
    return any(candidates([pair.one, pair.other])) and is_copy(pair.one, pair.other)


def is_simple(pair: made.Pair) -> bool:
    """Half of all runs of three words are the same; of Chinese, of three characters."""
    one, other = (_runs(text) for text in pair.texts)
    return len(one & other) >= SHINGLES_ALIKE * len(one | other)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    parts = list(text) if len(words) * 8 < len(text) else words
    return set(zip(*(parts[at:] for at in range(SHINGLE)), strict=False))


def _print_stories(seed: int) -> None:
    print("| stories | articles | precision | recall | F1 | headlines: precision | recall | F1 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for at in range(RUNS):
        told = made.weeks(seed + 10 + at, WEEKS)
        cells = [
            f"{value:.3f}"
            for grouping in (by_story, by_headline)
            for score in [b_cubed(told, grouping)]
            for value in (score.precision, score.recall, score.f1)
        ]
        print(f"| coast {at + 1} | {len(told)} | {' | '.join(cells)} |", flush=True)


def by_story(articles: Sequence[Article]) -> Sequence[Iterable[str]]:
    return [[article.id for article in story.articles] for story in stories(articles)]


def by_headline(articles: Sequence[Article]) -> Sequence[Iterable[str]]:
    """Whatever is linked by headlines that are alike."""
    vectors = _weighted([terms(article.title, drop_stop_words=True) for article in articles])
    group = list(range(len(articles)))
    for one, other in itertools.combinations(range(len(articles)), 2):
        if group[one] != group[other] and _cosine(vectors[one], vectors[other]) >= HEADLINES_ALIKE:
            old, new = group[other], group[one]
            group = [new if value == old else value for value in group]
    found: dict[int, list[str]] = defaultdict(list)
    for at, article in enumerate(articles):
        found[group[at]].append(article.id)
    return list(found.values())


def b_cubed(told: Sequence[made.Reported], grouping: Grouping) -> Score:
    """How pure and how whole the groups are (Bagga and Baldwin, 1998): for each article the share
    of its group that is of its event, and the share of its event that is in its group."""
    events = {one.article.id: one.event for one in told}
    sizes = Counter(events.values())
    precision = recall = 0.0
    for group in map(list, grouping([one.article for one in told])):
        for event, count in Counter(events[name] for name in group).items():
            precision += count * count / len(group)
            recall += count * count / sizes[event]
    return Score(precision / len(events), recall / len(events))


def _weighted(rows: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
    seen = Counter(term for row in rows for term in set(row))
    vectors: list[Mapping[str, float]] = []
    for row in rows:
        weights = {term: n * math.log(len(rows) / seen[term]) for term, n in Counter(row).items()}
        length = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        vectors.append({term: value / length for term, value in weights.items()})
    return vectors


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other.get(term, 0.0) for term, value in one.items())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
