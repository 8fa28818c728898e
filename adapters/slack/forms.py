"""The form to subscribe with, the home tab, and who may use them.

What is filled in or pressed there is asked of the core as if it had been typed.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import requests, review, views
from adapters.slack.publisher import TRANSPORT_ERRORS
from adapters.slack.requests import Body, Origin
from adapters.slack.standing import Standings
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings, Reply
from content.grammar import AskSubscription, parse
from content.subscriptions import Subscription

log = logging.getLogger(__name__)

TeamOf = Callable[[AsyncBoltContext], str]
_FREE = frozenset({"list", "test", "form", "arrived", "again"})
"""What anybody may ask, so that Slack need not be asked about them."""


class Answering(Protocol):
    """The part of the other listeners that is needed here."""

    async def run(self, body: Body, answer: Callable[[], Awaitable[None]]) -> None: ...

    async def is_new(self, origin: Origin) -> bool: ...

    async def deliver(self, reply: Reply, origin: Origin) -> None: ...


class Forms:
    """Opens the form and shows the home tab."""

    def __init__(self, briefings: Briefings, client: AsyncWebClient, standings: Standings) -> None:
        self._briefings = briefings
        self._client = client
        self._standings = standings

    def register(self, app: AsyncApp, answering: Answering, team_of: TeamOf) -> None:
        """Listen to what people do in the form and in the home tab."""
        listeners = Listeners(self, self._briefings, answering, team_of)
        app.view(views.FORM)(listeners.on_submit)
        app.view(review.FORM)(listeners.on_reworded)
        app.event("app_home_opened")(listeners.on_home)
        app.action(re.compile(rf"^{views.HOME_ACTION}"))(listeners.on_press)

    async def open(
        self, body: Body, origin: Origin, command: str | None, channel: str | None = None
    ) -> bool:
        """Open the form, filled in as the asker's subscription for a channel is, if one is named.

        False where that is not possible, as for a message or too late.
        """
        trigger = requests.trigger_of(body)
        if trigger is None:
            return False
        zone, now = await asyncio.gather(
            self._standings.zone_of(origin.user), self._owned(origin, command, channel)
        )
        view = views.form(command or "", self._briefings.topics(command), zone, now)
        return await self._called("views.open", trigger_id=trigger, view=view)

    async def open_review(self, body: Body, origin: Origin, asked: Asked, draft: str) -> bool:
        """Open the form to reword a draft; false where that is not possible, or not for them."""
        trigger = requests.trigger_of(body)
        text = await self._briefings.draft_text(draft, asked) if trigger else None
        if trigger is None or text is None:
            return False
        view = review.form(draft, text, origin, asked.command)
        return await self._called("views.open", trigger_id=trigger, view=view)

    async def _owned(
        self, origin: Origin, command: str | None, channel: str | None
    ) -> Subscription | None:
        if channel is None:
            return None
        place = dataclasses.replace(origin, channel=channel, thread=None).place
        for one in await self._briefings.subscriptions_of(origin.asker):
            if one.command == command and one.subscription.place == place:
                return one.subscription
        return None

    async def show_home(self, user: str, asker: str, said: Brief | None = None) -> None:
        """Show somebody's home tab, with what came of what they pressed."""
        view = views.home(await self._briefings.subscriptions_of(asker), said)
        await self._called("views.publish", user_id=user, view=view)

    async def with_standing(
        self, asked: Asked, origin: Origin, wish: AskSubscription, text: str
    ) -> Asked:
        """With what Slack tells of the asker and the channel, where that matters."""
        if wish.verb in _FREE:
            return asked
        standing = await self._standings.of(origin.channel, origin.user)
        channel = requests.channel_named(text) if wish.verb == "move" else None
        if channel is None:
            return dataclasses.replace(asked, standing=standing)
        place = dataclasses.replace(origin, channel=channel, thread=None).place
        target = place, await self._standings.of(channel, origin.user)
        return dataclasses.replace(asked, standing=standing, target=target)

    async def _called(self, method: str, **arguments: Any) -> bool:
        try:
            await self._client.api_call(method, json=arguments)
        except (SlackApiError, *TRANSPORT_ERRORS) as error:
            log.warning("%s failed: %s", method, type(error).__name__)
            return False
        return True


class Listeners:
    """What Bolt calls for the form and the home tab."""

    def __init__(
        self, forms: Forms, briefings: Briefings, answering: Answering, team_of: TeamOf
    ) -> None:
        self._forms = forms
        self._briefings = briefings
        self._answering = answering
        self._team_of = team_of

    async def on_submit(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """The form was filled in: the reply goes into the channel, a refusal to the person."""
        await ack()

        async def answer() -> None:
            state = requests.state_of(body)
            channel, (was, command, _) = (
                views.channel_in(state),
                views.pressed(requests.metadata_of(body)),
            )
            origin = requests.of_view(body, self._team_of(context), channel)
            if not await self._answering.is_new(origin):
                return
            reply = await self._moved(origin, was, command)
            if reply is None or reply.brief.kind != "error":
                reply = await self._asked(origin, views.typed(state), command)
            is_refused = reply.brief.kind == "error"
            told = dataclasses.replace(origin, channel=origin.user) if is_refused else origin
            await self._answering.deliver(reply, told)
            await self._forms.show_home(origin.user, origin.asker)

        await self._answering.run(body, answer)

    async def on_reworded(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """A draft was reworded: it is shown anew where it stands."""
        await ack()

        async def answer() -> None:
            origin, typed, command = review.filled(body, self._team_of(context))
            if await self._answering.is_new(origin):
                reply = await self._briefings.reply(origin.asks(typed, command))
                await self._answering.deliver(reply, origin)

        await self._answering.run(body, answer)

    async def _moved(self, origin: Origin, was: str, command: str) -> Reply | None:
        """What came of moving a subscription to the channel that was chosen instead, if it was."""
        if not was or was == origin.channel:
            return None
        before = dataclasses.replace(origin, channel=was)
        return await self._asked(before, f"subscriptions move <#{origin.channel}>", command)

    async def on_home(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            if user := requests.home_of(body):
                asker = Origin(self._team_of(context), "", user).asker
                await self._forms.show_home(user, asker)

        await self._answering.run(body, answer)

    async def on_press(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """A button of the home tab: what it asks is told there, a preview in direct messages."""
        await ack()

        async def answer() -> None:
            channel, command, text = views.pressed(requests.value_of(body))
            origin = requests.of_view(body, self._team_of(context), channel)
            if not await self._answering.is_new(origin):
                return
            if not text:
                await self._forms.open(body, origin, command or None, channel or None)
                return
            reply = await self._asked(origin, text, command)
            if reply.brief.points:
                await self._answering.deliver(
                    reply, dataclasses.replace(origin, channel=origin.user)
                )
            await self._forms.show_home(origin.user, origin.asker, reply.brief)

        await self._answering.run(body, answer)

    async def _asked(self, origin: Origin, text: str, command: str) -> Reply:
        asked = origin.asks(text, command or None)
        wish = parse(text).wish
        if isinstance(wish, AskSubscription):
            asked = await self._forms.with_standing(asked, origin, wish, text)
        return await self._briefings.reply(asked)
