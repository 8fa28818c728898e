"""`briefing-bot check`: what it prints for people and for programs, and when it fails."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import authoring, checking
from content.lint import RULES
from tests.bot.conftest import ROOT, Bot
from tests.docs import pages

LIGHTHOUSES = ROOT / "tests/packs/lighthouses"
DAY = "2026-11-25"
BRIEFED = "The lamp carries 18 nautical miles."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a pack in which there is nothing to mend."""
    authoring.new_pack(tmp_path, "coast", "Our coast", dt.date(2026, 11, 25))
    return tmp_path / "coast"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def with_an_error(folder: Path) -> Path:
    change(folder / "topics.yaml", "12 nautical miles", "21 nautical miles")
    return folder


def with_a_warning(folder: Path) -> Path:
    change(folder / "topics.yaml", "aliases: [", "aliases: [latest, ")
    return folder


def test_a_pack_without_findings_gets_one_line(bot: Bot, folder: Path) -> None:
    checked = bot("check", "coast", "--strict", "--today", DAY)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == (
        "coast 2026.11.1: nothing to mend; claims: 5, sources: 2, topics: 1, QA snippets: 2\n"
    )


def test_an_error_is_a_line_with_its_rule_and_fails(bot: Bot, folder: Path) -> None:
    with_an_error(folder)

    checked = bot("check", "coast", "--today", DAY)

    first, second = checked.stdout.splitlines()
    assert first.startswith("coast 2026.11.1: 1 error, 0 warnings; claims: 5, ")
    assert second.startswith("coast/topics.yaml:10: `21` stands in none of the claims it names: ")
    assert second.endswith(" [number-not-in-claims]")
    assert (checked.returncode, checked.stderr) == (1, "1 problem\n")


def test_a_warning_fails_only_when_strict(bot: Bot, folder: Path) -> None:
    with_a_warning(folder)

    lenient, strict = (bot("check", "coast", "--today", DAY, *more) for more in ((), ["--strict"]))

    assert (lenient.returncode, lenient.stderr) == (0, "")
    assert (strict.returncode, strict.stderr) == (1, "1 problem\n")
    assert lenient.stdout == strict.stdout
    assert "0 errors, 1 warning; " in strict.stdout


def test_lines_are_never_broken_and_hold_no_colour_where_there_is_no_terminal(
    bot: Bot, folder: Path
) -> None:
    with_an_error(folder)

    checked = bot("check", "coast", "--today", DAY, COLUMNS="20", TERM="xterm-256color")

    assert len(checked.stdout.splitlines()) == 2
    assert "\x1b" not in checked.stdout


def test_a_pack_that_cannot_be_served_is_told_by_its_rules_too(bot: Bot, folder: Path) -> None:
    change(folder / "claims.yaml", "kind: event", "kind: rumour")
    change(folder / "qa.yaml", "claims: [lamp-paid]", "claims: [lamp-pade]")

    checked = bot("check", "coast", "--today", DAY)

    rules = [line.rpartition("[")[2] for line in checked.stdout.splitlines()]
    assert rules == ["format]", "reference]"]
    assert (checked.returncode, checked.stderr) == (1, "2 problems\n")


def test_what_moves_a_cursor_reaches_no_terminal(bot: Bot, folder: Path) -> None:
    with (folder / "pack.yaml").open("a") as file:
        file.write('"\\e[31m": x\n')

    checked = bot("check", "coast")

    assert checked.returncode == 1
    assert "\x1b" not in checked.stdout


def test_stats_count_what_a_pack_holds(bot: Bot) -> None:
    checked = bot("check", str(LIGHTHOUSES), "--stats", "--today", DAY)

    assert [line.strip() for line in checked.stdout.splitlines()[1:10]] == [
        "claims: 8 (event 2, fact 2, figure 2, forecast 1, opinion 1)",
        "best support: primary 3, wire 0, news 4, analysis 0, blog 1",
        "sources: 3, cited: 3 (primary 1, wire 0, news 1, analysis 0, blog 1)",
        "evidence: 9, with fingerprint: 0",
        "claims by topic: skerry-point 4, lamps 4, keepers 3",
        "QA snippets: 3, wordings: 7 (en 6, zh 1)",
        "disputes: 1",
        "forecasts: 1 (open 1, due 0, borne out 0, not borne out 0, mixed 0)",
        "withdrawn: 0, corrected: 0",
    ]


def test_json_holds_packs_and_findings(bot: Bot, folder: Path) -> None:
    with_an_error(folder)

    checked = bot("check", "coast", "--json", "--today", DAY)

    told = json.loads(checked.stdout)
    (pack,), (finding,) = told["packs"], told["findings"]
    assert pack == {
        "id": "coast",
        "version": "2026.11.1",
        "folder": "coast",
        "errors": 1,
        "warnings": 0,
    }
    assert {key: finding[key] for key in ("rule", "severity", "file", "line")} == {
        "rule": "number-not-in-claims",
        "severity": "error",
        "file": "coast/topics.yaml",
        "line": 10,
    }
    assert all(finding[key] for key in ("what", "fix"))
    assert (checked.returncode, checked.stderr) == (1, "1 problem\n")


