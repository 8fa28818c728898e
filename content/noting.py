"""Noting what was not answered, or not well, for those who write packs to see."""

from __future__ import annotations

import hashlib
import logging
import uuid

from content import guidance
from content.brief import Brief, Outcome
from content.errors import StoreError
from content.grammar import AskAbout, AskCompare, AskList, Wish
from content.pack import Pack
from content.ports import Clock, Gap, Record, Store

log = logging.getLogger(__name__)
_NO_ANSWER: frozenset[Outcome | None] = frozenset({"closest", "not_covered"})


class Notes:
    """Notes gaps in a store. A store that fails costs the note and nothing else."""

    def __init__(self, store: Store, clock: Clock, *, keep_questions: bool) -> None:
        """Without `keep_questions` nothing is kept of anybody's words."""
        self._store = store
        self._clock = clock
        self._keep_questions = keep_questions

    async def unanswered(self, wish: Wish, brief: Brief) -> None:
        """Note a question that `brief` has no answer to; anything else is passed over.

        What is only the closest on file is no answer.
        """
        if brief.outcome in _NO_ANSWER and isinstance(wish, AskAbout | AskList | AskCompare):
            text = wish.text if self._keep_questions else None
            day = self._clock.now().date()
            # A key of its own, so that nothing leads from the gap to the reply and its place.
            await self._note(
                Gap(uuid.uuid4().hex, day, brief.pack.id, "no_answer", nearest_topic(brief), text)
            )

    async def unhelpful(self, record: Record | None, pack: Pack) -> Brief:
        """Note, once, that this reply did not help; what to say to whoever said so.

        `pack` speaks where there is no such reply.
        """
        if record is None or not await self._is_on_file(record):
            return guidance.not_noted(pack)
        return guidance.noted(record.brief.pack)

    async def _is_on_file(self, record: Record) -> bool:
        brief = record.brief
        if brief.outcome != "answered":  # it was noted when it was given
            return True
        # Its title is the question, up to 120 characters, or the topic's title.
        text = brief.title if self._keep_questions else None
        day = self._clock.now().date()
        return await self._note(
            Gap(_key(record), day, brief.pack.id, "not_helpful", brief.topic, text)
        )

    async def _note(self, gap: Gap) -> bool:
        try:
            await self._store.note_gap(gap)
        except StoreError as error:
            log.warning("could not note a gap: %s", error)
            return False
        return True


def nearest_topic(brief: Brief) -> str | None:
    """The topic a reply is about, or the nearest one an abstention names."""
    is_near = any(note.text.startswith(guidance.NEARBY) for note in brief.notes)
    # Without any that is near, it suggests the largest, which say nothing of the question.
    return brief.topic or (brief.suggestions[0].text if is_near and brief.suggestions else None)


def _key(record: Record) -> str:
    """The same for a reply however often it is marked, and no id that opens anything."""
    return hashlib.sha256(f"unhelpful:{record.id}".encode()).hexdigest()
