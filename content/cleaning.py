"""Text as people type it, made safe to compare and to show."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
_KEPT_CONTROLS = "\n\t"


def clean(text: str) -> str:
    """One line of visible text: composed (NFKC), without control or formatting characters.

    Zero-width joiners go too: what is typed here are names and questions, not emoji families.
    """
    visible = (
        " " if ch in _KEPT_CONTROLS else ch
        for ch in text
        if ch in _KEPT_CONTROLS or _is_visible(ch)
    )
    return " ".join(unicodedata.normalize("NFKC", "".join(visible)).split())


def printable(text: str) -> str:
    """Text for a screen: as written, but without control, formatting and override characters.

    Line breaks stay. Nothing that is left can move a cursor or turn the reading direction.
    """
    return "".join(ch for ch in text if ch == "\n" or _is_visible(ch))


def shorten(text: str, max_chars: int) -> str:
    """At most `max_chars` characters, cut at a blank where one is near, ending in an ellipsis."""
    if len(text) <= max_chars:
        return text
    head = text[: max(0, max_chars - 1)]
    blank = head.rfind(" ")
    if blank > max_chars * 3 // 4:
        head = head[:blank]
    return (head.rstrip() + ELLIPSIS)[:max_chars]


def fold(text: str) -> str:
    """A key to compare names by: no case, no accents, no punctuation, single blanks."""
    decomposed = unicodedata.normalize("NFKD", clean(text).casefold())
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    words = re.sub(r"[^\w+#]+|_", " ", bare.replace("'s ", " ").replace("’s ", " "))
    return " ".join(words.split())


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script written without blanks between words."""
    return (
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
    )


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] != "C"
