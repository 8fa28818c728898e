"""What is done about new articles is done when there are some, and not all the time."""

from __future__ import annotations

from bot.polling import AFTER_EVERY, Poller
from tests.news.hostile import LIT
from tests.news.world import AN_HOUR, World


async def test_news_is_followed_up_once_and_not_too_often(world: World) -> None:
    done: list[int] = []

    async def after() -> None:
        done.append(len(await world.articles()))

    poller = Poller(world.tools, after=after)
    await world.feed()
    await poller.step()  # nothing is there, and nobody knows what was left undone before
    world.play(LIT)
    world.clock.time += 2 * AN_HOUR
    await poller.step()
    world.clock.time += 2 * AN_HOUR
    await poller.step()  # it lists the same

    assert done == [0, 1]


async def test_news_that_comes_too_soon_is_followed_up_later(world: World) -> None:
    done: list[int] = []

    async def after() -> None:
        done.append(len(await world.articles()))

    poller = Poller(world.tools, after=after)
    await poller.step()
    await world.feed()
    world.play(LIT)
    await poller.step()
    world.clock.time += AFTER_EVERY
    await poller.step()

    assert done == [0, 1]
