"""Packs that change while the bot runs: all of the new state, or all of the last good one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import wiring
from content.briefings import Briefings
from content.errors import PackError, StoreError
from content.loading import load_packs
from content.news.approving import with_approved
from content.news.ports import Drafts
from content.pack import Pack
from content.problems import Problem

log = logging.getLogger(__name__)

TRIES = 3
"""How often packs are read again whose files changed while they were read."""
SETTLE_S = 0.5
"""How long to wait for whoever is writing them."""
SHOWN_PROBLEMS = 20
APPROVED_EVERY_S = 15.0
"""How often is looked for what other processes have approved."""

Signature = Mapping[str, tuple[int, int, int]]
"""Of each pack file its time of change (ns), size (bytes) and inode."""
Folders = Callable[[], Sequence[Path]]


class Reloader:
    """Keeps a `Briefings` serving the newest sound state of some pack folders.

    Nothing is served that was read while somebody wrote it: files that changed meanwhile are read
    again. Packs that cannot be used leave those that are served in place.
    """

    def __init__(
        self,
        folders: Folders,
        core: Briefings,
        packs: Sequence[Pack],
        drafts: Drafts | None = None,
    ) -> None:
        """`drafts` keeps what editors have approved, which is served with the packs."""
        self._folders = folders
        self._core = core
        self._read_packs = tuple(packs)
        self._packs = tuple(packs)
        self._drafts = drafts
        self._revision = ""
        self._commands = _commands(packs)
        self._tried = signature(folders())
        self._problems = 0
        self._turn = asyncio.Lock()

    @property
    def packs(self) -> Sequence[Pack]:
        """The packs that are served."""
        return self._packs

    async def reload(self) -> bool:
        """Read the packs now; returns whether what was read is now served. Never raises."""
        async with self._turn:
            try:
                read = await self._read()
            except PackError as error:
                self._keep_old(error)
                return False
            except Exception:
                log.exception("reading the packs failed; the last good ones are served")
                self._problems = 1
                return False
            self._read_packs = tuple(read)
            await self._serve()
            return True

    async def join_approved(self) -> None:
        """Serve what editors have approved, if there is more of it than is served.

        Never raises: with a database in trouble the packs are served as they were.
        """
        async with self._turn:
            try:
                if self._drafts and await self._drafts.revision() != self._revision:
                    await self._serve()
            except StoreError as error:
                log.warning("approved claims cannot be looked up: %s", error)

    async def watch_approved(self) -> None:
        """Do so whenever any process has approved something."""
        while True:
            await self.join_approved()
            await asyncio.sleep(APPROVED_EVERY_S)

    async def watch(self, every_s: float) -> None:
        """Reload whenever files have changed and then stayed the same for one more look."""
        last = self._tried
        while True:
            await asyncio.sleep(every_s)
            now = await asyncio.to_thread(self._signature)
            if now == last and now != self._tried:
                await self.reload()
            last = now

    def health(self) -> dict[str, Any]:
        """What is served, and how many problems keep newer files from being served."""
        serving = {pack.info.id: pack.info.version for pack in self._packs}
        return {"serving": serving, "problems": self._problems}

    async def _read(self) -> list[Pack]:
        for _ in range(TRIES):
            before = self._tried = await asyncio.to_thread(self._signature)
            packs = await asyncio.to_thread(load_packs, self._folders())
            if await asyncio.to_thread(self._signature) == before:
                return packs
            await asyncio.sleep(SETTLE_S)
        where = str(self._folders()[0])
        raise PackError([Problem(where, 1, "files keep changing", "reload once they are written")])

    def _signature(self) -> Signature:
        try:
            return signature(self._folders())
        except (PackError, OSError):  # a folder is gone; reloading says which
            return {}

    async def _with_approved(self) -> Sequence[Pack]:
        if self._drafts is None:
            return self._read_packs
        try:
            revision = await self._drafts.revision()
            approved = await self._drafts.listed(state="approved")
        except StoreError as error:
            log.warning("approved claims cannot be looked up: %s", error)
            return self._read_packs
        self._revision = revision
        return [with_approved(pack, approved) for pack in self._read_packs]

    async def _serve(self) -> None:
        packs = await self._with_approved()
        self._core.serve(await asyncio.to_thread(wiring.desks, packs))
        self._packs, self._problems = tuple(packs), 0
        served = ", ".join(f"{pack.info.id} {pack.info.version}" for pack in packs)
        log.info("packs reloaded: %s", served)
        if _commands(packs) != self._commands:
            log.warning("the packs' commands have changed; restart to register them")

    def _keep_old(self, error: PackError) -> None:
        self._problems = len(error.problems)
        served = ", ".join(f"{pack.info.id} {pack.info.version}" for pack in self._packs)
        log.error("packs not reloaded, %d problems; still serving %s", self._problems, served)
        for problem in error.problems[:SHOWN_PROBLEMS]:
            log.error("%s", problem)


def signature(folders: Sequence[Path]) -> Signature:
    """What tells one state of the folders' files from another."""
    files = sorted(path for folder in folders for path in folder.rglob("*.yaml"))
    return {str(path): _state(path) for path in files}


def _state(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:  # deleted since it was listed
        return (0, 0, 0)
    return status.st_mtime_ns, status.st_size, status.st_ino


def _commands(packs: Sequence[Pack]) -> list[tuple[str, str | None]]:
    return [(pack.info.command, pack.info.command_zh) for pack in packs]
