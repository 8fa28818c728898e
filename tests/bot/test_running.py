"""`briefing-bot run`: the whole bot in a process of its own, against a local Slack and Discord."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.bot.conftest import ROOT, Bot
from tests.content.breaking import Draft
from tests.discord.fake_discord import TOKEN as DISCORD_TOKEN
from tests.discord.fake_discord import FakeDiscord
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, TEAM, FakeSlack, refuses
from tests.slack.workspace import SECRET, encoded, signature

PATIENCE_S = 30.0


class RunningBot:
    """A `briefing-bot run` process that is ready to answer, or has given up."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said = ""

    async def until(self, wanted: str) -> None:
        """Wait until it says this on standard output."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            while wanted not in self.said:
                line = await self._process.stdout.readline()
                assert line, f"ended after {self.said!r}: {await self.errors()}"
                self.said += line.decode()

    async def errors(self) -> str:
        assert self._process.stderr is not None
        return (await self._process.stderr.read()).decode()

    def reload(self) -> None:
        self._process.send_signal(signal.SIGHUP)

    async def ended(self) -> int:
        async with asyncio.timeout(PATIENCE_S):
            return await self._process.wait()

    async def stop(self) -> int:
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self.ended()


Start = Callable[..., Any]


@pytest.fixture
async def start(environment: dict[str, str]) -> AsyncIterator[Start]:
    """Starts a bot with these variables; all of them are stopped at the end."""
    started: list[RunningBot] = []

    async def start_one(**variables: str) -> RunningBot:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-u", "-m", "bot", "run"),
            stdout=pipe,
            stderr=pipe,
            env={**environment, "BRIEFING_PACKS": str(ROOT / "tests/packs"), **variables},
        )
        started.append(RunningBot(process))
        return started[-1]

    yield start_one
    for bot in started:
        await bot.stop()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    discord = FakeDiscord()
    await discord.start()
    yield discord
    await discord.stop()


def by_socket(slack: FakeSlack) -> dict[str, str]:
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    return tokens | {"SLACK_API_URL": slack.api_url}


def by_gateway(discord: FakeDiscord) -> dict[str, str]:
    return {"DISCORD_TOKEN": DISCORD_TOKEN, "DISCORD_API_URL": discord.api_url}


def command(slack: FakeSlack, text: str) -> dict[str, Any]:
    return {
        "command": "/ai-china",
        "text": text,
        "team_id": TEAM,
        "channel_id": "C1",
        "user_id": "U1",
        "response_url": slack.response_url(),
        "trigger_id": slack.trigger_id(),
    }


def thread_reply(slack: FakeSlack, thread: str, text: str) -> dict[str, Any]:
    event = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1"}
    event |= {"text": text, "ts": slack.new_ts(), "thread_ts": thread}
    envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{slack.new_ts()}"}
    return envelope | {"event": event}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_slack_and_discord_are_answered_by_one_process(
    start: Start, slack: FakeSlack, discord: FakeDiscord
) -> None:
    port = free_port()
    bot = await start(**by_socket(slack), **by_gateway(discord), HTTP_PORT=str(port))
    await bot.until("Ready: /ai-china")

    connection = await slack.connections.get()
    await slack.send(connection, "slash_commands", command(slack, "chips"))
    interaction = await discord.uses_command("lamps")

    assert (await slack.next_shown()).title == "AI chips"
    assert (await discord.answer(interaction))["embeds"][0]["title"] == "Lamps"
    url = f"http://127.0.0.1:{port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as health:
        assert (await health.json())["parts"] == {"slack": True, "discord": True}
    assert await bot.stop() == 0


async def test_source_in_the_thread_replays_the_record_after_a_restart(
    start: Start, slack: FakeSlack
) -> None:
    first = await start(**by_socket(slack))
    await first.until("Ready")
    connection = await slack.connections.get()
    await slack.send(connection, "slash_commands", command(slack, "sanctions"))
    briefing = await slack.next_shown()
    await first.stop()

    second = await start(**by_socket(slack))
    await second.until("Ready")
    connection = await slack.connections.get()
    assert briefing.ts is not None
    await slack.send(connection, "events_api", thread_reply(slack, briefing.ts, "source?"))

    evidence = await slack.next_shown()
    assert evidence.title == f"Sources: {briefing.title}"
    assert evidence.thread == briefing.ts


async def test_what_got_no_answer_is_listed_while_the_bot_runs(
    start: Start, slack: FakeSlack, bot: Bot
) -> None:
    serving = await start(**by_socket(slack), BRIEFING_KEEP_QUESTIONS="on")
    await serving.until("Ready")
    connection = await slack.connections.get()
    asked = command(slack, "what does TSMC charge per wafer?")

    await slack.send(connection, "slash_commands", asked)
    assert (await slack.next_shown()).title == "Not covered"

    listed = await asyncio.to_thread(bot, "gaps", "--database")
    assert "“what does TSMC charge per wafer?”" in listed.stdout
    assert "1 without an answer" in listed.stdout


async def packs_told(port: int, wanted: dict[str, Any]) -> bool:
    """Whether /healthz comes to tell this of the packs, all the while saying that all is well."""
    url = f"http://127.0.0.1:{port}/healthz"
    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            async with session.get(url) as health:
                body = await health.json()
            assert body["ok"]
            if wanted.items() <= {**body["packs"], **body["packs"]["serving"]}.items():
                return True
            await asyncio.sleep(0.05)
    return False


async def test_sighup_reloads_the_packs_and_a_broken_one_leaves_the_last_good_one_serving(
    start: Start, tmp_path: Path
) -> None:
    draft, port = Draft(tmp_path / "packs" / "lighthouses"), free_port()
    bot = await start(HTTP_PORT=str(port), BRIEFING_PACKS=str(tmp_path / "packs"))
    await bot.until("Ready")

    draft.change("pack.yaml", "2026.11.1", "2026.11.2")
    draft.change("claims.yaml", "kind: event", "kind: wish")
    bot.reload()
    assert await packs_told(port, {"problems": 1, "lighthouses": "2026.11.1"})

    draft.change("claims.yaml", "kind: wish", "kind: event")
    bot.reload()
    assert await packs_told(port, {"problems": 0, "lighthouses": "2026.11.2"})
    assert await bot.stop() == 0


async def test_the_watch_option_reloads_by_itself(start: Start, tmp_path: Path) -> None:
    draft, port = Draft(tmp_path / "packs" / "lighthouses"), free_port()
    packs = str(tmp_path / "packs")
    bot = await start(HTTP_PORT=str(port), BRIEFING_PACKS=packs, BRIEFING_WATCH="1")
    await bot.until("Ready")

    draft.change("pack.yaml", "2026.11.1", "2026.11.2")

    assert await packs_told(port, {"problems": 0, "lighthouses": "2026.11.2"})


async def test_slack_can_call_the_bot_over_http(start: Start, slack: FakeSlack) -> None:
    port = free_port()
    bot = await start(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=slack.api_url,
        HTTP_PORT=str(port),
    )
    await bot.until("Slack: on, HTTP")
    await bot.until("Ready")
    raw, kind = encoded("command", command(slack, "芯片"))

    async with aiohttp.ClientSession() as session:
        headers = {"Content-Type": kind, **signature(raw)}
        url = f"http://127.0.0.1:{port}/slack/events"
        async with session.post(url, data=raw, headers=headers) as signed:
            assert signed.status == 200
        headers["X-Slack-Signature"] = "v0=forged"
        async with session.post(url, data=raw, headers=headers) as forged:
            assert forged.status == 401

    assert (await slack.next_shown()).title == "AI chips"


async def test_what_is_off_is_said_with_the_reason(start: Start, slack: FakeSlack) -> None:
    bot = await start(**by_socket(slack))
    await bot.until("Ready")

    assert "Discord: off, DISCORD_TOKEN is not set" in bot.said
    assert "HTTP: off, HTTP_PORT is not set" in bot.said


async def test_a_refused_slack_token_ends_the_bot_with_2_and_is_named_not_shown(
    start: Start, slack: FakeSlack
) -> None:
    slack.bad_tokens.add(BOT_TOKEN)

    bot = await start(**by_socket(slack))

    assert await bot.ended() == 2
    errors = await bot.errors()
    assert "SLACK_BOT_TOKEN" in errors
    assert BOT_TOKEN not in errors
    assert "Traceback" not in errors


async def test_a_refused_discord_token_ends_the_bot_with_2_and_is_named_not_shown(
    start: Start, discord: FakeDiscord
) -> None:
    discord.token = "another"

    bot = await start(**by_gateway(discord))

    assert await bot.ended() == 2
    errors = await bot.errors()
    assert "DISCORD_TOKEN" in errors
    assert DISCORD_TOKEN not in errors
    assert "Traceback" not in errors


async def test_it_stops_at_once_while_a_platform_does_not_answer(start: Start) -> None:
    reached = asyncio.Event()

    async def never_answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(never_answers, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    bot = await start(DISCORD_TOKEN=DISCORD_TOKEN, DISCORD_API_URL=address)
    async with asyncio.timeout(PATIENCE_S):
        await reached.wait()

    assert await bot.stop() == 0
    server.close()


async def test_slack_in_trouble_ends_the_bot_with_1_so_that_it_is_started_again(
    start: Start, slack: FakeSlack
) -> None:
    slack.faults["auth.test"].append(refuses("internal_error"))

    bot = await start(**by_socket(slack))

    assert await bot.ended() == 1
    assert "try later" in await bot.errors()


async def test_a_database_that_cannot_be_used_ends_the_bot_with_1(
    start: Start, slack: FakeSlack
) -> None:
    bot = await start(**by_socket(slack), DATABASE_URL="sqlite:////proc/nowhere/briefing.db")

    assert await bot.ended() == 1
    assert "the store failed while opening the database" in await bot.errors()
