"""Answers in the words of archived pages, where the pack's own claims have none.

What is shown is a quotation and marked as one: a sentence as the operator's copy of a page has it,
with publisher, date, link and paragraph. No editor has made a claim of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from content import caveats
from content.answering import MAX_TITLE_CHARS, Desk
from content.archive import Page, quotation
from content.brief import QUOTATION, Brief, EvidenceLine, Note, Point
from content.choosing import ENOUGH_TO_BE_NEAR, MAX_CLOSEST
from content.cleaning import shorten
from content.composing import cited, pack_ref
from content.dates import UNKNOWN
from content.errors import StoreError
from content.finding import Finding
from content.fingerprints import Found, find, fingerprint
from content.model import Source
from content.news.articles import ARTICLE
from content.pack import Pack
from content.passages import place_of
from content.ports import Archive, Passages
from content.ranking import FEATURES, Candidate

log = logging.getLogger(__name__)

QUOTED = "Quoted from archived pages as they stand; the pack has no claim that answers this."
CLOSEST_QUOTED = "This is the closest found on archived pages, and may not answer what was asked."

ENOUGH_TOGETHER = 0.6
"""How much of the question must stand close together in a sentence that answers: a long sentence
of an article holds many words that have nothing to do with each other. Chosen on the exams."""
_TOGETHER = FEATURES.index("in one stretch of it")
_COVERED = FEATURES.index("in sentence")


@dataclass(frozen=True, slots=True)
class _Quote:
    """A sentence, and where the newest copy of its page has it."""

    candidate: Candidate
    source: Source
    found: Found
    fingerprint: str


Reported = Callable[[str], Awaitable[Mapping[str, Source]]]
"""The articles that feeds have brought for a pack (by its id), as sources, by id. Raises
`StoreError`."""


class Quoter:
    """Answers questions from the pages of a pack's sources."""

    def __init__(
        self, passages: Passages, archive: Archive, reported: Reported | None = None
    ) -> None:
        """`reported` names further pages: the articles that feeds have brought."""
        self._passages = passages
        self._archive = archive
        self._reported = reported

    async def better_than(self, brief: Brief, question: str, desk: Desk, today: dt.date) -> Brief:
        """What archived pages say, where they answer and the brief does not; else the brief.

        What editors have written goes before what is only found: pages that do not answer either
        are shown only where the brief has nothing at all.
        """
        pack = await self._with_reported(desk.pack)
        finding = await self._passages.find(pack, question)
        if finding is None or (finding.outcome != "answered" and brief.points):
            return brief
        try:
            pages = await self._archive.pages(desk.pack.info.id, sources_of(finding))
        except StoreError as error:
            log.warning("could not look into the archive: %s", error)
            return brief
        found = quoted(question, finding, desk, pages, today, pack.sources)
        return brief if found is None or (found.is_closest and brief.points) else found

    async def _with_reported(self, pack: Pack) -> Pack:
        if self._reported is None:
            return pack
        try:
            more = await self._reported(pack.info.id)
        except StoreError as error:
            log.warning("could not look into what was reported: %s", error)
            return pack
        return dataclasses.replace(pack, sources={**pack.sources, **more}) if more else pack


def sources_of(finding: Finding) -> list[str]:
    """Ids of the sources that the sentences to show are from."""
    return list(dict.fromkeys(place_of(one.document)[0] for one in finding.shown))


def quoted(
    question: str,
    finding: Finding,
    desk: Desk,
    pages: Mapping[str, Page],
    today: dt.date,
    sources: Mapping[str, Source] | None = None,
) -> Brief | None:
    """The sentences found, as far as the newest copies in `pages` (by source) have them still.

    They answer where the finding is sure of it and nothing is lacking that a claim would have to
    hold; else they are only the closest. None where nothing was found, or nothing of it is left.
    `today` decides what is stale; `sources` are those of the pack where no others are given.
    """
    known = desk.pack.sources if sources is None else sources
    pack = dataclasses.replace(desk.pack, sources=known)
    quotes = list(_still_there(finding, pack, pages))
    sure = [
        quote
        for quote in quotes
        if finding.outcome == "answered"
        and quote.candidate.features[_TOGETHER] >= ENOUGH_TOGETHER
        and desk.is_answered_by(question, quote.candidate.text, _beside(quote.candidate))
    ]
    if sure:
        return _brief(question, sure, pack, today, is_closest=False)
    near = [one for one in quotes if one.candidate.features[_COVERED] >= ENOUGH_TO_BE_NEAR]
    return _brief(question, near[:MAX_CLOSEST], pack, today, is_closest=True)


def _brief(
    question: str, quotes: Sequence[_Quote], pack: Pack, today: dt.date, *, is_closest: bool
) -> Brief | None:
    if not quotes:
        return None
    numbers = {id_: at for at, id_ in enumerate(dict.fromkeys(q.source.id for q in quotes), 1)}
    title = shorten(question, MAX_TITLE_CHARS)
    note = Note("quoted", CLOSEST_QUOTED if is_closest else QUOTED)
    return Brief(
        kind="answer",
        title=f"Closest on archived pages to “{title}”" if is_closest else title,
        pack=pack_ref(pack),
        points=tuple(_point(one, numbers[one.source.id]) for one in quotes),
        sources=tuple(cited(pack, id_, number) for id_, number in numbers.items()),
        evidence=tuple(
            _evidence(one, at, numbers[one.source.id]) for at, one in enumerate(quotes, start=1)
        ),
        notes=(note, *caveats.notes_on_dates([q.source.published for q in quotes], pack, today)),
        as_of=max((one.source.published for one in quotes), default=UNKNOWN),
        is_closest=is_closest,
    )


def _beside(candidate: Candidate) -> str:
    """The title, and the sentence before: where names stand that a sentence points back to."""
    before = candidate.document.sentences[max(0, candidate.at - 1) : candidate.at]
    return " ".join((candidate.document.title, *before))


def _still_there(finding: Finding, pack: Pack, pages: Mapping[str, Page]) -> Iterator[_Quote]:
    """Each sentence once. What the index says is not believed without looking into the copy."""
    seen: set[str] = set()
    for one in finding.shown:
        name, paragraph = place_of(one.document)
        page, mark = pages.get(name), fingerprint(one.text)
        if page is None or not page.copies or mark in seen or name not in pack.sources:
            continue
        found = find(mark, page.copies[0].text, paragraph)
        if found is not None:
            seen.add(mark)
            yield _Quote(one, pack.sources[name], found, mark)


def _point(quote: _Quote, number: int) -> Point:
    text = f"“{quotation(quote.found.written)}”"
    is_reported = quote.source.id.startswith(ARTICLE)
    by = f"reported by {quote.source.publisher}" if is_reported else quote.source.publisher
    return Point(text, (number,), (_name(quote),), "quotation", by)


def _evidence(quote: _Quote, point: int, number: int) -> EvidenceLine:
    return EvidenceLine(
        point=point,
        claim=_name(quote),
        claim_text=quotation(quote.found.written),
        source=number,
        locator=f"¶{quote.found.paragraph}",
        said_by=None,
        independent_sources=1,
        as_of=quote.source.published,
        quote=quotation(quote.found.written),
        fingerprint=quote.fingerprint,
        best_grade=quote.source.grade,
    )


def _name(quote: _Quote) -> str:
    """What stands in place of the id of a claim; no claim's id has a colon in it."""
    return f"{QUOTATION}:{quote.source.id}:{quote.found.paragraph}"
