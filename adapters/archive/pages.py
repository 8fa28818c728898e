"""What can be read of a page of HTML; run by `adapters.worker`, in a process of its own.

It imports nothing of ours: it is loaded by its path, in an isolated interpreter.
"""

from __future__ import annotations

import re
from typing import Any

BLOCKS = (
    *("p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre"),
    *("section", "article", "blockquote", "figcaption", "dt", "dd", "table", "ul", "ol"),
)
HIDDEN = ("script", "style", "noscript", "template", "svg", "head")
UNSEEN = re.compile(
    r"display:none|visibility:hidden|(?:(?<![a-z-])(?:font-size|opacity)"
    r"|^(?=.*overflow:(?:hidden|clip)).*(?<![a-z-])(?:max-)?(?:width|height))"
    r":0+(?:\.0*)?(?:[;a-z%!]|$)"
)
"""Styles of what no reader sees; others do, and some of it is written for language models."""
FEED_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MAX_FEEDS = 20
"""Most feeds that a page may name."""


def prepare() -> None:
    """Load what reads pages."""
    import trafilatura  # noqa: F401


def answer(html: bytes) -> dict[str, Any]:
    """The text of the article, that of the whole page, and what the page says of itself."""
    import trafilatura  # loaded by now, see `prepare`

    tree: Any = trafilatura.load_html(html)
    if tree is None:
        return {"text": "", "whole": ""}
    told = {"address": _own_address(tree), "language": _language(tree), "feeds": _feeds(tree)}
    _drop_unseen(tree)
    found: Any = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, with_metadata=True
    )
    return {
        "text": (found and found.text) or "",
        "whole": whole(tree),
        **(_said_of_itself(found) if found else {}),
        **told,
    }


def whole(tree: Any) -> str:
    """All visible text of a page, a line for each block."""
    for hidden in list(tree.iter(*HIDDEN)):
        hidden.clear(keep_tail=True)
    for block in tree.iter(*BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(filter(None, lines))


def _drop_unseen(tree: Any) -> None:
    for element in tree.xpath("//*[@hidden or @style] | //template"):
        style = "".join(str(element.get("style", "")).casefold().split())
        is_unseen = element.tag == "template" or "hidden" in element.attrib
        if element.getparent() is not None and (is_unseen or UNSEEN.search(style)):
            element.drop_tree()


def _feeds(tree: Any) -> list[str]:
    """The addresses of the feeds that a page names, as it writes them."""
    links = tree.xpath("//link[@rel and @href]")
    named = [link for link in links if "alternate" in str(link.get("rel")).casefold().split()]
    found = [str(link.get("href")) for link in named if _kind_of(link) in FEED_KINDS]
    return found[:MAX_FEEDS]


def _kind_of(link: Any) -> str:
    return str(link.get("type", "")).partition(";")[0].strip().casefold()


def _own_address(tree: Any) -> str | None:
    paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    found = [str(address) for path in paths for address in tree.xpath(path)]
    return next((address for address in found if address.startswith("http")), None)


def _said_of_itself(found: Any) -> dict[str, str | None]:
    return {
        "title": found.title,
        "author": found.author,
        "publisher": found.sitename,
        "published": found.date,
    }


def _language(tree: Any) -> str | None:
    """As the page declares it; nothing here guesses."""
    declared = [str(one).strip() for one in tree.xpath("/html/@lang")]
    return next(filter(None, declared), None)
