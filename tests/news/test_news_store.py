"""Feeds, items, articles and drafts in a database, SQLite's and PostgreSQL's."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters.store.news import ITEMS_KEPT, SqlNews
from adapters.store.sql import SqlStore
from content.archive import Page, PageCopy
from content.news.articles import Article
from content.news.drafts import Draft, Flag
from content.news.feeds import Feed
from content.news.ports import Known
from tests.news.coast import TEXT, TODAY, article, days_ago, draft, other
from tests.news.world import AN_HOUR, NOON
from tests.store.conftest import database, opened, server_url

__all__ = ["database", "server_url"]

PACK = "lighthouses"
LEASE = dt.timedelta(minutes=30)


@pytest.fixture
async def store(database: str) -> AsyncIterator[SqlStore]:
    async with opened(database) as one:
        yield one


@pytest.fixture
def news(store: SqlStore) -> SqlNews:
    return store.news


def feed(number: int = 1, **changes: object) -> Feed:
    made = Feed(f"{number:032x}", f"https://gazette.example/{number}", PACK, next_at=NOON)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


async def keep(store: SqlStore, *articles: Article) -> None:
    """Keep articles with their texts."""
    for one in articles:
        await store.archive.save(Page(one.pack, one.id, (PageCopy(TEXT, one.title, NOON),)))
        await store.news.articles.save(one)


async def texts(store: SqlStore, *articles: Article) -> set[str]:
    """The ids of those whose text is kept."""
    return set(await store.archive.pages(PACK, [one.id for one in articles]))


async def test_a_feed_comes_back_as_it_was_saved(news: SqlNews) -> None:
    saved = feed(
        topics=("lamps",),
        grade="wire",
        title="Küstenblatt 海岸",
        owner="slack:T1/U1",
        counts={"off topic": 2},
        looked_at=NOON,
        etag='"1"',
    ).failed(NOON, "no answer")

    await news.feeds.save(saved)

    assert await news.feeds.listed() == [saved]


async def test_feeds_are_listed_by_pack_and_a_removed_one_is_gone(news: SqlNews) -> None:
    for one in (feed(1), feed(2), feed(3, pack="harbours")):
        await news.feeds.save(one)

    removed = [await news.feeds.remove(feed(1).id) for _ in range(2)]

    assert removed == [True, False]
    assert await news.feeds.listed(PACK) == [feed(2)]
    assert len(await news.feeds.listed()) == 2


async def test_only_what_is_active_and_due_is_claimed_the_longest_due_first(news: SqlNews) -> None:
    late = feed(1, next_at=NOON - AN_HOUR)
    for one in (
        feed(2),
        late,
        feed(3, next_at=NOON + AN_HOUR),
        feed(4, state="paused"),
        feed(5, state="disabled"),
    ):
        await news.feeds.save(one)

    first = await news.feeds.claim(NOON, 1, LEASE)
    rest = await news.feeds.claim(NOON, 9, LEASE)

    assert ([*first], [*rest]) == ([late], [feed(2)])


async def test_a_claimed_feed_is_due_again_once_its_lease_is_over(news: SqlNews) -> None:
    await news.feeds.save(feed())

    claims = [
        await news.feeds.claim(at, 9, LEASE)
        for at in (NOON, NOON + LEASE - dt.timedelta(seconds=1), NOON + LEASE)
    ]

    assert [len(found) for found in claims] == [1, 0, 1]


async def test_a_feed_is_claimed_once_however_many_ask_at_once(database: str) -> None:
    async with contextlib.AsyncExitStack() as stack:
        processes = [await stack.enter_async_context(opened(database)) for _ in range(2)]
        for number in range(1, 21):
            await processes[0].news.feeds.save(feed(number))

        found = await asyncio.gather(
            *(processes[at % 2].news.feeds.claim(NOON, 4, LEASE) for at in range(12))
        )

        claimed = [one.id for some in found for one in some]
        rest = await processes[0].news.feeds.claim(NOON, 99, LEASE)
        assert len(claimed) == len(set(claimed))
        assert sorted([*claimed, *(one.id for one in rest)]) == [
            feed(number).id for number in range(1, 21)
        ]


async def test_what_came_of_a_look_is_kept_unless_somebody_paused_or_removed_the_feed(
    news: SqlNews,
) -> None:
    for number in (1, 2):
        await news.feeds.save(feed(number))
    after = [feed(number).answered(NOON, has_news=True) for number in (1, 2, 3)]
    await news.feeds.save(feed(2, state="paused"))

    kept = [await news.feeds.polled(one) for one in after]

    assert kept == [True, False, False]
    assert await news.feeds.listed() == [after[0], feed(2, state="paused")]


async def test_items_are_known_by_every_name_in_their_pack_alone(news: SqlNews) -> None:
    seen = Known("state", "article-1")

    await news.feeds.note(PACK, {"a": seen, "b": seen}, NOON)

    assert await news.feeds.known(PACK, ["a", "b", "c"]) == {"a": seen, "b": seen}
    assert await news.feeds.known("harbours", ["a"]) == {}
    assert await news.feeds.known(PACK, []) == {}


async def test_an_item_that_was_noted_again_is_known_as_it_is_now(news: SqlNews) -> None:
    await news.feeds.note(PACK, {"a": Known("old", None)}, NOON)

    await news.feeds.note(PACK, {"a": Known("new", "article-1")}, NOON + AN_HOUR)

    assert await news.feeds.known(PACK, ["a"]) == {"a": Known("new", "article-1")}


async def test_more_items_than_one_statement_takes_are_noted(
    news: SqlNews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.store.news.AT_ONCE", 2)
    seen = {f"name{number}": Known("state", None) for number in range(5)}

    await news.feeds.note(PACK, seen, NOON)

    assert await news.feeds.known(PACK, seen) == seen


async def test_an_article_comes_back_as_it_was_saved(news: SqlNews) -> None:
    one = article("灯塔 “lit” — a first", author="A. Keeper", is_dated=False, feed="f1")

    await news.articles.save(one)

    assert await news.articles.by_id(one.id) == one
    assert await news.articles.by_id("article-none") is None


async def test_articles_are_found_by_their_days_both_included_in_order(news: SqlNews) -> None:
    made = [
        article(f"Day {days}", published=days_ago(days)) for days in (0, 1, 2, 3)
    ]  # fmt: skip
    for one in (*made, article("Elsewhere", pack="harbours", id="article-x")):
        await news.articles.save(one)

    found = await news.articles.between(PACK, days_ago(2), days_ago(0))

    assert [*found] == [made[2], made[1], made[0]]


async def test_an_outlet_that_is_forgotten_leaves_no_article_and_no_text(store: SqlStore) -> None:
    gone, stays = article(), other()
    await keep(store, gone, stays)
    await store.news.feeds.note(PACK, {"a": Known("state", gone.id)}, NOON)

    count = await store.news.articles.forget(None, "gazette.example")

    assert count == 1
    assert await store.news.articles.between(PACK, TODAY, TODAY) == [stays]
    assert await texts(store, gone, stays) == {stays.id}
    assert await store.news.feeds.known(PACK, ["a"]) == {"a": Known("state", None)}


async def test_drafts_of_a_forgotten_outlet_go_unless_they_are_claims(store: SqlStore) -> None:
    claim = draft(id="a" * 32).approved("claim-a", "slack:T1/U1", NOON)
    elsewhere = draft(other(), id="b" * 32)
    in_another_pack = draft(id="c" * 32, pack="harbours")
    rejected = draft(id="d" * 32).rejected(None, "slack:T1/U1", NOON)
    for one in (claim, elsewhere, in_another_pack, rejected, draft(id="e" * 32)):
        await store.news.drafts.save(one)

    await store.news.articles.forget(PACK, "gazette.example")

    kept = {one.id for one in await store.news.drafts.listed()}
    assert kept == {claim.id, elsewhere.id, in_another_pack.id}


async def test_an_outlet_can_be_forgotten_in_one_pack(store: SqlStore) -> None:
    await keep(store, article(), article(pack="harbours", id="article-x"))

    counts = [await store.news.articles.forget(pack, "gazette.example") for pack in ("none", PACK)]

    assert counts == [0, 1]
    assert await store.news.articles.by_id("article-x") is not None


async def test_old_articles_are_deleted_with_their_texts(store: SqlStore) -> None:
    old, kept = article("Old", published=days_ago(11)), article("Kept", published=days_ago(10))
    await keep(store, old, kept)

    count = await store.news.articles.prune(days_ago(10))

    assert count == 1
    assert await texts(store, old, kept) == {kept.id}
    assert await store.news.articles.by_id(old.id) is None


async def test_items_are_remembered_for_a_year_more(news: SqlNews) -> None:
    midnight = dt.datetime.combine(days_ago(10), dt.time(), dt.UTC) - ITEMS_KEPT
    for name, at in (("old", midnight - dt.timedelta(seconds=1)), ("kept", midnight)):
        await news.feeds.note(PACK, {name: Known("state", None)}, at)

    await news.articles.prune(days_ago(10))

    assert set(await news.feeds.known(PACK, ["old", "kept"])) == {"kept"}


async def test_more_articles_than_one_statement_takes_are_deleted(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.store.news.AT_ONCE", 2)
    every = [dataclasses.replace(article(), id=f"article-{number}") for number in range(5)]
    await keep(store, *every)

    count = await store.news.articles.forget(PACK, "gazette.example")

    assert count == 5
    assert await texts(store, *every) == set()


async def test_a_draft_comes_back_as_it_was_added(news: SqlNews) -> None:
    made = draft(flags=(Flag("range", "says 18"),), edited_by=("slack:T1/U1",))

    added = await news.drafts.add(made)

    assert added
    assert await news.drafts.listed() == [made]


async def test_there_is_one_draft_for_each_story(news: SqlNews) -> None:
    added = await asyncio.gather(
        *(news.drafts.add(draft(text=f"Draft number {number}.")) for number in range(6))
    )

    assert sum(added) == 1
    assert len(await news.drafts.listed()) == 1


async def test_drafts_are_listed_best_first_by_pack_and_state(news: SqlNews) -> None:
    worst, best, done = (
        draft(id=name * 32, score=score) for name, score in (("a", 0.4), ("b", 0.9), ("c", 0.6))
    )
    for one in (worst, best, done.rejected(None, "slack:T1/U1", NOON)):
        await news.drafts.save(one)
    await news.drafts.save(draft(id="d" * 32, pack="harbours"))

    assert await news.drafts.listed(PACK, "waiting") == [best, worst]
    assert [one.state for one in await news.drafts.listed(PACK)] == [
        "waiting",
        "rejected",
        "waiting",
    ]


async def test_of_two_decisions_at_once_one_is_kept(news: SqlNews) -> None:
    await news.drafts.add(draft())
    decisions: list[Draft] = [
        draft().approved("claim-a", "slack:T1/U1", NOON),
        draft().rejected("no news", "discord:7", NOON),
    ]

    kept = await asyncio.gather(*(news.drafts.decide(one, draft()) for one in decisions))

    (winner,) = (one for one, is_kept in zip(decisions, kept, strict=True) if is_kept)
    assert await news.drafts.listed() == [winner]


async def test_a_draft_that_was_reworded_meanwhile_is_not_decided_on(news: SqlNews) -> None:
    await news.drafts.add(draft())
    await news.drafts.decide(draft().edited("Another text.", "slack:T1/U2"), draft())

    approved = draft().approved("claim-a", "slack:T1/U1", NOON)

    assert not await news.drafts.decide(approved, draft())
    assert [one.state for one in await news.drafts.listed()] == ["waiting"]


async def test_who_decided_and_when_is_kept(news: SqlNews) -> None:
    await news.drafts.add(draft())

    await news.drafts.decide(draft().approved("claim-a", "slack:T1/U1", NOON), draft())

    (kept,) = await news.drafts.listed(state="approved")
    assert (kept.decided_by, kept.decided_at, kept.claim) == ("slack:T1/U1", NOON, "claim-a")


async def test_a_decision_on_what_is_not_there_is_not_kept(news: SqlNews) -> None:
    assert not await news.drafts.decide(draft().rejected(None, "slack:T1/U1", NOON), draft())
    assert await news.drafts.listed() == []


async def test_the_revision_changes_with_approvals_alone(news: SqlNews) -> None:
    revisions = [await news.drafts.revision()]
    for name in ("a", "b", "c"):
        await news.drafts.add(draft(id=name * 32))
    third = draft(id="c" * 32)
    await news.drafts.decide(third.rejected(None, "slack:T1/U1", NOON), third)
    revisions.append(await news.drafts.revision())
    for name in ("a", "b"):
        one = draft(id=name * 32)
        await news.drafts.decide(one.approved(f"claim-{name}", "slack:T1/U1", NOON), one)
        revisions.append(await news.drafts.revision())

    assert revisions[0] == revisions[1]
    assert len(set(revisions)) == 3


async def test_the_text_a_claim_rests_on_outlives_its_article(
    store: SqlStore, news: SqlNews
) -> None:
    old, kept = article(), draft()
    await news.articles.save(old)
    await store.archive.save(Page(PACK, old.id, (PageCopy(TEXT, old.title, NOON),)))
    await news.drafts.add(kept)
    await news.drafts.decide(kept.approved("claim-a", "slack:T1/U1", NOON), kept)

    count = await news.articles.prune(old.published + dt.timedelta(days=1))

    assert count == 1
    assert await news.articles.by_id(old.id) is None
    assert await store.archive.pages(PACK, [old.id])


async def test_of_too_many_articles_the_oldest_go(news: SqlNews) -> None:
    day = article().published
    for at in range(3):
        one = dataclasses.replace(
            article(), id=f"article-{at}", published=day + dt.timedelta(days=at)
        )
        await news.articles.save(one)

    count = await news.articles.prune(day, most=2)

    left = await news.articles.between(PACK, day, day + dt.timedelta(days=9))
    assert (count, [one.id for one in left]) == (1, ["article-1", "article-2"])
