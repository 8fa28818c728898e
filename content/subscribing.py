"""Subscribing in a conversation: what is typed, what is kept, what is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from content.answering import Desk
from content.asked import Asked
from content.brief import Brief, Note, Suggestion
from content.composing import pack_ref
from content.digest import Window, digest
from content.grammar import AskSubscription
from content.ports import Clock, Place
from content.subscriptions import Subscription, in_words, subscription_id, understand

MAX_IN_WORKSPACE = 500
"""Most subscriptions of a workspace: at one post a second they take eight minutes on Monday."""
SHOWN_DATES = 3
BY_HAND = "paused by hand"
DEFAULT_ZONE = "UTC"
_FIRST_DAYS = dt.timedelta(days=7)
"""How many days the first summary tells of."""


class Subscriptions(Protocol):
    """Keeps subscriptions. Raises `StoreError` from every method."""

    async def save(self, subscription: Subscription) -> None: ...

    async def remove(self, id_: str) -> bool: ...

    async def listed(self, place: Place | None = None) -> Sequence[Subscription]: ...

    async def count(self, platform: str, workspace: str) -> int: ...


class Subscribing:
    """Answers `subscribe`, `unsubscribe` and `subscriptions`."""

    def __init__(self, subscriptions: Subscriptions, clock: Clock) -> None:
        self._subscriptions = subscriptions
        self._clock = clock

    async def reply(self, asked: Asked, wish: AskSubscription, desk: Desk) -> Brief:
        """What to say, once it is done.

        Raises:
            StoreError: the database refuses; then nothing was done.
        """
        place = Place(asked.place.platform, asked.place.channel)
        here = [
            one for one in await self._subscriptions.listed(place) if one.pack == desk.pack.info.id
        ]
        if wish.verb == "list":
            return _told(desk, "Subscriptions here", _lines(here, desk), here)
        if wish.verb == "test":
            return self._shown(here[0] if here else None, desk)
        if asked.may_manage is False:
            return _refused(desk, "Only people who may manage this channel can change that.")
        if wish.verb == "subscribe":
            return await self._subscribe(asked, place, wish.words, desk, bool(here))
        if not here:
            return _refused(desk, "There is no subscription here. “subscribe” makes one.")
        return await self._change(here[0], wish, desk)

    def _shown(self, one: Subscription | None, desk: Desk) -> Brief:
        """What the summary of the last seven days would say. Nothing is sent or moved by it."""
        today = self._clock.now().date()
        window = Window(today - _FIRST_DAYS, today - dt.timedelta(days=1))
        topics = [name for name in (one.topics if one else ()) if name in desk.pack.topics]
        return digest(desk.pack, window, today, topics=topics).brief

    async def _subscribe(
        self, asked: Asked, place: Place, words: str, desk: Desk, is_known: bool
    ) -> Brief:
        try:
            wanted = understand(words, asked.zone or DEFAULT_ZONE, desk.topic_named)
        except ValueError as error:
            return _refused(desk, f"{str(error).capitalize()}.")
        if wanted.unknown:
            unknown = ", ".join(f"“{word}”" for word in wanted.unknown)
            return _refused(desk, f"Neither a time nor a topic here: {unknown}.")
        workspace = place.channel.partition("/")[0]
        if (
            not is_known
            and await self._subscriptions.count(place.platform, workspace) >= MAX_IN_WORKSPACE
        ):
            return _refused(desk, f"This workspace has {MAX_IN_WORKSPACE} subscriptions already.")
        now = self._clock.now()
        first = wanted.cadence.first_after(now)
        made = Subscription(
            id=subscription_id(place, desk.pack.info.id),
            place=place,
            pack=desk.pack.info.id,
            cadence=wanted.cadence,
            next_date=first,
            covered_to=min(now.date(), first) - dt.timedelta(days=1) - _FIRST_DAYS,
            topics=wanted.topics,
            owner=asked.asker,
        )
        await self._subscriptions.save(made)
        return _told(desk, "Changed" if is_known else "Subscribed", _lines([made], desk), [made])

    async def _change(self, one: Subscription, wish: AskSubscription, desk: Desk) -> Brief:
        if wish.verb == "unsubscribe":
            await self._subscriptions.remove(one.id)
            return _told(desk, "Unsubscribed", ["Nothing more comes here."], [])
        changes: dict[str, Callable[[], Subscription]] = {
            "pause": lambda: dataclasses.replace(one, paused=BY_HAND),
            "resume": lambda: dataclasses.replace(
                one, paused=None, next_date=one.cadence.first_after(self._clock.now())
            ),
        }
        changed = changes[wish.verb]()
        await self._subscriptions.save(changed)
        title = "Paused" if changed.paused else "Resumed"
        return _told(desk, title, _lines([changed], desk), [changed])


def not_here(desk: Desk) -> Brief:
    """Where no database is, as in a terminal."""
    return _refused(
        desk,
        "Summaries go to channels of Slack and Discord. Here, `briefing-bot subscriptions` keeps "
        "them and `briefing-bot digest preview` shows what one would say.",
    )


def trouble(desk: Desk) -> Brief:
    """The database refused."""
    return _refused(desk, "That could not be kept; nothing has changed. Please try again.")


def _lines(subscriptions: Sequence[Subscription], desk: Desk) -> list[str]:
    lines = []
    for one in subscriptions:
        topics = [desk.pack.topics[name].title for name in one.topics if name in desk.pack.topics]
        dates = one.cadence.upcoming(one.next_date, SHOWN_DATES)
        lines.append(f"{', '.join(topics) or 'All topics'}: {in_words(one.cadence, dates)}.")
        lines += [f"It is paused: {one.paused}."] if one.paused else []
    return lines or ["There are none."]


def _told(desk: Desk, title: str, lines: Sequence[str], left: Sequence[Subscription]) -> Brief:
    hint = (
        "“subscribe” with other words changes it: “subscribe friday 8:00 Europe/Berlin chips”."
        if left
        else "“subscribe”, “subscribe daily 8:00”, “subscribe friday Europe/Berlin” make one."
    )
    typed = ("subscriptions test", "unsubscribe") if left else ("subscribe",)
    return Brief(
        kind="help",
        title=title,
        pack=pack_ref(desk.pack),
        notes=tuple(Note("help", line) for line in (*lines, hint)),
        suggestions=tuple(Suggestion(text, text) for text in typed),
    )


def _refused(desk: Desk, why: str) -> Brief:
    return Brief(
        kind="error",
        title="Not changed",
        pack=pack_ref(desk.pack),
        notes=(Note("problem", why),),
    )
