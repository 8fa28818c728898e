"""What `made.py` makes its news from: the texts of four files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from content.model import Grade

Language = Literal["en", "zh"]
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who prints."""

    host: str
    name: str
    grade: Grade
    tail: str
    """What stands below each article."""
    capitals: bool = False
    """Whether its Headlines Are Written Like This."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How events of a kind are told. `[a|b]` is a choice, `{firm}` a slot."""

    titles: tuple[str, ...]
    leads: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    """Each fact in several ways."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How news is told in a language."""

    kinds: Mapping[str, Telling]
    fillers: tuple[str, ...]
    """Sentences that fit any event."""
    background: tuple[tuple[str, ...], ...]
    """Parts of sentences about the coast at large: who, does, what, when."""
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form that is filled in again and again."""

    title: str
    text: str
    language: Language
    same: tuple[str, ...] = ()
    """Slots that stay as they were the second time."""


def _read(name: str) -> dict[str, Any]:
    text = (_HERE / f"made_{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _tongue(name: str) -> Tongue:
    read = _read(name)
    kinds = {
        kind: Telling(tuple(row["titles"]), tuple(row["leads"]), tuple(map(tuple, row["facts"])))
        for kind, row in read["kinds"].items()
    }
    return Tongue(
        kinds,
        tuple(read["fillers"]),
        tuple(tuple(part.split("|")) for part in read["background"]),
        tuple(Outlet(**row) for row in read["outlets"]),
    )


def _patterns() -> tuple[Pattern, ...]:
    read = _read("patterns")
    languages: dict[str, Language] = {"patterns": "en", "chinese": "zh"}
    return tuple(
        Pattern(row["title"], row["text"], language, tuple(row.get("same", ())))
        for name, language in languages.items()
        for row in read[name]
    )


ENGLISH, CHINESE = _tongue("english"), _tongue("chinese")
PATTERNS = _patterns()
NAMES = _read("names")
