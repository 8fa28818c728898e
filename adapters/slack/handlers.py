"""What Slack sends, what the core says to it, and where the reply goes.

Each listener acknowledges before anything else: Slack gives up after 3 seconds, and a late answer
is better than the error message people would see.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.slack import markup, requests
from adapters.slack.forms import Forms
from adapters.slack.publisher import Publisher
from adapters.slack.render import (
    ASK_ACTION,
    SHARE_ACTION,
    SOURCES_ACTION,
    UNHELPFUL_ACTION,
    Message,
    to_message,
)
from adapters.slack.requests import Body, Origin
from content import grammar
from content.asked import Asked
from content.briefings import Briefings, Reply
from content.errors import BriefingError, OutcomeUnknown, PlatformError, PostRefused

log = logging.getLogger(__name__)

SHORTCUT = "show_sources"
"""The callback_id of the message shortcut."""
_BUG = "Sorry, something went wrong here. The operator's log says what. Please try again."
_SENTENCES: dict[type[BriefingError], str] = {
    requests.UnreadablePayload: "Sorry, I cannot read that request. Please ask again.",
    PostRefused: "Slack does not let me post here. Invite me to the channel, or ask me in a"
    " direct message.",
    OutcomeUnknown: "Slack did not confirm that my reply was posted. If it is missing, please ask"
    " again.",
    PlatformError: "Slack cannot take my reply right now. Please ask again in a minute.",
}
_NOTHING_TO_SHARE = "There is nothing to share any more: the record of that reply is gone."


class Handlers:
    """The listeners of one bot in one workspace, but for those of forms."""

    def __init__(self, briefings: Briefings, publisher: Publisher, forms: Forms) -> None:
        self._briefings = briefings
        self._publisher = publisher
        self._forms = forms
        self._under_way: set[asyncio.Task[object]] = set()

    def register(self, app: AsyncApp, commands: Sequence[str]) -> None:
        """Listen to these slash commands (named without slash) and to everything else."""
        for command in commands:
            app.command(f"/{command}")(self.on_command)
        app.action(SOURCES_ACTION)(self.on_sources)
        app.action(re.compile(rf"^{ASK_ACTION}\d+$"))(self.on_suggestion)
        app.action(SHARE_ACTION)(self.on_share)
        app.action(UNHELPFUL_ACTION)(self.on_unhelpful)
        app.message_shortcut(SHORTCUT)(self.on_shortcut)
        app.event("app_mention")(self.on_message)
        app.event("message")(self.on_message)
        app.error(on_error)

    async def finish(self, timeout_s: float) -> None:
        """Wait for the requests under way, but not for longer than this."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=timeout_s)

    async def on_command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            origin = requests.of_command(body, team_of(context))
            text = requests.text_of(body)
            asked = origin.asks(text, requests.command_of(body))
            if await self.is_new(origin):
                await self._answer(asked, origin, body, text)

        await self.run(body, answer)

    async def on_sources(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            clicked = requests.of_action(body, team_of(context))
            origin, record = requests.under_its_message(clicked, body), requests.value_of(body)
            if await self.is_new(origin):
                reply = await self._briefings.evidence(
                    record, origin.place, origin.asker, private=origin.is_private
                )
                await self.deliver(reply, origin)

        await self.run(body, answer)

    async def on_suggestion(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            origin = requests.of_action(body, team_of(context))
            text = requests.value_of(body)
            if isinstance(grammar.parse(text).wish, grammar.AskReview):
                origin = requests.under_its_message(origin, body)  # editors decide in its thread
            asked = origin.asks(text, beside=requests.message_under(body))
            if await self.is_new(origin):
                await self._answer(asked, origin, body, text)

        await self.run(body, answer)

    async def on_share(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            origin, record = requests.of_action(body, team_of(context)), requests.value_of(body)
            if await self.is_new(origin):
                reply = await self._briefings.share(record, origin.place, origin.asker)
                if reply is None:
                    await self._tell(body, _NOTHING_TO_SHARE)
                else:
                    await self.deliver(reply, origin)

        await self.run(body, answer)

    async def on_unhelpful(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            origin, record = requests.of_action(body, team_of(context)), requests.value_of(body)
            if await self.is_new(origin):
                reply = await self._briefings.unhelpful(record, origin.place, origin.asker)
                await self.deliver(reply, origin)

        await self.run(body, answer)

    async def on_shortcut(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()

        async def answer() -> None:
            origin, message = (
                requests.of_shortcut(body, team_of(context)),
                requests.message_of(body),
            )
            if await self.is_new(origin):
                reply = await self._briefings.evidence_of_message(
                    message, origin.place, origin.asker
                )
                await self.deliver(reply, origin)

        await self.run(body, answer)

    async def on_message(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        if not requests.is_from_person(body):
            return

        async def answer() -> None:
            origin = requests.of_event(body, team_of(context))
            text = requests.beside_mention(requests.text_of(body), context.bot_user_id)
            if await self._is_for_us(body, origin, context) and await self.is_new(origin):
                await self._answer(origin.asks(text), origin, body, text)

        await self.run(body, answer)

    async def _answer(self, asked: Asked, origin: Origin, body: Body, text: str) -> None:
        """Reply to a text, which stands in `text` as Slack wrote it, or open a form for it."""
        wish = grammar.parse(asked.text).wish
        if isinstance(wish, grammar.AskSubscription):
            if wish.verb == "form" and await self._forms.open(body, origin, asked.command):
                return
            asked = await self._forms.with_standing(asked, origin, wish, text)
        form = wish.draft if isinstance(wish, grammar.AskReview) and wish.opens_form else None
        if form and await self._forms.open_review(body, origin, asked, form):
            return
        await self.deliver(await self._briefings.reply(asked), origin)

    async def _is_for_us(self, body: Body, origin: Origin, context: AsyncBoltContext) -> bool:
        """Whether a message is to be answered: said to the bot, or of a briefing it stands under,
        as "source?" and "not helpful" are."""
        if origin.is_direct or requests.mentions(body, context.bot_user_id):
            return True
        wish = grammar.parse(requests.as_typed(requests.text_of(body))).wish
        asks_of_thread = isinstance(wish, grammar.AskSources) and wish.about is None
        is_of_thread = asks_of_thread or isinstance(wish, grammar.SayUnhelpful)
        if not (is_of_thread and requests.is_in_thread(body)):
            return False
        return await self._briefings.knows_thread(origin.place, origin.asker)

    async def is_new(self, origin: Origin) -> bool:
        seen = [not await self._briefings.first_time(name) for name in origin.deliveries]
        return not any(seen)

    async def deliver(self, reply: Reply, origin: Origin) -> None:
        is_private = reply.private and not origin.is_direct
        message = to_message(reply.brief, reply.id, private=is_private)
        if is_private:
            await self._post_privately(message, origin)
        else:
            await self._post(message, reply.id, origin)

    async def _post(self, message: Message, reply_id: str, origin: Origin) -> None:
        """As a real message, which has a thread; by response_url where the bot is not a member."""
        try:
            ts = await self._publisher.post(origin.channel, message, reply_id, origin.thread)
        except PostRefused as refused:
            if origin.response_url is None:
                raise
            log.info("answering by response_url: %s", refused)
            await self._publisher.respond(
                origin.response_url, message, in_channel=True, thread=origin.thread
            )
        else:
            await self._briefings.posted(reply_id, ts)

    async def _post_privately(self, message: Message, origin: Origin) -> None:
        if origin.response_url is not None:
            await self._publisher.respond(origin.response_url, message, in_channel=False)
        else:
            await self._publisher.post_privately(
                origin.channel, origin.user, message, origin.thread
            )

    async def run(self, body: Body, answer: Callable[[], Awaitable[None]]) -> None:
        """Answer, and turn whatever goes wrong into one short sentence: the outermost loop."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
        try:
            await answer()
        except BriefingError as error:
            log.warning("a request failed: %s", error)
            await self._tell(body, _sentence(error))
        except Exception:
            log.exception("a request failed unexpectedly")
            await self._tell(body, _BUG)
        finally:
            if task is not None:
                self._under_way.discard(task)

    async def _tell(self, body: Body, sentence: str) -> None:
        """Say something to whoever made a request, if there is a way left to do so."""
        text = markup.escaped(sentence, len(sentence) * 5)
        message: Message = {"text": text, "blocks": []}
        try:
            if (url := requests.response_url(body)) is not None:
                await self._publisher.respond(url, message, in_channel=False)
            elif (origin := requests.origin_of_event(body)) is not None:
                await self._publisher.post_privately(
                    origin.channel, origin.user, message, origin.thread
                )
        except PlatformError as error:
            log.warning("could not say so: %s", error)


async def on_error(error: Exception) -> BoltResponse | None:
    """Acknowledge what nobody listens to: Bolt would answer 404, and Slack would send it again."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    log.error("a request could not be dispatched", exc_info=error)
    return None


def team_of(context: AsyncBoltContext) -> str:
    """The workspace the bot is installed in. In shared channels a payload may name another."""
    installed = context.authorize_result.team_id if context.authorize_result else None
    return installed or context.team_id or "-"


def _sentence(error: BriefingError) -> str:
    return next((_SENTENCES[kind] for kind in type(error).mro() if kind in _SENTENCES), _BUG)
