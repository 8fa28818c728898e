"""The JSON Schemas that let editors check pack files while they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.loading import FILE_SHAPES
from content.schema import schemas
from tests.content.packs import FOLDERS

KINDS = ["pack", "sources", "claims", "topics", "qa"]
FILES = [path for folder in FOLDERS.values() for path in sorted(folder.rglob("*.yaml"))]


def resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref` points at; the schema itself where there is none."""
    present = [part for part in schema.get("anyOf", ()) if part.get("type") != "null"]
    schema = present[0] if present else schema  # optional; the loader takes no null
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return root["$defs"][name] if name else schema


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """Where a value lacks a required key, has an unknown one, or is not of the right shape."""
    schema = resolved(schema, root)
    if isinstance(value, dict):
        yield from (f"lacks {key}" for key in schema["required"] if key not in value)
        for key, inner in value.items():
            if key not in schema["properties"]:
                yield f"unknown {key}"
            else:
                yield from faults(inner, schema["properties"][key], root)
    elif isinstance(value, list):
        if schema.get("type") != "array":
            yield f"unexpected list {value}"
        for inner in value:
            yield from faults(inner, schema["items"], root)


def maps_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in (schema, *schema.get("$defs", {}).values()) if "properties" in part]


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    assert list(schemas()) == list(FILE_SHAPES) == KINDS
    assert all(json.loads(json.dumps(schema)) == schema for schema in schemas().values())
    assert all("2020-12" in schema["$schema"] for schema in schemas().values())


@pytest.mark.parametrize("kind", KINDS)
def test_no_map_at_any_level_allows_unknown_keys(kind: str) -> None:
    maps = maps_of(schemas()[kind])

    assert maps
    assert all(part["additionalProperties"] is False for part in maps)
    assert all(set(part["required"]) <= set(part["properties"]) for part in maps)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_schema_accepts_the_files_of_both_packs(path: Path) -> None:
    kind = path.stem if path.stem in KINDS else path.parent.name
    value = yaml.load(path.read_bytes(), yaml.CBaseLoader)

    assert list(faults(value, schemas()[kind], schemas()[kind])) == []


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("claims", {"claims": [{"id": "a"}]}, "lacks text"),
        ("claims", {"claims": [], "more": "x"}, "unknown more"),
        ("qa", {}, "lacks qa"),
    ],
)
def test_the_schema_refuses_what_loading_refuses(kind: str, value: Any, said: str) -> None:
    assert said in list(faults(value, schemas()[kind], schemas()[kind]))


@pytest.mark.parametrize(
    ("kind", "entry", "key", "words"),
    [
        ("claims", "Claim", "kind", ["event", "fact", "figure", "forecast", "opinion"]),
        ("sources", "Source", "grade", ["primary", "wire", "news", "analysis", "blog"]),
    ],
)
def test_editors_are_told_the_words_that_may_be_chosen(
    kind: str, entry: str, key: str, words: list[str]
) -> None:
    assert schemas()[kind]["$defs"][entry]["properties"][key]["enum"] == words
