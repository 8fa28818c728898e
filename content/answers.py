"""What the packs say to a wish: which of them, after what, what pages add, and who words it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from content import grammar
from content.answering import Desk
from content.asked import Asked
from content.brief import QUOTATION, Brief, Note
from content.errors import RewriterError, StoreError
from content.following import question_of
from content.noting import Notes
from content.ports import Clock, Record, Rewriter
from content.records import Records

if TYPE_CHECKING:  # it takes a search library along
    from content.quoting import Quoter

log = logging.getLogger(__name__)


class Answers:
    """Answers wishes from the packs it is given, as of the clock's day."""

    def __init__(
        self,
        clock: Clock,
        records: Records,
        notes: Notes,
        rewriter: Rewriter | None,
        quoter: Quoter | None,
    ) -> None:
        self._clock = clock
        self._records = records
        self._notes = notes
        self._rewriter = rewriter
        self._quoter = quoter
        self._desks: tuple[Desk, ...] = ()

    def serve(self, desks: Sequence[Desk]) -> None:
        """Answer from these packs from now on."""
        if not desks:
            raise ValueError("at least one pack is needed")
        self._desks = tuple(desks)

    def desk(self, command: str | None) -> Desk:
        """The pack of a command; without one the first."""
        return next(
            (desk for desk in self._desks if desk.pack.info.command == command), self._desks[0]
        )

    @property
    def desks(self) -> Sequence[Desk]:
        """All packs that are served."""
        return self._desks

    async def desk_for(self, asked: Asked) -> Desk:
        """The pack that is asked: by its command, or by the message beside."""
        return (await self._desks_for(asked))[0]

    def desk_of(self, brief: Brief) -> Desk | None:
        """The pack a brief was made from, if it is still served."""
        return next((desk for desk in self._desks if desk.pack.info.id == brief.pack.id), None)

    def day(self) -> dt.date:
        """The day in UTC."""
        return self._clock.now().date()

    async def answer(self, wish: grammar.Wish, asked: Asked) -> Brief:
        """The answer, or the best that can be said in its place; noted where it is no answer."""
        followed = None
        if isinstance(wish, grammar.AskAbout) and asked.is_in_conversation:
            followed = await self._followed(wish.text, asked)
        brief = followed or await self._best(wish, asked)
        await self._notes.unanswered(wish, brief)
        return brief

    async def reworded(self, brief: Brief) -> Brief:
        """An answer as the language model words it, as far as that holds; else as it is."""
        is_ours = brief.kind == "answer" and not any(p.kind == QUOTATION for p in brief.points)
        desk = self.desk_of(brief) if self._rewriter and is_ours else None
        if self._rewriter is None or desk is None:
            return brief
        # Only here: without a model nothing of this is needed.
        from content import rewording

        prompt = rewording.prompt_for(brief)
        if prompt is None:
            return brief
        try:
            proposed = rewording.parse(await self._rewriter.reword(prompt))
        except RewriterError as error:
            log.warning("an answer is given without the language model: %s", error)
            return brief
        return rewording.reworded(brief, proposed, desk.pack, self.day())

    async def _followed(self, text: str, asked: Asked) -> Brief | None:
        """The answer to a text that only means something after the last question.

        None where it stands by itself, or has an answer by itself and none in that light.
        """
        record = await self._last(asked)
        desk = self.desk_of(record.brief) if record else None
        if record is None or desk is None:
            return None
        meant = desk.follow_ups(text, question_of(record.brief))
        briefs = [await self._of(desk, one) for one in meant]
        for one, brief in zip(meant, briefs, strict=True):
            if brief.outcome == "answered":
                return _understood(brief, one)
        if not briefs or (await self._of(desk, text)).outcome == "answered":
            return None
        return _understood(briefs[0], meant[0])

    async def _last(self, asked: Asked) -> Record | None:
        try:
            record = await self._records.referred(asked)
        except StoreError as error:
            log.warning("could not look up what was asked before: %s", error)
            return None
        return record if record and record.brief.kind in ("brief", "answer") else None

    async def _of(self, desk: Desk, text: str) -> Brief:
        wish = grammar.AskAbout(text)
        return await self._quoted(desk.answer(wish, self.day()), wish, [desk])

    async def _best(self, wish: grammar.Wish, asked: Asked) -> Brief:
        """The first answer of the packs that may answer, else what the first of them says."""
        desks = await self._desks_for(asked)
        briefs = (desk.answer(wish, self.day()) for desk in desks)
        first = next(briefs)
        best = first if first.points else next((brief for brief in briefs if brief.points), first)
        return await self._quoted(best, wish, desks)

    async def _quoted(self, brief: Brief, wish: grammar.Wish, desks: Sequence[Desk]) -> Brief:
        """A question's answer from archived pages, where the packs themselves have none."""
        if self._quoter is None or not isinstance(wish, grammar.AskAbout):
            return brief
        for desk in desks:
            if brief.outcome in ("closest", "not_covered") and not desk.asks_of_now(wish.text):
                brief = await self._quoter.better_than(brief, wish.text, desk, self.day())
        return brief

    async def _desks_for(self, asked: Asked) -> Sequence[Desk]:
        """The pack of the command; without one all, that of the message beside first."""
        if asked.command is not None or len(self._desks) == 1:
            return [self.desk(asked.command)]
        pack = await self._records.pack_of(asked.place, asked.beside)
        return sorted(self._desks, key=lambda desk: desk.pack.info.id != pack)


def _understood(brief: Brief, question: str) -> Brief:
    note = Note("understood", f"Understood “{question}”.")
    return dataclasses.replace(brief, notes=(note, *brief.notes))
