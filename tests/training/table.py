"""Writes the table of `docs/explanation/answer-quality.md`: `make eval EVAL_DATA=<folder>`.

With `MODEL=<folder of a sentence model>` the product is measured with that, too.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from pathlib import Path

from adapters.semantic.model import SentenceModel
from bot.evaluating import Evaluation, evaluate
from content.measuring import Figures
from content.ports import Nearness

BEGIN, END = "<!-- table: make eval -->", "<!-- end of table -->"
SIMPLE = "simple score"
HEAD = (
    "questions",
    "method",
    "documents right in 1 / 4 / 10",
    "MRR@10",
    "sentence right first / in 3",
    "answered / refused",
    "AUROC",
    "risk at coverage",
)


def main(data: Path, page: Path, model: Nearness | None) -> None:
    """Measure and replace what stands between the marks of the page."""
    rows = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD), *_rows(data, model)]
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = "\n".join([before + BEGIN, *rows, END]) + after
    page.write_text(text, encoding="utf-8")


def _rows(data: Path, model: Nearness | None) -> Iterator[str]:
    squad, clapnq, news = (
        data / f"{name}.corpus.jsonl.gz" for name in ("squad", "clapnq", "mhrag")
    )
    of_squad, of_clapnq, of_news = (
        data / f"{name}.queries.dev.jsonl.gz" for name in ("squad", "clapnq", "mhrag")
    )
    small = functools.partial(evaluate, [squad], of_squad, where=("part", "dev"))
    sets = {
        "SQuAD, all paragraphs": functools.partial(evaluate, [squad], of_squad),
        "SQuAD, paragraphs of dev": small,
        "SQuAD, paragraphs of dev, right one removed": functools.partial(small, removed=True),
        "CLAP NQ among SQuAD": functools.partial(evaluate, [clapnq, squad], of_clapnq),
        "MultiHop-RAG": functools.partial(evaluate, [news], of_news),
    }
    for name, measured in sets.items():
        yield from _pair(name, measured(with_simple=True))
        if model is not None:
            yield _row(name, "product, with a sentence model", measured(nearness=model).product)


def _pair(name: str, found: Evaluation) -> Iterator[str]:
    yield _row(name, "product", found.product)
    if found.simple:
        yield _row(name, SIMPLE, found.simple)


def _row(name: str, method: str, found: Figures) -> str:
    cells = (
        name,
        method,
        _shares(found.hits_at_1, found.hits_at_4, found.hits_at_10),
        _shares(found.mrr_at_10),
        _shares(found.sentence_first, found.sentence_in_3),
        _shares(found.answered, found.refused) if method != SIMPLE else "-",
        _shares(found.auroc or 0.0),
        f"{_shares(found.risk)} at {_shares(found.coverage)}" if method != SIMPLE else "-",
    )
    return "| " + " | ".join(cells) + " |"


def _shares(*values: float) -> str:
    return " / ".join(f"{value:.3f}".removeprefix("0") for value in values)


if __name__ == "__main__":
    chosen = SentenceModel(Path(sys.argv[3])) if sys.argv[3:] else None
    main(Path(sys.argv[1]), Path(sys.argv[2]), chosen)
