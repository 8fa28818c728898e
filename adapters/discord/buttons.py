"""The buttons under a message, and what a press on one means.

All a button knows is in its custom id, so it works after a restart and in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from adapters.discord import limits
from adapters.discord.markdown import plain, safe_url
from content.brief import Brief, CitedSource, Suggestion
from content.cleaning import clean

_ROW, _BUTTON = 1, 2
_PRIMARY, _SECONDARY, _LINK = 1, 2, 5
Action = Literal["sources", "share", "ask", "unhelpful"]
_ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Press:
    """A press on one of our buttons. What it carries may have been tampered with."""

    action: Action
    value: str
    """What to type for `ask`, the id of a reply for the others."""


def to_press(custom_id: str) -> Press | None:
    """What a button's custom id asks for; none where it is not one of ours."""
    name, colon, value = custom_id.partition(":")
    action = next((action for action in _ACTIONS if action == name), None)
    return Press(action, value) if action and colon and value.strip() else None


def to_components(brief: Brief, reply_id: str, *, private: bool) -> list[dict[str, Any]]:
    """Up to two rows: what to do with the reply and what to ask next, then links to sources."""
    can_be_replayed = bool(brief.points) and brief.kind != "evidence"
    own = [_button("sources", reply_id, "Sources", _PRIMARY)] if can_be_replayed else []
    if private and can_be_replayed:
        own.append(_button("share", reply_id, "Share", _SECONDARY))
    last = [_button("unhelpful", reply_id, "Not helpful", _SECONDARY)] if can_be_replayed else []
    room = limits.MAX_ROW_BUTTONS - len(own) - len(last)
    related = _related(brief.suggestions)[: min(limits.MAX_RELATED, room)]
    rows = [own + related + last, _links(brief.sources)]
    return [{"type": _ROW, "components": row} for row in rows if row]


def _related(suggestions: tuple[Suggestion, ...]) -> list[dict[str, Any]]:
    """Ids are unique within a message, so what is suggested twice gets one button."""
    buttons: dict[str, dict[str, Any]] = {}
    for suggestion in suggestions:
        text = clean(suggestion.text)
        label = plain(suggestion.label.strip() or text, limits.MAX_BUTTON_LABEL) or "…"
        if text and limits.fits(f"ask:{text}", limits.MAX_CUSTOM_ID):
            buttons.setdefault(text, _button("ask", text, label, _SECONDARY))
    return list(buttons.values())


def _links(sources: tuple[CitedSource, ...]) -> list[dict[str, Any]]:
    linked = [(source, url) for source in sources if (url := safe_url(source.url))]
    return [
        {"type": _BUTTON, "style": _LINK, "label": _link_label(source), "url": url}
        for source, url in linked[: limits.MAX_ROW_BUTTONS]
    ]


def _link_label(source: CitedSource) -> str:
    return plain(f"[{source.number}] {source.publisher}", limits.MAX_BUTTON_LABEL)


def _button(action: Action, value: str, label: str, style: int) -> dict[str, Any]:
    return {"type": _BUTTON, "style": style, "label": label, "custom_id": f"{action}:{value}"}
