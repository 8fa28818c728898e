"""`archive fetch`: the pages of sources, from a site on this machine."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

import bot.wiring
from adapters.archive.extraction import Extractor
from adapters.web.fetching import Fetcher, LinkDead
from adapters.web.robots import PoliteFetcher
from bot.archiving import Tools, fetch_pages
from bot.targets import Target
from content.archive import Page, PageCopy, verdict
from content.pack import Pack
from tests.archive import papers
from tests.archive.conftest import Say
from tests.archive.papers import A_DAY, GAZETTE, NOON, PAID, html, with_source
from tests.web.site import Site


@dataclass
class Shelf:
    """A `PageKeeper` in a dictionary."""

    kept: dict[tuple[str, str], Page] = field(default_factory=dict)

    async def pages(self, pack: str, sources: Any) -> Mapping[str, Page]:
        return {s: page for (p, s), page in self.kept.items() if p == pack and s in sources}

    async def save(self, page: Page) -> None:
        self.kept[page.pack, page.source] = page


@dataclass
class Calendar:
    """A clock that stands still until it is turned."""

    time: dt.datetime = NOON

    def now(self) -> dt.datetime:
        return self.time


class Office:
    """Fetches the Gazette's page again and again, and looks at what is kept."""

    def __init__(self, pack: Pack, site: Site, extractor: Extractor) -> None:
        self.pack, self.site = pack, site
        self.shelf, self.clock = Shelf(), Calendar()
        self.tools = Tools(self.shelf, extractor, self.clock)

    async def fetch(self, *sources: str) -> list[str]:
        """The outcomes of one run."""
        wanted = [Target(self.pack, self.pack.sources[name]) for name in sources or ("gazette",)]
        async with self.site.fetcher() as fetcher:
            polite = PoliteFetcher(fetcher, pause_s=0.0)
            results = await fetch_pages(wanted, polite, self.tools, lambda _: None)
        self.said = [result.detail for result in results]
        return [result.outcome for result in results]

    @property
    def page(self) -> Page:
        return self.shelf.kept["lighthouses", "gazette"]

    @property
    def statuses(self) -> set[str]:
        """What the evidence that points at the Gazette is worth now."""
        claims = self.pack.current.values()
        evidence = [e for claim in claims for e in claim.evidence if e.source == "gazette"]
        return {verdict(piece, self.page).status for piece in evidence}


@pytest.fixture
async def office(tmp_path: Path, site: Site) -> AsyncIterator[Office]:
    site.answer("/skerry", html(GAZETTE))
    async with Extractor() as extractor:
        yield Office(papers.pack(tmp_path, f"{site.address}/skerry"), site, extractor)


async def test_a_page_is_fetched_and_its_text_kept(office: Office) -> None:
    assert await office.fetch() == ["new"]

    assert office.said == ["4 of 4 fingerprinted sentences in it"]
    assert office.page.copies[0].seen_at == NOON
    assert office.statuses <= {"verified", "moved"}


async def test_a_page_that_reads_the_same_is_kept_once(office: Office) -> None:
    await office.fetch()
    office.clock.time += A_DAY

    assert await office.fetch() == ["unchanged"]

    assert [copy.seen_at for copy in office.page.copies] == [NOON + A_DAY]


async def test_a_server_that_remembers_its_version_is_asked_for_a_newer_one(
    office: Office,
) -> None:
    dated = "Sat, 14 Mar 2026 08:00:00 GMT"
    office.site.answer("/skerry", html(GAZETTE), ETag='"1"', Last_Modified=dated)
    await office.fetch()
    office.site.answer("/skerry", status=304)
    office.clock.time += A_DAY

    assert await office.fetch() == ["unchanged"]

    asked = office.site.requests[-1].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', dated)
    assert office.page.copies[0].seen_at == NOON + A_DAY


async def test_no_version_is_asked_for_once_another_copy_is_newer_or_the_address_is_new(
    office: Office,
) -> None:
    office.site.answer("/skerry", html(GAZETTE), ETag='"1"')
    await office.fetch()
    await office.shelf.save(office.page.with_copy(PageCopy("Imported.", None, NOON)))
    await office.fetch()
    office.site.answer("/moved", html(GAZETTE))
    moved = f"{office.site.address}/moved"
    office.pack = with_source(office.pack, "gazette", url=moved)
    await office.fetch()

    pages = [request for request in office.site.requests if request.path != "/robots.txt"]
    assert ["If-None-Match" in request.headers for request in pages] == [False] * 3


async def test_a_changed_page_shows_in_the_evidence(office: Office) -> None:
    await office.fetch()
    office.site.answer("/skerry", html(GAZETTE.replace(PAID, "Who paid is unknown, it says.")))
    office.clock.time += A_DAY

    assert await office.fetch() == ["new"]

    assert office.said == ["3 of 4 fingerprinted sentences in it"]
    assert "changed" in office.statuses


