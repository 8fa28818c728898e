"""Which passages answer a question: those that say what it asks, not those that share a word.

The measure is information: every term counts by how rare it is in the pack, so that a name weighs
more than what every claim is about. Nothing is learnt and nothing is guessed; a question of which
too much is found nowhere in one passage is left without an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.model import Sentence
from content.questions import (
    Question,
    QuestionReader,
    Wanted,
    holds,
    is_negated,
    publishers_in,
    versions_in,
    wanted,
    without_reporting,
)
from content.search import Hit, Passage, SearchIndex, terms

MAX_POINTS = 3
"""Most points of an answer: more is a briefing, and briefings have topics."""
ENOUGH_COVERED = 0.7
"""How much of what a question tells must stand in a curated question with its answer."""
ENOUGH_ALIKE = 0.5
"""How alike the two questions must be: the harmonic mean of how much each holds of the other."""
ENOUGH_BACK = 0.4
"""How much of the curated question must stand in the one asked, so that a lone name finds none."""
SAME_QUESTION = 0.95
"""From here on two questions say the same in other words."""
ENOUGH_IN_CLAIM = 0.7
"""How much of what a question tells must stand in a claim, with its entities."""
ENOUGH_FOR_YES_OR_NO = 0.9
"""The same for "is it so that": what is missing may be what decides it."""
NEXT_BEST = 0.05
"""How far behind the best claim another one may be and still be shown beside it."""


class Chooser:
    """Chooses answers from one pack. The thresholds were chosen on tests/content/exam.yaml."""

    def __init__(self, index: SearchIndex, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader

    def snippet(self, question: Question, hits: Sequence[Hit]) -> tuple[Passage | None, float]:
        """The QA snippet whose question is the one asked, and how alike the two are (0 to 1)."""
        best: tuple[Passage | None, float] = (None, 0.0)
        for hit in hits:
            if hit.passage.kind == "qa":
                alike = self._alike(question, hit.passage)
                best = max(best, (hit.passage, alike), key=lambda scored: scored[1])
        return best

    def claims(self, question: Question, hits: Sequence[Hit]) -> Iterator[Sentence]:
        """Claims that hold nearly everything the question tells, best first, three at most."""
        if self._names_one_thing(question):
            return
        covering = [
            (self._covered_by_claim(question, hit.passage), hit.score, hit.passage)
            for hit in hits
            if hit.passage.kind == "claim"
        ]
        covering.sort(key=lambda row: row[:2], reverse=True)
        least = ENOUGH_FOR_YES_OR_NO if question.is_yes_or_no else ENOUGH_IN_CLAIM
        enough = max(least, covering[0][0] - NEXT_BEST) if covering else 1.0
        fitting = [
            passage
            for covered, _, passage in covering
            if covered >= enough
            and holds(question.wants, passage.text, question.terms)
            and _names_publishers(question, passage.text)
            and question.versions <= versions_in(passage.text)
            and (not question.is_negated or is_negated(passage.text))
        ]
        yield from (passage.sentences[0] for passage in fitting[:MAX_POINTS])

    def _names_one_thing(self, question: Question) -> bool:
        """Whether a question tells no more than one name: what is said of it may be anything."""
        in_versions = {term for version in question.versions for term in terms(version)}
        telling = {
            term
            for term in question.terms
            if term not in in_versions and not self._index.is_weak(term)
        }
        return question.is_asked and len(telling) + len(question.versions) < 2

    def _alike(self, question: Question, passage: Passage) -> float:
        """How surely one of a snippet's questions is the one asked; 0 where that is not sure."""
        answer = set(terms(passage.text))
        said = answer.union(*(terms(asked) for asked in passage.questions))
        if not (question.essential <= said and _names_publishers(question, passage.text)):
            return 0.0
        foreseen = [
            asked
            for asked in passage.questions
            if question.versions <= versions_in(asked)
            and self._fits(question, passage, wanted(asked), answer)
        ]
        return max((self._alike_to(question, asked, answer) for asked in foreseen), default=0.0)

    def _fits(
        self, question: Question, passage: Passage, foreseen: Wanted | None, answer: set[str]
    ) -> bool:
        """A "why" is answered where a "why" was foreseen, or where the answer itself tells why.

        Then it has to hold by itself most of what is asked: any answer holds some number.
        """
        if question.wants == foreseen:
            return True
        if question.wants is None:
            return True
        if not any(_tells(question, sentence.text) for sentence in passage.sentences):
            return False
        by_itself = self._index.coverage(question.terms, answer)
        return foreseen is None and by_itself >= ENOUGH_COVERED

    def _alike_to(self, question: Question, asked: str, answer: set[str]) -> float:
        if question.is_negated and not is_negated(asked):
            return 0.0
        curated = self._reader.telling_terms(asked)
        covered = self._index.coverage(question.terms, curated | answer)
        there = self._index.coverage(question.terms, curated)
        back = self._index.coverage(curated, question.terms)
        alike = 2 * there * back / (there + back) if there + back else 0.0
        sure = covered >= ENOUGH_COVERED and alike >= ENOUGH_ALIKE and back >= ENOUGH_BACK
        return alike if sure else 0.0

    def _covered_by_claim(self, question: Question, passage: Passage) -> float:
        """Its own words and entities count; the names of its topics say too little of it."""
        said = set(terms(without_reporting(f"{passage.text} {passage.entities}")))
        return self._index.coverage(question.terms, said) if question.essential <= said else 0.0


def _tells(question: Question, sentence: str) -> bool:
    """Whether one sentence holds what is wanted and speaks of what it is wanted of."""
    speaks_of_it = question.essential <= set(terms(sentence))
    same = question.versions <= versions_in(sentence)
    return speaks_of_it and same and holds(question.wants, sentence, question.terms)


def _names_publishers(question: Question, text: str) -> bool:
    """Whether a text speaks of every publisher that the question names."""
    return publishers_in(text, question.publishers) == question.publishers
