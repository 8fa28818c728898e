"""What is particular to the journal: lines, and what can become of them."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import signal
from pathlib import Path

import pytest

from adapters.store.journal import JournalStore
from content.errors import StoreError
from content.ports import GAPS_KEPT
from tests.samples import NOON, gap, record
from tests.store import child, disks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.jsonl"


async def written(path: Path, *ids: str, keep: int = 200) -> JournalStore:
    """A journal in which replies with these ids have been saved."""
    store = JournalStore(path, keep)
    for record_id in ids:
        await store.save(record(id=record_id))
    return store


async def kept_in(path: Path, ids: str, keep: int = 200) -> str:
    """Which of these one-letter ids a new process would find."""
    store = JournalStore(path, keep)
    return "".join([one for one in ids if await store.by_id(one)])


def ids_in(path: Path) -> list[str]:
    lines = path.read_text("ascii").splitlines()
    return [json.loads(line)["id"] for line in lines if line]


async def test_the_journal_and_its_folder_are_for_nobody_else_to_read(path: Path) -> None:
    await written(path, "a")

    assert disks.mode_of(path) == 0o600
    assert disks.mode_of(path.parent) == 0o700


async def test_a_torn_last_line_costs_only_itself(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await written(path, "a", "b")
    disks.rewrite(path, lambda content: content[:-100])

    await written(path, "c")

    assert await kept_in(path, "abc") == "ac"
    assert "line 2 of the journal cannot be read and is skipped" in caplog.text


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"[" * 100_000,
        b'{"id": "x"}',
        b'{"id": "x", "created_at": "yesterday"}',
    ],
)
async def test_an_unreadable_line_costs_only_itself(path: Path, line: bytes) -> None:
    await written(path, "a")
    disks.rewrite(path, lambda content: line + b"\n" + content + line + b"\n")

    await written(path, "b")

    assert await kept_in(path, "ab") == "ab"


async def test_a_reply_whose_time_has_no_zone_is_not_read(path: Path) -> None:
    await written(path, "a")
    disks.rewrite(path, lambda content: content.replace(b"12:00:00Z", b"12:00:00"))

    assert await kept_in(path, "a") == ""


async def test_the_journal_never_grows_past_twice_what_it_keeps(path: Path) -> None:
    await written(path, *"abcdefg", keep=3)

    assert ids_in(path) == ["e", "f", "g"]
    assert await kept_in(path, "abcdefg", keep=3) == "efg"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_shortening_keeps_what_another_process_has_appended(path: Path) -> None:
    store = await written(path, *"abcdef", keep=3)
    await written(path, "z", keep=3)

    await store.save(record(id="g"))

    assert ids_in(path) == ["f", "z", "g"]


async def test_a_journal_that_cannot_be_shortened_goes_on_growing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await written(path, *"abcdef", keep=3)
    in_the_way = path.parent / f"{path.name}.{os.getpid()}.tmp"
    in_the_way.mkdir()

    await store.save(record(id="g"))

    assert "the journal could not be shortened" in caplog.text
    assert ids_in(path) == list("abcdefg")


async def test_a_full_disk_is_said_and_nothing_saved_before_is_lost(path: Path) -> None:
    store = await written(path, "a")

    full = disks.full_beyond(disks.size_of(path) + 100)
    with full, pytest.raises(StoreError, match="failed while saving a reply: "):
        await store.save(record(id="b"))

    assert await store.by_id("b") is None
    await store.save(record(id="c"))
    assert await kept_in(path, "abc") == "ac"


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    store = JournalStore(tmp_path / "folder" / "journal.jsonl")

    with disks.read_only(tmp_path), pytest.raises(StoreError, match="Permission denied"):
        await store.open()


@pytest.mark.parametrize("place", ["taken", "taken/journal.jsonl", "folder", "/dev/zero"])
async def test_a_path_that_cannot_be_a_journal_is_said(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "taken").symlink_to("/dev/null")

    with pytest.raises(StoreError, match="reading the journal: "):
        await JournalStore(tmp_path / place).open()


async def test_lines_of_processes_that_write_at_once_never_mix(path: Path) -> None:
    children = [child.start(name, 40, str(path)) for name in ("one-", "two-")]

    child.go(*children)
    saved = [saved for one in children for saved in child.finish(one)]

    assert len(saved) == 80
    assert sorted(ids_in(path)) == sorted(saved)


async def test_a_journal_is_readable_after_kill_9_in_the_middle_of_writing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    saved = killed_while_writing(str(path))

    store = JournalStore(path)

    assert [one for one in saved if await store.by_id(one)] == saved
    assert all(entry.levelno == logging.WARNING for entry in caplog.records)


async def test_gaps_have_a_file_of_their_own_for_nobody_else_to_read(path: Path) -> None:
    await JournalStore(path).note_gap(gap())

    assert disks.names_in(path.parent) == ["journal-gaps.jsonl"]
    assert disks.mode_of(path.parent / "journal-gaps.jsonl") == 0o600
    assert disks.mode_of(path.parent) == 0o700


async def test_looking_for_gaps_makes_no_file_and_no_folder(path: Path) -> None:
    assert await JournalStore(path).gaps(NOON.date()) == []

    assert disks.names_in(path.parent.parent) == []


async def test_gaps_that_are_too_old_leave_the_file(path: Path) -> None:
    too_old = NOON.date() - GAPS_KEPT - dt.timedelta(days=1)
    await JournalStore(path).note_gap(gap("old", day=too_old))

    await JournalStore(path).note_gap(gap("new"))

    lines = (path.parent / "journal-gaps.jsonl").read_text("ascii").splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["new"]


async def test_what_another_process_has_noted_stays_when_old_gaps_go(path: Path) -> None:
    too_old = NOON.date() - GAPS_KEPT - dt.timedelta(days=1)
    store = JournalStore(path)
    await store.note_gap(gap("old", day=too_old))
    await JournalStore(path).note_gap(gap("theirs", day=too_old + dt.timedelta(days=1)))

    await store.note_gap(gap("new"))

    assert [one.key for one in await JournalStore(path).gaps(dt.date.min)] == ["theirs", "new"]


async def test_an_unreadable_gap_costs_only_itself(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await JournalStore(path).note_gap(gap("1"))
    disks.rewrite(path.parent / "journal-gaps.jsonl", lambda content: b'{"key": 1}\n' + content)

    assert await JournalStore(path).gaps(NOON.date()) == [gap("1")]
    assert "line 1 of the journal cannot be read and is skipped" in caplog.text


async def test_a_gap_that_the_disk_refuses_is_said_and_can_be_noted_later(path: Path) -> None:
    store = JournalStore(path)

    with disks.full_beyond(10), pytest.raises(StoreError, match="failed while noting a gap: "):
        await store.note_gap(gap("1"))

    await store.note_gap(gap("1"))
    assert await JournalStore(path).gaps(NOON.date()) == [gap("1")]


def killed_while_writing(address: str) -> list[str]:
    """The ids that a child had confirmed when it was killed."""
    writer = child.start("killed-", 180, address)
    child.go(writer)
    assert writer.stdout is not None
    seen = [writer.stdout.readline() for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate()
    return "".join([*seen, rest]).split()
