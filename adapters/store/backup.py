"""A copy of an SQLite database in use."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from adapters.store.engines import BUSY_TIMEOUT_MS
from content.errors import StoreError

PART = ".part"
"""What a copy is called until it is whole."""


def copy(database: Path, file: Path) -> int:
    """Copy a database into a new file, which is there whole or not at all; returns its bytes.

    VACUUM INTO reads one consistent state while others write, and leaves out what was deleted:
    https://www.sqlite.org/lang_vacuum.html#vacuuminto

    Raises:
        StoreError: the database cannot be read, or the copy not be written or not be trusted.
    """
    part = file.with_name(f"{file.name}{PART}")
    try:
        part.unlink(missing_ok=True)
        with contextlib.closing(_opened(database)) as source:
            source.execute("VACUUM INTO ?", (str(part),))
        with contextlib.closing(_opened(part)) as made:
            (found,) = made.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise StoreError(f"copying the database: the copy is damaged ({found})")
        part.rename(file)
        return file.stat().st_size
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreError(f"copying the database: {error}") from error


def _opened(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return connection
