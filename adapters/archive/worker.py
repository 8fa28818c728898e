"""The process that reads other people's HTML: `worker.py SECONDS MEMORY_BYTES`.

It is run as a script and by itself, so that a page that hangs or fills the memory takes nothing
with it. Each request on standard input is a length (4 bytes, big-endian) and so many bytes of
HTML; each answer on standard output a length and a JSON object with `text`, `whole`, `title` and
`address`. Between requests it waits.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

LENGTH_BYTES = 4
BLOCKS = (
    *("p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre"),
    *("section", "article", "blockquote", "figcaption", "dt", "dd", "table", "ul", "ol"),
)
HIDDEN = ("script", "style", "noscript", "template", "svg", "head")


def limit(memory_bytes: int) -> None:
    """Bound this process: memory, no files written, no core dumps.

    Address space is what the kernel can bound for a single process; trafilatura takes 85 MB of it
    before the first page (measured).
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def article(html: bytes) -> dict[str, str | None]:
    """The text of the article, that of the whole page, and what the page says of itself."""
    import trafilatura  # loaded by now, see `serve`

    tree: Any = trafilatura.load_html(html)
    if tree is None:
        return {"text": "", "whole": "", "title": None, "address": None}
    address = _own_address(tree)
    found: Any = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, with_metadata=True
    )
    return {
        "text": (found and found.text) or "",
        "whole": whole(tree),
        "title": found and found.title,
        "address": address,
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


def _own_address(tree: Any) -> str | None:
    paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    found = [str(address) for path in paths for address in tree.xpath(path)]
    return next((address for address in found if address.startswith("http")), None)


def serve(requests: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Answer until standard input ends."""
    import trafilatura  # noqa: F401 (within the limits, and not within the first page's time)

    while header := requests.read(LENGTH_BYTES):
        html = requests.read(int.from_bytes(header))
        signal.alarm(seconds)  # ends the process even where the C code of a parser hangs
        answer = json.dumps(article(html)).encode("ascii")
        signal.alarm(0)
        answers.write(len(answer).to_bytes(LENGTH_BYTES) + answer)
        answers.flush()


def main() -> None:
    seconds, memory_bytes = map(int, sys.argv[1:])
    limit(memory_bytes)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main()
