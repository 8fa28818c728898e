"""Foreign text made fit for Slack: nothing in it can mention, link or hide.

Slack reads only three characters as markup for mentions and links, `&`, `<` and `>`:
https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

from __future__ import annotations

import itertools

from adapters.slack import limits
from content.cleaning import printable, shorten

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_COSTS = {"&": 5, "<": 4, ">": 4, '"': 2, "\\": 2, "\n": 2}
_WORST_COST = max(_COSTS.values())
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›"})
_LINKABLE = ("https://", "http://")
_URL_ENTITIES = str.maketrans(
    {"|": "%7C", "<": "%3C", ">": "%3E", " ": "%20", '"': "%22", "`": "%60", "&": "&amp;"}
)


def escaped(text: str, max_chars: int) -> str:
    """Text for `mrkdwn`, line breaks kept, at most `max_chars` long as JSON once it is escaped."""
    visible = printable(text[: max_chars * 4].replace("\t", " ")).strip()
    return _within(visible, max_chars).translate(_ENTITIES)


def line(text: str, max_chars: int) -> str:
    """`escaped`, on one line."""
    return escaped(" ".join(text[: max_chars * 4].split()), max_chars)


def plain(text: str, max_chars: int) -> str:
    """Text for a `plain_text` object, on one line, at most `max_chars` long.

    Angle brackets become look-alikes: plain text is not read as markup, but Slack escapes it by
    itself, so escaping it here might show the entities: https://github.com/slackapi/bolt-python/issues/513
    """
    visible = printable(" ".join(text[: max_chars * 4].split()))
    return shorten(visible, max_chars).translate(_LOOKALIKES).strip()


def link(url: str | None, label: str) -> str:
    """The label, linked if there is an http address that Slack takes.

    The label is ours and must hold none of `&<>|`. Anything but http(s) stays unlinked, as
    `<!channel|label>` and `<@U1|label>` would be mentions.
    """
    address = _address(url) if url else None
    return f"<{address}|{label}>" if address else label


def _address(url: str) -> str | None:
    if not url.lower().startswith(_LINKABLE) or len(url) > limits.URL_MAX:
        return None
    encoded = printable(" ".join(url.split())).translate(_URL_ENTITIES)
    return encoded if len(encoded) <= limits.URL_MAX else None


def _within(text: str, max_chars: int) -> str:
    """The text, shortened until what it costs in JSON fits."""
    if len(text) * _WORST_COST <= max_chars:
        return text
    spent = itertools.accumulate(_COSTS.get(char, 1) for char in text)
    return shorten(text, sum(1 for total in spent if total <= max_chars))
