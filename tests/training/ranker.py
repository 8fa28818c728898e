"""Makes the weights of `content/ranking.json`: `make ranker EVAL_DATA=<folder of the data>`.

With `MODEL=<folder of a sentence model>` also those that such a model is used with; without it they
stay as they are.

Two linear models, pooled over corpora. The first orders sentences: a softmax over the candidates of
each question. The second says whether the best of them is an answer: a logistic regression in which
every set counts the same, and its answerable half as much as the other. What is printed is
cross-validated in five parts, no article in two of them; what is written is fitted to everything.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from adapters.semantic.model import SentenceModel
from bot.evaluating import read_documents, read_questions
from content import meaning
from content.finding import SIGNALS, signals
from content.library import Document, Library, asked_terms
from content.measuring import Asked, auroc
from content.ports import Nearness
from content.ranking import FEATURES, WEIGHTS, Candidate, candidates, learnt, to_query

PARTS = 5
SENTENCE_PENALTY = 0.01
"""Of .003, .01 and .03 the one with the best cross-validated figures; they hardly differ."""
CERTAINTY_PENALTY = 0.003
"""scikit-learn's C; likewise, of .003, .01 and .1."""
COUNTS = {"squad": 1.0, "clapnq": 3.0, "mhrag": 1.0}
"""How much a question counts: CLAP NQ's are few, and were not written with the text in view."""
ANSWERED, NEAR = 0.80, 0.95
"""Of the answerable questions so many are to be answered, and so many to get the nearest."""
Vector = Any


@dataclass(frozen=True, slots=True)
class Row:
    """A question of a set, with the features of its candidates."""

    set: str
    part: int
    answerable: bool
    features: Vector
    right: Vector
    found: list[Candidate]
    terms: int
    question: str
    reordered: list[Candidate] = field(default_factory=list)
    """The candidates as a sentence model orders them."""


def main(data: Path, model: Nearness | None) -> None:
    """Fit, print what cross-validation says, write."""
    rows = list(_every_row(data))
    learning = [row for row in rows if row.answerable and row.set in COUNTS]
    by_part = {at: _sentence_weights([r for r in learning if r.part != at]) for at in range(PARTS)}
    whole = _sentence_weights(learning)
    for name in dict.fromkeys(row.set for row in rows if row.answerable):
        chosen = [
            _first(row, by_part[row.part]) for row in rows if row.set == name and row.answerable
        ]
        print(name, f"sentence first {sum(chosen) / len(chosen):.3f}")
    usable = [row for row in rows if row.found]
    inner = np.array([_signals(row, by_part[row.part]) for row in usable])
    certainty = _learnt_certainty(usable, inner, [_signals(row, whole) for row in usable])
    content = {
        "made by": "make ranker EVAL_DATA=<folder of the development data>",
        "sentence": _named(FEATURES, whole),
        "certainty": certainty,
        meaning.LEARNT: learnt().get(meaning.LEARNT),
    }
    if model is not None:
        content[meaning.LEARNT] = _with_model(usable, by_part, model)
    WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _learnt_certainty(
    rows: Sequence[Row], inner: Vector, outer: Sequence[tuple[float, ...]]
) -> dict[str, Any]:
    """What `ranking.json` says of the decision; `inner` are signals that no row's own part made."""
    certain = _cross_validated(rows, inner)
    for name in dict.fromkeys(row.set for row in rows):
        print(name, "AUROC", _auroc_of(rows, certain, name))
    weights, intercept = _certainty_model(rows, np.array(outer))
    names = SIGNALS if len(weights) == len(SIGNALS) else (*SIGNALS, *meaning.SIGNALS)
    return {
        "signals": _named(names, weights),
        "intercept": round(intercept, 4),
        "at least": _thresholds(rows, certain),
    }


