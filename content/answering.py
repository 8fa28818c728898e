"""Answers from one pack: a topic's briefing, an answer to a question, or an honest abstention."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from content import guidance
from content.brief import Brief, Note
from content.cleaning import fold, is_cjk, shorten
from content.composing import compose, suggest_topics
from content.grammar import AskAbout, AskTopics, TooLong, Wish
from content.model import Sentence
from content.pack import Pack
from content.search import Hit, Passage, SearchIndex, passage_terms, terms, terms_as_typed
from content.topics import TopicMatch, TopicNames, is_question

MAX_POINTS = 3
"""Most points of an answer: more is a briefing, and briefings have topics."""
ENOUGH_COVERED = 0.74
"""How much of what a question tells must stand in a passage before it is taken for an answer.
Chosen on the questions in tests/content/exam.yaml; see docs/explanation/answers.md."""
ENOUGH_ALIKE = 0.5
"""How much of a curated question must stand in the question asked before its answer is given."""
MAX_NEAR = 3
"""How many topics near an uncovered question are named."""
MAX_TITLE_CHARS = 120
"""How much of a question becomes the title of its answer."""


NO_DIRECT_ANSWER = "No direct answer is on file; this is the briefing on what was asked about."


@dataclasses.dataclass(frozen=True, slots=True)
class _Question:
    """A question, taken apart."""

    text: str
    terms: tuple[str, ...]
    """What it is searched by, spelling of names mended."""
    words: tuple[str, ...]
    """The same as typed, to repeat back."""
    mended: tuple[tuple[str, str], ...] = ()
    """Names that were respelled: as typed, as understood."""


class Desk:
    """Answers for one pack. Building one indexes the pack; answering is quick and pure."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._names = TopicNames(pack)
        self._index = SearchIndex(pack)
        self._subject = {term for line in pack.info.subject_words for term in terms(line)}
        self._spellings = _name_words(pack)
        self._word_for_word = {
            fold(asked): passage for passage in self._index.passages for asked in passage.questions
        }

    def answer(self, wish: Wish, today: dt.date) -> Brief:
        """What to say to a wish. `today` decides what counts as stale.

        `AskSources` needs the record of a conversation, which a desk has not: it gets help.
        """
        if isinstance(wish, TooLong):
            return guidance.too_long(self.pack, wish.chars)
        if isinstance(wish, AskTopics):
            return guidance.topics_of(self.pack)
        if isinstance(wish, AskAbout):
            return self._about(wish.text, today)
        return guidance.help_on(self.pack)

    def suggest(self, typed: str, limit: int) -> list[str]:
        """Things to type that begin like `typed`: topics first, then aliases and questions."""
        begun = fold(typed)
        every = dict.fromkeys(self._typeable())
        starting = [text for text in every if fold(text).startswith(begun)]
        inside = [text for text in every if begun and begun in fold(text) and text not in starting]
        return [*starting, *inside][:limit]

    def _typeable(self) -> Iterator[str]:
        yield from (topic.title for topic in self.pack.topics.values())
        yield from ("topics", "source?", "help")
        yield from (alias for topic in self.pack.topics.values() for alias in topic.aliases)
        yield from (question for snippet in self.pack.qa for question in snippet.questions)

    def _about(self, text: str, today: dt.date) -> Brief:
        match = None if is_question(text) else self._names.match(text, self._index.knows_word)
        if match:
            return self._briefing(
                match, today, [_showing(match, text, self.pack)] if match.mended else []
            )
        question = self._question(text)
        hits = self._index.search(question.terms)
        snippet = self._word_for_word.get(fold(text)) or self._best_snippet(question, hits)
        if snippet:
            return self._answer(
                question, snippet.sentences, [*snippet.topics, *_topics_of(hits)], today
            )
        # "What are chips?" is no more than the name of a topic, whatever claims mention chips.
        match = self._names.match_exactly(text)
        if match:
            return self._briefing(match, today, [Note("understood", NO_DIRECT_ANSWER)])
        claims = tuple(self._claims_that_answer(question, hits))
        if claims:
            return self._answer(question, claims, _topics_of(hits), today)
        return self._abstain(question, hits)

    def _briefing(self, match: TopicMatch, today: dt.date, notes: Sequence[Note]) -> Brief:
        topic = self.pack.topics[match.topic]
        return compose(
            self.pack,
            "brief",
            topic.title,
            topic.summary,
            today,
            topic=topic.id,
            notes=notes,
            suggestions=suggest_topics(self.pack, (*match.others, *topic.related)),
        )

    def _question(self, text: str) -> _Question:
        typed = [
            (word, term)
            for word, term in terms_as_typed(text, drop_stop_words=True)
            if term not in self._subject
        ]
        # A question of nothing but the pack's subject is still about something.
        typed = typed or list(terms_as_typed(text, drop_stop_words=True))
        found = [(word, term, self._mend(word, term)) for word, term in typed]
        return _Question(
            text=text,
            terms=tuple(
                dict.fromkeys(
                    t for _, term, name in found for t in (terms(name) if name else [term])
                )
            ),
            words=tuple(dict.fromkeys(word for word, _ in typed)),
            mended=tuple(dict.fromkeys((word, name) for word, _, name in found if name)),
        )

    def _mend(self, word: str, term: str) -> str | None:
        """The name a word was meant to be, where the pack knows no such word."""
        if self._index.knows(term) or len(word) < 5 or is_cjk(word[0]) or not word.isalpha():
            return None
        allowed = 1 if len(word) < 8 else 2
        near = {
            name
            for name in self._spellings
            if name[0] == word[0] and OSA.distance(word, name, score_cutoff=allowed) <= allowed
        }
        return near.pop() if len(near) == 1 else None

    def _answer(
        self,
        question: _Question,
        sentences: Sequence[Sentence],
        topics: Sequence[str],
        today: dt.date,
    ) -> Brief:
        return compose(
            self.pack,
            "answer",
            shorten(question.text, MAX_TITLE_CHARS),
            sentences,
            today,
            topic=topics[0] if topics else None,
            notes=[_understood(question)] if question.mended else [],
            suggestions=suggest_topics(self.pack, topics),
        )

    def _best_snippet(self, question: _Question, hits: Sequence[Hit]) -> Passage | None:
        scored = [
            (self._likeness(question, hit), hit.passage) for hit in hits if hit.passage.kind == "qa"
        ]
        likeness, passage = max(scored, key=lambda item: item[0], default=(0.0, None))
        return passage if likeness > 0 else None

    def _likeness(self, question: _Question, hit: Hit) -> float:
        """How sure it is that a snippet's question is the one asked; 0 where it is not."""
        covered = self._index.coverage(question.terms, passage_terms(hit.passage))
        if covered < ENOUGH_COVERED or not _answers_type(question.text, hit.passage.text):
            return 0.0
        alike = max(self._alike(question, asked) for asked in hit.passage.questions)
        return covered * alike if alike >= ENOUGH_ALIKE else 0.0

    def _alike(self, question: _Question, other: str) -> float:
        """Shared information of two questions: 1 where they say the same (harmonic mean)."""
        others = set(terms(other, drop_stop_words=True)) - self._subject
        there = self._index.coverage(question.terms, others)
        back = self._index.coverage(others, question.terms)
        return 2 * there * back / (there + back) if there + back else 0.0

    def _claims_that_answer(self, question: _Question, hits: Sequence[Hit]) -> Iterator[Sentence]:
        """Claims that hold nearly everything the question tells, best first."""
        ranked = sorted(
            (
                (self._index.coverage(question.terms, passage_terms(hit.passage)), hit.score, hit)
                for hit in hits
                if hit.passage.kind == "claim"
            ),
            key=lambda item: item[:2],
            reverse=True,
        )
        best = ranked[0][0] if ranked else 0.0
        good = [
            hit.passage
            for covered, _, hit in ranked
            if covered >= max(ENOUGH_COVERED, best - 0.05)
            and self._said_by_itself(question, hit)
            and _answers_type(question.text, hit.passage.text)
        ]
        yield from (passage.sentences[0] for passage in good[:MAX_POINTS])

    def _said_by_itself(self, question: _Question, hit: Hit) -> bool:
        """Whether the claim's own words, not only its topics' names, meet the question."""
        said = self._index.coverage(question.terms, terms(hit.passage.text))
        return said >= ENOUGH_COVERED * 0.8

    def _abstain(self, question: _Question, hits: Sequence[Hit]) -> Brief:
        near = _topics_of(hits)[:MAX_NEAR]
        return guidance.not_covered(self.pack, question.text, question.words, near)


