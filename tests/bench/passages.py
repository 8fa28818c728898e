"""Raw tantivy, raw SQLite FTS5 and the whole of `find()`, side by side: `make bench`.

Passages are synthetic: 60 words in five sentences, drawn from 200,000 by Zipf's law. Questions are
three words of middling or low frequency and a common one. Every engine runs in a process of its
own, one after the other, so that its memory is its own; all see the same passages and questions.
"""

from __future__ import annotations

import bisect
import itertools
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tantivy

from content.finding import find
from content.library import CANDIDATES, Document, Library

SIZES = (10_000, 100_000, 1_000_000)
VOCABULARY = 200_000
SENTENCES, WORDS = 5, 12
QUESTIONS = 300
ENGINES = ("tantivy", "fts5", "find")
Ask = Callable[[Sequence[str]], object]
Row = dict[str, float]


def main(sizes: Sequence[int]) -> None:
    """Print a row of ratios for every size, as the table of the docs has it."""
    print("| passages | engine | build, passages/s | p50 ms | p99 ms | resident MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        found = {engine: _in_a_process(engine, size) for engine in ENGINES}
        for engine, one in found.items():
            cells = (
                f"{size:,}",
                engine,
                f"{one['rate']:,.0f}",
                f"{one['p50']:.2f}",
                f"{one['p99']:.2f}",
            )
            print("| " + " | ".join((*cells, f"{one['memory']:.0f}")) + " |")
        print(_ratios(size, found["find"], found["tantivy"], found["fts5"]), flush=True)


def _ratios(size: int, ours: Row, raw: Row, fts: Row) -> str:
    cells = (
        f"{size:,}",
        "find against tantivy",
        f"{ours['rate'] / raw['rate']:.2f}",
        f"{ours['p50'] / raw['p50']:.1f} (FTS5: {ours['p50'] / fts['p50']:.2f})",
        f"{ours['p99'] / raw['p99']:.1f}",
        f"{ours['memory'] / raw['memory']:.2f}",
    )
    return "| " + " | ".join(cells) + " |"


def _in_a_process(engine: str, size: int) -> Row:
    command = [sys.executable, "-m", "tests.bench.passages", engine, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    read: Row = json.loads(done.stdout)
    return read


def measure(engine: str, size: int) -> Row:
    """Build one engine and ask it everything."""
    words = [f"w{at:x}" for at in range(VOCABULARY)]
    bounds = list(itertools.accumulate(1 / (at + 3) for at in range(VOCABULARY)))
    passages = _passages(random.Random(7), words, bounds, size)
    questions = list(_questions(random.Random(8), words))
    begun, ask = _BUILDERS[engine](passages)
    rate = size / begun
    for question in questions[:20]:
        ask(question)
    times = sorted(_timed(ask, question) for question in questions)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    p50, p99 = statistics.median(times), times[int(0.99 * len(times))]
    return {"rate": rate, "p50": p50 * 1_000, "p99": p99 * 1_000, "memory": memory}


def _passages(
    chance: random.Random, words: list[str], bounds: list[float], size: int
) -> Iterator[tuple[str, ...]]:
    for _ in range(size):
        drawn = [words[bisect.bisect(bounds, chance.random() * bounds[-1])] for _ in range(60)]
        yield tuple(" ".join(drawn[at : at + WORDS]) + "." for at in range(0, 60, WORDS))


def _questions(chance: random.Random, words: list[str]) -> Iterator[list[str]]:
    for _ in range(QUESTIONS):
        rare = [words[chance.randrange(500, 50_000)] for _ in range(3)]
        yield [*rare, words[chance.randrange(20, 200)]]


def _timed(ask: Ask, question: Sequence[str]) -> float:
    begun = time.perf_counter()
    ask(question)
    return time.perf_counter() - begun


def _batches(passages: Iterator[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Drawing words takes longer than indexing them; it is done ahead, and not timed."""
    while batch := list(itertools.islice(passages, 10_000)):
        yield batch


def _tantivy(passages: Iterator[tuple[str, ...]]) -> tuple[float, Ask]:
    builder = tantivy.SchemaBuilder()
    schema = builder.add_text_field("text", stored=True, tokenizer_name="en_stem").build()
    index = tantivy.Index(schema)
    writer, spent = index.writer(64_000_000, 1), 0.0
    for batch in _batches(passages):
        begun = time.perf_counter()
        for one in batch:
            writer.add_document(tantivy.Document(text=[" ".join(one)]))
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    writer.commit()
    index.reload()
    spent += time.perf_counter() - begun
    searcher = index.searcher()

    def ask(question: Sequence[str]) -> object:
        terms = [tantivy.Query.term_query(schema, "text", word) for word in question]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(query, CANDIDATES, count=False).hits
        return [searcher.doc(at)["text"][0] for _, at in hits]

    return spent, ask


def _fts5(passages: Iterator[tuple[str, ...]]) -> tuple[float, Ask]:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table p using fts5(text, tokenize='porter unicode61')")
    spent = 0.0
    for batch in _batches(passages):
        begun = time.perf_counter()
        base.executemany("insert into p values (?)", [(" ".join(one),) for one in batch])
        spent += time.perf_counter() - begun
    wanted = "select text from p where p match ? order by bm25(p) limit ?"

    def ask(question: Sequence[str]) -> object:
        return base.execute(wanted, (" OR ".join(question), CANDIDATES)).fetchall()

    return spent, ask


def _find(passages: Iterator[tuple[str, ...]]) -> tuple[float, Ask]:
    library, spent, number = Library(), 0.0, itertools.count()
    for batch in _batches(passages):
        begun = time.perf_counter()
        library.stage(Document(f"{next(number)}", one) for one in batch)
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    library.publish()
    spent += time.perf_counter() - begun

    def ask(question: Sequence[str]) -> object:
        return find(library, f"what did {' '.join(question)}?").shown

    return spent, ask


_BUILDERS: dict[str, Callable[[Iterator[Any]], tuple[float, Ask]]] = {
    "tantivy": _tantivy,
    "fts5": _fts5,
    "find": _find,
}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ENGINES:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main([int(one) for one in sys.argv[1:]] or SIZES)
