"""What was not answered, or not well, is noted for those who write packs, and says of nobody."""

from __future__ import annotations

import dataclasses

import pytest

from adapters.store.memory import MemoryStore
from content.asked import Asked
from content.briefings import Briefings, Reply
from content.ports import Gap, Place, Store
from tests.content.packs import desk
from tests.content.test_briefings import CHANNEL, ELSEWHERE, THREAD, BrokenStore, FixedClock
from tests.samples import HOSTILE, NOON

HERRING = "what does herring cost?"
UNCOVERED = "how many keepers are there on the moon?"
TODAY = NOON.date()


class Talk:
    """People talking to a bot that keeps questions, or does not."""

    def __init__(self, store: Store, *, keep_questions: bool = True) -> None:
        self.store = store
        self.briefings = Briefings(
            [desk("lighthouses")], store, FixedClock(), keep_questions=keep_questions
        )

    async def says(self, text: str, **more: object) -> Reply:
        asked = Asked(text, CHANNEL, "ann")
        return await self.briefings.reply(dataclasses.replace(asked, **more))  # type: ignore[arg-type]

    async def gaps(self) -> list[Gap]:
        return list(await self.store.gaps(TODAY))


@pytest.fixture
def talk() -> Talk:
    return Talk(MemoryStore())


async def test_a_question_without_an_answer_is_noted(talk: Talk) -> None:
    await talk.says(HERRING)

    [gap] = await talk.gaps()
    assert (gap.kind, gap.pack, gap.day) == ("no_answer", "lighthouses", TODAY)
    assert (gap.text, gap.topic) == (HERRING, None)


async def test_the_nearest_topic_that_the_abstention_names_is_noted(talk: Talk) -> None:
    reply = await talk.says(UNCOVERED)

    [gap] = await talk.gaps()
    assert gap.topic == reply.brief.suggestions[0].text == "keepers"


@pytest.mark.parametrize("text", ["lamps", "help", "topics", "source?", "more", "x" * 501, ""])
async def test_what_is_no_question_without_an_answer_is_not_noted(talk: Talk, text: str) -> None:
    await talk.says(text)

    assert await talk.gaps() == []


async def test_each_time_a_question_is_asked_counts(talk: Talk) -> None:
    await talk.says(HERRING)
    await talk.says(HERRING)

    assert [gap.text for gap in await talk.gaps()] == [HERRING, HERRING]


async def test_sources_for_what_is_not_covered_are_noted_as_a_question(talk: Talk) -> None:
    await talk.says("sources for the price of herring")

    assert [gap.text for gap in await talk.gaps()] == ["the price of herring"]


async def test_an_abstention_that_is_shared_counts_once(talk: Talk) -> None:
    reply = await talk.says(f"{HERRING} private")

    await talk.briefings.share(reply.id, CHANNEL, "ann")

    assert len(await talk.gaps()) == 1


async def test_unless_questions_are_kept_a_gap_holds_nobodys_words() -> None:
    talk = Talk(MemoryStore(), keep_questions=False)
    await talk.says(UNCOVERED)
    await talk.says("who keeps the lamps lit?")
    await talk.says("not helpful")

    gaps = await talk.gaps()

    assert {gap.text for gap in gaps} == {None}
    assert all(word not in repr(gaps) for word in ("moon", "keeps", "many"))


async def test_a_gap_names_neither_who_nor_where_nor_the_reply(talk: Talk) -> None:
    first = await talk.says(HERRING, asker="U123")
    second = await talk.says("lamps", asker="U123")
    await talk.says("not helpful", asker="U123")

    shown = repr(await talk.gaps())

    assert all(part not in shown for part in ("U123", "T1", "C1", first.id, second.id))


@pytest.mark.parametrize("text", ["not helpful", "👎", "没用"])
async def test_a_remark_notes_the_last_reply_and_is_thanked_for_in_private(
    talk: Talk, text: str
) -> None:
    await talk.says("lamps")

    thanks = await talk.says(text)

    [gap] = await talk.gaps()
    assert (gap.kind, gap.topic, gap.text) == ("not_helpful", "lamps", "Lamps")
    assert (thanks.brief.kind, thanks.brief.title) == ("help", "Noted; thank you.")
    assert thanks.private


async def test_a_remark_on_a_message_notes_that_reply(talk: Talk) -> None:
    first = await talk.says("keepers")
    await talk.briefings.posted(first.id, "m1")
    await talk.says("lamps")

    await talk.says("not helpful", about="m1")

    assert [gap.topic for gap in await talk.gaps()] == ["keepers"]


