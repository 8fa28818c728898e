"""A workspace in which the bot is installed, as seen by the people in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from adapters.slack.app import PATH, SlackAdapter
from content.answering import Desk
from content.briefings import Briefings
from content.ports import Store
from content.subscribing import Subscribing
from tests.samples import NOON
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, BOT_USER, TEAM, FakeSlack, Shown

SECRET = "made-up-signing-secret"
CHANNEL, DIRECT, ANN, BEN = "C1", "D1", "U1", "U2"
COMMAND = "lights"
Mode = Literal["http", "socket"]
KINDS = {"command": "slash_commands", "interactive": "interactive", "event": "events_api"}


class NoonClock:
    def now(self) -> dt.datetime:
        return NOON


class Transport(Protocol):
    async def connect(self, adapter: SlackAdapter) -> None: ...

    async def send(self, kind: str, payload: dict[str, Any]) -> int: ...

    async def close(self) -> None: ...


class Socket:
    """Payloads come down a websocket."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self.connection: web.WebSocketResponse | None = None

    async def connect(self, adapter: SlackAdapter) -> None:
        self.connection = await self._slack.connections.get()

    async def send(self, kind: str, payload: dict[str, Any]) -> int:
        assert self.connection is not None
        await self._slack.send(self.connection, KINDS[kind], payload)
        return 200

    async def close(self) -> None:
        return


class Http:
    """Payloads are posted, and signed."""

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None
        self._url = ""

    async def connect(self, adapter: SlackAdapter) -> None:
        await self.close()
        app = web.Application()
        app.router.add_post(PATH, adapter.http_handler)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._url = f"http://127.0.0.1:{self._runner.addresses[0][1]}{PATH}"

    async def send(self, kind: str, payload: dict[str, Any]) -> int:
        raw, content_type = encoded(kind, payload)
        return await self.post(raw, {"Content-Type": content_type, **signature(raw)})

    async def post(self, raw: str, headers: Mapping[str, str]) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._url, data=raw.encode(), headers=headers) as answer,
        ):
            return answer.status

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack posts it, and its content type."""
    if kind == "event":
        return json.dumps(payload), "application/json"
    form = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def signature(raw: str, *, secret: str = SECRET, age_s: int = 0) -> dict[str, str]:
    at = str(int(time.time()) - age_s)
    signed = hmac.new(secret.encode(), f"v0:{at}:{raw}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signed}"}


class Workspace:
    """What people do in Slack, and what they then see."""

    def __init__(
        self,
        slack: FakeSlack,
        desk: Desk,
        store: Store,
        mode: Mode,
        subscriptions: Subscribing | None = None,
    ) -> None:
        self.slack = slack
        self.store = store
        self.briefings = Briefings([desk], store, NoonClock(), subscriptions=subscriptions)
        self.transport: Transport = Socket(slack) if mode == "socket" else Http()
        self._mode = mode
        self.bot = self.new_bot()

    def new_bot(self) -> SlackAdapter:
        return SlackAdapter(
            briefings=self.briefings,
            commands=[COMMAND],
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN if self._mode == "socket" else None,
            signing_secret=SECRET if self._mode == "http" else None,
            api_url=self.slack.api_url,
            settle_s=0,
        )

    async def open(self) -> None:
        await self.bot.start()
        await self.transport.connect(self.bot)

    async def close(self) -> None:
        await self.bot.stop()
        await self.transport.close()

    async def restart(self) -> None:
        """Stop the bot and start another one that has only the store in common with it."""
        await self.bot.stop()
        self.bot = self.new_bot()
        await self.open()

    async def all_shown(self) -> list[Shown]:
        """Everything there is to see once the bot has finished and is gone."""
        await self.bot.stop()
        return self.slack.shown

    async def types(self, text: str, *, user: str = ANN, **changes: Any) -> int:
        """`/lights text`; returns the status of the acknowledgement."""
        return await self.transport.send("command", {**self.command(text, user), **changes})

    def command(self, text: str, user: str = ANN) -> dict[str, Any]:
        return {
            "command": f"/{COMMAND}",
            "text": text,
            "team_id": TEAM,
            "channel_id": CHANNEL,
            "user_id": user,
            "response_url": self.slack.response_url(),
            "trigger_id": self.slack.trigger_id(),
        }

    async def clicks(self, shown: Shown, action_id: str, *, user: str = ANN, **changes: Any) -> int:
        """Click a button of something shown; `changes` tampers with the payload."""
        payload = {**self.click(shown, action_id, user), **changes}
        return await self.transport.send("interactive", payload)

    def click(self, shown: Shown, action_id: str, user: str = ANN) -> dict[str, Any]:
        button, channel = shown.buttons[action_id], shown.body.get("channel", CHANNEL)
        ts = shown.ts or self.slack.new_ts()
        message = {"ts": ts, **({"thread_ts": shown.thread} if shown.thread else {})}
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": channel},
            "container": {
                "type": "message",
                "channel_id": channel,
                "message_ts": ts,
                "is_ephemeral": shown.is_private,
            },
            # Slack leaves the message out of what is clicked in ephemeral messages.
            **({} if shown.is_private else {"message": message}),
            "response_url": self.slack.response_url(),
            "trigger_id": self.slack.trigger_id(),
            "actions": [{"type": "button", **button, "block_id": "b1"}],
        }

    async def uses_shortcut(self, ts: str, *, user: str = ANN, **changes: Any) -> int:
        """The message shortcut "Show sources"."""
        payload = {
            "type": "message_action",
            "callback_id": "show_sources",
            "team": {"id": TEAM},
            "user": {"id": user},
            "channel": {"id": CHANNEL},
            "message": {"ts": ts, "type": "message"},
            "response_url": self.slack.response_url(),
            "trigger_id": self.slack.trigger_id(),
        }
        return await self.transport.send("interactive", {**payload, **changes})

    async def acts(self, kind: str, user: str, **payload: Any) -> int:
        """Something done in a form or in the home tab, which stand in no channel."""
        who = {"team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}}
        done = {"type": kind, **who, "trigger_id": self.slack.trigger_id(), **payload}
        return await self.transport.send("interactive", done)

    async def says(self, text: str, **changes: Any) -> int:
        """A message in the channel."""
        return await self.transport.send("event", self.event("message", text, **changes))

    async def mentions(self, text: str, **changes: Any) -> None:
        """A message that names the bot, of which Slack tells twice."""
        changes = {"ts": self.slack.new_ts(), **changes}
        for kind in ("app_mention", "message"):
            said = self.event(kind, f"<@{BOT_USER}> {text}", **changes)
            await self.transport.send("event", said)

    async def tells_bot(self, text: str, **changes: Any) -> int:
        """A direct message."""
        return await self.says(text, channel=DIRECT, channel_type="im", **changes)

    def event(self, kind: str, text: str, **changes: Any) -> dict[str, Any]:
        event = {
            "type": kind,
            "channel": CHANNEL,
            "channel_type": "channel",
            "user": ANN,
            "text": text,
            "ts": self.slack.new_ts(),
        }
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{self.slack.trigger_id()}",
            "event": {**event, **changes},
        }
