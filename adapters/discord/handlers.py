"""What happens when somebody types, presses or replies: translate in, ask the core, translate out.

Every reply to an interaction takes the same way: what is ready at once is its first response, what
is not is deferred and then edited in place.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord import requests
from adapters.discord.buttons import Press, to_press
from adapters.discord.commands import FORM_SUFFIX, SHOW_SOURCES
from adapters.discord.completing import topics_like, zones_like
from adapters.discord.limits import MAX_CHOICE, MAX_CHOICES, QUICK_S, fits
from adapters.discord.publisher import FormRefused, Publisher
from adapters.discord.render import Message, to_message, to_sentence
from adapters.discord.standing import Standings
from content.asked import Asked
from content.briefings import Briefings, Reply
from content.errors import BriefingError, PlatformError
from content.grammar import AskReview, AskSubscription, parse

log = logging.getLogger(__name__)

TROUBLE = "Sorry, something went wrong here. Please try again in a moment."
BUG = "Sorry, that went wrong on our side and has been noted. Please try something else."
NOT_OURS = "This button does not work any more. Please ask again."
NOT_SHARED = "This reply cannot be shared any more. Please ask again."
ONLY_YOU = "That is about a reply only you have seen. Ask again with `private` at the end."
PRIVATE_BY_COMMAND = "Everybody would read that here. Ask with the slash command, and `private`."

Question = Coroutine[Any, Any, Reply | None]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What to send, and the reply it shows, if it shows one that is on record."""

    message: Message
    private: bool
    reply_id: str | None = None


