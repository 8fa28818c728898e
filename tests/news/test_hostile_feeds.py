"""Feeds that are broken or mean harm: they are read as far as possible, and told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.feeds.reading import FeedReader
from adapters.web import fetching
from bot.polling import Poller
from tests.news.hostile import (
    BODY,
    INSIDE,
    LIT,
    ORDER,
    PLAIN_HEAD,
    TITLE,
    UNSEEN,
    bomb,
    dripping,
    feed_of,
    item,
    play,
    text_of,
    titles,
)
from tests.news.world import Entry, World, with_limits

LAUGHS = "".join(
    f'<!ENTITY ha{at} "{f"&ha{at - 1};" * 10}">' if at else '<!ENTITY ha0 "ha">' for at in range(9)
)


async def test_a_broken_feed_is_read_as_far_as_possible_and_told_of(world: World) -> None:
    await world.feed()
    more = f"<description>{BODY}</description>"
    play(world, feed_of(item(more=more), "<item><title>Half a <b>lamp & a")[:-20])

    feed = await world.poll()

    assert await titles(world) == [TITLE]
    assert (feed.trouble, feed.failures, feed.counts["kept"]) == ("SAXParseException", 0, 1)
    assert feed.counts["without address"] == 1


@pytest.mark.parametrize(
    "text", ["", "\0" * 1_000, "nothing", "<html><p>Sign in</p></html>", '{"items":[]}']
)
async def test_what_is_no_feed_is_told(world: World, text: str) -> None:
    await world.feed()
    play(world, text)

    feed = await world.poll()

    assert (feed.trouble, feed.failures, feed.counts["failed"]) == ("it is no feed", 1, 1)


async def test_entities_that_grow_are_not_unfolded(world: World) -> None:
    await world.feed()
    head = f"{PLAIN_HEAD}<!DOCTYPE rss [{LAUGHS}]>"
    play(world, feed_of(item(f"{TITLE} &ha8;", f"<description>{BODY}</description>"), head=head))

    feed = await world.poll()

    [article] = await world.articles()
    assert "haha" not in article.title
    assert feed.trouble == "SAXParseException"


async def test_an_entity_that_names_a_file_of_ours_brings_nothing_of_it(
    world: World, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the keeper sleeps")
    await world.feed()
    head = f'{PLAIN_HEAD}<!DOCTYPE rss [<!ENTITY file SYSTEM "file://{secret}">]>'
    play(world, feed_of(item(more=f"<description>{BODY} &file;</description>"), head=head))

    await world.poll()

    [article] = await world.articles()
    assert "keeper sleeps" not in await text_of(world, article)


async def test_a_bomb_is_refused_for_its_size(world: World) -> None:
    await world.feed()
    world.site.raw("/feed", bomb(200_000_000), Content_Type="text/xml", Content_Encoding="gzip")

    feed = await world.poll()

    assert feed.trouble == "more bytes than a page of text has"
    assert feed.counts == {"polls": 1, "failed": 1}


async def test_a_server_that_drips_is_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TOTAL_S", 0.3)
    await world.feed()
    world.site.pages["/feed"] = dripping("text/xml")

    feed = await world.poll()

    assert (feed.failures, feed.counts["failed"]) == (1, 1)
    assert "no whole answer" in (feed.trouble or "")


async def test_redirects_without_end_are_given_up(world: World) -> None:
    await world.feed()
    world.site.answer("/feed", status=302, Location="/feed")

    feed = await world.poll()

    assert feed.trouble == "more than 5 redirects"
    assert len(world.site.asked) == 6


@pytest.mark.parametrize("address", INSIDE)
async def test_a_redirect_into_the_network_is_told_and_not_followed(
    world: World, address: str
) -> None:
    await world.feed()
    world.site.answer("/feed", status=302, Location=address)

    feed = await world.poll()

    assert (feed.failures, feed.state) == (1, "active")
    assert feed.trouble is not None
    assert ("not a public address" in feed.trouble) or ("not an http" in feed.trouble)
    assert world.site.asked == ["/feed"]


async def test_links_into_the_network_are_not_followed(world: World) -> None:
    await world.feed(topics=("lamps",))
    play(world, feed_of(*(item(f"Lighthouse {at}", at=where) for at, where in enumerate(INSIDE))))

    feed = await world.poll()

    assert feed.counts["unreadable"] == len(INSIDE)
    assert world.site.asked == ["/feed"]


async def test_a_feed_that_takes_too_long_is_told_and_the_next_is_read(world: World) -> None:
    many = item("a lighthouse") * 50_000
    async with FeedReader(seconds=1) as reader:
        poller = Poller(with_limits(world.tools, reader=reader))
        slow = await world.feed()
        play(world, feed_of(many))
        told = await poller.look(slow)
        world.play(LIT)
        following = await poller.look(slow)

    assert told.trouble == "it takes too long or too much memory to read"
    assert following.counts["kept"] == 1


async def test_a_feed_that_fills_the_memory_is_told_and_the_next_is_read(world: World) -> None:
    async with FeedReader(memory_bytes=64_000_000) as reader:
        poller = Poller(with_limits(world.tools, reader=reader))
        large = await world.feed()
        play(world, feed_of(item(f"{'a lighthouse ' * 300_000}")))
        told = await poller.look(large)
        world.play(LIT)
        following = await poller.look(large)

    assert told.trouble == "it takes too long or too much memory to read"
    assert following.counts["kept"] == 1


async def test_items_beyond_a_thousand_are_counted(world: World) -> None:
    await world.feed()
    links = (item("Cup final", at=f"https://gazette.example/{at}") for at in range(1_500))
    play(world, feed_of(*links))

    feed = await world.poll()

    assert (feed.counts["items"], feed.counts["passed over"]) == (1_000, 500)


async def test_a_feed_that_is_the_name_of_a_file_of_ours_is_no_feed(
    world: World, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.xml"
    ours.write_text(feed_of(item(more=f"<description>{BODY}</description>")))
    await world.feed()
    play(world, str(ours))

    feed = await world.poll()

    assert await titles(world) == []
    assert feed.trouble == "it is no feed"


@pytest.mark.parametrize("number", ["xD800", "x110000", "1114112", "9" * 5_000, "x" + "F" * 5_000])
async def test_a_character_that_there_is_not_spoils_nothing_else(world: World, number: str) -> None:
    await world.feed()
    title = f"{TITLE} &#{number};&#x41;&nothing;"
    play(world, feed_of(item(title, f"<description>{BODY}</description>"), title=f"&#{number};"))

    await world.poll()

    [found] = await titles(world)
    assert found.startswith(f"{TITLE} A")


@pytest.mark.parametrize("unseen", UNSEEN)
async def test_what_no_reader_sees_is_not_kept_of_a_feed(world: World, unseen: str) -> None:
    await world.feed()
    world.play(Entry(f"{TITLE}{unseen}", body=f"<p>{BODY}</p>{unseen}<p>Behind it.</p>"))

    await world.poll()

    [article] = await world.articles()
    text = await text_of(world, article)
    assert "keeper sleeps" not in f"{article} {text}"
    assert text.endswith("\nBehind it.")


async def test_an_order_to_a_model_is_only_text(world: World) -> None:
    await world.feed()
    world.play(Entry(TITLE, body=f"<p>{BODY}</p><p>{ORDER}</p>"))

    await world.poll()

    [article] = await world.articles()
    assert (article.title, article.topics[0][0]) == (TITLE, "skerry-point")
    assert ORDER in await text_of(world, article)


@pytest.mark.parametrize(
    ("encoding", "kind", "declared"),
    [
        ("utf-8", "text/xml; charset=iso-8859-1", ""),
        ("utf-8", "text/xml; charset=no-such", ' encoding="iso-8859-1"'),
        ("utf-8", "application/octet-stream", ' encoding="iso-8859-1"'),
        ("utf-16", "application/rss+xml", ' encoding="utf-16"'),
        ("utf-16", "text/xml", ""),
        ("gb18030", "text/xml", ""),
        ("gb18030", "application/rss+xml; charset=gb2312", ""),
        ("gb18030", "text/plain", ' encoding="gb18030"'),
        ("big5", "application/rss+xml; charset=big5", ""),
    ],
)
async def test_the_encoding_is_found_whatever_is_declared(
    world: World, encoding: str, kind: str, declared: str
) -> None:
    await world.feed(topics=("lamps",))
    text = feed_of(item("燈塔在海峽重新點亮"), head=f'<?xml version="1.0"{declared}?>')
    play(world, text.encode(encoding), kind)

    await world.poll()

    assert await titles(world) == ["燈塔在海峽重新點亮"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
async def test_western_text_without_a_declaration_is_read(world: World, encoding: str) -> None:
    await world.feed(topics=("lamps",))
    play(world, feed_of(item("Près de là, le phare éclaire la côte")).encode(encoding), "text/xml")

    feed = await world.poll()

    assert await titles(world) == ["Près de là, le phare éclaire la côte"]
    assert feed.trouble == "CharacterEncodingOverride"


async def test_bytes_of_no_encoding_are_no_crash(world: World) -> None:
    await world.feed(topics=("lamps",))
    play(world, feed_of(item("The lamp")).encode() + bytes(range(128, 256)), "text/xml")

    await world.poll()

    assert await titles(world) == ["The lamp"]
