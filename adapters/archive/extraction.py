"""From HTML to text, in a process of its own: see `worker`."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from content.archive import MAX_TEXT_CHARS
from content.errors import BriefingError

WORKER = Path(__file__).with_name("worker.py")
LENGTH_BYTES = 4
TIME_LIMIT_S = 20
"""For one page. 10 MB of tag soup took 0.6 seconds, 50,000 nested elements 0.7 (measured)."""
STARTING_S = 15
"""What a busy machine may need on top to start the worker and to load trafilatura."""
MEMORY_BYTES = 1 << 30
"""A page of 10 MB, the largest that is fetched, needs some 400 MB."""
PAGES_PER_WORKER = 50
"""Then comes a fresh one: what a library keeps in memory does not pile up."""


class Unreadable(BriefingError):
    """No text can be had from this."""


@dataclass(frozen=True, slots=True)
class Article:
    """What could be read of a page."""

    text: str
    """The article, without menus and the like, its title as the first line."""
    whole: str
    """All visible text, where the article alone may lack something."""
    title: str | None
    address: str | None
    """The address the page gives as its own."""


class Extractor:
    """Reads pages one after the other, all of them in one worker. Use with `async with`.

    The limits are for one page, in seconds and bytes; the defaults are `TIME_LIMIT_S` and
    `MEMORY_BYTES`.
    """

    def __init__(self, seconds: int = TIME_LIMIT_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._worker: Process | None = None
        self._pages = 0

    async def __aenter__(self) -> Extractor:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stop()

    async def article(self, html: bytes, charset: str | None = None) -> Article:
        """The article of a page; `charset` is what the server says it is written in.

        Raises:
            Unreadable: it takes too long or too much memory, or there is no text in it.
        """
        try:
            async with asyncio.timeout(self._seconds + STARTING_S):
                answer = await self._asked(_in_utf8(html, charset))
        except (TimeoutError, EOFError, OSError) as error:
            await self._stop()
            raise Unreadable("it takes too long or too much memory to read") from error
        except BaseException:
            await self._stop()  # an answer that nobody waited for must not be the next page's
            raise
        return _article(answer)

    async def _asked(self, html: bytes) -> bytes:
        worker = await self._started()
        assert worker.stdin is not None  # noqa: S101 (both are pipes, see `_started`)
        assert worker.stdout is not None  # noqa: S101
        worker.stdin.write(len(html).to_bytes(LENGTH_BYTES) + html)
        await worker.stdin.drain()
        length = int.from_bytes(await worker.stdout.readexactly(LENGTH_BYTES))
        return await worker.stdout.readexactly(length)

    async def _started(self) -> Process:
        if self._pages >= PAGES_PER_WORKER:
            await self._stop()
        self._pages += 1
        if self._worker is None:
            # Without our environment, for that holds tokens; isolated, so that no folder but the
            # installation's can lend it modules.
            command = [sys.executable, "-I", "-B", str(WORKER)]
            limits = [str(self._seconds), str(self._memory_bytes)]
            self._worker = await asyncio.create_subprocess_exec(
                *command, *limits, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}
            )
        return self._worker

    async def _stop(self) -> None:
        worker, self._worker, self._pages = self._worker, None, 0
        if worker is not None:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.communicate()


def _in_utf8(html: bytes, charset: str | None) -> bytes:
    """What the server declares is believed; else the page is looked at."""
    try:
        return html.decode(charset or "", "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return html


def _article(answer: bytes) -> Article:
    found = json.loads(answer)
    text, whole = found["text"][:MAX_TEXT_CHARS], found["whole"][:MAX_TEXT_CHARS]
    if not text.strip() and not whole.strip():
        raise Unreadable("there is no text in it")
    title = found["title"]
    if title and not text.startswith(title):
        text = f"{title}\n{text}"
    return Article(text, whole, title, found["address"])
