"""Where no claim answers, what was reported may: quoted, and said to be reported."""

from __future__ import annotations

from pathlib import Path

from bot import wiring
from bot.settings import Settings
from content.asked import Asked
from content.ports import Place
from tests.news.world import Entry, World

BODY = (
    "The ferry Marigold will sail to Gull Rock twice a day from April on, said its owner. "
    "The lighthouse there has no keeper, and the sound has few harbours. "
) * 7
STORY = Entry("Ferry to call at the lighthouse on Gull Rock", body=BODY, guid="1")
HERE = Place("terminal", "local")


async def test_a_passage_answers_and_is_labelled_as_reported(world: World, tmp_path: Path) -> None:
    await world.feed(topics=("lamps",))
    world.play(STORY)
    await world.poll()
    settings = Settings.from_env(
        {"BRIEFING_HOME": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"}
    )
    core = wiring.briefings(
        world.desks,
        world.store,
        world.clock,
        archive=world.store.archive,
        settings=settings,
        articles=world.store.news.articles,
    )

    asked = Asked("how often will the ferry Marigold sail to Gull Rock?", HERE, "U")
    reply = await core.reply(asked)
    source = await core.reply(Asked("source?", HERE, "U"))

    assert reply.brief.points[0].label == "reported by Coast Gazette"
    assert "twice a day" in reply.brief.points[0].text
    assert source.brief.evidence[0].quote
    assert source.brief.sources[0].url == "https://gazette.example/story"
