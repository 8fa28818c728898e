"""Two subjects side by side."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from content.brief import Brief
from content.cleaning import fold
from content.composing import Said, as_stated, compose, suggest_topics
from content.model import Sentence
from content.pack import Pack

PER_SIDE = 3
"""Sentences of each subject: two times three, with what disputes them, fit one message."""

TopicOf = Callable[[str], str | None]
"""The id of the topic a text names, if it names one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One side of a comparison."""

    title: str
    sentences: Sequence[Sentence]
    topics: tuple[str, ...]


def subject(pack: Pack, named: str, topic_of: TopicOf) -> Subject | None:
    """What a name stands for: a topic, or else somebody or something that claims speak of."""
    topic = topic_of(named)
    if topic:
        return Subject(pack.topics[topic].title, pack.topics[topic].summary, (topic,))
    name = fold(named)
    about = [
        claim for claim in pack.current.values() if name in {fold(one) for one in claim.entities}
    ]
    if not about:
        return None
    about.sort(key=lambda claim: claim.as_of, reverse=True)
    spelled = next(one for one in about[0].entities if fold(one) == name)
    return Subject(spelled, [as_stated(claim) for claim in about], about[0].topics)


def sides(pack: Pack, text: str, topic_of: TopicOf) -> tuple[Subject, Subject] | None:
    """The two subjects in "a and b", wherever an "and" has to be cut for both to be known."""
    for one, other in _cuts(text):
        left, right = subject(pack, one, topic_of), subject(pack, other, topic_of)
        if left and right and left.title != right.title:
            return left, right
    return None


def compared(pack: Pack, one: Subject, other: Subject, today: dt.date) -> Brief:
    """The first sentences of both, in turn, each behind the name of its side."""
    rows = itertools.zip_longest(one.sentences[:PER_SIDE], other.sentences[:PER_SIDE])
    said = [
        Said(sentence, side.title)
        for row in rows
        for side, sentence in zip((one, other), row, strict=True)
        if sentence
    ]
    return compose(
        pack,
        "brief",
        f"{one.title} compared with {other.title}",
        said,
        today,
        topic=one.topics[0],
        suggestions=suggest_topics(pack, (*one.topics[:1], *other.topics[:1])),
    )


_BETWEEN = (" and ", " with ", " versus ", " vs ", " to ", " or ", "和", "与", "與", "跟", "同")


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    for word in _BETWEEN:
        parts = text.split(word)
        for at in range(1, len(parts)):
            yield word.join(parts[:at]).strip(), word.join(parts[at:]).strip()
