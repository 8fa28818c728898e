"""What every store promises, asked of each of them, so that the one in memory cannot lie."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings

from content.brief import Brief
from content.ports import GAPS_KEPT, Place, Record, Store
from tests.samples import HOSTILE, NOON, abstention, briefs, gap, record
from tests.store.conftest import OpenStore, opened

CHANNEL = Place("slack", "T1/C1")
THREAD = Place("slack", "T1/C1", "1700000000.1")
ENDLESS = "x" * 10_000
STRANGE_IDS = [
    "nul\x00nul",
    "half \ud800 pair",
    "back\\slash \\0 \\ud800",
    "",
    "灯塔",
    "' OR 1=1 --",
]
A_SECOND = dt.timedelta(seconds=1)
A_DAY = dt.timedelta(days=1)
TODAY = NOON.date()


def numbered(number: int, brief: Brief | None = None, **changes: object) -> Record:
    """A reply made `number` seconds after noon."""
    changes["id"] = f"{number:032x}"
    return record(brief, at=NOON + number * A_SECOND, **changes)


async def test_a_saved_reply_is_read_back_as_it_was(store: Store) -> None:
    saved = record(private_to="digest", about="other", message="17.1", place=THREAD)

    await store.save(saved)

    assert await store.by_id(saved.id) == saved


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(brief=briefs())
async def test_any_brief_is_read_back_as_it_was(store: Store, brief: Brief) -> None:
    saved = record(brief)

    await store.save(saved)

    assert await store.by_id(saved.id) == saved


@pytest.mark.parametrize("text", [*HOSTILE, "half \ud800 a pair"])
async def test_hostile_text_is_read_back_as_it_was(store: Store, text: str) -> None:
    saved = record(dataclasses.replace(abstention(), title=text))

    await store.save(saved)

    assert await store.by_id(saved.id) == saved


async def test_a_time_of_any_zone_is_the_same_moment_in_utc_when_read_back(
    open_store: OpenStore,
) -> None:
    kathmandu = dt.timezone(dt.timedelta(hours=5, minutes=45))
    moment = dt.datetime(2026, 11, 21, 17, 45, 0, 123456, tzinfo=kathmandu)

    await (await open_store()).save(record(at=moment))
    found = await (await open_store()).by_id(record().id)

    assert found is not None
    assert found.created_at.isoformat() == "2026-11-21T12:00:00.123456+00:00"


async def test_saving_the_same_id_again_replaces_the_reply(store: Store) -> None:
    await store.save(record(message="17.1"))

    await store.save(record(abstention(), private_to="digest"))

    assert await store.by_id(record().id) == record(abstention(), private_to="digest")
    assert await store.by_message(CHANNEL, "17.1") is None


@pytest.mark.parametrize("unknown", [*STRANGE_IDS, ENDLESS])
async def test_nothing_is_found_under_ids_that_were_never_kept(store: Store, unknown: str) -> None:
    await store.save(record(message="17.1"))
    nowhere = Place("slack", unknown, unknown)

    assert await store.by_id(unknown) is None
    assert await store.by_message(CHANNEL, unknown) is None
    assert await store.by_message(nowhere, "17.1") is None
    assert await store.latest(nowhere, unknown) is None
    assert await store.recall(unknown) is None


@pytest.mark.parametrize("strange", STRANGE_IDS)
async def test_strange_ids_are_kept_and_found_like_any_other(store: Store, strange: str) -> None:
    place = Place(strange, strange, strange)
    saved = record(id=strange, place=place, private_to=strange, about=strange, message=strange)

    await store.save(saved)

    assert await store.by_id(strange) == saved
    assert await store.by_message(place, strange) == saved
    assert await store.latest(place, strange) == saved


async def test_a_reply_is_found_by_its_message_id_once_that_is_known(store: Store) -> None:
    await store.save(record())

    await store.mark_posted(record().id, "17.1")

    assert await store.by_message(CHANNEL, "17.1") == record(message="17.1")
    assert await store.by_id(record().id) == record(message="17.1")


async def test_marking_an_unknown_reply_as_posted_changes_nothing(store: Store) -> None:
    await store.save(record())

    await store.mark_posted("unknown", "17.1")

    assert await store.by_message(CHANNEL, "17.1") is None
    assert await store.by_id("unknown") is None


async def test_a_message_is_found_from_any_thread_of_its_channel_only(store: Store) -> None:
    await store.save(record(message="17.1", place=THREAD))

    assert await store.by_message(CHANNEL, "17.1") == await store.by_id(record().id)
    assert await store.by_message(Place("slack", "T1/C1", "other"), "17.1") is not None
    assert await store.by_message(Place("slack", "T1/C2"), "17.1") is None
    assert await store.by_message(Place("discord", "T1/C1"), "17.1") is None


async def test_of_two_replies_under_one_message_id_the_newer_is_found(store: Store) -> None:
    await store.save(numbered(2, message="17.1"))
    await store.save(numbered(1, message="17.1"))

    assert await store.by_message(CHANNEL, "17.1") == numbered(2, message="17.1")


async def test_the_latest_reply_is_the_newest_whatever_the_order_of_saving(store: Store) -> None:
    for number in (1, 3, 2):
        await store.save(numbered(number))

    assert await store.latest(CHANNEL, "me") == numbered(3)


async def test_of_replies_made_at_the_same_instant_the_last_one_saved_is_the_latest(
    store: Store,
) -> None:
    for letter in "bca":
        await store.save(record(id=letter))

    await store.save(record(id="b"))  # replacing does not make it newer

    assert await store.latest(CHANNEL, "me") == record(id="a")


async def test_the_latest_reply_of_a_channel_is_not_looked_for_in_its_threads(store: Store) -> None:
    await store.save(numbered(1))
    await store.save(numbered(2, place=THREAD))

    assert await store.latest(CHANNEL, "me") == numbered(1)
    assert await store.latest(THREAD, "me") == numbered(2, place=THREAD)
    assert await store.latest(Place("slack", "T1/C1", "other"), "me") is None
    assert await store.latest(Place("discord", "T1/C1"), "me") is None


async def test_replies_without_points_are_passed_over_by_latest(store: Store) -> None:
    await store.save(numbered(1))
    await store.save(numbered(2, brief=abstention()))

    assert await store.latest(CHANNEL, "me") == numbered(1)


async def test_where_abstentions_count_the_latest_may_be_one_but_no_other_reply_without_points(
    store: Store,
) -> None:
    await store.save(numbered(1))
    await store.save(numbered(2, brief=abstention()))
    await store.save(numbered(3, brief=dataclasses.replace(abstention(), kind="help")))

    assert await store.latest(CHANNEL, "me", abstentions=True) == numbered(2, brief=abstention())


async def test_private_replies_are_the_latest_only_for_whom_they_were_made(store: Store) -> None:
    await store.save(numbered(1))
    await store.save(numbered(2, private_to="me"))

    assert await store.latest(CHANNEL, "me") == numbered(2, private_to="me")
    assert await store.latest(CHANNEL, "somebody else") == numbered(1)


async def test_a_key_is_seen_for_the_first_time_once(store: Store) -> None:
    assert await store.first_time("Ev1", NOON)
    assert not await store.first_time("Ev1", NOON + A_SECOND)
    assert await store.first_time("Ev2", NOON + A_SECOND)


async def test_of_twenty_callers_at_once_one_sees_a_key_for_the_first_time(store: Store) -> None:
    answers = await asyncio.gather(*(store.first_time("Ev1", NOON) for _ in range(20)))

    assert sorted(answers) == [False] * 19 + [True]


async def test_a_key_is_forgotten_after_a_day_and_not_before(store: Store) -> None:
    day = dt.timedelta(days=1)
    await store.first_time("Ev1", NOON)

    assert not await store.first_time("Ev1", NOON + day - A_SECOND)
    assert await store.first_time("Ev1", NOON + day)
    assert not await store.first_time("Ev1", NOON + day + A_SECOND)


@pytest.mark.parametrize("key", [*STRANGE_IDS, ENDLESS, "灯塔" * 5_000])
async def test_any_text_can_be_a_key(store: Store, key: str) -> None:
    assert await store.first_time(key, NOON)
    assert not await store.first_time(key, NOON)
    assert await store.first_time(key + "!", NOON)


async def test_a_fact_is_recalled_as_it_was_last_remembered(store: Store) -> None:
    await store.remember("commands", "first")

    await store.remember("commands", "second \x00 \ud800 \\")

    assert await store.recall("commands") == "second \x00 \ud800 \\"
    assert await store.recall("other") is None


async def test_gaps_are_read_back_as_they_were_by_day(store: Store) -> None:
    bare = gap("2", day=TODAY - A_DAY, kind="not_helpful", topic=None, text=None)
    await store.note_gap(gap("1"))
    await store.note_gap(bare)

    assert await store.gaps(TODAY - A_DAY) == [bare, gap("1")]
    assert await store.gaps(TODAY) == [gap("1")]


async def test_a_gap_noted_again_under_its_key_is_still_one_and_the_first(store: Store) -> None:
    await store.note_gap(gap("1"))

    await store.note_gap(gap("1", text="something else"))

    assert await store.gaps(TODAY) == [gap("1")]


async def test_of_one_gap_noted_twenty_times_at_once_one_is_kept(store: Store) -> None:
    await asyncio.gather(*(store.note_gap(gap("1")) for _ in range(20)))

    assert await store.gaps(TODAY) == [gap("1")]


async def test_gaps_that_have_grown_too_old_are_deleted_by_the_next_one(store: Store) -> None:
    for key, age in (("old", GAPS_KEPT + A_DAY), ("oldest kept", GAPS_KEPT)):
        await store.note_gap(gap(key, day=TODAY - age))

    await store.note_gap(gap("new"))

    assert [one.key for one in await store.gaps(dt.date.min)] == ["oldest kept", "new"]


@pytest.mark.parametrize("text", [*HOSTILE, *STRANGE_IDS])
async def test_any_text_is_kept_as_a_question(store: Store, text: str) -> None:
    strange = gap(text, pack=text, topic=text, text=text)

    await store.note_gap(strange)

    assert await store.gaps(TODAY) == [strange]


async def test_gaps_survive_a_restart_and_are_still_known_then(open_store: OpenStore) -> None:
    await (await open_store()).note_gap(gap("1"))

    store = await open_store()
    await store.note_gap(gap("1", text="something else"))

    assert await store.gaps(TODAY) == [gap("1")]


async def test_fifty_replies_saved_at_once_are_all_kept(store: Store) -> None:
    await asyncio.gather(*(store.save(numbered(number)) for number in range(50)))

    assert [await store.by_id(f"{n:032x}") for n in range(50)] == [numbered(n) for n in range(50)]


async def test_replies_and_their_message_ids_survive_a_restart(open_store: OpenStore) -> None:
    store = await open_store()
    await store.save(record())
    await store.mark_posted(record().id, "17.1")

    store = await open_store()

    assert await store.by_message(CHANNEL, "17.1") == record(message="17.1")
    assert await store.latest(CHANNEL, "me") == record(message="17.1")


async def test_facts_and_keys_survive_a_restart(database: str) -> None:
    async with opened(database) as store:
        await store.remember("commands", "first")
        await store.first_time("Ev1", NOON)

    async with opened(database) as store:
        assert await store.recall("commands") == "first"
        assert not await store.first_time("Ev1", NOON)


async def test_of_two_stores_on_one_database_one_sees_a_key_for_the_first_time(
    database: str,
) -> None:
    async with opened(database) as one, opened(database) as other:
        callers = [store.first_time("Ev1", NOON) for store in (one, other) for _ in range(10)]
        answers = await asyncio.gather(*callers)

    assert sorted(answers) == [False] * 19 + [True]
