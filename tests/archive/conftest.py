"""The command line in this process, with a pack whose pages the tests have."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import bot.wiring
from bot.__main__ import main
from bot.settings import Settings
from tests.archive import papers
from tests.web.site import Site, serving


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Say = Callable[..., Said]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Say:
    """Runs `briefing-bot archive` with these arguments; the pack is that of `papers`."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(field.alias or "", raising=False)
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bot.wiring, "SHIPPED_PACKS", papers.write_pack(tmp_path / "packs"))
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["briefing-bot", "archive", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., str]:
    """Writes files into a folder and gives the folder."""

    def write(**files: str | bytes) -> str:
        folder = tmp_path / "kept"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            data = text.encode() if isinstance(text, str) else text
            (folder / name.replace("_", ".")).write_bytes(data)
        return str(folder)

    return write


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as one:
        yield one
