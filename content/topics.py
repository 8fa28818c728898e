"""Which topic a text names, if it names one: spelling, word order and politeness do not matter."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from content.cleaning import fold, is_cjk
from content.pack import Pack
from content.search import stem
from content.spelling import nearest
from content.words import (
    CJK_COURTESIES,
    CJK_QUESTIONS,
    COURTESIES,
    MANNERS,
    OPEN_VERBS,
    QUESTION_WORDS,
    STOP_WORDS,
)

TELLING = (["tell"], ["give"], ["show"], ["brief"])
"""What "us" may follow and mean those who ask."""
MAX_SPELLINGS = 32
"""How many ways of mending one text are tried."""


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic a text names."""

    topic: str
    others: tuple[str, ...] = ()
    """Topics that fit too, less specifically."""
    mended: bool = False
    """Spelling was corrected to get here."""


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    topic: str


class TopicNames:
    """The names of a pack's topics: ids, titles and aliases."""

    def __init__(self, pack: Pack) -> None:
        self._subject = frozenset(
            word for line in pack.info.subject_words for word in fold(line).split()
        )
        self._subject_cjk = tuple(fold(line) for line in pack.info.subject_words if is_cjk(line[0]))
        self._names: dict[tuple[str, ...], _Name] = {}
        self._squeezed: dict[str, _Name] = {}
        for topic in pack.topics.values():
            for written in (topic.id, topic.title, *topic.aliases):
                self._add(_Name(tuple(fold(written).split()), topic.id))
        for name in list(self._names.values()):
            # As a polite text has it, from which the same words are taken.
            self._add(_Name(tuple(self._bare([*name.words])), name.topic))
        self._vocabulary = {word for name in self._names.values() for word in name.words}
        self._by_stem = {stem(word): word for word in sorted(self._vocabulary)}
        self._weights = {topic: len(claims) for topic, claims in pack.claims_by_topic.items()}

    def match(self, text: str, is_a_word: Callable[[str], bool]) -> TopicMatch | None:
        """The topic that the whole text names; none when a part of it is left unexplained.

        Spelling is mended only where `is_a_word` says that what was typed is no word.
        """
        words = fold(text).split()
        if words[:1] in TELLING and words[1:2] == ["us"]:  # "tell us", but "the US"
            del words[1]
        for kept in self._ever_barer(words):
            found = self._exact(kept) or self._covered(kept)
            if found:
                return found
        return self._mended(self._bare(words), is_a_word)

    def _ever_barer(self, words: list[str]) -> Iterator[list[str]]:
        """The words as typed, without manners, without courtesies, and without the subject."""
        yield words
        yield self._without(words, MANNERS)
        yield self._without(words, COURTESIES)
        yield self._bare(words)

    def match_exactly(self, text: str) -> TopicMatch | None:
        """Like `match`, for a question: common words are passed over, nothing is mended."""
        for phrase in CJK_QUESTIONS:
            text = text.replace(phrase, " ")
        words = self._without(fold(text).split(), STOP_WORDS | OPEN_VERBS)
        bare = self._bare(words)
        stems = [self._by_stem.get(stem(word), word) for word in bare]
        return self._exact(bare) or self._covered(bare) or self._covered(stems)

    def is_about_anything(self, text: str) -> bool:
        """Whether a text names nothing at all, as "what happened in" does."""
        for phrase in CJK_QUESTIONS:
            text = text.replace(phrase, " ")
        kept = self._without(fold(text).split(), STOP_WORDS | OPEN_VERBS | self._subject)
        return not [part for word in kept for part in self._without_cjk(word)]

    def _add(self, name: _Name) -> None:
        self._names.setdefault(name.words, name)
        self._squeezed.setdefault(squeeze(name.words), name)

    def _exact(self, words: list[str]) -> TopicMatch | None:
        name = self._squeezed.get(squeeze(words)) if words else None
        return TopicMatch(name.topic) if name else None

    def _covered(self, words: list[str]) -> TopicMatch | None:
        """Every word belongs to some name: the most specific one wins, the others are mentioned."""
        found: list[_Name] = []
        at = 0
        while at < len(words):
            name = self._longest_at(words, at)
            if name is None:
                return None
            found.append(name)
            at += len(name.words)
        return self._winner(found) if found else None

    def _longest_at(self, words: list[str], at: int) -> _Name | None:
        for length in range(len(words) - at, 0, -1):
            name = self._squeezed.get(squeeze(words[at : at + length]))
            if name and len(name.words) == length:
                return name
        return None

    def _winner(self, names: Iterable[_Name]) -> TopicMatch:
        """More words, then fewer claims, then what was typed last, is more specific.

        In "Huawei chips" and "chip sanctions" alike the last word says what is wanted.
        """
        ranked = sorted(
            enumerate(names),
            key=lambda item: (-len(item[1].words), self._weights[item[1].topic], -item[0]),
        )
        topics = list(dict.fromkeys(name.topic for _, name in ranked))
        return TopicMatch(topics[0], tuple(topics[1:]))

    def _mended(self, words: list[str], is_a_word: Callable[[str], bool]) -> TopicMatch | None:
        """The topic meant by misspelt words, if every way of mending them leads to the same one."""
        respelled = [self._respelled(word, is_a_word) for word in words]
        mended = itertools.islice(itertools.product(*respelled), MAX_SPELLINGS)
        found = [self._exact([*row]) or self._covered([*row]) for row in mended if row]
        if not found and not all(is_a_word(word) for word in words):
            # Blanks in the wrong place: "open sourec", "hua wei".
            near = nearest(squeeze(words), self._squeezed)
            found = [TopicMatch(self._squeezed[name].topic) for name in near]
        matches = [match for match in found if match]
        if len({match.topic for match in matches}) != 1:
            return None
        return TopicMatch(matches[0].topic, matches[0].others, mended=True)

    def _respelled(self, word: str, is_a_word: Callable[[str], bool]) -> list[str]:
        if word in self._vocabulary:
            return [word]
        return [] if is_a_word(word) else nearest(word, self._vocabulary)

    def _bare(self, words: list[str]) -> list[str]:
        """Only what may be a name: without courtesies and without what every topic shares."""
        kept = self._without(words, COURTESIES)
        kept = [part for word in kept for part in self._without_cjk(word)]
        return self._without(kept, self._subject) or kept

    def _without_cjk(self, word: str) -> Iterator[str]:
        if not any(is_cjk(char) for char in word) or (word,) in self._names:
            yield word
            return
        for courtesy in (*CJK_COURTESIES, *self._subject_cjk):
            word = word.replace(courtesy, " ")
        yield from word.split()

    @staticmethod
    def _without(words: list[str], dropped: frozenset[str]) -> list[str]:
        return [word for word in words if word not in dropped]


def is_question(text: str) -> bool:
    """Whether a text asks something: "who makes chips" does, "how about chips" only names it."""
    words = fold(text).split()
    polite = words[:2] in (["what", "about"], ["how", "about"], ["can", "you"], ["could", "you"])
    asks = bool(words) and words[0] in QUESTION_WORDS and not polite
    return asks or any(mark in text for mark in CJK_QUESTIONS)


def squeeze(words: Iterable[str]) -> str:
    """A key in which blanks and plurals make no difference: `Open source` is `opensource`."""
    return "".join(singular(word) for word in words)


def singular(word: str) -> str:
    """A word without the s of its plural; good enough to compare names by."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
