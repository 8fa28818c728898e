"""The one way to fetch an address, against sites and addresses that mean harm."""

from __future__ import annotations

import asyncio
import gzip
import socket
from typing import Any

import pytest
from aiohttp import web

from adapters.web import fetching
from adapters.web.fetching import (
    MAX_BYTES,
    MAX_RECEIVED_BYTES,
    USER_AGENT,
    Fetcher,
    LinkDead,
    Refused,
    TryLater,
    Unfetched,
    Wish,
)
from tests.web.site import Site

HOSTILE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/latest/meta-data/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "https://127.0.0.1/",
]
MISSHAPEN = [
    "file:///etc/passwd",
    "ftp://gazette.example/",
    "gopher://gazette.example/",
    "javascript:alert(1)",
    "/etc/passwd",
    "",
    "http://",
    "http://user:password@gazette.example/",
    "http://gazette.example:22/",
    "http://gazette.example:8080/",
    "https://gazette.example:6379/",
    "http://[::1",
]


async def refusal(fetcher: Fetcher, address: str) -> Unfetched:
    async with fetcher as one:
        with pytest.raises(Unfetched) as refused:
            await one.get(address)
    return refused.value


@pytest.mark.parametrize("address", HOSTILE)
async def test_no_spelling_of_an_address_leads_inside(address: str) -> None:
    error = await refusal(Fetcher(), address)

    assert isinstance(error, Refused)


@pytest.mark.parametrize("address", HOSTILE)
async def test_no_redirect_leads_inside(site: Site, address: str) -> None:
    site.answer("/", status=302, Location=address)

    error = await refusal(site.fetcher(), site.address)

    assert isinstance(error, Refused)
    assert site.asked == ["/"]


@pytest.mark.parametrize("address", MISSHAPEN)
async def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    assert isinstance(await refusal(Fetcher(), address), Refused)


