"""Subscribing in a conversation: who may, what is repeated, what is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pytest

from adapters.store.memory import MemoryStore
from content import subscribing
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.errors import StoreError
from content.grammar import AskSubscription, parse
from content.ports import Place
from content.subscribing import Subscriptions
from content.subscriptions import Subscription
from tests.content.packs import desk
from tests.content.test_briefings import FixedClock

CHANNEL = Place("slack", "T1/C1", "9.9")


class Kept:
    """Subscriptions in memory."""

    def __init__(self) -> None:
        self.all: dict[str, Subscription] = {}
        self.fails = False

    async def save(self, subscription: Subscription) -> None:
        self.all[subscription.id] = subscription

    async def remove(self, id_: str) -> bool:
        return self.all.pop(id_, None) is not None

    async def listed(self, place: Place | None = None) -> Sequence[Subscription]:
        if self.fails:
            raise StoreError("listing subscriptions")
        return [one for one in self.all.values() if place in (None, one.place)]

    async def count(self, platform: str, workspace: str) -> int:
        return len(self.all)


class Talk:
    def __init__(self) -> None:
        self.kept = Kept()
        self.core = Briefings(
            [desk("lighthouses")], MemoryStore(), FixedClock(), subscriptions=self.kept
        )

    async def says(self, text: str, **changes: object) -> Brief:
        asked = Asked(text, CHANNEL, "T1/U1", may_manage=True, zone="Europe/Berlin")
        changed = dataclasses.replace(asked, **changes)  # type: ignore[arg-type]
        return (await self.core.reply(changed)).brief


def said(brief: Brief) -> str:
    return " ".join(note.text for note in brief.notes)


async def test_the_reply_repeats_what_was_understood_with_three_dates() -> None:
    talk = Talk()

    brief = await talk.says("subscribe fridays 8am lamps")

    assert brief.title == "Subscribed"
    assert "Lamps: every Friday at 08:00 (Europe/Berlin)" in said(brief)
    assert said(brief).count(" 2026") >= 3
    [kept] = talk.kept.all.values()
    assert (kept.topics, kept.place.thread, kept.cadence.at) == (("lamps",), None, dt.time(8))


@pytest.mark.parametrize("text", ["subscribe", "Subscribe!", "subscribe me", "订阅"])
async def test_nothing_else_is_needed(text: str) -> None:
    talk = Talk()

    await talk.says(text, zone=None)

    [kept] = talk.kept.all.values()
    assert kept.cadence.in_words() == "every Monday at 09:00 (UTC)"


async def test_subscribing_again_changes_it_and_two_at_once_make_one() -> None:
    talk = Talk()
    await talk.says("subscribe")

    brief = await talk.says("订阅每天 8点")

    assert brief.title == "Changed"
    [kept] = talk.kept.all.values()
    assert len(kept.cadence.days) == 7


async def test_it_can_be_listed_paused_resumed_and_ended() -> None:
    talk = Talk()
    await talk.says("subscribe")

    paused = await talk.says("subscriptions pause")
    listed = await talk.says("subscriptions", may_manage=False)
    resumed = await talk.says("subscriptions resume")
    ended = await talk.says("unsubscribe")

    assert (paused.title, resumed.title, ended.title) == ("Paused", "Resumed", "Unsubscribed")
    assert "It is paused: paused by hand." in said(listed)
    assert talk.kept.all == {}


async def test_what_would_come_can_be_seen_by_anybody_and_moves_nothing() -> None:
    talk = Talk()
    await talk.says("subscribe lamps")
    before = dict(talk.kept.all)

    shown = await talk.says("subscriptions test", may_manage=False)

    assert shown.title.startswith("Summary: Lighthouses of the Sound")
    assert talk.kept.all == before


@pytest.mark.parametrize("text", ["subscribe", "unsubscribe", "subscriptions pause"])
async def test_who_may_not_manage_the_channel_is_told_so(text: str) -> None:
    talk = Talk()

    brief = await talk.says(text, may_manage=False)

    assert (brief.kind, talk.kept.all) == ("error", {})
    assert "may manage this channel" in said(brief)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("subscribe monday Mars/Olympus", "no time zone"),
        ("subscribe every 31st", "“31st”"),
        ("subscribe pizza", "“pizza”"),
        ("unsubscribe", "There is no subscription here"),
    ],
)
async def test_what_cannot_be_is_explained_and_changes_nothing(text: str, why: str) -> None:
    talk = Talk()

    brief = await talk.says(text)

    assert why in said(brief)
    assert talk.kept.all == {}


async def test_a_workspace_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "MAX_IN_WORKSPACE", 1)
    talk = Talk()
    await talk.says("subscribe")

    brief = await talk.says("subscribe", place=Place("slack", "T1/C2"))

    assert "has 1 subscriptions already" in said(brief)


async def test_a_database_that_fails_is_said(caplog: pytest.LogCaptureFixture) -> None:
    talk = Talk()
    talk.kept.fails = True

    assert "nothing has changed" in said(await talk.says("subscribe"))


async def test_where_nothing_can_be_sent_the_command_line_is_named() -> None:
    core = Briefings([desk("lighthouses")], MemoryStore(), FixedClock())

    reply = await core.reply(Asked("subscribe", Place("terminal", "local"), "U1"))

    assert "briefing-bot subscriptions" in said(reply.brief)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("subscribe monday 9:00 chips", AskSubscription("subscribe", "monday 9:00 chips")),
        ("订阅 每周一 9点", AskSubscription("subscribe", " 每周一 9点")),
        ("取消订阅", AskSubscription("unsubscribe")),
        ("我的订阅", AskSubscription("list")),
    ],
)  # fmt: skip
def test_it_is_typed_in_english_or_chinese(text: str, wish: AskSubscription) -> None:
    found = parse(text).wish

    assert isinstance(found, AskSubscription)
    assert (found.verb, found.words.strip()) == (wish.verb, wish.words.strip())


def test_the_fake_fits_the_port() -> None:
    kept: Subscriptions = Kept()

    assert kept is not None