def _with_model(rows: Sequence[Row], by_part: dict[int, Vector], model: Nearness) -> dict[str, Any]:
    """What is learnt where a model judges the best sentences too."""
    print("with a sentence model", file=sys.stderr)
    scored = [_scored(row, by_part[row.part]) for row in rows]
    near = [
        meaning.nearness_of(some, row.question, model)
        for row, some in zip(rows, scored, strict=True)
    ]
    judged = list(zip(rows, scored, near, strict=True))
    mixed = {at: _mixture([one for one in judged if one[0].part != at]) for at in range(PARTS)}
    signals_of = []
    for row, some, ones in judged:
        ordered, reordered = meaning.reordered(some, ones, mixed[row.part])
        own = _signals(row, by_part[row.part])
        signals_of.append((*own, *meaning.signals(ordered, reordered)))
        row.reordered.extend(one for _, one in ordered)
    for name in dict.fromkeys(row.set for row in rows if row.answerable):
        print(name, "with the model, sentence first / in three", _right(rows, name))
    of_score, of_nearness = _mixture(judged)
    return {
        "made with": "all-MiniLM-L6-v2, int8; make ranker MODEL=<its folder>",
        "sentence": {"score": round(of_score, 4), "nearness": round(of_nearness, 4)},
        "certainty": _learnt_certainty(rows, np.array(signals_of), signals_of),
    }


def _right(rows: Sequence[Row], name: str) -> str:
    """How often the first, and one of the first three, of the reordered candidates is right."""
    first, three = [], []
    for row in rows:
        if row.set == name and row.answerable:
            right = {id(one) for one, good in zip(row.found, row.right, strict=True) if good}
            hits = [id(one) in right for one in row.reordered[:3]]
            first.append(hits[0])
            three.append(any(hits))
    return f"{np.mean(first):.3f} / {np.mean(three):.3f}"


def _mixture(judged: Sequence[tuple[Row, Any, Sequence[float]]]) -> tuple[float, float]:
    """How much score and nearness count, so that right sentences make out most of the softmax."""
    cases = []
    for row, some, near in judged:
        right = {id(one) for one, good in zip(row.found, row.right, strict=True) if good}
        good = np.array([id(one) in right for _, one in some[: len(near)]])
        if row.answerable and row.set in COUNTS and good.any() and not good.all():
            scores = np.array([score for score, _ in some[: len(near)]])
            cases.append((scores, np.array(near), good, COUNTS[row.set]))

    def loss(weights: Vector) -> float:
        total = 0.0
        for scores, near, good, count in cases:
            mixed = weights[0] * scores + weights[1] * near
            raised = np.exp(mixed - mixed.max())
            total -= count * (np.log(raised[good].sum()) - np.log(raised.sum()))
        return total / len(cases) + 0.001 * float(weights @ weights)

    found = minimize(loss, np.array([1.0, 1.0]), method="Powell")
    return float(found.x[0]), float(found.x[1])


def _every_row(data: Path) -> Iterator[Row]:
    corpora = {name: list(read_documents(data / f"{name}.corpus.jsonl.gz")) for name in COUNTS}
    small = list(read_documents(data / "squad.corpus.jsonl.gz", ("part", "dev")))
    libraries = {
        "squad": corpora["squad"],
        "squad-dev": small,
        "clapnq": [*corpora["clapnq"], *corpora["squad"]],
        "mhrag": corpora["mhrag"],
    }
    titles = {one.id: one.title for documents in corpora.values() for one in documents}
    for name, documents in libraries.items():
        print(name, len(documents), "documents", file=sys.stderr)
        asked = read_questions(data / f"{name.removesuffix('-dev')}.queries.dev.jsonl.gz")
        yield from _rows(name, documents, asked, titles)


def _rows(
    name: str, documents: list[Document], asked: list[Asked], titles: dict[str, str]
) -> Iterator[Row]:
    library = Library(documents)
    for one in asked:
        yield _row(library, one, name, one.answerable, frozenset(), titles)
        if one.answerable and name.startswith("squad"):
            yield _row(library, one, f"{name}, removed", False, one.documents, titles)


def _row(
    library: Library,
    asked: Asked,
    name: str,
    answerable: bool,
    hidden: frozenset[str],
    titles: dict[str, str],
) -> Row:
    terms = asked_terms(asked.question)
    query = to_query(asked.question, terms, library.weight)
    hits = [hit for hit in library.search(terms) if hit.document.id not in hidden]
    found = candidates(query, hits)
    features = np.array([one.features for one in found]).reshape(len(found), len(FEATURES))
    right = np.array([asked.is_right(one.text, one.document.id) for one in found], dtype=bool)
    key = min(asked.documents, default=asked.question)
    digest = hashlib.sha1((titles.get(key) or key).encode(), usedforsecurity=False).hexdigest()
    return Row(
        *(name, int(digest, 16) % PARTS, answerable, features, right, found),
        *(len(query.weights), asked.question),
    )


