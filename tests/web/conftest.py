"""A web site on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.web.site import Site, serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as one:
        yield one
