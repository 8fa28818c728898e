"""On which day each claim of a pack was first seen here, so that late additions are news."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from content.pack import Pack

FACT = "claims first seen: "
"""Under which name, with the pack's id behind it, the days are kept as JSON."""


def noted(kept: str | None, pack: Pack, today: dt.date) -> tuple[Mapping[str, dt.date], str]:
    """The day for each claim that is new here, and all days to be kept.

    `kept` is what was kept before. Without it everything is as old as the pack: on the first day
    nothing has just been added.
    """
    before: dict[str, str] = json.loads(kept) if kept else dict.fromkeys(pack.claims, "")
    days = {claim: before.get(claim, today.isoformat()) for claim in pack.claims}
    # What a pack drops and takes up again is not new.
    everything = before | days
    seen = {claim: dt.date.fromisoformat(day) for claim, day in days.items() if day}
    return seen, json.dumps(everything)