async def test_a_remark_in_a_thread_notes_the_reply_it_hangs_from(talk: Talk) -> None:
    first = await talk.says("keepers")
    await talk.briefings.posted(first.id, THREAD.thread or "")
    await talk.says("lamps")

    await talk.says("not helpful", place=THREAD)

    assert [gap.topic for gap in await talk.gaps()] == ["keepers"]


async def test_a_remark_on_evidence_notes_the_reply_it_is_the_evidence_of(talk: Talk) -> None:
    await talk.says("lamps")
    await talk.says("source?")

    await talk.says("not helpful")

    assert [gap.topic for gap in await talk.gaps()] == ["lamps"]


async def test_a_remark_on_an_abstention_is_not_taken_for_one_on_the_answer_before(
    talk: Talk,
) -> None:
    await talk.says("lamps")
    await talk.says(HERRING)

    thanks = await talk.says("not helpful")

    assert [gap.kind for gap in await talk.gaps()] == ["no_answer"]
    assert thanks.brief.kind == "help"


async def test_the_button_notes_its_reply_and_tells_only_who_pressed_it(talk: Talk) -> None:
    reply = await talk.says("lamps")
    await talk.says("keepers")

    thanks = await talk.briefings.unhelpful(reply.id, CHANNEL, "bob")

    assert [gap.topic for gap in await talk.gaps()] == ["lamps"]
    assert (thanks.brief.kind, thanks.private) == ("help", True)


async def test_a_reply_marked_again_by_anybody_in_any_way_counts_once(talk: Talk) -> None:
    reply = await talk.says("lamps")
    for asker in ("ann", "bob"):
        await talk.briefings.unhelpful(reply.id, CHANNEL, asker)

    thanks = await talk.says("wrong answer", asker="carol")

    assert len(await talk.gaps()) == 1
    assert thanks.brief.kind == "help"


async def test_a_remark_leaves_no_record_of_who_made_it(talk: Talk) -> None:
    await talk.says("lamps")

    thanks = await talk.says("not helpful", asker="bob")

    assert not thanks.is_kept
    assert await talk.store.by_id(thanks.id) is None


async def test_source_after_a_remark_still_means_the_last_briefing(talk: Talk) -> None:
    await talk.says("lamps")
    await talk.says("not helpful")

    assert (await talk.says("source?")).brief.title == "Sources: Lamps"


async def test_without_a_reply_there_is_nothing_to_note(talk: Talk) -> None:
    said = await talk.says("not helpful")

    assert await talk.gaps() == []
    assert (said.brief.kind, said.brief.title) == ("error", "Not noted")


@pytest.mark.parametrize("record_id", ["", "0" * 32, "' OR 1=1 --", *HOSTILE])
async def test_a_tampered_button_notes_nothing(talk: Talk, record_id: str) -> None:
    await talk.says("lamps")

    said = await talk.briefings.unhelpful(record_id, CHANNEL, "ann")

    assert await talk.gaps() == []
    assert said.brief.title == "Not noted"


@pytest.mark.parametrize(("place", "asker"), [(ELSEWHERE, "ann"), (CHANNEL, "bob")])
async def test_what_one_cannot_see_one_cannot_mark(talk: Talk, place: Place, asker: str) -> None:
    secret = await talk.says("lamps private")

    await talk.briefings.unhelpful(secret.id, place, asker)
    await talk.says("not helpful", place=place, asker=asker)

    assert await talk.gaps() == []


async def test_a_store_that_fails_costs_the_note_and_never_the_answer() -> None:
    talk = Talk(BrokenStore("gaps"))

    answer = await talk.says(HERRING)
    marked = await talk.says("lamps")
    said = await talk.says("not helpful")
    pressed = await talk.briefings.unhelpful(marked.id, CHANNEL, "ann")

    assert answer.brief.kind == "abstention"
    assert said.brief.title == pressed.brief.title == "Not noted"


async def test_a_store_that_cannot_be_read_is_not_thanked_for() -> None:
    talk = Talk(BrokenStore("reading"))
    await talk.says("lamps")

    assert (await talk.says("not helpful")).brief.title == "Not noted"


async def test_what_is_only_the_closest_counts_as_not_answered_and_only_once(talk: Talk) -> None:
    reply = await talk.says("Why was Skerry Point relit?")
    said = await talk.says("not helpful")

    assert reply.brief.outcome == "closest"
    assert said.brief.title == "Noted; thank you."
    assert [gap.kind for gap in await talk.gaps()] == ["no_answer"]
