"""The bot's own HTTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from adapters.web.server import MAX_BODY_BYTES, WebServer
from content.errors import PlatformError


@pytest.fixture
def parts() -> dict[str, bool]:
    return {"slack": True, "discord": True}


@pytest.fixture
async def address(parts: dict[str, bool]) -> AsyncIterator[str]:
    server = WebServer("127.0.0.1", 0, lambda: parts)
    server.add_post("/slack/events", _echo)
    yield f"http://127.0.0.1:{await server.start()}"
    await server.stop()


async def _echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_is_200_while_every_part_can_be_heard(address: str, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        assert (answer.status, (await answer.json())["ok"]) == (200, True)


async def test_health_is_503_and_names_the_part_that_is_deaf(
    address: str, parts: dict[str, bool]
) -> None:
    parts["discord"] = False

    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as answer:
        body = await answer.json()

    assert (answer.status, body["parts"]) == (503, {"slack": True, "discord": False})


async def test_a_body_beyond_the_limit_is_refused(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        sent = session.post(f"{address}/slack/events", data=b"x" * (MAX_BODY_BYTES + 1))
        async with sent as answer:
            assert answer.status == 413


async def test_a_port_that_is_taken_is_said_clearly(address: str) -> None:
    taken = int(address.rpartition(":")[2])

    with pytest.raises(PlatformError, match=str(taken)):
        await WebServer("127.0.0.1", taken, dict).start()