class Handlers:
    """The events of one client. None of them raises: an event has nobody to raise to."""

    def __init__(
        self,
        briefings: Briefings,
        publisher: Publisher,
        standings: Standings,
        quick_s: float = QUICK_S,
    ) -> None:
        self._briefings = briefings
        self._standings = standings
        self._publisher = publisher
        self._quick_s = quick_s

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A slash command, a keystroke in one, a press on a button or the message menu."""
        try:
            await self._dispatch(interaction)
        except Exception:
            log.exception("interaction %s was not handled", interaction.id)
            if not interaction.response.is_done():
                await self._send(interaction, _sentence(BUG))

    async def on_message(self, message: discord.Message, me: int) -> None:
        """A direct message, a mention, or a reply to one of our messages."""
        try:
            if await self._is_for_us(message, me) and await self._is_new(message):
                await self._answer_message(message, me)
        except Exception:
            log.exception("message %s was not handled", message.id)

    async def _dispatch(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            await self._complete(interaction)
        elif interaction.type is discord.InteractionType.component:
            await self._pressed(interaction)
        elif interaction.type is discord.InteractionType.application_command:
            await self._command_used(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._reworded(interaction)

    async def _command_used(self, interaction: discord.Interaction) -> None:
        if requests.to_command(interaction) == SHOW_SOURCES:
            where = requests.place_of(interaction), requests.asker_of(interaction.user)
            target = requests.to_target(interaction)
            question = self._briefings.evidence_of_message(target, *where)
            await self._answer(interaction, question, private=True)
        else:
            asked = self._asked(interaction)
            private = asked.private or parse(asked.text).private
            await self._answer(interaction, self._replied(asked), private=private)

    def _asked(self, interaction: discord.Interaction) -> Asked:
        command = requests.to_command(interaction)
        if command.endswith(FORM_SUFFIX) and not requests.has_text(interaction):
            return requests.to_asked_by_form(interaction, command.removesuffix(FORM_SUFFIX))
        return requests.to_asked(interaction)

    async def _replied(self, asked: Asked) -> Reply:
        wish = parse(asked.text).wish
        if isinstance(wish, AskSubscription) and wish.verb == "move":
            asked = await self._standings.with_target(asked, wish.words)
        return await self._briefings.reply(asked)

    async def _pressed(self, interaction: discord.Interaction) -> None:
        press = to_press(requests.to_custom_id(interaction))
        if press is None:
            await self._send(interaction, _sentence(NOT_OURS))
            return
        if press.action == "ask" and await self._opens_form(press.value, interaction):
            return
        private = press.action == "unhelpful" or (
            requests.is_on_private_message(interaction) and press.action != "share"
        )
        question = self._question_of(press, interaction, private=private)
        await self._answer(interaction, question, private=private)

    def _question_of(
        self, press: Press, interaction: discord.Interaction, *, private: bool
    ) -> Question:
        place, asker = requests.place_of(interaction), requests.asker_of(interaction.user)
        if press.action == "sources":
            return self._briefings.evidence(press.value, place, asker, private=private)
        if press.action == "share":
            return self._briefings.share(press.value, place, asker)
        if press.action == "unhelpful":
            return self._briefings.unhelpful(press.value, place, asker)
        asked = requests.to_asked_by_press(interaction, press.value)
        return self._briefings.reply(dataclasses.replace(asked, private=private))

    async def _opens_form(self, text: str, interaction: discord.Interaction) -> bool:
        """Whether a press asks for the form that rewords a draft, and whoever pressed gets it."""
        wish = parse(text).wish
        if not isinstance(wish, AskReview) or not wish.opens_form:
            return False
        asked = requests.to_asked_by_press(interaction, text)
        draft = await self._briefings.draft_text(wish.draft, asked)
        if draft is None:
            return False
        await self._publisher.open_form(interaction, wish.draft, draft)
        return True

    async def _reworded(self, interaction: discord.Interaction) -> None:
        """A draft was reworded in the form: it is shown anew."""
        draft, text = requests.to_reworded(interaction)
        asked = requests.to_asked_by_press(interaction, f"review edit {draft} {text}")
        await self._answer(interaction, self._briefings.reply(asked), private=False)

    async def _complete(self, interaction: discord.Interaction) -> None:
        try:
            found = self._completions(interaction)
        except Exception:
            log.exception("could not complete what is being typed")
            found = []
        fitting = [text for text in dict.fromkeys(found) if text and fits(text, MAX_CHOICE)]
        await self._publisher.complete(interaction, fitting[:MAX_CHOICES])

    def _completions(self, interaction: discord.Interaction) -> list[str]:
        typed, option, command = requests.to_typed(interaction)
        if option == "zone":
            return zones_like(typed, MAX_CHOICES)
        if option == "topics":
            topics = self._briefings.topics(command.removesuffix(FORM_SUFFIX))
            return topics_like(typed, topics)
        asker = requests.asker_of(interaction.user)
        return self._briefings.suggest(typed, command, asker=asker)

    async def _answer(
        self, interaction: discord.Interaction, question: Question, *, private: bool
    ) -> None:
        """`private` is what is known beforehand; once deferred, that cannot be changed."""
        work = asyncio.create_task(self._outcome(question, can_share=True))
        await asyncio.wait({work}, timeout=self._quick_s)
        if work.done():
            await self._send(interaction, work.result())
        elif await self._defer(interaction, private=private):
            outgoing = _seen_by_all(await work, ONLY_YOU) if not private else await work
            await self._deliver(
                outgoing, lambda out: self._publisher.edit(interaction, out.message)
            )
        else:
            work.cancel()

    async def _defer(self, interaction: discord.Interaction, *, private: bool) -> bool:
        try:
            await self._publisher.defer(interaction, private=private)
        except PlatformError as error:
            log.warning("interaction %s is lost: %s", interaction.id, error)
            return False
        return True

    async def _send(self, interaction: discord.Interaction, outgoing: Outgoing) -> None:
        await self._deliver(
            outgoing,
            lambda out: self._publisher.respond(interaction, out.message, private=out.private),
        )

    async def _is_for_us(self, message: discord.Message, me: int) -> bool:
        if not requests.is_from_a_person(message):
            return False
        if requests.is_addressed(message, me):
            return True
        return requests.is_unreadable_reply(message) and await self._briefings.knows_message(
            requests.place_of_message(message),
            requests.replied_to(message) or "",
            requests.asker_of(message.author),
        )

    async def _is_new(self, message: discord.Message) -> bool:
        return await self._briefings.first_time(f"discord:message:{message.id}")

    async def _answer_message(self, message: discord.Message, me: int) -> None:
        outgoing = await self._outcome(self._question_in(message, me), can_share=False)
        if not requests.is_direct(message):
            outgoing = _seen_by_all(outgoing, PRIVATE_BY_COMMAND)
        await self._deliver(outgoing, lambda out: self._publisher.reply(message, out.message))

    def _question_in(self, message: discord.Message, me: int) -> Question:
        asked = requests.to_asked_by_message(message, me)
        if requests.is_addressed(message, me):
            return self._briefings.reply(asked)
        # A reply whose text is kept from us: what it replies to is all we know of it.
        return self._briefings.evidence_of_message(
            asked.about or "", asked.place, asked.asker, private=False
        )

    async def _outcome(self, question: Question, *, can_share: bool) -> Outgoing:
        """What to send: the reply, or a sentence saying that there is none."""
        try:
            reply = await question
            if reply is None:
                return _sentence(NOT_SHARED)
            message = to_message(reply.brief, reply.id, private=reply.private and can_share)
        except BriefingError as error:
            log.warning("a question could not be answered: %s", error)
            return _sentence(TROUBLE)
        except Exception:
            log.exception("a question was not answered")
            return _sentence(BUG)
        return Outgoing(message, reply.private, reply.id if reply.is_kept else None)

    async def _deliver(
        self, outgoing: Outgoing, send: Callable[[Outgoing], Awaitable[int | None]]
    ) -> None:
        """Send and note where it went. What may have arrived is never followed by anything else."""
        try:
            sent = await send(outgoing)
        except FormRefused:
            log.exception("a message was not accepted")
            if outgoing.reply_id is not None:
                await self._deliver(_sentence(BUG), send)
        except PlatformError as error:
            log.warning("a message was not sent: %s", error)
        else:
            if outgoing.reply_id is not None and sent is not None:
                await self._briefings.posted(outgoing.reply_id, str(sent))


def _sentence(text: str) -> Outgoing:
    return Outgoing(to_sentence(text), private=True)


def _seen_by_all(outgoing: Outgoing, instead: str) -> Outgoing:
    """The same where everybody may read it, else a sentence."""
    return _sentence(instead) if outgoing.private and outgoing.reply_id else outgoing
