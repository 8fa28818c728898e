"""The rules of `briefing-bot check`: what each is called, how bad a breach is, what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from content.problems import FORMAT, REFERENCE, Problem

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `docs/reference/check-rules.md` explains each with an example."""

    id: str
    severity: Severity
    about: str
    """What it asks for, in one line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule, and where."""

    severity: Severity
    problem: Problem

    @property
    def rule(self) -> str:
        return self.problem.rule


_ALL = (
    Rule(FORMAT, "error", "A file is well formed and holds the keys and values of the format."),
    Rule(REFERENCE, "error", "What an entry names is there, may be named, and has one owner."),
    Rule(
        "number-not-in-claims",
        "error",
        "Every number, percentage, date and amount of a sentence stands in the claims it names.",
    ),
    Rule(
        "name-not-in-claims",
        "error",
        "Every proper name of a sentence stands in the claims it names.",
    ),
    Rule("unattributed", "error", "Opinions and forecasts name whose they are in the sentence."),
    Rule("forecast-past-due", "error", "A forecast whose time has passed is no longer open."),
    Rule(
        "unsupported-superlative",
        "warning",
        "The first, the largest, all and only need better than a blog, or whose words they are.",
    ),
    Rule("near-duplicate", "warning", "No two claims say the same in nearly the same words."),
    Rule("unused-claim", "warning", "Every claim is used by a summary, an answer or an outcome."),
    Rule("small-topic", "warning", "A topic has at least five claims."),
    Rule("colliding-questions", "warning", "No two snippets answer the same question."),
    Rule("shadowing-alias", "warning", "An alias leads to its own topic and to no command."),
    Rule("stale-claim", "warning", "A claim past `stale_after_days` was reviewed since."),
    Rule("long-briefing", "warning", "A briefing has fewer than 900 characters."),
    Rule("hard-to-read", "warning", "Sentences and briefings can be read without effort."),
    Rule("unused-exception", "warning", "Every exception excuses something in its file."),
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}
"""Every rule by its id; errors first."""
