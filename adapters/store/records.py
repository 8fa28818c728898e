"""Replies and gaps as JSON text, the same in every store.

The text is plain ASCII: everything else is escaped, so NUL characters, which PostgreSQL refuses,
and halves of surrogate pairs, which UTF-8 refuses, survive any file and any database.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
from typing import Any

from pydantic import TypeAdapter

from content.brief import Brief
from content.ports import Gap, Record


def record_to_json(record: Record) -> str:
    """One line of JSON."""
    return _to_json(_records(), record)


def record_from_json(text: str) -> Record:
    """What `record_to_json` made, with its time in UTC.

    Raises:
        ValueError: the text is not a record, or its time has no zone.
    """
    record = _records().validate_python(json.loads(text))
    if record.created_at.tzinfo is None:
        raise ValueError("created_at has no time zone")
    return dataclasses.replace(record, created_at=record.created_at.astimezone(dt.UTC))


def gap_to_json(gap: Gap) -> str:
    """One line of JSON."""
    return _to_json(_gaps(), gap)


def gap_from_json(text: str) -> Gap:
    """What `gap_to_json` made.

    Raises:
        ValueError: the text is not a gap.
    """
    return _gaps().validate_python(json.loads(text))


def brief_to_json(brief: Brief) -> str:
    """One line of JSON."""
    return _to_json(_briefs(), brief)


def brief_from_json(text: str) -> Brief:
    """What `brief_to_json` made.

    Raises:
        ValueError: the text is not a brief.
    """
    return _briefs().validate_python(json.loads(text))


# Built at the first reply, because it takes pydantic tens of milliseconds that `--help` can save.
@functools.cache
def _records() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


@functools.cache
def _gaps() -> TypeAdapter[Gap]:
    return TypeAdapter(Gap)


@functools.cache
def _briefs() -> TypeAdapter[Brief]:
    return TypeAdapter(Brief)


def _to_json(adapter: TypeAdapter[Any], value: object) -> str:
    # Not `dump_json`: it writes UTF-8, and fails on half a surrogate pair.
    return json.dumps(adapter.dump_python(value, mode="json"), separators=(",", ":"))
