"""A chat endpoint on this machine, whose answers the tests decide."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.llm.client import ChatModel

KEY = "sk-hunter2-very-secret"
Play = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answer(*sentences: tuple[str, str]) -> str:
    """What a model says: sentences, each with the ids of its claims."""
    proposed = [{"text": text, "claims": ids.split()} for text, ids in sentences]
    return json.dumps({"sentences": proposed}, ensure_ascii=False)


def completion(content: str | None, finish_reason: str = "stop", **message: Any) -> dict[str, Any]:
    """A chat completion with this text, as servers send it."""
    said = {"role": "assistant", "content": content, **message}
    choice = {"index": 0, "message": said, "finish_reason": finish_reason}
    return {"id": "1", "object": "chat.completion", "choices": [choice], "usage": {}}


@dataclass
class Endpoint:
    """Answers each request as `play` does, and keeps what was asked."""

    play: Play | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def data(self) -> dict[str, Any]:
        """What the model was given as data in the last request."""
        return dict(json.loads(self.asked[-1]["messages"][1]["content"]))

    def model(self, timeout_s: float = 20.0) -> ChatModel:
        return ChatModel(self.url, "small", KEY, timeout_s)

    def says(self, content: str | None, finish_reason: str = "stop", **message: Any) -> None:
        """Answer with this text from now on."""
        self.sends(json.dumps(completion(content, finish_reason, **message)).encode())

    def sends(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer with these bytes from now on."""

        async def play(_: web.Request) -> web.Response:
            return web.Response(
                body=body, status=status, headers=headers, content_type="application/json"
            )

        self.play = play

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        self.headers.append(dict(request.headers))
        self.asked.append(await request.json() if request.can_read_body else {})
        assert self.play is not None
        return await self.play(request)


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[Endpoint]:
    endpoint = Endpoint()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", endpoint.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    endpoint.port = runner.addresses[0][1]
    try:
        yield endpoint
    finally:
        await runner.cleanup()
