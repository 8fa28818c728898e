"""Some days of feeds: each line of a summary can be traced, and the same comes out each time."""

from __future__ import annotations

from pathlib import Path

from content.archive import verdict
from tests.news.month import counts, played
from tests.news.world import World
from tests.news.world import world as opened

FEEDS, DAYS = 24, 7


async def test_a_week_reads_the_same_each_time_and_every_line_is_traced(
    world: World, tmp_path: Path
) -> None:
    (brief,) = await played(world, FEEDS, DAYS)
    async with opened(f"sqlite:///{tmp_path / 'again.db'}") as again:
        (other,) = await played(again, FEEDS, DAYS)

    assert brief == other
    assert len(brief.points) >= 5
    pages = await world.store.archive.pages(world.pack, [one.id for one in brief.sources])
    sources = {source.number: source for source in brief.sources}
    for line in brief.evidence:
        if line.is_quotation:
            assert verdict(line, pages[sources[line.source].id]).status == "verified"
    assert (await counts(world))["kept"] == len(await world.articles())
