"""Posts summaries in Slack, each try once: the outbox decides whether there is another one."""

from __future__ import annotations

import datetime as dt

from adapters.slack.publisher import Publisher
from adapters.slack.render import to_message
from content.brief import Brief
from content.ports import Place


class SlackSender:
    """A `Sender`: posts with the key in the metadata, by which the message is found again."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    async def send(self, place: Place, brief: Brief, reply_id: str, key: str) -> str:
        """Post, and return the message's ts."""
        message = to_message(brief, reply_id)
        return await self._publisher.post_once(_channel(place), message, key)

    async def look_up(self, place: Place, key: str, since: dt.datetime) -> str | None:
        """The ts of the message with this key, posted since then."""
        return await self._publisher.look_up(_channel(place), key, None, since.timestamp())


def _channel(place: Place) -> str:
    return place.channel.rpartition("/")[2]
