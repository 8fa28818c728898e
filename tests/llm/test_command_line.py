"""`ask` with a language model, as its users run it: a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import ROOT
from tests.bot.conftest import environment as environment  # a fixture
from tests.llm.endpoint import KEY, Endpoint, answer

QUESTION = "When was Skerry Point relit?"
GOOD = "After nine dark years, Skerry Point was relit on 14 March 2026."
ON_FILE = "Skerry Point was relit on 14 March 2026."


class Asking:
    """Runs `briefing-bot ask` beside the endpoint, with its settings."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        self.folder, self.variables = folder, variables

    async def __call__(self, *args: str, input: str = "") -> subprocess.CompletedProcess[str]:  # noqa: A002
        return await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", "ask", *args],
            input=input,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self.variables,
            timeout=50,
            check=False,
        )


@pytest.fixture
def ask(tmp_path: Path, environment: dict[str, str], endpoint: Endpoint) -> Asking:
    packs = ROOT / "tests" / "packs" / "lighthouses"
    return Asking(
        tmp_path,
        environment
        | {
            "BRIEFING_PACKS": str(packs),
            "BRIEFING_LLM_URL": endpoint.url,
            "BRIEFING_LLM_MODEL": "small",
            "BRIEFING_LLM_KEY": KEY,
            "BRIEFING_LLM_TIMEOUT": "30",
        },
    )


def points(line: str) -> list[str]:
    reply: dict[str, Any] = json.loads(line)
    return [point["text"] for point in reply["points"]]


async def test_ask_shows_what_the_model_worded_and_source_replays_it(
    ask: Asking, endpoint: Endpoint
) -> None:
    endpoint.says(answer((GOOD, "relit")))

    worded = await ask(QUESTION, "--json")
    evidence = await ask("source?", "--json")

    assert points(worded.stdout) == points(evidence.stdout) == [GOOD]
    assert worded.stderr == ""


async def test_an_endpoint_that_fails_costs_a_line_without_the_question(
    ask: Asking, endpoint: Endpoint
) -> None:
    endpoint.sends(KEY.encode(), 500)

    shown = await ask(QUESTION, "--json")

    assert points(shown.stdout) == [ON_FILE]
    assert "status 500" in shown.stderr
    assert not any(word in shown.stderr for word in ("Skerry", KEY))


async def test_a_batch_is_answered_as_on_file(ask: Asking, endpoint: Endpoint) -> None:
    endpoint.says(answer((GOOD, "relit")))

    shown = await ask("--batch", "-", "--json", input=json.dumps({"id": 1, "text": QUESTION}))

    assert points(shown.stdout) == [ON_FILE]
    assert endpoint.asked == []
