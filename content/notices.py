"""What is told to whoever subscribed, when a summary could not be delivered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from content.brief import Brief, Note, Suggestion
from content.ports import Place, Record

if TYPE_CHECKING:
    from content.outbox import Parcel


def refused(parcel: Parcel, why: str, now: dt.datetime) -> Record | None:
    """That a subscription pauses, and why; none where nobody is to be told."""
    said = (
        f"It could not be posted: {why}.",
        "The subscription pauses and keeps its settings.",
        "Once that is mended, type “subscriptions resume” in the channel.",
    )
    return _told(parcel, said, (), now)


def unknown(parcel: Parcel, now: dt.datetime) -> Record | None:
    """That nobody knows whether a summary arrived, with a button for either case."""
    said = (
        "It was sent, no confirmation came, and I cannot read the channel to see whether it came.",
        "Please look, and choose: if it is not there, it can be sent again.",
    )
    choices = (
        Suggestion(f"summary arrived {parcel.record.id}", "It arrived"),
        Suggestion(f"summary again {parcel.record.id}", "Send it again"),
    )
    return _told(parcel, said, choices, now)


def _told(
    parcel: Parcel, said: tuple[str, ...], choices: tuple[Suggestion, ...], now: dt.datetime
) -> Record | None:
    if parcel.owner is None or parcel.kind != "summary":
        return None
    brief = parcel.record.brief
    channel = parcel.record.place.channel.rpartition("/")[2]
    where = f"“{brief.title}”, for the channel {channel}."
    notes = tuple(Note("problem", text) for text in (where, *said))
    told = Brief("help", "A summary needs you", brief.pack, notes=notes, suggestions=choices)
    return Record(uuid.uuid4().hex, now, direct(parcel.record.place.platform, parcel.owner), told)


def direct(platform: str, person: str) -> Place:
    """The direct messages of a person, as `Asked.asker` names them: `T1/U1`, or `123`."""
    workspace, _, name = person.rpartition("/")
    return Place(platform, f"{workspace or 'dm'}/@{name}")
