"""A small Slack on 127.0.0.1: Web API, response URLs, Socket Mode, and faults on request."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import WSMsgType, web

BOT_TOKEN = "xoxb-made-up-bot-token"
APP_TOKEN = "xapp-made-up-app-token"
TEAM, BOT_USER, BOT_ID = "T1", "UBOT", "BBOT"
PATIENCE_S = 10
"""How long something may take that ought to happen at once."""

Fault = Callable[["FakeSlack", web.Request, dict[str, Any]], Awaitable[web.StreamResponse]]


@dataclass
class Shown:
    """Something people can see in Slack."""

    how: Literal["message", "ephemeral", "response"]
    body: dict[str, Any]
    ts: str | None = None

    @property
    def title(self) -> str:
        """The text of the header, or the plain text where there is none."""
        headers = [block for block in self.blocks if block["type"] == "header"]
        return str(headers[0]["text"]["text"] if headers else self.body["text"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.body.get("blocks", []))

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """The buttons by their action ids."""
        rows = [block["elements"] for block in self.blocks if block["type"] == "actions"]
        return {button["action_id"]: button for button in itertools.chain(*rows)}

    @property
    def everything(self) -> str:
        return json.dumps(self.body, ensure_ascii=False)

    @property
    def is_private(self) -> bool:
        return self.how == "ephemeral" or self.body.get("response_type") == "ephemeral"

    @property
    def thread(self) -> str | None:
        thread = self.body.get("thread_ts")
        return str(thread) if thread else None


@dataclass
class FakeSlack:
    """Keeps what it is given, and misbehaves as told."""

    shown: list[Shown] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """The methods called, in order, refused ones included."""
    faults: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    """What goes wrong with the next calls of a method."""
    bad_tokens: set[str] = field(default_factory=set)
    keeps_metadata: bool = True
    """Whether the app may read the metadata of its own messages."""
    users: dict[str, Any] = field(default_factory=lambda: {"is_admin": True})
    """What is said of every user."""
    channel: dict[str, Any] = field(default_factory=dict)
    """What is said of every channel."""
    views: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    """Forms that were opened and home tabs that were shown."""
    connections: asyncio.Queue[web.WebSocketResponse] = field(default_factory=asyncio.Queue)
    url: str = ""

    def __post_init__(self) -> None:
        self._news: asyncio.Queue[Shown] = asyncio.Queue()
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def response_url(self) -> str:
        return f"{self.url}/response/{next(self._numbers)}"

    def trigger_id(self) -> str:
        return f"trigger-{next(self._numbers)}"

    def new_ts(self) -> str:
        return f"{time.time():.0f}.{next(self._numbers):06d}"

    async def next_shown(self) -> Shown:
        """What people see next, once it is there."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._news.get()

    def messages(self) -> list[Shown]:
        return [shown for shown in self.shown if shown.how == "message"]

    async def send(self, socket: web.WebSocketResponse, kind: str, payload: dict[str, Any]) -> None:
        """Send an envelope down a Socket Mode connection and wait until it is acknowledged."""
        envelope_id = f"envelope-{next(self._numbers)}"
        acknowledged = self._acks[envelope_id] = asyncio.get_running_loop().create_future()
        await socket.send_json({"envelope_id": envelope_id, "type": kind, "payload": payload})
        async with asyncio.timeout(PATIENCE_S):
            await acknowledged

    def show(self, how: Literal["message", "ephemeral", "response"], body: dict[str, Any]) -> Shown:
        shown = Shown(how, body, self.new_ts() if how != "response" else None)
        self.shown.append(shown)
        self._news.put_nowait(shown)
        return shown

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await _body(request)
        self.calls.append(method)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") in self.bad_tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self.faults[method]:
            return await self.faults[method].popleft()(self, request, body)
        return web.json_response({"ok": True, **self.answer(method, body)})

    def answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """Do what a method does, and say so."""
        if method == "auth.test":
            return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "url": "https://x/"}
        if method == "apps.connections.open":
            return {"url": f"{self.url.replace('http', 'ws', 1)}/socket?ticket=secret-ticket"}
        if method in ("conversations.history", "conversations.replies"):
            return {"messages": self._history(body), "has_more": False}
        if method in ("views.open", "views.publish"):
            self.views.put_nowait(body)
            return {}
        if method == "chat.delete":
            self.shown = [one for one in self.shown if one.ts != body["ts"]]
            return {"ts": body["ts"]}
        if told := self._tell(method, body):
            return told
        how: Literal["message", "ephemeral"]
        how = "message" if method == "chat.postMessage" else "ephemeral"
        return {"ts": self.show(how, body).ts, "channel": body["channel"]}

    def _tell(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """What is asked about people and channels."""
        if method == "users.info":
            return {"user": {"id": body["user"], "tz": "Europe/Berlin", **self.users}}
        if method == "conversations.info":
            return {"channel": {"id": body["channel"], "is_member": True, **self.channel}}
        if method == "conversations.open":
            return {"channel": {"id": f"D{body['users']}"}}
        return {}

    def _history(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        hidden = set() if self.keeps_metadata and body.get("include_all_metadata") else {"metadata"}
        return [
            {
                "ts": shown.ts,
                "bot_id": BOT_ID,
                **{name: value for name, value in shown.body.items() if name not in hidden},
            }
            for shown in reversed(self.messages())
            if shown.body["channel"] == body["channel"]
            and shown.thread == body.get("ts")
            and float(shown.ts or 0) >= float(body.get("oldest", 0))
        ]

    async def _response(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append("response_url")
        if self.faults["response_url"]:
            return await self.faults["response_url"].popleft()(self, request, body)
        self.show("response", body)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connections.put_nowait(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self._acks.pop(answer["envelope_id"]).set_result(answer)
        return socket


async def _body(request: web.Request) -> dict[str, Any]:
    if request.method == "GET":
        return dict(request.query)
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def refuses(error: str) -> Fault:
    """The next call is answered with this error."""

    async def fault(slack: FakeSlack, request: web.Request, body: dict[str, Any]) -> web.Response:
        return web.json_response({"ok": False, "error": error})

    return fault


def is_too_fast(retry_after_s: int) -> Fault:
    async def fault(slack: FakeSlack, request: web.Request, body: dict[str, Any]) -> web.Response:
        return web.json_response(
            {"ok": False, "error": "ratelimited"},
            status=429,
            headers={"Retry-After": str(retry_after_s)},
        )

    return fault


def fails(status: int) -> Fault:
    """The next call is answered as by a proxy whose server is down."""

    async def fault(slack: FakeSlack, request: web.Request, body: dict[str, Any]) -> web.Response:
        return web.Response(status=status, text="<html>oops</html>", content_type="text/html")

    return fault


async def is_cut_off(slack: FakeSlack, request: web.Request, body: dict[str, Any]) -> web.Response:
    """The connection breaks before the call is done."""
    return _cut(request)


async def is_done_but_cut_off(
    slack: FakeSlack, request: web.Request, body: dict[str, Any]
) -> web.Response:
    """The call is done, but the connection breaks before its answer is there."""
    slack.answer(request.match_info["method"], body)
    return _cut(request)


async def is_done_but_silent(
    slack: FakeSlack, request: web.Request, body: dict[str, Any]
) -> web.Response:
    """The call is done, but its answer never comes."""
    slack.answer(request.match_info["method"], body)
    await asyncio.Event().wait()
    return web.Response()


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
