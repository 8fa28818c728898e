"""Whether an article concerns a pack, and which of its topics.

Three things tell: the names of topics, the people and things that the topics' claims name, and what
the pack's own search finds for the headline. Each says how likely a topic is; together they are as
likely wrong as all of them at once.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.cleaning import fold, is_cjk
from content.pack import Pack
from content.search import SearchIndex, terms
from content.topics import singular

ENOUGH = 0.5
"""From which score on an article concerns a topic."""
MAX_TOPICS = 3
BODY_CHARS = 4_000
"""How much of an article is looked at: some 600 words, in which news says what it is about."""
OPENING_CHARS = 500
ALIAS, ENTITY, FOUND = 0.55, 0.6, 0.5
"""How sure a topic is whose name, whose people or things, or whose claims the headline has."""
IN_TITLE, IN_OPENING, IN_BODY = 1.0, 0.75, 0.35
"""How much less a name tells that only stands further down."""
WITHOUT_SUBJECT = 0.5
"""What remains of all that where nothing says that it is about the pack's subject at all."""
TOGETHER = 2
"""In how many claims two names must stand together to stand for the subject in a short text."""
SHORT_CHARS = 300
"""Up to which length a text is a teaser, which may leave the subject unnamed."""
SAME_WORD = 4
"""Letters with which two forms of a word begin alike: Iceland, Icelandic."""
COMMON_SHARE = 0.06
"""A name that more than this share of all claims has tells the subject, not the topic."""


@dataclass(frozen=True, slots=True)
class _Name:
    weights: Mapping[str, float]
    is_entity: bool


class Concern:
    """What a pack is about."""

    def __init__(self, pack: Pack, index: SearchIndex) -> None:
        self._pack = pack
        self._index = index
        self._subject = frozenset(_key(word) for word in pack.info.subject_words)
        self._facets = tuple(_facets(pack))
        self._names: dict[str, _Name] = {}
        self._written: dict[str, str] = {}
        for written, name in _names_of(pack):
            key = _key(written)
            if len(key) > 1 and key not in self._subject:
                self._names.setdefault(key, name)
            if name.is_entity:
                self._written.setdefault(key, written)
        self._together = Counter(
            pair
            for claim in pack.current.values()
            for pair in itertools.combinations(sorted({*map(_key, claim.entities)}), 2)
        )
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for key in self._names:
            self._by_first[_first(key)].append(key)

    def topics(self, title: str, body: str) -> list[tuple[str, float]]:
        """Ids of the topics it concerns and how sure each is, 0 to 1, surest first; at most three.

        Topics that are less sure than `ENOUGH` are left out; nothing is left of what is off topic.
        """
        scores = self.scores(title, body)
        found = [(topic, round(score, 2)) for topic, score in scores.items() if score >= ENOUGH]
        return sorted(found, key=lambda row: (-row[1], row[0]))[:MAX_TOPICS]

    def entities_in(self, text: str) -> list[str]:
        """The people and things of the pack that a text names, as the pack writes them."""
        found = self._found_in(_key(text))
        return sorted(self._written[key] for key in found if key in self._written)

    def scores(self, title: str, body: str) -> Mapping[str, float]:
        """How sure each topic is that there is any sign of."""
        zones = (
            (_key(title), IN_TITLE),
            (_key(body[:OPENING_CHARS]), IN_OPENING),
            (_key(body[OPENING_CHARS:BODY_CHARS]), IN_BODY),
        )
        doubt: dict[str, float] = defaultdict(lambda: 1.0)
        told: set[str] = set()
        for text, factor in zones:
            for key in self._found_in(text) - told:
                told.add(key)
                for topic, weight in self._names[key].weights.items():
                    doubt[topic] *= 1 - weight * factor
        for topic, weight in self._searched(title).items():
            doubt[topic] *= 1 - weight
        factor = 1.0 if self._is_on_subject(zones, told) else WITHOUT_SUBJECT
        return {topic: (1 - left) * factor for topic, left in doubt.items()}

    def _is_on_subject(self, zones: Iterable[tuple[str, float]], told: set[str]) -> bool:
        whole = " ".join(text for text, _ in zones)
        met = [any(_holds(whole, word) for word in facet) for facet in self._facets]
        if all(met) or (met[0] and len(whole) <= SHORT_CHARS):
            return True
        named = sorted(key for key in told if self._names[key].is_entity)
        pairs = itertools.combinations(named, 2)
        return len(whole) <= SHORT_CHARS and any(self._together[pair] >= TOGETHER for pair in pairs)

    def _found_in(self, text: str) -> set[str]:
        cjk = () if text.isascii() else filter(is_cjk, text)
        firsts = {*text.split(), *cjk}
        return {
            key for first in firsts for key in self._by_first.get(first, ()) if _holds(text, key)
        }

    def _searched(self, title: str) -> Mapping[str, float]:
        """The topics of what the pack says about the same."""
        asked = terms(title, drop_stop_words=True)
        found: dict[str, float] = {}
        for hit in self._index.search(asked, 3):
            passage = hit.passage
            alike = self._index.coverage(asked, terms(f"{passage.text} {passage.names}"))
            for topic in passage.topics:
                found[topic] = max(found.get(topic, 0.0), FOUND * alike)
        return found


def _names_of(pack: Pack) -> Iterator[tuple[str, _Name]]:
    for topic in pack.topics.values():
        for written in (topic.title, *topic.aliases):
            yield written, _Name({topic.id: ALIAS}, is_entity=False)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    uses: Counter[str] = Counter()
    for claim in pack.current.values():
        for entity in claim.entities:
            uses[entity] += 1
            counts[entity].update(claim.topics)
    most = COMMON_SHARE * max(len(pack.current), 50)
    for entity, topics in counts.items():
        factor = min(1.0, most / uses[entity]) * ENTITY
        weights = {topic: factor * count / uses[entity] for topic, count in topics.items()}
        yield entity, _Name(weights, is_entity=True)


def _facets(pack: Pack) -> Iterator[frozenset[str]]:
    """The words for each part of the subject, in the order of the title: for "Iceland's wind power"
    those for the country, then those for what it makes there. What cannot be told to be of one part
    alone is enough for each."""
    every = [_key(word) for word in pack.info.subject_words]
    roots = [word for word in _key(pack.info.title).split() if word in every] or every[:1]
    own = {root: {word for word in every if _is_form_of(word, root)} for root in roots}
    free = set(every).difference(*own.values())
    yield from (frozenset(words | free) for words in own.values())


def _is_form_of(word: str, root: str) -> bool:
    initials = "".join(part[0] for part in word.split())
    alike = len(root) >= SAME_WORD and word.startswith(root[:SAME_WORD])
    return word == root or alike or initials == root


def _key(text: str) -> str:
    """A text to look for names in: folded, without plurals."""
    return " ".join(map(singular, fold(text).split()))


def _first(key: str) -> str:
    return key[0] if is_cjk(key[0]) else key.split()[0]


def _holds(text: str, key: str) -> bool:
    return key in text if is_cjk(key[0]) else f" {key} " in f" {text} "
