"""Slack's payloads as questions, and the ways back to whoever asked.

https://docs.slack.dev/interactivity/handling-user-interaction and
https://docs.slack.dev/apis/events-api say which payload has which fields.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.asked import Asked
from content.errors import PlatformError
from content.ports import Place

Body = Mapping[str, Any]

_FROM_PEOPLE = frozenset({None, "thread_broadcast", "file_share"})
"""Subtypes of messages that people write; edits, joins and bots' messages have others."""
_LINK = re.compile(r"<(?:https?://|mailto:)[^<>|]*\|([^<>|]*)>|<((?:https?://|mailto:)[^<>|]*)>")
_NAMED = re.compile(r"<([@#!])([^<>|]*)(?:\|([^<>]*))?>")
"""A person, a channel or a group, by id and perhaps by name."""
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|[^<>]*)?>")
_THUMBS_DOWN = re.compile(r"\s*:(?:thumbsdown|-1):(?::skin-tone-[2-6]:)?\s*")
"""Slack writes emoji by their names: https://docs.slack.dev/messaging/formatting-message-text"""
_SURROGATES = re.compile("[\ud800-\udfff]")


class UnreadablePayload(PlatformError):
    """A payload lacks a field it should have: it was tampered with, or Slack has changed."""

    def __init__(self, field: str) -> None:
        super().__init__("reading a request", f"it has no {field}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, and the ways back."""

    team: str
    channel: str
    user: str
    thread: str | None = None
    """The ts of the message in whose thread the reply belongs."""
    response_url: str | None = None
    """Good for 5 replies within 30 minutes, also where the bot is not a member."""
    is_private: bool = False
    """What was clicked, only this user sees; the reply is for the same eyes."""
    is_direct: bool = False
    """A direct message with the bot: no one else reads it."""
    opens_thread: bool = False
    """The thread begins with the message asked in."""
    deliveries: tuple[str, ...] = ()
    """Names of this delivery. Slack sends some things twice; one known name is enough to tell."""

    @property
    def place(self) -> Place:
        return Place("slack", f"{self.team}/{self.channel}", self.thread)

    @property
    def asker(self) -> str:
        return f"{self.team}/{self.user}"

    def asks(self, text: str, command: str | None = None, *, beside: str | None = None) -> Asked:
        """What this person asks here."""
        return Asked(
            as_typed(text),
            self.place,
            self.asker,
            command=command,
            private=self.is_private,
            beside=beside,
            opens_thread=self.opens_thread,
        )


def of_command(body: Body, team: str) -> Origin:
    """Where a slash command was typed. Raises `UnreadablePayload`, as all of these do."""
    return Origin(
        team,
        _text(body, "channel_id"),
        _text(body, "user_id"),
        response_url=response_url(body),
        deliveries=_trigger(body),
    )


def of_action(body: Body, team: str) -> Origin:
    """Where a button was clicked. Its message may be in a thread, or for one person only."""
    return Origin(
        team,
        _maybe(body, "channel", "id") or _text(body, "container", "channel_id"),
        _text(body, "user", "id"),
        thread=_maybe(body, "message", "thread_ts") or _maybe(body, "container", "thread_ts"),
        response_url=response_url(body),
        is_private=_get(body, "container", "is_ephemeral") is True,
        deliveries=_trigger(body),
    )


def message_under(body: Body) -> str | None:
    """The ts of the message a clicked button is on, if it says."""
    return _maybe(body, "message", "ts") or _maybe(body, "container", "message_ts")


def under_its_message(origin: Origin, body: Body) -> Origin:
    """The thread of the message a button is on; in direct messages replies stay in the open."""
    if origin.is_private or origin.thread or origin.channel.startswith("D"):
        return origin
    message = message_under(body) or _text(body, "container", "message_ts")
    return dataclasses.replace(origin, thread=message)


def of_shortcut(body: Body, team: str) -> Origin:
    """Where a message shortcut was used. The reply is for its user only."""
    return Origin(
        team,
        _text(body, "channel", "id"),
        _text(body, "user", "id"),
        thread=_maybe(body, "message", "thread_ts"),
        response_url=response_url(body),
        is_private=True,
        deliveries=_trigger(body),
    )


def of_event(body: Body, team: str) -> Origin:
    """Where a message was written. In a channel the reply goes into its thread, or starts one."""
    channel, ts = _text(body, "event", "channel"), _text(body, "event", "ts")
    is_direct = is_direct_message(body)
    event_id, thread = _maybe(body, "event_id"), _maybe(body, "event", "thread_ts")
    return Origin(
        team,
        channel,
        _text(body, "event", "user"),
        thread=thread or (None if is_direct else ts),
        is_direct=is_direct,
        opens_thread=thread is None and not is_direct,
        # A mention arrives as two events with different ids; the message behind them is one.
        deliveries=(
            *([f"slack:event:{event_id}"] if event_id else []),
            f"slack:message:{team}/{channel}:{ts}",
        ),
    )


def origin_of_event(body: Body) -> Origin | None:
    """`of_event` for a payload that may be anything."""
    try:
        return of_event(body, "-")
    except UnreadablePayload:
        return None


def command_of(body: Body) -> str:
    """The slash command used, without its slash."""
    return _text(body, "command").removeprefix("/")


def value_of(body: Body) -> str:
    """What the clicked button carries."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return _text(first if isinstance(first, Mapping) else {}, "value")


def message_of(body: Body) -> str:
    """The ts of the message a shortcut was used on."""
    return _text(body, "message", "ts")


def text_of(body: Body) -> str:
    """What was typed after a command or in a message; may be empty."""
    text = body.get("text") if "command" in body else _get(body, "event", "text")
    return text if isinstance(text, str) else ""


def is_from_person(body: Body) -> bool:
    """Whether an event is something a person wrote, not a bot's message or a report of an edit."""
    subtype = _get(body, "event", "subtype")
    known = subtype is None or (isinstance(subtype, str) and subtype in _FROM_PEOPLE)
    return known and _get(body, "event", "bot_id") is None


def is_direct_message(body: Body) -> bool:
    channel = _maybe(body, "event", "channel") or ""
    return _get(body, "event", "channel_type") == "im" or channel.startswith("D")


def is_in_thread(body: Body) -> bool:
    return _maybe(body, "event", "thread_ts") is not None


def mentions(body: Body, user: str | None) -> bool:
    """Whether an event mentions this user: Slack says so, or the message itself."""
    if _get(body, "event", "type") == "app_mention":
        return True
    return user is not None and re.search(_mention(user), text_of(body)) is not None


def beside_mention(text: str, user: str | None) -> str:
    """What stands after the mention of this user, or before it if nothing does."""
    before, *after = re.split(_mention(user), text, maxsplit=1) if user else [text]
    return "".join(after).strip() or before.strip()


def as_typed(text: str) -> str:
    """The text without what Slack put into it: entities for `&<>`, markup around links, and the
    name of a thumb that points down where there is nothing else.

    Button values come back with entities too: https://github.com/slackapi/bolt-python/issues/513
    """
    if _THUMBS_DOWN.fullmatch(text):
        return "👎"
    unlinked = _NAMED.sub(_name, _LINK.sub(lambda found: found[1] or found[2] or "", text))
    unescaped = unlinked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _SURROGATES.sub("\ufffd", unescaped)  # halves of characters, which no database takes


def _name(named: re.Match[str]) -> str:
    return f"{'#' if named[1] == '#' else '@'}{named[3] or named[2]}"


def channel_named(text: str) -> str | None:
    """The id of the channel that a text names, as Slack writes it."""
    found = _CHANNEL.search(text)
    return found[1] if found else None


def trigger_of(body: Body) -> str | None:
    """What a form may be opened with, for three seconds."""
    return _maybe(body, "trigger_id")


def of_view(body: Body, team: str, channel: str) -> Origin:
    """Where a form or the home tab asks something: in a channel that is named there."""
    return Origin(team, channel, _text(body, "user", "id"), deliveries=_trigger(body))


def home_of(body: Body) -> str | None:
    """Who has opened the home tab, if that is what a payload tells."""
    return _maybe(body, "event", "user") if _get(body, "event", "tab") == "home" else None


def metadata_of(body: Body) -> str:
    """What a form carries."""
    return _maybe(body, "view", "private_metadata") or ""


def state_of(body: Body) -> Body:
    """What is filled in."""
    state = _get(body, "view", "state", "values")
    return state if isinstance(state, Mapping) else {}


def filled_in(body: Body, name: str) -> str:
    """What is typed into the one line of a form that is called so."""
    return _maybe(body, "view", "state", "values", name, name, "value") or ""


def response_url(body: Body) -> str | None:
    return _maybe(body, "response_url")


def _mention(user: str) -> str:
    return rf"<@{re.escape(user)}(?:\|[^<>]*)?>"


def _trigger(body: Body) -> tuple[str, ...]:
    """A signed request can be sent again for five minutes; its trigger_id was made only once."""
    trigger = _maybe(body, "trigger_id")
    return (f"slack:trigger:{trigger}",) if trigger else ()


def _text(body: Body, *path: str) -> str:
    found = _maybe(body, *path)
    if found is None:
        raise UnreadablePayload(".".join(path))
    return found


def _maybe(body: Body, *path: str) -> str | None:
    found = _get(body, *path)
    return found if isinstance(found, str) and found else None


def _get(body: Body, *path: str) -> Any:
    found: Any = body
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
