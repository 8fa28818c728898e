"""Which item of a feed is one that was seen before: the five rules, and dates to believe."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from content.news.items import LEEWAY, Item, Listing, Named, named, plausible
from tests.news.world import NOON

BASE = "https://gazette.example/feed"
LIT = Item("Lit again", "The lamp burns.", "https://gazette.example/lit", "g1", NOON)
DARK = Item("Dark again", "The lamp is out.", "https://gazette.example/dark", "g2", NOON)
SECOND = dt.timedelta(seconds=1)


def those(*items: Item, feed: str = "f1") -> list[Named]:
    """The items that can be told apart."""
    return named(Listing(items=items), feed, BASE)[0]


def the_one(item: Item, *others: Item, feed: str = "f1") -> Named:
    """An item as it is named in a listing with others behind it."""
    return those(item, *others, feed=feed)[0]


def is_known(now: Named, before: Named) -> bool:
    return bool(set(now.names) & set(before.names))


def test_a_guid_names_an_item_wherever_it_moves() -> None:
    moved = dataclasses.replace(LIT, address="https://gazette.example/lamps/lit")

    assert is_known(the_one(moved), the_one(LIT))


def test_a_guid_that_two_items_share_names_neither() -> None:
    other = dataclasses.replace(DARK, guid="g1")

    one, two = those(LIT, other)

    assert not is_known(one, two)
    assert len(one.names) == len(two.names) == 1


def test_a_guid_is_known_in_its_own_feed_alone() -> None:
    elsewhere = dataclasses.replace(LIT, address="https://digest.example/lit")

    assert not is_known(the_one(elsewhere, feed="f2"), the_one(LIT))


def test_an_address_names_an_item_in_every_feed() -> None:
    listed = dataclasses.replace(LIT, guid=None)

    assert is_known(the_one(listed, feed="f2"), the_one(LIT))


def test_an_address_of_items_with_other_titles_names_none_of_them() -> None:
    ticker = [
        Item(title, address="https://gazette.example/ticker", published=NOON)
        for title in ("Lit again", "Dark again")
    ]

    one, two = those(*ticker)

    assert not is_known(one, two)


def test_one_item_that_is_listed_twice_is_one() -> None:
    assert len(those(LIT, dataclasses.replace(LIT, guid=None))) == 1


@pytest.mark.parametrize(
    ("later", "is_same"), [(SECOND, True), (dt.timedelta(days=1), False)], ids=["moment", "day"]
)
def test_title_and_day_name_what_nothing_else_does(later: dt.timedelta, is_same: bool) -> None:
    ticker = Item("Lit again", address="https://gazette.example/ticker", published=NOON)
    beside = dataclasses.replace(ticker, title="Dark again")
    again = dataclasses.replace(ticker, title="LIT again!", published=NOON + later)

    before, now = the_one(ticker, beside), the_one(again, beside)

    assert is_known(now, before) is is_same


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": "other"},
        {"guid": None},
        {"title": "Lit once more"},
        {"published": NOON + dt.timedelta(days=3)},
        {"address": "https://gazette.example/lit?utm_source=feed#top"},
        {"address": "https://www.gazette.example/lit/amp", "guid": None},
    ],
    ids=str,
)
def test_no_small_change_makes_a_new_item(changes: dict[str, object]) -> None:
    changed = dataclasses.replace(LIT, **changes)  # type: ignore[arg-type]

    assert is_known(the_one(changed, DARK), the_one(LIT, DARK))


@pytest.mark.parametrize(
    ("changes", "is_other"),
    [
        ({"title": "Lit once more"}, True),
        ({"body": "The lamp burns brighter."}, True),
        ({"published": NOON + SECOND}, False),
        ({"guid": "other"}, False),
        ({"author": "A. Keeper"}, False),
    ],
    ids=str,
)
def test_an_item_is_looked_at_again_where_it_says_something_else(
    changes: dict[str, object], is_other: bool
) -> None:
    changed = dataclasses.replace(LIT, **changes)  # type: ignore[arg-type]

    assert (the_one(changed).state != the_one(LIT).state) is is_other


def test_items_keep_their_order_and_their_cleaned_addresses() -> None:
    relative = dataclasses.replace(DARK, address="dark?utm_source=feed")

    assert [one.address for one in those(LIT, relative)] == [LIT.address, DARK.address]


def test_items_without_a_usable_address_are_counted() -> None:
    nowhere = [dataclasses.replace(DARK, address=one) for one in (None, "", "mailto:a@b.example")]

    kept, without = named(Listing(items=(LIT, *nowhere)), "f1", BASE)

    assert ([one.item for one in kept], without) == ([LIT], 3)


@pytest.mark.parametrize(
    ("told", "day", "is_believed"),
    [
        (NOON, "2026-11-21", True),
        (NOON - dt.timedelta(days=2), "2026-11-19", True),
        (NOON + LEEWAY, "2026-11-21", True),
        (NOON + LEEWAY + SECOND, "2026-11-21", False),
        (dt.datetime(1995, 1, 1, tzinfo=dt.UTC), "1995-01-01", True),
        (dt.datetime(1994, 12, 31, tzinfo=dt.UTC), "2026-11-21", False),
        (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "2026-11-21", False),
        (None, "2026-11-21", False),
    ],
)
def test_a_date_is_believed_where_it_can_be_true(
    told: dt.datetime | None, day: str, is_believed: bool
) -> None:
    assert plausible(told, NOON) == (dt.date.fromisoformat(day), is_believed)
