"""What must hold between a pack's entries: ids are unique, references resolve, names differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from content.cleaning import fold
from content.model import Claim, QASnippet, Sentence, Source, Topic
from content.problems import Problem
from content.strict_yaml import Document, Path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """An entry and where in the files it stands."""

    entry: T
    file: str
    path: Path
    document: Document

    def problem(self, inside: Path, what: str, fix: str) -> Problem:
        """A problem with something inside this entry, such as `("claims", 0)`."""
        return Problem(self.file, self.document.line_of((*self.path, *inside)), what, fix)


Entries = Mapping[str, list[Located[Any]]]
Known = Mapping[str, set[str] | None]
"""Ids by kind (`sources`, `claims`, `topics`, `qa`); none where not all of them could be read."""


def check_references(entries: Entries, known: Known) -> list[Problem]:
    """Every broken reference, repeated id and repeated name between the entries of one pack.

    References to a kind that could not be read are not checked, so that one fault is listed once.
    """
    return [
        *_repeated_ids(entries),
        *_dangling_sources(entries["sources"], known),
        *_dangling_claims(entries["claims"], known),
        *_dangling_topics(entries["topics"], known),
        *_dangling_qa(entries["qa"], known),
        *_repeated_names(entries["topics"]),
        *_repeated_questions(entries["qa"]),
        *_circles(entries["sources"]),
    ]


def _repeated_ids(entries: Entries) -> Iterator[Problem]:
    for kind in ("sources", "claims", "topics", "qa"):
        first: dict[str, Located[Any]] = {}
        for item in entries[kind]:
            before = first.setdefault(item.entry.id, item)
            if before is not item:
                what = f"the id `{item.entry.id}` is used twice in {kind}"
                yield item.problem(("id",), what, f"the other stands in {before.file}; rename one")


def _dangling_sources(items: Iterable[Located[Source]], known: Known) -> Iterator[Problem]:
    for item in items:
        yield from _unknown(item, item.entry.derives_from, ("derives_from",), "sources", known)


def _dangling_claims(items: Iterable[Located[Claim]], known: Known) -> Iterator[Problem]:
    for item in items:
        yield from _unknown(item, item.entry.topics, ("topics",), "topics", known)
        yield from _unknown(item, item.entry.disputes, ("disputes",), "claims", known)
        if item.entry.id in item.entry.disputes:
            yield item.problem(
                ("disputes",), f"the claim `{item.entry.id}` disputes itself", "remove it"
            )
        yield from _repeated_evidence(item)
        for at, piece in enumerate(item.entry.evidence):
            where: Path = ("evidence", at)
            yield from _unknown(item, [piece.source], (*where, "source"), "sources", known)
            yield from _unknown(
                item, piece.derives_from, (*where, "derives_from"), "sources", known
            )


def _repeated_evidence(item: Located[Claim]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for at, piece in enumerate(item.entry.evidence):
        place = (piece.source, piece.locator)
        if place in seen:
            what = f"the evidence `{piece.source}` {piece.locator} is given twice"
            yield item.problem(("evidence", at), what, "remove one of the two")
        seen.add(place)


def _dangling_topics(items: Iterable[Located[Topic]], known: Known) -> Iterator[Problem]:
    for item in items:
        yield from _unknown(item, item.entry.related, ("related",), "topics", known)
        yield from _dangling_sentences(item, item.entry.summary, "summary", known)
        if item.entry.id in item.entry.related:
            yield item.problem(
                ("related",), f"the topic `{item.entry.id}` is related to itself", "remove it"
            )


def _dangling_qa(items: Iterable[Located[QASnippet]], known: Known) -> Iterator[Problem]:
    for item in items:
        yield from _dangling_sentences(item, item.entry.answer, "answer", known)
        if item.entry.topic:
            yield from _unknown(item, [item.entry.topic], ("topic",), "topics", known)


def _dangling_sentences(
    item: Located[Any], sentences: Iterable[Sentence], key: str, known: Known
) -> Iterator[Problem]:
    for at, sentence in enumerate(sentences):
        yield from _unknown(item, sentence.claims, (key, at, "claims"), "claims", known)


def _unknown(
    item: Located[Any], ids: Iterable[str], inside: Path, kind: str, known: Known
) -> Iterator[Problem]:
    seen: set[str] = set()
    there = known[kind]
    for at, name in enumerate(ids):
        where = (*inside, at) if (*item.path, *inside, at) in item.document.lines else inside
        if name in seen:
            yield item.problem(where, f"`{name}` is named twice", "name it once")
        elif there is not None and name not in there:
            yield item.problem(
                where, f"no {kind[:-1]} has the id `{name}`", f"add it to {kind} or correct it"
            )
        seen.add(name)


def _repeated_names(topics: Iterable[Located[Topic]]) -> Iterator[Problem]:
    """A name may lead to one topic only. An id and a title of the same topic may coincide."""
    owners: dict[str, str] = {}
    topics = list(topics)
    for item in topics:
        for key, name in (("id", item.entry.id), ("title", item.entry.title)):
            owner = owners.setdefault(fold(name), item.entry.id)
            if owner != item.entry.id:
                yield item.problem(
                    (key,), f"the name `{name}` also leads to topic `{owner}`", "rename one"
                )
    for item in topics:
        for at, alias in enumerate(item.entry.aliases):
            if not fold(alias):
                yield item.problem(
                    ("aliases", at), f"the alias `{alias}` has no letters", "remove it"
                )
            elif fold(alias) in owners:
                owner = owners[fold(alias)]
                what = f"the alias `{alias}` already leads to topic `{owner}`"
                yield item.problem(("aliases", at), what, "remove one of the two")
            owners.setdefault(fold(alias), item.entry.id)


def _repeated_questions(snippets: Iterable[Located[QASnippet]]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for item in snippets:
        for at, question in enumerate(item.entry.questions):
            if not fold(question):
                yield item.problem(("questions", at), "a question without words", "remove it")
            elif fold(question) in owners:
                what = f"the question `{question}` already stands in `{owners[fold(question)]}`"
                yield item.problem(("questions", at), what, "remove one of the two")
            owners.setdefault(fold(question), item.entry.id)


def _circles(sources: Iterable[Located[Source]]) -> Iterator[Problem]:
    """A source cannot, through others, derive from itself: there would be no origin to count."""
    by_id = {item.entry.id: item for item in sources}
    for item in by_id.values():
        above, frontier = set[str](), list(item.entry.derives_from)
        while frontier:
            name = frontier.pop()
            if name in by_id and name not in above:
                above.add(name)
                frontier += by_id[name].entry.derives_from
        if item.entry.id in above:
            what = f"the source `{item.entry.id}` derives from itself"
            yield item.problem(("derives_from",), what, "cut the circle at one of its sources")
