"""Notices that the database was restored from an older backup.

A count in the database goes up before anything is sent, and is then written into a file beside it.
A file that is ahead of the database has seen sends that the database knows nothing of.
"""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from pathlib import Path

from content.outbox import EPOCH
from content.ports import Clock, Store

log = logging.getLogger(__name__)

RESTORED = "restored at"
"""The fact that keeps, in ISO 8601, when the database was last found to be a restored one."""


class RestoreGuard:
    """Holds the count of a database against that in a file."""

    def __init__(self, store: Store, file: Path, clock: Clock) -> None:
        self._store = store
        self._file = file
        self._clock = clock

    async def restored_at(self) -> dt.datetime | None:
        """When the database came back from a backup, if it ever did (UTC, aware).

        What was due before that may have been sent although the database does not know.

        Raises:
            StoreError: the database refuses.
        """
        inside, outside = await self._inside(), self._outside()
        if inside < outside:
            now = self._clock.now()
            log.warning("the database was restored from a backup: what was due is looked up first")
            await self._store.remember(RESTORED, now.isoformat())
            await self._store.remember(EPOCH, str(outside + 1))
            self._write(outside + 1)
            return now
        if inside > outside:  # another process, or one that ended before it could write
            self._write(inside)
        kept = await self._store.recall(RESTORED)
        return dt.datetime.fromisoformat(kept) if kept else None

    async def note(self) -> None:
        """Write the count into the file, before anything is sent."""
        self._write(await self._inside())

    async def _inside(self) -> int:
        return int(await self._store.recall(EPOCH) or 0)

    def _outside(self) -> int:
        try:
            return int(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _write(self, count: int) -> None:
        if count <= self._outside():  # processes may share the file
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile("w", dir=self._file.parent, delete=False) as part:
                part.write(str(count))
            Path(part.name).replace(self._file)
        except OSError as error:
            log.warning("%s cannot be written; a restored backup may go unnoticed", error.filename)
