"""Finding, in a pack, what a question is about: full-text search over everything that can be cited.

English words are stemmed; Chinese, which writes no blanks, is cut into overlapping pairs of
characters. The index lives in memory and is built from the pack; losing it loses nothing.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import tantivy

from content.cleaning import fold, is_cjk
from content.model import Claim, Sentence
from content.pack import Pack
from content.words import CJK_COURTESIES, CJK_QUESTIONS, OVERSTEMMED, STOP_WORDS, WEAK_WORDS

CANDIDATES = 20
"""How many passages are looked at closely. Among 20 the right sentence is found for .95 of SQuAD
and .91 of CLAP NQ questions; more only costs time."""
TITLE_BOOST = 1.5
"""How much more a word counts that stands in the question or the names of a passage."""
UNKNOWN_PAIR = 0.35
"""What an unknown pair of Chinese characters counts, against an unknown word. Half of all pairs
straddle two words and say nothing."""
WEAK = 0.4
"""What a word of everyday talk counts, against one that is as rare and names something."""
TEXTS_KEPT = 16_384
"""How many texts' terms are kept: those of a pack's passages are compared with every question."""
WRITER_BYTES = 15_000_000
"""tantivy's smallest heap for one indexing thread."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that can be shown as an answer."""

    kind: Literal["qa", "claim", "summary"]
    id: str
    """The id of the QA snippet, the claim or the topic."""
    sentences: tuple[Sentence, ...]
    topics: tuple[str, ...]
    questions: tuple[str, ...] = ()
    """Ways of asking that this passage answers."""
    names: str = ""
    """Titles of the topics it belongs to."""
    entities: str = ""
    """Who and what a claim names."""

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its search score: comparable within one search only."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Built:
    """An index of a pack's passages, in their order."""

    index: tantivy.Index
    frequency: Mapping[str, int]
    """In how many passages each term stands."""


class SearchIndex:
    """Full-text search over one pack."""

    def __init__(self, pack: Pack, built: Built | None = None) -> None:
        """`built` is what `build` makes of the same pack, where that is at hand."""
        self.passages = tuple(_passages(pack))
        made = built or _built(self.passages, None)
        self._index, self._frequency = made.index, made.frequency

    def search(self, asked: Sequence[str], limit: int = CANDIDATES) -> list[Hit]:
        """The passages that share terms with the question, best first."""
        known = [term for term in dict.fromkeys(asked) if term in self._frequency]
        if not known:
            return []
        found = self._index.searcher().search(_query(self._index.schema, known), limit).hits
        searcher = self._index.searcher()
        return [
            Hit(self.passages[int(searcher.doc(address)["at"][0])], float(score or 0))
            for score, address in found
        ]

    def weight(self, term: str) -> float:
        """How much a term tells: its inverse document frequency. An unknown term tells most."""
        total, seen = len(self.passages), self._frequency.get(term, 0)
        tells = math.log(1 + (total + 0.5) / (seen + 0.5))
        if term in _weak_stems():
            return tells * WEAK
        return tells * UNKNOWN_PAIR if not seen and is_cjk(term[0]) else tells

    def is_weak(self, term: str) -> bool:
        """Whether a term is one of everyday talk, which names nothing."""
        return term in _weak_stems()

    def knows(self, term: str) -> bool:
        """Whether any passage has this term."""
        return term in self._frequency

    def knows_word(self, word: str) -> bool:
        """Whether any passage has this word in some form."""
        return self.knows(stem(word))

    def coverage(self, asked: Iterable[str], found: Iterable[str]) -> float:
        """Which share of what the question tells is also told by a passage: 0 to 1."""
        wanted, there = set(asked), set(found)
        whole = sum(self.weight(term) for term in wanted)
        return sum(self.weight(term) for term in wanted & there) / whole if whole else 0.0


@functools.cache
def _weak_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in WEAK_WORDS)


@functools.lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """The stem of an English word (Porter's algorithm, second version).

    A few words keep apart that it would make one: what an engineer does is not what an engine does.
    """
    if word in OVERSTEMMED:
        return OVERSTEMMED[word]
    if any(char.isdigit() for char in word):
        return word.removesuffix("s")  # two H200s are more than one H200
    stems = _stemmer().analyze(word)
    return stems[0] if stems else word


