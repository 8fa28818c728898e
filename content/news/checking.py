"""A draft under the rules that hold for every claim of its pack."""

from __future__ import annotations

import dataclasses
import datetime as dt

import yaml

from content import strict_yaml
from content.lint import lint
from content.loading import LocatedPack
from content.model import Claim, Entry, Source
from content.references import Located

THE_DRAFT = "the draft"
"""What stands where a file would be named."""


def objections(located: LocatedPack, claim: Claim, source: Source, today: dt.date) -> list[str]:
    """Each error of the rules in a claim and its source, in a sentence; `today` decides what is
    old."""
    return [
        f"{found.problem.what}: {found.problem.fix} [{found.problem.rule}]."
        for found in lint(_joined(located, claim, source), today)
        if found.severity == "error" and found.problem.file == THE_DRAFT
    ]


def _joined(located: LocatedPack, claim: Claim, source: Source) -> LocatedPack:
    """The pack with one more claim and its source, as if they stood in a file of it."""
    pack = dataclasses.replace(
        located.pack,
        claims={**located.pack.claims, claim.id: claim},
        sources={**located.pack.sources, source.id: source},
    )
    entries = {
        **located.entries,
        "claims": [*located.entries["claims"], _placed(claim, "claims")],
        "sources": [*located.entries["sources"], _placed(source, "sources")],
    }
    return LocatedPack(located.folder, pack, entries, located.exceptions)


def _placed(entry: Entry, kind: str) -> Located[Entry]:
    written = yaml.safe_dump({kind: [entry.model_dump(mode="json", exclude_defaults=True)]})
    document = strict_yaml.read(THE_DRAFT, written.encode())
    return Located(entry, THE_DRAFT, (kind, 0), document)
