"""Packs that change while the bot serves them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.store.sql import SqlStore
from bot import reloading, wiring
from bot.reloading import Reloader
from content import loading
from content.asked import Asked
from content.briefings import Briefings
from content.loading import load_packs
from content.pack import Pack
from content.ports import Place
from tests.content.breaking import Draft
from tests.store.fresh import fresh

HERE = Place("terminal", "local")


class Served:
    """A pack folder, what is served of it, and whatever reloads it."""

    def __init__(self, folder: Path) -> None:
        self.draft = Draft(folder / "lighthouses")
        packs = load_packs([self.draft.folder])
        self.core: Briefings = wiring.briefings(wiring.desks(packs), wiring.memory_store())
        self.reloader = Reloader(lambda: [self.draft.folder], self.core, packs)

    async def range(self) -> str:
        reply = await self.core.reply(Asked("How far does the Skerry Point lamp reach?", HERE, "U"))
        return reply.brief.points[0].text

    def raise_range(self) -> None:
        self.draft.change("qa.yaml", "carries 18 nautical", "carries 19 nautical")


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


async def test_what_was_changed_is_served_after_a_reload(served: Served) -> None:
    served.raise_range()
    before = await served.range()

    assert await served.reloader.reload()

    assert ("18" in before, "19" in await served.range()) == (True, True)


async def test_a_pack_that_breaks_leaves_the_last_good_one_serving_and_says_so(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    served.raise_range()
    served.draft.change("claims.yaml", "kind: event", "kind: wish")

    with caplog.at_level(logging.ERROR):
        assert not await served.reloader.reload()

    assert "18" in await served.range()
    assert served.reloader.health() == {"serving": {"lighthouses": "2026.11.1"}, "problems": 1}
    assert "still serving lighthouses 2026.11.1" in caplog.text
    assert "claims.yaml:5: `claims.0.kind`" in caplog.text


async def test_a_mended_pack_is_served_again(served: Served) -> None:
    served.draft.change("claims.yaml", "kind: event", "kind: wish")
    await served.reloader.reload()
    served.draft.change("claims.yaml", "kind: wish", "kind: event")
    served.raise_range()

    assert await served.reloader.reload()

    assert "19" in await served.range()
    assert served.reloader.health()["problems"] == 0


async def test_a_folder_that_is_gone_leaves_the_last_good_one_serving(served: Served) -> None:
    served.draft.folder.rename(served.draft.folder.with_name("elsewhere"))

    assert not await served.reloader.reload()

    assert "18" in await served.range()


async def test_files_that_are_written_while_they_are_read_are_read_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "SETTLE_S", 0.01)
    reads = 0

    def load_while_it_is_written(folders: Sequence[Path]) -> list[Pack]:
        nonlocal reads
        reads += 1
        packs = loading.load_packs(folders)
        if reads == 1:
            served.raise_range()
        return packs

    monkeypatch.setattr(reloading, "load_packs", load_while_it_is_written)

    assert await served.reloader.reload()

    assert (reads, "19" in await served.range()) == (2, True)


async def test_files_that_never_settle_are_not_served(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "SETTLE_S", 0.01)
    names = iter(range(100))

    def load_while_it_is_written(folders: Sequence[Path]) -> list[Pack]:
        packs = loading.load_packs(folders)
        served.draft.write(f"claims/{next(names)}.yaml", "claims: []")
        return packs

    monkeypatch.setattr(reloading, "load_packs", load_while_it_is_written)

    assert not await served.reloader.reload()

    assert "18" in await served.range()


async def test_the_watch_reloads_what_was_changed_once_it_has_settled(served: Served) -> None:
    watching = asyncio.create_task(served.reloader.watch(0.01))
    served.raise_range()

    for _ in range(1_000):
        if "19" in await served.range():
            break
        await asyncio.sleep(0.01)

    assert "19" in await served.range()
    watching.cancel()


async def test_a_broken_state_is_read_once_by_the_watch(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Sequence[Path]] = []

    def counted(folders: Sequence[Path]) -> list[Pack]:
        reads.append(folders)
        return loading.load_packs(folders)

    monkeypatch.setattr(reloading, "load_packs", counted)
    served.draft.change("claims.yaml", "kind: event", "kind: wish")
    watching = asyncio.create_task(served.reloader.watch(0.01))

    for _ in range(1_000):
        if served.reloader.health()["problems"]:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)

    assert (served.reloader.health()["problems"], len(reads)) == (1, 1)
    watching.cancel()


async def test_new_commands_are_said_to_need_a_restart(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    served.draft.change("pack.yaml", "command: lights", "command: lamps")

    with caplog.at_level(logging.WARNING):
        await served.reloader.reload()

    assert "restart to register" in caplog.text


async def test_where_nothing_was_approved_nothing_is_served_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(tmp_path)
    store = SqlStore(fresh(tmp_path / "drafts.db"))
    await store.open()
    drafts = store.news.drafts
    reloader = Reloader(served.reloader._folders, served.core, served.reloader.packs, drafts)

    with caplog.at_level(logging.INFO):
        await reloader.join_approved()

    assert "reloaded" not in caplog.text
    await store.close()
