"""How far a command has come."""

from __future__ import annotations

import sys

import pytest

from bot import progress


def steps(doing: str = "importing") -> None:
    with progress.shown(doing, 2) as step:
        for name in ("a.txt", "b\x1b[31m.txt"):
            step(name)


def test_without_a_terminal_each_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    steps()

    assert capsys.readouterr().err == "importing 1/2: a.txt\nimporting 2/2: b[31m.txt\n"


def test_on_a_terminal_there_is_a_bar_on_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")

    steps()

    printed = capsys.readouterr()
    assert "importing" in printed.err
    assert "\x1b[31m.txt" not in printed.err
    assert printed.out == ""
