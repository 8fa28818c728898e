"""`check` and `schema`: help for those who write packs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from content.loading import LocatedPack, check_located, find_packs
from content.pack import Pack
from content.schema import schemas

if TYPE_CHECKING:
    from content.lint import Finding

REVIEWED = "reviewed"
"""What `--today` takes for a day: the one on which each pack was last reviewed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    packs: Sequence[LocatedPack]
    """Those that can be served, whatever was found in them."""
    findings: Sequence[Finding]
    """Those of packs that cannot be served come first; else by file and line."""

    def failing(self, *, strict: bool) -> int:
        """How many findings make the check fail: errors, and when strict all of them."""
        return sum(strict or finding.severity == "error" for finding in self.findings)

    def of(self, pack: LocatedPack) -> list[Finding]:
        """The findings in one of the packs."""
        folder = pack.folder
        return [each for each in self.findings if Path(each.problem.file).is_relative_to(folder)]


def check(folders: Sequence[Path], day_for: Callable[[Pack], dt.date]) -> Checked:
    """Check the packs at or below these folders; `day_for` says which day is today for a pack."""
    from content.lint import Finding, lint

    found = [found for folder in folders for found in find_packs(folder) or [folder]]
    packs, problems = check_located(found)
    findings = [Finding("error", problem) for problem in problems]
    for located in packs:
        findings += lint(located, day_for(located.pack))
    return Checked(packs, findings)


def day_for(written: str | None, today: dt.date) -> Callable[[Pack], dt.date]:
    """Which day counts as today: the one written, the day of each pack's review, or today.

    Raises:
        ValueError: what is written is neither a day nor `reviewed`.
    """
    if written == REVIEWED:
        return lambda pack: pack.info.reviewed.last_day or today
    day = dt.date.fromisoformat(written) if written else today
    return lambda _: day


def summary(pack: Pack, findings: Sequence[Finding] = ()) -> str:
    """What a pack holds that can be served, and how much is to be mended in it, in one line."""
    info = pack.info
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    state = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
    return (
        f"{info.id} {info.version}: {state if findings else 'nothing to mend'}; "
        f"claims: {len(pack.claims)}, sources: {len(pack.sources)}, topics: {len(pack.topics)}, "
        f"QA snippets: {len(pack.qa)}"
    )


def write_schemas(folder: Path) -> list[Path]:
    """Write the JSON Schemas of pack files into a folder; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, schema in schemas().items():
        path = folder / f"{kind}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
