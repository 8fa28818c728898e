"""The conversation: each reply is kept, and "source?" replays the record of that very reply."""

from __future__ import annotations

import datetime as dt

import pytest

from adapters.store.memory import MemoryStore
from content.answering import Desk
from content.asked import Asked, digest
from content.brief import Brief
from content.briefings import Briefings, Reply
from content.errors import StoreError
from content.ports import Gap, Place, Record, Store
from tests.content.breaking import Draft
from tests.content.packs import BOTH, claims_of, desk
from tests.samples import HOSTILE, NOON

CHANNEL = Place("slack", "T1/C1")
THREAD = Place("slack", "T1/C1", "17.1")
ELSEWHERE = Place("slack", "T1/C2")


class FixedClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> dt.datetime:
        return self.time


class BrokenStore(MemoryStore):
    """A store whose disk refuses whatever is named in `refused`."""

    def __init__(self, *refused: str) -> None:
        super().__init__()
        self.refused = refused

    def _ask_the_disk(self, doing: str) -> None:
        if doing in self.refused or "all" in self.refused:
            raise StoreError(doing)

    async def save(self, record: Record) -> None:
        self._ask_the_disk("saving")
        await super().save(record)

    async def mark_posted(self, record_id: str, message: str) -> None:
        self._ask_the_disk("marking")
        await super().mark_posted(record_id, message)

    async def by_id(self, record_id: str) -> Record | None:
        self._ask_the_disk("reading")
        return await super().by_id(record_id)

    async def by_message(self, place: Place, message: str) -> Record | None:
        self._ask_the_disk("reading")
        return await super().by_message(place, message)

    async def latest(
        self, place: Place, private_to: str, *, abstentions: bool = False
    ) -> Record | None:
        self._ask_the_disk("reading")
        return await super().latest(place, private_to, abstentions=abstentions)

    async def note_gap(self, gap: Gap) -> None:
        self._ask_the_disk("gaps")
        await super().note_gap(gap)

    async def first_time(self, key: str, now: dt.datetime) -> bool:
        self._ask_the_disk("noting")
        return await super().first_time(key, now)


class Talk:
    """People talking to the bot, in one channel unless told otherwise."""

    def __init__(self, store: Store, *desks: Desk) -> None:
        self.store = store
        self.briefings = Briefings(desks or [desk("lighthouses")], store, FixedClock())

    async def says(
        self,
        text: str,
        *,
        place: Place = CHANNEL,
        asker: str = "ann",
        command: str | None = None,
        private: bool = False,
        about: str | None = None,
    ) -> Reply:
        return await self.briefings.reply(Asked(text, place, asker, command, private, about))

    async def gets(self, text: str, *, place: Place = CHANNEL, asker: str = "ann") -> Brief:
        return (await self.says(text, place=place, asker=asker)).brief


@pytest.fixture
def talk() -> Talk:
    return Talk(MemoryStore())


async def test_every_reply_is_kept_as_it_was_given(talk: Talk) -> None:
    reply = await talk.says("lamps")

    record = await talk.store.by_id(reply.id)

    assert record == Record(reply.id, NOON, CHANNEL, reply.brief)
    assert len(reply.id) == 32


async def test_source_shows_the_evidence_of_the_last_briefing(talk: Talk) -> None:
    briefing = await talk.gets("lamps")

    shown = await talk.gets("source?")

    assert (shown.kind, shown.title) == ("evidence", "Sources: Lamps")
    assert shown.evidence == briefing.evidence


async def test_the_evidence_comes_from_the_record_even_after_the_pack_changed(
    talk: Talk, draft: Draft
) -> None:
    briefing = await talk.gets("keepers")
    draft.change("claims.yaml", "left the sound in 1998", "left the sound in 1999")
    draft.change("claims.yaml", "page 9", "page 99")

    shown = await Talk(talk.store, Desk(draft.load())).gets("source?")

    assert shown.evidence == briefing.evidence
    assert "1998" in shown.evidence[0].claim_text


