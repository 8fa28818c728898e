"""The real clock."""

from __future__ import annotations

import datetime as dt


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> dt.datetime:
        """The present moment, UTC, aware."""
        return dt.datetime.now(dt.UTC)
