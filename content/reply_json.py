"""The JSON reply, the contract for automation. Described in docs/reference/json-reply.md."""

from __future__ import annotations

from typing import Any

from content.brief import Brief, CitedSource, EvidenceLine, Point
from content.dates import PartialDate


def to_json(reply_id: Any, brief: Brief) -> dict[str, Any]:
    """A reply as JSON-ready values. Keys are never removed or given another meaning.

    `reply_id` is the reply's own id or, in a batch, whatever JSON value its line was named by.
    """
    return {
        "id": reply_id,
        "kind": brief.kind,
        "outcome": brief.outcome,
        "topic": brief.topic,
        "title": brief.title,
        "points": [_point(point) for point in brief.points],
        "sources": [_source(source) for source in brief.sources],
        "evidence": [_evidence(line) for line in brief.evidence],
        "notes": [note.text for note in brief.notes],
        "suggestions": [suggestion.text for suggestion in brief.suggestions],
        "as_of": _date(brief.as_of),
        "pack": {"id": brief.pack.id, "version": brief.pack.version},
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "text": point.text,
        "citations": list(point.citations),
        "claims": list(point.claims),
        "kind": point.kind,
        "label": point.label,
    }


def _source(source: CitedSource) -> dict[str, Any]:
    return {
        "number": source.number,
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published": _date(source.published),
        "published_note": source.published_note,
        "author": source.author,
        "grade": source.grade,
    }


def _evidence(line: EvidenceLine) -> dict[str, Any]:
    return {
        "point": line.point,
        "source": line.source,
        "locator": line.locator,
        "said_by": line.said_by,
        "quote": line.quote,
        "claim": line.claim,
        "claim_text": line.claim_text,
        "independent_sources": line.independent_sources,
        "derives_from": list(line.derives_from),
        "as_of": _date(line.as_of),
        "fingerprint": line.fingerprint,
        "finding": line.finding,
        "best_grade": line.best_grade,
        "disputed_by": list(line.disputed_by),
    }


def _date(date: PartialDate) -> str | None:
    return date.text if date.is_known else None
