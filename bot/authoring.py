"""`new-pack` and `diff`: help for those who begin a pack or publish a new version of one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from content.changes import TITLES, Change, changes
from content.dates import PartialDate
from content.errors import BriefingError
from content.loading import load_pack
from content.pack import Pack

TEMPLATE = Path(__file__).parent / "pack_template"
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MAX_NAME_CHARS = 32
"""It becomes the slash command, and that is Discord's limit for a command's name."""


def new_pack(folder: Path, name: str, title: str | None, today: dt.date) -> list[Path]:
    """Write a small sound pack into `folder/name`; returns the files written.

    Raises:
        BriefingError: the name will not do, or something stands there already.
    """
    if not NAME.fullmatch(name) or len(name) > MAX_NAME_CHARS:
        raise BriefingError(
            f"`{name}` will not do as a pack's name: use up to {MAX_NAME_CHARS} of a-z and 0-9,"
            " with single hyphens between them, such as coast-lights"
        )
    target = folder / name
    if target.exists():
        raise BriefingError(f"{target}: something stands there already; choose another name")
    values = _values(name, title, today)
    target.mkdir(parents=True)
    return [_write(path, target / path.name, values) for path in sorted(TEMPLATE.glob("*.yaml"))]


def what_changed(old: Path, new: Path) -> tuple[Pack, Pack, list[Change]]:
    """Two versions of a pack, and what changed between them.

    Raises:
        PackError: one of them is not sound.
    """
    before, after = load_pack(old), load_pack(new)
    return before, after, changes(before, after)


def in_words(old: Pack, new: Pack, found: Sequence[Change]) -> Iterator[str]:
    """The changes as lines of Markdown, for release notes."""
    yield f"# {new.info.title}: {old.info.version} to {new.info.version}"
    if not found:
        yield from ("", "Nothing that readers would notice.")
    for kind, group in itertools.groupby(found, key=lambda change: change.kind):
        yield from ("", f"## {TITLES[kind]}", "")
        yield from (f"- {change.words} (`{change.id}`)" for change in group)


def as_json(old: Pack, new: Pack, found: Sequence[Change]) -> dict[str, Any]:
    """The changes as JSON-ready values."""
    return {
        "pack": new.info.id,
        "from": old.info.version,
        "to": new.info.version,
        "changes": [dataclasses.asdict(change) for change in found],
    }


def _values(name: str, title: str | None, today: dt.date) -> dict[str, str]:
    shown = title or name.replace("-", " ").capitalize()
    return {
        "id": name,
        "title": _quoted(shown),
        "version": f"{today.year}.{today.month}.1",
        "today": today.isoformat(),
        "month": PartialDate(today.isoformat()).month_in_words(),
        "next_year": str(today.year + 1),
    }


def _quoted(title: str) -> str:
    """A title as YAML reads it, whatever is in it."""
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(template: Path, target: Path, values: dict[str, str]) -> Path:
    text = string.Template(template.read_text(encoding="utf-8")).substitute(values)
    target.write_text(text, encoding="utf-8")
    return target
