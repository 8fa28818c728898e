"""The form to subscribe with, and the home tab. Pure, as messages are.

https://docs.slack.dev/reference/views and https://docs.slack.dev/reference/block-kit/block-elements
say what these hold.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import limits, markup
from adapters.slack.blocks import Block, button, plain, section
from content.brief import Brief
from content.cadence import DAYS
from content.digest import MAX_LINES
from content.subscribing import Owned
from content.subscriptions import Subscription

FORM = "subscribe_form"
"""The callback_id of the form."""
HOME_ACTION = "home_"
"""Followed by what the button is for and a number, because an action_id is unique in its block."""
OPEN_FORM = f"{HOME_ACTION}form"
_CHANNEL, _DAYS, _TIME, _ZONE, _TOPICS = "channel", "days", "time", "zone", "topics"
_QUIET, _LENGTH = "quiet", "length"
_SKIP = "skip quiet weeks"
_CHANGES = {
    "test": "Preview",
    "pause": "Pause",
    "resume": "Resume",
    "unsubscribe": "Unsubscribe",
}

View = Block
State = Mapping[str, Any]


def form(
    command: str, topics: Sequence[tuple[str, str]], zone: str | None, now: Subscription | None
) -> View:
    """The form for the pack of a command; `topics` are ids and titles.

    It begins with a subscription as it is `now`, or with what most people want, in the channel that
    it is opened in.
    """
    was = _channel_of(now) if now else ""
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps({"channel": was, "command": command}),
        "title": plain("Subscribe", limits.VIEW_TITLE_MAX),
        "submit": plain("Subscribe", limits.VIEW_TITLE_MAX),
        "close": plain("Cancel", limits.VIEW_TITLE_MAX),
        "blocks": [*_where_and_when(zone, was, now), *_what(topics, now)],
    }


def _where_and_when(zone: str | None, channel: str, now: Subscription | None) -> list[Block]:
    chosen = now.cadence.days if now else {0}
    at = now.cadence.at if now else dt.time(9)
    days = [_option(name, name.casefold()) for name in DAYS]
    where = {
        "type": "conversations_select",
        "action_id": _CHANNEL,
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private", "im"]},
        **({"initial_conversation": channel} if channel else {}),
    }
    named = {
        "type": "plain_text_input",
        "action_id": _ZONE,
        "initial_value": now.cadence.zone if now else zone or "UTC",
        "max_length": limits.ZONE_MAX,
    }
    clock = {"type": "timepicker", "action_id": _TIME, "initial_time": f"{at:%H:%M}"}
    return [
        _input(_CHANNEL, "Channel", where),
        _input(_DAYS, "Days", _choice("checkboxes", _DAYS, days, [days[day] for day in chosen])),
        _input(_TIME, "At", clock),
        _input(_ZONE, "Time zone, such as Europe/Berlin", named),
    ]


def _what(topics: Sequence[tuple[str, str]], now: Subscription | None) -> list[Block]:
    options = [_option(title, id_) for id_, title in topics[: limits.OPTIONS_MAX]]
    wanted = [one for one in options if now and one["value"] in now.topics]
    quiet = [_option("Say so", "say so"), _option("Post nothing", _SKIP)]
    lengths = [_option(f"Up to {n} lines", f"at most {n} lines") for n in range(1, MAX_LINES + 1)]
    skips = now is not None and now.quiet == "skip"
    longest = (now.max_lines if now else None) or MAX_LINES
    what = _choice("multi_static_select", _TOPICS, options, wanted)
    when_quiet = _choice("radio_buttons", _QUIET, quiet, quiet[skips])
    length = _choice("static_select", _LENGTH, lengths, lengths[longest - 1])
    return [
        _input(_TOPICS, "Topics (all if none is chosen)", what, optional=True),
        _input(_QUIET, "When nothing is new", when_quiet),
        _input(_LENGTH, "Length", length),
    ]


def typed(state: State) -> str:
    """What somebody would type instead of filling in the form like this."""
    days = " ".join(_values(state, _DAYS))
    topics = ", ".join(_values(state, _TOPICS))
    rest = [*_values(state, _QUIET), *_values(state, _LENGTH)]
    at, zone = _said(state, _TIME, "selected_time"), _said(state, _ZONE, "value")
    return " ".join(filter(None, ("subscribe", days, at, zone, *rest, topics)))


def channel_in(state: State) -> str:
    """The channel that was chosen; empty if none."""
    return _said(state, _CHANNEL, "selected_conversation")


def home(subscriptions: Sequence[Owned], said: Brief | None = None) -> View:
    """The home tab: somebody's subscriptions, and what came of the last press on a button."""
    blocks: list[Block] = []
    if said is not None:
        lines = [f"*{markup.line(said.title, limits.HEADER_MAX)}*"]
        lines += [markup.escaped(note.text, limits.HEADER_MAX * 4) for note in said.notes]
        blocks += [section("\n".join(lines)), {"type": "divider"}]
    blocks.append(section("*Your summaries*" if subscriptions else "*You have no summaries yet.*"))
    for at, one in enumerate(subscriptions[: limits.HOME_SUBSCRIPTIONS]):
        blocks += _of_one(at, one)
    blocks.append(
        {"type": "actions", "elements": [_button(OPEN_FORM, "Subscribe a channel…", "", "")]}
    )
    return {"type": "home", "blocks": blocks}


