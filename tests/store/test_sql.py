"""What is particular to the store in a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import signal
import socket
import sqlite3
import threading
import traceback
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine.default import DefaultDialect

from adapters.store.sql import SqlStore
from adapters.store.tables import AnyText
from content.errors import StoreError
from tests.samples import NOON, record
from tests.store import child, disks
from tests.store.conftest import SqliteCalls, execute, opened

SECRET = "hunter2"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.db"


@pytest.fixture
async def refusing_server() -> AsyncIterator[str]:
    """The address of a server that speaks PostgreSQL's protocol and knows no password."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(int.from_bytes(await reader.readexactly(4)) - 4)
        fields = b'SFATAL\0C28P01\0Mpassword authentication failed for user "bot"\0\0'
        writer.write(b"E" + (len(fields) + 4).to_bytes(4) + fields)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"postgresql://bot:{SECRET}@127.0.0.1:{port}/replies?sslmode=disable"
    server.close()
    await server.wait_closed()


@pytest.fixture
def nobody_listens() -> Iterator[str]:
    """The address of a port that is taken, so that nothing else can listen there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        yield f"postgresql://bot:{SECRET}@127.0.0.1:{port}/replies?sslmode=disable"


async def refusal(url: str) -> StoreError:
    """How opening this database fails."""
    store = SqlStore(url)
    with pytest.raises(StoreError) as refused:
        await store.open()
    return refused.value


async def test_a_wrong_password_is_said_and_not_shown(
    refusing_server: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    error = await refusal(refusing_server)

    assert str(error) == (
        'the store failed while opening the database: password authentication failed for user "bot"'
    )
    assert SECRET not in "".join(traceback.format_exception(error)) + caplog.text


async def test_a_server_that_does_not_listen_is_said(nobody_listens: str) -> None:
    error = await refusal(nobody_listens)

    assert "opening the database: Connect call failed ('127.0.0.1', " in str(error)
    assert SECRET not in "".join(traceback.format_exception(error))


async def test_connections_that_the_server_has_cut_are_replaced(
    postgresql: str,
) -> None:
    name = uuid.uuid4().hex
    cut = (
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'"
    )
    async with opened(f"{postgresql}&application_name={name}") as store:
        await store.save(record())

        await execute(postgresql, cut)

        assert await store.by_id(record().id) == record()


async def test_a_file_that_is_no_database_is_said(file: Path) -> None:
    async with opened(f"sqlite:///{file}"):
        pass
    disks.rewrite(file, lambda _: b"certainly not a database " * 200)

    error = await refusal(f"sqlite:///{file}")

    assert str(error).endswith("opening the database: file is not a database")


async def test_a_damaged_database_is_said(file: Path) -> None:
    async with opened(f"sqlite:///{file}") as store:
        await store.save(record())
    disks.rewrite(file, lambda content: content[:100] + b"\xff" * (len(content) - 100))

    error = await refusal(f"sqlite:///{file}")

    assert "malformed" in str(error)


async def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    assert "Is a directory" in str(await refusal(f"sqlite:///{tmp_path}"))


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, file: Path) -> None:
    with disks.read_only(tmp_path):
        error = await refusal(f"sqlite:///{file}")

    assert str(error).endswith("opening the database: Permission denied")


async def test_a_full_disk_is_said_and_nothing_saved_before_is_lost(file: Path) -> None:
    async with opened(f"sqlite:///{file}") as store:
        await store.save(record(id="a"))

        with disks.full_beyond(1_000), pytest.raises(StoreError, match="saving a reply: "):
            await store.save(record(id="b"))

        await store.save(record(id="c"))
        assert [await store.by_id(one) for one in "abc"] == [
            record(id="a"),
            None,
            record(id="c"),
        ]


async def test_errors_show_no_reply(database: str) -> None:
    async with opened(database) as store:
        await execute(database, "DROP TABLE replies")
        with pytest.raises(StoreError) as refused:
            await store.save(record())

    assert "Skerry" not in "".join(traceback.format_exception(refused.value))


async def test_a_reply_that_this_version_cannot_read_is_said(database: str) -> None:
    async with opened(database) as store:
        await store.save(record())
        await execute(database, "UPDATE replies SET brief = '{}'")

        with pytest.raises(StoreError, match="a reply that this version does not understand"):
            await store.by_id(record().id)


async def test_a_store_that_is_not_open_says_so_as_a_bug() -> None:
    with pytest.raises(RuntimeError, match="not open"):
        await SqlStore("sqlite:///never.db").by_id("a")


async def test_closing_twice_or_without_opening_is_harmless(file: Path) -> None:
    store = SqlStore(f"sqlite:///{file}")
    await store.close()
    await store.open()
    await store.close()
    await store.close()


async def test_an_sqlite_database_is_for_nobody_else_to_read(file: Path) -> None:
    async with opened(f"sqlite:///{file}") as store:
        await store.save(record())
        files = [file, file.with_name("store.db-wal"), file.with_name("store.db-shm")]
        assert [disks.mode_of(one) for one in files] == [0o600] * 3

    assert disks.mode_of(file.parent) == 0o700


async def test_sqlite_writes_ahead_syncs_fully_waits_and_locks_before_it_writes(
    file: Path, sqlite_calls: SqliteCalls
) -> None:
    async with opened(f"sqlite:///{file}") as store:
        sqlite_calls.statements.clear()
        await store.save(record())
        writing = [call.split()[0] for call in sqlite_calls.statements]
        begin = sqlite_calls.statements[0]

    assert begin == "BEGIN IMMEDIATE"
    assert writing == ["BEGIN", "INSERT", "COMMIT"]
    assert answer_of(file, "PRAGMA journal_mode") == "wal"


async def test_every_sqlite_connection_is_set_up_to_be_safe(
    file: Path, sqlite_calls: SqliteCalls
) -> None:
    async with opened(f"sqlite:///{file}"):
        pass

    assert {
        "PRAGMA busy_timeout = 10000",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
    } <= set(sqlite_calls.statements)


async def test_sqlite_never_works_in_the_event_loops_thread(
    file: Path, sqlite_calls: SqliteCalls
) -> None:
    async with opened(f"sqlite:///{file}") as store:
        await store.save(record())
        await store.latest(record().place, "me")
        await store.first_time("Ev1", NOON)

    assert sqlite_calls.threads
    assert threading.get_ident() not in sqlite_calls.threads


async def test_expired_keys_are_deleted(file: Path) -> None:
    async with opened(f"sqlite:///{file}") as store:
        for number in range(3):
            await store.first_time(f"Ev{number}", NOON)

        await store.first_time("later", NOON + dt.timedelta(days=2))

    assert answer_of(file, "SELECT count(*) FROM deliveries") == 1


async def test_old_replies_can_be_deleted(database: str) -> None:
    async with opened(database) as store:
        for hour in range(3):
            await store.save(record(id=str(hour), at=NOON + dt.timedelta(hours=hour)))

        deleted = await store.prune(NOON + dt.timedelta(hours=2))

        assert deleted == 2
        assert await store.by_id("1") is None
        assert await store.by_id("2") is not None


async def test_a_time_without_a_zone_is_a_bug(database: str) -> None:
    async with opened(database) as store:
        with pytest.raises(Exception, match="without a zone"):
            await store.save(record(at=NOON.replace(tzinfo=None)))


async def test_nothing_confirmed_is_lost_by_kill_9_in_the_middle_of_writing(database: str) -> None:
    writer = child.start("killed-", 100_000, database)
    child.go(writer)
    assert writer.stdout is not None
    seen = [writer.stdout.readline() for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate()
    saved = "".join([*seen, rest]).split()

    async with opened(database) as store:
        found = [one for one in saved if await store.by_id(one)]
        await store.save(record())

    assert found == saved


@given(text=st.text(st.characters()), more=st.text(st.characters()))
def test_any_text_is_kept_in_a_form_that_postgresql_accepts(text: str, more: str) -> None:
    column, dialect = AnyText(), DefaultDialect()

    kept = column.process_bind_param(text, dialect)

    assert kept is not None
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert column.process_result_value(kept, dialect) == text
    assert (kept == column.process_bind_param(more, dialect)) == (text == more)


def answer_of(file: Path, statement: str) -> object:
    """What SQLite itself says."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchone()[0]
