"""What the rules look at: a pack with its places, and the day on which it is checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from content.loading import LocatedPack
from content.model import Claim, LintException, QASnippet, Topic
from content.pack import Pack
from content.problems import Problem
from content.references import Located
from content.strict_yaml import Path


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a pack, where it stands, and the claims that carry it."""

    item: Located[Any]
    inside: Path
    """Where in the entry its text stands."""
    text: str
    claims: tuple[Claim, ...]

    def problem(self, what: str, fix: str, rule: str) -> Problem:
        return self.item.problem(self.inside, what, fix, rule)


@dataclass(frozen=True)
class Subject:
    """One pack under check."""

    located: LocatedPack
    day: dt.date
    """The day that counts as today."""

    @property
    def pack(self) -> Pack:
        return self.located.pack

    @property
    def exceptions(self) -> Sequence[Located[LintException]]:
        return self.located.exceptions

    @cached_property
    def claims(self) -> tuple[Located[Claim], ...]:
        """The claims that may be said; what was withdrawn or corrected is history."""
        return tuple(item for item in self.located.entries["claims"] if item.entry.is_current)

    @property
    def topics(self) -> Sequence[Located[Topic]]:
        return self.located.entries["topics"]

    @property
    def snippets(self) -> Sequence[Located[QASnippet]]:
        return self.located.entries["qa"]

    @cached_property
    def claim_texts(self) -> tuple[Said, ...]:
        """The texts of the claims that may be said."""
        return tuple(Said(item, ("text",), item.entry.text, (item.entry,)) for item in self.claims)

    @cached_property
    def sentences(self) -> tuple[Said, ...]:
        """Every sentence of a summary or an answer."""
        return tuple(said for item in self.speaking for said in self.said_by(item))

    @property
    def speaking(self) -> Sequence[Located[Any]]:
        """The topics and the snippets: what has sentences."""
        return [*self.located.entries["topics"], *self.located.entries["qa"]]

    def said_by(self, item: Located[Any]) -> Iterator[Said]:
        """The sentences of one topic or snippet, in order."""
        key = "summary" if isinstance(item.entry, Topic) else "answer"
        for at, sentence in enumerate(getattr(item.entry, key)):
            claims = self.pack.claims_of(sentence)
            yield Said(item, (key, at, "text"), sentence.text, claims)
