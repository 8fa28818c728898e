"""Discord, as far as the bot sees of it: REST and the gateway on 127.0.0.1.

What the bot sends is kept as messages; what can go wrong is asked for beforehand (`refuse_next`,
`cut_next`, `drop`). Ids count up, so that a test reads the same each time.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord import payloads
from tests.discord.payloads import APPLICATION_ID, CHANNEL, GUILD, Interaction, Payload, user

TOKEN = "a-token-for-tests"
PATIENCE_S = 10.0
_SHOWN = ("content", "embeds", "components")


@dataclass
class FakeDiscord:
    """Start it, point the bot at `api_url`, and play the people with the `says_...` methods."""

    token: str = TOKEN
    commands: list[list[Payload]] = field(default_factory=list)
    """Every definition that was registered."""
    interactions: dict[str, Interaction] = field(default_factory=dict)
    messages: dict[int, Payload] = field(default_factory=dict)
    """Everything posted by the bot, private replies included."""
    sent: list[Payload] = field(default_factory=list)
    """Every body with which a message was made or edited, lost ones included."""
    requests: Counter[str] = field(default_factory=Counter)
    identified: list[Payload] = field(default_factory=list)
    resumed: int = 0
    gateway_is_down: bool = False
    refused_connections: int = 0
    session_starts_left: int = 1000
    closes_with: int | None = None
    """The code with which an IDENTIFY is turned down."""

    def __post_init__(self) -> None:
        self._ids = itertools.count(1_000_000)
        self._changed = asyncio.Event()
        self._nonces: dict[str, Payload] = {}
        self._refusals: dict[str, list[tuple[int, Payload]]] = {}
        self._cuts: Counter[str] = Counter()
        self._sockets: list[web.WebSocketResponse] = []
        self._dispatched: list[Payload] = []
        self._runner: web.AppRunner | None = None
        self.api_url = ""

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.get("/api/v10/users/@me", self._me),
                web.get("/api/v10/oauth2/applications/@me", self._application),
                web.get("/api/v10/gateway/bot", self._gateway_address),
                web.post("/api/v10/users/@me/channels", self._direct_messages),
                web.get("/api/v10/guilds/{guild}", self._guild),
                web.get("/api/v10/channels/{channel}", self._channel),
                web.get("/api/v10/guilds/{guild}/members/{user}", self._member),
                web.put("/api/v10/applications/{app}/commands", self._register),
                web.post("/api/v10/interactions/{id}/{token}/callback", self._callback),
                web.patch("/api/v10/webhooks/{app}/{token}/messages/@original", self._edit),
                web.get("/api/v10/webhooks/{app}/{token}/messages/@original", self._original),
                web.post("/api/v10/channels/{channel}/messages", self._post),
                web.get("/api/v10/channels/{channel}/messages", self._history),
                web.delete("/api/v10/channels/{channel}/messages/{message}", self._delete),
                web.get("/gateway/", self._gateway),
                web.get("/gateway", self._gateway),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{port}/api/v10"

    async def stop(self) -> None:
        for socket in self._sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something the bot did makes this true."""
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                self._changed.clear()
                await self._changed.wait()

    # What goes wrong

    def refuse_next(self, route: str, status: int, code: int = 0, **body: Any) -> None:
        """Answer the next request to `route` with this and do nothing else."""
        self._refusals.setdefault(route, []).append((status, {"code": code, **body}))

    def cut_next(self, route: str, times: int = 1) -> None:
        """Do what the next request asks for, and cut the connection instead of answering."""
        self._cuts[route] += times

    async def drop(self) -> None:
        """End the gateway connection so that it can be resumed."""
        await self._sockets[-1].close(code=4000)

    # What people do

    async def uses_command(
        self, text: str, *, private: bool | None = None, by: int = 1, **place: Any
    ) -> Interaction:
        """`/lights TEXT`."""
        options: list[Payload] = [{"type": 3, "name": "text", "value": text}]
        options += [] if private is None else [{"type": 5, "name": "private", "value": private}]
        data = {"id": "5", "type": 1, "name": "lights", "options": options}
        return await self.interacts(2, data, by=by, **place)

    async def types(self, text: str) -> Interaction:
        """Keystrokes in `/lights`, before it is sent."""
        option = {"type": 3, "name": "text", "value": text, "focused": True}
        data = {"id": "5", "type": 1, "name": "lights", "options": [option]}
        return await self.interacts(4, data)

    async def presses(self, custom_id: str, message: Payload, *, by: int = 1) -> Interaction:
        """A click on a button; `custom_id` need not be one that is there."""
        data = {"custom_id": custom_id, "component_type": 2}
        return await self.interacts(3, data, by=by, message=message)

    async def shows_sources_of(self, message: Payload, *, by: int = 1) -> Interaction:
        """The message menu's "Show sources"."""
        data = {
            "id": "6",
            "type": 3,
            "name": "Show sources",
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self.interacts(2, data, by=by)

    async def says(
        self,
        content: str,
        *,
        by: int = 1,
        guild: int | None = GUILD,
        channel: int = CHANNEL,
        mentions_bot: bool | None = None,
        reply_to: str | None = None,
        **changes: Any,
    ) -> Payload:
        """A message in a channel, or with `guild=None` in the direct messages."""
        mentioned = f"<@{APPLICATION_ID}>" in content if mentions_bot is None else mentions_bot
        message = payloads.message(next(self._ids), channel, {"content": content}, user(by))
        message["mentions"] = [payloads.BOT] if mentioned else []
        if guild is not None:
            message |= {"guild_id": str(guild), "member": payloads.member()}
        if reply_to is not None:
            reference = {"message_id": reply_to, "channel_id": str(channel), "type": 0}
            message |= {"type": 19, "message_reference": reference}
        message |= changes
        await self.dispatch("MESSAGE_CREATE", message)
        return message

    async def dispatch(self, event: str, data: Payload) -> None:
        """Send an event; while nobody is connected it waits for the next RESUME."""
        self._dispatched.append({"op": 0, "t": event, "s": len(self._dispatched) + 1, "d": data})
        if self._sockets and not self._sockets[-1].closed:
            await self._sockets[-1].send_json(self._dispatched[-1])

    # What can be seen afterwards

    async def answer(self, interaction: Interaction) -> Payload:
        """The message that is the first response."""
        await self.until(lambda: interaction.message is not None)
        assert interaction.message is not None
        return interaction.message

    async def edited(self, interaction: Interaction) -> Payload:
        """The message after its first edit."""
        await self.until(lambda: interaction.edits > 0)
        assert interaction.message is not None
        return interaction.message

    async def posted(self, count: int = 1) -> Payload:
        """The newest message, once there are so many."""
        await self.until(lambda: len(self.messages) >= count)
        return list(self.messages.values())[-1]

    def shown_with_live_mentions(self) -> list[Payload]:
        """What was sent that could ping somebody; deferrals hold no text and are left out."""
        bodies = [body.get("data", body) for body in self.sent]
        shown = [body for body in bodies if body and ("embeds" in body or "content" in body)]
        return [body for body in shown if body.get("allowed_mentions", {}).get("parse") != []]

    # The REST side

    async def _me(self, request: web.Request) -> web.StreamResponse:
        self.requests["me"] += 1
        if request.headers["Authorization"] != f"Bot {self.token}":
            return _json({"code": 0, "message": "401: Unauthorized"}, 401)
        return self._faulty("me") or _json(payloads.BOT)

    async def _application(self, _request: web.Request) -> web.StreamResponse:
        return _json(payloads.application())

    async def _gateway_address(self, _request: web.Request) -> web.StreamResponse:
        limit = {"total": 1000, "remaining": self.session_starts_left, "reset_after": 3_600_000}
        limit["max_concurrency"] = 1
        return _json({"url": self._gateway_url, "shards": 1, "session_start_limit": limit})

    async def _direct_messages(self, request: web.Request) -> web.StreamResponse:
        """The channel with a person has the person's number and a thousand."""
        person = int((await request.json())["recipient_id"])
        channel = {"id": str(1000 + person), "type": 1, "recipients": [user(person)]}
        return self._faulty("dm") or _json(channel)

    async def _guild(self, request: web.Request) -> web.StreamResponse:
        return self._faulty("guild") or _json(payloads.guild(int(request.match_info["guild"])))

    async def _channel(self, request: web.Request) -> web.StreamResponse:
        channel = int(request.match_info["channel"])
        return self._faulty("channel") or _json(payloads.channel(channel))

    async def _member(self, request: web.Request) -> web.StreamResponse:
        person = int(request.match_info["user"])
        return _json(payloads.member() | {"user": user(person), "roles": payloads.roles_of(person)})

    async def _register(self, request: web.Request) -> web.StreamResponse:
        self.commands.append(await request.json())
        return self._done("commands", [])

    async def _callback(self, request: web.Request) -> web.StreamResponse:
        assert request.query["with_response"] in ("1", "true")
        body = await request.json()
        if refused := self._faulty("callback"):
            return refused
        interaction = self.interactions[request.match_info["token"]]
        if interaction.response is not None:
            return _json({"code": 40060, "message": "Interaction already acknowledged."}, 400)
        self.sent.append(body)
        interaction.response = body
        if body["type"] in (4, 5):
            interaction.message = self._keep(interaction.channel, body.get("data") or {})
        return self._done("callback", payloads.callback_response(interaction), request)

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if refused := self._faulty("edit"):
            return refused
        interaction = self.interactions[request.match_info["token"]]
        assert interaction.message is not None
        self.sent.append(body)
        interaction.message |= {key: body[key] for key in _SHOWN if key in body}
        interaction.edits += 1
        return self._done("edit", interaction.message, request)

    async def _original(self, request: web.Request) -> web.StreamResponse:
        self.requests["original"] += 1
        self._changed.set()
        message = self.interactions[request.match_info["token"]].message
        return _json(message) if message else _json({"code": 10008, "message": "Unknown"}, 404)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if refused := self._faulty("post"):
            return refused
        self.sent.append(body)
        nonce = body["nonce"]
        assert body["enforce_nonce"] is True
        assert len(nonce) <= 25
        if nonce not in self._nonces:
            self._nonces[nonce] = self._keep(int(request.match_info["channel"]), body)
        return self._done("post", self._nonces[nonce], request)

    async def _history(self, request: web.Request) -> web.StreamResponse:
        """The messages of a channel, newest first; ids here hold no time to go by."""
        channel = request.match_info["channel"]
        found = [
            message
            for _, message in sorted(self.messages.items(), reverse=True)
            if message["channel_id"] == channel
        ]
        return self._done("history", found)

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        del self.messages[int(request.match_info["message"])]
        return web.Response(status=204)

    def forget_nonces(self) -> None:
        """As it does some minutes after a message."""
        self._nonces.clear()

    def _faulty(self, route: str) -> web.StreamResponse | None:
        if not self._refusals.get(route):
            return None
        self.requests[route] += 1
        self._changed.set()
        status, body = self._refusals[route].pop(0)
        # A 429 without Via counts as a ban at the edge for discord.py, and is not waited out.
        return _json(body, status, {"Via": "1.1 google"})

    def _done(
        self, route: str, body: object, request: web.Request | None = None
    ) -> web.StreamResponse:
        self.requests[route] += 1
        self._changed.set()
        if request is not None and self._cuts[route] > 0 and request.transport is not None:
            self._cuts[route] -= 1
            request.transport.abort()
        return _json(body)

    def _keep(self, channel: int, body: Payload) -> Payload:
        author = {**payloads.BOT, "bot": True}
        message = payloads.message(next(self._ids), channel, body, author)
        self.messages[int(message["id"])] = message
        return message

    async def interacts(
        self,
        kind: int,
        data: Payload,
        *,
        by: int = 1,
        guild: int | None = GUILD,
        channel: int = CHANNEL,
        message: Payload | None = None,
    ) -> Interaction:
        """Any interaction at all; the methods above make the usual ones."""
        number = next(self._ids)
        made = Interaction(number, f"interaction-token-{number}", kind, data, channel)
        self.interactions[made.token] = made
        payload = payloads.interaction(made, by=by, guild=guild)
        if message is not None:
            payload["message"] = message
        await self.dispatch("INTERACTION_CREATE", payload)
        return made

    # The gateway

    @property
    def _gateway_url(self) -> str:
        return self.api_url.replace("http", "ws").replace("/api/v10", "/gateway")

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        if self.gateway_is_down:
            self.refused_connections += 1
            self._changed.set()
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._received(socket, json.loads(frame.data))
        return socket

    async def _received(self, socket: web.WebSocketResponse, frame: Payload) -> None:
        if frame["op"] == 1:
            await socket.send_json({"op": 11})
        elif frame["op"] == 2:
            self.identified.append(frame["d"])
            if self.closes_with is not None:
                await socket.close(code=self.closes_with)
                return
            self._sockets.append(socket)
            await self.dispatch("READY", payloads.ready(frame["d"], self._gateway_url))
        elif frame["op"] == 6:
            self.resumed += 1
            self._sockets.append(socket)
            for missed in self._dispatched[frame["d"]["seq"] :]:
                await socket.send_json(missed)
            await self.dispatch("RESUMED", {})
        self._changed.set()


def _json(
    body: object, status: int = 200, headers: dict[str, str] | None = None
) -> web.StreamResponse:
    # discord.py reads JSON only where the type is exactly this, without a charset.
    typed = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=typed)
