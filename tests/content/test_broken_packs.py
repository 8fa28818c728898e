"""A broken pack is refused with file, line and remedy, in whatever way it is broken."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import PackError
from content.lint import lint
from content.loading import LocatedPack, load_located
from content.problems import Problem
from tests.content.breaking import Draft
from tests.content.packs import FOLDERS

FILES = ("pack.yaml", "sources.yaml", "claims.yaml", "topics.yaml", "qa.yaml")
RELIT = "text: Skerry Point was relit on 14 March 2026 after nine dark years."
EVIDENCE = "evidence: [{source: gazette, locator: ¶3}]"
FORECAST = "forecast: {by: the harbour trust, due: 2027}"
FIRST = "      - {source: gazette, locator: ¶2}\n"
PAID = "{text: The harbour trust paid for the relighting of Skerry Point., claims: [relit-by]}"
DARK = "      - {text: It had been dark for nine years., claims: [relit]}\n"
WITHDRAWN = "    withdrawn: {date: 2026-11, reason: Misread.}\n"
CORRECTED = "    corrected_by: {claim: relit, date: 2026-11, reason: Misread.}\n"
DISPUTES = "    disputes: [range]\n"
LED = "    topics: [lamps]\n"

REPLACED = [
    # the YAML itself
    ("claims.yaml", "claims:\n", "claims: [\n", 3),
    ("claims.yaml", RELIT, f"\t{RELIT}", 4),
    ("claims.yaml", RELIT, 'text: "no end', 4),
    ("claims.yaml", RELIT, "text: one: two", 4),
    ("claims.yaml", "kind: event", "kind: !!str event", 5),
    ("claims.yaml", "kind: event", "kind: &kind event", 5),
    ("claims.yaml", "kind: event", "kind: *kind", 5),
    ("claims.yaml", "kind: event", "kind: ~", 5),
    ("claims.yaml", "kind: event", "kind:", 5),
    ("claims.yaml", "kind: event", "kind: event\n    kind: fact", 6),
    ("claims.yaml", "kind: event", "? [kind]\n    : event", 5),
    ("qa.yaml", "qa:\n", "---\nqa: []\n---\nqa:\n", 4),
    ("topics.yaml", "topics:\n", "topics: " + "[" * 45 + "]" * 45 + "\nmore:\n", 2),
    # keys and values of one entry
    ("pack.yaml", "title:", "titel:", 2),
    ("pack.yaml", "365", "0", 10),
    ("pack.yaml", "command: lights", "command: Lights!", 5),
    ("sources.yaml", "grade: news", "grade: rumour", 10),
    ("sources.yaml", "https://gazette.example/skerry", "javascript:alert(1)", 6),
    ("sources.yaml", "    published_note: the page shows no date\n", "", 11),
    ("claims.yaml", "as_of: 2026-03-14", "as_of: 2026-02-30", 6),
    ("claims.yaml", "as_of: 2026-03-14", "as_of: yesterday", 6),
    ("claims.yaml", RELIT, "text: " + "x" * 281, 4),
    ("claims.yaml", RELIT, 'text: "up \\u202e is down"', 4),
    ("claims.yaml", EVIDENCE, "evidence: []", 18),
    ("claims.yaml", EVIDENCE, "evidence: gazette", 18),
    ("claims.yaml", "locator: ¶3}", "locator: ¶3, fingerprint: v1}", 18),
    ("claims.yaml", f"    {FORECAST}\n", "", 41),
    ("claims.yaml", FORECAST, "forecast: {due: 2027}", 47),
    ("claims.yaml", FORECAST, "forecast: {by: the trust, status: perhaps}", 47),
    ("claims.yaml", FORECAST, "forecast: {by: the trust, status: borne out}", 47),
    ("claims.yaml", FORECAST, "forecast: {by: the trust, status: due}", 47),
    ("claims.yaml", "kind: opinion", f"kind: opinion\n    {FORECAST}", 49),
    ("claims.yaml", DISPUTES, WITHDRAWN + CORRECTED, 26),
    ("claims.yaml", DISPUTES, "    withdrawn: {date: 2026-11}\n", 32),
    ("claims.yaml", "claims:\n", "exceptions: [{words: LED}]\nclaims:\n", 2),
    ("topics.yaml", DARK, "", 6),
    ("topics.yaml", DARK, DARK * 5, 6),
    ("qa.yaml", "      - Since when is Skerry Point lit again?\n", "", 12),
    ("qa.yaml", PAID, "The harbour trust paid for it.", 9),
    # between entries
    ("sources.yaml", "id: almanac", "id: digest", 20),
    ("sources.yaml", "derives_from: [gazette]", "derives_from: [gazete]", 19),
    ("sources.yaml", "derives_from: [gazette]", "derives_from: [digest]", 19),
    ("claims.yaml", "id: relit-by", "id: relit", 12),
    ("claims.yaml", "source: gazette", "source: gazete", 10),
    ("claims.yaml", FIRST, FIRST * 2, 11),
    ("claims.yaml", "topics: [lamps]", "topics: [lanterns]", 38),
    ("claims.yaml", "disputes: [range]", "disputes: [range-old]", 32),
    ("claims.yaml", FORECAST, "forecast: {by: the trust, status: mixed, because: [none]}", 47),
    (
        "claims.yaml",
        FORECAST,
        "forecast: {by: the trust, status: mixed, because: [keepers-return]}",
        47,
    ),
    ("claims.yaml", DISPUTES, CORRECTED.replace("relit", "nothing"), 32),
    ("claims.yaml", DISPUTES, CORRECTED.replace("relit", "range-old"), 32),
    ("claims.yaml", LED, LED + CORRECTED, None),
    ("claims.yaml", LED, LED + WITHDRAWN, None),
    ("topics.yaml", "title: Lighthouse keepers", "title: Lamps", 20),
    ("topics.yaml", "aliases: [keeper,", "aliases: [lights,", 21),
    ("topics.yaml", "aliases: [keeper,", "aliases: ['?!',", 21),
    ("topics.yaml", "related: [skerry-point]", "related: [lamps]", 18),
    ("topics.yaml", "claims: [led]", "claims: [let]", 15),
    ("qa.yaml", "topic: lamps", "topic: lanterns", 24),
    ("qa.yaml", "Since when is Skerry Point lit again?", "Who relit Skerry Point", 14),
    ("qa.yaml", "Since when is Skerry Point lit again?", '"?!"', 14),
]
"""A file, a text in it, what it becomes, and the line of that file that has to be named; none where
it is named in another file."""


def _put_a_folder_there(draft: Draft) -> None:
    draft.delete("topics.yaml")
    (draft.folder / "topics.yaml").mkdir()


def _link_to_nowhere(draft: Draft) -> None:
    (draft.folder / "claims").mkdir()
    (draft.folder / "claims" / "more.yaml").symlink_to("nowhere")


def _correct_in_a_circle(draft: Draft) -> None:
    draft.change("claims.yaml", LED, LED + CORRECTED.replace("relit", "range-old"))
    draft.change("claims.yaml", DISPUTES, CORRECTED.replace("relit", "led"))


def _withdraw_a_correction(draft: Draft) -> None:
    draft.change("claims.yaml", LED, LED + WITHDRAWN)
    draft.change("claims.yaml", DISPUTES, CORRECTED.replace("relit", "led"))


DONE: dict[str, Callable[[Draft], None]] = {
    "no sources": lambda draft: draft.delete("sources.yaml"),
    "an empty file": lambda draft: draft.write("claims.yaml", ""),
    "only a comment": lambda draft: draft.write("claims.yaml", "# later\n"),
    "a list": lambda draft: draft.write("claims.yaml", "- one\n- two\n"),
    "a word": lambda draft: draft.write("claims.yaml", "claims\n"),
    "no UTF-8": lambda draft: draft.write("claims.yaml", b"claims:\n  - id: \xff\n"),
    "UTF-16": lambda draft: draft.write("claims.yaml", "claims: []\n".encode("utf-16")),
    "a control character": lambda draft: draft.write("qa.yaml", "qa:\n  - id: a\x07b\n"),
    "a null byte": lambda draft: draft.write("qa.yaml", b"qa:\n  - id: a\x00b\n"),
    "too large": lambda draft: draft.write("qa.yaml", "#" * 2_000_001),
    "a stray file": lambda draft: draft.write("notes.yaml", "a: b\n"),
    "a wrong ending": lambda draft: draft.write("topics/more.yml", "topics: []\n"),
    "a folder for a file": _put_a_folder_there,
    "a link to nowhere": _link_to_nowhere,
    "a circle of corrections": _correct_in_a_circle,
    "a correction that was withdrawn": _withdraw_a_correction,
}


def problems_of(folder: Path) -> list[Problem]:
    try:
        load_located(folder)
    except PackError as error:
        return list(error.problems)
    return []


def can_be_mended(problem: Problem) -> bool:
    """Whether it names a file or folder that is there, a line that it has, and a remedy."""
    path = Path(problem.file)
    lines = len(path.read_bytes().splitlines()) if path.is_file() else 1
    there = path.exists() or path.is_symlink()
    return there and 1 <= problem.line <= max(1, lines) and bool(problem.what and problem.fix)


def test_there_are_more_than_forty_ways_to_break_a_pack() -> None:
    assert len({(file, old, new) for file, old, new, _ in REPLACED}) == len(REPLACED)
    assert len(REPLACED) + len(DONE) > 40


@pytest.mark.parametrize(("file", "old", "new", "line"), REPLACED)
def test_a_pack_broken_by_hand_is_refused_with_file_line_and_remedy(
    draft: Draft, file: str, old: str, new: str, line: int | None
) -> None:
    draft.change(file, old, new)

    problems = problems_of(draft.folder)

    places = {(Path(problem.file).name, problem.line) for problem in problems}
    assert all(map(can_be_mended, problems))
    assert (file, line) in places if line else places


@pytest.mark.parametrize("breaking", DONE.values(), ids=DONE)
def test_a_pack_with_a_broken_file_is_refused_with_file_line_and_remedy(
    draft: Draft, breaking: Callable[[Draft], object]
) -> None:
    breaking(draft)

    problems = problems_of(draft.folder)

    assert problems
    assert all(map(can_be_mended, problems))


def test_what_says_a_claim_that_is_no_longer_made_names_the_one_to_say_instead(
    draft: Draft,
) -> None:
    draft.change("claims.yaml", LED, LED + CORRECTED)

    (problem,) = draft.problems()

    assert problem == (
        "topics.yaml:15: the claim `led` was corrected by `relit`: "
        "name `relit`, and say what is so today"
    )


def test_an_outcome_of_a_forecast_must_stand(draft: Draft) -> None:
    draft.change("claims.yaml", LED, LED + WITHDRAWN)
    draft.change("topics.yaml", "claims: [led]", "claims: [relit]")
    draft.change("claims.yaml", FORECAST, FORECAST.replace("}", ", because: [relit, led]}"))

    (problem,) = draft.problems()

    assert problem == (
        "claims.yaml:48: the claim `led` was withdrawn: take it out, and say what is so today"
    )


@st.composite
def broken(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of the pack, one to three of them damaged in some way."""
    files = {name: (FOLDERS["lighthouses"] / name).read_bytes() for name in FILES}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(FILES))
        files[name] = draw(st.sampled_from(DAMAGE))(draw, files[name])
    return files


