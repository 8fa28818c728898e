"""Hosts are asked as they want it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from adapters.web import robots
from adapters.web.fetching import LinkDead, TryLater
from adapters.web.robots import PoliteFetcher
from tests.web.site import Site


@pytest.fixture
async def polite(site: Site) -> AsyncIterator[PoliteFetcher]:
    site.answer("/a", "page a")
    site.answer("/b", "page b")
    async with site.fetcher() as fetcher:
        yield PoliteFetcher(fetcher, pause_s=0.0)


async def test_robots_txt_is_read_once_for_each_host(site: Site, polite: PoliteFetcher) -> None:
    await polite.get(f"{site.address}/a")
    await polite.get(f"{site.address}/b")

    assert site.asked == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize("agent", ["*", "briefing-bot", "Briefing-Bot"])
async def test_what_robots_txt_forbids_is_not_asked(
    site: Site, polite: PoliteFetcher, agent: str
) -> None:
    site.answer("/robots.txt", f"User-agent: {agent}\nDisallow: /a")

    with pytest.raises(TryLater, match=r"robots\.txt does not allow it"):
        await polite.get(f"{site.address}/a")

    assert (await polite.get(f"{site.address}/b")).body == b"page b"
    assert "/a" not in site.asked


async def test_what_is_forbidden_to_others_is_allowed(site: Site, polite: PoliteFetcher) -> None:
    site.answer("/robots.txt", "User-agent: GreedyBot\nDisallow: /")

    assert (await polite.get(f"{site.address}/a")).body == b"page a"


async def test_where_a_redirect_leads_is_asked_too(site: Site, polite: PoliteFetcher) -> None:
    site.answer("/robots.txt", "User-agent: *\nDisallow: /b")
    site.answer("/a", status=301, Location="/b")

    with pytest.raises(TryLater):
        await polite.get(f"{site.address}/a")

    assert "/b" not in site.asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_without_a_robots_txt_everything_is_allowed(
    site: Site, polite: PoliteFetcher, status: int
) -> None:
    site.answer("/robots.txt", status=status)

    assert (await polite.get(f"{site.address}/a")).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_while_robots_txt_cannot_be_had_nothing_is_asked(
    site: Site, polite: PoliteFetcher, status: int
) -> None:
    site.answer("/robots.txt", status=status)

    for path in ("/a", "/b"):
        with pytest.raises(TryLater, match=r"robots\.txt cannot be had"):
            await polite.get(site.address + path)

    assert site.asked == ["/robots.txt"]


async def test_a_robots_txt_that_goes_round_in_circles_counts_as_none(
    site: Site, polite: PoliteFetcher
) -> None:
    site.answer("/robots.txt", status=302, Location="/robots.txt")

    assert (await polite.get(f"{site.address}/a")).status == 200


async def test_a_host_that_is_gone_is_a_dead_link(site: Site, polite: PoliteFetcher) -> None:
    async with contextlib.AsyncExitStack() as stack:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        await stack.enter_async_context(server)
    polite._fetcher._loopback_ports |= {port}

    with pytest.raises(LinkDead):
        await polite.get(f"http://127.0.0.1:{port}/a")


async def test_a_host_that_is_busy_is_asked_no_more_in_this_run(
    site: Site, polite: PoliteFetcher
) -> None:
    site.answer("/a", status=429, Retry_After="60")

    for path in ("/a", "/b"):
        with pytest.raises(TryLater, match="come back in 60 seconds"):
            await polite.get(site.address + path)

    assert site.asked == ["/robots.txt", "/a"]


async def test_between_two_requests_to_a_host_there_is_a_pause(site: Site) -> None:
    site.answer("/a", "page a")
    now = asyncio.get_running_loop().time
    async with site.fetcher() as fetcher:
        polite = PoliteFetcher(fetcher, pause_s=0.1)
        began = now()
        await polite.get(f"{site.address}/a")
        await polite.get(f"{site.address}/a")

    assert now() - began >= 0.2


async def test_a_longer_pause_that_a_host_wants_is_kept(
    site: Site, polite: PoliteFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(robots.asyncio, "sleep", sleep)  # type: ignore[attr-defined]
    site.answer("/robots.txt", "User-agent: *\nCrawl-delay: 7")

    await polite.get(f"{site.address}/a")

    assert 6 < max(slept) <= 7


async def test_a_host_that_wants_endless_pauses_is_left_alone(
    site: Site, polite: PoliteFetcher
) -> None:
    site.answer("/robots.txt", "User-agent: *\nCrawl-delay: 3600")

    with pytest.raises(TryLater, match="3600 seconds"):
        await polite.get(f"{site.address}/a")


async def test_a_robots_txt_made_to_take_minutes_is_not_read(
    site: Site, polite: PoliteFetcher
) -> None:
    agents = "\n".join(f"User-agent: a{number}" for number in range(10_000))
    rules = "\n".join(f"Disallow: /{number}" for number in range(10_000))
    site.answer("/robots.txt", f"{agents}\n{rules}")

    with pytest.raises(TryLater, match="too many rules"):
        await polite.get(f"{site.address}/a")


async def test_a_robots_txt_that_is_not_text_forbids_nothing(
    site: Site, polite: PoliteFetcher
) -> None:
    site.raw("/robots.txt", b"\xff\0<html>User-agent" * 10, Content_Type="image/png")

    assert (await polite.get(f"{site.address}/a")).status == 200


async def test_conditions_are_passed_on_and_unchanged_pages_are_told(
    site: Site, polite: PoliteFetcher
) -> None:
    site.answer("/a", status=304)

    answer = await polite.get(f"{site.address}/a", {"If-None-Match": '"1"'})

    assert (answer.status, answer.body) == (304, b"")
    assert site.requests[-1].headers["If-None-Match"] == '"1"'