async def test_source_two_shows_that_source_only(talk: Talk) -> None:
    await talk.says("lamps")

    shown = await talk.gets("source 2")

    assert [point.citations for point in shown.points if point.label is None] == [(2,), (2,)]


async def test_one_source_is_not_shown_without_what_says_otherwise(talk: Talk) -> None:
    await talk.says("lamps")

    shown = await talk.gets("source 2")

    assert [point.claims for point in shown.points] == [("relit",), ("range",), ("range-old",)]
    assert [source.number for source in shown.sources] == [1, 2]
    assert {line.claim for line in shown.evidence if line.source == 1} == {"range-old"}
    assert [note.text for note in shown.notes] == ["Point 3 says otherwise."]


async def test_an_unknown_source_number_names_those_there_are(talk: Talk) -> None:
    await talk.says("lamps")

    shown = await talk.gets("source 77")

    assert (shown.kind, shown.title) == ("error", "No source 77")
    assert shown.notes[0].text == "“Lamps” has these sources: 1, 2, 3."


async def test_without_a_briefing_there_is_nothing_to_show(talk: Talk) -> None:
    shown = await talk.gets("source?")

    assert shown.kind == "error"
    assert shown.notes[0].text == "There is no briefing here yet. Ask for one first."
    assert shown.suggestions


@pytest.mark.parametrize("between", ["help", "topics", "what does herring cost?", "source 77"])
async def test_replies_without_points_are_passed_over(talk: Talk, between: str) -> None:
    await talk.says("lamps")
    await talk.says(between)

    assert (await talk.gets("source?")).title == "Sources: Lamps"


async def test_the_evidence_of_evidence_is_that_of_the_briefing(talk: Talk) -> None:
    await talk.says("lamps")
    await talk.says("source 2")

    assert (await talk.gets("source?")).title == "Sources: Lamps"
    assert (await talk.gets("source 1")).title == "Source 1: Lamps"


async def test_a_thread_speaks_of_its_own_briefing(talk: Talk) -> None:
    first = await talk.says("keepers")
    await talk.briefings.posted(first.id, "17.1")
    await talk.says("lamps")

    assert (await talk.gets("source?", place=THREAD)).title == "Sources: Lighthouse keepers"
    assert (await talk.gets("source?")).title == "Sources: Lamps"


async def test_the_newest_briefing_in_a_thread_is_meant_there(talk: Talk) -> None:
    first = await talk.says("keepers")
    await talk.briefings.posted(first.id, "17.1")
    await talk.says("skerry point", place=THREAD)

    assert (await talk.gets("source?", place=THREAD)).title == "Sources: Skerry Point"


async def test_another_channel_knows_nothing_of_it(talk: Talk) -> None:
    await talk.says("lamps")

    assert (await talk.gets("source?", place=ELSEWHERE)).kind == "error"


async def test_a_reply_to_a_message_is_about_that_message(talk: Talk) -> None:
    first = await talk.says("keepers")
    await talk.briefings.posted(first.id, "m1")
    await talk.says("lamps")

    shown = await talk.says("source?", about="m1")
    menu = await talk.briefings.evidence_of_message("m1", CHANNEL, "bob")

    assert shown.brief.title == menu.brief.title == "Sources: Lighthouse keepers"
    assert (shown.private, menu.private) == (False, True)


@pytest.mark.parametrize("message", ["unknown", "", "'; DROP TABLE replies", "x" * 10_000, "\0"])
async def test_a_message_that_is_no_briefing_is_said_to_be_none(talk: Talk, message: str) -> None:
    await talk.says("lamps")

    shown = await talk.says("source?", about=message)

    assert shown.brief.notes[0].text == "That message is not a briefing, or its record is gone."


async def test_a_private_reply_is_kept_under_a_digest_and_not_a_name(talk: Talk) -> None:
    reply = await talk.says("lamps private", asker="U123")

    record = await talk.store.by_id(reply.id)

    assert reply.private
    assert record is not None
    assert record.private_to == digest("U123")
    assert "U123" not in repr(record)


