"""What feeds say of their items, end to end: dates, names, and what is listed again."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from aiohttp import web

from tests.news.hostile import BODY, LIT, TITLE, page_of, teaser, text_of, titles
from tests.news.world import AN_HOUR, NOON, Entry, World

OTHER = "Keepers return to the lighthouse in the sound"
AT = "https://gazette.example/lights/story"


async def looked_twice(world: World, first: list[Entry], then: list[Entry]) -> int:
    """How many articles there are after a look at each of the two."""
    await world.feed()
    world.play(*first)
    await world.poll()
    world.clock.time += AN_HOUR
    world.play(*then)
    await world.poll()
    return len(await world.articles())


@pytest.mark.parametrize(
    "published",
    [
        None,
        NOON + dt.timedelta(days=2),
        dt.datetime(9999, 12, 31, tzinfo=dt.UTC),
        dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
        dt.datetime(1, 1, 1, tzinfo=dt.UTC),
    ],
)
async def test_a_date_that_cannot_be_is_replaced_by_the_day_it_was_found(
    world: World, published: dt.datetime | None
) -> None:
    await world.feed()
    world.play(dataclasses.replace(LIT, published=published))

    await world.poll()

    [article] = await world.articles()
    assert (article.published, article.is_dated) == (NOON.date(), False)
    assert not article.date.is_known


@pytest.mark.parametrize(
    "date", ["yesterday", "31 Feb 2026", "2026-13-45T99:99:99Z", "-1", "0", "9" * 50, "<b>now</b>"]
)
async def test_what_is_no_date_is_no_crash(world: World, date: str) -> None:
    await world.feed()
    world.play(dataclasses.replace(LIT, published=None, extra=f"<pubDate>{date}</pubDate>"))

    await world.poll()

    [article] = await world.articles()
    assert article.published <= NOON.date()


async def test_what_is_old_is_counted_and_left(world: World) -> None:
    await world.feed()
    world.play(dataclasses.replace(LIT, published=NOON - dt.timedelta(days=31)))

    feed = await world.poll()

    assert feed.counts == {"polls": 1, "items": 1, "too old": 1}


@pytest.mark.parametrize(
    "link",
    [
        *("", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.c"),
        *("http://", "http://[::1", "https://user:word@gazette.example/"),
        f"https://gazette.example/{'x' * 2_000}",
    ],
)
async def test_items_without_a_web_address_are_counted(world: World, link: str) -> None:
    await world.feed()
    world.play(dataclasses.replace(LIT, link=link))

    feed = await world.poll()

    assert feed.counts == {"polls": 1, "items": 1, "without address": 1}


async def test_one_guid_for_all_items_names_none_of_them(world: World) -> None:
    items = [Entry(f"{TITLE} {at}", f"{AT}{at}", BODY, guid="1") for at in range(3)]

    count = await looked_twice(world, items, items)

    assert count == 3


async def test_one_address_for_all_items_is_one_article(world: World) -> None:
    items = [Entry(title, AT, BODY, guid=title) for title in (TITLE, OTHER)]

    count = await looked_twice(world, items, items)

    assert count == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"guid": "2"},
        {"guid": None},
        {"title": f"Updated: {TITLE}"},
        {"published": NOON + AN_HOUR},
        {"body": f"{BODY} It was repaired."},
        {"link": f"{AT}?utm_source=feed&utm_medium=rss&fbclid=1#top"},
        {"link": AT.replace("https", "http")},
        {"link": AT.replace("//", "//www.")},
        {"link": AT.replace("//", "//m.")},
        {"link": AT.replace("//", "//amp.")},
        {"link": f"{AT}/amp/"},
        {"link": f"{AT}/index.html"},
        {"guid": "2", "title": f"Updated: {TITLE}", "published": NOON + AN_HOUR},
        {"guid": "2", "link": f"{AT}?ref=home", "body": f"{BODY} It was repaired."},
        {"link": f"{AT}-2", "title": f"Updated: {TITLE}"},
        {"link": f"{AT}-2"},
    ],
)
async def test_what_is_listed_again_is_one_article(
    world: World, changed: dict[str, object]
) -> None:
    item = dataclasses.replace(LIT, link=AT)
    again = dataclasses.replace(item, **changed)  # type: ignore[arg-type]

    count = await looked_twice(world, [item], [again])

    assert count == 1


async def test_another_guid_at_another_address_is_another_article(world: World) -> None:
    item = dataclasses.replace(LIT, link=AT)
    other = Entry(OTHER, f"{AT}-2", BODY.replace("19", "12"), guid="2")

    count = await looked_twice(world, [item], [item, other])

    assert count == 2


async def test_a_changed_article_keeps_its_day_and_says_what_is_new(world: World) -> None:
    later = dataclasses.replace(
        LIT, title=f"Updated: {TITLE}", link=f"{LIT.link}-2", published=NOON + AN_HOUR * 24
    )
    await looked_twice(world, [LIT], [later])

    [article] = await world.articles()
    [feed] = await world.store.news.feeds.listed()

    assert (article.title, article.published) == (f"Updated: {TITLE}", NOON.date())
    assert (feed.counts["kept"], feed.counts["changed"]) == (1, 1)
    assert (await text_of(world, article)).startswith("Updated: ")


async def test_pages_that_had_no_turn_are_read_at_the_next_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reading.MOST_PAGES", 1)
    await world.feed()
    items = [teaser(world, f"/{at}", f"{TITLE} {at}") for at in range(3)]
    for at in range(3):
        world.site.answer(f"/{at}", page_of(BODY, title=f"{TITLE} {at}"))
    versions(world, items)

    for _ in range(4):
        feed = await world.poll()

    assert sorted(await titles(world)) == [f"{TITLE} {at}" for at in range(3)]
    assert (feed.counts["unchanged"], feed.etag) == (1, '"1"')


def versions(world: World, items: list[Entry]) -> None:
    """Have the feed come with a version, and be unchanged for whoever names it."""
    world.play(*items)
    whole = world.site.pages["/feed"]

    async def page(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        answer = await whole(request)
        answer.headers["ETag"] = '"1"'
        return answer

    world.site.pages["/feed"] = page


async def test_a_guid_that_goes_on_to_another_story_is_another_article(world: World) -> None:
    first = dataclasses.replace(LIT, link=AT)
    second = Entry("Twelve keepers wanted for the sound", f"{AT}-2", BODY, guid=LIT.guid)

    count = await looked_twice(world, [first], [second])

    assert count == 2
