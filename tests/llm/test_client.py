"""The client: one bounded request, whatever the endpoint does, and no secret in what it says."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from aiohttp import web

from adapters.llm.client import MAX_BYTES, ChatModel
from content.errors import RewriterError
from content.ports import Prompt
from tests.llm.endpoint import KEY, Endpoint, completion

PROMPT = Prompt("Do this.", '{"question": "why?"}', {"type": "object"})


async def test_it_asks_for_one_completion_with_the_schema_and_no_tools(endpoint: Endpoint) -> None:
    endpoint.says("words")

    said = await endpoint.model().reword(PROMPT)

    asked = endpoint.asked[0]
    assert (said, endpoint.paths) == ("words", ["/v1/chat/completions"])
    assert asked["messages"] == [
        {"role": "system", "content": PROMPT.instructions},
        {"role": "user", "content": PROMPT.data},
    ]
    assert asked["response_format"]["json_schema"]["schema"] == PROMPT.schema
    assert (asked["model"], asked["stream"], "tools" in asked) == ("small", False, False)


async def test_the_key_is_sent_as_a_bearer_token_and_only_if_there_is_one(
    endpoint: Endpoint,
) -> None:
    endpoint.says("words")

    await endpoint.model().reword(PROMPT)
    await ChatModel(f"{endpoint.url}/", "small", None, 20.0).reword(PROMPT)

    assert endpoint.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert "Authorization" not in endpoint.headers[1]
    assert endpoint.paths == ["/v1/chat/completions"] * 2


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no chat completion"),
        (b"<html>", "no chat completion"),
        (b"\xff\xfe", "no chat completion"),
        (b"[" * 50_000, "no chat completion"),
        (b'{"choices": []}', "no chat completion"),
        (b'{"choices": [{"message": {"content": 5}}]}', "no chat completion"),
        (json.dumps(completion("wor", "length")).encode(), "did not finish"),
        (json.dumps(completion("", "content_filter")).encode(), "did not finish"),
        (json.dumps(completion(None, refusal="I will not.")).encode(), "refused"),
        (json.dumps(completion(None, "tool_calls", tool_calls=[{"id": "1"}])).encode(), "tool"),
        (json.dumps(completion(None)).encode(), "empty"),
    ],
)
async def test_what_is_no_whole_completion_is_an_error(
    endpoint: Endpoint, body: bytes, why: str
) -> None:
    endpoint.sends(body)

    with pytest.raises(RewriterError, match=why):
        await endpoint.model().reword(PROMPT)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
async def test_every_status_but_200_is_an_error_without_what_the_server_says(
    endpoint: Endpoint, status: int
) -> None:
    endpoint.sends(f"bad key {KEY}".encode(), status)

    with pytest.raises(RewriterError) as caught:
        await endpoint.model().reword(PROMPT)

    assert str(caught.value) == f"it answered with status {status}"


async def test_no_redirect_is_followed(endpoint: Endpoint) -> None:
    endpoint.sends(b"", 307, Location=f"{endpoint.url}/elsewhere")

    with pytest.raises(RewriterError, match="307"):
        await endpoint.model().reword(PROMPT)

    assert len(endpoint.paths) == 1


async def test_an_endless_answer_is_cut_off(endpoint: Endpoint) -> None:
    sent = 0

    async def play(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" " * 65_536)
            sent += 65_536

    endpoint.play = play

    with pytest.raises(RewriterError, match="more than"):
        await endpoint.model().reword(PROMPT)

    assert sent < 100 * MAX_BYTES  # what the system's buffers hold, and no more


async def test_a_slow_drip_ends_with_the_time_for_the_whole(endpoint: Endpoint) -> None:
    async def play(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.02)

    endpoint.play = play
    began = time.monotonic()

    with pytest.raises(RewriterError, match=r"no answer within 0\.3 seconds"):
        await endpoint.model(timeout_s=0.3).reword(PROMPT)

    assert time.monotonic() - began < 10


async def test_a_packed_answer_is_not_unpacked(endpoint: Endpoint) -> None:
    endpoint.sends(b"\x1f\x8b\x08\x00", Content_Encoding="gzip")

    with pytest.raises(RewriterError):
        await endpoint.model().reword(PROMPT)


async def test_an_endpoint_that_is_not_there_is_an_error_that_names_neither_address_nor_key() -> (
    None
):
    with pytest.raises(RewriterError) as caught:
        await ChatModel("http://127.0.0.1:9/v1", "small", KEY, 20.0).reword(PROMPT)

    assert "127.0.0.1" not in str(caught.value)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None
