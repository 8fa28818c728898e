"""Pages behind items that are broken, mean harm, or are something else than the item says."""

from __future__ import annotations

import asyncio

import pytest

from adapters.archive.extraction import Extractor
from adapters.web import fetching
from bot.polling import Poller
from bot.reading import NoArticle, read_one
from content.news.articles import Article
from content.news.feeds import Feed
from tests.news.hostile import (
    BODY,
    INSIDE,
    LIT,
    ORDER,
    TEASER,
    TITLE,
    UNSEEN,
    bomb,
    dripping,
    packed_of,
    page_of,
    teaser,
    text_of,
    titles,
)
from tests.news.world import AN_HOUR, Entry, World, with_limits

NEAR, FAR = "19 nautical miles", "a page of something else"
SOUP = "<div><b><p>lamp<table><tr><td><i>" * 270_000


async def looked(world: World, *entries: Entry) -> tuple[Feed, Article]:
    """The feed after a look at these items, or at one with a page; and the first article."""
    await world.feed()
    world.play(*(entries or [teaser(world)]))
    feed = await world.poll()
    return feed, (await world.articles())[0]


async def is_teaser_alone(world: World, feed: Feed, article: Article) -> bool:
    """Whether the feed's own words are all that is kept, and the page was counted."""
    return feed.counts["unreadable"] == 1 and await text_of(world, article) == f"{TITLE}\n{TEASER}"


async def test_ten_megabytes_of_tag_soup_do_not_stop_the_look(world: World) -> None:
    soup = f"{page_of(BODY)}{SOUP}".encode()[:9_900_000]
    world.site.raw("/soup", packed_of(soup), Content_Encoding="gzip")

    feed, _ = await looked(world, teaser(world, "/soup"), LIT)

    assert feed.counts["kept"] == 2
    assert feed.failures == 0


@pytest.mark.parametrize(
    "page",
    [
        page_of(*["Twelve ways to cook a turnip, and other things for winter."] * 20, title=FAR),
        page_of("Subscribe to read on.", '<form><input name="user"></form>', title="Sign in"),
        page_of("We value your privacy.", "<button>Accept all</button>", title="Before you go on"),
        page_of("Checking your browser.", title="Just a moment"),
        page_of(),
        "",
        "<",
        "\0" * 10_000,
    ],
    ids=["cloaked", "login", "consent", "robot check", "empty", "nothing", "torn", "zeros"],
)
async def test_a_page_that_is_not_the_items_leaves_the_teaser(world: World, page: str) -> None:
    world.site.answer("/story", page)

    feed, article = await looked(world)

    assert await is_teaser_alone(world, feed, article)


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "video/mp4", "application/json", "x", "text/html/x"]
)
async def test_what_is_no_page_leaves_the_teaser(world: World, kind: str) -> None:
    world.site.raw("/story", page_of(BODY).encode(), Content_Type=kind)

    feed, article = await looked(world)

    assert await is_teaser_alone(world, feed, article)


@pytest.mark.parametrize("status", [401, 402, 403, 404, 410, 429, 451, 500, 503])
async def test_a_page_that_is_not_given_leaves_the_teaser(world: World, status: int) -> None:
    world.site.answer("/story", page_of(BODY), status=status)

    feed, article = await looked(world)

    assert await is_teaser_alone(world, feed, article)
    assert (feed.failures, feed.trouble) == (0, None)


async def test_a_page_that_robots_txt_forbids_is_not_asked_for(world: World) -> None:
    world.site.answer("/robots.txt", "User-agent: *\nDisallow: /story", Content_Type="text/plain")
    world.site.answer("/story", page_of(BODY))

    feed, article = await looked(world)

    assert await is_teaser_alone(world, feed, article)
    assert world.site.asked == ["/feed", "/robots.txt"]


@pytest.mark.parametrize("address", INSIDE)
async def test_a_page_that_leads_into_the_network_leaves_the_teaser(
    world: World, address: str
) -> None:
    world.site.answer("/story", status=302, Location=address)

    feed, article = await looked(world)

    assert await is_teaser_alone(world, feed, article)
    assert world.site.asked == ["/feed", "/robots.txt", "/story"]


async def test_a_bomb_behind_an_item_leaves_the_teaser(world: World) -> None:
    world.site.raw("/story", bomb(200_000_000), Content_Encoding="gzip")

    feed, article = await looked(world)

    assert await is_teaser_alone(world, feed, article)


async def test_pages_that_drip_keep_no_other_feed_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TOTAL_S", 0.3)
    monkeypatch.setattr("bot.reading.PAGES_S", 0.2)
    for at in range(5):
        world.site.pages[f"/{at}"] = dripping("text/html")

    feed, article = await looked(world, *(teaser(world, f"/{at}") for at in range(5)))

    assert article.title == TITLE
    assert (feed.counts["unreadable"], feed.counts["left for later"]) == (1, 4)