async def test_a_private_reply_of_somebody_else_is_not_revealed(talk: Talk) -> None:
    secret = await talk.says("lamps private", asker="ann")
    await talk.briefings.posted(secret.id, "m1")

    for shown in (
        await talk.says("source?", asker="bob"),
        await talk.says("source?", asker="bob", about="m1"),
        await talk.briefings.evidence(secret.id, CHANNEL, "bob"),
    ):
        assert (shown.brief.kind, shown.brief.points) == ("error", ())
    assert await talk.briefings.share(secret.id, CHANNEL, "bob") is None


async def test_the_evidence_of_a_private_reply_is_private(talk: Talk) -> None:
    secret = await talk.says("lamps private")

    typed = await talk.says("source?")
    pressed = await talk.briefings.evidence(secret.id, CHANNEL, "ann")

    assert typed.brief.kind == pressed.brief.kind == "evidence"
    assert typed.private
    assert pressed.private


async def test_a_private_reply_can_be_shared_by_its_asker(talk: Talk) -> None:
    secret = await talk.says("lamps private")

    shared = await talk.briefings.share(secret.id, CHANNEL, "ann")

    assert shared is not None
    assert (shared.brief, shared.private) == (secret.brief, False)
    assert (await talk.says("source?", asker="bob")).brief.evidence == secret.brief.evidence


async def test_the_evidence_of_a_private_reply_can_be_shared_as_evidence(talk: Talk) -> None:
    await talk.says("lamps private")
    secret = await talk.says("source?")

    shared = await talk.briefings.share(secret.id, CHANNEL, "ann")

    assert shared is not None
    assert (shared.brief.kind, shared.private) == ("evidence", False)


async def test_nobody_else_can_share_a_private_reply(talk: Talk) -> None:
    secret = await talk.says("lamps private")

    assert await talk.briefings.share(secret.id, CHANNEL, "bob") is None


async def test_a_text_that_opens_a_thread_speaks_of_the_channel(talk: Talk) -> None:
    await talk.says("lamps")

    opening = Asked("source?", THREAD, "ann", opens_thread=True)
    inside = Asked("source?", THREAD, "ann")

    assert (await talk.briefings.reply(opening)).brief.kind == "evidence"
    assert (await talk.briefings.reply(inside)).brief.kind == "evidence"


async def test_the_sources_button_shows_the_evidence_of_its_reply(talk: Talk) -> None:
    first = await talk.says("keepers")
    await talk.says("lamps")

    shown = await talk.briefings.evidence(first.id, CHANNEL, "bob")
    one = await talk.briefings.evidence(first.id, CHANNEL, "bob", number=1)

    assert shown.brief.title == "Sources: Lighthouse keepers"
    assert one.brief.title == "Source 1: Lighthouse keepers"


@pytest.mark.parametrize("record_id", ["", "0" * 32, "../../etc/passwd", "' OR 1=1 --", *HOSTILE])
async def test_a_tampered_id_leads_nowhere(talk: Talk, record_id: str) -> None:
    await talk.says("lamps")

    shown = await talk.briefings.evidence(record_id, CHANNEL, "ann")

    assert (shown.brief.kind, shown.brief.points) == ("error", ())
    assert await talk.briefings.share(record_id, CHANNEL, "ann") is None
    assert (await talk.gets("source?")).kind == "evidence"


async def test_an_id_taken_to_another_channel_leads_nowhere(talk: Talk) -> None:
    reply = await talk.says("lamps")

    shown = await talk.briefings.evidence(reply.id, ELSEWHERE, "ann")

    assert shown.brief.kind == "error"
    assert await talk.briefings.share(reply.id, ELSEWHERE, "ann") is None


async def test_a_store_that_cannot_save_costs_the_record_and_not_the_answer() -> None:
    talk = Talk(BrokenStore("saving"))

    brief = await talk.gets("lamps")

    assert claims_of(brief) >= {"led"}
    assert brief.notes[-1].text == (
        "This reply could not be recorded, so “source?” will not find it later."
    )


