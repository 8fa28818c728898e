"""A world for each test, on SQLite.

The tests here share one event loop, and with it the two worker processes: starting those, and
loading what reads feeds and pages, takes longer than most of the tests.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.archive.extraction import Extractor
from adapters.feeds.reading import FeedReader
from tests.news.world import Readers, World
from tests.news.world import world as opened
from tests.store.fresh import fresh

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Run what uses a world in the loop of the worker processes."""
    for item in items:
        if item.path.parent == HERE and "readers" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def readers() -> AsyncIterator[Readers]:
    async with FeedReader() as reader, Extractor() as extractor:
        yield reader, extractor


@pytest_asyncio.fixture(loop_scope="session")
async def world(tmp_path: Path, readers: Readers) -> AsyncIterator[World]:
    async with opened(fresh(tmp_path / "news.db"), readers=readers) as one:
        yield one