async def test_a_page_that_fills_the_memory_leaves_the_teaser(world: World) -> None:
    world.site.raw("/story", packed_of(SOUP.encode()[:9_900_000]), Content_Encoding="gzip")
    async with Extractor(seconds=2, memory_bytes=110_000_000) as extractor:
        world.poller = Poller(with_limits(world.tools, extractor=extractor))
        feed, article = await looked(world)
        is_alone = await is_teaser_alone(world, feed, article)
        world.site.answer("/story", page_of(BODY))
        following = await extractor.article(page_of(BODY).encode())

    assert is_alone
    assert NEAR in following.text


@pytest.mark.parametrize("charset", ["punycode", "idna", "no-such", "undefined", "unicode_escape"])
async def test_no_encoding_that_is_declared_stops_the_bot(world: World, charset: str) -> None:
    page = page_of(BODY, f"-{'zzz9' * 400_000}").encode()
    world.site.raw("/story", page, Content_Type=f"text/html; charset={charset}")
    beats = 0

    async def beating() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0.01)

    heart = asyncio.create_task(beating())
    _, article = await looked(world)

    heart.cancel()
    assert NEAR in await text_of(world, article)
    assert beats > 10


@pytest.mark.parametrize("unseen", UNSEEN)
async def test_what_no_reader_sees_is_not_kept_of_a_page(world: World, unseen: str) -> None:
    world.site.answer("/story", page_of(BODY, unseen, "It stands on a rock in the sound."))

    _, article = await looked(world)

    text = await text_of(world, article)
    assert NEAR in text
    assert "keeper sleeps" not in f"{article} {text}"


async def test_an_order_to_a_model_on_a_page_is_only_text(world: World) -> None:
    world.site.answer("/story", page_of(BODY, ORDER))

    _, article = await looked(world)

    assert (article.title, ORDER in await text_of(world, article)) == (TITLE, True)


@pytest.mark.parametrize(
    "own",
    [
        *("https://tribune.example/story", "//tribune.example/story", "javascript:alert(1)"),
        *("http://169.254.169.254/", "https://gazette.example@tribune.example/", "http://[::1"),
    ],
)
async def test_a_page_cannot_speak_for_another_outlet(world: World, own: str) -> None:
    head = f'<link rel="canonical" href="{own}"><meta property="og:url" content="{own}">'
    world.site.answer("/story", page_of(BODY, head=head))

    _, article = await looked(world)

    assert article.address == f"{world.site.address}/story"
    assert NEAR in await text_of(world, article)


async def test_pages_that_all_name_the_home_page_stay_apart(world: World) -> None:
    head = f'<link rel="canonical" href="{world.site.address}/">'
    others = [teaser(world, f"/{at}", f"{TITLE} {at}") for at in range(2)]
    for at in range(2):
        world.site.answer(f"/{at}", page_of(BODY, title=f"{TITLE} {at}", head=head))

    await looked(world, *others)

    assert sorted(await titles(world)) == [f"{TITLE} 0", f"{TITLE} 1"]


async def test_a_page_in_another_language_is_kept_as_it_is(world: World) -> None:
    text = "海峡的灯塔在星期六重新点亮，港务局说。灯光可达十九海里。" * 10
    head = '<meta charset="gb18030">'
    page = page_of(text, title="灯塔重新点亮", head=head).replace("<html>", '<html lang="zh-CN">')
    world.site.raw("/story", page.encode("gb18030"), Content_Type="text/html")
    await world.feed(topics=("lamps",))
    world.play(teaser(world, title="灯塔重新点亮", body="灯塔"))

    feed = await world.poll()

    [article] = await world.articles()
    assert (article.title, article.language) == ("灯塔重新点亮", "zh-CN")
    assert "十九海里" in await text_of(world, article)
    assert feed.counts == {"polls": 1, "items": 1, "kept": 1}


@pytest.mark.parametrize("date", ["2099-01-01", "1970-01-01", "yesterday", "9999-99-99", "x" * 999])
async def test_a_day_that_cannot_be_is_not_believed_of_a_page(world: World, date: str) -> None:
    head = f'<meta property="article:published_time" content="{date}">'
    world.site.answer("/story", page_of(BODY, head=head))

    _, article = await looked(world, Entry(TITLE, teaser(world).link, TEASER, published=None))

    assert (article.published, article.is_dated) == (world.clock.time.date(), False)


async def test_an_unread_page_is_not_asked_for_again_while_the_item_stays(world: World) -> None:
    world.site.answer("/story", status=500)
    await looked(world)
    world.clock.time += AN_HOUR

    feed = await world.poll()

    assert (feed.counts["kept"], feed.counts["known"]) == (1, 1)
    assert world.site.asked.count("/story") == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/none", "there is no such page"),
        ("/off-topic", "concerns no topic"),
        ("/inside", "not a public address"),
        ("/empty", "there is no text in it"),
        ("/picture", "not a page of text"),
    ],
)
async def test_an_article_that_cannot_be_added_says_why(world: World, path: str, said: str) -> None:
    world.site.answer("/off-topic", page_of("Cup final ends in a draw.", title="Cup"))
    world.site.answer("/inside", status=302, Location="http://10.0.0.1/")
    world.site.answer("/empty", "")
    world.site.answer("/picture", "x", Content_Type="image/png")
    address = f"{world.site.address}{path}"

    with pytest.raises(NoArticle, match=said):
        await read_one(address, Feed("", address, world.pack), world.tools)
