"""What a person sees of a message."""

from __future__ import annotations

from tests.discord.payloads import Payload


def text_of(message: Payload) -> str:
    """Everything a person reads in a message."""
    embeds = message["embeds"]
    parts = [message["content"] or ""]
    parts += [embed.get(part, "") for embed in embeds for part in ("title", "description")]
    fields = [field for embed in embeds for field in embed.get("fields", [])]
    return "\n".join(parts + [field["value"] for field in fields])


def buttons_of(message: Payload) -> dict[str, str]:
    """Custom ids by label."""
    rows = message["components"]
    buttons = [button for row in rows for button in row["components"]]
    return {button["label"]: button["custom_id"] for button in buttons if "custom_id" in button}
