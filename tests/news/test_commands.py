"""`briefing-bot feeds`, as an operator runs it."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import bot.wiring
from adapters.feeds import opml
from bot.__main__ import main
from bot.settings import Settings
from content.errors import BriefingError
from tests.archive.conftest import Said
from tests.news.hostile import BODY, LIT, TITLE, page_of
from tests.news.world import LIGHTHOUSES, NOON, RSS, rss
from tests.web.site import Site, serving

Say = Callable[..., Said]
DOCTYPE = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTLINE = (
    '<opml version="2.0"><body><outline text="&b;" xmlUrl="https://a.example/"/></body></opml>'
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site in a thread of its own, for commands bring their own loop."""
    loop, is_up, found = asyncio.new_event_loop(), threading.Event(), list[Site]()
    is_over = asyncio.Event()

    async def serve() -> None:
        async with serving() as one:
            found.append(one)
            is_up.set()
            await is_over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    is_up.wait()
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()
        loop.close()


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, site: Site) -> Say:
    """Runs `briefing-bot feeds`, or another command, on a fixed day; the site may be fetched."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(field.alias or "", raising=False)
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bot.wiring, "SHIPPED_PACKS", LIGHTHOUSES)
    monkeypatch.setattr(bot.wiring, "fetcher", site.fetcher)
    monkeypatch.setattr("bot.clock.SystemClock.now", lambda _: NOON)  # what is listed grows old
    monkeypatch.chdir(tmp_path)

    def run(*args: str, command: str = "feeds") -> Said:
        monkeypatch.setattr(sys, "argv", ["briefing-bot", command, *args])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return run


def one(said: Said) -> dict[str, Any]:
    """The only feed of what was printed as JSON."""
    assert said.code == 0, said.err
    [feed] = json.loads(said.out)
    return dict(feed)


def settled(feed: dict[str, Any]) -> dict[str, Any]:
    """What a list of feeds keeps of one."""
    return {name: feed[name] for name in ("id", "address", "title", "topics", "pack", "grade")}


def naming(feed: str) -> str:
    """A page that names a feed."""
    return page_of(BODY, head=f'<link rel="alternate" type="application/rss+xml" href="{feed}">')


def test_a_feed_is_added_from_the_page_that_names_it_and_managed(say: Say, site: Site) -> None:
    site.answer("/", naming("/feed"))
    site.answer("/feed", rss([LIT]), Content_Type=RSS)

    added = one(say("add", site.address, "--owner", "slack:T1/U1", "--json"))
    again = one(say("add", f"{site.address}/feed", "--json"))
    listed = say("list")
    paused = one(say("pause", added["id"][:8], "--json"))
    resumed = one(say("resume", f"{site.address}/feed", "--json"))
    removed = say("remove", added["id"])

    assert (added["address"], added["title"]) == (f"{site.address}/feed", "Coast Gazette")
    assert added["id"] == again["id"]
    assert listed.out == f"{added['id'][:8]} Coast Gazette: active, 0 kept\n"
    assert (paused["state"], paused["why"]) == ("paused", "paused by hand")
    assert (resumed["state"], resumed["why"]) == ("active", None)
    assert removed.out == f"removed: {site.address}/feed\n"
    assert say("list").out == "there are no feeds\n"


def test_a_look_is_told_by_poll_and_show(say: Say, site: Site) -> None:
    site.answer("/feed", rss([LIT]), Content_Type=RSS)
    say("add", f"{site.address}/feed")

    polled = one(say("poll", "--json"))
    idle = say("poll", "--json")
    again = one(say("poll", "--now", "--json"))
    shown = say("show", polled["id"][:6])

    assert polled["counts"] == {"polls": 1, "items": 1, "kept": 1}
    assert json.loads(idle.out) == []
    assert again["counts"] == {"polls": 2, "items": 2, "kept": 1, "known": 1}
    assert {"Coast Gazette", "kept: 1", "known: 1", "polls: 2"} <= set(shown.out.splitlines())


def test_trouble_is_told_by_poll_and_show(say: Say, site: Site) -> None:
    site.answer("/feed", rss([LIT]), Content_Type=RSS)
    added = one(say("add", f"{site.address}/feed", "--json"))
    site.answer("/feed", status=410)

    polled = say("poll", "--now")
    shown = say("show", added["id"])

    assert polled.code == 1
    assert "disabled: 410 Gone" in polled.out
    assert "state: disabled (410 Gone)" in shown.out
    assert "last trouble: 410 Gone; 1 failures in a row" in shown.out
    assert "failed: 1" in shown.out


def test_an_outlet_is_forgotten(say: Say, site: Site) -> None:
    site.answer("/feed", rss([LIT]), Content_Type=RSS)
    say("add", f"{site.address}/feed")
    say("poll")

    assert say("forget", "tribune.example").out == "0 articles deleted\n"
    assert say("forget", "Gazette.example", "--pack", "lighthouses").out == "1 articles deleted\n"
    assert one(say("poll", "--now", "--json"))["counts"]["known"] == 1


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (page_of("The gazette of the coast."), "is no feed, and its page names none"),
        (naming("/no"), "is no feed, and its page names none"),
        (naming("http://10.0.0.1/"), "is no feed, and its page names none"),
        (naming("javascript:alert(1)"), "is no feed, and its page names none"),
        ("", "is no feed"),
    ],
)
def test_a_page_without_a_feed_is_said(say: Say, site: Site, page: str, said: str) -> None:
    site.answer("/", page)

    shown = say("add", site.address)

    assert (shown.code, say("list").out) == (1, "there are no feeds\n")
    assert said in shown.err


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gazette", "http://10.0.0.1/feed", "http://[::1"]
)
def test_what_is_no_public_address_is_not_added(say: Say, address: str) -> None:
    shown = say("add", address)

    assert shown.code == 1
    assert shown.err.startswith("briefing-bot: ")


def test_an_ambiguous_or_unknown_feed_is_said(say: Say) -> None:
    shown = say("show", "f00")

    assert (shown.code, "0 feeds are called" in shown.err) == (1, True)


def test_a_list_of_feeds_goes_out_and_comes_back(say: Say, site: Site, tmp_path: Path) -> None:
    hostile = rss([LIT], title='The "Gazette" & <b>more</b>')
    site.answer("/feed", hostile, Content_Type=RSS)
    say("add", f"{site.address}/feed?a=1&b=2")
    say("add", f"{site.address}/feed", "--topics", "lamps,keepers")
    before = json.loads(say("list", "--json").out)
    (tmp_path / "list.opml").write_text(say("export").out)
    for feed in before:
        say("remove", feed["id"])

    imported = say("import", "list.opml", "--json")
    twice = say("import", "list.opml", "--json")
    after = json.loads(say("list", "--json").out)

    assert len(before) == 2
    assert [settled(feed) for feed in after] == [settled(feed) for feed in before]
    assert (len(json.loads(imported.out)), json.loads(twice.out)) == (2, [])


def test_a_name_with_what_xml_cannot_hold_can_be_exported(
    say: Say, site: Site, tmp_path: Path
) -> None:
    named = rss([LIT], title="Gazette").replace("Gazette", "Ga&#8;ze&#xFFFF;tte &#27;[31m&nope;")
    site.answer("/feed", named, Content_Type=RSS)
    say("add", f"{site.address}/feed")
    say("poll", "--now")

    (tmp_path / "list.opml").write_text(say("export").out)

    assert say("import", "list.opml").code == 0
    assert "\x1b" not in say("list").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{DOCTYPE}{OUTLINE}", "defines entities"),
        (f'<?xml version="1.0" encoding="utf-16"?>{DOCTYPE}{OUTLINE}', "defines entities"),
        (f"<!--{' ' * 5_000}-->{DOCTYPE}{OUTLINE}", "defines entities"),
        ("<opml><body>", "this is no list of feeds"),
        ("", "this is no list of feeds"),
        (page_of(BODY), "does not begin with <opml>"),
        ("x" * 5_000_001, "more than 5,000,000 bytes"),
    ],
    ids=["entities", "in UTF-16", "further down", "torn", "empty", "a page", "too long"],
)
def test_a_list_that_is_none_or_means_harm_is_refused(
    say: Say, tmp_path: Path, text: str, said: str
) -> None:
    encoding = "utf-16" if "utf-16" in text else "utf-8"
    (tmp_path / "list.opml").write_bytes(text.encode(encoding))

    shown = say("import", "list.opml")

    assert shown.code == 1
    assert said in shown.err
    assert say("list").out == "there are no feeds\n"


def test_a_list_without_end_is_refused() -> None:
    many = "".join(f'<outline xmlUrl="https://a.example/{at}"/>' for at in range(5_001))

    with pytest.raises(BriefingError, match="more than 5,000 feeds"):
        opml.read(f"<opml><body>{many}</body></opml>".encode())


def test_a_list_nested_without_end_is_read() -> None:
    depth = 100_000
    feed = '<outline xmlUrl="https://a.example/"/>'

    found = opml.read(f"<opml>{'<outline>' * depth}{feed}{'</outline>' * depth}</opml>".encode())

    assert [outline.address for outline in found] == ["https://a.example/"]


def test_entries_that_are_no_web_addresses_are_passed_over_and_said(
    say: Say, tmp_path: Path
) -> None:
    lines = "".join(
        f'<outline text="one" xmlUrl="{address}"/>'
        for address in ("file:///etc/passwd", "javascript:alert(1)", "https://a.example/feed")
    )
    (tmp_path / "list.opml").write_text(f"<opml><body>{lines}</body></opml>")

    shown = say("import", "list.opml", "--json")

    assert [feed["address"] for feed in json.loads(shown.out)] == ["https://a.example/feed"]
    assert shown.err.count("passed over, no web address") == 2


def test_a_list_that_is_not_there_is_said(say: Say) -> None:
    shown = say("import", "nowhere.opml")

    assert shown.code == 1
    assert "nowhere.opml" in shown.err


def test_an_order_in_a_title_is_only_printed(say: Say, site: Site) -> None:
    site.answer("/feed", rss([LIT], title=f"{TITLE}\u202e\u0007"), Content_Type=RSS)

    say("add", f"{site.address}/feed")

    assert TITLE in say("list").out
    assert "\u202e" not in say("list").out
