"""Lists of feeds as other readers write and read them: OPML 2.0, http://opml.org/spec2.opml."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from content.cleaning import printable
from content.errors import BriefingError

MAX_BYTES = 5_000_000
MAX_FEEDS = 5_000
"""Most feeds of one list: no reader's list is longer."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list."""

    address: str
    title: str = ""
    categories: tuple[str, ...] = ()


def read(data: bytes) -> list[Outline]:
    """The feeds of a list, in order, each once; folders are passed through.

    Raises:
        BriefingError: it is no OPML, or holds too much.
    """
    if len(data) > MAX_BYTES:
        raise BriefingError(f"the list has more than {MAX_BYTES:,} bytes")
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():  # UTF-16 has zeros in between
        raise BriefingError("the list defines entities, which no list of feeds needs")
    try:
        root = ET.fromstring(data)  # noqa: S314 (no entities, see above; bounded in size)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise BriefingError(f"this is no list of feeds: {error}") from error
    if root.tag.casefold() != "opml":
        raise BriefingError("this is no list of feeds: it does not begin with <opml>")
    found = {one.address: one for one in map(_outline, root.iter("outline")) if one.address}
    if len(found) > MAX_FEEDS:
        raise BriefingError(f"the list has more than {MAX_FEEDS:,} feeds")
    return list(found.values())


def written(title: str, outlines: Iterable[Outline]) -> str:
    """A list of feeds, as XML."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    for one in outlines:
        title = printable(one.title)  # XML holds no control characters
        told = {"type": "rss", "text": title or one.address, "xmlUrl": one.address}
        if one.categories:
            told["category"] = ",".join(one.categories)
        ET.SubElement(body, "outline", told)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _outline(element: ET.Element) -> Outline:
    told = {name.casefold(): value.strip() for name, value in element.attrib.items()}
    named = [part.strip() for part in told.get("category", "").split(",")]
    title = told.get("title") or told.get("text") or ""
    return Outline(told.get("xmlurl", ""), title, tuple(filter(None, named)))
