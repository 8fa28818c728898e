"""Posting: once, whatever the network does.

chat.postMessage takes no idempotency key (https://github.com/slackapi/slack-api-specs/issues/10),
and the SDK's own retry after a broken connection posts twice. So only refusals with 429 are sent
again; after anything unclear the channel itself is asked whether the message is there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import limits
from adapters.slack.render import Message
from adapters.slack.sdk_log import sdk_log
from content.errors import OutcomeUnknown, PlatformError, PostRefused, RateLimited

log = logging.getLogger(__name__)

_UNSETTLED = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Errors after which part of the work may be done: https://docs.slack.dev/reference/methods/chat.postMessage"""
_TOO_FAST = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
TRANSPORT_ERRORS = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""ValueError is what an answer that is no JSON, or a header that is no number, ends in."""
_METADATA_EVENT = "briefing"


class BoundedRateLimitRetry(AsyncRateLimitErrorRetryHandler):
    """Waits as long as a 429 says, but not for longer than anybody waits for an answer."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        headers = {name.lower(): value for name, value in response.headers.items()}
        wait_s = headers.get("retry-after", ["1"])[0]
        return wait_s.isdecimal() and int(wait_s) <= limits.RETRY_AFTER_MAX_S


def retry_handlers() -> list[AsyncRetryHandler]:
    """All that a client that posts may retry. Leaving them out brings the SDK's own back."""
    return [BoundedRateLimitRetry(max_retry_count=limits.RATE_LIMIT_RETRIES)]


class Publisher:
    """Sends messages to Slack.

    Every method raises `PostRefused` when the message was certainly not posted and never will be,
    `OutcomeUnknown` when that cannot be found out, and `PlatformError` when it was not posted now.
    """

    def __init__(self, client: AsyncWebClient, *, settle_s: float = limits.SETTLE_S) -> None:
        self._client = client
        self._settle_s = settle_s
        self.bot_id: str | None = None
        """The bot's own `bot_id`, once it is known."""

    async def post(
        self, channel: str, message: Message, key: str, thread: str | None = None
    ) -> str:
        """Post a message for all to see and return its ts.

        `key` tells this message from all others; everybody in the workspace can read it.
        """
        first_try_s = time.time()
        for _ in range(2):
            try:
                return await self.post_once(channel, message, key, thread)
            except OutcomeUnknown:
                await asyncio.sleep(self._settle_s)
                if found := await self.look_up(channel, key, thread, first_try_s):
                    return found
        raise OutcomeUnknown("posting a message", "the connection broke twice")

    async def post_privately(
        self, channel: str, user: str, message: Message, thread: str | None = None
    ) -> None:
        """Post a message that only one member of the channel sees, and only if they are around."""
        try:
            await self._client.chat_postEphemeral(
                channel=channel, user=user, thread_ts=thread, **_fields(message)
            )
        except (SlackApiError, *TRANSPORT_ERRORS) as error:
            raise _explained("posting a private message", error) from error

    async def direct_messages(self, user: str) -> str:
        """The id of the channel in which a user and the bot talk alone."""
        try:
            opened = await self._client.conversations_open(users=[user])
        except (SlackApiError, *TRANSPORT_ERRORS) as error:
            raise _not_sent("opening direct messages", error) from error
        return str((opened.get("channel") or {}).get("id"))

    async def respond(
        self, url: str, message: Message, *, in_channel: bool, thread: str | None = None
    ) -> None:
        """Answer through a response_url: for all (`in_channel`), or only for whoever asked."""
        client = AsyncWebhookClient(
            url,
            timeout=limits.REQUEST_TIMEOUT_S,
            retry_handlers=retry_handlers(),
            logger=sdk_log,
        )
        body = {
            **_fields(message),
            "response_type": "in_channel" if in_channel else "ephemeral",
            "replace_original": False,
            "thread_ts": thread,
        }
        try:
            answer = await client.send_dict(body)
        except TRANSPORT_ERRORS as error:
            raise _explained("answering through a response_url", error) from error
        if answer.status_code != 200:
            raise _status_explained("answering through a response_url", answer.status_code)

    async def post_once(
        self, channel: str, message: Message, key: str, thread: str | None = None
    ) -> str:
        """Like `post`, but never tries again after anything unclear."""
        try:
            posted = await self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                metadata={"event_type": _METADATA_EVENT, "event_payload": {"key": key}},
                **_fields(message),
            )
        except (SlackApiError, *TRANSPORT_ERRORS) as error:
            raise _explained("posting a message", error) from error
        return str(posted["ts"])

    async def delete(self, channel: str, ts: str) -> None:
        """Take back a message of ours."""
        try:
            await self._client.chat_delete(channel=channel, ts=ts)
        except (SlackApiError, *TRANSPORT_ERRORS) as error:
            raise _not_sent("deleting a message", error) from error

    async def look_up(
        self,
        channel: str,
        key: str,
        thread: str | None,
        first_try_s: float,
        besides: str | None = None,
    ) -> str | None:
        """The ts of a message posted with this key, other than `besides`; none if there surely is
        none."""
        page: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{first_try_s - limits.LOOKUP_MARGIN_S:.6f}",
            "limit": limits.LOOKUP_MESSAGES,
            "include_all_metadata": True,
        }
        try:
            if thread is None:
                found = await self._client.conversations_history(**page)
            else:
                found = await self._client.conversations_replies(ts=thread, **page)
        except (SlackApiError, *TRANSPORT_ERRORS) as error:
            raise OutcomeUnknown("looking for a message", type(error).__name__) from error
        messages = [one for one in found.get("messages") or [] if one.get("ts") != besides]
        return self._among(messages, key, is_all=not found.get("has_more"))

    def _among(self, messages: list[dict[str, Any]], key: str, *, is_all: bool) -> str | None:
        for message in messages:
            if _key(message) == key:
                return str(message["ts"])
        # Whether an app needs metadata.message:read for its own messages is not documented. One of
        # ours without metadata may be the one looked for, and a second post would double it.
        unreadable = any(
            self.bot_id and message.get("bot_id") == self.bot_id and "metadata" not in message
            for message in messages
        )
        if unreadable or not is_all:
            raise OutcomeUnknown("looking for a message", "not all that was posted can be read")
        return None