def test_json_holds_the_counts_when_they_are_wanted(bot: Bot, folder: Path) -> None:
    (pack,) = json.loads(bot("check", "coast", "--json", "--stats").stdout)["packs"]

    assert pack["stats"]["claims"] == 5
    assert pack["stats"]["topics"] == {"lamp": 5}
    assert pack["stats"]["forecasts"]["open"] == 1


def test_sarif_names_rules_and_the_lines_of_files_below_the_folder(bot: Bot, folder: Path) -> None:
    with_an_error(with_a_warning(folder))

    checked = bot("check", "coast", "--sarif", "--stats", "--today", DAY)

    sarif = json.loads(checked.stdout)
    (run,) = sarif["runs"]
    driver, results = run["tool"]["driver"], run["results"]
    assert (sarif["version"], driver["name"]) == ("2.1.0", "briefing-bot")
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert [_place(result) for result in results] == [
        ("shadowing-alias", "warning", "coast/topics.yaml", 6),
        ("number-not-in-claims", "error", "coast/topics.yaml", 10),
    ]
    assert all(driver["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    assert run["properties"]["stats"]["coast"]["claims"] == 5


def test_sarif_names_a_file_elsewhere_by_its_whole_address(bot: Bot, tmp_path: Path) -> None:
    far = tmp_path.parent / f"{tmp_path.name} far"
    shutil.copytree(LIGHTHOUSES, far)

    run = json.loads(bot("check", str(far), "--sarif", "--today", DAY).stdout)["runs"][0]

    (uri,) = {_place(result)[2] for result in run["results"] if "topics" in _place(result)[2]}
    assert uri == (far / "topics.yaml").as_uri()


def _place(result: dict[str, Any]) -> tuple[str, str, str, int]:
    place = result["locations"][0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    return result["ruleId"], result["level"], uri, place["region"]["startLine"]


def test_json_and_sarif_exclude_each_other(bot: Bot) -> None:
    checked = bot("check", "--json", "--sarif")

    assert (checked.returncode, checked.stdout) == (2, "")
    assert "choose one of --json and --sarif" in checked.stderr


@pytest.mark.parametrize("today", ["tomorrow", "2026-13-01", "25.11.2026"])
def test_a_day_that_is_none_is_a_usage_error(bot: Bot, today: str) -> None:
    checked = bot("check", "--today", today)

    assert (checked.returncode, checked.stdout) == (2, "")
    assert "--today takes a day such as 2026-11-25, or `reviewed`" in checked.stderr


def test_the_day_decides_what_is_past_due(bot: Bot, folder: Path) -> None:
    later = bot("check", "coast", "--today", "2028-01-01")

    assert "[forecast-past-due]" in later.stdout
    assert "[stale-claim]" in later.stdout


def test_each_pack_can_be_checked_for_the_day_of_its_own_review(bot: Bot, folder: Path) -> None:
    change(folder / "pack.yaml", "2026-11-25", "2028-01-01")
    after = bot("check", "coast", "--today", "reviewed")

    change(folder / "pack.yaml", "2028-01-01", "2026-11-25")
    before = bot("check", "coast", "--today", "reviewed", "--strict")

    assert "[forecast-past-due]" in after.stdout
    assert (before.returncode, "nothing to mend" in before.stdout) == (0, True)


def test_a_pack_that_was_never_reviewed_is_checked_for_the_machines_day() -> None:
    today = dt.date(2026, 11, 25)
    (pack,) = checking.check([LIGHTHOUSES], checking.day_for(None, today)).packs

    assert checking.day_for("reviewed", today)(pack.pack) == today


def test_every_pack_in_a_folder_is_checked_for_itself(bot: Bot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        authoring.new_pack(tmp_path / "packs", name, None, dt.date(2026, 11, 25))
    with_an_error(tmp_path / "packs" / "two")

    checked = bot("check", "packs", "--today", DAY)

    assert checked.stdout.splitlines()[0].startswith("one 2026.11.1: nothing to mend; ")
    assert checked.stdout.splitlines()[1].startswith("two 2026.11.1: 1 error, 0 warnings; ")


def test_the_command_line_starts_without_what_only_a_check_needs() -> None:
    code = "import bot.checking, sys; print(*({'rensa', 'rich', 'tantivy'} & set(sys.modules)))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert loaded.stdout.split() == []


def test_the_pack_of_the_guide_has_nothing_to_mend(tmp_path: Path) -> None:
    for name, text in pages.yaml_files(pages.DOCS / "how-to" / "write-a-pack.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    checked = checking.check([tmp_path], lambda _: dt.date(2026, 11, 25))

    assert list(checked.findings) == []
