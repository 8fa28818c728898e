"""The form to subscribe with and the home tab, through the real library and a local Slack."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import limits, views
from adapters.store.sql import SqlStore
from content.answering import Desk
from content.ports import Place
from content.subscriptions import Subscription
from tests.delivery.conftest import subscribing, weekly
from tests.slack.fake_slack import FakeSlack, refuses
from tests.slack.workspace import ANN, BEN, COMMAND, Mode, Workspace

CHANNEL, OTHER = Place("slack", "T1/C1"), Place("slack", "T1/C2")
BERLIN = "every Friday at 08:30 (Europe/Berlin)"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path}/briefing.db")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def people(
    slack: FakeSlack, desk: Desk, store: SqlStore, mode: Mode
) -> AsyncIterator[Workspace]:
    people = Workspace(slack, desk, store, mode, subscribing(store))
    await people.open()
    yield people
    await people.close()


def blocks(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of a form by their names."""
    return {block["block_id"]: block["element"] for block in view["view"]["blocks"]}


def filled_in(channel: str, days: list[str], zone: str = "Europe/Berlin") -> dict[str, Any]:
    """The state of a form as Slack sends it."""
    said = {
        "channel": {"selected_conversation": channel},
        "days": {"selected_options": [{"value": day} for day in days]},
        "time": {"selected_time": "08:30"},
        "zone": {"value": zone},
        "topics": {"selected_options": [{"value": "lamps"}]},
        "quiet": {"selected_option": {"value": "skip quiet weeks"}},
        "length": {"selected_option": {"value": "at most 3 lines"}},
    }
    return {name: {name: element} for name, element in said.items()}


async def submits(people: Workspace, view: dict[str, Any], state: dict[str, Any]) -> None:
    form = {**view["view"], "state": {"values": state}}
    await people.acts("view_submission", ANN, view=form)


async def presses(people: Workspace, view: dict[str, Any], label: str) -> None:
    """Press the first button of the home tab that has this label."""
    rows = (block["elements"] for block in view["view"]["blocks"] if block["type"] == "actions")
    button = next(one for row in rows for one in row if one["text"]["text"] == label)
    action = {"type": "button", **button}
    await people.acts("block_actions", ANN, actions=[action], container={"type": "view"})


async def opens_home(people: Workspace, user: str = ANN) -> dict[str, Any]:
    event = people.event("app_home_opened", "", tab="home", user=user)
    await people.transport.send("event", event)
    return await people.slack.views.get()


async def test_the_form_opens_with_what_most_people_want(
    people: Workspace, slack: FakeSlack
) -> None:
    await people.types("subscribe form")

    asked = blocks(await slack.views.get())
    assert asked["zone"]["initial_value"] == "Europe/Berlin"
    assert asked["time"]["initial_time"] == "09:00"
    assert [option["value"] for option in asked["days"]["initial_options"]] == ["monday"]
    assert "lamps" in [option["value"] for option in asked["topics"]["options"]]


async def test_what_is_filled_in_is_subscribed_and_told_in_the_channel(
    people: Workspace, slack: FakeSlack, store: SqlStore
) -> None:
    await people.types("subscribe form")
    form = await slack.views.get()

    await submits(people, form, filled_in("C2", ["friday"]))

    told = await slack.next_shown()
    [kept] = await store.subscriptions.listed()
    assert told.body["channel"] == "C2"
    assert BERLIN in told.everything
    assert (kept.place, kept.topics, kept.quiet, kept.max_lines) == (OTHER, ("lamps",), "skip", 3)


async def test_a_button_opens_it_too(people: Workspace, slack: FakeSlack) -> None:
    await people.types("subscriptions")
    listed = await slack.next_shown()
    form = next(key for key, one in listed.buttons.items() if one["text"]["text"] == "Form…")

    await people.clicks(listed, form)

    assert (await slack.views.get())["view"]["callback_id"] == views.FORM


async def test_where_it_cannot_be_opened_it_is_said(people: Workspace, slack: FakeSlack) -> None:
    slack.faults["views.open"].append(refuses("expired_trigger_id"))

    await people.types("subscribe form")

    assert "subscribe friday 8:00" in (await slack.next_shown()).everything


