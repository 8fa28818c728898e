"""A process of its own that uses a store: `python -m tests.store.child NAME COUNT ADDRESS`.

It prints "ready", waits for a line, opens the store, saves COUNT replies whose ids begin with
NAME, and prints each id once the store has confirmed it.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from adapters.store.journal import JournalStore
from adapters.store.sql import SqlStore
from content.brief import Brief
from tests.samples import brief_about_skerry, record

ROOT = Path(__file__).parents[2]


def start(name: str, count: int, address: str) -> subprocess.Popen[str]:
    """Start one; it is ready when this returns, and `go` sets it off."""
    command = [sys.executable, "-m", __name__, name, str(count), address]
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def go(*children: subprocess.Popen[str]) -> None:
    """Set them off at the same moment."""
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()


def finish(child: subprocess.Popen[str]) -> list[str]:
    """The ids it has saved, when it has ended well."""
    printed, _ = child.communicate()
    assert child.returncode == 0
    return printed.split()


async def _main(name: str, count: str, address: str) -> None:
    is_database = "://" in address
    store = SqlStore(address) if is_database else JournalStore(Path(address))
    brief = brief_about_skerry()
    _say("ready")
    sys.stdin.readline()
    await store.open()
    await _save(store, [f"{name}{number}" for number in range(int(count))], brief)
    if isinstance(store, SqlStore):
        await store.close()


async def _save(store: SqlStore | JournalStore, ids: list[str], brief: Brief) -> None:
    for record_id in ids:
        await store.save(record(brief, id=record_id))
        _say(record_id)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
