"""`briefing-bot eval`, as somebody with data of their own runs it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from content.errors import BriefingError

CORPUS = [
    {
        "id": "a",
        "title": "Skerry Point",
        "text": "It stands on a reef. Its lamp was lit in 1874.",
        "part": "x",
    },
    {"id": "b", "title": "Fog", "sentences": ["Fog horns were tested in 1880."], "part": "y"},
]
QUERIES = [
    {
        "question": "when was the lamp of Skerry Point lit",
        "answerable": True,
        "answers": ["1874"],
        "gold_doc_ids": ["a"],
    },
    {
        "question": "what does a wafer cost in Brazil",
        "answerable": False,
        "answers": [],
        "gold_doc_ids": [],
    },
]


def written(path: Path, rows: list[Any]) -> Path:
    text = "\n".join(json.dumps(row) for row in rows) + "\n\n"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def evaluated(*arguments: object) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["eval", *map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    read: dict[str, Any] = json.loads(result.stdout)
    return read


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path / "c.jsonl.gz", CORPUS), written(tmp_path / "q.jsonl", QUERIES)


def test_it_reports_documents_sentences_and_decisions(data: tuple[Path, Path]) -> None:
    found = evaluated(*data, "--simple")

    assert found["documents"] == 2
    assert found["product"]["hits_at_1"] == 1
    assert found["product"]["sentence_first"] == 1
    assert found["product"]["refused"] == 1
    assert found["simple"]["answerable"] == 1
    assert found["peak_memory_mb"] > 0


def test_it_takes_only_the_rows_wanted_and_further_documents(data: tuple[Path, Path]) -> None:
    corpus, queries = data

    assert evaluated(corpus, queries, "--where", "part=y")["product"]["hits_at_10"] == 0
    assert evaluated(corpus, queries, "--among", corpus)["documents"] == 4


def test_it_asks_again_with_the_right_document_hidden(data: tuple[Path, Path]) -> None:
    found = evaluated(*data, "--removed")["product"]

    assert (found["answerable"], found["unanswerable"]) == (1, 1)


def test_without_json_it_prints_a_line_for_each_figure(data: tuple[Path, Path]) -> None:
    result = CliRunner().invoke(app, ["eval", *map(str, data)])

    assert "  hits at 1: 1" in result.stdout


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"title": "no id"}], "no text or no id"),
        ([[1]], "not an object"),
        ([{"id": 1}], "no text"),
    ],
)
def test_a_bad_corpus_is_named(tmp_path: Path, rows: list[Any], complaint: str) -> None:
    bad = written(tmp_path / "bad.jsonl", rows)
    queries = written(tmp_path / "q.jsonl", QUERIES)

    result = CliRunner().invoke(app, ["eval", str(bad), str(queries)])

    assert isinstance(result.exception, BriefingError)
    assert complaint in str(result.exception)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["eval", str(tmp_path / "none"), str(tmp_path / "none")])

    assert "cannot be read" in str(result.exception)
