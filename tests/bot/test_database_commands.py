"""`briefing-bot backup` and `corrections preview`, as an operator runs them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
import yaml

from adapters.store.sql import SqlStore
from bot.clock import SystemClock
from content.answering import Desk
from content.asked import Asked
from content.briefings import Briefings
from content.ports import Place
from tests.bot.conftest import ROOT, Bot
from tests.content.breaking import Draft

PLACE = Place("slack", "T1/C1")


async def _said(home: Path, draft: Draft) -> None:
    """A reply that was posted, and a first look at the pack, as `run` has it."""
    store, clock = SqlStore(f"sqlite:///{home}/briefing.db"), SystemClock()
    await store.open()
    pack = draft.load()
    core = Briefings([Desk(pack)], store, clock)
    reply = await core.reply(Asked("how far does the skerry point lamp reach", PLACE, "T1/U1"))
    await core.posted(reply.id, "1.1")
    await store.corrections.plan(pack, clock.now(), clock.now())
    await store.close()


@pytest.fixture
def home(tmp_path: Path, draft: Draft) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    asyncio.run(_said(home, draft))
    return home


def test_a_correction_is_previewed_with_what_was_said_and_what_is_right(
    bot: Bot, home: Path, draft: Draft
) -> None:
    preview = ("corrections", "preview", "--pack", "lighthouses")
    before = bot(*preview, BRIEFING_PACKS=str(draft.folder))
    draft.correct_range()

    told = bot(*preview, BRIEFING_PACKS=str(draft.folder))
    as_json = bot(*preview, "--json", BRIEFING_PACKS=str(draft.folder))

    assert "nothing that was posted has turned out wrong" in before.stdout
    assert "slack:T1/C1, in the thread of 1.1" in told.stdout
    assert "18 nautical miles" in told.stdout
    assert "17 nautical miles" in told.stdout
    [one] = json.loads(as_json.stdout)
    assert (one["channel"], one["thread"], one["claims"]) == ("T1/C1", "1.1", ["range"])


@pytest.mark.parametrize(
    ("variables", "why"),
    [({}, "no database yet"), ({"BRIEFING_CORRECTED_DAYS": "0"}, "corrections are off")],
)
def test_where_there_is_nothing_to_correct_it_is_said(
    bot: Bot, variables: dict[str, str], why: str
) -> None:
    shown = bot("corrections", "preview", **variables)

    assert (shown.returncode, why in shown.stderr) == (1, True)


def test_a_backup_is_a_database_of_its_own(bot: Bot, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"

    made = bot("backup", str(file))
    again = bot("backup", str(file))

    assert (made.returncode, "whole and checked" in made.stdout) == (0, True)
    assert (again.returncode, "overwrites nothing" in again.stderr) == (1, True)
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT message FROM replies").fetchall() == [("1.1",)]
    connection.close()


@pytest.mark.parametrize(
    ("variables", "why"),
    [({}, "there is no database at"), ({"DATABASE_URL": "postgresql:///x"}, "pg_dump")],
)
def test_what_cannot_be_copied_is_said(
    bot: Bot, tmp_path: Path, variables: dict[str, str], why: str
) -> None:
    shown = bot("backup", str(tmp_path / "copy.db"), **variables)

    assert (shown.returncode, why in shown.stderr) == (1, True)


def test_the_compose_file_starts_two_replicas_and_a_server() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]

    assert services["bot"]["deploy"]["replicas"] == 2
    assert "@database:5432/briefing" in services["bot"]["environment"]["DATABASE_URL"]
    assert services["bot"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert set(services) == {"bot", "database"}
