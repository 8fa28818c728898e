"""The Slack side of the bot: one workspace, by Socket Mode or by HTTP."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Sequence

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import limits
from adapters.slack.forms import Forms
from adapters.slack.handlers import Handlers, team_of
from adapters.slack.publisher import Publisher, error_code, retry_handlers, status_of
from adapters.slack.sdk_log import sdk_log
from adapters.slack.sender import SlackSender
from adapters.slack.standing import ADMINS, Standings
from content.briefings import Briefings
from content.errors import AccessRefused, PlatformError

API_URL = "https://slack.com/api/"
PATH = "/slack/events"
"""Where Slack posts commands, clicks and events in HTTP mode."""

log = logging.getLogger(__name__)
_DOING = "starting Slack"
_NOT_SLACKS = (LookupError, TypeError, AttributeError, ValueError, RecursionError)
"""What Bolt stumbles with over payloads that Slack would never send. It reads before it checks
signatures."""


_REFUSALS = frozenset(
    """
    access_denied account_inactive ekm_access_denied enterprise_is_restricted invalid_auth
    missing_scope no_permission not_allowed_token_type not_authed org_login_required
    team_access_not_granted token_expired token_revoked two_factor_setup_required
    """.split()
)
"""What Slack says to a token that will not do, however often it is tried:
https://docs.slack.dev/reference/methods/auth.test#errors"""


