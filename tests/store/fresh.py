"""A database that is brought up to date already, for tests that are about something else.

Migrating takes longer than many of them.
"""

from __future__ import annotations

import asyncio
import functools
import shutil
import tempfile
import threading
from pathlib import Path

from adapters.store.sql import SqlStore


def fresh(file: Path) -> str:
    """The address of a new SQLite database in this file, with all tables in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(_template(), file)
    return f"sqlite:///{file}"


@functools.cache
def _template() -> Path:
    """Made once in each process, in a thread, for a loop may be running in this one."""
    file = Path(tempfile.mkdtemp()) / "template.db"

    async def made() -> None:
        store = SqlStore(f"sqlite:///{file}")
        await store.open()
        await store.close()

    thread = threading.Thread(target=asyncio.run, args=(made(),))
    thread.start()
    thread.join()
    return file
