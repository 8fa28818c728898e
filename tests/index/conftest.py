"""An archive to follow, and pages to put into it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from adapters.archive.sentences import sentences
from adapters.index.passages import PagePassages
from content.answering import Desk
from content.archive import Page, PageCopy
from content.errors import StoreError
from content.loading import load_pack
from content.pack import Pack
from tests.samples import NOON

LIGHTHOUSES = Path(__file__).parents[1] / "packs" / "lighthouses"
GAZETTE = """The lamp at Skerry Point is lit again

Painters from Norhaven gave the tower a coat of white lime on 2 March. They used forty buckets.

Nobody has found the old brass bell that used to hang below the gallery. It went missing in 1987."""
ALMANAC = "The fog signal of Gull Rock sounds four blasts a minute, and every keeper hated it."


class Shelf:
    """An archive in memory, which can be changed, and can be made to fail."""

    def __init__(self, **texts: str) -> None:
        self.pages_held: dict[str, Page] = {}
        self.fails = False
        self.asked = 0
        for source, text in texts.items():
            self.put(source, text)

    def put(self, source: str, text: str, at: dt.datetime = NOON) -> None:
        """Keep a copy as the newest one."""
        page = self.pages_held.get(source, Page("lighthouses", source))
        self.pages_held[source] = page.with_copy(PageCopy(text, None, at))

    async def pages(self, pack: str, sources: Collection[str]) -> Mapping[str, Page]:
        self._check()
        return {name: self.pages_held[name] for name in sources if name in self.pages_held}

    async def catalogue(self, pack: str) -> Mapping[str, str]:
        self.asked += 1
        self._check()
        return {
            name: hashlib.sha256(page.copies[0].text.encode()).hexdigest()
            for name, page in self.pages_held.items()
        }

    def _check(self) -> None:
        if self.fails:
            raise StoreError("reading the archive")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(LIGHTHOUSES)


@pytest.fixture(scope="session")
def desk(pack: Pack) -> Desk:
    return Desk(pack)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(gazette=GAZETTE, almanac=ALMANAC)


@pytest.fixture(autouse=True)
def looking_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question looks at the store, so that no test has to wait."""
    monkeypatch.setattr("adapters.index.passages.LOOK_EVERY_S", 0.0)


def passages(folder: Path, shelf: Shelf) -> PagePassages:
    return PagePassages(folder, shelf, sentences)


async def first(found: PagePassages, pack: Pack, question: str) -> str | None:
    """The sentence that answers best, or nothing."""
    finding = await found.find(pack, question)
    return finding.sentences[0].text if finding and finding.sentences else None
