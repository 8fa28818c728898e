"""The pieces of which messages and views are made.

`mrkdwn` texts are `verbatim`, so Slack makes no links or mentions of its own:
https://docs.slack.dev/reference/block-kit/composition-objects/text-object
"""

from __future__ import annotations

from typing import Any

from adapters.slack import limits, markup

Block = dict[str, Any]


def section(text: str) -> Block:
    """A paragraph of escaped text."""
    return {"type": "section", "text": mrkdwn(text)}


def mrkdwn(text: str) -> Block:
    """Escaped text."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, max_chars: int, otherwise: str = "…") -> Block:
    """Any text, on one line, or `otherwise` where nothing of it can be seen."""
    shown = markup.plain(text, max_chars) or otherwise
    return {"type": "plain_text", "text": shown, "emoji": False}


def button(action_id: str, label: str, value: str) -> Block:
    """A button that carries a value."""
    text = plain(label, limits.BUTTON_TEXT_MAX, "Ask")
    return {"type": "button", "action_id": action_id, "text": text, "value": value}
