"""Folders and files that somebody else has put there."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from adapters.archive import files
from adapters.archive.extraction import Unreadable
from adapters.archive.files import MAX_BYTES, MAX_DEPTH, decoded, read, walk


def made(path: Path, data: bytes = b"text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_files_are_found_at_any_depth_in_order(tmp_path: Path) -> None:
    wanted = [made(tmp_path / name) for name in ("a.txt", "b/c.html", "b/d/e.txt")]

    assert walk(tmp_path) == wanted


def test_links_pipes_and_hidden_names_are_left_out(tmp_path: Path) -> None:
    made(tmp_path / "outside" / "secret.txt")
    kept = made(tmp_path / "in" / "a.txt")
    made(tmp_path / "in" / ".hidden")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "outside")
    os.mkfifo(tmp_path / "in" / "pipe.txt")

    assert walk(tmp_path / "in") == [kept]


def test_a_folder_that_leads_into_itself_ends(tmp_path: Path) -> None:
    made(tmp_path / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)

    assert len(walk(tmp_path)) == 1


def test_too_many_files_and_folders_too_deep_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "deep" / Path(*"d" * MAX_DEPTH) / "a.txt")
    for name in "abc":
        made(tmp_path / "many" / name)
    monkeypatch.setattr(files, "MAX_FILES", 2)

    with pytest.raises(Unreadable, match="folders deep"):
        walk(tmp_path / "deep")
    with pytest.raises(Unreadable, match="more than 2 files"):
        walk(tmp_path / "many")


def test_a_link_or_a_pipe_that_is_named_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(made(tmp_path / "a.txt"))
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(Unreadable, match="cannot be read"):
        read(tmp_path / "link.txt")
    with pytest.raises(Unreadable, match="no ordinary file"):
        read(tmp_path / "pipe.txt")


def test_a_file_that_is_too_large_of_another_kind_or_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="10,000,000 bytes"):
        read(made(tmp_path / "a.txt", b"x" * (MAX_BYTES + 1)))
    with pytest.raises(Unreadable, match="neither text nor HTML"):
        read(made(tmp_path / "a.pdf"))
    with pytest.raises(Unreadable, match="No such file"):
        read(tmp_path / "gone.txt")


@pytest.mark.parametrize(
    ("name", "data", "is_html"),
    [
        ("a.html", b"<p>x", True),
        ("a.HTM", b"", True),
        ("a.txt", b" <!DOCTYPE html><p>x", True),
        ("a", b'<?xml version="1.0"?>\n<html>', True),
        ("a.txt", b"the <html> tag", False),
        ("a.md", b"# text", False),
    ],
)
def test_html_is_told_by_its_ending_or_its_beginning(
    tmp_path: Path, name: str, data: bytes, is_html: bool
) -> None:
    assert read(made(tmp_path / name, data)).is_html == is_html


def test_a_file_is_as_old_as_its_last_change(tmp_path: Path) -> None:
    path = made(tmp_path / "a.txt")
    os.utime(path, (1_000_000_000, 1_000_000_000))

    assert read(path).changed_at == dt.datetime(2001, 9, 9, 1, 46, 40, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“It’s lit” – 灯塔", "utf-8"),
        ("“It’s lit” – 灯塔", "utf-8-sig"),
        ("“It’s lit” – 灯塔", "utf-16"),
        ("“It’s lit” – café", "cp1252"),
        ("灯塔的灯在三月十四日重新点亮。", "gb18030"),
    ],
)
def test_text_is_read_in_the_encodings_people_have(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_binary_data_is_no_text() -> None:
    with pytest.raises(Unreadable, match="binary"):
        decoded(b"\x7fELF\0\0")
