"""The rule of the product: what asserts something has a citation, by type and at run time."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from mypy import api
from pydantic import TypeAdapter, ValidationError

from content.brief import Brief, BriefKind, Note, Point
from tests.samples import PACK, abstention, brief_about_skerry, source

REPOSITORY = Path(__file__).parent.parent.parent
TYPED = """
from content.brief import Point

Point("x", (1,), ("c",), "fact")
Point("x", (1, 2), ("c", "d"), "fact")
Point("x", (), ("c",), "fact")
Point("x", (1,), (), "fact")
"""
BRIEFS = TypeAdapter(Brief)
POINT = Point("Skerry Point is lit.", (1,), ("relit",), "fact")


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What mypy says about points with and without citations."""
    monkeypatch.chdir(REPOSITORY)
    (tmp_path / "typed.py").write_text(TYPED, encoding="utf-8")
    said, _, _ = api.run(
        ["--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path / "typed.py")]
    )
    return said


def test_a_point_without_a_citation_or_claim_does_not_type_check(checked: str) -> None:
    errors = re.findall(r"typed\.py:(\d+): error: (Argument \d) to \"Point\"", checked)

    assert errors == [("6", "Argument 2"), ("7", "Argument 3")]


@pytest.mark.parametrize(("citations", "claims"), [((), ("c",)), ((1,), ()), ((), ())])
def test_a_point_without_a_citation_or_claim_cannot_be_constructed(
    citations: tuple[int, ...], claims: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="a point needs a citation and a claim"):
        Point("x", citations, claims, "fact")  # type: ignore[arg-type]


def test_a_citation_cannot_be_taken_from_a_point() -> None:
    with pytest.raises(ValueError, match="a point needs a citation"):
        dataclasses.replace(POINT, citations=())  # type: ignore[arg-type]

    with pytest.raises(dataclasses.FrozenInstanceError):
        POINT.citations = (2,)  # type: ignore[misc]


@pytest.mark.parametrize("part", ["citations", "claims"])
def test_a_point_without_a_citation_cannot_be_read_back(part: str) -> None:
    written = json.loads(BRIEFS.dump_json(brief_about_skerry()))
    written["points"][0][part] = []

    with pytest.raises(ValidationError, match=f"points.0.{part}"):
        BRIEFS.validate_json(json.dumps(written))


@pytest.mark.parametrize("brief", [brief_about_skerry(), abstention()])
def test_a_brief_is_read_back_as_it_was_written(brief: Brief) -> None:
    assert BRIEFS.validate_json(BRIEFS.dump_json(brief)) == brief


def test_a_citation_needs_its_source() -> None:
    with pytest.raises(ValueError, match=r"cited \[1\] but listed \[\]"):
        Brief(kind="answer", title="x", pack=PACK, points=(POINT,))


def test_a_source_needs_to_be_cited() -> None:
    with pytest.raises(ValueError, match=r"cited \[1\] but listed \[1, 2\]"):
        Brief(kind="answer", title="x", pack=PACK, points=(POINT,), sources=(source(1), source(2)))


def test_a_source_stands_in_the_list_once() -> None:
    with pytest.raises(ValueError, match=r"cited \[1\] but listed \[1, 1\]"):
        Brief(kind="answer", title="x", pack=PACK, points=(POINT,), sources=(source(1), source(1)))


@pytest.mark.parametrize("kind", ["abstention", "help", "error"])
def test_what_asserts_nothing_has_no_points(kind: BriefKind) -> None:
    with pytest.raises(ValueError, match=f"a brief of kind '{kind}' with 1 points"):
        Brief(kind=kind, title="x", pack=PACK, points=(POINT,), sources=(source(1),))


@pytest.mark.parametrize("kind", ["brief", "answer", "evidence"])
def test_what_asserts_something_has_points(kind: BriefKind) -> None:
    with pytest.raises(ValueError, match=f"a brief of kind '{kind}' with 0 points"):
        Brief(kind=kind, title="x", pack=PACK, notes=(Note("dated", "Nothing is asserted."),))


def test_cutting_points_keeps_the_numbers_and_drops_what_nothing_cites() -> None:
    brief = brief_about_skerry()

    first = brief.only_points(frozenset({0}))
    second = brief.only_points(frozenset({1}))

    assert [item.number for item in first.sources] == [1]
    assert [(line.point, line.source) for line in first.evidence] == [(1, 1)]
    assert [item.number for item in second.sources] == [1, 2]
    assert [(line.point, line.source) for line in second.evidence] == [(1, 1), (1, 2)]


def test_cutting_every_point_is_refused() -> None:
    with pytest.raises(ValueError, match="with 0 points"):
        brief_about_skerry().only_points(frozenset())
