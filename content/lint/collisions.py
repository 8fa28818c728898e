"""Questions of different snippets that ask for the same: only one of them can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from content.cleaning import fold
from content.lint.subject import Subject
from content.model import QASnippet
from content.problems import Problem
from content.questions import Wanted, is_negated, wanted
from content.references import Located
from content.search import terms

MIN_ALIKE = 97
"""Likeness in percent (rapidfuzz, words sorted) from which two questions are one: a slip or two."""
_FIX = "ask for something in it, or leave it to the topic"


@dataclass(frozen=True, slots=True)
class _Asked:
    item: Located[QASnippet]
    at: int
    manner: tuple[Wanted | None, bool, frozenset[str]]
    """Who, when or how many, whether or not, and of which numbers."""
    telling: frozenset[str]
    """What it is about, whatever the wording."""
    sorted: str
    """Its folded words in alphabetical order."""

    @property
    def question(self) -> str:
        return self.item.entry.questions[self.at]


def check(subject: Subject) -> Iterator[Problem]:
    """Each question that asks what one of an earlier snippet asks, or only names a topic."""
    shared = {term for line in subject.pack.info.subject_words for term in terms(line)}
    names = {
        fold(name): topic.id
        for topic in subject.pack.topics.values()
        for name in (topic.id, topic.title, *topic.aliases)
    }
    asked = [
        _asked(item, at, shared)
        for item in subject.snippets
        for at in range(len(item.entry.questions))
    ]
    texts = [one.sorted for one in asked]
    known: dict[object, list[int]] = {}
    for at, one in enumerate(asked):
        if topic := names.get(fold(one.question)):
            what = f"`{one.question}` is a name of the topic `{topic}`, whose briefing it hides"
            yield one.item.problem(("questions", one.at), what, _FIX, "colliding-questions")
        same = known.setdefault((one.manner, one.telling), []) if one.telling else []
        near = process.extract(one.sorted, texts[:at], scorer=fuzz.ratio, score_cutoff=MIN_ALIKE)
        alike = sorted({*same, *(place for _, _, place in near)})
        same.append(at)
        if other := next((asked[place] for place in alike if _collide(one, asked[place])), None):
            what = f"`{one.question}` asks what `{other.question}` of `{other.item.entry.id}` asks"
            fix = "leave it to one of the two, or make one snippet of both"
            yield one.item.problem(("questions", one.at), what, fix, "colliding-questions")


def _asked(item: Located[QASnippet], at: int, shared: set[str]) -> _Asked:
    question = item.entry.questions[at]
    return _Asked(
        item,
        at,
        (wanted(question), is_negated(question), frozenset(re.findall(r"\d+", question))),
        frozenset(terms(question, drop_stop_words=True)) - shared,
        " ".join(sorted(fold(question).split())),
    )


def _collide(one: _Asked, other: _Asked) -> bool:
    return one.item.entry.id != other.item.entry.id and one.manner == other.manner