@pytest.mark.parametrize(
    ("channel", "user", "zone", "why"),
    [
        ({"is_member": False}, {"is_admin": True}, "Europe/Berlin", "I am not a member"),
        ({"is_archived": True}, {"is_admin": True}, "Europe/Berlin", "is archived"),
        ({}, {"is_admin": False}, "Europe/Berlin", "Only admins and owners"),
        ({}, {"is_admin": True}, "Europe/Atlantis", "no time zone"),
    ],
)
async def test_a_refusal_goes_to_the_person_alone(
    people: Workspace,
    slack: FakeSlack,
    store: SqlStore,
    channel: dict[str, Any],
    user: dict[str, Any],
    zone: str,
    why: str,
) -> None:
    await people.types("subscribe form")
    form = await slack.views.get()
    slack.channel, slack.users = channel, user

    await submits(people, form, filled_in("C2", ["friday"], zone))

    told = await slack.next_shown()
    assert told.body["channel"] == ANN
    assert why in told.everything
    assert await store.subscriptions.listed() == []


async def test_whoever_made_the_channel_may(people: Workspace, slack: FakeSlack) -> None:
    slack.users, slack.channel = {}, {"creator": ANN}

    await people.types("subscribe")
    allowed = await slack.next_shown()
    await people.types("unsubscribe", user=BEN)
    refused = await slack.next_shown()

    assert (allowed.title, refused.title) == ("Subscribed", "Not changed")


@pytest.mark.parametrize("error", ["channel_not_found", "missing_scope", "internal_error"])
async def test_what_slack_does_not_tell_is_said(
    people: Workspace, slack: FakeSlack, store: SqlStore, error: str
) -> None:
    slack.faults["conversations.info"].append(refuses(error))

    await people.types("subscribe")

    assert (await slack.next_shown()).title == "Not changed"
    assert await store.subscriptions.listed() == []


async def test_it_moves_to_a_channel_that_is_named(
    people: Workspace, slack: FakeSlack, store: SqlStore
) -> None:
    await people.types("subscribe")
    await slack.next_shown()

    await people.types("subscriptions move to <#C2|other>")

    assert (await slack.next_shown()).title == "Moved"
    [kept] = await store.subscriptions.listed()
    assert kept.place == OTHER


async def test_the_home_tab_shows_what_somebody_made_and_changes_it(
    people: Workspace, slack: FakeSlack, store: SqlStore
) -> None:
    await store.subscriptions.save(mine(CHANNEL))
    home = await opens_home(people)

    await presses(people, home, "Pause")
    paused = await slack.views.get()
    await presses(people, paused, "Resume")
    resumed = await slack.views.get()
    await presses(people, resumed, "Unsubscribe")
    ended = await slack.views.get()

    assert "every Monday at 09:00 (Europe/Berlin)" in str(home)
    assert "It is paused: paused by hand." in str(paused)
    assert "*Resumed*" in str(resumed)
    assert "You have no summaries yet" in str(ended)
    assert await store.subscriptions.listed() == []


async def test_a_preview_of_a_quiet_week_is_told_at_once(
    people: Workspace, slack: FakeSlack, store: SqlStore
) -> None:
    await store.subscriptions.save(mine(CHANNEL))
    home = await opens_home(people)

    await presses(people, home, "Preview")

    assert "Summary: Lighthouses of the Sound" in str(await slack.views.get())
    assert slack.shown == []


async def test_the_form_of_the_home_tab_begins_with_what_is_and_can_move_it(
    people: Workspace, slack: FakeSlack, store: SqlStore
) -> None:
    await store.subscriptions.save(mine(CHANNEL))
    home = await opens_home(people)

    await presses(people, home, "Change…")
    form = await slack.views.get()
    await submits(people, form, filled_in("C2", ["friday"]))
    await slack.next_shown()

    assert blocks(form)["channel"]["initial_conversation"] == "C1"
    [kept] = await store.subscriptions.listed()
    assert (kept.place, kept.cadence.at) == (OTHER, dt.time(8, 30))


async def test_others_are_not_shown_what_somebody_made(people: Workspace, store: SqlStore) -> None:
    await store.subscriptions.save(mine(CHANNEL))

    assert "You have no summaries yet" in str(await opens_home(people, BEN))


def test_views_keep_to_the_limits_of_slack() -> None:
    many = [(f"t{at}", "x" * 500) for at in range(300)]

    form = views.form(COMMAND, many, "Europe/Berlin", None)

    for block in form["blocks"]:
        options = block["element"].get("options", [])
        assert len(options) <= limits.OPTIONS_MAX
        assert all(len(one["text"]["text"]) <= limits.OPTION_TEXT_MAX for one in options)


@pytest.mark.parametrize("value", ["", "{", "[]", "null", '"x"', '{"channel": 5}'])
def test_a_button_that_was_tampered_with_asks_nothing(value: str) -> None:
    assert views.pressed(value)[1:] == ("", "")


def mine(place: Place) -> Subscription:
    return weekly(place, owner=f"T1/{ANN}")
