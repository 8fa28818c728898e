"""A clock that several processes share: it runs fast, and is put forward by whoever wrote it."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

SPEED = 60.0
"""Seconds that pass on it in one: a claim of 90 seconds ends after one and a half."""


class SharedClock:
    """Reads its beginning, and how far it was put forward, from a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> dt.datetime:
        begun_s, shown_s = map(float, self._file.read_text().split())
        return dt.datetime.fromtimestamp(shown_s + (time.time() - begun_s) * SPEED, dt.UTC)

    def put(self, moment: dt.datetime) -> None:
        """From now on it goes on from this moment (aware)."""
        part = self._file.with_suffix(".part")
        part.write_text(f"{time.time()} {moment.timestamp()}")
        part.replace(self._file)
