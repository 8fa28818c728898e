"""The one way to fetch an address, whoever wrote it: packs, redirects and robots.txt included.

Guarded against addresses that lead into the operator's network and against answers that are
endless, huge or packed to be huge. `pyproject.toml` forbids every other HTTP client.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import errno
import socket
import time
import zlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any

import aiohttp
from yarl import URL

from adapters.web.addresses import is_public
from content.errors import BriefingError

PORTS = frozenset({80, 443})
REDIRECT_CODES = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
"""As RFC 9309 wants for robots.txt; pages need two, from http to https and to their new place."""
TOTAL_S = 30.0
"""For the whole of an address, redirects included. A limit for each read would not stop a server
that sends a byte now and then (measured: one byte each 50 ms went on until the total ended)."""
CONNECT_S = 10.0
KNOWN_HOST = "example.com"
"""A name that exists for good (RFC 2606). It is looked up, never asked anything."""
MAX_RECEIVED_BYTES = 5_000_000
"""As sent. A long article with its markup is under 1 MB."""
MAX_BYTES = 10_000_000
"""Unpacked. Text packs to a quarter or so; a bomb packs to a thousandth."""
LONGEST_WAIT_S = 366 * 24 * 3600.0
"""No server is believed that it wants to be left alone for longer than a year."""
CHUNK_BYTES = 65_536
PAGE_KINDS = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
GZIP = 16 + zlib.MAX_WBITS
"""zlib's way of saying that a gzip header is to be read."""


def _version() -> str:
    try:
        return version("briefing-bot")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


NAME = "briefing-bot"
"""What robots.txt can call us."""
USER_AGENT = f"{NAME}/{_version()} (reads feeds, and looks whether cited pages still say so)"


