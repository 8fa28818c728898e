"""What must hold between a pack's entries: ids are unique, references resolve, names differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from content.cleaning import fold
from content.model import Claim, QASnippet, Sentence, Source, Topic
from content.problems import REFERENCE, Problem
from content.strict_yaml import Document, Path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """An entry and where in the files it stands."""

    entry: T
    file: str
    path: Path
    document: Document

    def problem(self, inside: Path, what: str, fix: str, rule: str = REFERENCE) -> Problem:
        """A problem with something inside this entry, such as `("claims", 0)`."""
        return Problem(self.file, self.document.line_of((*self.path, *inside)), what, fix, rule)


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
        *_dangling_history(entries["claims"], known),
        *_dangling_topics(entries["topics"], known),
        *_dangling_qa(entries["qa"], known),
        *_repeated_names(entries["topics"]),
        *_repeated_questions(entries["qa"], entries["claims"]),
        *_circles(entries["sources"]),
        *_outdated(entries),
        *_astray(entries["claims"]),
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


def _dangling_history(items: Iterable[Located[Claim]], known: Known) -> Iterator[Problem]:
    """What became of claims: outcomes of forecasts, and corrections."""
    for item in items:
        if item.entry.forecast:
            because = item.entry.forecast.because
            yield from _unknown(item, because, ("forecast", "because"), "claims", known)
            if item.entry.id in because:
                what = f"the forecast `{item.entry.id}` is its own outcome"
                yield item.problem(("forecast", "because"), what, "name what happened since")
        if item.entry.corrected_by:
            instead = [item.entry.corrected_by.claim]
            yield from _unknown(item, instead, ("corrected_by", "claim"), "claims", known)


def _outdated(entries: Entries) -> Iterator[Problem]:
    """What is said must rest on claims that are still made."""
    ended = {item.entry.id: item.entry for item in entries["claims"] if not item.entry.is_current}
    for topic in entries["topics"]:
        for at, sentence in enumerate(topic.entry.summary):
            yield from _ended(topic, sentence.claims, ("summary", at, "claims"), ended)
    for snippet in entries["qa"]:
        for at, sentence in enumerate(snippet.entry.answer):
            yield from _ended(snippet, sentence.claims, ("answer", at, "claims"), ended)
    for claim in entries["claims"]:
        if claim.entry.is_current and claim.entry.forecast:
            because = claim.entry.forecast.because
            yield from _ended(claim, because, ("forecast", "because"), ended)


def _ended(
    item: Located[Any], ids: Iterable[str], inside: Path, ended: Mapping[str, Claim]
) -> Iterator[Problem]:
    for at, name in enumerate(ids):
        if claim := ended.get(name):
            correction = claim.corrected_by
            became = f"corrected by `{correction.claim}`" if correction else "withdrawn"
            fix = f"name `{correction.claim}`" if correction else "take it out"
            what = f"the claim `{name}` was {became}"
            yield item.problem((*inside, at), what, f"{fix}, and say what is so today")


def _astray(items: Iterable[Located[Claim]]) -> Iterator[Problem]:
    """A correction leads to a claim that stands, if need be through further corrections."""
    by_id = {item.entry.id: item for item in items}
    for item in by_id.values():
        passed, claim = {item.entry.id}, item.entry
        while claim.corrected_by and (after := by_id.get(claim.corrected_by.claim)):
            claim = after.entry
            if claim.id in passed:
                what = f"the correction of `{item.entry.id}` leads in a circle"
                fix = "let it lead to a claim that stands"
                yield item.problem(("corrected_by", "claim"), what, fix)
                break
            passed.add(claim.id)
        if item.entry.corrected_by and claim.withdrawn:
            what = f"the correction of `{item.entry.id}` leads to `{claim.id}`, which was withdrawn"
            fix = "let it lead to a claim that stands, or withdraw this one, too"
            yield item.problem(("corrected_by", "claim"), what, fix)


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


def _repeated_questions(
    snippets: Iterable[Located[QASnippet]], claims: Iterable[Located[Claim]]
) -> Iterator[Problem]:
    """A wording leads to one snippet. Claims may share one, for they can answer together."""
    owners: dict[str, str] = {}
    for item in snippets:
        for place, question in _wordings(item):
            yield from _repeated(item, place, question, owners)
            owners.setdefault(fold(question), item.entry.id)
    for claim in claims:
        own = dict(owners)
        for place, question in _wordings(claim):
            yield from _repeated(claim, place, question, own)
            own.setdefault(fold(question), claim.entry.id)


def _wordings(item: Located[Any]) -> Iterator[tuple[tuple[str, int], str]]:
    for key in ("questions", "asked_as"):
        for at, question in enumerate(getattr(item.entry, key, ())):
            yield (key, at), question


def _repeated(
    item: Located[Any], place: tuple[str, int], question: str, owners: Mapping[str, str]
) -> Iterator[Problem]:
    if not fold(question):
        yield item.problem(place, "a question without words", "remove it")
    elif fold(question) in owners:
        what = f"the question `{question}` already stands in `{owners[fold(question)]}`"
        yield item.problem(place, what, "remove one of the two")


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
