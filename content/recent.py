"""What people asked lately, to be offered again while they type."""

from __future__ import annotations

from collections import OrderedDict

RECENT_TEXTS = 5
"""How many of a person's texts completion offers again."""
RECENT_ASKERS = 1_000
"""For how many people they are kept: at 500 characters a text, 2.5 MB at worst."""


class RecentTexts:
    """For completion only: in memory, a few texts a person, and only for a while."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def note(self, asker: str, text: str) -> None:
        """Remember what somebody asked; `asker` is a digest, never a user id."""
        before = self._texts.pop(asker, ())
        self._texts[asker] = tuple(dict.fromkeys([text, *before]))[:RECENT_TEXTS]
        if len(self._texts) > RECENT_ASKERS:
            self._texts.popitem(last=False)

    def beginning(self, asker: str, typed: str) -> list[str]:
        """What this asker asked that begins like `typed`, newest first."""
        begun = typed.casefold()
        return [text for text in self._texts.get(asker, ()) if text.casefold().startswith(begun)]