def terms(text: str, *, drop_stop_words: bool = False) -> tuple[str, ...]:
    """What a text is searched by: stems of words, pairs of Chinese characters, in order."""
    return _terms(text, drop_stop_words)


@functools.lru_cache(maxsize=TEXTS_KEPT)
def _terms(text: str, drop_stop_words: bool) -> tuple[str, ...]:
    return tuple(term for _, term in terms_as_typed(text, drop_stop_words=drop_stop_words))


def terms_as_typed(text: str, *, drop_stop_words: bool = False) -> Iterator[tuple[str, str]]:
    """Each searchable term with the word, or the run of Chinese characters, it comes from."""
    folded = fold(text)
    if drop_stop_words:
        for phrase in (*CJK_COURTESIES, *CJK_QUESTIONS):
            folded = folded.replace(phrase, " ")
    for word in _words(folded):
        if is_cjk(word[0]):
            yield from ((word, pair) for pair in _pairs(word))
        elif not (drop_stop_words and word in STOP_WORDS):
            yield word, stem(word)


def _words(folded: str) -> Iterator[str]:
    """Words, with Chinese runs apart from Latin ones: `华为ascend` is two."""
    for chunk in folded.split():
        if chunk.isascii():
            yield chunk
            continue
        start = 0
        for at in range(1, len(chunk) + 1):
            if at == len(chunk) or is_cjk(chunk[at]) != is_cjk(chunk[start]):
                yield chunk[start:at]
                start = at


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@functools.cache
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def _passages(pack: Pack) -> Iterator[Passage]:
    for snippet in pack.qa:
        topics = (snippet.topic,) if snippet.topic else ()
        yield Passage("qa", snippet.id, snippet.answer, topics, snippet.wordings)
    for topic in pack.topics.values():
        for at, sentence in enumerate(topic.summary):
            names = " ".join((topic.title, *topic.aliases))
            yield Passage("summary", f"{topic.id}/{at}", (sentence,), (topic.id,), names=names)
    for claim in pack.current.values():
        yield _claim_passage(pack, claim)


def _claim_passage(pack: Pack, claim: Claim) -> Passage:
    titles = (pack.topics[topic].title for topic in claim.topics)
    sentence = Sentence(text=claim.text, claims=(claim.id,))
    names, entities = " ".join(titles), " ".join(claim.entities)
    return Passage("claim", claim.id, (sentence,), claim.topics, claim.asked_as, names, entities)


def _names_of(passage: Passage) -> str:
    return " ".join((passage.names, passage.entities, *passage.questions))


def build(pack: Pack, folder: str) -> Built:
    """The index of a pack, in an empty folder."""
    return _built(tuple(_passages(pack)), folder)


def reopen(folder: str, frequency: Mapping[str, int]) -> Built:
    """An index that was built in this folder.

    Raises:
        OSError, ValueError: there is none, or it cannot be used.
    """
    return Built(tantivy.Index(_schema(), folder), frequency)


def _built(passages: Iterable[Passage], folder: str | None) -> Built:
    fields = [(terms(passage.text), terms(_names_of(passage))) for passage in passages]
    frequency = Counter(term for text, names in fields for term in {*text, *names})
    return Built(_index_of(fields, folder), frequency)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("at", stored=True)
    for name in ("text", "names"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _index_of(
    fields: Iterable[tuple[Sequence[str], Sequence[str]]], folder: str | None
) -> tantivy.Index:
    """An index of the passages' own terms and of those of their names, in their order."""
    index = tantivy.Index(_schema(), folder)
    writer = index.writer(WRITER_BYTES, 1)
    for at, (text, names) in enumerate(fields):
        document = tantivy.Document(at=[at], text=[" ".join(text)], names=[" ".join(names)])
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _query(schema: tantivy.Schema, asked: Iterable[str]) -> tantivy.Query:
    """Any of the terms in any field, built term by term: no query language for input to break."""
    clauses = []
    for term in asked:
        names = tantivy.Query.boost_query(
            tantivy.Query.term_query(schema, "names", term, index_option="freq"), TITLE_BOOST
        )
        text = tantivy.Query.term_query(schema, "text", term, index_option="freq")
        clauses += [(tantivy.Occur.Should, text), (tantivy.Occur.Should, names)]
    return tantivy.Query.boolean_query(clauses)
