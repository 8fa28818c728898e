"""Reporting in a conversation: what is new, and what editors make of it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol

from content.answering import Desk
from content.asked import Asked
from content.brief import QUOTATION, Brief, EvidenceLine, Note, Point, Suggestion
from content.cleaning import clean, shorten
from content.composing import pack_ref
from content.errors import BriefingError
from content.grammar import AskNews, AskReview
from content.model import MAX_SENTENCE_CHARS, Claim, Source
from content.news.approving import (
    LONGEST_COPY,
    Unapprovable,
    claim_of,
    repeats,
    unshown_numbers,
)
from content.news.articles import Article
from content.news.drafts import Draft
from content.news.ports import Drafts
from content.news.reported import name_of, news
from content.news.stories import stories
from content.ports import Archive, Clock

NEWS_DAYS = dt.timedelta(days=7)
"""How far back `news` looks."""
SHOWN_DRAFTS = 5
"""Most drafts listed at once."""
EDITORS_ONLY = "Only editors can do that. The operator names them in BRIEFING_EDITORS."


class ArticleReader(Protocol):
    """The part of `content.news.ports.Articles` that answers need."""

    async def between(self, pack: str, first: dt.date, last: dt.date) -> Sequence[Article]: ...


Check = Callable[[str, Claim, Source], Awaitable[Sequence[str]]]
"""What the rules of `check` object to a claim of a pack (by its id), in sentences."""
Add = Callable[[str, str], Awaitable[Article]]
"""Takes in the article at an address, for a pack (by its id). Raises `BriefingError`."""
OnApproved = Callable[[], Awaitable[None]]
"""Has the packs served anew, with the claim that was just approved."""


class Newsroom:
    """Answers `news`, `review …` and `add …`."""

    def __init__(
        self,
        articles: ArticleReader,
        clock: Clock,
        *,
        drafts: Drafts | None = None,
        archive: Archive | None = None,
        editors: Collection[str] = (),
        check: Check | None = None,
        add: Add | None = None,
        on_approved: OnApproved | None = None,
    ) -> None:
        """`editors` are `platform:person`; a person without workspace is one in any of them."""
        self._articles = articles
        self._clock = clock
        self._drafts = drafts
        self._archive = archive
        self._editors = frozenset(editors)
        self._check = check
        self._add = add
        self._on_approved = on_approved

    async def news(self, wish: AskNews, desk: Desk) -> Brief | None:
        """What was reported in the last seven days; none where nothing was and no feed is read,
        or where `about` names no topic.

        Raises:
            StoreError: the database refuses.
        """
        topic = desk.topic_named(wish.about) if wish.about else None
        if wish.about and topic is None:
            return None
        last = self._clock.now().date()
        first = last - NEWS_DAYS
        found = await self._articles.between(desk.pack.info.id, first, last)
        if not found:
            return None
        told = await asyncio.to_thread(stories, found)  # seconds, where thousands came in
        return news(desk.pack, told, topic, first, last)

    async def review(self, asked: Asked, wish: AskReview, desk: Desk) -> Brief:
        """What an editor wants, once it is done.

        Raises:
            StoreError: the database refuses; then nothing was done.
        """
        if self._drafts is None:
            return _refused(desk, "There is no review here; `briefing-bot review` is in a shell.")
        editor = self.editor(asked)
        if editor is None:
            return _refused(desk, EDITORS_ONLY)
        if wish.verb == "add":
            return await self._added(wish.words, desk)
        if wish.verb == "list":
            return await self._listed(desk)
        found = await self._found(wish.draft, desk)
        return found if isinstance(found, Brief) else await self._done(found, wish, editor, desk)

    async def _done(self, found: Draft, wish: AskReview, editor: str, desk: Desk) -> Brief:
        if wish.verb == "show" or found.state != "waiting":
            return draft_brief(desk, found)
        if wish.verb == "edit":
            return await self._edited(found, wish.words, editor, desk)
        if wish.verb == "reject":
            return await self._rejected(found, wish.words, editor, desk)
        return await self._approved(found, wish.words, editor, desk)

    def editor(self, asked: Asked) -> str | None:
        """The name of whoever asks, if they are an editor."""
        platform = asked.place.platform
        names = {f"{platform}:{asked.asker}", f"{platform}:{asked.asker.rpartition('/')[2]}"}
        return f"{platform}:{asked.asker}" if names & self._editors else None

    async def waiting(self, id_: str, desk: Desk) -> Draft | None:
        """The draft with this id, if it waits; for a form that changes it."""
        found = await self._found(id_, desk)
        return found if isinstance(found, Draft) and found.state == "waiting" else None

    @property
    def _kept(self) -> Drafts:
        if self._drafts is None:
            raise RuntimeError("there is no review here")
        return self._drafts

    async def _listed(self, desk: Desk) -> Brief:
        found = await self._kept.listed(desk.pack.info.id, "waiting")
        if not found:
            return _told(desk, "Nothing to review", ["No story waits for an editor."])
        lines = [
            f"{draft.id[:8]} · {draft.score:.2f} · {draft.article.publisher}: {draft.text}"
            for draft in found[:SHOWN_DRAFTS]
        ]
        if len(found) > SHOWN_DRAFTS:
            lines.append(f"{len(found) - SHOWN_DRAFTS} more wait.")
        shown = tuple(
            Suggestion(f"review show {draft.id}", f"Show {draft.id[:8]}")
            for draft in found[:SHOWN_DRAFTS]
        )
        return _told(desk, "Waiting for an editor", lines, shown)

    async def _found(self, id_: str, desk: Desk) -> Draft | Brief:
        every = await self._kept.listed(desk.pack.info.id)
        found = [draft for draft in every if draft.id.startswith(id_)]
        if len(found) == 1:
            return found[0]
        return _refused(desk, f"{len(found)} drafts begin with “{id_}”. “review” lists them.")

    async def _edited(self, draft: Draft, text: str, editor: str, desk: Desk) -> Brief:
        wanted = clean(text)
        if not wanted:
            return _refused(desk, f"Type the new text: “review edit {draft.id[:8]} …”.")
        if len(wanted) > MAX_SENTENCE_CHARS:
            return _refused(desk, f"A claim has at most {MAX_SENTENCE_CHARS} characters.")
        changed = draft.edited(wanted, editor)
        if not await self._kept.decide(changed, draft):
            return _refused(desk, "Somebody else has decided on it meanwhile.")
        return draft_brief(desk, changed)

    async def _rejected(self, draft: Draft, reason: str, editor: str, desk: Desk) -> Brief:
        rejected = draft.rejected(clean(reason) or None, editor, self._clock.now())
        if not await self._kept.decide(rejected, draft):
            return _refused(desk, "Somebody else has decided on it meanwhile.")
        return _told(desk, "Rejected", [f"“{shorten(draft.text, 120)}” becomes no claim."])

    async def _approved(self, draft: Draft, seen: str, editor: str, desk: Desk) -> Brief:
        """`seen` is the mark of the text that was approved, where a button says it."""
        if seen and seen != draft.mark:
            return draft_brief(desk, draft, "Its text has changed meanwhile. It stands like this:")
        try:
            claim, source = await self._sound(draft, desk)
        except Unapprovable as error:
            lines = [*error.reasons, f"“review edit {draft.id[:8]} …” changes its text."]
            return _refused(desk, *lines)
        approved = draft.approved(claim.id, editor, self._clock.now())
        if not await self._kept.decide(approved, draft):
            return _refused(desk, "Somebody else has decided on it meanwhile.")
        if self._on_approved is not None:
            await self._on_approved()
        lines = [claim.text, f"It is the claim {claim.id}, from {source.publisher}."]
        return _told(desk, "Approved", lines, (Suggestion(claim.text, "Ask for it"),))

    async def _sound(self, draft: Draft, desk: Desk) -> tuple[Claim, Source]:
        """The claim and source of a draft that may be approved.

        Raises:
            Unapprovable: with every reason why not.
        """
        texts = await self._texts_of(draft)
        if any(repeats(draft.text, text) for text in texts):
            raise Unapprovable(
                [f"It repeats more than {LONGEST_COPY} words of the article: say it in your own."]
            )
        if strange := unshown_numbers(draft, texts):
            raise Unapprovable([f"The article does not have {', '.join(strange)}."])
        claim, source = claim_of(draft, desk.pack)
        if self._check is not None and (why := await self._check(desk.pack.info.id, claim, source)):
            raise Unapprovable(why)
        return claim, source

    async def _texts_of(self, draft: Draft) -> Sequence[str]:
        """The article as it was and is, and the sentence, which an article may have lost since."""
        if self._archive is None:
            return [draft.sentence]
        pages = await self._archive.pages(draft.pack, [draft.article.id])
        page = pages.get(draft.article.id)
        return [draft.sentence, *(copy.text for copy in (page.copies if page else ()))]

    async def _added(self, address: str, desk: Desk) -> Brief:
        if self._add is None:
            return _refused(desk, "Articles cannot be taken in here.")
        try:
            article = await self._add(address, desk.pack.info.id)
        except BriefingError as error:
            return _refused(desk, f"It was not taken in: {error}.")
        topics = [desk.pack.topics[name].title for name, _ in article.topics]
        lines = [f"{article.title} ({article.publisher}).", f"Topics: {', '.join(topics)}."]
        return _told(desk, "Taken in", lines)


def draft_brief(desk: Desk, draft: Draft, first: str = "") -> Brief:
    """A draft as editors see it: the text, the sentence it rests on, what it may change. `first` is
    said before all that."""
    article = draft.article
    name = name_of(article, f"¶{draft.paragraph}")
    evidence = EvidenceLine(
        point=1,
        claim=name,
        claim_text=draft.sentence,
        source=1,
        locator=f"¶{draft.paragraph}",
        said_by=None,
        independent_sources=draft.outlets,
        as_of=article.date,
        quote=draft.sentence,
        best_grade=article.grade,
    )
    notes = [
        *([Note("help", first)] if first else []),
        Note("quoted", f"The sentence it rests on: “{draft.sentence}”"),
        Note("coverage", f"Score {draft.score:.2f}: {', '.join(draft.because)}."),
        *(Note("disputed", f"{flag.claim} {flag.why}.") for flag in draft.flags),
        Note("coverage", _state(draft)),
    ]
    return Brief(
        kind="brief",
        title=f"Draft {draft.id[:8]}: {article.title}",
        pack=pack_ref(desk.pack),
        topic=draft.topics[0] if draft.topics else None,
        points=(Point(draft.text, (1,), (name,), QUOTATION, "draft"),),
        sources=(article.cited(1),),
        evidence=(evidence,),
        notes=tuple(notes),
        suggestions=_choices(draft),
        as_of=article.date,
    )


def _choices(draft: Draft) -> tuple[Suggestion, ...]:
    if draft.state != "waiting":
        return ()
    return (
        Suggestion(f"review approve {draft.id} {draft.mark}", "Approve"),
        Suggestion(f"review edit {draft.id}", "Edit"),
        Suggestion(f"review reject {draft.id}", "Reject"),
    )


def _state(draft: Draft) -> str:
    if draft.state == "waiting":
        reworded = "in an editor's words" if draft.is_reworded else "still the article's own words"
        return f"It waits for an editor; {reworded}."
    reason = f": {draft.reason}" if draft.reason else ""
    when = draft.decided_at.date().isoformat() if draft.decided_at else ""
    return f"It was {draft.state} by {draft.decided_by} on {when}{reason}."


def _told(
    desk: Desk, title: str, lines: Sequence[str], suggestions: Sequence[Suggestion] = ()
) -> Brief:
    return Brief(
        kind="help",
        title=title,
        pack=pack_ref(desk.pack),
        notes=tuple(Note("help", line) for line in lines),
        suggestions=tuple(suggestions),
    )


def _refused(desk: Desk, *why: str) -> Brief:
    return Brief(
        kind="error",
        title="Not done",
        pack=pack_ref(desk.pack),
        notes=tuple(Note("problem", line) for line in why),
    )