class Unfetched(BriefingError):
    """An address could not be fetched."""

    def __init__(
        self, why: str, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(why)
        self.status = status
        """What the server answered, if it did."""
        self.retry_after_s = retry_after_s
        """For how many seconds it wants to be left alone, if it says so."""


class LinkDead(Unfetched):
    """There is no such page, no such host, or nobody listens there."""


class TryLater(Unfetched):
    """Not now, or not for programs: the server is busy, in trouble, or keeps us out."""


class Refused(Unfetched):
    """We do not fetch that: where it leads, or what comes, is not allowed here."""


Approve = Callable[[URL], Awaitable[None]]
"""Asked before each request, for redirects too; may wait, or raise an `Unfetched`."""


async def _approve_all(_: URL) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted beyond the address."""

    kinds: Collection[str] | None = PAGE_KINDS
    """Content types that may come; none for any."""
    headers: Mapping[str, str] = field(default_factory=dict)
    approve: Approve = _approve_all
    max_bytes: int = MAX_BYTES
    may_be_cut: bool = False
    """Whether an answer that is too long is cut rather than refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave."""

    address: str
    """Where it came from in the end."""
    status: int
    """200, or 304 where the request was conditional."""
    kind: str
    """The content type, such as `text/html`."""
    charset: str | None
    body: bytes = field(repr=False)
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Fetches public http and https addresses, one at a time or several. Use with `async with`.

    `loopback_ports` are ports of this machine that may be reached too. That is for tests.
    """

    def __init__(self, loopback_ports: Collection[int] = ()) -> None:
        self._loopback_ports = frozenset(loopback_ports)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Fetcher:
        # One connection for each request, and no racing of addresses: what was checked is used.
        connector = aiohttp.TCPConnector(
            socket_factory=self._socket, force_close=True, happy_eyeballs_delay=None
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, address: str, wish: Wish | None = None) -> Answer:
        """Fetch an address.

        Raises:
            LinkDead: 404, 410, no such host, or nobody listens.
            TryLater: any other answer that is no success, no whole answer in time, no network.
            Refused: an address that is not public or a port that is not 80 or 443, more than
                5 redirects, another content type, or more bytes than allowed.
        """
        wish, left = wish or Wish(), TOTAL_S
        url = _url(address)
        now = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            await wish.approve(url)
            began = now()
            got = await self._timed(url, wish, left)
            if isinstance(got, Answer):
                return got
            url, left = got, left - (now() - began)
        raise Refused(f"more than {MAX_REDIRECTS} redirects")

    def _check(self, url: URL) -> None:
        """Whether the form of an address is allowed; where it leads is checked on connecting."""
        if url.scheme not in {"http", "https"} or not url.host:
            raise Refused("not an http or https address")
        if url.user is not None or url.password is not None:
            raise Refused("an address with a user's name in it")
        if url.port not in PORTS | self._loopback_ports:
            raise Refused(f"port {url.port} is neither 80 nor 443")

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for an address that DNS or the address itself has named, if it is public."""
        family, kind, protocol, _, (ip, port, *_rest) = info
        is_test = port in self._loopback_ports and ip in {"127.0.0.1", "::1"}
        if not is_test and not (port in PORTS and is_public(ip)):
            raise Refused(f"{ip} is not a public address")
        return socket.socket(family, kind, protocol)

    async def _timed(self, url: URL, wish: Wish, seconds: float) -> Answer | URL:
        try:
            async with asyncio.timeout(seconds):
                return await self._request(url, wish)
        except TimeoutError as error:
            raise TryLater(f"no whole answer within {TOTAL_S:.0f} seconds") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise await _unnamed(error) from error
        except aiohttp.ClientConnectorError as error:
            raise _unconnected(error) from error
        except aiohttp.InvalidURL as error:  # such as http://127.1/
            raise Refused("not an http or https address") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise TryLater(f"no proper answer ({type(error).__name__})") from error

    async def _request(self, url: URL, wish: Wish) -> Answer | URL:
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        headers = {"Accept": _accepted(wish), **wish.headers}
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in REDIRECT_CODES:
                return _target(url, response.headers.get("Location"))
            _check_status(response)
            if response.status != 304:
                _check_kind(response, wish)
            body = b"" if response.status == 304 else await _body(response, wish)
            return Answer(
                address=str(url),
                status=response.status,
                kind=response.content_type,
                charset=response.charset,
                body=body,
                etag=_sayable(response.headers.get("ETag")),
                last_modified=_sayable(response.headers.get("Last-Modified")),
            )


def _url(address: str) -> URL:
    try:
        return URL(address)
    except ValueError as error:
        raise Refused("not an http or https address") from error


def _target(url: URL, location: str | None) -> URL:
    if not location:
        raise TryLater("a redirect that leads nowhere")
    return url.join(_url(location))


def _accepted(wish: Wish) -> str:
    return ", ".join(sorted(wish.kinds)) if wish.kinds else "*/*"


def _check_status(response: aiohttp.ClientResponse) -> None:
    status, said = response.status, f"{response.status} {response.reason or ''}".strip()
    if status in {404, 410}:
        raise LinkDead(said, status)
    if status in {429, 503}:
        when = response.headers.get("Retry-After")
        raise TryLater(said + _later(when), status, _seconds(when))
    if status not in {200, 304}:
        raise TryLater(said, status)


def _later(when: str | None) -> str:
    if not when or not when.isprintable():
        return ""
    return f", come back in {when} seconds" if when.isdecimal() else f", come back at {when[:40]}"


def _seconds(when: str | None) -> float | None:
    """A `Retry-After` in seconds, whether it gives those or a date (RFC 9110, section 10.2.3)."""
    if not when:
        return None
    if when.isdecimal():
        return min(float(when), LONGEST_WAIT_S)
    try:
        moment = email.utils.parsedate_to_datetime(when)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return min(max(0.0, moment.timestamp() - time.time()), LONGEST_WAIT_S)


def _sayable(header: str | None) -> str | None:
    """What can be kept and sent back as it came; none for what has bytes beyond ASCII."""
    return header if header and header.isascii() and header.isprintable() else None


def _check_kind(response: aiohttp.ClientResponse, wish: Wish) -> None:
    if wish.kinds is not None and response.content_type not in wish.kinds:
        raise Refused(f"not a page of text but {response.content_type[:60]}")


async def _body(response: aiohttp.ClientResponse, wish: Wish) -> bytes:
    """The body, unpacked; neither form is ever held beyond its limit."""
    unpack = _unpacker(response.headers.get("Content-Encoding", "identity"))
    parts, received, size = [], 0, 0
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        received += len(chunk)
        parts.append(unpack(chunk, wish.max_bytes + 1 - size))
        size += len(parts[-1])
        if size > wish.max_bytes or received > MAX_RECEIVED_BYTES:
            if wish.may_be_cut:
                break
            raise Refused("more bytes than a page of text has")
    return b"".join(parts)[: wish.max_bytes]


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    if encoding.lower() == "identity":
        return lambda chunk, room: chunk[:room]
    if encoding.lower() not in {"gzip", "x-gzip"}:
        raise TryLater(f"packed in a way nobody asked for ({encoding[:20]})")
    unpacking = zlib.decompressobj(GZIP)
    return lambda chunk, room: _unpacked(unpacking, chunk, room)


def _unpacked(unpacking: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return unpacking.decompress(chunk, room)
    except zlib.error as error:
        raise TryLater("packed badly") from error


async def _unnamed(error: aiohttp.ClientConnectorDNSError) -> Unfetched:
    """Whether a host is gone or this machine has no network; then every link would seem dead."""
    # EAI_AGAIN says the latter, but not every resolver says it.
    if error.os_error.errno == socket.EAI_AGAIN or not await _has_names():
        return TryLater("names cannot be looked up now")
    return LinkDead("no such host")


async def _has_names() -> bool:
    try:
        async with asyncio.timeout(CONNECT_S):
            await asyncio.get_running_loop().getaddrinfo(KNOWN_HOST, 443)
    except (OSError, TimeoutError):
        return False
    return True


def _unconnected(error: aiohttp.ClientConnectorError) -> Unfetched:
    if error.os_error.errno == errno.ECONNREFUSED:
        return LinkDead("nobody listens there")
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return TryLater("its certificate is not in order")
    return TryLater("no connection")
