"""Texts that mean something only after what was asked before: "and Gull Rock?", "since when?".

A text is completed from the question before it, and the completed one is answered like any other.
Nothing is guessed from answers, so that a wrong guess can only lead to a question that nobody
asked, which is said to have been understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from content.brief import Brief
from content.cleaning import fold, is_cjk
from content.pack import Pack

MAX_COMPLETED = 3
"""Most ways of completing a text that are tried: a question seldom names more."""
MAX_NAME_WORDS = 5
"""Longest name that is looked for, in words."""
_ASKING = (
    r"since when|until when|when|why|how come|how(?: (?:much|many|long|often|big|large|far|old))?"
    r"|who(?: else)?|whom|where(?: from| to)?|which(?: ones?)?|what for|(?:by|with) whom|by when"
)
_BARE = re.compile(
    rf"(?:and |but |so |ok |then )*(?P<asked>{_ASKING})"
    r"(?: (?:is|was|are|were|did|does|do|will|has|exactly)(?: (?:that|this|it|they))?(?: so)?"
    r"| (?:that|this|so)| exactly)?",
)
_WORDS_ZH = "为什么|為什麼|什么时候|什麼時候|何时|何時|多少|多久|谁|誰|哪里|哪裡|怎么|如何"
_BARE_ZH = re.compile(rf"(?:那么|那麼|那)?(?P<asked>{_WORDS_ZH})(?:呢|的)?")
_OTHER = re.compile(
    r"(?:(?:and|but|so|ok|then) )*(?:(?:what|how) about |and |also )(?P<other>.+?)"
    r"(?: too| then| as well)?",
    re.IGNORECASE,
)
_OTHER_ZH = re.compile(r"(?:那么|那麼|那)?(?P<other>.+?)呢")
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|(?:the|this|that|these|those) "
    r"(?:company|firm|lab|model|models|chip|chips|law|rule|rules|deal|plan|one|ones))\b"
    r"|它们|它們|他们|他們|它|他|她|该公司|這家公司|这家公司",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\W*(?:(?:who|whom|whose|what|which|when|where|why|how(?: much| many| long| come)?)\b\W*)?"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|s)\b\W*)?",
    re.IGNORECASE,
)
_ASKING_ZH = re.compile(rf"{_WORDS_ZH}|吗|嗎|呢|[？?]")
_ARTICLES = frozenset({"the", "a", "an"})


_CLOSEST = re.compile(r"^Closest on (?:file|archived pages) to “(?P<question>.+)”$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a text, by its place."""

    begin: int
    end: int


class FollowUps:
    """Completes texts, with the names that a pack knows."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._subject = frozenset(map(fold, pack.info.subject_words))

    def completed(self, text: str, before: str) -> list[str]:
        """The questions that a text may mean after another one, likeliest first.

        Empty where it stands by itself, or where nothing before it completes it.
        """
        found = dict.fromkeys(self._completed(text.strip(), before.strip()))
        return [one for one in found if fold(one) != fold(text)][:MAX_COMPLETED]

    def _completed(self, text: str, before: str) -> Iterator[str]:
        bare = text.rstrip("?？!.。 ")
        asked = _BARE.fullmatch(fold(bare)) or _BARE_ZH.fullmatch(bare)
        other = _OTHER.fullmatch(bare) or _OTHER_ZH.fullmatch(bare)
        if asked:
            yield from self._asked_of_it(asked["asked"], before)
        elif other and self.is_named(other["other"]):
            yield from self._about_another(other["other"].strip(), before)
        elif _POINTING.search(bare) and not self._names_in(bare):
            yield from self._pointed_at(text, before)

    def _asked_of_it(self, asked: str, before: str) -> Iterator[str]:
        """ "since when?" after "does the lamp turn?": "since when the lamp turn?" """
        if any(map(is_cjk, before)) or any(map(is_cjk, asked)):
            yield f"{_ASKING_ZH.sub('', before)}{asked}？"
            return
        rest = _LEADING.sub("", before, count=1).rstrip("?!. ")
        if rest:
            yield f"{asked} {rest}?"

    def _about_another(self, other: str, before: str) -> Iterator[str]:
        """ "and Gull Rock?" after "who keeps Skerry Point?": "who keeps Gull Rock?" """
        names = self._names_in(before)
        if not names and len(before.split()) > 1:
            return
        for name in names:
            yield f"{before[: name.begin]}{other}{before[name.end :]}"

    def _pointed_at(self, text: str, before: str) -> Iterator[str]:
        """ "who pays for it?" after "when was Gull Rock relit?": "who pays for Gull Rock?" """
        pointer = _POINTING.search(text)
        if pointer is not None:
            for name in self._names_in(before):
                subject = before[name.begin : name.end]
                yield f"{text[: pointer.start()]}{subject}{text[pointer.end() :]}"

    def is_named(self, other: str) -> bool:
        """Whether it is nothing but a name that the pack knows."""
        words = [word for word in fold(other).split() if word not in _ARTICLES]
        return " ".join(words) in self._known

    def _names_in(self, text: str) -> list[_Name]:
        """The names in a text, the longest where they overlap, in order."""
        found: list[_Name] = []
        words = [(word.start(), word.end()) for word in re.finditer(r"\S+", text)]
        at = 0
        while at < len(words):
            name = self._longest_at(text, words, at)
            if name:
                found.append(name)
                at = next((i for i, word in enumerate(words) if word[0] >= name.end), len(words))
            else:
                at += 1
        return found or list(self._names_in_chinese(text))

    def _longest_at(self, text: str, words: list[tuple[int, int]], at: int) -> _Name | None:
        for last in range(min(at + MAX_NAME_WORDS, len(words)) - 1, at - 1, -1):
            begin, end = words[at][0], words[last][1]
            written = re.sub(r"(?:['’]s|\W)+$", "", text[begin:end])
            if fold(written) in self._known:
                return _Name(begin, begin + len(written))
        return None

    def _names_in_chinese(self, text: str) -> Iterator[_Name]:
        places = ((text.find(name), name) for name in self._chinese)
        for begin, name in sorted(places, key=lambda place: (-len(place[1]), place[0])):
            if begin >= 0:
                yield _Name(begin, begin + len(name))
                return

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(filter(None, map(fold, _names_of(self._pack)))) - self._subject

    @cached_property
    def _chinese(self) -> list[str]:
        return [name for name in _names_of(self._pack) if any(map(is_cjk, name))]


def question_of(brief: Brief) -> str:
    """What a reply was given to: the question, or the topic's title."""
    closest = _CLOSEST.fullmatch(brief.title)
    return closest["question"] if closest else brief.title


def _names_of(pack: Pack) -> Iterable[str]:
    for topic in pack.topics.values():
        yield from (topic.title, *topic.aliases)
    for claim in pack.current.values():
        yield from claim.entities