class SlackAdapter:
    """A `Platform`: Slack, connected while the bot runs.

    With an `app_token` it opens a Socket Mode connection; with a `signing_secret` `http_handler`
    takes what Slack posts. Neither token nor secret is ever logged or part of an error.
    """

    name = "slack"

    def __init__(
        self,
        *,
        briefings: Briefings,
        commands: Sequence[str],
        bot_token: str,
        app_token: str | None = None,
        signing_secret: str | None = None,
        api_url: str | None = None,
        managers: str = ADMINS,
        settle_s: float = limits.SETTLE_S,
    ) -> None:
        """`commands` are names without slash; `managers` says who may decide on summaries, see
        `Standings`; `settle_s` is for tests with a quick Slack."""

        def client(handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
            return AsyncWebClient(
                token=bot_token,
                base_url=f"{(api_url or API_URL).rstrip('/')}/",
                timeout=limits.REQUEST_TIMEOUT_S,
                retry_handlers=handlers,
                logger=sdk_log,
            )

        self._client = client(retry_handlers())
        # The outbox decides about every further try, so nothing may be sent again below it.
        self._sender = SlackSender(Publisher(client([])))
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._publisher = Publisher(self._client, settle_s=settle_s)
        forms = Forms(briefings, self._client, Standings(self._client, managers))
        self._handlers = Handlers(briefings, self._publisher, forms)
        self._app = self._bolt_app()
        self._handlers.register(self._app, commands)
        forms.register(self._app, self._handlers, team_of)
        self._socket: AsyncSocketModeHandler | None = None
        self._identity = AuthorizeResult(enterprise_id=None, team_id=None)
        self._is_running = False

    @property
    def sender(self) -> SlackSender:
        """What posts summaries."""
        return self._sender

    async def start(self) -> None:
        """Check the tokens and connect; with Socket Mode, return once messages can arrive.

        Raises:
            AccessRefused: Slack refused a token, whose setting is named.
            PlatformError: Slack cannot be reached, or is in trouble.
        """
        self._identity = await self._who_we_are()
        self._publisher.bot_id = self._sender.publisher.bot_id = self._identity.bot_id
        if self._app_token:
            self._socket = await self._connected(self._app_token)
        self._is_running = True

    async def stop(self) -> None:
        """Finish what is under way, for at most `FINISH_TIMEOUT_S`, then disconnect."""
        self._is_running = False
        await self._handlers.finish(limits.FINISH_TIMEOUT_S)
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close_async()  # type: ignore[no-untyped-call]

    def is_healthy(self) -> bool:
        """Whether messages can arrive. auth.test would not tell: it works with a dead websocket."""
        return self._is_running and (not self._app_token or _is_connected(self._socket))

    async def http_handler(self, request: web.Request) -> web.Response:
        """Answer what Slack posts to `/slack/events`. Unsigned and old requests get a 401."""
        if not self._signing_secret:  # Bolt would take what is signed with an empty secret
            return web.Response(status=404, text="SLACK_SIGNING_SECRET is not set")
        if not self._is_running:
            return web.Response(status=503, text="not running")
        # Bolt reads a payload before it checks who signed it, and stumbles over nonsense.
        body = (await request.read()).decode("utf-8", "replace")
        verifier = SignatureVerifier(self._signing_secret)
        if not verifier.is_valid_request(body, dict(request.headers)):
            log.warning("an HTTP request was refused: its signature is missing, wrong or too old")
            return web.Response(status=401, text="the signature is missing, wrong or too old")
        try:
            bolt_request = await to_bolt_request(request)
        except _NOT_SLACKS:
            return web.Response(status=400, text="unreadable")
        return await to_aiohttp_response(await self._app.async_dispatch(bolt_request))

    def _bolt_app(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            return self._identity

        # With SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment Bolt looks for an OAuth
        # installation instead of using the token, unless it is told how to authorize. It then warns
        # that a SLACK_BOT_TOKEN in the environment is not used, although it is.
        sdk_log.setLevel(logging.ERROR)
        try:
            return _App(
                name=self.name,
                logger=sdk_log,
                client=self._client,
                authorize=authorize,
                signing_secret=self._signing_secret or "",
                raise_error_for_unhandled_request=True,
            )
        finally:
            sdk_log.setLevel(logging.WARNING)

    async def _who_we_are(self) -> AuthorizeResult:
        answer = await _checked(self._client.auth_test(), "SLACK_BOT_TOKEN")
        return AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer.get("team_id"),
            bot_id=answer.get("bot_id"),
            bot_user_id=answer.get("user_id"),
            bot_token=self._client.token,
        )

    async def _connected(self, app_token: str) -> AsyncSocketModeHandler:
        # Asked for here because the SDK goes on asking for ever when the token is refused.
        opened = await _checked(
            self._client.apps_connections_open(app_token=app_token), "SLACK_APP_TOKEN"
        )
        socket = AsyncSocketModeHandler(self._app, app_token, web_client=self._client)
        socket.client.wss_uri = opened["url"]
        try:
            async with asyncio.timeout(limits.CONNECT_TIMEOUT_S):
                await socket.connect_async()  # type: ignore[no-untyped-call]
        except TimeoutError as error:
            await socket.close_async()  # type: ignore[no-untyped-call]
            raise PlatformError(_DOING, "Socket Mode does not connect") from error
        return socket


class _App(AsyncApp):
    """Bolt, which trips over payloads without the fields they always have."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        try:
            return await super().async_dispatch(req)
        except _NOT_SLACKS as error:
            log.warning("a payload was dropped: Bolt cannot read it (%s)", type(error).__name__)
            return BoltResponse(status=200, body="")


async def _checked(call: Awaitable[AsyncSlackResponse], setting: str) -> AsyncSlackResponse:
    """The answer to a call that shows whether the token in this setting is good."""
    try:
        return await call
    except SlackApiError as error:
        code, status = error_code(error), status_of(error)
        if code in _REFUSALS:
            raise AccessRefused(_DOING, f"{setting} was refused ({code})") from error
        raise PlatformError(_DOING, f"Slack answered {code or status}; try later") from error
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise PlatformError(_DOING, "Slack cannot be reached") from error


def _is_connected(socket: AsyncSocketModeHandler | None) -> bool:
    """What the SDK's coroutine `is_connected` tells, which waits for nothing."""
    if socket is None or socket.client.closed or socket.client.stale:
        return False
    session, last_pong_s = socket.client.current_session, socket.client.last_ping_pong_time
    if session is None or session.closed:
        return False
    return last_pong_s is None or time.time() - last_pong_s < 4 * socket.client.ping_interval
