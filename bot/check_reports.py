"""What `check` found, for people, for programs, and as SARIF for code hosts."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from bot.checking import Checked, summary
from content.cleaning import printable
from content.lint import RULES, Finding
from content.lint.counts import Counts, counts
from content.loading import LocatedPack

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
"""The schema of the Static Analysis Results Interchange Format, OASIS, 2.1.0."""
ROOT = "%SRCROOT%"
"""What code hosts take for the root of the repository; `check` is to be run there."""
_COLOURS = {"error": "red", "warning": "yellow"}


def show(checked: Checked, *, with_counts: bool) -> None:
    """Print it for people: a line for each pack, its counts if wanted, a line for each finding.

    Without a terminal the lines are plain and never broken.
    """
    console = Console(highlight=False)
    for pack in checked.packs:
        found = checked.of(pack)
        style = "" if found else "green"
        _print(console, Text(summary(pack.pack, found), style))
        for line in _counted(counts(pack.pack)) if with_counts else ():
            _print(console, Text(f"  {line}"))
    for _, group in itertools.groupby(checked.findings, lambda finding: finding.problem.file):
        for finding in group:
            _print(console, _line(finding))
        if console.is_terminal:
            console.print()


def as_json(checked: Checked, *, with_counts: bool) -> dict[str, Any]:
    """The same as JSON-ready values."""
    return {
        "packs": [_pack_json(checked, pack, with_counts) for pack in checked.packs],
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "file": _shown(finding.problem.file),
                "line": finding.problem.line,
                "what": finding.problem.what,
                "fix": finding.problem.fix,
            }
            for finding in checked.findings
        ],
    }


def as_sarif(checked: Checked, version: str, *, with_counts: bool) -> dict[str, Any]:
    """The same in SARIF, so that code hosts show each finding beside its line."""
    driver = {"name": "briefing-bot", "version": version, "rules": [*_sarif_rules()]}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding) for finding in checked.findings],
    }
    if with_counts:
        packs = {each.pack.info.id: dataclasses.asdict(counts(each.pack)) for each in checked.packs}
        run["properties"] = {"stats": packs}
    return {"$schema": SARIF, "version": "2.1.0", "runs": [run]}


def _line(finding: Finding) -> Text:
    problem = finding.problem
    return Text.assemble(
        (f"{_shown(problem.file)}:{problem.line}:", _COLOURS[finding.severity]),
        f" {printable(problem.what)}: {printable(problem.fix)} ",
        (f"[{finding.rule}]", "dim"),
    )


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)


def _counted(found: Counts) -> Iterator[str]:
    """The counts of a pack, one line each."""
    yield f"claims: {found.claims} ({_listed(found.kinds)})"
    yield f"best support: {_listed(found.support)}"
    yield f"sources: {found.sources}, cited: {found.sources_cited} ({_listed(found.grades)})"
    yield f"evidence: {found.evidence}, with fingerprint: {found.fingerprinted}"
    yield f"claims by topic: {_listed(found.topics)}"
    yield f"QA snippets: {found.qa}, wordings: {found.wordings} ({_listed(found.languages)})"
    yield f"disputes: {found.disputes}"
    yield f"forecasts: {sum(found.forecasts.values())} ({_listed(found.forecasts)})"
    yield f"withdrawn: {found.withdrawn}, corrected: {found.corrected}"


def _listed(numbers: Mapping[Any, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())


def _pack_json(checked: Checked, pack: LocatedPack, with_counts: bool) -> dict[str, Any]:
    found = checked.of(pack)
    errors = sum(finding.severity == "error" for finding in found)
    return {
        "id": pack.pack.info.id,
        "version": pack.pack.info.version,
        "folder": _shown(str(pack.folder)),
        "errors": errors,
        "warnings": len(found) - errors,
        **({"stats": dataclasses.asdict(counts(pack.pack))} if with_counts else {}),
    }


def _sarif_rules() -> Iterator[dict[str, Any]]:
    for rule in RULES.values():
        yield {
            "id": rule.id,
            "shortDescription": {"text": rule.about},
            "defaultConfiguration": {"level": rule.severity},
        }


def _sarif_result(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    place = {
        "artifactLocation": _sarif_place(problem.file),
        "region": {"startLine": problem.line},
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": [*RULES].index(finding.rule),
        "level": finding.severity,
        "message": {"text": f"{problem.what}: {problem.fix}"},
        "locations": [{"physicalLocation": place}],
    }


def _sarif_place(file: str) -> dict[str, str]:
    """A file as seen from the folder `check` runs in; elsewhere only its whole address will do."""
    shown = Path(_shown(file))
    if shown.is_absolute() or ".." in shown.parts:
        return {"uri": shown.resolve().as_uri()}
    return {"uri": quote(shown.as_posix()), "uriBaseId": ROOT}


def _shown(file: str) -> str:
    """A file's name, short where it stands below the folder `check` runs in."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file
