"""Which addresses lead to the same article, and how one is best shown."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

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
_AMP_HOST = re.compile(r"^amp[.-]", re.IGNORECASE)
_MOBILE_HOST = re.compile(r"^(?:www|m|mobile|wap|3g|touch)\.", re.IGNORECASE)
_CACHE = re.compile(r"^/amp/(?:s/)?(?P<rest>[^/]+\..*)$", re.IGNORECASE)
"""`/amp/s/site.example/story`: how a search engine wraps an AMP page."""
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def cleaned(address: str, base: str = "") -> str | None:
    """An address as it is fetched and shown: absolute, without fragment and tracking parameters.

    None where it is no http or https address, or longer than 2,000 characters.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port, query = parts.port, _query(parts.query)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = parts.hostname.casefold()
    host = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    found = urlunsplit((parts.scheme, host, parts.path or "/", query, ""))
    return found if len(found) <= MAX_CHARS and found.isprintable() and " " not in found else None


def key(address: str) -> str:
    """What is the same for all addresses of one article: AMP and mobile pages, http and https,
    parameters in another order. `address` is `cleaned`; the key is for comparing only."""
    parts = urlsplit(address)
    host, path = parts.netloc, parts.path
    if wrapped := _CACHE.match(path):
        return key(f"https://{wrapped['rest']}")
    while (bare := _MOBILE_HOST.sub("", _AMP_HOST.sub("", host))) != host and "." in bare:
        host = bare
    path = _INDEX.sub("/", _AMP_PATH.sub("", unquote(path))).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def site(address: str) -> str:
    """The host that publishes an address, without `www.` and the like: `news.example`."""
    host = urlsplit(address).hostname or ""
    while (bare := _MOBILE_HOST.sub("", _AMP_HOST.sub("", host))) != host and "." in bare:
        host = bare
    return host


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if not _TRACKING.match(name)])
