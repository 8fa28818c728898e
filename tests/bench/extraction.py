"""How well articles are read from pages: ours beside plain trafilatura, in one run.

    python -m tests.bench.extraction FOLDER

FOLDER is laid out as the public article-extraction benchmark of Scrapinghub: `ground-truth.json`
maps an id to an object with `articleBody`, and `html/ID.html.gz` (or `html/ID.html`) is the page.
It is not part of this project, for its pages are other people's; clone it beside. Counted are
runs of four words: precision is the share of what was read that belongs to the article, recall
the share of the article that was read, each the mean over pages.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.archive.extraction import Extractor, Unreadable

RUN = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the text of its article."""

    id: str
    html: bytes
    article: str


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 1 each."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pages(folder: Path) -> Iterator[Page]:
    """The pages of a benchmark, in order of their ids."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, told in sorted(truth.items()):
        packed, plain = folder / "html" / f"{name}.html.gz", folder / "html" / f"{name}.html"
        html = gzip.decompress(packed.read_bytes()) if packed.is_file() else plain.read_bytes()
        yield Page(name, html, told["articleBody"])


def score(read: str, article: str) -> Score:
    """How much of what was read is the article, and how much of the article was read."""
    found, wanted = _runs(read), _runs(article)
    shared = sum((found & wanted).values())
    precision = shared / found.total() if found else float(not wanted)
    return Score(precision, shared / wanted.total() if wanted else float(not found))


def mean(scores: Sequence[Score]) -> Score:
    count = len(scores) or 1
    return Score(sum(s.precision for s in scores) / count, sum(s.recall for s in scores) / count)


async def measured(folder: Path) -> dict[str, Score]:
    """The mean scores of both readers."""
    import trafilatura

    ours, plain = [], []
    async with Extractor() as extractor:
        for page in pages(folder):
            try:
                article = await extractor.article(page.html)
                text = article.text.removeprefix(article.title or "")
            except Unreadable:
                text = ""
            ours.append(score(text, page.article))
            plain.append(score(trafilatura.extract(page.html) or "", page.article))
    return {"ours": mean(ours), "plain trafilatura": mean(plain)}


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - RUN + 1)
    return Counter(tuple(words[at : at + RUN]) for at in range(last)) if words else Counter()


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.bench.extraction FOLDER")
    print("| reader | precision | recall | F1 |\n| --- | --- | --- | --- |")
    for name, found in asyncio.run(measured(Path(sys.argv[1]))).items():
        print(f"| {name} | {found.precision:.3f} | {found.recall:.3f} | {found.f1:.3f} |")


if __name__ == "__main__":
    main()
