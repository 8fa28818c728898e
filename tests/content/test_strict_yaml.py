"""The subset of YAML that packs are written in: text, lists and maps, and nothing that can harm."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import strict_yaml
from tests.content.breaking import Draft
from tests.samples import HOSTILE

PLAIN = st.recursive(
    st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


def said_of(text: str | bytes) -> list[str]:
    """What reading a file of this content complains about."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return [str(problem) for problem in strict_yaml.read("f.yaml", data).problems]


@given(PLAIN)
def test_plain_data_is_read_as_any_yaml_reader_reads_it_as_text(data: Any) -> None:
    written = yaml.safe_dump(data, default_style='"')

    document = strict_yaml.read("f.yaml", written.encode())

    assert document.problems == []
    assert document.value == data == yaml.load(written, yaml.BaseLoader)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    document = strict_yaml.read("f.yaml", data)

    assert document.problems or document.value is not None


@given(st.text(max_size=300) | st.text(alphabet="[]{}:-?,#&*!|>'\"%@`~ \n\tab1", max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    document = strict_yaml.read("f.yaml", text.encode("utf-8"))

    assert document.problems or document.value is not None
    assert all(problem.line >= 1 for problem in document.problems)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_or_refused(text: str) -> None:
    document = strict_yaml.read("f.yaml", text.encode("utf-8"))

    assert document.problems or document.value is not None


def test_every_path_knows_the_line_it_stands_on() -> None:
    document = strict_yaml.read(
        "f.yaml", b"# note\na:\n  - b: 1\n    c: |\n      two\n      lines\n  - d\n"
    )

    assert document.line_of(("a",)) == 2
    assert document.line_of(("a", 0, "b")) == 3
    assert document.line_of(("a", 0, "c")) == 4
    assert document.line_of(("a", 1)) == 7
    assert document.line_of(("a", 1, "missing")) == 7


@pytest.mark.parametrize(
    "written", ["yes", "no", "off", "1.10", "012", "0o7", "1_000", "2025-07-28"]
)
def test_every_scalar_stays_the_text_it_is(written: str) -> None:
    assert strict_yaml.read("f.yaml", f"a: {written}".encode()).value == {"a": written}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b\nc: !!int 3\n", "f.yaml:2: the tag tag:yaml.org,2002:int: remove it; every value"),
        ("a: !x b\n", "f.yaml:1: the tag !x: remove it; every value is plain text"),
        (
            "a: b\nc: !!python/object/apply:os.system [ls]\n",
            "f.yaml:2: the tag tag:yaml.org,2002:python/object/apply:os.system: remove it;",
        ),
        ("!!str a: b\n", "f.yaml:1: the tag tag:yaml.org,2002:str: remove it; every value is"),
        ("a: b\nc: &x d\n", "f.yaml:2: the anchor &x: remove it and write values out"),
        ("&k a: b\n", "f.yaml:1: the anchor &k: remove it and write values out"),
        ("a: b\nc: *x\n", "f.yaml:2: the alias *x: write the value out"),
        ("a: b\nc: d\na: e\n", "f.yaml:3: the key `a` stands here twice: remove one of the two"),
        ("a: b\n? [c]\n: d\n", "f.yaml:2: a key that is not plain text: use a word as the key"),
        ("a: b\n---\nc: d\n", "f.yaml:2: a second document starts here: remove the `---` line"),
        ("a: b\n...\n---\nc: d\n", "f.yaml:3: a second document starts here: remove the `---`"),
        ("a:\n\tb: c\n", "f.yaml:2: not valid YAML: while scanning for the next token found "),
        ("a: [b\nc: d\n", "f.yaml:2: not valid YAML: "),
        ("a: 'b\n", "f.yaml:1: not valid YAML: while scanning a quoted scalar found unexpected "),
        ("a: b: c\n", "f.yaml:1: not valid YAML: mapping values are not allowed"),
        ("", "f.yaml:1: the file is empty: fill it or delete it"),
        ("# only a comment\n", "f.yaml:1: the file is empty: fill it or delete it"),
        (b"a: b\nc: \xff\n", "f.yaml:2: the file is not UTF-8: save it as UTF-8"),
        ("a: b\0\n", "f.yaml:1: a control character: remove it"),
        ("a: b\x1b[31m\n", "f.yaml:1: a control character: remove it"),
        ("a: b\nc: d\nk: x\0y\n", "f.yaml:3: a control character: remove it"),
        ("a: null\n", "f.yaml:1: `a` has no value: write one or remove the key"),
        ("a: ~\n", "f.yaml:1: `a` has no value: write one or remove the key"),
        ("[" * 200_000, "f.yaml:1: nested deeper than 40 levels: flatten it"),
        ("{a: " * 200_000, "f.yaml:1: nested deeper than 40 levels: flatten it"),
        ("- " * 200_000, "f.yaml:1: nested deeper than 40 levels: flatten it"),
        ("[" * 41 + "x" + "]" * 41, "f.yaml:1: nested deeper than 40 levels: flatten it"),
        ("x" * 2_000_001, "f.yaml:1: the file is larger than 2,000,000 bytes: split it"),
    ],
)
def test_what_packs_do_not_need_is_refused_at_its_line_with_a_remedy(
    text: str | bytes, said: str
) -> None:
    (problem,) = said_of(text)

    assert problem.startswith(said)


def test_forty_levels_are_accepted() -> None:
    assert said_of("[" * 40 + "x" + "]" * 40) == []


def test_a_file_of_the_largest_size_is_accepted() -> None:
    assert said_of("a: " + "x" * 1_999_997) == []


def test_aliases_that_would_grow_to_gigabytes_are_refused_before_they_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )

    assert said_of(bomb) == [
        "f.yaml:1: the anchor &a: remove it and write values out",
        "f.yaml:2: the anchor &b: remove it and write values out",
        "f.yaml:2: the alias *a: write the value out",
    ]


def test_a_file_with_hundreds_of_faults_lists_a_hundred_and_says_so() -> None:
    problems = said_of("".join(f"k{number}: &a x\n" for number in range(300)))

    assert len(problems) == 101
    assert problems[-1] == (
        "f.yaml:101: more problems than are worth listing: mend those above first"
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("kind: !!str event", "claims.yaml:5: the tag tag:yaml.org,2002:str: remove it"),
        ("kind: &k event", "claims.yaml:5: the anchor &k: remove it"),
        ("kind: *k", "claims.yaml:5: the alias *k: write the value out"),
        ("kind: event\n    kind: fact", "claims.yaml:6: the key `kind` stands here twice"),
        ("? [a]\n    : b", "claims.yaml:5: a key that is not plain text"),
        ("kind: 'event", "claims.yaml:5: not valid YAML"),
        ("kind: event\n\tx: y", "claims.yaml:6: not valid YAML"),
        ("kind: event\n---\nx: y", "claims.yaml:6: a second document starts here"),
        ("kind: " + "[" * 50, "claims.yaml:5: nested deeper than 40 levels"),
    ],
)
def test_a_pack_with_such_a_file_does_not_load(draft: Draft, new: str, said: str) -> None:
    draft.change("claims.yaml", "kind: event", new)

    assert draft.problems()[-1].startswith(said)
    assert not [problem for problem in draft.problems() if "has the id" in problem]
