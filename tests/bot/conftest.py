"""The command line as its users run it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.content.breaking import Draft

ROOT = Path(__file__).parent.parent.parent
Result = subprocess.CompletedProcess[str]
Bot = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No token and no setting but a data folder of its own."""
    ours = ("SLACK_", "DISCORD_", "BRIEFING_", "HTTP_", "DATABASE_URL", "LOG_FORMAT")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {"BRIEFING_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def bot(tmp_path: Path, environment: dict[str, str]) -> Bot:
    """Runs `briefing-bot` with these arguments, input and further variables."""

    def run(*args: str, input: str = "", **variables: str) -> Result:  # noqa: A002
        return subprocess.run(  # noqa: PLW1510 (the exit code is what tests look at)
            [sys.executable, "-m", "bot", *args],
            input=input,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment | variables,
            timeout=50,
        )

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """A sound pack that may be changed or broken."""
    return Draft(tmp_path / "lighthouses")
