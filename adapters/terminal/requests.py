"""A typed line as a request."""

from __future__ import annotations

from content.asked import Asked
from content.ports import Place

ASKER = "terminal"
HERE = Place("terminal", "local")
"""There is one conversation in the terminal, and it goes on from one start to the next."""


def to_asked(text: str, conversation: str | None = None) -> Asked:
    """A line typed here, or in a conversation of its own, as batches have them."""
    place = Place("terminal", f"batch/{conversation}") if conversation else HERE
    return Asked(text=text, place=place, asker=ASKER)
