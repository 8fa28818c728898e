"""Text as people type it, made safe to compare and to show."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
_POSSESSIVE = re.compile(r"['’]s\b")
_NO_WORD = re.compile(r"[^\w+#]+|_")


def clean(text: str) -> str:
    """One line of visible text: composed (NFKC), without control or formatting characters.

    Zero-width joiners go too: what is typed here are names and questions, not emoji families.
    """
    text = text.replace("\n", " ").replace("\t", " ")
    if not text.isprintable():  # few texts are not, and looking at each character takes long
        text = "".join(char for char in text if _is_visible(char))
    return " ".join(unicodedata.normalize("NFKC", text).split())


def printable(text: str) -> str:
    """Text for a screen: as written, but without control, formatting and override characters.

    Line breaks stay. Nothing that is left can move a cursor or turn the reading direction.
    """
    if text.isprintable():
        return text
    return "".join(char for char in text if char == "\n" or _is_visible(char))


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
    bare = clean(text).casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_NO_WORD.sub(" ", _POSSESSIVE.sub(" ", bare)).split())


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script written without blanks between words."""
    return (
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
    )


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] != "C"
