"""Loading a pack as a whole: what is read, what is missing, how everything is reported at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.dates import PartialDate
from content.errors import PackError
from content.loading import find_packs, load_pack
from tests.content.breaking import Draft
from tests.content.packs import BOTH, ENGINE, FOLDERS


def test_the_lighthouses_pack_loads_with_everything_in_it(draft: Draft) -> None:
    pack = draft.load()

    assert pack.info.command == "lights"
    assert list(pack.sources) == ["gazette", "digest", "almanac"]
    assert list(pack.claims)[:2] == ["relit", "relit-by"]
    assert list(pack.topics) == ["skerry-point", "lamps", "keepers"]
    assert [snippet.id for snippet in pack.qa] == ["who-relit", "when-relit", "how-far"]


def test_dates_keep_the_exactness_of_their_source(draft: Draft) -> None:
    claims = draft.load().claims

    assert claims["relit"].as_of.in_words() == "14 March 2026"
    assert claims["keepers-return"].as_of.in_words() == "March 2026"
    assert claims["led"].as_of.in_words() == "2024"
    assert claims["keepers-missed"].as_of.in_words() == "date not shown"


def test_files_may_be_split_into_a_folder_of_the_same_name(draft: Draft) -> None:
    whole = draft.load()
    text = (draft.folder / "claims.yaml").read_text(encoding="utf-8")
    first, second = text.split("  - id: led\n")

    draft.delete("claims.yaml")
    draft.write("claims/a.yaml", first)
    draft.write("claims/b.yaml", "claims:\n  - id: led\n" + second)

    assert draft.load() == whole


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(
    draft: Draft, mark: str, ends: str
) -> None:
    whole = draft.load()
    text = (draft.folder / "claims.yaml").read_text(encoding="utf-8")

    draft.write("claims.yaml", mark + text.replace("\n", ends))

    assert draft.load() == whole


@pytest.mark.parametrize("written", ["yes", "no", "on", "012", "1.10", "1e3", "2026-03-14", "0x1F"])
def test_a_value_that_looks_like_something_else_stays_text(draft: Draft, written: str) -> None:
    draft.change("sources.yaml", "author: A. Keeper", f"author: {written}")

    assert draft.load().sources["gazette"].author == written


def test_other_files_in_a_pack_folder_are_left_alone(draft: Draft) -> None:
    draft.write("README.md", "# notes")
    draft.write("drafts/claims.txt", "nothing: [")

    assert draft.problems() == []


@pytest.mark.parametrize("kind", ["pack", "sources", "claims", "topics", "qa"])
def test_a_missing_file_is_named(draft: Draft, kind: str) -> None:
    draft.delete(f"{kind}.yaml")

    assert draft.problems() == [f"pack:1: the pack has no {kind}.yaml: add the file"]


@pytest.mark.parametrize("kind", ["pack", "sources", "claims", "topics", "qa"])
def test_a_file_that_cannot_be_read_is_a_problem_and_not_a_crash(draft: Draft, kind: str) -> None:
    draft.delete(f"{kind}.yaml")
    (draft.folder / f"{kind}.yaml").mkdir()

    (problem,) = draft.problems()

    assert problem.startswith(f"{kind}.yaml:1: cannot be read")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("notes.yaml", "not a file of a pack: the files are pack.yaml, sources.yaml, "),
        ("pack/more.yaml", "not a file of a pack: the files are pack.yaml, sources.yaml, "),
        ("claim.yaml", "not a file of a pack: the files are pack.yaml, sources.yaml, "),
        ("topics.yml", "the ending is .yml: rename it to topics.yaml"),
        ("claims/more.yml", "the ending is .yml: rename it to more.yaml"),
    ],
)
def test_a_stray_file_is_refused(draft: Draft, file: str, said: str) -> None:
    draft.write(file, "a: b\n")

    (problem,) = draft.problems()

    assert problem.startswith(f"{file}:1: {said}")


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="there is no such folder: name a pack's folder"):
        load_pack(tmp_path / "nowhere")


def test_packs_are_found_in_a_folder_of_packs_and_by_their_own_folder() -> None:
    shipped = FOLDERS["ai-china"]

    assert find_packs(ENGINE / "packs") == [shipped, shipped.with_name("leap-seconds")]
    assert find_packs(shipped) == [shipped]
    assert find_packs(ENGINE) == []


def test_every_problem_of_every_file_is_reported_in_one_run_by_file_and_line(draft: Draft) -> None:
    draft.change("topics.yaml", "related: [skerry-point]", "related: [lanterns]")
    draft.change("sources.yaml", "grade: blog", "grade: gossip")
    draft.change("claims.yaml", "disputes: [range]", "disputes: [rnge]")
    draft.change("claims.yaml", "kind: event", "kind: rumour")
    draft.change("pack.yaml", "command: lights", "command: Lights!")
    draft.append("qa.yaml", "    colour: red\n")

    reported = [problem.split(": ")[0] for problem in draft.problems()]

    assert reported == [
        "claims.yaml:5",
        "claims.yaml:32",
        f"pack.yaml:{draft.line('pack.yaml', 'command:')}",
        "qa.yaml:25",
        "sources.yaml:18",
        "topics.yaml:18",
    ]


def test_an_invalid_entry_does_not_make_those_who_name_it_wrong_too(draft: Draft) -> None:
    draft.change("claims.yaml", "kind: event", "kind: rumour")
    draft.change("sources.yaml", "grade: news", "grade: gossip")
    draft.change("topics.yaml", "title: Lamps", "titel: Lamps")

    problems = draft.problems()

    assert [problem.split(": ")[0] for problem in problems] == [
        "claims.yaml:5",
        "sources.yaml:10",
        "topics.yaml:11",
        "topics.yaml:12",
    ]


def test_problems_look_like_file_line_what_and_how(draft: Draft) -> None:
    draft.change("claims.yaml", "kind: event", "kind: rumour")

    with pytest.raises(PackError) as refused:
        draft.load()

    assert str(refused.value) == (
        f"{draft.folder / 'claims.yaml'}:5: `claims.0.kind` is none of the allowed words: "
        "use one of 'event', 'fact', 'figure', 'forecast' or 'opinion'"
    )


@pytest.mark.parametrize("name", BOTH)
def test_every_known_date_in_a_pack_is_one_a_calendar_has(name: str) -> None:
    claims = load_pack(FOLDERS[name]).claims.values()

    assert all(PartialDate(claim.as_of.text) == claim.as_of for claim in claims)