def _showing(match: TopicMatch, typed: str, pack: Pack) -> Note:
    title = pack.topics[match.topic].title
    return Note("understood", f"Showing “{title}” for “{shorten(typed, MAX_TITLE_CHARS)}”.")


def _understood(question: _Question) -> Note:
    pairs = ", ".join(f"“{name}” for “{typed}”" for typed, name in question.mended)
    return Note("understood", f"Understood {pairs}.")


def _topics_of(hits: Iterable[Hit]) -> list[str]:
    """Topics of the hits, those of the best hits first."""
    weights: dict[str, float] = {}
    for hit in hits:
        for topic in hit.passage.topics:
            weights[topic] = weights.get(topic, 0.0) + hit.score
    return sorted(weights, key=lambda topic: -weights[topic])


def _name_words(pack: Pack) -> frozenset[str]:
    """Single words of names: of topics, their aliases, and the entities of claims."""
    names = [name for topic in pack.topics.values() for name in (topic.title, *topic.aliases)]
    names += [entity for claim in pack.claims.values() for entity in claim.entities]
    words = {word for name in names for word in fold(name).split()}
    return frozenset(word for word in words if len(word) > 3 and word.isalpha())


_COUNTS = re.compile(
    r"\bhow (?:many|much|big|large|far|fast|long|old)\b|\bwhat (?:share|percent)|多少|几|幾",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^\s*(?:when|since when|in (?:what|which) year)\b|何时|何時|什么时候|什麼時候|哪年",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousands?|million|billion"
    r"|week|day|month|year|half|single|several)s?\b",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"\d{4}|\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|week|day|month|year)s?\b",
    re.IGNORECASE,
)


def _answers_type(question: str, text: str) -> bool:
    """A question for a number needs a number in its answer, one for a time needs a time."""
    if _COUNTS.search(question) and not _NUMBER_WORDS.search(text):
        return False
    return not (_WHEN.search(question) and not _MONTHS.search(text))
