"""A question, taken apart: what it is searched by, and what kind of answer it wants."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from content.cleaning import fold, is_cjk
from content.pack import Pack
from content.search import terms, terms_as_typed
from content.spelling import nearest
from content.topics import is_question
from content.words import SCOPE_WORDS

Wanted = Literal["duration", "number", "time", "person", "reason"]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks."""

    text: str
    terms: tuple[str, ...]
    """What it is searched by, spelling of names mended."""
    words: tuple[str, ...]
    """The same as typed, to repeat back."""
    essential: frozenset[str]
    """Terms an answer cannot do without: names, numbers, places."""
    publishers: frozenset[str]
    """Publishers it names, folded: what one of them says is not what another says."""
    versions: frozenset[str]
    """Names with a version in them, such as `gpt-5`: what is said of GPT-5.4 is another matter."""
    wants: Wanted | None
    """What a fitting answer has to hold, where the question says."""
    is_negated: bool
    """Whether it asks for what is not so; then an answer has to say what is not so."""
    is_asked: bool
    """Whether it is put as a question, and not only named."""
    is_about_now: bool
    """Whether it asks for what happened today or this month, which no pack can know."""
    asks_how: bool
    """Whether it asks in what way: then a claim has to hold hardly less than everything."""
    is_yes_or_no: bool
    """Whether it asks if something is so; then hardly anything of it may be missing."""
    is_about_nothing_else: bool
    """Whether nothing is named but the pack's own subject."""
    mended: tuple[tuple[str, str], ...] = ()
    """Names that were respelled: as typed, as understood."""


@dataclass(frozen=True, slots=True)
class Names:
    """Single words of the names in a pack, folded."""

    words: frozenset[str]
    proper: frozenset[str]
    """Those that no claim writes small."""


class QuestionReader:
    """Takes questions to one pack apart."""

    def __init__(
        self, pack: Pack, is_known: Callable[[str], bool], names: Names | None = None
    ) -> None:
        """`is_known` tells whether a search term stands anywhere in the pack; `names` are those of
        the same pack, where they are at hand."""
        self._subject = {term for line in pack.info.subject_words for term in terms(line)}
        self.names = names or names_of(pack)
        self._names, self._proper = self.names.words, self.names.proper
        self._publishers = frozenset(fold(item.publisher) for item in pack.sources.values())
        self._is_known = is_known

    def read(self, text: str) -> Question:
        typed = list(terms_as_typed(text, drop_stop_words=True))
        telling = [(word, term) for word, term in typed if term not in self._subject]
        found = [(word, term, self._name_meant(word, term)) for word, term in telling or typed]
        marked = _marked_as_names(text) | _counted(text)
        searched = (terms(name) if name else [term] for _, term, name in found)
        return Question(
            text=text,
            terms=tuple(dict.fromkeys(term for row in searched for term in row)),
            words=tuple(dict.fromkeys(word for word, _, _ in found)),
            essential=frozenset(
                term
                for word, term, name in found
                if not name and (word in SCOPE_WORDS or word in self._proper or term in marked)
            )
            | self._unknown_words_in_chinese([term for _, term, _ in found]),
            publishers=publishers_in(text, self._publishers),
            versions=versions_in(text),
            wants=wanted(text),
            is_negated=is_negated(text),
            is_asked=is_question(text),
            is_about_now=bool(_NOW.search(text)),
            asks_how=bool(_HOW.search(text)) and wanted(text) is None,
            is_yes_or_no=bool(_YES_OR_NO.search(text)),
            is_about_nothing_else=not telling,
            mended=tuple(dict.fromkeys((word, name) for word, _, name in found if name)),
        )

    def _unknown_words_in_chinese(self, pairs: list[str]) -> frozenset[str]:
        """Pairs of a word the pack does not know.

        A lone unknown pair, or one beside a known one, may only straddle two words. Two in a row
        that overlap are three characters the pack has never seen together.
        """
        known = [self._is_known(pair) for pair in pairs]
        joined = [
            is_cjk(one[0]) and one[1:] == other[:1] for one, other in itertools.pairwise(pairs)
        ]
        straddling = {
            at + beside
            for at, is_joined in enumerate(joined)
            for beside in (0, 1)
            if is_joined and known[at + 1 - beside]
        }
        unknown = [not is_known and at not in straddling for at, is_known in enumerate(known)]
        return frozenset(
            pair
            for at, is_joined in enumerate(joined)
            if is_joined and unknown[at] and unknown[at + 1]
            for pair in pairs[at : at + 2]
        )

    def telling_terms(self, question: str) -> set[str]:
        """The terms of a curated question, without what every question here is about."""
        return set(terms(question, drop_stop_words=True)) - self._subject

    def _name_meant(self, word: str, term: str) -> str | None:
        """The name a word was meant to be: the pack knows no such word, and one name is near."""
        if self._is_known(term) or is_cjk(word[0]) or not word.isalpha():
            return None
        near = nearest(word, self._names)
        return near[0] if len(near) == 1 else None


