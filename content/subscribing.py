"""Subscribing in a conversation: what is typed, what is kept, what is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from content.answering import Desk
from content.asked import Asked, Standing
from content.brief import Brief, Note, Suggestion
from content.composing import pack_ref
from content.digest import Window
from content.grammar import AskSubscription
from content.planning import summary
from content.ports import Clock, Place, Store
from content.subscription_words import topics_in, understand
from content.subscriptions import BY_HAND, FIRST_DAYS, Subscription, made, subscription_id

MAX_IN_WORKSPACE = 500
"""Most subscriptions of a workspace: at one post a second they take eight minutes on Monday."""
DEFAULT_ZONE = "UTC"
CORRECTIONS_OFF = "corrections off: "
"""Under which name, with platform and channel behind it, it is kept that a channel wants none."""


class Subscriptions(Protocol):
    """Keeps subscriptions. Raises `StoreError` from every method."""

    async def save(self, subscription: Subscription) -> None: ...

    async def move(self, old: str, subscription: Subscription) -> None:
        """Keep a subscription in place of the one with the id `old`, in one step."""

    async def remove(self, id_: str) -> bool: ...

    async def listed(
        self, place: Place | None = None, owner: str | None = None
    ) -> Sequence[Subscription]:
        """Those of a channel, or of who subscribed, or all there are."""

    async def count(self, platform: str, workspace: str) -> int: ...


class Undecided(Protocol):
    """Knows the summaries of which nobody knows whether they arrived. Raises `StoreError`."""

    async def decide(self, reply: str, now: dt.datetime, *, has_arrived: bool) -> bool:
        """Settle the one with the reply of this id as a person says; false if there is none."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A subscription as whoever made it sees it."""

    subscription: Subscription
    command: str
    """The slash command of its pack, without slash."""
    title: str
    """The pack's."""
    lines: tuple[str, ...]
    """When and of what, and why it is paused."""


