"""Answers from one pack: a topic's briefing, an answer to a question, or an honest abstention."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from content import comparing, guidance, listings
from content.brief import Brief, Note
from content.choosing import ENOUGH_ALIKE, MAX_POINTS, SAME_QUESTION, Chooser
from content.cleaning import fold, shorten
from content.composing import compose, suggest_topics
from content.dates import PartialDate
from content.following import FollowUps
from content.grammar import (
    LIST_KINDS,
    AskAbout,
    AskCompare,
    AskList,
    AskNews,
    AskTopics,
    TooLong,
    Wish,
    as_before,
)
from content.model import Sentence
from content.pack import Pack
from content.parts import for_each_name, parts_of
from content.periods import Period, asks_for_newest, find_period
from content.questions import Names, Question, QuestionReader
from content.search import CANDIDATES, Built, Hit, Passage, SearchIndex, terms
from content.topics import TopicMatch, TopicNames, is_question
from content.words import MANNERS

if TYPE_CHECKING:
    from content.news.concerning import Concern

MAX_NEAR = 3
"""How many topics near an uncovered question are named."""
CANDIDATES_IN_TIME = 100
"""How many passages are looked for where only those of a period count."""
MAX_TITLE_CHARS = 120
"""How much of a question becomes the title of its answer."""


NO_DIRECT_ANSWER = "No direct answer is on file; this is the briefing on what was asked about."
LACKING = "Nothing on file answers"
"""What stands before a part of a question that has no answer."""
ONLY_CLOSEST = "This is the closest found on file, and may not answer what was asked."

_UNANSWERED = ("closest", "not_covered")


class Desk:
    """Answers for one pack. Building one indexes the pack; answering is quick and pure."""

    def __init__(
        self,
        pack: Pack,
        built: Built | None = None,
        names: Names | None = None,
        asked: Sequence[tuple[str, int]] = (),
    ) -> None:
        """`built`, `names` and `asked` are those of the same pack, where they are at hand."""
        self.pack = pack
        self._names = TopicNames(pack)
        self._index = SearchIndex(pack, built)
        self._reader = QuestionReader(pack, self._index.knows, names)
        self.names = self._reader.names
        self._chooser = Chooser(self._index, self._reader)
        self._follow_ups = FollowUps(pack)
        self.asked = tuple(asked) or tuple(_keys(self._index.passages))
        """The key of every question on file, and the number of the passage that answers it."""
        self._word_for_word = {key: self._index.passages[at] for key, at in self.asked}

    def answer(self, wish: Wish, today: dt.date) -> Brief:
        """What to say to a wish. `today` decides what counts as stale.

        `AskSources` needs the record of a conversation, which a desk has not: it gets help.
        """
        if isinstance(wish, AskNews):  # a pack alone knows of no reporting
            wish = as_before(wish)
        if isinstance(wish, TooLong):
            return guidance.too_long(self.pack, wish.chars)
        if isinstance(wish, AskTopics):
            return guidance.topics_of(self.pack)
        if isinstance(wish, AskList) and not self._is_foreseen(wish.text):
            return self._list(wish, today)
        if isinstance(wish, AskCompare) and not self._is_foreseen(wish.text):
            return self._compare(wish, today)
        if isinstance(wish, AskAbout | AskList | AskCompare):
            return self._about(wish.text, today)
        return guidance.help_on(self.pack)

    @cached_property
    def concern(self) -> Concern:
        """Tells whether an article concerns this pack."""
        # Only here: whoever only answers needs none of it.
        from content.news.concerning import Concern

        return Concern(self.pack, self._index)

    def claims_like(self, text: str) -> list[tuple[str, float]]:
        """Ids of the claims nearest to a sentence, and how much of it each has: 0 to 1."""
        asked = terms(text, drop_stop_words=True)
        hits = [hit for hit in self._index.search(asked) if hit.passage.kind == "claim"]
        alike = [
            (hit.passage.id, self._index.coverage(asked, terms(hit.passage.text))) for hit in hits
        ]
        return sorted(alike, key=lambda row: -row[1])

    def asks_of_now(self, text: str) -> bool:
        """Whether a question is about today, which nothing that is kept can answer."""
        return self._reader.read(text).is_about_now and not self._is_foreseen(text)

    def is_answered_by(self, text: str, sentence: str, beside: str) -> bool:
        """Whether a question is answered by a sentence that no editor has written.

        `beside` is what stands around it, where names may stand that the sentence points back to.
        """
        return self._chooser.is_answered_by(self._reader.read(text), sentence, beside)

    def suggest(self, typed: str, limit: int) -> list[str]:
        """Things to type that begin like `typed`: topics first, then aliases and questions."""
        begun = fold(typed)
        starting = [text for text, key in self._typeable.items() if key.startswith(begun)]
        inside = [text for text, key in self._typeable.items() if begun and begun in key]
        return list(dict.fromkeys([*starting, *inside]))[:limit]

    @cached_property
    def _typeable(self) -> dict[str, str]:
        """What can be typed, with its key: made once, for each keystroke looks through it."""
        return {text: fold(text) for text in self._every_text()}

    def _every_text(self) -> Iterator[str]:
        yield from (topic.title for topic in self.pack.topics.values())
        yield from ("topics", "source?", "help", *LIST_KINDS)
        yield from (alias for topic in self.pack.topics.values() for alias in topic.aliases)
        for kind in LIST_KINDS:
            yield from (f"{kind} {topic.title}" for topic in self.pack.topics.values())
        yield from (question for snippet in self.pack.qa for question in snippet.questions)

    def _list(self, wish: AskList, today: dt.date) -> Brief:
        period, about = find_period(wish.about or "", today) or (None, wish.about)
        if not about:
            return listings.listed(self.pack, wish, None, today, period=period)
        match = self._names.match(about, self._index.knows_word)
        if match is None:  # "figures of speech": whatever was meant, it was no topic's figures
            return self._about(wish.text, today)
        notes = self._mended(match, about)
        return listings.listed(self.pack, wish, match.topic, today, notes, period)

    def _compare(self, wish: AskCompare, today: dt.date) -> Brief:
        found = comparing.sides(self.pack, wish.between, self.topic_named)
        if found is None:
            return self._about(wish.text, today)
        return comparing.compared(self.pack, *found, today)

    def topic_named(self, name: str) -> str | None:
        """The id of the topic that a text names, if it names one and nothing else."""
        match = self._names.match(name, self._index.knows_word)
        return match.topic if match else None

    def _mended(self, match: TopicMatch, typed: str) -> list[Note]:
        return [_showing(match, typed, self.pack)] if match.mended else []

    def _is_foreseen(self, text: str) -> bool:
        """Whether it is, word for word, a question on file."""
        return _key(text) in self._word_for_word

    def _about(self, text: str, today: dt.date, *, is_part: bool = False) -> Brief:
        foreseen = self._is_foreseen(text) or is_question(text)
        match = None if foreseen else self._names.match(text, self._index.knows_word)
        if match:
            return self._briefing(match, today, self._mended(match, text))
        return self._asked(text, today, is_part=is_part)

    def _asked(self, text: str, today: dt.date, *, is_part: bool) -> Brief:
        """A question's answer: of its period, in its parts, or as a whole, whichever fits."""
        if self._is_foreseen(text):
            return self._to_question(self._reader.read(text), today)
        period, rest = find_period(text, today) or (None, text)
        parts = None if is_part else self._in_parts(text, today)
        if parts and not _lacks(parts):
            return parts
        listing = self._listed_in(period, rest, text, today) if period else None
        if listing:
            return listing
        dated = self._dated(period, rest, text, today) if period else None
        if dated and period and not period.is_of_its_time:
            return dated
        whole = self._to_question(self._reader.read(text), today)
        return whole if whole.outcome not in _UNANSWERED else dated or parts or whole

    def _listed_in(self, period: Period, rest: str, text: str, today: dt.date) -> Brief | None:
        """What is on file of a period, of a topic or of all of them; none if more is asked."""
        is_asked = is_question(rest)
        match = None if is_asked else self._names.match(rest, self._index.knows_word)
        if match is None and not self._names.is_about_anything(rest):
            match = self._names.match_exactly(rest) if is_asked else None
            if match is None:
                return None
        wish, topic = AskList("latest", rest, 1, text), match.topic if match else None
        return listings.listed(self.pack, wish, topic, today, period=period)

    def _dated(self, period: Period, rest: str, text: str, today: dt.date) -> Brief | None:
        """What answers from claims of a period alone; none where nothing does."""
        brief = self._to_question(self._reader.read(rest), today, period)
        if not _is_answer(brief):
            return None
        note = Note("understood", f"Only what is dated {period.words} was looked for.")
        title = shorten(text, MAX_TITLE_CHARS)
        return dataclasses.replace(brief, title=title, notes=(note, *brief.notes))

    def _in_parts(self, text: str, today: dt.date) -> Brief | None:
        """A point for each question of a text that holds several; none where none is answered."""
        asked = self._parts(text)
        answers = [self._about(p, today, is_part=True) for p in asked] if len(asked) > 1 else []
        answered = [brief for brief in answers if _is_answer(brief)]
        if not answered:
            return None
        notes = [
            Note("coverage", f"{LACKING} “{part}”.")
            for part, brief in zip(asked, answers, strict=True)
            if not _is_answer(brief)
        ]
        title, said = shorten(text, MAX_TITLE_CHARS), _one_by_one(answered)
        topic = answered[0].topic
        return compose(self.pack, "answer", title, said, today, topic=topic, notes=notes)

    def _parts(self, text: str) -> list[str]:
        """The questions of a text, each complete in itself."""
        asked: list[str] = []
        for part in parts_of(text):
            completed = self._follow_ups.completed(part, asked[-1]) if asked else []
            asked.append(completed[0] if completed else part)
        return asked if len(asked) > 1 else [*for_each_name(text, self._follow_ups.is_named)]

    def follow_ups(self, text: str, before: str) -> list[str]:
        """The questions that a text may mean after another one; none where it stands by itself."""
        return self._follow_ups.completed(text, before)

    def _to_question(
        self, question: Question, today: dt.date, period: Period | None = None
    ) -> Brief:
        hits = self._found(question, period)
        foreseen = self._word_for_word.get(_key(question.text))
        if foreseen and period and not self._is_of(foreseen, period):
            foreseen = None
        if question.is_about_now and not foreseen:
            return self._not_covered(question, hits, today)
        snippet, alike = (foreseen, 1.0) if foreseen else self._chooser.snippet(question, hits)
        # "What are chips?" asks for no more than the topic, whatever is known of chips in detail.
        match = None if alike >= SAME_QUESTION else self._names.match_exactly(question.text)
        if match:
            briefing = self._briefing(match, today, [Note("understood", NO_DIRECT_ANSWER)])
            return dataclasses.replace(briefing, is_closest=True)
        # Nor is "What is X?" answered by whatever else is asked or said of X; "X" alone may be, if
        # it names something: "ships" does not, for all that is said of what ships.
        is_named = bool(question.essential) and not question.is_asked
        asks_for_one = len(question.terms) == 1 and not is_named
        if snippet and alike >= (SAME_QUESTION if asks_for_one else ENOUGH_ALIKE):
            topics = [*snippet.topics, *_topics_of(hits)]
            return self._answer(question, snippet.sentences, topics, today)
        if question.is_about_nothing_else:
            return guidance.topics_of(self.pack)
        claims = () if asks_for_one else tuple(self._chooser.claims(question, hits))
        if claims and asks_for_newest(question.text):
            claims = tuple(sorted(claims, key=self._as_of, reverse=True))
        if claims:
            return self._answer(question, claims, _topics_of(hits), today)
        return self._not_covered(question, hits, today)

    def _found(self, question: Question, period: Period | None) -> list[Hit]:
        if period is None:
            return self._index.search(question.terms)
        hits = self._index.search(question.terms, CANDIDATES_IN_TIME)
        return [hit for hit in hits if self._is_of(hit.passage, period)][:CANDIDATES]

    def _is_of(self, passage: Passage, period: Period) -> bool:
        """Whether everything a passage rests on is of a period."""
        names = {name for sentence in passage.sentences for name in sentence.claims}
        return all(period.fits(self.pack.claims[name].as_of, passage.text) for name in names)

    def _as_of(self, sentence: Sentence) -> PartialDate:
        return max(self.pack.claims[name].as_of for name in sentence.claims)

    def _not_covered(self, question: Question, hits: Sequence[Hit], today: dt.date) -> Brief:
        """What comes closest, shown as no more than that, or a plain abstention."""
        closest = self._chooser.nearest(question, hits)
        if closest:
            answer = self._answer(question, closest, _topics_of(hits), today)
            title = f"Closest on file to “{answer.title}”"
            notes = (Note("coverage", ONLY_CLOSEST), *answer.notes)
            return dataclasses.replace(answer, title=title, notes=notes, is_closest=True)
        is_far = self._chooser.is_off_topic(question, hits)
        near = [] if is_far else _topics_of(hits)[:MAX_NEAR]
        return guidance.not_covered(self.pack, question.text, question.words, near)

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

    def _answer(
        self,
        question: Question,
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


def _lacks(brief: Brief) -> bool:
    """Whether a part of a question is said to be without an answer."""
    return any(note.text.startswith(LACKING) for note in brief.notes)


def _is_answer(brief: Brief) -> bool:
    return brief.kind == "answer" and not brief.is_closest


def _one_by_one(answers: Sequence[Brief]) -> list[Sentence]:
    """A sentence of each answer in turn, three at most; what disputes one comes by itself."""
    own = [[point for point in brief.points if point.label is None] for brief in answers]
    mixed = (point for row in itertools.zip_longest(*own) for point in row if point)
    said = {point.text: Sentence(text=point.text, claims=point.claims) for point in mixed}
    return list(said.values())[:MAX_POINTS]


def _keys(passages: Iterable[Passage]) -> Iterator[tuple[str, int]]:
    for at, passage in enumerate(passages):
        yield from ((_key(question), at) for question in passage.questions)


def _key(question: str) -> str:
    """A question without manners, so that "please" does not make it another one."""
    return " ".join(word for word in fold(question).split() if word not in MANNERS)


def _showing(match: TopicMatch, typed: str, pack: Pack) -> Note:
    title = pack.topics[match.topic].title
    return Note("understood", f"Showing “{title}” for “{shorten(typed, MAX_TITLE_CHARS)}”.")


def _understood(question: Question) -> Note:
    pairs = ", ".join(f"“{name}” for “{typed}”" for typed, name in question.mended)
    return Note("understood", f"Understood {pairs}.")


def _topics_of(hits: Iterable[Hit]) -> list[str]:
    """Topics of the hits, those of the best hits first."""
    weights: dict[str, float] = {}
    for hit in hits:
        for topic in hit.passage.topics:
            weights[topic] = weights.get(topic, 0.0) + hit.score
    return sorted(weights, key=lambda topic: -weights[topic])
