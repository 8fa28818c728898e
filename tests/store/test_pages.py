"""The archive in a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.store import lazy
from adapters.store.lazy import LazyArchive
from adapters.store.pages import SqlArchive
from adapters.store.sql import SqlStore
from content.archive import Page, PageCopy, Version
from content.errors import StoreError
from content.ports import Archive, PageKeeper
from tests.samples import HOSTILE, NOON
from tests.store.conftest import execute, opened

A_DAY = dt.timedelta(days=1)
TEXT = "The lamp is lit.\n“We are glad,” said the chair.\n灯塔又亮了。"
EMPTY = Page("lighthouses", "gazette")
PAGE = (
    EMPTY.with_copy(PageCopy(TEXT, "The lamp", NOON))
    .with_copy(PageCopy("The lamp is out.", None, NOON + A_DAY))
    .answered(NOON + A_DAY, Version("https://gazette.example/skerry", '"1"', "Sat"))
    .failed(NOON + 2 * A_DAY, "404 Not Found")
)


@pytest.fixture
async def archive(database: str) -> AsyncIterator[SqlArchive]:
    async with opened(database) as store:
        yield store.archive


async def kept(archive: Archive, page: Page = PAGE) -> Page | None:
    """What is kept of the page of the same source."""
    return (await archive.pages(page.pack, [page.source])).get(page.source)


async def test_a_page_is_read_back_as_it_was_saved(archive: SqlArchive) -> None:
    await archive.save(PAGE)

    assert await kept(archive) == PAGE


async def test_a_page_without_copies_is_read_back_too(archive: SqlArchive) -> None:
    dead = EMPTY.failed(NOON, "no such host")

    await archive.save(dead)

    assert await kept(archive) == dead


@pytest.mark.parametrize("text", [*HOSTILE, "half \ud800 a pair", "nul \0 nul", "\\0 \\ud800"])
async def test_hostile_text_is_read_back_as_it_was(archive: SqlArchive, text: str) -> None:
    page = EMPTY.with_copy(PageCopy(text, text, NOON)).failed(NOON, text)

    await archive.save(page)

    assert await kept(archive) == page


async def test_saving_again_replaces_what_was_and_drops_copies_that_are_gone(
    archive: SqlArchive,
) -> None:
    await archive.save(PAGE)
    only = dataclasses.replace(PAGE, copies=PAGE.copies[:1], failed_since=None, failure=None)

    await archive.save(only)

    assert await kept(archive) == only


async def test_packs_and_sources_are_kept_apart(archive: SqlArchive) -> None:
    others = [Page("other", "gazette"), Page("lighthouses", "digest")]
    for page in [PAGE, *others]:
        await archive.save(page)
    await archive.save(dataclasses.replace(others[0], copies=()))

    assert await archive.pages("lighthouses", ["gazette", "digest", "almanac"]) == {
        "gazette": PAGE,
        "digest": others[1],
    }
    assert await archive.pages("lighthouses", []) == {}


async def test_the_same_text_is_kept_once(database: str) -> None:
    async with opened(database) as store:
        for day in range(3):
            page = await kept(store.archive) or EMPTY
            await store.archive.save(page.with_copy(PageCopy(TEXT, None, NOON + day * A_DAY)))

        found = await kept(store.archive)

    assert found is not None
    assert [copy.seen_at for copy in found.copies] == [NOON + 2 * A_DAY]


async def test_a_database_of_the_first_release_gets_the_tables(database: str) -> None:
    async with opened(database):
        pass
    later = ("gaps", "subscriptions", "outbox", "feeds", "feed_items", "articles", "drafts")
    for table in ("pages", "page_copies", *later):
        await execute(database, f"DROP TABLE {table}")
    await execute(database, "UPDATE alembic_version SET version_num = '0001'")

    async with opened(database) as store:
        await store.archive.save(PAGE)

        assert await kept(store.archive) == PAGE


async def test_a_database_that_fails_is_said(database: str) -> None:
    async with opened(database) as store:
        await execute(database, "DROP TABLE page_copies")

        with pytest.raises(StoreError, match="reading archived pages"):
            await kept(store.archive)
        with pytest.raises(StoreError, match="archiving a page"):
            await store.archive.save(PAGE)


async def test_a_lazy_archive_reads_what_was_saved(database: str) -> None:
    async with opened(database) as store:
        await store.archive.save(PAGE)

    assert await kept(LazyArchive(database)) == PAGE


async def test_a_database_that_is_not_there_is_neither_made_nor_loaded(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    code = (
        "import asyncio, sys; from adapters.store.lazy import LazyArchive;"
        f"print(asyncio.run(LazyArchive({f'sqlite:///{file}'!r}).pages('p', ['s'])),"
        " 'sqlalchemy' in sys.modules)"
    )

    ran = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(lazy.__file__).parents[2],
    )
    printed, _ = await ran.communicate()

    assert (printed.decode().strip(), file.exists()) == ("{} False", False)


async def test_a_database_without_pages_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/briefing.db"
    async with opened(url):
        pass
    monkeypatch.setattr(SqlStore, "open", None)

    assert await kept(LazyArchive(url)) is None


async def test_a_database_that_cannot_be_read_counts_as_empty_and_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "briefing.db"
    file.write_bytes(b"certainly no database " * 100)
    archive = LazyArchive(f"sqlite:///{file}")

    assert [await kept(archive), await kept(archive)] == [None, None]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


async def test_an_archive_that_is_damaged_counts_as_empty(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/briefing.db"
    async with opened(url) as store:
        await store.archive.save(PAGE)
    with sqlite3.connect(tmp_path / "briefing.db") as connection:
        connection.execute("ALTER TABLE page_copies DROP COLUMN title")
    connection.close()

    assert await kept(LazyArchive(url)) is None


async def test_a_server_that_keeps_silent_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lazy, "PATIENCE_S", 0.2)
    left = asyncio.Event()

    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    server = await asyncio.start_server(keep_silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"postgresql://bot@127.0.0.1:{port}/replies?sslmode=disable"

    async with server:
        assert await kept(LazyArchive(url)) is None
        await left.wait()

    assert "takes too long" in caplog.text


async def test_the_catalogue_names_the_newest_copy_of_each_page(archive: SqlArchive) -> None:
    other = Page("lighthouses", "almanac").with_copy(PageCopy("Four blasts.", None, NOON))
    await archive.save(PAGE)
    await archive.save(other)
    await archive.save(Page("lighthouses", "digest").failed(NOON, "gone"))
    before = await archive.catalogue("lighthouses")

    await archive.save(PAGE.with_copy(PageCopy("Anew.", None, NOON + 3 * A_DAY)))

    after = await archive.catalogue("lighthouses")
    assert before.keys() == after.keys() == {"gazette", "almanac"}
    assert before["almanac"] == after["almanac"]
    assert before["gazette"] != after["gazette"]
    assert await archive.catalogue("harbours") == {}


async def test_a_lazy_archive_tells_an_empty_catalogue_from_none(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    nothing = await LazyArchive(f"sqlite:///{file}").catalogue("lighthouses")
    file.write_bytes(b"certainly no database " * 100)
    damaged = LazyArchive(f"sqlite:///{file}")

    assert nothing == {}
    for _ in range(2):
        with pytest.raises(StoreError):
            await damaged.catalogue("lighthouses")


async def test_a_lazy_archive_reads_the_same_catalogue(database: str) -> None:
    async with opened(database) as store:
        await store.archive.save(PAGE)
        expected = await store.archive.catalogue("lighthouses")

    assert await LazyArchive(database).catalogue("lighthouses") == expected != {}


def test_the_archives_fit_their_ports() -> None:
    keepers: list[type[PageKeeper]] = [SqlArchive]
    readers: list[type[Archive]] = [LazyArchive, SqlArchive]

    assert keepers
    assert readers
