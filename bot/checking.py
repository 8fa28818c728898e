"""`check` and `schema`: help for those who write packs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from content.loading import check_packs, find_packs
from content.pack import Pack
from content.problems import Problem
from content.schema import schemas


def check(folders: Sequence[Path]) -> tuple[list[Pack], list[Problem]]:
    """Check the packs at or below these folders: those that are sound, and every problem found."""
    return check_packs([found for folder in folders for found in find_packs(folder) or [folder]])


def summary(pack: Pack) -> str:
    """What a sound pack holds, in one line."""
    info = pack.info
    return (
        f"{info.id} {info.version}: nothing to mend; claims: {len(pack.claims)}, "
        f"sources: {len(pack.sources)}, topics: {len(pack.topics)}, QA snippets: {len(pack.qa)}"
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
