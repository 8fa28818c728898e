"""Which addresses lead to the same article, and how one is best shown."""

from __future__ import annotations

import re

from pydantic import ValidationError
from pydantic_core import Url

MAX_CHARS = 2_000
"""Longest address that is kept: what browsers and both platforms can still follow."""
_TRACKING = re.compile(
    r"(?:utm_.*|mc_(?:cid|eid)|(?:fb|g|dc|ms|tw|yc|tt)clid|gbraid|wbraid|igshid|_ga|_gl|_hs(?:enc|mi)"
    r"|mkt_tok|cmpid|cmp|ocid|icid|ncid|smid|smtyp|sr_share|share_?(?:id|from|token|type|source)?"
    r"|spm|scm|ref|ref_?(?:src|url)?|referrer|source|src|from|campaign(?:_id)?|partner|xtor|at_.*"
    r"|wt\.?(?:mc|zmc).*|guccounter|guce_.*|feature|via|rss|output|outputtype|amp|_amp|isappinstalled)"
    r"$",
    re.IGNORECASE,
)
"""Parameters that say how a reader came, not what is read."""
_AMP_PATH = re.compile(r"(?:/amp(?=/|$)|\.amp(?=\.html?$|$)|(?<=/)amp/)", re.IGNORECASE)
_READER_HOST = re.compile(r"^(?:www|amp|m|mobile|wap|3g|touch)\.", re.IGNORECASE)
"""Not `amp-`: whoever registers `amp-gazette.example` is another than `gazette.example`."""
_CACHE_HOST = re.compile(
    r"(?:(?:www\.)?(?:google\.(?:com?\.)?[a-z]{2,3}|bing\.com)|(?:[\w-]+\.)?cdn\.ampproject\.org)"
)
"""Who wraps the AMP pages of others. Nobody else is believed to: an address that passes for that of
another site would have its text stand for the other's."""
_WRAPPED = re.compile(r"^/(?:amp|c|v)/(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$", re.IGNORECASE)
"""`/amp/s/site.example/story`: how they do (amp.dev, "AMP Cache URL format and request handling").
"""
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PORTS = {"http": 80, "https": 443}


def cleaned(address: str, base: str = "") -> str | None:
    """An address as it is fetched and shown: absolute, without fragment and tracking parameters.

    A relative one is understood from `base`. None where it is no http or https address, names a
    user, or is longer than 2,000 characters.
    """
    try:
        parts = Url(_joined(address.strip(), base))
    except (ValidationError, ValueError):
        return None
    if parts.scheme not in _PORTS or not parts.host or parts.username or parts.password:
        return None
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    query = _query(parts.query or "")
    found = f"{parts.scheme}://{parts.host}{port}{parts.path or '/'}"
    found = f"{found}?{query}" if query else found
    return found if len(found) <= MAX_CHARS and found.isprintable() and " " not in found else None


def key(address: str) -> str:
    """What is the same for all addresses of one article: AMP and mobile pages, http and https,
    parameters in another order. `address` is `cleaned`; the key is for comparing only."""
    parts = _unwrapped(address)
    path = _ESCAPED.sub(_plain, parts.path or "/")
    path = _INDEX.sub("/", _AMP_PATH.sub("", path)).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    found = f"{_bare(parts.host or '')}{port}{path}"
    return f"{found}?{query}" if query else found


def site(address: str) -> str:
    """The host that publishes an address, without `www.` and the like: `news.example`."""
    return _bare(_unwrapped(address).host or "")


def _unwrapped(address: str) -> Url:
    """An address in its parts; that of a page in a search engine's cache is the page's own."""
    parts = Url(address)
    wrapped = _WRAPPED.match(parts.path or "") if _CACHE_HOST.fullmatch(parts.host or "") else None
    if wrapped is None:
        return parts
    query = f"?{parts.query}" if parts.query else ""
    return Url(f"https://{wrapped['rest']}{query}")


def _plain(escaped: re.Match[str]) -> str:
    """A character that need not be escaped, as it is (RFC 3986, section 6.2.2.2)."""
    char = chr(int(escaped[1], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else escaped[0].upper()


def _bare(host: str) -> str:
    while (bare := _READER_HOST.sub("", host)) != host and "." in bare:
        host = bare
    return host


def _joined(address: str, base: str) -> str:
    if _SCHEME.match(address) or not base:
        return address
    if not address or address.startswith("#"):
        return base
    start = Url(base)
    origin = f"{start.scheme}://{start.host}" + (f":{start.port}" if start.port else "")
    if address.startswith("//"):
        return f"{start.scheme}:{address}"
    if address.startswith("/"):
        return f"{origin}{address}"
    if address.startswith("?"):
        return f"{origin}{start.path or '/'}{address}"
    folder = (start.path or "/").rpartition("/")[0]
    return f"{origin}{folder}/{address}"


def _query(query: str) -> str:
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if not _TRACKING.match(pair.partition("=")[0]))
