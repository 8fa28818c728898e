"""Which passages answer a question: those that say what it asks, not those that share a word.

The measure is information: every term counts by how rare it is in the pack, so that a name weighs
more than what every claim is about. Nothing is learnt and nothing is guessed; a question of which
too much is found nowhere in one passage is left without an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from content.contraries import is_contrary
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
ENOUGH_ALIKE_FOR_YES_OR_NO = 0.55
"""The same for "is it so that": what is missing may be what decides it."""
ENOUGH_BACK = 0.4
"""How much of the curated question must stand in the one asked, so that a lone name finds none."""
CLEAR_LEAD = 1.4
"""How many times the search score of the next snippet the first must have to be far ahead."""
ENOUGH_COVERED_AHEAD = 0.5
"""`ENOUGH_COVERED` for a snippet that is far ahead."""
ENOUGH_ALIKE_AHEAD = 0.4
"""`ENOUGH_ALIKE` for a snippet that is far ahead."""
MOST_LACKING = 0.31
"""How much of a question one term at most may make out that a snippet far ahead lacks."""
ENOUGH_OF_A_COUNT = 0.75
"""`ENOUGH_COVERED` where a number is wanted: what is missing may be what it counts."""
ENOUGH_BY_ITSELF = 0.8
"""How much one sentence alone must cover, where no wording foresaw that a number is wanted."""
SAME_QUESTION = 0.95
"""From here on two questions say the same in other words."""
ENOUGH_IN_CLAIM = 0.7
"""How much of what a question tells must stand in a claim, with its entities."""
ENOUGH_FOR_YES_OR_NO = 0.9
"""The same for "is it so that": what is missing may be what decides it."""
ENOUGH_AGREEMENT = 1.8
"""From which sum on (see `_Agreement`) a snippet answers for which no one measure suffices."""
ENOUGH_ALIKE_AGREED = 0.5
"""How alike its question has to be all the same."""
MOST_LACKING_AGREED = 0.8
"""How much the rarest term it lacks may tell, against the rarest of the question."""
ENOUGH_AGREEMENT_TO_BE_NEAR = 1.5
"""From which sum on its answer is shown as the closest on file."""
ENOUGH_TO_BE_NEAR = 0.5
"""How much of what a question tells must stand in a claim that is shown as the closest on file."""
ENOUGH_TO_BE_ON_TOPIC = 0.25
"""How much of what a question tells must stand in some passage for topics to be near at all."""
MAX_CLOSEST = 2
"""Most claims that are shown so: each takes the reader's time and answers nothing."""
NEXT_BEST = 0.05
"""How far behind the best claim another one may be and still be shown beside it."""


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What several measures say of a snippet or claim: none decides alone."""

    passage: Passage
    alike: float
    """How alike the nearest of its wordings is to the question: 0 to 1."""
    total: float
    """That, half of what this wording covers with the answer, half of what all wordings cover, half
    of the search score against the best one, and 0.3 of the likeness letter by letter: 0 to 2.8."""
    lacking: float
    """How much the rarest term tells that it lacks, against the rarest of the question: 0 to 1."""


class Chooser:
    """Chooses answers from one pack. The thresholds were chosen on `tests/content/exam*.yaml`."""

    def __init__(self, index: SearchIndex, reader: QuestionReader) -> None:
        self._index = index
        self._reader = reader

    def snippet(self, question: Question, hits: Sequence[Hit]) -> tuple[Passage | None, float]:
        """The QA snippet whose question is the one asked, and how alike the two are (0 to 1)."""
        best: tuple[Passage | None, float] = (None, 0.0)
        snippets = [hit for hit in hits if hit.passage.questions]
        for hit in snippets:
            alike = self._alike(question, hit.passage, ENOUGH_COVERED, ENOUGH_ALIKE)
            best = max(best, (hit.passage, alike), key=lambda scored: scored[1])
        if best[0]:
            return best
        ahead = self._far_ahead(question, snippets)
        return ahead if ahead[0] else self._agreed(question, hits)

    def _far_ahead(
        self, question: Question, snippets: Sequence[Hit]
    ) -> tuple[Passage | None, float]:
        """The snippet that the search finds far ahead of all others, with less alike than else."""
        if self._names_one_thing(question) or not snippets:
            return None, 0.0
        first = snippets[0]
        said = _claims_of(first.passage)
        others = (hit.score for hit in snippets[1:] if not said & _claims_of(hit.passage))
        second = next(others, 0.0)
        if first.score < CLEAR_LEAD * second or self._lacks_much(question, first.passage):
            return None, 0.0
        alike = self._alike(question, first.passage, ENOUGH_COVERED_AHEAD, ENOUGH_ALIKE_AHEAD)
        return (first.passage, max(alike, ENOUGH_ALIKE)) if alike else (None, 0.0)

    def claims(self, question: Question, hits: Sequence[Hit]) -> Iterator[Sentence]:
        """Claims that hold nearly everything the question tells, best first, three at most."""
        if self._names_one_thing(question):
            return
        covering = [
            (self._covered_by_claim(question, hit.passage), hit.score, hit.passage)
            for hit in hits
            if hit.passage.kind == "claim" and _is_about(question, hit.passage)
        ]
        covering.sort(key=lambda row: row[:2], reverse=True)
        enough = max(_enough(question), covering[0][0] - NEXT_BEST) if covering else 1.0
        fitting = [
            passage
            for covered, _, passage in covering
            if covered >= enough and _fits_in_kind(question, passage.text)
        ]
        yield from (passage.sentences[0] for passage in fitting[:MAX_POINTS])

    def is_answered_by(self, question: Question, sentence: str, beside: str) -> bool:
        """Whether a sentence that is no claim answers; the names may stand in the words beside it.

        Nothing less is asked of it than of a claim.
        """
        if self._names_one_thing(question) or not question.terms:
            return False
        said = set(terms(without_reporting(sentence)))
        named = said.union(terms(beside))
        return (
            question.essential <= named
            and self._index.coverage(question.terms, said | question.essential) >= _enough(question)
            and _fits_in_kind(question, sentence)
        )

    def nearest(self, question: Question, hits: Sequence[Hit]) -> tuple[Sentence, ...]:
        """What comes closest where nothing answers: of the same names, and of half of the rest.

        None for what is asked of today or of what is not so: what is near says the contrary.
        """
        is_narrow = len(question.terms) < 2 or self._names_one_thing(question)
        if question.is_about_now or question.is_negated or is_narrow:
            return ()
        agreed = self._best_agreement(question, hits)
        if agreed and agreed.total >= ENOUGH_AGREEMENT_TO_BE_NEAR:
            return agreed.passage.sentences[:MAX_CLOSEST]
        near = [
            (self._covered_by_claim(question, hit.passage), hit.score, hit.passage.sentences[0])
            for hit in hits
            if hit.passage.kind == "claim"
            and question.versions <= versions_in(hit.passage.text)
            and _names_publishers(question, hit.passage.text)
        ]
        near = sorted(near, key=lambda row: row[:2], reverse=True)
        return tuple(row[2] for row in near[:MAX_CLOSEST] if row[0] >= ENOUGH_TO_BE_NEAR)

    def is_off_topic(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Whether no passage has more than a word or two of it, and those by chance."""
        said = (terms(f"{hit.passage.text} {hit.passage.names}") for hit in hits)
        most = max((self._index.coverage(question.terms, row) for row in said), default=0.0)
        return most < ENOUGH_TO_BE_ON_TOPIC

    def _names_one_thing(self, question: Question) -> bool:
        """Whether a question tells no more than one name: what is said of it may be anything."""
        in_versions = {term for version in question.versions for term in terms(version)}
        telling = {
            term
            for term in question.terms
            if term not in in_versions and not self._index.is_weak(term)
        }
        return question.is_asked and len(telling) + len(question.versions) < 2

    def _most_telling(self, question: Question) -> str:
        """The rarest term: in "did they lift the controls" it decides what the answer is to."""
        return max(question.terms, key=self._index.weight)

    def _lacks_much(self, question: Question, passage: Passage) -> bool:
        """Whether one term that a passage lacks makes out much of what the question tells."""
        said = {*terms(passage.text), *(one for asked in passage.questions for one in terms(asked))}
        missing = [term for term in question.terms if term not in said]
        return any(self._index.coverage(question.terms, {term}) > MOST_LACKING for term in missing)

    def _agreed(self, question: Question, hits: Sequence[Hit]) -> tuple[Passage | None, float]:
        """The snippet on which the measures agree, though each alone says too little."""
        best = self._best_agreement(question, hits)
        if (
            best is None
            or best.total < ENOUGH_AGREEMENT
            or best.alike < ENOUGH_ALIKE_AGREED
            or best.lacking > MOST_LACKING_AGREED
        ):
            return None, 0.0
        return best.passage, max(best.alike, ENOUGH_ALIKE)

    def _best_agreement(self, question: Question, hits: Sequence[Hit]) -> _Agreement | None:
        if self._names_one_thing(question):
            return None
        rows = [self._agreement(question, hit, hit.score / hits[0].score) for hit in hits]
        return max(filter(None, rows), key=lambda row: row.total, default=None)

    def _agreement(self, question: Question, hit: Hit, relative: float) -> _Agreement | None:
        answer = set(terms(f"{hit.passage.text} {hit.passage.entities}"))
        wordings = self._foreseen(question, hit.passage, answer)
        if not wordings:
            return None
        alike, own, letters = max(
            (self._likeness(question, asked, answer) for asked in wordings),
            key=lambda row: row[0] + row[1] / 2 + 0.3 * row[2],
        )
        said = answer.union(*(terms(asked) for asked in hit.passage.questions))
        covered = self._index.coverage(question.terms, said)
        total = alike + (own + covered + relative) / 2 + 0.3 * letters
        return _Agreement(hit.passage, alike, total, self._lacking(question, said))

    def _likeness(
        self, question: Question, asked: str, answer: set[str]
    ) -> tuple[float, float, float]:
        covered, _, alike = self._compared(question, asked, answer)
        letters = fuzz.token_sort_ratio(question.text.casefold(), asked.casefold()) / 100
        return alike, covered, letters

    def _lacking(self, question: Question, said: set[str]) -> float:
        weights = {term: self._index.weight(term) for term in question.terms}
        missing = [weight for term, weight in weights.items() if term not in said]
        return max(missing, default=0.0) / max(weights.values(), default=1.0)

    def _foreseen(self, question: Question, passage: Passage, answer: set[str]) -> list[str]:
        """The wordings of a passage that ask for the same kind of thing, of the same names."""
        said = answer.union(*(terms(asked) for asked in passage.questions))
        if not (question.essential <= said and _names_publishers(question, passage.text)):
            return []
        if is_contrary(question.text, passage.text):
            return []
        if question.is_yes_or_no and self._most_telling(question) not in said:
            return []
        return [
            asked
            for asked in passage.questions
            if question.versions <= versions_in(asked)
            and self._fits(question, passage, wanted(asked))
        ]

    def _alike(
        self, question: Question, passage: Passage, least_covered: float, least_alike: float
    ) -> float:
        """How surely one of a snippet's questions is the one asked; 0 where that is not sure."""
        answer = set(terms(passage.text))
        foreseen = self._foreseen(question, passage, answer)
        rows = [self._compared(question, asked, answer) for asked in foreseen]
        least = max(least_covered, ENOUGH_OF_A_COUNT if question.wants == "number" else 0.0)
        if question.is_yes_or_no:
            least_alike = max(least_alike, ENOUGH_ALIKE_FOR_YES_OR_NO)
        sure = [
            alike
            for covered, back, alike in rows
            if covered >= least and alike >= least_alike and back >= ENOUGH_BACK
        ]
        return max(sure, default=0.0)

    def _fits(self, question: Question, passage: Passage, foreseen: Wanted | None) -> bool:
        """A "why" is answered where a "why" was foreseen, or where a sentence itself tells why.

        Where something else was foreseen, such as a "when", the answer is to that.
        """
        if question.wants in (None, foreseen):
            return True
        tells = any(self._tells(question, sentence.text) for sentence in passage.sentences)
        return tells and foreseen is None

    def _tells(self, question: Question, sentence: str) -> bool:
        """Whether one sentence holds what is wanted, of what it is wanted."""
        said = set(terms(sentence))
        speaks_of_it = question.essential <= said and question.versions <= versions_in(sentence)
        if question.wants == "person":  # "who leads it" is told by who leads it
            enough = question.terms[0] in said
        else:
            enough = self._index.coverage(question.terms, said) >= ENOUGH_BY_ITSELF
        return speaks_of_it and enough and holds(question.wants, sentence, question.terms)

    def _compared(
        self, question: Question, asked: str, answer: set[str]
    ) -> tuple[float, float, float]:
        """How much of a question a curated one holds with its answer, how much of that one stands
        in the question, and how alike the two are."""
        if question.is_negated and not is_negated(asked):
            return 0.0, 0.0, 0.0
        curated = self._reader.telling_terms(asked)
        covered = self._index.coverage(question.terms, curated | answer)
        there = self._index.coverage(question.terms, curated)
        back = self._index.coverage(curated, question.terms)
        alike = 2 * there * back / (there + back) if there + back else 0.0
        return covered, back, alike

    def _covered_by_claim(self, question: Question, passage: Passage) -> float:
        """Its own words and entities count; the names of its topics say too little of it."""
        said = set(terms(without_reporting(f"{passage.text} {passage.entities}")))
        return self._index.coverage(question.terms, said) if question.essential <= said else 0.0