async def test_a_name_that_leads_inside_is_refused_when_it_connects(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(monkeypatch, "127.0.0.1")

    error = await refusal(Fetcher(), "http://gazette.example/")

    assert str(error) == "127.0.0.1 is not a public address"


async def test_a_name_of_which_one_address_leads_inside_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _names(monkeypatch, "10.0.0.7", "93.184.216.34")

    assert isinstance(await refusal(Fetcher(), "http://gazette.example/"), Refused)


async def test_ports_for_tests_open_no_other_port_and_no_other_address(site: Site) -> None:
    other = await refusal(Fetcher(loopback_ports=[site.port]), "http://127.0.0.1/")
    elsewhere = await refusal(
        Fetcher(loopback_ports=[site.port]), f"http://169.254.169.254:{site.port}/"
    )

    assert isinstance(other, Refused)
    assert isinstance(elsewhere, Refused)


async def test_a_page_comes_with_what_its_server_says_of_it(site: Site) -> None:
    site.answer("/", "灯塔", ETag='"1"', Last_Modified="Sat, 14 Mar 2026 08:00:00 GMT")

    async with site.fetcher() as fetcher:
        answer = await fetcher.get(site.address)

    assert (answer.body.decode(), answer.kind, answer.charset) == ("灯塔", "text/html", "utf-8")
    assert (answer.etag, answer.last_modified) == ('"1"', "Sat, 14 Mar 2026 08:00:00 GMT")


async def test_requests_say_who_asks_and_carry_no_cookie(site: Site) -> None:
    site.answer("/", "page", Set_Cookie="track=1")

    async with site.fetcher() as fetcher:
        await fetcher.get(site.address)
        await fetcher.get(site.address)

    second = site.requests[1].headers
    assert second["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("briefing-bot/")
    assert "Cookie" not in second


async def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.answer("/", "page")

    async with site.fetcher() as fetcher:
        assert (await fetcher.get(site.address)).body == b"page"


async def test_redirects_are_followed_five_times(site: Site) -> None:
    for number in range(6):
        site.answer(f"/{number}", status=301, Location=f"/{number + 1}")
    site.answer("/6", "at last")

    async with site.fetcher() as fetcher:
        assert (await fetcher.get(f"{site.address}/1")).body == b"at last"
    assert str(await refusal(site.fetcher(), f"{site.address}/0")) == "more than 5 redirects"


async def test_redirects_in_a_circle_or_to_nowhere_end(site: Site) -> None:
    site.answer("/circle", status=302, Location="/circle")
    site.answer("/nowhere", status=302)

    assert isinstance(await refusal(site.fetcher(), f"{site.address}/circle"), Refused)
    assert isinstance(await refusal(site.fetcher(), f"{site.address}/nowhere"), TryLater)


async def test_each_redirect_is_approved_before_it_is_asked(site: Site) -> None:
    site.answer("/", status=302, Location="/private")
    site.answer("/private", "secret")

    async def approve(url: Any) -> None:
        if url.path == "/private":
            raise TryLater("not there")

    async with site.fetcher() as fetcher:
        with pytest.raises(TryLater, match="not there"):
            await fetcher.get(site.address, Wish(approve=approve))

    assert site.asked == ["/"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_is_a_dead_link(site: Site, status: int) -> None:
    site.answer("/", status=status)

    error = await refusal(site.fetcher(), site.address)

    assert (type(error), error.status) == (LinkDead, status)


@pytest.mark.parametrize("status", [400, 401, 403, 418, 429, 451, 500, 502, 503, 204, 300])
async def test_any_other_trouble_is_no_dead_link(site: Site, status: int) -> None:
    site.answer("/", status=status)

    assert isinstance(await refusal(site.fetcher(), site.address), TryLater)


@pytest.mark.parametrize(("when", "said"), [("120", "in 120 seconds"), ("Sat, 1 Jan", "at Sat")])
async def test_it_is_said_when_a_busy_server_wants_to_be_asked_again(
    site: Site, when: str, said: str
) -> None:
    site.answer("/", status=429, Retry_After=when)

    assert said in str(await refusal(site.fetcher(), site.address))


async def test_a_host_that_does_not_exist_is_a_dead_link_and_a_lost_network_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = []
    for code, known in [
        (socket.EAI_NONAME, {"example.com"}),
        (socket.EAI_NONAME, set[str]()),
        (socket.EAI_AGAIN, {"example.com"}),
    ]:
        _fails(monkeypatch, socket.gaierror(code, "not known"), known)
        found.append(type(await refusal(Fetcher(), "http://gazette.example/")))

    assert found == [LinkDead, TryLater, TryLater]


async def test_a_port_where_nobody_listens_is_a_dead_link() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        error = await refusal(Fetcher(loopback_ports=[port]), f"http://127.0.0.1:{port}/")

    assert str(error) == "nobody listens there"


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "video/mp4", "application/json"])
async def test_what_is_no_page_of_text_is_refused_unread(site: Site, kind: str) -> None:
    site.answer("/", "x" * 1000, Content_Type=kind)

    assert kind in str(await refusal(site.fetcher(), site.address))


async def test_packed_pages_are_unpacked(site: Site) -> None:
    site.raw("/", gzip.compress(b"page" * 1000), Content_Encoding="gzip")

    async with site.fetcher() as fetcher:
        assert (await fetcher.get(site.address)).body == b"page" * 1000


async def test_a_bomb_is_not_unpacked_beyond_the_limit(site: Site) -> None:
    bomb = gzip.compress(b"\0" * (20 * MAX_BYTES), compresslevel=9)
    assert len(bomb) < MAX_BYTES // 20
    site.raw("/", bomb, Content_Encoding="gzip")

    error = await refusal(site.fetcher(), site.address)

    assert str(error) == "more bytes than a page of text has"


async def test_an_endless_page_is_cut_off(site: Site) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 100_000)
            sent += 100_000

    site.pages["/"] = endless

    assert isinstance(await refusal(site.fetcher(), site.address), Refused)
    assert sent < 3 * MAX_RECEIVED_BYTES


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", b"no gzip"), ("br", b"x"), ("gzip, gzip", b"x")]
)
async def test_what_is_packed_badly_or_otherwise_is_refused(
    site: Site, encoding: str, body: bytes
) -> None:
    site.raw("/", body, Content_Encoding=encoding)

    assert isinstance(await refusal(site.fetcher(), site.address), TryLater)


async def test_a_server_that_drips_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dripping(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.05)

    site.pages["/"] = dripping
    monkeypatch.setattr(fetching, "TOTAL_S", 0.3)

    assert "no whole answer" in str(await refusal(site.fetcher(), site.address))


async def test_the_time_is_for_all_redirects_together(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return web.Response(status=302, headers={"Location": "/"})

    site.pages["/"] = slow
    monkeypatch.setattr(fetching, "TOTAL_S", 0.4)

    assert isinstance(await refusal(site.fetcher(), site.address), TryLater)
    assert len(site.asked) <= 3


async def test_an_answer_may_be_cut_where_that_is_wished(site: Site) -> None:
    site.answer("/", "0123456789", Content_Type="application/octet-stream")

    async with site.fetcher() as fetcher:
        answer = await fetcher.get(site.address, Wish(kinds=None, max_bytes=4, may_be_cut=True))

    assert answer.body == b"0123"


async def test_what_is_no_http_is_no_crash() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\xff\xff\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        error = await refusal(Fetcher(loopback_ports=[port]), f"http://127.0.0.1:{port}/")

    assert isinstance(error, TryLater)


def _names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name stand for these addresses."""

    def look_up(_: str, port: int, *__: Any) -> list[Any]:
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def _fails(monkeypatch: pytest.MonkeyPatch, error: OSError, but: set[str]) -> None:
    """Let the look-up of every name fail but of these."""

    def look_up(name: str, *_: Any, **__: Any) -> list[Any]:
        if name in but:
            return []
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
