"""The benchmark of reading pages counts what it says it counts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.archive.papers import GAZETTE, html
from tests.bench.extraction import measured, score


def test_what_is_read_too_much_costs_precision_and_what_is_missed_recall() -> None:
    article = "the lamp is lit again on the rock"

    whole, half = score(article, article), score("the lamp is lit again", article)
    more = score(f"{article} and here is the weather", article)

    assert (whole.f1, half.precision) == (1.0, 1.0)
    assert half.recall < 0.5
    assert (more.recall, more.precision < 0.6) == (1.0, True)


async def test_a_folder_in_the_public_layout_is_read(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html/a.html.gz").write_bytes(gzip.compress(html(GAZETTE).encode()))
    body = GAZETTE.partition("\n")[2]
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a": {"articleBody": body}}))

    found = await measured(tmp_path)

    assert found["ours"].f1 > 0.9
