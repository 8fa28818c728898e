"""Foreign text made harmless: on Discord nearly every punctuation mark does something."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote, urlsplit

from adapters.discord.limits import MAX_LINK_URL, fits, size
from content.cleaning import printable, shorten

# Letters and marks that show nothing, so that a name made of them would be an empty button.
_BLANK = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"), " ")
# A backslash before any of these shows the character itself. `<` ends mentions, timestamps,
# custom emoji and `</command:1>`; `[` and `]` end masked links.
_SPECIAL = re.compile(r"([\\*_~`|<>\[\]])")
_AT_START = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[#+-]))")
_LOUD = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_LONGEST_SHOWN = 4096
"""No text of a message is longer, so no more of it is looked at."""
_SAFE_IN_URL = ":/?#@!$&'*+,;=%-._~"


def plain(text: str, max_size: int) -> str:
    """One line of visible text for places without markdown: labels, footers, autocomplete."""
    return _shorten(_quiet(_visible(text)), max_size)


def escape(text: str, max_size: int) -> str:
    """One line of foreign text that shows as it was written and does nothing.

    `max_size` is what is kept of the text, before escaping; escaping at most doubles it, but for
    the few characters that silence mentions. Addresses stay readable and are not made links.
    """
    kept = _shorten(_visible(text), max_size)
    escaped = _AT_START.sub(r"\1\\", _SPECIAL.sub(r"\\\1", kept))
    # AllowedMentions.none() keeps mentions from sounding; this keeps them from showing, too.
    return _quiet(escaped.replace("://", r":\/\/"))


def safe_url(url: str | None) -> str | None:
    """A web address that cannot break out of `[label](address)`; none where it is not one.

    Addresses over 512 characters are left out: no link button takes them, and eight of them
    would fill a message.
    """
    if url is None or not _is_web_address(url):
        return None
    encoded = quote(url.strip(), safe=_SAFE_IN_URL)
    return encoded if fits(encoded, MAX_LINK_URL) else None


def link(label: str, url: str | None) -> str:
    """A masked link, or only its label. Both must be safe already."""
    return f"[{label}]({url})" if url else label


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # brackets that are no IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _quiet(text: str) -> str:
    return _LOUD.sub("@\u200b", text)


def _visible(text: str) -> str:
    return _cleaned(text[:_LONGEST_SHOWN])


@functools.lru_cache(maxsize=512)  # fitting a message tries the same texts in several lengths
def _cleaned(text: str) -> str:
    return " ".join(printable(text).translate(_BLANK).split())


def _shorten(text: str, max_size: int) -> str:
    kept = shorten(text, max_size)
    while not fits(kept, max_size):  # characters beyond the basic plane count twice
        kept = shorten(text, len(kept) - (size(kept) - max_size + 1) // 2)
    return kept
