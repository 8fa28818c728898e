"""A library of documents: what was archived or fed, cut into sentences and searchable in full text.

The index is disposable: whoever holds the documents can build it again. It lives in memory, or
wherever the index that is handed over lives. English is stemmed; Chinese, which writes no blanks,
is cut into overlapping pairs of characters.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tantivy

from content.words import STOP_WORDS

CANDIDATES = 20
"""How many documents are looked at closely. Among 20 the right sentence is found for .95 of SQuAD
and .91 of CLAP NQ questions; more only costs time."""
TITLE_BOOST = 0.6
"""How much a word counts that stands in the title, against one in the text. Of .3, .6, 1 and 1.5
the best for SQuAD, CLAP NQ and news together."""
PAIR_BOOST = 0.3
"""How much two words of the question count that stand side by side in the text, too. Of 0, .3 and
.6 the best, by about .005 of the right documents among the first ten."""
WRITER_BYTES = 64_000_000
"""Heap of the indexing thread. The larger it is, the fewer and larger segments are written."""
FORMAT = 2
"""Of indexes that outlive the process: raised when other fields or other terms are stored."""
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A passage of some source: a paragraph, an item of a feed, an article."""

    id: str
    sentences: tuple[str, ...]
    title: str = ""
    publisher: str = ""
    date: str = ""
    """`YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or empty where it is not known."""
    url: str = ""
    group: str = ""
    """What it is removed by, together with others: the page it is from. Not given back."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document and its search score, comparable within one search only."""

    document: Document
    score: float


class Library:
    """Full-text search over documents. Searching is safe while another thread changes it."""

    def __init__(
        self, documents: Iterable[Document] = (), index: tantivy.Index | None = None
    ) -> None:
        """`index` is one of this `schema`, opened elsewhere; without it all is kept in memory."""
        self._index = tantivy.Index(schema()) if index is None else index
        self._index.register_tokenizer("stems", analyzer())
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._index.searcher()
        if index is None:
            self.add(documents)

    def add(self, documents: Iterable[Document]) -> None:
        """Make documents findable; they are so when this returns."""
        self.stage(documents)
        self.publish()

    def stage(self, documents: Iterable[Document]) -> None:
        """Take documents in, to be found from the next `publish` on."""
        for document in documents:
            self._writing.add_document(_indexed(document))

    def unstage(self, group: str) -> None:
        """Take out all documents of a group that were taken in before, from `publish` on."""
        self._writing.delete_documents_by_term("group", group)

    def publish(self) -> None:
        """Make findable what was staged."""
        self._writing.commit()
        self.refresh()

    def refresh(self) -> None:
        """Look again at an index that another process changes."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def rest(self) -> None:
        """Give back what only writing needs, until there is something to write again."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    @property
    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(WRITER_BYTES, 1)
        return self._writer

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, asked: Sequence[str], limit: int = CANDIDATES) -> list[Found]:
        """The documents that share terms with the question, best first."""
        known = [term for term in dict.fromkeys(asked) if self.frequency(term)]
        if not known:
            return []
        query = _query(self._index.schema, known, asked)
        hits = self._searcher.search(query, limit, count=False).hits
        return [Found(_stored(self._searcher.doc(at)), float(score)) for score, at in hits]

    def frequency(self, term: str) -> int:
        """How many documents have this term in their text or their title."""
        return max(self._searcher.doc_freq("text", term), self._searcher.doc_freq("title", term))

    def weight(self, term: str) -> float:
        """How much a term tells: its inverse document frequency. An unknown term tells most."""
        return math.log(1 + (len(self) + 0.5) / (self.frequency(term) + 0.5))


@functools.cache
def analyzer() -> tantivy.TextAnalyzer:
    """What cuts a text into terms, in the index and for comparison."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(one)
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def terms_of(text: str) -> list[str]:
    """The terms of a text, in order: stems of words, pairs of Chinese characters."""
    return analyzer().analyze(spaced(text))


def asked_terms(question: str) -> list[str]:
    """The terms of a question, without words that say nothing of what it is about."""
    return [term for term in terms_of(question) if term not in _stop_stems()]


def spaced(text: str) -> str:
    """A text with its Chinese cut into overlapping pairs: `出口管制` is `出口 口管 管制`."""
    return text if text.isascii() else _CHINESE.sub(_pairs, _whole(text))


def _whole(text: str) -> str:
    """A text without halves of character pairs, which JSON can hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _pairs(run: re.Match[str]) -> str:
    text = run.group()
    pairs = [text[at : at + 2] for at in range(len(text) - 1)] or [text]
    return f" {' '.join(pairs)} "


@functools.cache
def _stop_stems() -> frozenset[str]:
    words = " ".join(sorted(STOP_WORDS))
    return frozenset(analyzer().analyze(words)) | frozenset("s t re ve ll d m".split())


def schema() -> tantivy.Schema:
    """The fields of an index of documents."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("group", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="stems", index_option="position")
    builder.add_text_field("title", tokenizer_name="stems", index_option="freq")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def _indexed(document: Document) -> tantivy.Document:
    # Building documents takes longer than indexing them, so that each field is made only once, and
    # the sentences are stored as they are searched wherever that is how they are written.
    text, title = "\n".join(document.sentences), f"{document.title} {document.publisher}".strip()
    searched = spaced(text)
    names = (document.id, document.title, document.publisher, document.date, document.url)
    stored = names if searched == text else (*names, *document.sentences)
    fields: dict[str, list[str | bytes]] = {
        "text": [searched],
        "stored": ["\n".join(stored).encode("utf-8", "replace")],
    }
    if title:
        fields["title"] = [spaced(title)]
    if document.group:
        fields["group"] = [document.group]
    return tantivy.Document(**fields)


def _stored(document: tantivy.Document) -> Document:
    name, title, publisher, date, url, *sentences = document["stored"][0].decode().split("\n")
    written = sentences or document["text"][0].split("\n")
    return Document(name, tuple(written), title, publisher, date, url)


def _query(schema: tantivy.Schema, known: Sequence[str], asked: Sequence[str]) -> tantivy.Query:
    """Any term in text or title, built term by term: no query language for input to break."""
    should = tantivy.Occur.Should
    clauses = []
    for term in known:
        text = tantivy.Query.term_query(schema, "text", term, index_option="freq")
        title = tantivy.Query.term_query(schema, "title", term, index_option="freq")
        clauses += [(should, text), (should, tantivy.Query.boost_query(title, TITLE_BOOST))]
    if PAIR_BOOST:
        for one, other in itertools.pairwise(asked):
            if one in known and other in known and one != other:
                pair = tantivy.Query.phrase_query(schema, "text", [one, other])
                clauses.append((should, tantivy.Query.boost_query(pair, PAIR_BOOST)))
    return tantivy.Query.boolean_query(clauses)
