"""The index follows the store, and losing it loses nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.index import disk
from adapters.index.disk import open_index
from adapters.index.passages import PagePassages
from adapters.store.lazy import LazyArchive
from adapters.store.pages import SqlArchive
from content.pack import Pack
from content.ports import CataloguedArchive, Passages
from tests.index.conftest import Shelf, first, passages
from tests.samples import NOON

BELL = "Nobody has found the old brass bell that used to hang below the gallery."
FOG = "The fog signal of Gull Rock sounds four blasts a minute, and every keeper hated it."


async def test_what_is_archived_is_found(tmp_path: Path, pack: Pack, shelf: Shelf) -> None:
    found = passages(tmp_path, shelf)

    assert await first(found, pack, "where is the brass bell?") == BELL
    assert await first(found, pack, "fog signal of gull rock") == FOG


async def test_what_is_added_is_found_by_the_next_question(
    tmp_path: Path, pack: Pack, shelf: Shelf
) -> None:
    found = passages(tmp_path, shelf)
    await first(found, pack, "bell")

    shelf.put("digest", "The ferry to the lamps leaves at seven.")

    assert await first(found, pack, "when does the ferry leave?") == (
        "The ferry to the lamps leaves at seven."
    )


async def test_a_newer_copy_takes_the_place_of_the_older(
    tmp_path: Path, pack: Pack, shelf: Shelf
) -> None:
    found = passages(tmp_path, shelf)
    await first(found, pack, "bell")

    shelf.put("gazette", "The brass bell was found in a barn.", NOON + dt.timedelta(1))

    finding = await found.find(pack, "brass bell")
    assert finding is not None
    assert [one.text for one in finding.sentences] == ["The brass bell was found in a barn."]


async def test_what_is_deleted_is_found_no_more(tmp_path: Path, pack: Pack, shelf: Shelf) -> None:
    found = passages(tmp_path, shelf)
    await first(found, pack, "bell")

    del shelf.pages_held["gazette"]

    assert await first(found, pack, "brass bell") is None
    shelf.pages_held.clear()
    assert await first(found, pack, "fog signal") is None


async def test_sources_the_pack_does_not_have_are_left_out(tmp_path: Path, pack: Pack) -> None:
    found = passages(tmp_path, Shelf(stranger="A brass bell from elsewhere."))

    assert await first(found, pack, "brass bell") is None


async def test_the_next_run_finds_what_the_last_one_indexed(
    tmp_path: Path, pack: Pack, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = passages(tmp_path, shelf)
    await first(before, pack, "bell")
    before.close()

    after = passages(tmp_path, shelf)
    monkeypatch.setattr(after, "_put_in", None)  # nothing has to be put in again

    assert await first(after, pack, "brass bell") == BELL


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _of_another_version(folder: Path) -> None:
    contents = json.loads((folder / disk.CONTENTS).read_text())
    (folder / disk.CONTENTS).write_text(json.dumps(contents | {"version": "0"}))


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _of_another_shape(folder: Path) -> None:
    (folder / disk.CONTENTS).write_text('{"held": 1, "files": [2]}')


def _put_a_folder_in_the_way(folder: Path) -> None:
    (folder / "meta.json").unlink()
    (folder / "meta.json").mkdir()


DAMAGE: dict[str, Callable[[Path], None]] = {
    "all gone": _empty,
    "another version": _of_another_version,
    "contents torn": lambda folder: os.truncate(folder / disk.CONTENTS, 20),
    "contents of another shape": _of_another_shape,
    "contents gone": lambda folder: (folder / disk.CONTENTS).unlink(),
    "description torn": lambda folder: os.truncate(folder / "meta.json", 20),
    "description gone": lambda folder: (folder / "meta.json").unlink(),
    "a byte of the terms": lambda folder: _flip(next(folder.glob("*.term"))),
    "a byte of the texts": lambda folder: _flip(next(folder.glob("*.store"))),
    "a segment cut short": lambda folder: os.truncate(next(folder.glob("*.idx")), 10),
    "a segment gone": lambda folder: next(folder.glob("*.pos")).unlink(),
    "a folder in the way": _put_a_folder_in_the_way,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
async def test_a_damaged_index_is_made_anew(
    tmp_path: Path, pack: Pack, shelf: Shelf, damage: Callable[[Path], None]
) -> None:
    before = passages(tmp_path, shelf)
    await first(before, pack, "bell")
    before.close()

    damage(tmp_path / "lighthouses")

    after = passages(tmp_path, shelf)
    assert await first(after, pack, "brass bell") == BELL
    assert await first(after, pack, "fog signal") == FOG


async def test_files_of_a_process_that_was_ended_do_no_harm(
    tmp_path: Path, pack: Pack, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    before = passages(tmp_path, shelf)
    await first(before, pack, "bell")
    before.close()
    (tmp_path / "lighthouses" / "0123.store").write_bytes(b"half a segment")

    assert await first(passages(tmp_path, shelf), pack, "brass bell") == BELL
    assert not caplog.records


async def test_a_store_that_fails_leaves_the_index_as_it_was(
    tmp_path: Path, pack: Pack, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    found = passages(tmp_path, shelf)
    await first(found, pack, "bell")

    shelf.fails = True

    assert await first(found, pack, "brass bell") == BELL
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


async def test_a_folder_that_cannot_be_used_costs_the_passages_and_nothing_else(
    tmp_path: Path, pack: Pack, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "index").write_text("a file, and no folder")
    found = passages(tmp_path / "index", shelf)

    assert [await found.find(pack, "bell"), await found.find(pack, "bell")] == [None, None]
    assert len(caplog.records) == 1, "it is left alone for a while"


async def test_without_an_archive_nothing_is_made(tmp_path: Path, pack: Pack) -> None:
    found = passages(tmp_path / "index", Shelf())

    assert await found.find(pack, "bell") is None
    assert not (tmp_path / "index").exists()


async def test_a_slow_index_is_not_waited_for(
    tmp_path: Path, pack: Pack, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.index.passages.PATIENCE_S", 0.01)
    let_go = asyncio.Event()
    catalogue = shelf.catalogue

    async def slow(pack: str) -> object:
        await let_go.wait()
        return await catalogue(pack)

    monkeypatch.setattr(shelf, "catalogue", slow)
    found = passages(tmp_path, shelf)

    assert await found.find(pack, "bell") is None
    let_go.set()
    monkeypatch.setattr("adapters.index.passages.PATIENCE_S", 30.0)
    assert await first(found, pack, "brass bell") == BELL


HOLDER = """
import sys
from pathlib import Path
from adapters.index.disk import open_index
from adapters.index.passages import PagePassages
from adapters.store.lazy import LazyArchive
from adapters.store.pages import SqlArchive
index = open_index(Path(sys.argv[1]))
print(index.is_ours, flush=True)
sys.stdin.read()
"""


async def test_of_two_processes_one_writes_and_the_other_reads(
    tmp_path: Path, pack: Pack, shelf: Shelf
) -> None:
    found = passages(tmp_path, shelf)
    await first(found, pack, "bell")
    found.close()
    other = _hold(tmp_path / "lighthouses")
    reader = passages(tmp_path, shelf)
    shelf.put("digest", "The ferry leaves at seven.")

    assert await first(reader, pack, "brass bell") == BELL
    assert await first(reader, pack, "ferry") is None, "nobody else may write"

    other.kill()  # the lock goes with the process, however it ends
    other.communicate()
    assert await first(reader, pack, "ferry") == "The ferry leaves at seven."


def _hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that has the index."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    return other


def test_an_index_that_is_closed_can_be_written_by_the_next(tmp_path: Path) -> None:
    one = open_index(tmp_path)
    other = open_index(tmp_path)

    one.close()
    one.close()

    assert not other.is_ours
    assert open_index(tmp_path).is_ours


def test_the_shapes_fit_their_ports() -> None:
    archives: list[type[CataloguedArchive]] = [Shelf, SqlArchive, LazyArchive]
    finders: list[type[Passages]] = [PagePassages]

    assert archives
    assert finders