def _sentence_weights(rows: Sequence[Row]) -> Vector:
    """Weights under which right candidates make out as much as can be of the softmax of all."""
    rows = [row for row in rows if row.right.any() and not row.right.all()]
    features = np.concatenate([row.features for row in rows])
    spread = features.std(0) + 1e-6
    scaled = (features - features.mean(0)) / spread
    right = np.concatenate([row.right for row in rows])
    lengths = np.array([len(row.right) for row in rows])
    starts, of_row = np.r_[0, np.cumsum(lengths)[:-1]], np.repeat(np.arange(len(rows)), lengths)
    counts = np.array([COUNTS[row.set] for row in rows])
    counts = counts / counts.sum()

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = scaled @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[of_row])
        everything = np.add.reduceat(raised, starts)
        good = np.add.reduceat(raised * right, starts)
        missing = -(counts * (np.log(good) - np.log(everything))).sum()
        pull = raised / everything[of_row] - raised * right / good[of_row]
        slope = scaled.T @ (pull * counts[of_row]) + SENTENCE_PENALTY * weights
        return missing + SENTENCE_PENALTY * weights @ weights / 2, slope

    return minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x / spread


def _scored(row: Row, weights: Vector) -> list[tuple[float, Candidate]]:
    scores = row.features @ weights
    return [(float(scores[at]), row.found[at]) for at in np.argsort(-scores, kind="stable")]


def _first(row: Row, weights: Vector) -> bool:
    return bool(row.found) and bool(row.right[np.argmax(row.features @ weights)])


def _signals(row: Row, weights: Vector) -> tuple[float, ...]:
    return signals(_scored(row, weights), row.terms)


def _certainty_model(rows: Sequence[Row], found: Vector) -> tuple[Vector, float]:
    spread, middle = found.std(0) + 1e-6, found.mean(0)
    model = LogisticRegression(C=CERTAINTY_PENALTY, max_iter=5_000)
    truth = np.array([row.answerable for row in rows])
    model.fit((found - middle) / spread, truth, sample_weight=_evenly(rows))
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ middle)


def _evenly(rows: Sequence[Row]) -> Vector:
    """A weight for each row, so that every half of every set counts the same."""
    halves = [(row.set, row.answerable) for row in rows]
    weights = np.array([1 / halves.count(half) for half in halves])
    return weights / weights.mean()


def _cross_validated(rows: Sequence[Row], found: Vector) -> Vector:
    parts = np.array([row.part for row in rows])
    certain = np.zeros(len(rows))
    for at in range(PARTS):
        learning = [row for row in rows if row.part != at]
        weights, intercept = _certainty_model(learning, found[parts != at])
        certain[parts == at] = 1 / (1 + np.exp(-intercept - found[parts == at] @ weights))
    return certain


def _auroc_of(rows: Sequence[Row], certain: Vector, name: str) -> str:
    high = [
        c
        for row, c in zip(rows, certain, strict=True)
        if row.answerable and row.set == name.removesuffix(", removed")
    ]
    low = [
        c for row, c in zip(rows, certain, strict=True) if not row.answerable and row.set == name
    ]
    found = auroc(high, low)
    return "-" if found is None else f"{found:.3f}"


def _thresholds(rows: Sequence[Row], certain: Vector) -> dict[str, float]:
    """Above which as many answerable questions lie as wanted, every set counting the same."""
    known = [(row.set, c) for row, c in zip(rows, certain, strict=True) if row.answerable]
    sets = sorted({name for name, _ in known})

    def share_above(level: float) -> float:
        of = [[c >= level for name, c in known if name == one] for one in sets]
        return float(np.mean([np.mean(one) for one in of]))

    levels = np.linspace(0, 1, 201)
    return {
        name: round(float(max(x for x in levels if share_above(x) >= share)), 3)
        for name, share in (("answered", ANSWERED), ("closest", NEAR))
    }


def _named(names: Sequence[str], weights: Vector) -> dict[str, float]:
    return {name: round(float(one), 4) for name, one in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), SentenceModel(Path(sys.argv[2])) if sys.argv[2:] else None)
