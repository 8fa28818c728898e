"""How fast is planned and delivered, beside bare work in the same run: a part of `make crash`."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import typer
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import insert, update

from adapters.slack.publisher import Publisher
from adapters.slack.render import to_message
from adapters.slack.sender import SlackSender
from adapters.store.sql import SqlStore
from adapters.store.tables import OUTBOX
from bot.summaries import PLANNED_AT_ONCE, Posting, Summaries
from content.cadence import EVERY_DAY, Cadence
from content.digest import Window, digest
from content.outbox import Pace
from content.ports import Place
from content.subscriptions import Subscription
from tests.content.packs import pack
from tests.crash.__main__ import postgresql
from tests.delivery.conftest import DUE, Turned
from tests.slack.fake_slack import FakeSlack

ROWS, MESSAGES, TURNS = 2_000, 400, 3
A_WEEK = Window(DUE.date() - dt.timedelta(days=7), DUE.date() - dt.timedelta(days=1))
BRIEF = digest(pack("lighthouses"), A_WEEK, DUE.date()).brief


def _row(at: int, prefix: str) -> dict[str, object]:
    """A row of the outbox as a bare insert has it."""
    return {
        "key": f"{prefix}{at}",
        "kind": "summary",
        "subscription": f"s{at}",
        "platform": "slack",
        "channel": f"T1/C{at}",
        "reply": f"r{at}",
        "due_at": DUE,
        "state": "sent",
        "not_before": DUE,
        "fence": 0,
        "attempts": 0,
    }


async def bare_inserts(store: SqlStore, turn: int) -> float:
    """Rows a second, one after the other, in one transaction."""
    begun = time.perf_counter()
    async with store.writing("inserting") as connection:
        for at in range(ROWS):
            await connection.execute(insert(OUTBOX).values(_row(at, f"bare{turn}-")))
    return ROWS / (time.perf_counter() - begun)


async def planned(store: SqlStore, turn: int) -> float:
    """Subscriptions a second that become a parcel, a reply and a next date."""
    await subscribe(store, ROWS, turn)
    begun = time.perf_counter()
    while await store.outbox.plan(DUE, lambda *_: BRIEF, PLANNED_AT_ONCE) == PLANNED_AT_ONCE:
        pass
    took = time.perf_counter() - begun
    async with store.writing("emptying") as connection:
        await connection.execute(update(OUTBOX).values(state="sent"))
    return ROWS / took


async def bare_posts(store: SqlStore, slack: FakeSlack, turn: int) -> float:
    """Messages a second: a commit, a bare post of the same message, a commit."""
    message = to_message(BRIEF, "r" * 32)
    async with store.writing("inserting") as connection:
        for at in range(MESSAGES):
            await connection.execute(insert(OUTBOX).values(_row(at, f"post{turn}-")))
    begun = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        for at in range(MESSAGES):
            one = update(OUTBOX).where(OUTBOX.c.key == f"post{turn}-{at}")
            async with store.writing("noting") as connection:
                await connection.execute(one.values(first_try_at=DUE))
            body = {"channel": f"C{at}", **message}
            async with session.post(f"{slack.api_url}chat.postMessage", json=body) as answer:
                await answer.read()
            async with store.writing("noting") as connection:
                await connection.execute(one.values(state="sent"))
    return MESSAGES / (time.perf_counter() - begun)


async def delivered(store: SqlStore, slack: FakeSlack, turn: int) -> float:
    """Messages a second through claim, check, the real client and what is written down."""
    await subscribe(store, MESSAGES, turn)
    clock = Turned()
    clock.at = DUE
    while await store.outbox.plan(DUE, lambda *_: BRIEF, PLANNED_AT_ONCE) == PLANNED_AT_ONCE:
        pass
    client = AsyncWebClient("xoxb-x", slack.api_url, retry_handlers=[])
    sender = SlackSender(Publisher(client))
    sender.pace = Pace()
    loop = Summaries(Posting(store.outbox, store.outbox, {"slack": sender}), list, clock)
    begun = time.perf_counter()
    sent = await loop.step()
    assert sent == MESSAGES
    return MESSAGES / (time.perf_counter() - begun)


async def subscribe(store: SqlStore, count: int, turn: int) -> None:
    """So many channels whose summary is due."""
    cadence = Cadence(EVERY_DAY, dt.time(DUE.hour, DUE.minute), "UTC")
    due = DUE.date()
    for at in range(count):
        place = Place("slack", f"T{at % 5}/C{at}")
        id_ = f"t{turn}-{count}-{at}"
        await store.subscriptions.save(
            Subscription(id_, place, "lighthouses", cadence, due, due - dt.timedelta(days=1))
        )


async def measured(database: str) -> dict[str, list[float]]:
    """Each in turn, several times, in messages or rows a second."""
    slack = FakeSlack()
    await slack.start()
    store = SqlStore(database)
    await store.open()
    found: dict[str, list[float]] = {}
    jobs: dict[str, Callable[[int], Awaitable[float]]] = {
        "bare inserts": lambda turn: bare_inserts(store, turn),
        "planned": lambda turn: planned(store, turn),
        "bare posts": lambda turn: bare_posts(store, slack, turn),
        "delivered": lambda turn: delivered(store, slack, turn),
    }
    try:
        for turn in range(TURNS):
            for name, job in jobs.items():
                found.setdefault(name, []).append(await job(turn))
    finally:
        await store.close()
        await slack.stop()
    return found


def shown(name: str, found: dict[str, list[float]]) -> str:
    best = {job: max(rates) for job, rates in found.items()}
    planning = best["planned"] / best["bare inserts"]
    delivering = best["delivered"] / best["bare posts"]
    return f"| {name} | {planning:.2f} | {delivering:.2f} |"


async def main() -> None:
    """Print both ratios for both databases, the best of three turns."""
    typer.echo("| database | planned, to bare inserts | delivered, to commit, post, commit |")
    typer.echo("| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        typer.echo(shown("SQLite", await measured(f"sqlite:///{Path(folder)}/briefing.db")))
    with postgresql() as (address, _):
        typer.echo(shown("PostgreSQL", await measured(address)))


if __name__ == "__main__":
    asyncio.run(main())
