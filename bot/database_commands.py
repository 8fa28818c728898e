"""`briefing-bot backup`. Imports stand inside: other commands must not pay for them."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from content.errors import BriefingError


def backup(settings: Settings, file: Path) -> str:
    """Copy the SQLite database of the settings into a new file; returns what was done.

    Raises:
        BriefingError: there is no such database, or there is something in the file's place.
        StoreError: the database cannot be read, or the copy not be written.
    """
    from adapters.store.backup import copy
    from adapters.store.lazy import sqlite_file

    database = sqlite_file(settings.database)
    if database is None:
        raise BriefingError("PostgreSQL has backups of its own: pg_dump, or your provider's")
    if not database.is_file():
        raise BriefingError(f"there is no database at {database} yet")
    if file.exists():
        raise BriefingError(f"{file} is there already; a backup overwrites nothing")
    size = copy(database, file)
    return f"{file}: {size / 1_000_000:.1f} MB, whole and checked"
