"""What editors add late is news in the summary after it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from adapters.store.sql import SqlStore
from bot.summaries import Summaries
from content.firsts import noted
from content.pack import Pack
from content.ports import Place
from tests.content.breaking import Draft
from tests.content.packs import pack
from tests.delivery.conftest import Turned, posting, weekly
from tests.delivery.sending import Kept

LATE = """  - id: late
    text: A second lamp was found in the cellar of Skerry Point on 20 January 2026.
    kind: event
    as_of: 2026-01-20
    topics: [lamps]
    evidence: [{source: gazette, locator: ¶9}]
"""
TODAY = dt.date(2026, 3, 14)


async def test_a_claim_that_is_added_late_is_in_the_next_summary_and_in_no_other(
    store: SqlStore, clock: Turned, tmp_path: Path
) -> None:
    draft = Draft(tmp_path / "lighthouses")
    served: list[Pack] = [draft.load()]
    kept = Kept()
    loop = Summaries(posting(store, slack=kept), lambda: served, clock)
    await store.subscriptions.save(weekly(Place("slack", "T1/C1")))
    clock.turn(days=-1)
    await loop.step()
    draft.change("claims.yaml", "claims:\n", f"claims:\n{LATE}")
    served[:] = [draft.load()]
    await loop.step()

    clock.turn(days=1, minutes=1)
    await loop.step()
    clock.turn(days=7)
    await loop.step()

    with_it = [brief for brief in kept.briefs if "in the cellar" in str(brief.points)]
    assert len(kept.briefs) == 2
    assert with_it == kept.briefs[:1]
    assert any("added" in (point.label or "") for point in with_it[0].points)


def test_on_the_first_day_nothing_has_just_been_added() -> None:
    seen, kept = noted(None, pack("lighthouses"), TODAY)
    again, same = noted(kept, pack("lighthouses"), TODAY + dt.timedelta(1))

    assert (seen, again, same) == ({}, {}, kept)


def test_what_was_there_before_is_not_new_when_it_comes_back() -> None:
    whole = pack("lighthouses")
    _, kept = noted(None, whole, TODAY)
    fewer = Pack(whole.info, whole.sources, {}, whole.topics, whole.qa)
    _, later = noted(kept, fewer, TODAY)

    seen, _ = noted(later, whole, TODAY)

    assert seen == {}
