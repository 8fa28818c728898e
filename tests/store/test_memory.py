"""What is particular to the store in memory, and to what the terminal imports."""

from __future__ import annotations

import subprocess
import sys

from adapters.store.memory import MemoryStore
from content.ports import Place
from tests.samples import record
from tests.store.child import ROOT

CHANNEL = Place("slack", "T1/C1")


async def test_only_the_last_replies_saved_are_kept() -> None:
    store = MemoryStore(keep=2)

    for letter in "abc":
        await store.save(record(id=letter))

    assert [kept.id for kept in store] == ["b", "c"]
    assert await store.by_id("a") is None


async def test_replacing_a_reply_drops_no_other() -> None:
    store = MemoryStore(keep=2)

    for letter in "abab":
        await store.save(record(id=letter))

    assert [kept.id for kept in store] == ["a", "b"]


def test_the_terminals_stores_are_imported_without_sqlalchemy() -> None:
    program = (
        "import sys, adapters.store.memory, adapters.store.journal;"
        "sys.exit(bool({'sqlalchemy', 'alembic', 'sqlite3'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)

    assert done.returncode == 0
