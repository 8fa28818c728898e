"""The side that asks: starts the process, bounds its time, and replaces it when it is gone."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters.worker.process import LENGTH_BYTES
from content.errors import BriefingError

PROCESS = Path(__file__).with_name("process.py")
TIME_LIMIT_S = 20
"""For one document. 10 MB of tag soup took 0.6 seconds, 50,000 nested elements 0.7 (measured)."""
STARTING_S = 15
"""What a busy machine may need on top to start the process and to load its libraries."""
MEMORY_BYTES = 1 << 30
"""A page of 10 MB, the largest that is fetched, needs some 400 MB."""
DOCUMENTS_PER_PROCESS = 50
"""Then comes a fresh one: what a library keeps in memory does not pile up."""


class Unreadable(BriefingError):
    """No text can be had from this."""


class Worker:
    """Has documents read one after the other, all of them in one process. Use with `async with`.

    `script` is a module with two functions: `prepare`, which loads libraries, and `answer`, which
    makes of the bytes of a document what can be written as JSON. The limits are for one document,
    in seconds and bytes.
    """

    def __init__(
        self, script: Path, seconds: int = TIME_LIMIT_S, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._script = script
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._process: Process | None = None
        self._documents = 0
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stop()

    async def ask(self, document: bytes) -> bytes:
        """What the script makes of a document, as JSON.

        Raises:
            Unreadable: it takes too long or too much memory.
        """
        async with self._turn:
            try:
                async with asyncio.timeout(self._seconds + STARTING_S):
                    return await self._asked(document)
            except (TimeoutError, EOFError, OSError) as error:
                await self._stop()
                raise Unreadable("it takes too long or too much memory to read") from error
            except BaseException:
                await self._stop()  # an answer nobody waited for must not be the next document's
                raise

    async def _asked(self, document: bytes) -> bytes:
        process = await self._started()
        assert process.stdin is not None  # noqa: S101 (both are pipes, see `_started`)
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(len(document).to_bytes(LENGTH_BYTES) + document)
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES))
        return await process.stdout.readexactly(length)

    async def _started(self) -> Process:
        if self._documents >= DOCUMENTS_PER_PROCESS:
            await self._stop()
        self._documents += 1
        if self._process is None:
            # Without our environment, for that holds tokens; isolated, so that no folder but the
            # installation's can lend it modules.
            command = [sys.executable, "-I", "-B", str(PROCESS), str(self._script)]
            limits = [str(self._seconds), str(self._memory_bytes)]
            self._process = await asyncio.create_subprocess_exec(
                *command, *limits, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}
            )
        return self._process

    async def _stop(self) -> None:
        process, self._process, self._documents = self._process, None, 0
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()
