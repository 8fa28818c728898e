"""Writes the table of `docs/explanation/answer-quality.md`: `make eval EVAL_DATA=<folder>`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.evaluating import Evaluation, evaluate
from content.measuring import Figures

BEGIN, END = "<!-- table: make eval -->", "<!-- end of table -->"
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


def main(data: Path, page: Path) -> None:
    """Measure and replace what stands between the marks of the page."""
    rows = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD), *_rows(data)]
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = "\n".join([before + BEGIN, *rows, END]) + after
    page.write_text(text, encoding="utf-8")


def _rows(data: Path) -> Iterator[str]:
    squad, clapnq, news = (
        data / f"{name}.corpus.jsonl.gz" for name in ("squad", "clapnq", "mhrag")
    )
    of_squad, of_clapnq, of_news = (
        data / f"{name}.queries.dev.jsonl.gz" for name in ("squad", "clapnq", "mhrag")
    )
    small = ("part", "dev")
    yield from _pair("SQuAD, all paragraphs", evaluate([squad], of_squad, with_simple=True))
    yield from _pair(
        "SQuAD, paragraphs of dev", evaluate([squad], of_squad, where=small, with_simple=True)
    )
    yield from _pair(
        "SQuAD, paragraphs of dev, right one removed",
        evaluate([squad], of_squad, where=small, removed=True, with_simple=True),
    )
    yield from _pair("CLAP NQ among SQuAD", evaluate([clapnq, squad], of_clapnq, with_simple=True))
    yield from _pair("MultiHop-RAG", evaluate([news], of_news, with_simple=True))


def _pair(name: str, found: Evaluation) -> Iterator[str]:
    yield _row(name, "product", found.product)
    if found.simple:
        yield _row(name, "simple score", found.simple)


def _row(name: str, method: str, found: Figures) -> str:
    cells = (
        name,
        method,
        _shares(found.hits_at_1, found.hits_at_4, found.hits_at_10),
        _shares(found.mrr_at_10),
        _shares(found.sentence_first, found.sentence_in_3),
        _shares(found.answered, found.refused) if method == "product" else "-",
        _shares(found.auroc or 0.0),
        f"{_shares(found.risk)} at {_shares(found.coverage)}" if method == "product" else "-",
    )
    return "| " + " | ".join(cells) + " |"


def _shares(*values: float) -> str:
    return " / ".join(f"{value:.3f}".removeprefix("0") for value in values)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
