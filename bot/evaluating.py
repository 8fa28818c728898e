"""`eval`: the search, the choice of sentences and the decision, on data with known answers."""

from __future__ import annotations

import dataclasses
import functools
import gzip
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from content.errors import BriefingError
from content.finding import MAX_POINTS, Finding, find
from content.library import Document, Library, asked_terms
from content.measuring import Asked, Figures, Result, figures, squeezed
from content.ports import Nearness
from content.ranking import FEATURES, Candidate, candidates, to_query

SIMPLE = {"in sentence": 1.0, "score of document": 0.5}
"""The simple score that the ranker must not lose to: how much of the question stands in the
sentence, and half of how well the search found its document."""

Finder = Callable[[Library, str, frozenset[str]], Finding]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `eval` prints."""

    documents: int
    product: Figures
    simple: Figures | None
    peak_memory_mb: float
    """Of the whole process, the data included."""


def evaluate(
    corpora: Iterable[Path],
    queries: Path,
    *,
    where: tuple[str, str] | None = None,
    removed: bool = False,
    with_simple: bool = False,
    nearness: Nearness | None = None,
) -> Evaluation:
    """Ask every question of a file, of the documents of all the corpora.

    `where` takes only the rows of the corpora with this value in this field. With `removed`, every
    answerable question is asked again with its documents hidden, and counts as unanswerable then;
    the questions that were unanswerable are left out. `nearness` is the sentence model that the
    product is to use, if any.

    Raises:
        BriefingError: a file cannot be read or is not in the format.
    """
    documents = [one for path in corpora for one in read_documents(path, where)]
    library = Library(documents)
    asked = read_questions(queries)
    simple = _measure(library, asked, _simply, removed=removed) if with_simple else None
    finder = functools.partial(find, nearness=nearness)
    product = _measure(library, asked, finder, removed=removed)
    return Evaluation(len(library), product, simple, _peak_memory_mb())


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Everything measured, rounded to what it is worth."""
    read: dict[str, Any] = dataclasses.asdict(evaluation)
    return {key: _rounded(value) for key, value in read.items()}


def in_words(evaluation: Evaluation) -> Iterator[str]:
    """A line for each figure."""
    yield f"documents: {evaluation.documents:,}"
    for name, found in (("product", evaluation.product), ("simple", evaluation.simple)):
        if found:
            yield f"{name}:"
            values = dataclasses.asdict(found).items()
            yield from (f"  {key.replace('_', ' ')}: {_rounded(value)}" for key, value in values)
    yield f"peak memory: {evaluation.peak_memory_mb:.0f} MB"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def _measure(library: Library, asked: Iterable[Asked], finder: Finder, *, removed: bool) -> Figures:
    results = []
    for one in asked:
        if one.answerable or not removed:
            results.append(_result(library, one, finder, frozenset()))
        if removed and one.answerable:
            gone = dataclasses.replace(one, answerable=False)
            results.append(_result(library, gone, finder, one.documents))
    return figures(results)


def _result(library: Library, asked: Asked, finder: Finder, hidden: frozenset[str]) -> Result:
    begun = time.perf_counter()
    finding = finder(library, asked.question, hidden)
    seconds = time.perf_counter() - begun
    right = (asked.is_right(one.text, one.document.id) for one in finding.sentences[:MAX_POINTS])
    ranks = (at for at, name in enumerate(finding.documents, 1) if name in asked.documents)
    outcome, certainty = finding.outcome, finding.certainty
    return Result(asked.answerable, next(ranks, None), tuple(right), certainty, outcome, seconds)


def _simply(library: Library, question: str, hidden: frozenset[str]) -> Finding:
    """What the simple score finds; how much of the question is covered is its certainty."""
    asked = asked_terms(question)
    query = to_query(question, asked, library.weight)
    hits = [hit for hit in library.search(asked) if hit.document.id not in hidden]
    found = sorted(candidates(query, hits), key=_simple_score, reverse=True)
    covered = found[0].features[FEATURES.index("in sentence or title")] if found else 0.0
    return Finding(tuple(found), covered)


def _simple_score(candidate: Candidate) -> float:
    return sum(candidate.features[FEATURES.index(name)] * by for name, by in SIMPLE.items())


def read_questions(path: Path) -> list[Asked]:
    """The questions of a file, in its order.

    Raises:
        BriefingError: it cannot be read or is not in the format.
    """
    return [_asked(row, path) for row in _rows(path)]


def read_documents(path: Path, where: tuple[str, str] | None = None) -> Iterator[Document]:
    """The documents of a file, cut into sentences where they do not come so.

    Raises:
        BriefingError: it cannot be read or is not in the format.
    """
    from adapters.archive.sentences import sentences

    for row in _rows(path):
        if where and row.get(where[0]) != where[1]:
            continue
        try:
            cut = row.get("sentences") or [one.text for one in sentences(row["text"])]
            fields = {key: str(row.get(key, "")) for key in ("title", "publisher", "date", "url")}
            lines = tuple(" ".join(sentence.split()) for sentence in cut)
            yield Document(str(row["id"]), lines, **fields)
        except (KeyError, AttributeError, TypeError) as error:
            raise BriefingError(f"{path}: a row has no text or no id: {error}") from error


def _asked(row: dict[str, Any], path: Path) -> Asked:
    try:
        return Asked(
            str(row["question"]),
            bool(row["answerable"]),
            tuple(row["answers"]),
            frozenset(row["gold_doc_ids"]),
            frozenset(squeezed(sentence) for sentence in row.get("gold_sentences", ())),
        )
    except (KeyError, TypeError) as error:
        raise BriefingError(f"{path}: a row lacks a field: {error}") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line) if line.strip() else None
                if isinstance(row, dict):
                    yield row
                elif row is not None:
                    raise BriefingError(f"{path}:{number}: not an object")
    except (OSError, EOFError, ValueError) as error:
        raise BriefingError(f"{path}: cannot be read: {error}") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _peak_memory_mb() -> float:
    """Linux counts in kilobytes, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1_000_000 if sys.platform == "darwin" else 1_000)
