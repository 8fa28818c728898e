"""`gaps` tells those who write packs what people miss."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path

import pytest

from adapters.store.journal import JournalStore
from adapters.store.sql import SqlStore
from bot.gap_commands import first_day
from content.ports import GAPS_KEPT, Gap
from tests.bot.conftest import Bot
from tests.samples import gap

TODAY = dt.datetime.now(dt.UTC).date()
A_DAY = dt.timedelta(days=1)
HERRING = "what does herring cost?"
KEEPING = "BRIEFING_KEEP_QUESTIONS"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def noted(database: Path, gaps: list[Gap]) -> None:
    """Note these in an SQLite file, as `run` does."""
    store = SqlStore(f"sqlite:///{database}")
    await store.open()
    for one in gaps:
        await store.note_gap(one)
    await store.close()


def test_a_question_without_an_answer_shows_up_where_questions_are_kept(bot: Bot) -> None:
    for text in (HERRING, "cost of herring", HERRING, "chips"):
        bot("ask", text, **{KEEPING: "on"})
    bot("ask", "not helpful", **{KEEPING: "on"})

    listed = bot("gaps", **{KEEPING: "on"})

    first, second, last = listed.stdout.splitlines()
    assert first.startswith(f"3 ai-china: “{HERRING}” (near ")
    assert first.endswith(f"): 3 without an answer; last on {TODAY}")
    assert second == f"1 ai-china: “AI chips” (near chips): 1 not helpful; last on {TODAY}"
    assert last == f"4 in all since {TODAY - GAPS_KEPT}"
    assert listed.returncode == 0


def test_by_default_no_word_is_kept_and_it_says_how_to_keep_them(bot: Bot, home: Path) -> None:
    bot("ask", HERRING)
    bot("ask", "chips")
    bot("ask", "👎")

    listed = bot("gaps")

    assert "herring" not in (home / "terminal-gaps.jsonl").read_text("ascii")
    assert f"1 ai-china: near chips: 1 not helpful; last on {TODAY}" in listed.stdout.splitlines()
    assert listed.stdout.splitlines()[-1].endswith("set BRIEFING_KEEP_QUESTIONS=on")


def test_where_there_is_nothing_it_says_so_and_makes_no_file(bot: Bot, home: Path) -> None:
    listed = bot("gaps")

    assert listed.stdout.startswith(f"Nothing is on record since {TODAY - GAPS_KEPT}: ")
    assert listed.returncode == 0
    assert not home.exists()


def test_the_database_of_run_and_the_terminals_journal_are_read_together(
    bot: Bot, home: Path
) -> None:
    home.mkdir()
    asyncio.run(noted(home / "briefing.db", [gap("1", day=TODAY), gap("2", day=TODAY)]))
    asyncio.run(JournalStore(home / "terminal.jsonl").note_gap(gap("3", day=TODAY)))

    both = json.loads(bot("gaps", "--json").stdout)["gaps"]
    one = json.loads(bot("gaps", "--json", "--database").stdout)["gaps"]

    assert [group["count"] for group in both] == [3]
    assert [group["count"] for group in one] == [2]


def test_a_database_named_in_the_settings_is_the_one_that_is_read(bot: Bot, tmp_path: Path) -> None:
    asyncio.run(noted(tmp_path / "other.db", [gap("1", day=TODAY)]))

    listed = bot("gaps", "--json", DATABASE_URL=f"sqlite:///{tmp_path}/other.db")

    assert len(json.loads(listed.stdout)["gaps"]) == 1


def test_in_json_every_group_has_its_counts(bot: Bot, home: Path) -> None:
    journal = JournalStore(home / "terminal.jsonl")
    asyncio.run(journal.note_gap(gap("1", day=TODAY)))
    asyncio.run(journal.note_gap(gap("2", day=TODAY, kind="not_helpful")))

    listed = json.loads(bot("gaps", "--json").stdout)

    assert listed == {
        "since": str(TODAY - GAPS_KEPT),
        "questions_kept": False,
        "gaps": [
            {
                "pack": "lighthouses",
                "topic": "keepers",
                "text": HERRING,
                "count": 2,
                "no_answer": 1,
                "not_helpful": 1,
                "last": str(TODAY),
            }
        ],
    }


def test_only_what_is_as_new_as_asked_for_is_listed(bot: Bot, home: Path) -> None:
    journal = JournalStore(home / "terminal.jsonl")
    for key, age in (("1", 0), ("2", 1), ("3", 2)):
        asyncio.run(journal.note_gap(gap(key, day=TODAY - age * A_DAY)))

    listed = json.loads(bot("gaps", "--json", "--since", str(TODAY - A_DAY)).stdout)

    assert [group["count"] for group in listed["gaps"]] == [2]


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", ""])
def test_what_is_no_day_is_refused(bot: Bot, day: str) -> None:
    listed = bot("gaps", "--since", day)

    assert listed.returncode == 2
    assert listed.stderr == "briefing-bot: gaps: --since takes a day such as 2026-11-25\n"


def test_nothing_older_than_gaps_are_kept_is_looked_for() -> None:
    assert first_day("2001-01-01", TODAY) == first_day(None, TODAY) == TODAY - GAPS_KEPT


def test_a_database_that_cannot_be_read_is_said_in_one_line(bot: Bot, home: Path) -> None:
    home.mkdir()
    (home / "briefing.db").write_text("this is no database, and never was one")

    listed = bot("gaps")

    assert listed.returncode == 1
    assert listed.stderr.startswith("briefing-bot: the store failed while opening the database: ")
    assert "Traceback" not in listed.stderr


def test_what_people_typed_cannot_move_the_cursor(bot: Bot, home: Path) -> None:
    journal = JournalStore(home / "terminal.jsonl")
    asyncio.run(journal.note_gap(gap("1", day=TODAY, text="red \x1b[31m \u202eherring")))

    assert "“red [31m herring”" in bot("gaps").stdout


def test_a_batch_notes_nothing(bot: Bot, home: Path) -> None:
    asked = bot("ask", "--batch", "-", "--json", input=json.dumps({"text": HERRING}))

    assert json.loads(asked.stdout)["kind"] == "abstention"
    assert not home.exists()
