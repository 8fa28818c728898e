"""What is told to whoever added a feed, when it is given up."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from bot.editing import Letters
from content.answering import Desk
from content.brief import Brief, Note
from content.composing import pack_ref
from content.news.feeds import Feed
from content.notices import direct
from content.ports import Clock, Place, Record


async def feed_disabled(
    feed: Feed,
    desks: Sequence[Desk],
    letters: Letters,
    clock: Clock,
    channels: Sequence[Place] = (),
) -> None:
    """Tell the owner of a feed that it is no longer looked at, and why; where none is known, those
    channels.

    Raises:
        StoreError: the database refuses.
    """
    desk = next((one for one in desks if one.pack.info.id == feed.pack), None)
    platform, _, person = (feed.owner or "").partition(":")
    if desk is None:
        return
    said = (
        f"{feed.title or feed.address}: {feed.why}.",
        f"`briefing-bot feeds show {feed.id[:8]}` tells more; `feeds resume` looks at it again.",
    )
    notes = tuple(Note("problem", line) for line in said)
    brief = Brief("help", "A feed is no longer looked at", pack_ref(desk.pack), notes=notes)
    now = clock.now()
    for place in [direct(platform, person)] if person else channels:
        record = Record(uuid.uuid4().hex, now, place, brief)
        await letters.announce(f"feed:{feed.id}:{now.date()}:{place.channel}", record, now)