def pressed(value: str) -> tuple[str, str, str]:
    """Channel, command and text of a button in the home tab; empty where it carries none."""
    try:
        read = json.loads(value)
    except ValueError:
        read = {}
    found = read if isinstance(read, dict) else {}
    channel, command, text = (str(found.get(name) or "") for name in ("channel", "command", "text"))
    return channel, command, text


def _of_one(at: int, one: Owned) -> list[Block]:
    channel = _channel_of(one.subscription)
    where = "Direct messages" if channel.startswith("D") else f"<#{markup.line(channel, 40)}>"
    lines = [f"*{markup.line(one.title, 200)}* · {where}"]
    lines += [markup.escaped(line, limits.HEADER_MAX * 4) for line in one.lines]
    verbs = ["test", "resume" if one.subscription.paused else "pause", "unsubscribe"]
    buttons = [
        _button(f"{HOME_ACTION}{verb}_{at}", _CHANGES[verb], channel, one.command, _text(verb))
        for verb in verbs
    ]
    buttons.append(_button(f"{OPEN_FORM}_{at}", "Change…", channel, one.command))
    return [section("\n".join(lines)), {"type": "actions", "elements": buttons}]


def _channel_of(subscription: Subscription) -> str:
    return subscription.place.channel.rpartition("/")[2]


def _text(verb: str) -> str:
    return verb if verb == "unsubscribe" else f"subscriptions {verb}"


def _button(action_id: str, label: str, channel: str, command: str, text: str = "") -> View:
    carried = {"channel": channel, "command": command, "text": text}
    return button(action_id, label, json.dumps(carried))


def _input(block: str, label: str, element: View, *, optional: bool = False) -> View:
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label, limits.LABEL_MAX),
        "element": element,
        "optional": optional,
    }


def _choice(kind: str, action_id: str, options: Sequence[View], first: Any) -> View:
    """Something to choose from; `first` is chosen until somebody chooses."""
    several = isinstance(first, list)
    chosen = {"initial_options" if several else "initial_option": first} if first else {}
    return {"type": kind, "action_id": action_id, "options": list(options), **chosen}


def _option(label: str, value: str) -> View:
    return {"text": plain(label, limits.OPTION_TEXT_MAX), "value": value}


def _values(state: State, name: str) -> list[str]:
    element = _element(state, name)
    chosen = element.get("selected_options") or [element.get("selected_option")]
    return [
        str(option["value"])
        for option in chosen
        if isinstance(option, Mapping) and option.get("value")
    ]


def _said(state: State, name: str, key: str) -> str:
    said = _element(state, name).get(key)
    return said if isinstance(said, str) else ""


def _element(state: State, name: str) -> Mapping[str, Any]:
    block = state.get(name)
    element = block.get(name) if isinstance(block, Mapping) else None
    return element if isinstance(element, Mapping) else {}
