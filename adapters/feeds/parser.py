"""What can be read of a feed; run by `adapters.worker`, in a process of its own.

It imports nothing of ours: it is loaded by its path, in an isolated interpreter. A request is a
line with the content type that the feed came with, as JSON, then the feed's bytes.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import sys
from typing import Any

MAX_ITEMS = 1_000
"""Most items of one feed that are looked at; the rest is counted. Feeds of news have 10 to 100."""
MAX_TITLE_CHARS, MAX_BODY_CHARS, MAX_NAME_CHARS = 1_000, 200_000, 2_000
"""Beyond these, text and names are cut, in characters."""
GB18030 = "gb18030"
DECLARED_BYTES = 200
"""How far a declaration of XML may reach."""
PAIRED = 1.4
"""Bytes beyond ASCII for each character beyond it, from which on a text is in GB18030: that has two
for nearly each, and Western text that can be read as GB18030 has but one."""
UNSEEN = re.compile(
    r"display:none|visibility:hidden|(?:(?<![a-z-])(?:font-size|opacity)"
    r"|^(?=.*overflow:(?:hidden|clip)).*(?<![a-z-])(?:max-)?(?:width|height))"
    r":0+(?:\.0*)?(?:[;a-z%!]|$)"
)
"""Styles of what no reader sees, as in `adapters.archive.pages`."""
_NUMBERED = re.compile(rb"&#(?:[xX]0*(?P<hex>[0-9a-fA-F]+)|0*(?P<decimal>[0-9]+));?")
_MOST_DIGITS = 7
"""The last character there is has 7 digits, 6 of them as a hexadecimal number."""


def prepare() -> None:
    """Load what reads feeds."""
    import feedparser  # noqa: F401
    from lxml import html  # noqa: F401


def answer(request: bytes) -> dict[str, Any]:
    """The feed's own words about itself, its items, and how many there were.

    `trouble` says what was wrong with it, where it could be read all the same, or could not.
    """
    import feedparser

    head, _, body = request.partition(b"\n")
    came = json.loads(head)
    kind = came["kind"]
    if "charset=" not in kind and b"encoding" not in body[:DECLARED_BYTES].partition(b"?>")[0]:
        kind = f"text/xml; charset={GB18030}" if _is_gb18030(body) else kind
    # As a file: bytes that are the name of a file would have that file read in their place. Not
    # sanitized: that would drop what hides text and leave the text, and we keep no markup.
    file, headers = io.BytesIO(_sound(body)), {"content-type": kind}
    found: Any = feedparser.parse(file, response_headers=headers, sanitize_html=False)
    is_feed = bool(found.get("version")) or bool(found.entries)  # an empty one has no version
    trouble = found.get("bozo_exception") if found.get("bozo") else None
    return {
        "is_feed": is_feed,
        "title": _plain(found.feed.get("title"), MAX_TITLE_CHARS),
        "language": _name(found.feed.get("language")),
        "items": [_item(entry) for entry in found.entries[:MAX_ITEMS]],
        "items_in_all": len(found.entries),
        "trouble": type(trouble).__name__ if trouble else None,
    }


def _is_gb18030(body: bytes) -> bool:
    """Whether a feed that declares no encoding is in this one; UTF-8 and Western text are not."""
    high = sum(byte > 127 for byte in body)
    if not high or b"\0" in body or _reads(body, "utf-8") is not None:
        return False
    text = _reads(body, GB18030)
    return text is not None and high >= PAIRED * sum(not char.isascii() for char in text)


def _reads(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _sound(body: bytes) -> bytes:
    """Without numbers of characters that there are not: one of them would end the whole reading."""
    return _NUMBERED.sub(lambda found: found[0] if _is_of_a_character(found) else b"", body)


def _is_of_a_character(found: re.Match[bytes]) -> bool:
    digits, base = (found["hex"], 16) if found["hex"] else (found["decimal"], 10)
    code = int(digits, base) if len(digits) <= _MOST_DIGITS else sys.maxunicode + 1
    return code < 0xD800 or 0xDFFF < code <= sys.maxunicode


def _item(entry: Any) -> dict[str, Any]:
    return {
        "guid": _name(entry.get("id")),
        "address": _address(entry),
        "title": _plain(entry.get("title"), MAX_TITLE_CHARS),
        "body": _plain(_longest(entry), MAX_BODY_CHARS),
        "author": _plain(entry.get("author"), MAX_TITLE_CHARS),
        "publisher": _plain((entry.get("source") or {}).get("title"), MAX_TITLE_CHARS),
        "published_s": _seconds(entry.get("published_parsed") or entry.get("updated_parsed")),
    }


def _address(entry: Any) -> str | None:
    """The link of an item, which may be relative. A guid is one only where it is a whole address,
    and what is cut would lead elsewhere."""
    link = entry.get("link")
    is_address = isinstance(link, str) and len(link) <= MAX_NAME_CHARS
    if not is_address or (entry.get("guidislink") and "://" not in link):
        return None
    return _name(link)


def _longest(entry: Any) -> str:
    texts = [str(part.get("value", "")) for part in entry.get("content", [])]
    return max([*texts, str(entry.get("summary", "") or "")], key=len)


def _seconds(moment: Any) -> int | None:
    """Since 1970, in UTC; none where the date is none that a calendar has."""
    try:
        return calendar.timegm(moment) if moment else None
    except (ValueError, OverflowError, TypeError):
        return None


def _name(value: Any) -> str | None:
    return value.strip()[:MAX_NAME_CHARS] or None if isinstance(value, str) else None


def _plain(markup: Any, most: int) -> str:
    """The text of some markup: a line for each paragraph, nothing of scripts and hidden things."""
    if not isinstance(markup, str) or not markup.strip():
        return ""
    if "<" not in markup and "&" not in markup:
        return _lines(markup)[:most]
    from lxml import etree, html

    try:
        tree: Any = html.fromstring(f"<div>{markup[:MAX_BODY_CHARS]}</div>")
    except (etree.ParserError, ValueError):
        return ""
    _drop_unseen(tree, etree.Comment)
    for element in tree.iter("p", "br", "li", "div", "h1", "h2", "h3", "h4", "tr", "blockquote"):
        element.tail = f"\n{element.tail or ''}"
    return _lines(tree.text_content())[:most]


def _drop_unseen(tree: Any, comment: Any) -> None:
    unseen = list(tree.iter("script", "style", "template", "noscript", comment))
    for element in tree.xpath(".//*[@hidden or @style]"):
        style = "".join(str(element.get("style", "")).casefold().split())
        if "hidden" in element.attrib or UNSEEN.search(style):
            unseen.append(element)
    for element in unseen:
        if element.getparent() is not None:
            element.drop_tree()


def _lines(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
