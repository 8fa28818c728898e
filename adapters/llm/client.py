"""Asks a chat endpoint for one completion: bounded in time and size, without tools or redirects.

The address is the operator's, often on this very machine, so the guards of `adapters.web.fetching`
against private networks would be in the way. No other address is ever reached from here.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content.errors import RewriterError
from content.ports import Prompt

MAX_BYTES = 200_000
"""Longest answer as sent. Twelve sentences of 280 characters, each escaped twice (7 bytes), are
24 kB; the rest is room for what reasoning models think aloud in a field of its own."""
CHUNK_BYTES = 16_384
FINISHED = frozenset({None, "stop"})
"""Every other reason to end (`length`, `content_filter`, `tool_calls`) leaves no whole answer."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    content: str | None = None
    refusal: str | None = None
    tool_calls: list[Any] | None = None


class _Choice(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    """What is read of an answer; whatever else a server adds is passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)

    choices: list[_Choice] = Field(min_length=1)


class ChatModel:
    """A `Rewriter`: one request each, and a connection of its own for it."""

    def __init__(self, url: str, model: str, key: str | None, timeout_s: float) -> None:
        """`url` is the base address, such as `http://127.0.0.1:11434/v1`; the key is sent as a
        bearer token, and `timeout_s` is for everything from connecting to the last byte."""
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Accept-Encoding": "identity"}
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout_s = timeout_s

    async def reword(self, prompt: Prompt) -> str:
        """The text of the model's answer.

        Raises:
            RewriterError: nothing usable came in time. Repeats nothing that was sent or received.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                return _text_of(await self._answer_to(prompt))
        except TimeoutError as error:
            raise RewriterError(f"no answer within {self._timeout_s:g} seconds") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Only its kind: what the library says may hold headers or the address.
            raise RewriterError(f"it cannot be reached ({type(error).__name__})") from None

    async def _answer_to(self, prompt: Prompt) -> bytes:
        async with (
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            ) as session,
            session.post(
                self._url, json=self._request(prompt), headers=self._headers, allow_redirects=False
            ) as response,
        ):
            if response.status != 200:
                raise RewriterError(f"it answered with status {response.status}")
            body = bytearray()
            async for chunk in response.content.iter_chunked(CHUNK_BYTES):
                body += chunk
                if len(body) > MAX_BYTES:
                    raise RewriterError(f"its answer has more than {MAX_BYTES} bytes")
            return bytes(body)

    def _request(self, prompt: Prompt) -> dict[str, Any]:
        """The request. Servers that know no `response_format` pass over it."""
        schema = {"name": "sentences", "strict": True, "schema": dict(prompt.schema)}
        return {
            "model": self._model,
            "messages": [
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.data},
            ],
            "temperature": 0,
            "stream": False,
            "response_format": {"type": "json_schema", "json_schema": schema},
        }


def _text_of(body: bytes) -> str:
    try:
        choice = _Completion.model_validate_json(body).choices[0]
    except ValidationError:
        raise RewriterError("its answer is no chat completion") from None
    message = choice.message
    if message.refusal:
        raise RewriterError("it refused")
    if message.tool_calls:
        raise RewriterError("it called a tool, and has none")
    if choice.finish_reason not in FINISHED:
        raise RewriterError("it did not finish its answer")
    if not message.content:
        raise RewriterError("its answer is empty")
    return message.content
