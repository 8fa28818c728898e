"""The conversation: what is asked, what is answered, and the record that "source?" replays."""

from __future__ import annotations

import dataclasses
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content import corrections, evidence, grammar, guidance
from content.answering import Desk
from content.answers import Answers
from content.asked import Asked, digest
from content.brief import Brief
from content.errors import StoreError
from content.noting import Notes
from content.ports import Archive, Clock, Place, Record, Rewriter, Store
from content.recent import RecentTexts
from content.records import Records

if TYPE_CHECKING:  # it takes a search library along
    from content.news.newsroom import Newsroom
    from content.quoting import Quoter
    from content.subscribing import Owned, Subscribing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show, and the record it is kept under."""

    id: str
    brief: Brief
    private: bool
    is_kept: bool = True
    """Whether a record was made of it, so that "source?" may refer to it."""


class Briefings:
    """Answers whatever is asked on any platform, and keeps the evidence of each answer."""

    def __init__(
        self,
        desks: Sequence[Desk],
        store: Store,
        clock: Clock,
        archive: Archive | None = None,
        rewriter: Rewriter | None = None,
        quoter: Quoter | None = None,
        *,
        subscriptions: Subscribing | None = None,
        newsroom: Newsroom | None = None,
        keep_questions: bool = False,
    ) -> None:
        """`archive` holds the operator's copies of cited pages, `quoter` answers from them, and
        `rewriter` words answers, where there are any. `subscriptions` answers about summaries
        where they can be sent, `newsroom` about what was reported. With `keep_questions`, what was
        asked is kept where it was not answered, or not well."""
        self._store = store
        self._clock = clock
        self._archive = archive
        self._records = Records(store)
        self._notes = Notes(store, clock, keep_questions=keep_questions)
        self._answers = Answers(clock, self._records, self._notes, rewriter, quoter)
        self._subscriptions = subscriptions
        self._newsroom = newsroom
        self._recent = RecentTexts()
        self.serve(desks)

    def serve(self, desks: Sequence[Desk]) -> None:
        """Answer from these packs from now on; replies under way are finished from the old ones."""
        self._answers.serve(desks)

    @property
    def desks(self) -> Sequence[Desk]:
        """The packs that are served, ready to answer."""
        return self._answers.desks

    async def reply(self, asked: Asked) -> Reply:
        """Answer a text and keep the answer's record.

        Never raises for anything a person can type. A store that fails costs the record, not the
        answer: the reply says that "source?" will not find it.
        """
        request = grammar.parse(asked.text)
        asked = dataclasses.replace(asked, private=asked.private or request.private)
        if isinstance(request.wish, grammar.AskSources):
            return await self._sources(asked, request.wish)
        if isinstance(request.wish, grammar.AskMore):
            return await self._more(asked)
        if isinstance(request.wish, grammar.AskSubscription):
            return await self._keep(asked, await self._subscribed(asked, request.wish))
        if isinstance(request.wish, grammar.SayUnhelpful):
            return await self._unhelpful(asked)
        if isinstance(request.wish, grammar.AskNews | grammar.AskReview):
            return await self._keep(asked, await self._from_newsroom(asked, request.wish))
        if isinstance(request.wish, grammar.AskAbout):
            self._recent.note(digest(asked.asker), request.wish.text)
        brief = await self._answers.answer(request.wish, asked)
        return await self._keep(asked, await self._answers.reworded(brief))

    async def evidence(
        self,
        record_id: str,
        place: Place,
        asker: str,
        *,
        number: int | None = None,
        private: bool = False,
    ) -> Reply:
        """The evidence of the reply with this id, as a Sources button asks for it.

        An id that is unknown, was tampered with, or belongs to another channel or person gets a
        reply that says so.
        """
        record = await self._records.readable(record_id, place, asker)
        # That a button does not work concerns only who pressed it.
        asked = Asked("", place, asker, private=private or record is None)
        return await self._evidence_of(asked, record, number)

    async def evidence_of_message(
        self, message: str, place: Place, asker: str, *, private: bool = True
    ) -> Reply:
        """The evidence of the reply posted as this message, as "Show sources" asks for it."""
        return await self._evidence_where(
            Asked("", place, asker, private=private, about=message), None
        )

    async def share(self, record_id: str, place: Place, asker: str) -> Reply | None:
        """A private reply once more, for everybody in the channel; none where there is none."""
        record = await self._records.record(record_id, place)
        if record is None or record.private_to not in (None, digest(asker)):
            return None
        return await self._keep(Asked("", place, asker), record.brief, about=record.about)

    async def unhelpful(self, record_id: str, place: Place, asker: str) -> Reply:
        """Note that the reply with this id did not help, and tell only who pressed its button."""
        record = await self._records.readable(record_id, place, asker)
        return await self._marked(Asked("", place, asker, private=True), record)

    async def posted(self, reply_id: str, message: str) -> None:
        """Remember under which message id a reply was posted, so that "source?" finds it there."""
        try:
            await self._store.mark_posted(reply_id, message)
        except StoreError as error:
            log.warning("could not note where reply %s was posted: %s", reply_id, error)

    async def first_time(self, key: str) -> bool:
        """Whether this delivery is new. When the store cannot tell, it is taken for new."""
        try:
            return await self._store.first_time(key, self._clock.now())
        except StoreError as error:
            log.warning("could not check for a repeated delivery: %s", error)
            return True

    async def knows_thread(self, place: Place, asker: str) -> bool:
        """Whether "source?" typed in this thread would find a briefing."""
        return await self._records.exists(Asked("", place, asker))

    async def knows_message(self, place: Place, message: str, asker: str) -> bool:
        """Whether this message is a briefing, or the evidence of one, that the asker may see."""
        return await self._records.exists(Asked("", place, asker, about=message))

    async def subscriptions_of(self, asker: str) -> Sequence[Owned]:
        """The subscriptions that somebody made, in any channel; none if the store fails."""
        if self._subscriptions is None:
            return ()
        try:
            return await self._subscriptions.owned(asker, self._answers.desks)
        except StoreError as error:
            log.warning("could not list subscriptions: %s", error)
            return ()

    async def draft_text(self, draft: str, asked: Asked) -> str | None:
        """The text of a draft that waits, by the beginning of its id, for an editor's form; none
        for anybody else, or if the store fails."""
        if self._newsroom is None or self._newsroom.editor(asked) is None:
            return None
        try:
            found = await self._newsroom.waiting(draft, await self._answers.desk_for(asked))
        except StoreError as error:
            log.warning("could not look up a draft: %s", error)
            return None
        return found.text if found else None

    def topics(self, command: str | None = None) -> Sequence[tuple[str, str]]:
        """Id and title of every topic of a pack, for forms."""
        topics = self._answers.desk(command).pack.topics.values()
        return [(topic.id, topic.title) for topic in topics]

    def suggest(
        self, typed: str, command: str | None = None, *, asker: str = "", limit: int = 25
    ) -> list[str]:
        """Things to type that begin like `typed`, best first, for completion and autocomplete.

        What this asker asked lately comes first; nobody sees what others asked.
        """
        recent = self._recent.beginning(digest(asker), typed)
        return list(dict.fromkeys([*recent, *self._answers.desk(command).suggest(typed, limit)]))[
            :limit
        ]

    async def _sources(self, asked: Asked, wish: grammar.AskSources) -> Reply:
        if wish.about is None:
            return await self._evidence_where(asked, wish.number)
        brief = await self._answers.answer(grammar.AskAbout(wish.about), asked)
        shown = await self._checked(evidence.view(brief)) if brief.points else brief
        return await self._keep(asked, shown)

    async def _more(self, asked: Asked) -> Reply:
        """The next page of the list that is referred to, or the word that there is none."""
        try:
            record = await self._records.referred(asked)
        except StoreError as error:
            log.warning("could not look up a list: %s", error)
            record = None
        following = (
            [item.text for item in record.brief.suggestions if item.is_more] if record else []
        )
        if record is None or not following:
            return await self._keep(asked, guidance.no_more(self._answers.desk(asked.command).pack))
        desk = self._answers.desk_of(record.brief) or self._answers.desk(asked.command)
        wish = grammar.parse(following[0]).wish
        return await self._keep(asked, desk.answer(wish, self._answers.day()))

    async def _subscribed(self, asked: Asked, wish: grammar.AskSubscription) -> Brief:
        # Only here: hardly anything that is asked is about this.
        from content import subscribing

        desk = await self._answers.desk_for(asked)
        if self._subscriptions is None:
            return subscribing.not_here(desk)
        try:
            return await self._subscriptions.reply(asked, wish, desk)
        except StoreError as error:
            log.warning("could not change a subscription: %s", error)
            return subscribing.trouble(desk)

    async def _from_newsroom(
        self, asked: Asked, wish: grammar.AskNews | grammar.AskReview
    ) -> Brief:
        """What the newsroom says; to `news` what the packs say where nothing was reported."""
        desk = await self._answers.desk_for(asked)
        try:
            if isinstance(wish, grammar.AskReview):
                if self._newsroom is None:
                    return guidance.no_newsroom(desk.pack)
                return await self._newsroom.review(asked, wish, desk)
            found = await self._newsroom.news(wish, desk) if self._newsroom else None
        except StoreError as error:
            log.warning("could not look into what was reported: %s", error)
            return guidance.store_trouble(desk.pack)
        return found or await self._answers.answer(grammar.as_before(wish), asked)

    async def _unhelpful(self, asked: Asked) -> Reply:
        try:
            record = await self._records.referred(asked, abstentions=True)
        except StoreError as error:
            log.warning("could not look up what did not help: %s", error)
            record = None
        return await self._marked(asked, record)

    async def _marked(self, asked: Asked, record: Record | None) -> Reply:
        brief = await self._notes.unhelpful(record, self._answers.desk(asked.command).pack)
        # A record would tell who found fault with what, so there is none.
        return Reply(uuid.uuid4().hex, brief, asked.private, is_kept=False)

    async def _evidence_where(self, asked: Asked, number: int | None) -> Reply:
        try:
            record = await self._records.referred(asked)
        except StoreError as error:
            log.warning("could not look up a record: %s", error)
            return await self._keep(
                asked, guidance.store_trouble(self._answers.desk(asked.command).pack)
            )
        return await self._evidence_of(asked, record, number)

    async def _evidence_of(self, asked: Asked, record: Record | None, number: int | None) -> Reply:
        if record is None:
            missing = guidance.no_briefing_here(
                self._answers.desk(asked.command).pack, asked.about is not None
            )
            return await self._keep(asked, missing)
        if record.private_to is not None:  # what one person saw alone stays with that person
            asked = dataclasses.replace(asked, private=True)
        brief = self._as_of_now(evidence.view(record.brief, number))
        return await self._keep(asked, await self._checked(brief), about=record.id)

    def _as_of_now(self, brief: Brief) -> Brief:
        """Stored evidence, with what was withdrawn or corrected since said so."""
        desk = self._answers.desk_of(brief) if brief.points else None
        return corrections.noted(brief, desk.pack, self._answers.day()) if desk else brief

    async def _checked(self, brief: Brief) -> Brief:
        """Evidence with quotations, and with what became of its pages, as far as is known."""
        if self._archive is None or not brief.points:
            return brief
        try:
            pages = await self._archive.pages(
                brief.pack.id, [source.id for source in brief.sources]
            )
        except StoreError as error:
            log.warning("could not look into the archive: %s", error)
            return brief
        return evidence.checked(brief, pages)

    async def _keep(self, asked: Asked, brief: Brief, about: str | None = None) -> Reply:
        record = Record(
            id=uuid.uuid4().hex,
            created_at=self._clock.now(),
            place=asked.place,
            brief=brief,
            private_to=digest(asked.asker) if asked.private else None,
            about=about,
        )
        try:
            await self._store.save(record)
        except StoreError as error:
            log.warning("could not keep reply %s: %s", record.id, error)
            brief = guidance.with_lost_record(brief)
        return Reply(record.id, brief, asked.private)
