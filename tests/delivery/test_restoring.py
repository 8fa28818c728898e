"""A database that comes back from an older backup posts nothing twice."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from adapters.store.backup import copy
from adapters.store.sql import SqlStore
from bot.restoring import RestoreGuard
from bot.summaries import Posting, Summaries
from content.errors import StoreError
from content.ports import Place
from tests.content.packs import pack
from tests.delivery.conftest import Turned, weekly
from tests.delivery.sending import Kept

CHANNELS = 12


@contextlib.asynccontextmanager
async def running(folder: Path, clock: Turned, kept: Kept):  # type: ignore[no-untyped-def]
    """A process with its database and the file beside it."""
    store = SqlStore(f"sqlite:///{folder}/briefing.db")
    await store.open()
    guard = RestoreGuard(store, folder / "epoch", clock)
    posting = Posting(store.outbox, store.outbox, {"slack": kept}, guard=guard, store=store)
    try:
        yield store, Summaries(posting, lambda: [pack("lighthouses")], clock)
    finally:
        await store.close()


def restore(backup: Path, folder: Path) -> None:
    """As an operator does: the copy in place of the database."""
    for old in folder.glob("briefing.db*"):
        old.unlink()
    shutil.copy(backup, folder / "briefing.db")


@pytest.mark.parametrize("is_planned", [False, True])
async def test_what_was_sent_after_the_backup_is_not_sent_again(
    tmp_path: Path, clock: Turned, is_planned: bool
) -> None:
    kept, backup = Kept(), tmp_path / "copy.db"
    async with running(tmp_path, clock, kept) as (store, loop):
        for at in range(CHANNELS):
            await store.subscriptions.save(weekly(Place("slack", f"T1/C{at}"), f"s{at}"))
        await loop.step()
        clock.turn(minutes=1)
        if is_planned:
            await store.outbox.plan(clock.now(), loop._build, CHANNELS)
        copy(tmp_path / "briefing.db", backup)
        await loop.step()
    assert len(kept.parcels) == CHANNELS

    restore(backup, tmp_path)
    clock.turn(minutes=5)
    async with running(tmp_path, clock, kept) as (store, loop):
        await loop.step()
        clock.turn(minutes=5)
        await loop.step()
    after = len(kept.parcels)
    clock.turn(days=7)
    async with running(tmp_path, clock, kept) as (_, loop):
        await loop.step()

    assert after == CHANNELS, "nothing twice"
    assert len(kept.parcels) == 2 * CHANNELS, "and the next ones come"


async def test_without_the_file_beside_it_they_would_be_sent_twice(
    tmp_path: Path, clock: Turned
) -> None:
    kept, backup = Kept(), tmp_path / "copy.db"
    async with running(tmp_path, clock, kept) as (store, loop):
        await store.subscriptions.save(weekly(Place("slack", "T1/C1")))
        copy(tmp_path / "briefing.db", backup)
        clock.turn(minutes=1)
        await loop.step()

    restore(backup, tmp_path)
    (tmp_path / "epoch").unlink()
    async with running(tmp_path, clock, kept) as (_, loop):
        await loop.step()

    assert len(kept.parcels) == 2


async def test_a_file_that_cannot_be_written_stops_nothing(
    tmp_path: Path, clock: Turned, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    (tmp_path / "epoch").mkdir()
    async with running(tmp_path, clock, kept) as (store, loop):
        await store.subscriptions.save(weekly(Place("slack", "T1/C1")))
        clock.turn(minutes=1)
        await loop.step()

    assert len(kept.parcels) == 1
    assert "may go unnoticed" in caplog.text


async def test_a_copy_is_whole_while_others_write(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/briefing.db")
    await store.open()
    await store.remember("a", "1")
    async with store.writing("a write that is not finished"):
        copy(tmp_path / "briefing.db", tmp_path / "copy.db")
    await store.close()

    with contextlib.closing(sqlite3.connect(tmp_path / "copy.db")) as made:
        assert made.execute("SELECT value FROM facts WHERE name = 'a'").fetchone() == ("1",)


@pytest.mark.parametrize("what", ["no database", "nonsense", "no folder"])
def test_a_copy_that_cannot_be_made_leaves_nothing(tmp_path: Path, what: str) -> None:
    database, file = tmp_path / "briefing.db", tmp_path / "copy.db"
    if what != "no database":
        database.write_bytes(b"nonsense" * 1000)
    if what == "no folder":
        file = tmp_path / "missing" / "copy.db"

    with pytest.raises(StoreError):
        copy(database, file)

    assert not list(tmp_path.glob("copy*"))
