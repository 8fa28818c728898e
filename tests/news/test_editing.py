"""From stories to drafts before editors, each once; and what `check` says of a draft."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from adapters.store.sql import SqlStore
from bot.editing import LOOKED_BACK, MOST_AT_ONCE, Editing, Rules, places
from bot.wiring import splitter
from content.archive import Page, PageCopy
from content.errors import StoreError
from content.news.approving import claim_of
from content.news.articles import Article
from content.news.drafts import Draft
from content.outbox import Parcel
from content.ports import Place, Record
from tests.content.breaking import Draft as Folder
from tests.content.packs import FOLDERS, desk, pack
from tests.news.coast import TODAY, article, draft, other
from tests.news.world import AN_HOUR, NOON, Clock
from tests.store.conftest import opened

CHANNELS = (Place("slack", "T1/C1"), Place("discord", "G1/2"))
WIRED = article(grade="primary")


@dataclasses.dataclass
class Room:
    """Where drafts are made and posted."""

    store: SqlStore
    clock: Clock
    editing: Editing

    async def receive(self, *articles: Article) -> None:
        for one in articles:
            copy = PageCopy(f"{one.title}\n{one.opening}", one.title, NOON)
            await self.store.archive.save(Page(one.pack, one.id, (copy,)))
            await self.store.news.articles.save(one)

    async def drafts(self) -> Sequence[Draft]:
        return await self.store.news.drafts.listed()

    async def posted(self) -> Sequence[Parcel]:
        """What waits in the outbox."""
        return await self.store.outbox.claim(self.clock.now(), 99)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(f"sqlite:///{tmp_path / 'news.db'}") as store:
        clock = Clock()
        editing = Editing(
            articles=store.news.articles,
            drafts=store.news.drafts,
            archive=store.archive,
            letters=store.outbox,
            clock=clock,
            split=splitter(),
            desks=lambda: [desk("lighthouses")],
            channels=CHANNELS,
        )
        yield Room(store, clock, editing)


async def test_a_draft_is_made_of_a_story_and_posted_where_editors_look(room: Room) -> None:
    await room.receive(WIRED, other())

    await room.editing()

    (made,) = await room.drafts()
    parcels = await room.posted()
    assert (made.article.id, made.outlets) == (WIRED.id, 2)
    assert {parcel.record.place for parcel in parcels} == set(CHANNELS)
    assert {parcel.record.brief.title for parcel in parcels} == {
        f"Draft {made.id[:8]}: {WIRED.title}"
    }


async def test_a_story_is_put_before_editors_once(room: Room) -> None:
    await room.receive(WIRED)

    for _ in range(3):
        await room.editing()
        room.clock.time += AN_HOUR

    assert len(await room.drafts()) == 1
    assert len(await room.posted()) == len(CHANNELS)


async def test_two_processes_make_one_draft_of_a_story(room: Room) -> None:
    await room.receive(WIRED)

    made = [await room.editing.make(desk("lighthouses")) for _ in range(2)]

    assert [len(some) for some in made] == [1, 0]


class Refused:
    """An outbox that the database refuses."""

    async def announce(self, key: str, record: Record, now: dt.datetime) -> bool:
        raise StoreError("putting something into the outbox")


async def test_a_draft_that_could_not_be_posted_is_posted_later(room: Room) -> None:
    await room.receive(WIRED)
    with pytest.raises(StoreError):
        await dataclasses.replace(room.editing, letters=Refused())()

    await room.editing()

    assert len(await room.drafts()) == 1
    assert len(await room.posted()) == len(CHANNELS)


@pytest.mark.parametrize(
    "later",
    [
        other(published=TODAY - dt.timedelta(days=1)),
        dataclasses.replace(other(), grade="primary", published=TODAY - dt.timedelta(days=1)),
    ],
    ids=["earlier", "earlier and better"],
)
async def test_a_story_an_editor_has_seen_makes_no_draft_when_others_tell_it_too(
    room: Room, later: Article
) -> None:
    await room.receive(WIRED)
    await room.editing()
    (seen,) = await room.drafts()
    await room.store.news.drafts.decide(seen.rejected(None, "slack:T1/U1", NOON), seen)

    await room.receive(later)
    await room.editing()

    assert [one.state for one in await room.drafts()] == ["rejected"]


async def test_what_is_not_worth_it_or_too_old_makes_no_draft(room: Room) -> None:
    old = dataclasses.replace(WIRED, published=TODAY - LOOKED_BACK - dt.timedelta(days=1))
    known = article("Skerry Point relit", "Skerry Point was relit on 14 March 2026.", grade="blog")
    await room.receive(old, known)

    await room.editing()

    assert await room.drafts() == []
    assert await room.posted() == []


async def test_a_story_whose_text_is_gone_waits(room: Room) -> None:
    await room.store.news.articles.save(WIRED)

    await room.editing()

    assert await room.drafts() == []


async def test_editors_are_given_no_more_than_they_can_read(room: Room) -> None:
    names = ("Anvil", "Bittern", "Copper", "Dunlin", "Ember", "Fulmar", "Gannet", "Heron", "Ivory",
             "Juniper", "Kettle", "Marrow")  # fmt: skip
    for name in names:
        told = f"The lighthouse at {name} fell into the water on Friday; {name} {name}bay mourns."
        await room.receive(article(f"Tower of {name} falls", told, grade="primary"))

    await room.editing()
    first = len(await room.drafts())
    await room.editing()

    assert (first, len(await room.drafts())) == (MOST_AT_ONCE, len(names))


def test_channels_are_read_from_the_setting() -> None:
    assert places(["slack:T1/C1", "discord:G1/2"]) == [*CHANNELS]


async def broken(folder: Path, one: Draft, *others: Path) -> str:
    """What the rules object to, were a draft a claim of the pack in a folder."""
    claim, source = claim_of(one, pack("lighthouses"))
    rules = Rules(lambda: [*others, folder], Clock())
    return " ".join(await rules("lighthouses", claim, source))


async def test_a_sound_draft_breaks_no_rule() -> None:
    assert await broken(FOLDERS["lighthouses"], draft()) == ""


async def test_an_error_of_the_rules_is_told_with_what_to_do_and_its_rule() -> None:
    opinion = draft(kind="opinion", text="The lamp is too bright for the sound.")

    told = await broken(FOLDERS["lighthouses"], opinion)

    assert told.endswith("[unattributed].")


async def test_what_is_wrong_elsewhere_in_the_pack_is_not_the_drafts(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "lighthouses")
    folder.change("qa.yaml", "carries 18 nautical", "carries 19 nautical")

    assert await broken(folder.folder, draft()) == ""


async def test_a_broken_pack_beside_it_does_not_matter(tmp_path: Path) -> None:
    beside = Folder(tmp_path / "beside")
    beside.write("claims.yaml", "claims: [")

    assert await broken(FOLDERS["lighthouses"], draft(), beside.folder) == ""


async def test_a_pack_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "lighthouses")
    folder.write("claims.yaml", "claims: [")

    told = await broken(folder.folder, draft())

    assert told == "The pack lighthouses cannot be read now."
