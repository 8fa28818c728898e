"""What must hold of the content of a sound pack, beyond its form: run by `check` only.

Loading refuses what cannot be served. What stands here is about what a pack says: whether its
sentences follow from its claims, who is named, what is old, what nobody needs.
"""

from __future__ import annotations

import datetime as dt

from content.lint import ageing, collisions, duplicates, structure, support, wording
from content.lint.objections import standing, unused
from content.lint.rules import RULES, Finding, Rule, Severity
from content.lint.subject import Subject
from content.loading import LocatedPack

__all__ = ["RULES", "Finding", "Rule", "Severity", "lint"]


def lint(located: LocatedPack, today: dt.date) -> list[Finding]:
    """Every breach of a rule in a pack, by file and line. `today` decides what is old or due."""
    subject = Subject(located, today)
    objections = [*support.objections(subject), *wording.objections(subject)]
    problems = {
        *standing(objections, subject),
        *unused(objections, subject),
        *wording.check(subject),
        *structure.check(subject),
        *collisions.check(subject),
        *duplicates.check(subject),
        *ageing.check(subject),
    }
    return [Finding(RULES[problem.rule].severity, problem) for problem in sorted(problems)]
