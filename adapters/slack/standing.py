"""Who may decide what is posted in a channel of Slack, and whether the bot can post there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.publisher import TRANSPORT_ERRORS, error_code
from content.asked import Standing

log = logging.getLogger(__name__)

ADMINS, MEMBERS = "admins", "members"
_WHO_MAY = {
    ADMINS: "admins and owners of this workspace and whoever made the channel",
    MEMBERS: "members of this channel",
}
_LISTED = "people whom the operator has listed"
_NOT_A_MEMBER = "I am not a member of that channel: type “/invite” with my name there."
_ARCHIVED = "The channel is archived."
_NO_SCOPE = (
    "Slack does not let me look at it (missing_scope): the operator has to install me again with "
    "the current manifest."
)
_UNREACHABLE = "Slack does not tell right now whether I can; please try again."


class Standings:
    """Asks Slack. `managers` is `admins`, `members`, or ids of users with commas."""

    def __init__(self, client: AsyncWebClient, managers: str = ADMINS) -> None:
        self._client = client
        self._managers = managers

    async def of(self, channel: str, user: str) -> Standing:
        """How a user stands in a channel, for what decides on posts there. Never raises."""
        person, place = await asyncio.gather(
            _told(self._client.users_info(user=user)),
            _told(self._client.conversations_info(channel=channel)),
        )
        known = _inside(person, "user")
        zone = _zone(known)
        if channel.startswith("D"):
            return Standing(may_manage=True, zone=zone)
        about = _inside(place, "channel")
        return Standing(
            may_manage=self._may_manage(user, known, about),
            who_may=_WHO_MAY.get(self._managers, _LISTED),
            lacking=_lacking(about, place.get("error")),
            zone=zone,
        )

    async def zone_of(self, user: str) -> str | None:
        """A user's time zone by its IANA name; none where Slack does not tell."""
        return _zone(_inside(await _told(self._client.users_info(user=user)), "user"))

    def _may_manage(self, user: str, known: dict[str, Any], about: dict[str, Any]) -> bool:
        if self._managers == MEMBERS:
            return True  # whoever can type there is one
        if self._managers == ADMINS:
            is_admin = bool(known.get("is_admin") or known.get("is_owner"))
            return is_admin or about.get("creator") == user
        return user in self._managers.replace(",", " ").split()


async def _told(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """What Slack answers; its `error` where it refuses."""
    try:
        answer = (await call).data
    except SlackApiError as error:
        return {"error": error_code(error) or "unreadable"}
    except TRANSPORT_ERRORS as error:
        log.info("Slack does not tell about a user or a channel: %s", type(error).__name__)
        return {"error": "unreachable"}
    return answer if isinstance(answer, dict) else {}


def _inside(answer: dict[str, Any], name: str) -> dict[str, Any]:
    found = answer.get(name)
    return found if isinstance(found, dict) else {}


def _zone(known: dict[str, Any]) -> str | None:
    zone = known.get("tz")
    return zone if isinstance(zone, str) and zone else None


def _lacking(about: dict[str, Any], error: object) -> tuple[str, ...]:
    if error in ("channel_not_found", "not_in_channel"):  # as it says of private channels
        return (_NOT_A_MEMBER,)
    if error == "missing_scope":
        return (_NO_SCOPE,)
    if error:
        return (_UNREACHABLE,)
    if about.get("is_archived"):
        return (_ARCHIVED,)
    return () if about.get("is_member") or about.get("is_im") else (_NOT_A_MEMBER,)
