"""Subscribing in a conversation: who may, what is repeated, what is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pytest

from adapters.store.memory import MemoryStore
from content.asked import Asked, Standing
from content.brief import Brief
from content.briefings import Briefings
from content.errors import StoreError
from content.grammar import AskSubscription, parse
from content.ports import Place
from content.subscribing import Subscribing, Subscriptions
from content.subscriptions import Subscription
from tests.content.packs import desk
from tests.content.test_briefings import FixedClock

CHANNEL = Place("slack", "T1/C1", "9.9")
OTHER = Place("slack", "T1/C2")
UNKNOWN = "0123456789abcdef" * 2


class Kept:
    """Subscriptions in memory."""

    def __init__(self) -> None:
        self.all: dict[str, Subscription] = {}
        self.fails = False

    async def save(self, subscription: Subscription) -> None:
        self.all[subscription.id] = subscription

    async def remove(self, id_: str) -> bool:
        return self.all.pop(id_, None) is not None

    async def move(self, old: str, subscription: Subscription) -> None:
        del self.all[old]
        self.all[subscription.id] = subscription

    async def listed(
        self, place: Place | None = None, owner: str | None = None
    ) -> Sequence[Subscription]:
        if self.fails:
            raise StoreError("listing subscriptions")
        kept = [one for one in self.all.values() if place in (None, one.place)]
        return [one for one in kept if owner in (None, one.owner)]

    async def count(self, platform: str, workspace: str) -> int:
        return len(self.all)


class Undecided:
    """One summary of which nobody knows whether it arrived."""

    def __init__(self) -> None:
        self.decided: list[bool] = []

    async def decide(self, reply: str, now: dt.datetime, *, has_arrived: bool) -> bool:
        if reply != UNKNOWN or self.decided:
            return False
        self.decided.append(has_arrived)
        return True


class Talk:
    def __init__(self) -> None:
        self.kept = Kept()
        self.outbox = Undecided()
        store, clock = MemoryStore(), FixedClock()
        answering = Subscribing(self.kept, store, clock, self.outbox, max_in_workspace=3)
        self.core = Briefings([desk("lighthouses")], store, clock, subscriptions=answering)

    async def says(self, text: str, **changes: object) -> Brief:
        told = {"may_manage": True, "zone": "Europe/Berlin", "lacking": ()}
        standing = Standing(**{key: changes.pop(key, kept) for key, kept in told.items()})  # type: ignore[arg-type]
        asked = Asked(text, CHANNEL, "T1/U1", standing=standing)
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
    assert "Only people who may manage this channel" in said(brief)


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


async def test_a_workspace_has_a_limit() -> None:
    talk = Talk()
    for at in range(3):
        await talk.says("subscribe", place=Place("slack", f"T1/C{at}"))

    brief = await talk.says("subscribe", place=Place("slack", "T1/C9"))
    changed = await talk.says("subscribe daily", place=Place("slack", "T1/C0"))

    assert "has 3 subscriptions already" in said(brief)
    assert changed.title == "Changed"


async def test_how_it_comes_is_typed_and_repeated() -> None:
    talk = Talk()

    brief = await talk.says("subscribe daily 7am, at most 3 lines, skip quiet weeks, catch-up 48h")

    [kept] = talk.kept.all.values()
    assert (kept.max_lines, kept.quiet, kept.catch_up_hours) == (3, "skip", 48)
    assert "All topics (nothing in quiet times, at most 3 lines): every day at 07:00" in said(brief)


async def test_topics_change_and_all_else_stays() -> None:
    talk = Talk()
    await talk.says("subscribe friday 8am")

    changed = await talk.says("subscriptions topics lamps")
    refused = await talk.says("subscriptions topics pizza")

    [kept] = talk.kept.all.values()
    assert (kept.topics, kept.cadence.days) == (("lamps",), frozenset({4}))
    assert (changed.title, "“pizza”" in said(refused)) == ("Changed", True)


async def test_it_moves_to_another_channel_with_its_settings() -> None:
    talk = Talk()
    await talk.says("subscribe friday 8am lamps")

    moved = await talk.says("subscriptions move #other", target=(OTHER, Standing(may_manage=True)))

    [kept] = talk.kept.all.values()
    assert (moved.title, kept.place, kept.topics) == ("Moved", OTHER, ("lamps",))
    assert list(talk.kept.all) == [kept.id]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (None, "Name the channel"),
        ((OTHER, Standing(may_manage=False)), "only people who may manage"),
        ((OTHER, Standing(may_manage=True, lacking=("I am not in it.",))), "I am not in it."),
        ((Place("slack", "T1/C1"), Standing(may_manage=True)), "comes here already"),
        ((Place("slack", "T1/C3"), Standing(may_manage=True)), "of its own"),
    ],
)
async def test_where_it_cannot_move_it_stays(target: object, why: str) -> None:
    talk = Talk()
    await talk.says("subscribe")
    await talk.says("subscribe", place=Place("slack", "T1/C3"))
    before = dict(talk.kept.all)

    refused = await talk.says("subscriptions move #other", target=target)

    assert why in said(refused)
    assert talk.kept.all == before


async def test_where_the_bot_could_not_post_it_says_what_is_missing() -> None:
    talk = Talk()

    refused = await talk.says("subscribe", lacking=("I am not a member.",))

    assert "I could not post there. I am not a member." in said(refused)
    assert talk.kept.all == {}


@pytest.mark.parametrize("texts", [("corrections off", "corrections on"), ("关闭更正", "开启更正")])
async def test_a_channel_can_do_without_corrections(texts: tuple[str, str]) -> None:
    talk = Talk()
    off, on = texts

    refused = await talk.says(off, may_manage=False)
    told = await talk.says(off)
    listed = await talk.says("subscriptions")
    await talk.says(on)
    after = await talk.says("subscriptions")

    assert (refused.kind, told.title) == ("error", "Corrections are off")
    assert "Corrections are off here." in said(listed)
    assert "Corrections are off here." not in said(after)


@pytest.mark.parametrize(("text", "has_arrived"), [("arrived", True), ("again", False)])
async def test_a_person_decides_what_nobody_knows(text: str, has_arrived: bool) -> None:
    talk = Talk()

    first = await talk.says(f"summary {text} {UNKNOWN}")
    second = await talk.says(f"summary {text} {UNKNOWN}")

    assert talk.outbox.decided == [has_arrived]
    assert (first.title, "Nothing is left to decide" in said(second)) == ("Thank you", True)


async def test_there_is_a_form_elsewhere() -> None:
    refused = await Talk().says("subscribe form")

    assert "subscribe friday 8:00" in said(refused)


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