class Subscribing:
    """Answers `subscribe`, `unsubscribe`, `subscriptions …`, `corrections on` and `off`."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        store: Store,
        clock: Clock,
        outbox: Undecided | None = None,
        *,
        max_in_workspace: int = MAX_IN_WORKSPACE,
    ) -> None:
        """`store` keeps which channels want no corrections; `outbox` is told what became of a
        summary where nobody knew."""
        self._subscriptions = subscriptions
        self._store = store
        self._clock = clock
        self._outbox = outbox
        self._max_in_workspace = max_in_workspace

    async def reply(self, asked: Asked, wish: AskSubscription, desk: Desk) -> Brief:
        """What to say, once it is done.

        Raises:
            StoreError: the database refuses; then nothing was done.
        """
        place = Place(asked.place.platform, asked.place.channel)
        here = [
            one for one in await self._subscriptions.listed(place) if one.pack == desk.pack.info.id
        ]
        free: Mapping[str, Callable[[], Awaitable[Brief]]] = {
            "list": lambda: self._listed(place, here, desk),
            "test": lambda: self._shown(here[0] if here else None, desk),
            "form": lambda: _formless(desk),
            "arrived": lambda: self._settled(wish.words, desk, has_arrived=True),
            "again": lambda: self._settled(wish.words, desk, has_arrived=False),
        }
        if wish.verb in free:
            return await free[wish.verb]()
        if asked.standing.may_manage is False:
            return _refused(desk, f"Only {asked.standing.who_may} can change that.")
        if wish.verb == "corrections":
            return await self._set_corrections(
                place, desk, is_on=wish.words.casefold() in ("on", "开启")
            )
        if wish.verb == "subscribe":
            return await self._subscribe(asked, place, wish.words, desk, bool(here))
        if not here:
            return _refused(desk, "There is no subscription here. “subscribe” makes one.")
        return await self._change(asked, here[0], wish, desk)

    async def owned(self, asker: str, desks: Sequence[Desk]) -> list[Owned]:
        """The subscriptions that somebody made, in any channel, to packs that are served."""
        served = {desk.pack.info.id: desk for desk in desks}
        found = await self._subscriptions.listed(owner=asker)
        return [
            Owned(
                one,
                served[one.pack].pack.info.command,
                served[one.pack].pack.info.title,
                tuple(lines_of(one, served[one.pack])),
            )
            for one in found
            if one.pack in served
        ]

    async def _listed(self, place: Place, here: Sequence[Subscription], desk: Desk) -> Brief:
        lines = _lines(here, desk)
        if await self._store.recall(corrections_fact(place)):
            lines.append("Corrections are off here.")
        return _told(desk, "Subscriptions here", lines, here)

    async def _shown(self, one: Subscription | None, desk: Desk) -> Brief:
        """What the summary of the last seven days would say. Nothing is sent or moved by it."""
        today = self._clock.now().date()
        window = Window(today - FIRST_DAYS, today - dt.timedelta(days=1))
        return summary(desk.pack, window, today, one).brief

    async def _settled(self, reply: str, desk: Desk, *, has_arrived: bool) -> Brief:
        """What a person decided about a summary of which nobody knows whether it arrived."""
        now = self._clock.now()
        done = self._outbox and await self._outbox.decide(reply, now, has_arrived=has_arrived)
        if not done:
            return _refused(desk, "Nothing is left to decide about that summary.")
        said = "It counts as sent." if has_arrived else "It is sent again within a minute."
        return _told(desk, "Thank you", [said], [])

    async def _set_corrections(self, place: Place, desk: Desk, *, is_on: bool) -> Brief:
        await self._store.remember(corrections_fact(place), "" if is_on else "off")
        said = (
            "When something I posted here turns out wrong, I say so where it stands."
            if is_on
            else "When something I posted here turns out wrong, I do not say so by myself. "
            "“source?” still tells it."
        )
        return _told(desk, f"Corrections are {'on' if is_on else 'off'}", [said], [])

    async def _subscribe(
        self, asked: Asked, place: Place, words: str, desk: Desk, is_known: bool
    ) -> Brief:
        try:
            wanted = understand(words, asked.standing.zone or DEFAULT_ZONE, desk.topic_named)
        except ValueError as error:
            return _refused(desk, f"{str(error).capitalize()}.")
        if wanted.unknown:
            unknown = ", ".join(f"“{word}”" for word in wanted.unknown)
            return _refused(desk, f"Neither a time nor a topic here: {unknown}.")
        if refusal := await self._cannot(place, asked.standing, desk, is_known=is_known):
            return refusal
        one = made(place, desk.pack.info.id, wanted, self._clock.now(), asked.asker)
        await self._subscriptions.save(one)
        return _told(desk, "Changed" if is_known else "Subscribed", _lines([one], desk), [one])

    async def _cannot(
        self, place: Place, standing: Standing, desk: Desk, *, is_known: bool
    ) -> Brief | None:
        """Why there can be no subscription in a channel, if so."""
        if standing.lacking:
            return _refused(desk, f"I could not post there. {' '.join(standing.lacking)}")
        workspace = place.channel.partition("/")[0]
        most = self._max_in_workspace
        if not is_known and await self._subscriptions.count(place.platform, workspace) >= most:
            return _refused(desk, f"This workspace has {most} subscriptions already.")
        return None

    async def _change(
        self, asked: Asked, one: Subscription, wish: AskSubscription, desk: Desk
    ) -> Brief:
        if wish.verb == "unsubscribe":
            await self._subscriptions.remove(one.id)
            return _told(desk, "Unsubscribed", ["Nothing more comes here."], [])
        if wish.verb == "move":
            return await self._moved(asked, one, desk)
        if wish.verb == "topics":
            topics, unknown = topics_in(wish.words, desk.topic_named)
            if unknown:
                named = ", ".join(f"“{word}”" for word in unknown)
                return _refused(desk, f"There are no such topics here: {named}.")
            changed, title = dataclasses.replace(one, topics=topics), "Changed"
        elif wish.verb == "pause":
            changed, title = dataclasses.replace(one, paused=BY_HAND), "Paused"
        else:
            changed, title = one.resumed(self._clock.now()), "Resumed"
        await self._subscriptions.save(changed)
        return _told(desk, title, _lines([changed], desk), [changed])

    async def _moved(self, asked: Asked, one: Subscription, desk: Desk) -> Brief:
        if asked.target is None:
            return _refused(desk, "Name the channel to move it to, as in “move #general”.")
        place, standing = asked.target
        if standing.may_manage is False:
            return _refused(desk, f"In that channel only {standing.who_may} can change that.")
        if refusal := await self._cannot(place, standing, desk, is_known=True):
            return refusal
        moved = dataclasses.replace(one, id=subscription_id(place, one.pack), place=place)
        if moved.id == one.id:
            return _refused(desk, "It comes here already.")
        if any(other.id == moved.id for other in await self._subscriptions.listed(place)):
            return _refused(desk, "That channel has a subscription of its own.")
        await self._subscriptions.move(one.id, moved)
        return _told(desk, "Moved", ["From now on it comes to the channel you named."], [])


def corrections_fact(place: Place) -> str:
    """Under which name it is kept that a channel wants no corrections."""
    return f"{CORRECTIONS_OFF}{place.platform}:{place.channel}"


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


def lines_of(one: Subscription, desk: Desk) -> list[str]:
    """A subscription in sentences: of what, when, in which manner, and why it is paused."""
    topics = [desk.pack.topics[name].title for name in one.topics if name in desk.pack.topics]
    settings = [
        *(["nothing in quiet times"] if one.quiet == "skip" else []),
        *([f"at most {one.max_lines} lines"] if one.max_lines else []),
    ]
    manner = f" ({', '.join(settings)})" if settings else ""
    lines = [f"{', '.join(topics) or 'All topics'}{manner}: {one.in_words()}."]
    return [*lines, f"It is paused: {one.paused}."] if one.paused else lines


def _lines(subscriptions: Sequence[Subscription], desk: Desk) -> list[str]:
    lines = [line for one in subscriptions for line in lines_of(one, desk)]
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
        suggestions=(*(Suggestion(text, text) for text in typed), FORM),
    )


FORM = Suggestion("subscribe form", "Form…")
"""What opens a form where the platform has one."""


async def _formless(desk: Desk) -> Brief:
    return _refused(
        desk,
        f"Type it: “subscribe friday 8:00”. On Discord /{desk.pack.info.command}-subscribe asks.",
    )


def _refused(desk: Desk, why: str) -> Brief:
    return Brief(
        kind="error",
        title="Not changed",
        pack=pack_ref(desk.pack),
        notes=(Note("problem", why),),
    )
