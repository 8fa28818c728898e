"""The passages of the operator's copies, searched through an index that follows the store.

The store is the truth: what it has and the index has not is put in, what it has no longer is taken
out, at the latest when the next question comes. Losing the index costs the time to make it again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.index.disk import DiskIndex, open_index
from content.errors import StoreError
from content.finding import find
from content.passages import Splitter, documents_of, state_of

if TYPE_CHECKING:
    from content.archive import Page
    from content.finding import Finding
    from content.pack import Pack
    from content.ports import CataloguedArchive, Nearness

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""How old what the index knows of the store may be when a question comes."""
PATIENCE_S = 3.0
"""How long a question waits for the index to catch up; then it is answered from what is there."""
REST_S = 60.0
"""How long an index that failed is left alone."""
PAGES_AT_ONCE = 50
"""Pages that are read, put in and made findable together: at 40 passages a page, 0.2 seconds."""


@dataclass
class _Shelf:
    """The index of one pack's pages, and how far it has followed the store."""

    index: DiskIndex | None = None
    looked_at: float | None = None
    """When the store was last looked at, by the monotonic clock."""
    following: asyncio.Task[None] | None = None


class PagePassages:
    """`Passages` of the pages in an archive. Each pack has an index in a folder below `folder`.

    `split` cuts a page into sentences; `nearness` also judges what they mean, where it is there.
    Two processes may share the folder: the first one keeps the index up to date, the other reads
    it.
    """

    def __init__(
        self,
        folder: Path,
        archive: CataloguedArchive,
        split: Splitter,
        nearness: Nearness | None = None,
    ) -> None:
        self._folder = folder
        self._archive = archive
        self._split = split
        self._nearness = nearness
        self._shelves: dict[str, _Shelf] = {}

    async def find(self, pack: Pack, question: str) -> Finding | None:
        """The sentences that answer, from the newest copies of the pack's pages."""
        shelf = self._shelves.setdefault(pack.info.id, _Shelf())
        await self._catch_up(shelf, pack)
        if shelf.index is None:
            return None
        try:
            return await asyncio.to_thread(
                find, shelf.index.library, question, nearness=self._nearness
            )
        except Exception:
            log.exception("searching the archived pages of %s failed", pack.info.id)
            await asyncio.to_thread(self._give_up, shelf)
            return None

    def close(self) -> None:
        """Let other processes write. May be called twice."""
        for shelf in self._shelves.values():
            if shelf.index is not None:
                shelf.index.close()
                shelf.index = None

    async def _catch_up(self, shelf: _Shelf, pack: Pack) -> None:
        """Have the index follow the store, and wait for it, though not for long."""
        now = time.monotonic()
        is_due = shelf.looked_at is None or now >= shelf.looked_at + LOOK_EVERY_S
        if shelf.following is None and is_due:
            shelf.looked_at = now
            shelf.following = asyncio.create_task(self._follow(shelf, pack))
        if shelf.following is not None:
            await asyncio.wait({shelf.following}, timeout=PATIENCE_S)

    async def _follow(self, shelf: _Shelf, pack: Pack) -> None:
        try:
            await self._take_over(shelf, pack, await self._archive.catalogue(pack.info.id))
        except StoreError as error:
            log.warning("archived pages are searched as they were: %s", error)
        except (OSError, ValueError) as error:
            log.warning("the search index of %s cannot be written: %s", pack.info.id, error)
            await asyncio.to_thread(self._give_up, shelf)
        except Exception:
            log.exception("following the archived pages of %s failed", pack.info.id)
            await asyncio.to_thread(self._give_up, shelf)
        finally:
            shelf.following = None

    async def _take_over(self, shelf: _Shelf, pack: Pack, catalogue: Mapping[str, str]) -> None:
        folder = self._folder / pack.info.id
        if not catalogue and not folder.is_dir():
            return  # nobody archives here, and nothing has to be made
        if shelf.index is None or not shelf.index.is_ours:
            # Also to see what another process has written, or that it is gone.
            shelf.index = await asyncio.to_thread(open_index, folder)
        index = shelf.index
        if not index.is_ours:
            return
        wanted = {
            source.id: state_of(source, catalogue[source.id])
            for source in pack.sources.values()
            if source.id in catalogue
        }
        if gone := index.held.keys() - wanted.keys():
            await asyncio.to_thread(_take_out, index, gone)
        new = [source for source, state in wanted.items() if index.held.get(source) != state]
        for some in _batches(new):
            pages = await self._archive.pages(pack.info.id, some)
            await asyncio.to_thread(self._put_in, index, pack, pages, wanted)

    def _put_in(
        self, index: DiskIndex, pack: Pack, pages: Mapping[str, Page], wanted: Mapping[str, str]
    ) -> None:
        """Put pages in place of what the index has of them. What is not there is tried again."""
        having = {name: page.copies[0].text for name, page in pages.items() if page.copies}
        for name, text in having.items():
            index.library.unstage(name)
            index.library.stage(documents_of(pack.sources[name], text, self._split))
        if having:
            index.publish({name: wanted[name] for name in having})

    def _give_up(self, shelf: _Shelf) -> None:
        """Leave an index that is in trouble alone for a while, then open or make it again."""
        index, shelf.index = shelf.index, None
        shelf.looked_at = time.monotonic() + REST_S - LOOK_EVERY_S
        if index is not None:
            with suppress(Exception):
                index.discard()


def _take_out(index: DiskIndex, groups: set[str]) -> None:
    for group in groups:
        index.library.unstage(group)
    index.publish(dict.fromkeys(groups))


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), PAGES_AT_ONCE):
        yield names[start : start + PAGES_AT_ONCE]
