"""A chat endpoint for the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.llm.endpoint import Endpoint, serving


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    async with serving() as one:
        yield one
