"""The shapes of pack files as JSON Schema, so that editors complete and check them while typing."""

from __future__ import annotations

from typing import Any

from content.loading import FILE_SHAPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """One schema for each kind of file: `pack`, `sources`, `claims`, `topics`, `qa`."""
    return {
        kind: {"$schema": DIALECT, **shape.model_json_schema()}
        for kind, shape in FILE_SHAPES.items()
    }
