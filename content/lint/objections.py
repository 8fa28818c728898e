"""Words that a rule objects to, and the exceptions that a file makes for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.lint.subject import Said, Subject
from content.model import LintException
from content.problems import Problem
from content.references import Located


@dataclass(frozen=True, slots=True)
class Objection:
    """Words of a text that break a rule, unless their file excepts them."""

    rule: str
    said: Said
    start: int
    end: int
    what: str
    """What is wrong with the words, to be said after them."""
    fix: str

    @property
    def words(self) -> str:
        return self.said.text[self.start : self.end]

    def problem(self) -> Problem:
        return self.said.problem(f"`{self.words}` {self.what}", self.fix, self.rule)

    def is_excepted_by(self, exception: Located[LintException]) -> bool:
        """Whether the exception is made in the same file, for words that include these."""
        text, words = self.said.text.casefold(), exception.entry.words.casefold()
        if exception.file != self.said.item.file:
            return False
        at = text.find(words)
        while at >= 0:
            if at <= self.start and self.end <= at + len(words):
                return True
            at = text.find(words, at + 1)
        return False


def standing(objections: Iterable[Objection], subject: Subject) -> Iterator[Problem]:
    """The objections that no exception excuses."""
    for objection in objections:
        if not any(objection.is_excepted_by(exception) for exception in subject.exceptions):
            yield objection.problem()


def unused(objections: Sequence[Objection], subject: Subject) -> Iterator[Problem]:
    """Exceptions without which nothing would be objected to, or that another one makes already."""
    excused: set[int] = set()
    for exception in subject.exceptions:
        fresh = {
            at
            for at, objection in enumerate(objections)
            if at not in excused and objection.is_excepted_by(exception)
        }
        excused |= fresh
        if not fresh:
            what = f"the exception for `{exception.entry.words}` excuses nothing in this file"
            yield exception.problem((), what, "remove it", "unused-exception")