def _without_a_line(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = draw(st.integers(0, max(0, len(lines) - 1)))
    return b"".join(lines[:at] + lines[at + 1 :])


def _with_a_line_twice(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = draw(st.integers(0, max(0, len(lines) - 1)))
    return b"".join(lines[: at + 1] + lines[at:])


def _with_lines_swapped(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = (draw(st.integers(0, max(0, len(lines) - 1))) for _ in range(2))
    if lines:
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _indented(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = draw(st.integers(0, max(0, len(lines) - 1)))
    return b"".join([*lines[:at], b"  ", *lines[at:]])


def _cut_off(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: draw(st.integers(0, len(data)))]


def _with_other_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=3)) + data[at + draw(st.integers(0, 3)) :]


def _with_other_text(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    signs = st.text(alphabet="{}[],:&*#?|-<>=!%@\\\"'~\n\t \u202eé灯", max_size=4)
    return data[:at] + draw(signs).encode() + data[at:]


def _with_words_exchanged(draw: st.DrawFn, data: bytes) -> bytes:
    words = data.split(b" ")
    one, other = (draw(st.integers(0, len(words) - 1)) for _ in range(2))
    words[one] = words[other]
    return b" ".join(words)


DAMAGE = [
    _without_a_line,
    _with_a_line_twice,
    _with_lines_swapped,
    _indented,
    _cut_off,
    _with_other_bytes,
    _with_other_text,
    _with_words_exchanged,
]


@given(broken())
def test_a_pack_broken_anyhow_is_sound_all_the_same_or_refused_with_remedies(
    files: dict[str, bytes],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)

        try:
            found = _found(load_located(Path(folder)))
        except PackError as error:
            found = list(error.problems)
            assert found

        assert [problem for problem in found if not can_be_mended(problem)] == []


def _found(pack: LocatedPack) -> list[Problem]:
    """What the rules say of a pack that is sound in spite of it all; they may not fail either."""
    return [finding.problem for finding in lint(pack, dt.date(2026, 11, 25))]
