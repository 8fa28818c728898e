"""Which addresses lead to the same article, and how one is best shown."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

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
_PORTS = {"http": 80, "https": 443}


def cleaned(address: str, base: str = "") -> str | None:
    """An address as it is fetched and shown: absolute, without fragment and tracking parameters.

    None where it is no http or https address, or longer than 2,000 characters.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = parts.hostname.casefold()
    host = f"[{host}]" if ":" in host else host  # IPv6
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    found = urlunsplit((parts.scheme, host, parts.path or "/", _query(parts.query), ""))
    return found if len(found) <= MAX_CHARS and found.isprintable() and " " not in found else None


def key(address: str) -> str:
    """What is the same for all addresses of one article: AMP and mobile pages, http and https,
    parameters in another order. `address` is `cleaned`; the key is for comparing only."""
    parts = _unwrapped(address)
    path = _INDEX.sub("/", _AMP_PATH.sub("", unquote(parts.path))).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    found = f"{_bare(parts.netloc)}{path}"
    return f"{found}?{query}" if query else found


def site(address: str) -> str:
    """The host that publishes an address, without `www.` and the like: `news.example`."""
    return _bare(_unwrapped(address).hostname or "")


def _unwrapped(address: str) -> SplitResult:
    """An address in its parts; that of a page in a search engine's cache is the page's own."""
    parts = urlsplit(address)
    wrapped = _WRAPPED.match(parts.path) if _CACHE_HOST.fullmatch(parts.netloc) else None
    if wrapped is None:
        return parts
    query = f"?{parts.query}" if parts.query else ""
    return urlsplit(f"https://{wrapped['rest']}{query}")


def _bare(host: str) -> str:
    while (bare := _READER_HOST.sub("", host)) != host and "." in bare:
        host = bare
    return host


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if not _TRACKING.match(name)])
