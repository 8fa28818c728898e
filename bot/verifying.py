"""`archive verify` and `archive fingerprint`: evidence held against the archived pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from bot.progress import Step
from bot.targets import Target
from content.archive import Finding, Status, quotation, verdict
from content.errors import BriefingError
from content.fingerprints import MAX_SENTENCE_CHARS, fingerprint
from content.model import Claim, Evidence
from content.ports import Archive

STATUSES: tuple[Status, ...] = get_args(Status)
ALARMING: frozenset[Status] = frozenset({"changed", "unreachable"})
"""What `archive verify` exits 1 for."""
SILENT: frozenset[Status] = frozenset({"verified", "unchecked"})
"""What is counted and not listed."""
SUGGESTED = 20
"""How many sentences `archive fingerprint` shows; whoever gets more should add a word."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One piece of evidence and what became of it."""

    pack: str
    claim: str
    source: str
    locator: str
    finding: Finding

    def __str__(self) -> str:
        where = f"{self.pack}/{self.source} {self.locator}, claim {self.claim}"
        return f"{self.finding.status}: {where}{_said(self.finding)}"

    def as_json(self) -> dict[str, Any]:
        """For machines. Times are ISO 8601, UTC."""
        finding = self.finding
        return {
            "pack": self.pack,
            "claim": self.claim,
            "source": self.source,
            "locator": self.locator,
            "status": finding.status,
            "paragraph": finding.paragraph,
            "since": finding.since.isoformat() if finding.since else None,
            "quote": finding.quote,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence an author may cite."""

    source: str
    paragraph: int
    sentence: str

    @property
    def yaml(self) -> str:
        """The piece of evidence, ready to be pasted into a claim."""
        print_ = fingerprint(self.sentence)
        return f"{{source: {self.source}, locator: ¶{self.paragraph}, fingerprint: {print_}}}"

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "source": self.source,
            "locator": f"¶{self.paragraph}",
            "fingerprint": fingerprint(self.sentence),
            "sentence": self.sentence,
        }


async def verify(targets: Sequence[Target], archive: Archive, step: Step) -> list[Checked]:
    """Hold the evidence of every claim that may be said against the pages of these sources."""
    results: list[Checked] = []
    for target in targets:
        step(target.name)
        pack, source = target.pack.info.id, target.source.id
        page = (await archive.pages(pack, [source])).get(source)
        results += [
            Checked(pack, claim.id, source, piece.locator, verdict(piece, page))
            for claim, piece in _evidence(target)
        ]
    return results


def counted(results: Sequence[Checked]) -> dict[Status, int]:
    """How many pieces have each status, those that none has included."""
    found = Counter(result.finding.status for result in results)
    return {status: found[status] for status in STATUSES}


def table(results: Sequence[Checked]) -> str:
    """The counts for each source of which anything is known, and in all."""
    names = dict.fromkeys(f"{result.pack}/{result.source}" for result in results)
    rows = {name: counted([r for r in results if f"{r.pack}/{r.source}" == name]) for name in names}
    known = {name: row for name, row in rows.items() if sum(row.values()) > row["unchecked"]}
    width = max(map(len, [*known, "in all"]))
    head = _row("", [*STATUSES], width)
    body = [_row(name, [*row.values()], width) for name, row in known.items()]
    return "\n".join([head, *body, _row("in all", [*counted(results).values()], width)])


async def candidates(targets: Sequence[Target], words: str, archive: Archive) -> list[Candidate]:
    """The sentences of the newest archived copies that hold these words.

    Raises:
        BriefingError: there is no copy of any of these sources, or no such sentence in them.
    """
    from adapters.archive.sentences import holding

    names = " and ".join(target.name for target in targets)
    found, copies = [], 0
    for target in targets:
        page = (await archive.pages(target.pack.info.id, [target.source.id])).get(target.source.id)
        for copy in page.copies[:1] if page else ():
            copies += 1
            sentences = holding(words, copy.text)
            found += [Candidate(target.source.id, s.paragraph, s.text) for s in sentences]
    if not copies:
        raise BriefingError(f"no copy of {names} is archived: import or fetch it first")
    fitting = [one for one in found if len(one.sentence) <= MAX_SENTENCE_CHARS]
    if not fitting:
        raise BriefingError(f"no sentence of the copy of {names} holds “{words}”")
    return fitting


def shown(candidate: Candidate) -> str:
    """A sentence and what to paste, for people."""
    return f"¶{candidate.paragraph}  {quotation(candidate.sentence)}\n    {candidate.yaml}"


def _evidence(target: Target) -> Iterator[tuple[Claim, Evidence]]:
    for claim in target.pack.current.values():
        for piece in claim.evidence:
            if piece.source == target.source.id:
                yield claim, piece


def _said(finding: Finding) -> str:
    if finding.status == "moved":
        return f": it now stands in ¶{finding.paragraph}"
    if finding.status == "changed":
        return f": the sentence is gone, last seen: {_day(finding.since)}"
    return f": since {_day(finding.since)}" if finding.status == "unreachable" else ""


def _day(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "never"


def _row(name: str, cells: Sequence[object], width: int) -> str:
    return " ".join([f"{name:<{width}}", *(f"{cell:>11}" for cell in cells)]).rstrip()