def _claims_of(passage: Passage) -> set[str]:
    return {claim for sentence in passage.sentences for claim in sentence.claims}


def _enough(question: Question) -> float:
    """How much of what a question tells a claim must hold to answer it."""
    is_strict = question.is_yes_or_no or question.asks_how
    least = ENOUGH_FOR_YES_OR_NO if is_strict else ENOUGH_IN_CLAIM
    return max(least, ENOUGH_OF_A_COUNT if question.wants == "number" else 0.0)


def _fits_in_kind(question: Question, text: str) -> bool:
    """Whether a text holds the kind of thing that is wanted, of the names that are named."""
    return (
        holds(question.wants, text, question.terms)
        and _names_publishers(question, text)
        and question.versions <= versions_in(text)
        and (not question.is_negated or is_negated(text))
        and not is_contrary(question.text, text)
    )


def _is_about(question: Question, passage: Passage) -> bool:
    """Whether a claim is about the one thing that a lone name names, and does not only mention it.

    Where more is asked than a name, what else is asked decides.
    """
    return len(question.terms) > 1 or question.terms[0] in terms(passage.entities)


def _names_publishers(question: Question, text: str) -> bool:
    """Whether a text speaks of every publisher that the question names."""
    return publishers_in(text, question.publishers) == question.publishers
