"""Which sentence answers a question: transparent features of each candidate, weighed linearly.

Every feature is a number that a person can check, mostly between 0 and 1. Their weights stand in
`ranking.json`, which also names the command that makes them from questions with known answers.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from content.answer_types import AnswerType, answer_type, holds_type
from content.library import Document, Found, terms_of

LONG_SENTENCE = 40
"""From how many terms on a sentence counts as fully long."""
SHORT_SENTENCE = 6
"""Below how many terms it is a heading or a scrap."""
WEIGHTS = Path(__file__).with_name("ranking.json")

FEATURES = (
    "in sentence",
    "in sentence, squared",
    "in sentence or title",
    "rarest missing from both",
    "pairs in sentence",
    "in one stretch of it",
    "density",
    "names in sentence",
    "numbers in sentence",
    "words as typed",
    "holds the answer type",
    "lacks the answer type",
    "new names",
    "new numbers",
    "length",
    "is short",
    "negation differs",
    "points back",
    "likeness",
    "likeness of a part",
    "in the order asked",
    "is first",
    "position",
    "in neighbours or title",
    "in sentence before",
    "is last",
    "in document",
    "in title",
    "rarest missing from document",
    "score of document",
    "rank of document",
    "document is first",
    "brevity of document",
    "all in document",
)
"""The features, in the order of `Candidate.features`. "In" is the share of what the question tells
(each term by its inverse document frequency) that is told there."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is compared."""

    text: str
    """In small letters."""
    weights: Mapping[str, float]
    """Its telling terms, in order, and how much each tells."""
    whole: float
    """What they tell together."""
    pairs: frozenset[tuple[str, str]]
    """Neighbouring terms."""
    words: tuple[str, ...]
    """Its longer words as typed, in small letters."""
    wants: AnswerType | None
    numbers: frozenset[str]
    names: frozenset[str]
    """Terms that capitals mark as names."""
    is_negated: bool

    def covered(self, said: frozenset[str]) -> float:
        """Which share of what the question tells is told by these terms: 0 to 1."""
        told = sum(weight for term, weight in self.weights.items() if term in said)
        return told / self.whole if self.whole else 0.0

    def rarest_missing(self, said: frozenset[str]) -> float:
        """How much the rarest term tells that is not there, against the rarest of all: 0 to 1."""
        missing = [weight for term, weight in self.weights.items() if term not in said]
        return max(missing, default=0.0) / max(self.weights.values(), default=1.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a document that was found, and its features."""

    document: Document
    at: int
    """Which sentence of the document, from 0."""
    features: tuple[float, ...]

    @property
    def text(self) -> str:
        return self.document.sentences[self.at]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as it is compared."""

    text: str
    terms: tuple[str, ...]
    said: frozenset[str]


def to_query(question: str, asked: Sequence[str], weight: Callable[[str], float]) -> Query:
    """A question as it is compared; `asked` are its telling terms, `weight` what each tells."""
    weights = {term: weight(term) for term in dict.fromkeys(asked)}
    text = question.casefold()
    return Query(
        text=text,
        weights=weights,
        whole=sum(weights.values()),
        pairs=frozenset(itertools.pairwise(asked)),
        words=tuple(word for word in text.split() if len(word) > 3),
        wants=answer_type(question),
        numbers=frozenset(_NUMBER.findall(question)),
        names=_names_in(question) & weights.keys(),
        is_negated=bool(_NEGATED.search(question)),
    )


def candidates(query: Query, found: Sequence[Found]) -> list[Candidate]:
    """Every sentence of the documents found, which stand in the order of their scores."""
    best = found[0].score if found else 1.0
    return [
        candidate
        for rank, hit in enumerate(found)
        for candidate in _of_document(query, hit.document, hit.score / (best or 1.0), rank)
    ]


def score(candidate: Candidate) -> float:
    """How well a sentence answers, by the weights on file; comparable within one question."""
    return math.fsum(map(operator.mul, weights(), candidate.features))


def ranked(found: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first; of equals the one found first."""
    return sorted(((score(one), one) for one in found), key=lambda row: -row[0])


@functools.cache
def weights() -> tuple[float, ...]:
    """The weights on file, in the order of `FEATURES`."""
    given = learnt()["sentence"]
    return tuple(float(given[name]) for name in FEATURES)


@functools.cache
def learnt() -> dict[str, Any]:
    """What `ranking.json` holds."""
    read: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return read


_NAME = re.compile(r"[A-Z][\w'’-]*")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NEGATED = re.compile(
    r"\b(?:not|never|no|without|neither|nor|cannot|except)\b|n['’]t\b|不|没|未", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"^\W*(?:he|she|it|they|this|these|those|his|her|its|their|such|however|but)\b",
    re.IGNORECASE,
)


def _names_in(question: str) -> frozenset[str]:
    words = question.split()
    capitals = [word for word in words[1:] if word[:1].isupper()]
    return (
        frozenset(terms_of(" ".join(capitals)))
        if len(capitals) <= 0.6 * len(words)
        else frozenset()
    )


def _of_document(
    query: Query, document: Document, relative: float, rank: int
) -> Iterator[Candidate]:
    rows = [_read(sentence) for sentence in document.sentences]
    title = frozenset(terms_of(f"{document.title} {document.publisher}"))
    whole = title.union(*(row.said for row in rows))
    shared = (
        *_of_whole(query, title, whole),
        relative,
        1 / (1 + rank),
        float(rank == 0),
        1 / (1 + len(rows)),
        float(whole >= query.weights.keys()),
    )
    for at in _worth_a_look(query, rows):
        row = rows[at]
        own = (*_of_words(query, row, title), *_of_kind(query, row), *_of_likeness(query, row))
        yield Candidate(document, at, (*own, *_of_place(query, rows, at, title), *shared))


def _worth_a_look(query: Query, rows: Sequence[_Sentence]) -> Iterable[int]:
    """The sentences that share a term with the question, and those that follow one and may point
    back to it; all of them where only the title shares any."""
    sharing = [at for at, row in enumerate(rows) if not row.said.isdisjoint(query.weights)]
    if not sharing:
        return range(len(rows))
    return sorted({*sharing, *(at + 1 for at in sharing if at + 1 < len(rows))})


def _read(sentence: str) -> _Sentence:
    terms = tuple(terms_of(sentence))
    return _Sentence(sentence, terms, frozenset(terms))


def _of_whole(query: Query, title: frozenset[str], whole: frozenset[str]) -> tuple[float, ...]:
    return query.covered(whole), query.covered(title), query.rarest_missing(whole)


def _of_words(query: Query, row: _Sentence, title: frozenset[str]) -> tuple[float, ...]:
    covered, either = query.covered(row.said), row.said | title
    pairs = query.pairs & frozenset(itertools.pairwise(row.terms))
    said = sum(term in row.said for term in query.weights)
    folded = row.text.casefold()
    return (
        covered,
        covered * covered,
        query.covered(either),
        query.rarest_missing(either),
        _share(len(pairs), len(query.pairs)),
        _share(_most_in_a_stretch(query, row.terms), len(query.weights)),
        said / math.sqrt(len(row.terms) + 4),
        _share(len(query.names & row.said), len(query.names)) if query.names else covered,
        _share(sum(number in row.text for number in query.numbers), len(query.numbers)),
        _share(sum(word in folded for word in query.words), len(query.words)),
    )


def _of_kind(query: Query, row: _Sentence) -> tuple[float, ...]:
    """What kind of sentence it is, against what the question wants."""
    holds = query.wants is not None and holds_type(query.wants, row.text)
    return (
        float(holds),
        float(query.wants is not None and not holds),
        _new_names(query, row.text) if query.wants in ("person", "place", None) else 0.0,
        _new_numbers(query, row.text) if query.wants in ("number", "time") else 0.0,
        min(1.0, len(row.terms) / LONG_SENTENCE),
        float(len(row.terms) < SHORT_SENTENCE),
        float(bool(_NEGATED.search(row.text)) != query.is_negated),
        float(bool(_POINTS_BACK.search(row.text))),
    )


def _new_names(query: Query, text: str) -> float:
    new = sum(name.casefold() not in query.text for name in _NAME.findall(text)[1:])
    return min(1.0, new / 4)


def _new_numbers(query: Query, text: str) -> float:
    new = sum(number not in query.numbers for number in _NUMBER.findall(text))
    return min(1.0, new / 2)


def _of_likeness(query: Query, row: _Sentence) -> tuple[float, ...]:
    folded = row.text.casefold()
    return (
        fuzz.token_set_ratio(query.text, folded) / 100,
        fuzz.partial_ratio(query.text, folded) / 100,
        _share(_in_order(query, row.terms), len(query.weights)),
    )


def _of_place(
    query: Query, rows: Sequence[_Sentence], at: int, title: frozenset[str]
) -> tuple[float, ...]:
    near = title.union(*(row.said for row in rows[max(0, at - 1) : at + 2]))
    return (
        float(at == 0),
        1 / (1 + at),
        query.covered(near),
        query.covered(rows[at - 1].said) if at else 0.0,
        float(at == len(rows) - 1),
    )


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _most_in_a_stretch(query: Query, terms: Sequence[str]) -> int:
    """How many terms of the question stand within twice as many terms of the sentence."""
    places = [(at, term) for at, term in enumerate(terms) if term in query.weights]
    if len(places) < 2:
        return len(places)
    reach = 2 * len(query.weights)
    counts = (len({term for at, term in places if 0 <= at - start < reach}) for start, _ in places)
    return max(counts, default=0)


def _in_order(query: Query, terms: Sequence[str]) -> int:
    """How many terms of the question follow each other in the sentence as they were asked."""
    at, found = 0, 0
    for term in query.weights:
        if term in terms and term in terms[at:]:
            at = terms.index(term, at) + 1
            found += 1
    return found