@pytest.mark.parametrize("status", [404, 410])
async def test_a_dead_link_is_dead_since_its_first_failure(office: Office, status: int) -> None:
    await office.fetch()
    office.site.answer("/skerry", status=status)
    office.clock.time += A_DAY
    assert await office.fetch() == ["unreachable"]
    office.clock.time += A_DAY

    assert await office.fetch() == ["unreachable"]

    assert (office.page.failed_since, office.page.checked_at) == (NOON + A_DAY, NOON + 2 * A_DAY)
    assert office.statuses == {"unreachable"}
    assert "since 2026-11-22" in office.said[0]


async def test_a_link_that_works_again_is_dead_no_more(office: Office) -> None:
    await office.shelf.save(Page("lighthouses", "gazette").failed(NOON, "404 Not Found"))

    assert await office.fetch() == ["new"]

    assert office.page.failed_since is None


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_a_host_in_trouble_is_asked_later_and_not_called_dead(
    office: Office, status: int
) -> None:
    await office.fetch()
    before = office.page
    office.site.answer("/skerry", status=status, Retry_After="3600")

    assert await office.fetch() == ["later"]

    assert office.page == before


async def test_what_robots_txt_forbids_is_left_alone(office: Office) -> None:
    office.site.answer("/robots.txt", "User-agent: *\nDisallow: /skerry")

    assert await office.fetch() == ["later"]

    assert office.site.asked == ["/robots.txt"]


async def test_no_failure_of_a_page_ends_the_run(office: Office) -> None:
    for name in ("pdf", "empty", "inside", "dead"):
        url = f"{office.site.address}/{name}"
        office.pack = with_source(office.pack, name, url=url)
    office.site.answer("/pdf", "%PDF", Content_Type="application/pdf")
    office.site.answer("/empty", "<html></html>")
    office.site.answer("/inside", status=302, Location="http://169.254.169.254/")

    outcomes = await office.fetch("pdf", "empty", "inside", "dead", "gazette")

    assert outcomes == ["failed", "failed", "failed", "unreachable", "new"]


async def test_a_page_that_cannot_be_read_in_time_is_one_failed_page(
    office: Office, tmp_path: Path
) -> None:
    office.site.answer("/slow", html(GAZETTE + f"{PAID}\n" * 60_000))
    office.pack = with_source(office.pack, "slow", url=f"{office.site.address}/slow")
    async with Extractor(seconds=1) as extractor:
        office.tools = Tools(office.shelf, extractor, office.clock)

        assert await office.fetch("slow", "gazette") == ["failed", "new"]


async def test_plain_text_is_kept_as_it_is(office: Office) -> None:
    office.site.answer("/skerry", GAZETTE, Content_Type="text/plain; charset=utf-8")

    assert await office.fetch() == ["new"]

    assert (office.page.copies[0].text, office.statuses) == (GAZETTE, {"verified"})


async def test_a_sentence_outside_the_article_is_not_lost(office: Office) -> None:
    page = html(GAZETTE.replace(PAID, "Nothing here.")).replace(
        "All rights reserved", f"All rights reserved</p><p>{PAID}</p>"
    )
    office.site.answer("/skerry", page)

    await office.fetch()

    assert office.said == ["4 of 4 fingerprinted sentences in it"]


async def test_a_server_that_says_unchanged_without_being_asked_is_not_believed(
    office: Office,
) -> None:
    office.site.answer("/skerry", status=304)

    assert await office.fetch() == ["failed"]


def test_the_command_fetches_cited_sources_and_says_what_came_of_each(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Deaf(Fetcher):
        async def get(self, address: str, wish: Any = None) -> Any:
            asked.append(address)
            raise LinkDead("no such host")

    monkeypatch.setattr(bot.wiring, "fetcher", Deaf)

    fetched = say("fetch")

    assert fetched.code == 1
    assert [line.partition(", since")[0] for line in fetched.out.splitlines()] == [
        "lighthouses/gazette: unreachable: no such host",
        "lighthouses/digest: unreachable: no such host",
    ]
    assert len(asked) == 2
    assert say("verify").code == 1


def test_a_source_without_an_address_cannot_be_fetched(say: Say) -> None:
    fetched = say("fetch", "--source", "almanac")

    assert fetched.code == 1
    assert "no such source has an address" in fetched.err


async def test_an_answer_that_never_ends_is_one_failed_page(office: Office) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while True:
                await response.write(b"x" * 100_000)
        return response

    office.site.pages["/skerry"] = endless

    assert await office.fetch() == ["failed"]