def _marked_as_names(text: str) -> frozenset[str]:
    """Terms of the words that capitals or digits mark as names, where not everything is capital.

    A run of Chinese characters, which writes no blanks, is no part of the name beside it.
    """
    words = "".join(" " if is_cjk(char) else char for char in text).split()
    capital = [word for word in words if word[:1].isupper()]
    if len(capital) > 0.6 * len(words) > 1:
        capital = []
    marked = [word for word in words if any(char.isdigit() for char in word)]
    marked += [word for word in capital if word is not words[0] or word.isupper()]
    return frozenset(term for word in marked for term in terms(word, drop_stop_words=True))


def _counted(text: str) -> frozenset[str]:
    """Terms of what is to be counted or paid: "how many *parameters*", "what does it *cost*"."""
    named = [
        found["thing"] or found["cost"] or found["thing_zh"] for found in _COUNTED.finditer(text)
    ]
    return frozenset(term for name in named for term in terms(name, drop_stop_words=True))


def publishers_in(text: str, known: Iterable[str]) -> frozenset[str]:
    """Which of these publishers, folded, a text names."""
    padded = f" {fold(text)} "
    return frozenset(publisher for publisher in known if f" {publisher} " in padded)


def versions_in(text: str) -> frozenset[str]:
    """The names with a version that a text holds, in small letters: `k2`, `gpt-5.4`, `h100`."""
    return frozenset(found.group().casefold() for found in _VERSION.finditer(text))


def without_reporting(text: str) -> str:
    """A text without words that only say that somebody says something.

    Else "who founded it?" is answered by what somebody found out about it.
    """
    return _REPORTING.sub(" ", text)


def is_negated(text: str) -> bool:
    """Whether a text says or asks what is not so."""
    return bool(_NEGATION.search(_ASKED_EITHER_WAY.sub("", text)))


def wanted(question: str) -> Wanted | None:
    """What a question asks for, if it is one of those that words tell."""
    return next((kind for kind, asking in _ASKING.items() if asking.search(question)), None)


def holds(wants: Wanted | None, text: str, question: Iterable[str]) -> bool:
    """Whether a text can answer such a question: a count needs a number, a "who" needs a name.

    A name that already stands among the question's terms is no answer to "who".
    """
    question = frozenset(question)
    if wants is None:
        return True
    if wants == "person":
        return any(name not in question for name in _names_in(text))
    if wants == "number":
        text = _NO_COUNT.sub("", text)
    if wants == "time":
        text = _WHEN_SAID.sub("", text)
    if "founder" in question and not _FOUNDING.search(text):
        return False  # the stems make no difference between who founds and what is founded
    return bool(_HOLDING[wants].search(text))


def _names_in(text: str) -> Iterator[str]:
    for name in _NAME.findall(text):
        yield from terms(name)


def names_of(pack: Pack) -> Names:
    """The words of a pack's names."""
    words = _name_words(pack)
    return Names(words, words - _small_words(pack))


def _name_words(pack: Pack) -> frozenset[str]:
    """Single words of names: of topics, their aliases, and the entities of claims."""
    names = [name for topic in pack.topics.values() for name in (topic.title, *topic.aliases)]
    names += [entity for claim in pack.current.values() for entity in claim.entities]
    words = {word for name in names for word in fold(name).split()}
    return frozenset(word for word in words if len(word) > 3 and word.isalpha())


def _small_words(pack: Pack) -> frozenset[str]:
    """Words that the claims write small: "plan" is no name, though some plan is called so."""
    texts = (claim.text for claim in pack.current.values())
    return frozenset(word for text in texts for word in _SMALL.findall(text))


