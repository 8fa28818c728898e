"""Whoever subscribed is told when a summary could not be delivered, and may decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from adapters.store.sql import SqlStore
from content.asked import Asked, Standing
from content.briefings import Briefings
from content.errors import OutcomeUnknown, PlatformError, PostRefused
from content.outbox import GIVE_UP_AFTER, Parcel
from content.ports import Place
from tests.content.packs import desk as desk_of
from tests.delivery.conftest import Turned, subscribing, summaries, weekly
from tests.delivery.sending import Kept
from tests.discord.conftest import (  # noqa: F401 (fixtures)
    Bot,
    bot,
    desk,
    discord,
    pack,
    same_api_address_afterwards,
)

CHANNEL = Place("slack", "T1/C1")
OWNER = "T1/U1"


class Closed(Kept):
    """A channel that refuses, beside direct messages that do not."""

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        if "@" not in parcel.record.place.channel:
            raise PostRefused("posting", "is_archived")
        return await super().send(parcel, in_time)


class Mute(Kept):
    """A channel that never says what became of anything, and cannot be read."""

    def __init__(self) -> None:
        super().__init__()
        self.is_mute = True

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        if self.is_mute and "@" not in parcel.record.place.channel:
            raise OutcomeUnknown("posting", "no answer")
        return await super().send(parcel, in_time)

    async def look_up(
        self, parcel: Parcel, since: dt.datetime, *, besides: str | None = None
    ) -> str | None:
        raise PlatformError("looking up", "no access")


async def test_a_refusal_is_told_to_whoever_subscribed(store: SqlStore, clock: Turned) -> None:
    slack = Closed()
    await store.subscriptions.save(weekly(CHANNEL, owner=OWNER))
    loop = summaries(store, clock, slack=slack)
    clock.turn(minutes=1)

    await loop.step()
    await loop.step()

    [told] = slack.parcels
    said = " ".join(note.text for note in told.record.brief.notes)
    assert told.record.place == Place("slack", "T1/@U1")
    assert "is_archived" in said
    assert "“subscriptions resume”" in said


async def test_nobody_is_told_where_nobody_is_known(store: SqlStore, clock: Turned) -> None:
    slack = Closed()
    await store.subscriptions.save(weekly(CHANNEL))
    clock.turn(minutes=1)

    await summaries(store, clock, slack=slack).step()

    assert slack.parcels == []


@pytest.mark.parametrize(("button", "sent"), [(0, 0), (1, 1)])
async def test_what_nobody_knows_is_for_a_person_to_decide(
    store: SqlStore, clock: Turned, button: int, sent: int
) -> None:
    slack = Mute()
    await store.subscriptions.save(weekly(CHANNEL, owner=OWNER))
    loop = summaries(store, clock, slack=slack)
    until = clock.at + GIVE_UP_AFTER + dt.timedelta(minutes=20)
    while clock.at < until:
        clock.turn(minutes=2)
        await loop.step()
    [told] = slack.parcels
    slack.is_mute = False

    core = Briefings(
        [desk_of("lighthouses")], store, clock, subscriptions=subscribing(store, clock)
    )
    choice = told.record.brief.suggestions[button]
    asked = Asked(choice.text, Place("slack", "T1/D1"), OWNER, standing=Standing())
    thanked = await core.reply(asked)
    clock.turn(minutes=1)
    await loop.step()
    again = await core.reply(asked)

    assert [one.label for one in told.record.brief.suggestions] == ["It arrived", "Send it again"]
    assert (thanked.brief.title, again.brief.kind) == ("Thank you", "error")
    assert [parcel.kind for parcel in slack.parcels] == ["notice", *["summary"] * sent]


async def test_in_discord_it_comes_in_direct_messages(
    store: SqlStore,
    clock: Turned,
    bot: Bot,  # noqa: F811
) -> None:
    bot.discord.refuse_next("post", 403, 50013)
    await store.subscriptions.save(weekly(Place("discord", "10/20"), owner="77"))
    loop = summaries(store, clock, discord=bot.adapter.sender)
    clock.turn(minutes=1)

    await loop.step()
    await loop.step()

    [message] = bot.discord.messages.values()
    assert message["channel_id"] == "1077"
    assert "A summary needs you" in str(message)
