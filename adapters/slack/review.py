"""The form in which editors reword a draft. Pure but for what it is told.

https://docs.slack.dev/reference/views says what it holds.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from adapters.slack import limits, requests
from adapters.slack.blocks import Block, plain
from adapters.slack.requests import Body, Origin
from content.model import MAX_SENTENCE_CHARS

FORM = "review_form"
"""The callback_id of the form."""
_TEXT = "text"


def form(draft: str, text: str, origin: Origin, command: str | None) -> Block:
    """The form for a draft with this id, filled in with its text."""
    carried = {
        "draft": draft,
        "channel": origin.channel,
        "thread": origin.thread,
        "command": command,
    }
    line = {
        "type": "plain_text_input",
        "action_id": _TEXT,
        "multiline": True,
        "max_length": MAX_SENTENCE_CHARS,
        "initial_value": text[:MAX_SENTENCE_CHARS],
    }
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps(carried),
        "title": plain("Reword the draft", limits.VIEW_TITLE_MAX),
        "submit": plain("Save", limits.VIEW_TITLE_MAX),
        "close": plain("Cancel", limits.VIEW_TITLE_MAX),
        "blocks": [
            {
                "type": "input",
                "block_id": _TEXT,
                "label": plain("The claim, in your own words", limits.HEADER_MAX),
                "element": line,
            }
        ],
    }


def filled(body: Body, team: str) -> tuple[Origin, str, str | None]:
    """Where a filled form belongs, what somebody would type instead of it, and its command."""
    try:
        carried: Any = json.loads(requests.metadata_of(body))
    except ValueError:
        carried = {}
    told = carried if isinstance(carried, dict) else {}
    origin = requests.of_view(body, team, str(told.get("channel") or ""))
    thread = told.get("thread")
    if isinstance(thread, str):
        origin = dataclasses.replace(origin, thread=thread)
    text = requests.filled_in(body, _TEXT)
    command = told.get("command")
    typed = f"review edit {told.get('draft')} {text}"
    return origin, typed, command if isinstance(command, str) else None