_ASKING: dict[Wanted, re.Pattern[str]] = {
    "reason": re.compile(r"^\W*(?:why|how come)\b|为什么|為什麼|为何|為何", re.IGNORECASE),
    "duration": re.compile(r"\bhow long\b|多久|多长时间|多長時間", re.IGNORECASE),
    "number": re.compile(
        r"\bhow (?:many|much|big|large|far|fast|quickly|soon|old|often)\b"
        r"|\bwhat (?:share|percent)|^\W*(?:the )?(?:count|number) of\b"
        r"|\bwhat (?:do|does|did|will|would) .*\bcosts?\b|多少|几|幾",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"^\W*(?:when|since when|(?:in |on )?(?:what|which) (?:year|month|day|date))\b"
        r"|何时|何時|什么时候|什麼時候|哪年|哪天",
        re.IGNORECASE,
    ),
    "person": re.compile(
        r"^\W*(?:who|whose|whom|which (?:companies|company|firms?|labs?|people))\b"
        r"|谁|誰|哪些公司|哪些企业|哪家公司|哪些人",
        re.IGNORECASE,
    ),
}
_HOLDING: dict[Wanted, re.Pattern[str]] = {
    "reason": re.compile(
        r"\b(?:because|since|due to|caus\w+|reason\w*|so that|thanks to|driven|helped by"
        r"|as a result"
        r"|results? (?:of|from)|in order to|(?:meant|designed|intended) to|aim\w*|response|led to"
        r"|forc\w+|turned|makes?|made)\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        r"\b(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few"
        r"|half)(?: to [\w.]+)?[- ](?:second|minute|hour|day|week|month|quarter|year|decade)s?\b"
        r"|\b(?:since|until|from \w+ to|within)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"(?<!\w)\d[\d,.]*(?!\w)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen"
        r"|hundred|thousand|million|billion|week|day|month|year|half|single|several)s?\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\b\d{4}\b|\b(?:january|february|march|april|may|june|july|august|september|october"
        r"|november|december)\b",
        re.IGNORECASE,
    ),
}
_NOW = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:this|last|next) (?:morning|week|month)|right now)\b"
    r"|今天|昨天|明天|本周|上周|这周|本月|上个月|这个月",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?<![A-Za-z\d])[A-Za-z]+-?\d+(?:\.\d+)*(?!\d|\.\d)", re.ASCII)
_COUNTED = re.compile(
    r"\bhow (?:many|much) (?P<thing>(?!of\b|more\b|does\b|do\b|did\b|is\b|are\b|was\b|were\b|has\b"
    r"|have\b|will\b|would\b|can\b)[a-z]+)|\b(?P<cost>costs?|prices?)\b|多少(?P<thing_zh>[\u4e00-\u9fff]{2})",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")
_REPORTING = re.compile(
    r"\b(?:found|finds|reported|reports|said|says|wrote|writes|according to|citing|people familiar"
    r"|people)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_NO_COUNT = re.compile(
    rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b(?:19|20)\d\d\b|\bone of\b",
    re.IGNORECASE,
)
"""A day or a year is no count, nor is "one of"."""
_NEGATION = re.compile(
    r"\b(?:not|never|without|nobody|none|neither|except)\b|n['’]t\b|不|没|未",
    re.IGNORECASE,
)
_ASKED_EITHER_WAY = re.compile(r"有没有|是不是|能不能|会不会|可不可以|要不要")
_YES_OR_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b|[吗嗎]",
    re.IGNORECASE,
)
_HOW = re.compile(r"^\W*how\b|怎么|怎麼|如何", re.IGNORECASE)
_FOUNDING = re.compile(r"\b(?:co-?)?found(?:ed|ing)\b|\bestablish|\bset up\b", re.IGNORECASE)
_WHEN_SAID = re.compile(
    r"\b(?:reported|said|says|wrote|argued|listed|expected|cited)\b[^,;.]*?"
    r"\bin (?:\w+ )?(?:19|20)\d\d\b"
)
"""When something was reported is not when it was."""
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w&.-]*|\b[a-z]+\d\w*|^[A-Z]\w*(?= [A-Z])")
"""A capital within a sentence; at its beginning only where another follows."""