async def test_a_store_that_cannot_be_read_is_said_to_be_unreadable() -> None:
    talk = Talk(BrokenStore("reading"))
    reply = await talk.says("lamps")

    typed = await talk.says("source?")
    pressed = await talk.briefings.evidence(reply.id, CHANNEL, "ann")

    assert typed.brief.title == "Sources are not at hand"
    assert pressed.brief.kind == "error"


async def test_nothing_raises_when_the_whole_store_is_gone() -> None:
    talk = Talk(BrokenStore("all"))

    reply = await talk.says("lamps")
    await talk.briefings.posted(reply.id, "m1")

    assert await talk.briefings.first_time("event-1")
    assert not await talk.briefings.knows_thread(THREAD, "ann")
    assert not await talk.briefings.knows_message(CHANNEL, "m1", "ann")
    assert await talk.briefings.share(reply.id, CHANNEL, "ann") is None


async def test_a_delivery_is_new_only_once(talk: Talk) -> None:
    assert [await talk.briefings.first_time(key) for key in ("a", "a", "b")] == [True, False, True]


async def test_a_thread_is_known_when_source_would_find_a_briefing_there(talk: Talk) -> None:
    first = await talk.says("lamps private", asker="ann")
    await talk.briefings.posted(first.id, "17.1")

    assert await talk.briefings.knows_thread(THREAD, "ann")
    assert await talk.briefings.knows_message(CHANNEL, "17.1", "ann")
    assert not await talk.briefings.knows_thread(THREAD, "bob")
    assert not await talk.briefings.knows_message(CHANNEL, "17.2", "ann")


@pytest.mark.parametrize(
    ("text", "command", "pack_id"),
    [
        ("lamps", "lights", "lighthouses"),
        ("chips", "ai-china", "ai-china"),
        ("lamps", None, "lighthouses"),
        ("chips", None, "ai-china"),
        ("topics", "ai-china", "ai-china"),
        ("source?", "ai-china", "ai-china"),
        ("what does herring cost?", None, "lighthouses"),
    ],
)
async def test_of_several_packs_the_one_named_answers_else_the_one_that_can(
    text: str, command: str | None, pack_id: str
) -> None:
    talk = Talk(MemoryStore(), *(desk(name) for name in BOTH))

    assert (await talk.says(text, command=command)).brief.pack.id == pack_id


async def test_a_named_pack_does_not_answer_for_another() -> None:
    talk = Talk(MemoryStore(), *(desk(name) for name in BOTH))

    assert (await talk.says("lamps", command="ai-china")).brief.kind == "abstention"


@pytest.mark.parametrize("text", HOSTILE)
async def test_after_hostile_text_the_next_request_works(talk: Talk, text: str) -> None:
    await talk.says(text)

    assert (await talk.gets("lamps")).topic == "lamps"


def test_without_any_pack_there_is_nothing_to_talk_about() -> None:
    with pytest.raises(ValueError, match="at least one pack"):
        Briefings([], MemoryStore(), FixedClock())


async def test_the_sources_of_a_topic_can_be_asked_for_by_name(talk: Talk) -> None:
    evidence = await talk.gets("sources for lamps")

    assert (evidence.kind, evidence.topic) == ("evidence", "lamps")
    assert (await talk.gets("source?")).evidence == evidence.evidence


async def test_a_button_that_leads_nowhere_says_so_to_its_presser_only(talk: Talk) -> None:
    reply = await talk.briefings.evidence("f" * 32, CHANNEL, "ann")

    assert (reply.brief.kind, reply.private) == ("error", True)


async def test_a_button_asks_the_pack_of_the_message_it_is_on() -> None:
    talk = Talk(MemoryStore(), *(desk(name) for name in ("ai-china", "lighthouses")))
    briefing = await talk.says("lamps")
    await talk.briefings.posted(briefing.id, "17.5")

    beside = Asked("topics", CHANNEL, "ann", beside="17.5")
    alone = Asked("topics", CHANNEL, "ann")

    assert (await talk.briefings.reply(beside)).brief.pack.id == "lighthouses"
    assert (await talk.briefings.reply(alone)).brief.pack.id == "ai-china"
