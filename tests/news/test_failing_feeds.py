"""Feeds that fail, and servers that ask for patience: how a feed fares from look to look."""

from __future__ import annotations

import datetime as dt
import time
from email.utils import formatdate

import pytest
from sqlalchemy import select

from adapters.store.tables import OUTBOX
from bot.notifying import feed_disabled
from bot.polling import Poller
from content.news.feeds import MOST_FAILURES, SHORTEST, Feed
from tests.news.hostile import LIT, spoken
from tests.news.world import AN_HOUR, RSS, World, rss

FAR = "9" * 400


async def looks(world: World, count: int) -> Feed:
    """The feed after so many looks, each when it is due."""
    for _ in range(count):
        feed = await world.poll()
        world.clock.time = max(world.clock.time, feed.next_at)
    return feed


async def letters(world: World) -> list[str]:
    """The keys of all that waits to be posted."""
    async with world.store.reading("looking into the outbox") as connection:
        return list((await connection.execute(select(OUTBOX.c.key))).scalars())


def telling(world: World) -> Poller:
    """A poller that tells owners, as the running bot has it."""

    async def tell(feed: Feed) -> None:
        await feed_disabled(feed, world.desks, world.store.outbox, world.clock)

    return Poller(world.tools, on_disabled=tell)


async def test_a_feed_that_always_fails_is_disabled_and_its_owner_told_once(world: World) -> None:
    world.poller = telling(world)
    await world.feed(owner="slack:T1/U1")
    world.site.answer("/feed", status=500)

    before = await looks(world, MOST_FAILURES - 1)
    told_before = await letters(world)
    after = await looks(world, 1)
    await looks(world, 2)

    assert (before.state, told_before) == ("active", [])
    assert (after.state, after.failures) == ("disabled", MOST_FAILURES)
    assert after.why == "500 Internal Server Error, 14 times in a row"
    assert len(await letters(world)) == 1


async def test_the_owner_gets_it_as_a_direct_message_that_does_nothing(world: World) -> None:
    world.poller = telling(world)
    await world.feed(owner="slack:T1/U1", title="<!channel> @everyone")
    world.site.answer("/feed", status=410)

    await world.poll()

    [parcel] = await world.store.outbox.claim(world.clock.time, 10)
    place, brief = parcel.record.place, parcel.record.brief
    assert (place.platform, place.channel) == ("slack", "T1/@U1")
    assert "410 Gone" in brief.notes[0].text


async def test_what_is_gone_for_good_is_disabled_at_once(world: World) -> None:
    await world.feed()
    world.site.answer("/feed", status=410)

    feed = await world.poll()

    assert (feed.state, feed.why, feed.failures) == ("disabled", "410 Gone", 1)


async def test_what_is_not_found_may_come_back(world: World) -> None:
    await world.feed()
    world.site.answer("/feed", status=404)
    await looks(world, 3)
    world.play(LIT)

    feed = await world.poll()

    assert (feed.state, feed.failures, feed.trouble) == ("active", 0, None)
    assert (feed.counts["failed"], feed.counts["kept"]) == (3, 1)


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("7200", 7_200, 7_200),
        ("in two hours", 7_000, 7_200),
        ("1", SHORTEST.total_seconds(), SHORTEST.total_seconds()),
        (FAR, 7 * 86_400, 7 * 86_400),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 7 * 86_400, 7 * 86_400),
        ("Sat, 01 Jan 99999999999999999999 00:00:00 GMT", 7_200, 7_200),
        ("soon", 7_200, 7_200),
        ("-5", 7_200, 7_200),
    ],
    ids=[
        "seconds",
        "date",
        "too soon",
        "400 digits",
        "year 9999",
        "no such year",
        "words",
        "minus",
    ],
)
async def test_a_server_says_when_it_wants_to_be_asked_again(
    world: World, said: str, least: float, most: float
) -> None:
    await world.feed()
    when = formatdate(time.time() + 7_200, usegmt=True) if said == "in two hours" else said
    world.site.answer("/feed", status=429, Retry_After=when)

    feed = await world.poll()

    wait = (feed.next_at - world.clock.time).total_seconds()
    assert least <= wait <= most
    assert (feed.state, feed.failures) == ("active", 1)


async def test_what_has_not_changed_is_counted_and_not_read_again(world: World) -> None:
    await world.feed()
    world.site.answer("/feed", rss([LIT]), Content_Type=RSS, ETag='W/"1"', Last_Modified="then")
    await world.poll()
    world.site.answer("/feed", status=304)

    await looks(world, 2)
    feed = await world.poll()

    assert feed.counts == {"polls": 4, "unchanged": 3, "items": 1, "kept": 1}
    assert (feed.etag, feed.last_modified, feed.failures) == ('W/"1"', "then", 0)
    last = world.site.requests[-1].headers
    assert (last["If-None-Match"], last["If-Modified-Since"]) == ('W/"1"', "then")


async def test_a_version_is_forgotten_when_the_server_names_none(world: World) -> None:
    await world.feed(etag='"old"')
    world.play(LIT)

    feed = await world.poll()

    assert feed.etag is None


@pytest.mark.parametrize("tag", [b"\xff\xfe", "灯".encode(), b"\xed\xa0\x80", b"x" * 7_000])
async def test_no_name_of_a_version_spoils_the_next_look(world: World, tag: bytes) -> None:
    await world.feed()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nETag: "
    world.site.pages["/feed"] = spoken(head + tag + b"\r\n\r\n" + rss([LIT]).encode())
    await world.poll()
    world.clock.time += AN_HOUR

    looked = await world.poller.step()

    assert [(feed.failures, feed.counts["known"]) for feed in looked] == [(0, 1)]


async def test_nothing_of_a_feed_can_make_the_database_unreadable(world: World) -> None:
    await world.feed(title="lamp \ud800\0", trouble="\udfff")

    [feed] = await world.store.news.feeds.listed()

    assert (feed.title, feed.trouble) == ("lamp ?\0", "?")


async def test_a_feed_paused_while_it_is_looked_at_stays_paused(world: World) -> None:
    feed = await world.feed()
    world.play(LIT)
    await world.feed(state="paused")

    await world.poller.look(feed)

    [kept] = await world.store.news.feeds.listed()
    assert (kept.state, dict(kept.counts)) == ("paused", {})


async def test_one_feed_in_trouble_keeps_no_other_from_being_read(world: World) -> None:
    for path in ("/gone", "/broken", "/feed"):
        await world.feed(path)
    world.site.answer("/broken", "<rss", Content_Type=RSS)
    world.play(LIT)

    looked = await world.poller.step()

    kept = {feed.address.rpartition("/")[2]: feed.counts.get("kept", 0) for feed in looked}
    assert kept == {"gone": 0, "broken": 0, "feed": 1}
    assert all(feed.next_at >= world.clock.time + dt.timedelta(minutes=15) for feed in looked)
