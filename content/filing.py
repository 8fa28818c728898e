"""Which sources a text is a copy of, told by what stands in it and never by the name of its file.

Kinds of sign, the best first: the address that the page itself gives as its own; sentences whose
fingerprints the pack holds; the title; an address that is merely mentioned. Within a pack the
source with the best signs has the page. Two with the same signs share it if they share the
address; otherwise nobody has it, and a person must say which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from content.cleaning import clean, fold
from content.fingerprints import found_among, paragraphs
from content.model import Source
from content.pack import Pack

HEAD = 10
"""The paragraphs in which a title or an address of its own is looked for: a saved page begins with
a few lines of navigation, and further down stand the titles of other pages."""
LABEL_CHARS = 20
"""Most characters beside an address that is alone in its line, such as `Source: ` or `来源：`."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'（）()【】「」，。、；]+", re.IGNORECASE)
_ENDS = ".,;:!?…]}"
_TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid)=[^&]*&?", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A text somebody kept, and what it says of itself."""

    text: str
    title: str | None = None
    address: str | None = None
    """The address it gives as its own: `<link rel="canonical">` or `og:url`."""

    @cached_property
    def head(self) -> list[str]:
        return [clean(line) for line in paragraphs(self.text)[:HEAD]]

    @cached_property
    def titles(self) -> frozenset[str]:
        return frozenset(filter(None, (fold(title) for title in (self.title or "", *self.head))))

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        alone = [line for line in self.head if _is_alone(line)]
        return _addresses([self.address or "", *alone])

    @cached_property
    def addresses(self) -> frozenset[str]:
        return _addresses([self.text])


class Signs(NamedTuple):
    """What speaks for a source; compared from the first to the last."""

    own_address: bool
    sentences: int
    """How many of its fingerprinted sentences stand in the text."""
    title: bool
    mentioned: bool

    def __str__(self) -> str:
        said = {
            "its address": self.own_address,
            f"{self.sentences} sentence{'' if self.sentences == 1 else 's'}": self.sentences,
            "its title": self.title,
            "its address in the text": self.mentioned and not self.own_address,
        }
        return ", ".join(name for name, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a text belongs in one pack."""

    sources: tuple[str, ...] = ()
    """The sources it is a copy of: none, one, or several with the same address."""
    rivals: tuple[str, ...] = ()
    """Sources that have equally good signs, where it cannot be told which is meant."""
    signs: Signs | None = None
    """What speaks for them."""


def file(document: Document, pack: Pack) -> Filing:
    """Which sources of a pack a text is a copy of."""
    held = _sentences_held(document, pack)
    signs = {source.id: _signs(document, source, held) for source in pack.sources.values()}
    best = max(signs.values(), default=None)
    if best is None or not any(best):
        return Filing()
    having = [pack.sources[source] for source, found in signs.items() if found == best]
    ids = tuple(source.id for source in having)
    if len(having) > 1 and not _share_address(having):
        return Filing(rivals=ids, signs=best)
    return Filing(sources=ids, signs=best)


def fingerprints_of(pack: Pack) -> Mapping[str, frozenset[str]]:
    """The fingerprints of each source's sentences, by source."""
    found: dict[str, set[str]] = {}
    for claim in pack.claims.values():
        for piece in claim.evidence:
            if piece.fingerprint is not None:
                found.setdefault(piece.source, set()).add(piece.fingerprint)
    return {source: frozenset(some) for source, some in found.items()}


def fuller(article: str, whole: str, wanted: Iterable[str]) -> str:
    """The text of a page to keep: the article, unless more of these sentences stand in the whole.

    What takes an article out of a page errs now and then, and a sentence it has dropped would
    pass for one that the page no longer has.
    """
    sought = frozenset(wanted)
    is_short = len(found_among(sought, whole)) > len(found_among(sought, article))
    return whole if is_short or not article.strip() else article


def _sentences_held(document: Document, pack: Pack) -> Mapping[str, int]:
    of_source = fingerprints_of(pack)
    found = found_among({one for some in of_source.values() for one in some}, document.text)
    return {source: len(some & found) for source, some in of_source.items()}


def _signs(document: Document, source: Source, held: Mapping[str, int]) -> Signs:
    address = _plain(str(source.url)) if source.url else None
    return Signs(
        own_address=address in document.own_addresses,
        sentences=held.get(source.id, 0),
        title=fold(source.title) in document.titles,
        mentioned=address in document.addresses,
    )


def _share_address(sources: Iterable[Source]) -> bool:
    addresses = {_plain(str(source.url)) if source.url else None for source in sources}
    return len(addresses) == 1 and None not in addresses


def _addresses(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(_plain(found) for text in texts for found in _ADDRESS.findall(text))


def _is_alone(line: str) -> bool:
    addresses = _ADDRESS.findall(line)
    return len(addresses) == 1 and len(line) - len(addresses[0]) <= LABEL_CHARS


def _plain(address: str) -> str:
    """What tells pages apart: `www.`, scheme, anchor and tracking do not."""
    bare = address.rstrip(_ENDS).partition("#")[0].partition("://")[2]
    host, slash, rest = bare.partition("/")
    kept = _TRACKING.sub("", rest).rstrip("?&/")
    return host.casefold().removeprefix("www.") + (slash and kept and f"/{kept}")