def _fields(message: Message) -> dict[str, Any]:
    filled = {name: value for name, value in message.items() if value}
    return {**filled, "unfurl_links": False, "unfurl_media": False}


def _key(message: dict[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key")


def _explained(doing: str, error: Exception) -> PlatformError:
    """What became of the message, from how sending it failed."""
    if isinstance(error, aiohttp.ClientConnectorError):  # no connection, so nothing was sent
        return PlatformError(doing, "Slack cannot be reached")
    if not isinstance(error, SlackApiError):
        return OutcomeUnknown(doing, type(error).__name__)
    code = error_code(error)
    if code in _TOO_FAST:
        return RateLimited(doing, "Slack asks to slow down", _retry_after_s(error))
    if code is None or status_of(error) >= 500:
        return _status_explained(doing, status_of(error))
    return (OutcomeUnknown if code in _UNSETTLED else PostRefused)(doing, code)


def _not_sent(doing: str, error: Exception) -> PlatformError:
    """What came of a call that posts nothing, whatever became of it."""
    explained = _explained(doing, error)
    return (
        explained
        if isinstance(explained, PostRefused)
        else PlatformError(doing, type(error).__name__)
    )


def _status_explained(doing: str, status: int) -> PlatformError:
    if status == 429:
        return RateLimited(doing, "Slack asks to slow down", limits.RETRY_AFTER_S)
    if 400 <= status < 500:
        return PostRefused(doing, f"HTTP {status}")
    return OutcomeUnknown(doing, f"HTTP {status}")


def _retry_after_s(error: SlackApiError) -> float:
    """How long Slack wants us to wait, in seconds."""
    headers = getattr(error.response, "headers", None) or {}
    named = {str(name).lower(): value for name, value in headers.items()}
    wait_s = str(named.get("retry-after", ""))
    return float(wait_s) if wait_s.isdecimal() else limits.RETRY_AFTER_S


def error_code(error: SlackApiError) -> str | None:
    """Slack's word for what went wrong, such as `not_in_channel`, if it said one."""
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else None


def status_of(error: SlackApiError) -> int:
    """The HTTP status. For a body that is no JSON the SDK hands out aiohttp's own response."""
    status = getattr(error.response, "status_code", None) or getattr(error.response, "status", 0)
    return int(status or 0)
