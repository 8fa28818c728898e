"""What feeds list becomes articles, once, with their text."""

from __future__ import annotations

from tests.news.world import AN_HOUR, Entry, World

BODY = (
    "The lamp of the lighthouse at Skerry Point in the sound was lit again on Saturday, the "
    "harbour trust said. It carries 19 nautical miles now. "
) * 8
LIT = Entry("Lighthouse at Skerry Point lit again, trust says", body=BODY, guid="1")


async def test_what_concerns_the_pack_is_kept_with_its_text(world: World) -> None:
    await world.feed()
    world.play(LIT, Entry("Cup final ends in a draw", "https://gazette.example/cup", "Two all."))

    feed = await world.poll()

    (article,) = await world.articles()
    assert (article.title, article.publisher) == (LIT.title, "Coast Gazette")
    assert dict(article.topics).keys() >= {"skerry-point"}
    pages = await world.store.archive.pages(world.pack, [article.id])
    assert pages[article.id].copies[0].text.splitlines()[0] == LIT.title
    assert feed.counts == {"polls": 1, "items": 2, "kept": 1, "off topic": 1}


async def test_nothing_is_read_twice(world: World) -> None:
    await world.feed()
    world.play(LIT)
    await world.poll()
    world.clock.time += AN_HOUR

    feed = await world.poll()

    assert (feed.counts["kept"], feed.counts["known"]) == (1, 1)
    assert world.site.asked == ["/feed", "/feed"]


async def test_a_teaser_is_completed_from_its_page(world: World) -> None:
    await world.feed()
    address = f"{world.site.address}/story"
    world.play(Entry(LIT.title, address, "The lamp of the lighthouse in the sound is lit."))
    world.site.answer("/robots.txt", "User-agent: *\nAllow: /", Content_Type="text/plain")
    world.site.answer(
        "/story", f"<html><head><title>{LIT.title}</title></head><body><p>{BODY}</p></body></html>"
    )

    await world.poll()

    (article,) = await world.articles()
    pages = await world.store.archive.pages(world.pack, [article.id])
    assert "19 nautical miles" in pages[article.id].copies[0].text
