"""A fault in a pack, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = "format"
"""The rule of whatever is wrong within one file."""
REFERENCE = "reference"
"""The rule of whatever is wrong between entries."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is, what is wrong and how to mend it."""

    file: str
    line: int
    """Counted from 1, as editors do."""
    what: str
    fix: str
    rule: str = FORMAT
    """Which rule of `docs/reference/check-rules.md` is broken."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}: {self.fix}"
