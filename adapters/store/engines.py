"""Connections to the database, and what may go wrong with them."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from content.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.store.address import Address

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for the writer of another process; a write takes milliseconds."""
CONNECT_TIMEOUT_S = 10
COMMAND_TIMEOUT_S = 30
"""No statement here takes more than milliseconds, so a server that takes longer is not well."""
POOL_SIZE = 10
"""Connections to a server that are kept open; whoever needs another one waits. By default there
are five, and what is opened beyond them is closed after one use, which halved the rate of
deliveries."""
PRAGMAS = (
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "synchronous = FULL",  # NORMAL loses the last commits when the power fails
    "foreign_keys = ON",
)
WRITES = "writes"
"""The execution option that marks an engine whose transactions write."""


def create_engine(address: Address) -> AsyncEngine:
    """An engine that has not connected yet.

    Parameters never show in its errors or its log: they are people's questions and answers.

    Raises:
        StoreError: the driver is not installed.
    """
    try:
        if address.file is None:
            return _postgresql(address)
        return _sqlite(address)
    except ModuleNotFoundError as error:
        extra = "postgres" if address.file is None else "store"
        raise StoreError(f"loading the database driver: install briefing-bot[{extra}]") from error


def _postgresql(address: Address) -> AsyncEngine:
    options = {
        "dsn": address.dsn,
        "timeout": CONNECT_TIMEOUT_S,
        "command_timeout": COMMAND_TIMEOUT_S,
    }
    # The ping finds connections that a restarted server or a firewall has dropped meanwhile.
    return create_async_engine(
        address.url,
        connect_args=options,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _sqlite(address: Address) -> AsyncEngine:
    engine = create_async_engine(address.url, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    # The driver's own BEGIN would come too late to be IMMEDIATE; `_begin_sqlite` says it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins by reading cannot always go on to write: it fails with "database
    # is locked" at once, whatever the busy timeout. So writers take the lock before they read.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def prepare_file(address: Address) -> None:
    """Make the SQLite file and its folder, for nobody else to read. Waits for the disk.

    A file that is there keeps its mode, for the operator may have changed it. SQLite gives the
    files it adds (`-wal`, `-shm`) the mode of the first.
    """
    if address.file is not None:
        address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(address.file, os.O_RDWR | os.O_CREAT, 0o600))
        with contextlib.closing(sqlite3.connect(address.file, timeout=0)) as connection:
            _switch_to_wal(connection, time.monotonic() + BUSY_TIMEOUT_MS / 1000)


def _switch_to_wal(connection: sqlite3.Connection, deadline: float) -> None:
    """Let readers and the writer work at the same time. The file stays so from then on."""
    # Several processes that start on a new file get in each other's way here, and SQLite refuses
    # some of them at once, whatever the busy timeout. Hence trying again.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # The low byte is the kind of error; above it stands which of several.
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@contextlib.contextmanager
def failures(doing: str) -> Iterator[None]:
    """Turn whatever an operator can mend into a `StoreError`; bugs go through as they are."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error, OSError) as error:
        raise StoreError(f"{doing}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """What the driver or the system says, in its first line; never SQL or values.

    Drivers name the user and the database that were refused, never the password.
    """
    if isinstance(error, PoolTimeoutError):
        return "too many requests at once"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    driver = error.orig if isinstance(error, DBAPIError) else error
    said = driver.args[0] if driver and driver.args else type(error).__name__
    return str(said).partition("\n")[0]
