"""Packs that were read before are not read again, and never to anybody's harm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import pack_cache, packing
from content.answering import Desk
from content.errors import PackError
from content.grammar import parse
from content.loading import load_pack
from tests.content.breaking import Draft
from tests.content.packs import FOLDERS
from tests.samples import NOON

QUESTIONS = ("lamps", "who paid for the relighting of skerry point", "timeline", "灯塔", "nothing")


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path / "lighthouses")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "home" / "packs"


def answers(desk: Desk) -> list[object]:
    return [desk.answer(parse(text).wish, NOON.date()) for text in QUESTIONS]


def kept(cache: Path) -> list[Path]:
    """The folders of the packs in the cache."""
    return [path.parent for path in cache.rglob(pack_cache.SUMS)]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on, no pack may be read from its YAML."""

    def forbid() -> None:
        monkeypatch.setattr(pack_cache, "load_packs", None)

    return forbid


@pytest.mark.parametrize("name", FOLDERS)
def test_a_pack_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    pack = load_pack(FOLDERS[name])
    (tmp_path / "there").mkdir()
    packing.pack_up(pack, tmp_path / "there")

    back = packing.unpack(tmp_path / "there")

    assert back.pack == pack
    assert answers(back) == answers(Desk(pack))


def test_the_second_time_nothing_is_read(
    draft: Draft, cache: Path, unread: Callable[[], None]
) -> None:
    [first] = pack_cache.desks([draft.folder], cache)
    unread()

    [second] = pack_cache.desks([draft.folder], cache)

    assert second.pack == first.pack
    assert answers(second) == answers(first)


def test_any_change_of_the_pack_is_seen(draft: Draft, cache: Path) -> None:
    pack_cache.desks([draft.folder], cache)
    file = draft.folder / "claims.yaml"
    times = file.stat()
    draft.change("claims.yaml", "18 nautical miles", "19 nautical miles")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    [desk] = pack_cache.desks([draft.folder], cache)

    assert "19 nautical miles" in desk.pack.claims["range"].text
    assert len(kept(cache)) == 1, "what was made of the old files is gone"


def test_a_pack_that_has_become_faulty_is_refused(draft: Draft, cache: Path) -> None:
    pack_cache.desks([draft.folder], cache)
    draft.change("claims.yaml", "source: gazette", "source: nobody")

    with pytest.raises(PackError):
        pack_cache.desks([draft.folder], cache)


def test_another_version_of_the_engine_reads_it_again(
    draft: Draft, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_cache.desks([draft.folder], cache)
    [before] = kept(cache)

    monkeypatch.setattr(pack_cache, "_code", lambda: "another")
    pack_cache.desks([draft.folder], cache)

    assert kept(cache) != [before]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _with_sums_of_no_use(folder: Path) -> None:
    (folder / pack_cache.SUMS).write_bytes(b"[]")


def _with_sums_that_fit(folder: Path) -> None:
    """Damage that the sums do not show, as a program might do that means harm."""
    (folder / packing.DESK).write_text('{"pack": {}}')
    (folder / pack_cache.SUMS).write_text(json.dumps(pack_cache._sums(folder)))


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a byte of the pack": lambda folder: _flip(folder / packing.DESK),
    "the pack cut short": lambda folder: os.truncate(folder / packing.DESK, 100),
    "a byte of the index": lambda folder: _flip(next((folder / packing.INDEX).glob("*.term"))),
    "a file of the index gone": lambda folder: next(folder.rglob("*.store")).unlink(),
    "the index gone": lambda folder: shutil.rmtree(folder / packing.INDEX),
    "the sums torn": lambda folder: os.truncate(folder / pack_cache.SUMS, 5),
    "the sums of no use": _with_sums_of_no_use,
    "another pack": _with_sums_that_fit,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_made_anew(
    draft: Draft, cache: Path, unread: Callable[[], None], damage: Callable[[Path], None]
) -> None:
    [first] = pack_cache.desks([draft.folder], cache)
    damage(kept(cache)[0])

    [second] = pack_cache.desks([draft.folder], cache)
    unread()
    [third] = pack_cache.desks([draft.folder], cache)

    assert first.pack == second.pack == third.pack
    assert answers(third) == answers(first)


def test_where_nothing_can_be_kept_everything_works_all_the_same(
    draft: Draft, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")

    [desk] = pack_cache.desks([draft.folder], tmp_path / "file" / "packs")

    assert answers(desk) == answers(Desk(draft.load()))


def test_what_a_process_that_was_ended_has_left_is_cleared_away(draft: Draft, cache: Path) -> None:
    pack_cache.desks([draft.folder], cache)
    left, made = kept(cache)[0].parent / ".left", kept(cache)[0].parent / ".made"
    left.mkdir()
    made.mkdir()
    os.utime(left, (0, 0))
    draft.change("claims.yaml", "18 nautical miles", "19 nautical miles")

    pack_cache.desks([draft.folder], cache)

    assert not left.exists()
    assert made.exists()


def test_the_cache_is_for_its_owner_only(draft: Draft, cache: Path) -> None:
    pack_cache.desks([draft.folder], cache)

    folders = [cache, *(path for path in cache.rglob("*") if path.parent.parent == cache)]

    assert {path.stat().st_mode & 0o077 for path in folders} == {0}


def test_two_packs_that_clash_are_refused_though_both_are_cached(
    draft: Draft, tmp_path: Path, cache: Path
) -> None:
    other = Draft(tmp_path / "other")
    pack_cache.desks([draft.folder], cache)
    pack_cache.desks([other.folder], cache)

    with pytest.raises(PackError):
        pack_cache.desks([draft.folder, other.folder], cache)


AT_ONCE = """
import sys
from pathlib import Path
from bot import pack_cache
[desk] = pack_cache.desks([Path(sys.argv[1])], Path(sys.argv[2]))
print(len(desk.pack.claims))
"""


def test_several_that_fill_it_at_once_all_answer(draft: Draft, cache: Path) -> None:
    command = [sys.executable, "-c", AT_ONCE, str(draft.folder), str(cache)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]

    said = {process.communicate()[0] for process in started}

    assert said == {f"{len(draft.load().claims)}\n"}
    assert len(kept(cache)) == 1
    assert not [path for path in cache.rglob(".*") if path.is_dir()], "nothing is left lying about"
