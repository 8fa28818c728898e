"""The conversation in a real terminal: a process on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.conftest import ROOT
from tests.content.packs import pack

PATIENCE_S = 20.0
ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")


class Terminal:
    """`briefing-bot chat` on a pseudo-terminal, which answers no cursor requests."""

    def __init__(self, home: Path) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env=os.environ | {"BRIEFING_HOME": str(home), "PROMPT_TOOLKIT_NO_CPR": "1"},
        )
        os.close(theirs)
        self._unread = b""

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def read_until(self, wanted: str) -> str:
        """What the screen shows next, without escape sequences, up to and with `wanted`."""
        while wanted not in (shown := ESCAPES.sub("", self._unread.decode(errors="replace"))):
            ready, _, _ = select.select([self._ours], [], [], PATIENCE_S)
            assert ready, f"no {wanted!r} in {shown!r}"
            self._unread += os.read(self._ours, 65_536)
        before, _, rest = shown.partition(wanted)
        self._unread = rest.encode()
        return before + wanted

    def leave(self) -> int:
        self.read_until("›")
        self.type("\x04")
        return self._process.wait(PATIENCE_S)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def test_a_briefing_and_its_sources_are_a_conversation(terminal: Terminal) -> None:
    terminal.read_until("›")

    terminal.type("chips\r")
    terminal.read_until("Try: ")
    terminal.type("source?\r")

    assert "Claim:" in terminal.read_until("independent source")
    assert terminal.leave() == 0


def test_a_list_is_read_page_by_page(terminal: Terminal) -> None:
    terminal.read_until("›")

    terminal.type("latest\r")
    first = terminal.read_until(" of")  # how many fit depends on what disputes them
    terminal.read_until("Try: ")
    terminal.type("more\r")

    assert "(1-" in first
    assert "Back" not in first
    assert "Latest" in terminal.read_until(" of")


def test_control_d_leaves_and_the_history_stays(terminal: Terminal, tmp_path: Path) -> None:
    terminal.read_until("›")
    terminal.type("topics\r")
    terminal.read_until(f"{len(pack('ai-china').topics)} topics")

    assert terminal.leave() == 0
    assert "topics" in (tmp_path / "history").read_text()
