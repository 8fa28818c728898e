"""Each answer is posted once, however often it is asked for and whatever the network does."""

from __future__ import annotations

import pytest

from adapters.store.memory import MemoryStore
from content.answering import Desk
from tests.slack.fake_slack import (
    FakeSlack,
    Fault,
    fails,
    is_cut_off,
    is_done_but_cut_off,
    is_done_but_silent,
    is_too_fast,
    refuses,
)
from tests.slack.workspace import Mode, Workspace

POST, HISTORY, RESPOND = "chat.postMessage", "conversations.history", "response_url"


@pytest.fixture
def mode() -> Mode:
    return "http"


async def test_an_event_that_is_delivered_again_is_answered_once(workspace: Workspace) -> None:
    event = workspace.event("message", "lamps", channel="D1", channel_type="im")

    await workspace.transport.send("event", event)
    await workspace.transport.send("event", event)

    assert len(await workspace.all_shown()) == 1


async def test_a_slash_command_that_is_delivered_again_is_answered_once(
    workspace: Workspace,
) -> None:
    command = workspace.command("lamps")

    await workspace.transport.send("command", command)
    await workspace.transport.send("command", command)

    assert len(await workspace.all_shown()) == 1


async def test_a_click_that_is_delivered_again_is_answered_once(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()
    click = workspace.click(briefing, "sources")

    await workspace.transport.send("interactive", click)
    await workspace.transport.send("interactive", click)

    assert len(await workspace.all_shown()) == 2


async def test_a_post_whose_answer_got_lost_is_found_and_not_posted_again(
    workspace: Workspace,
) -> None:
    workspace.slack.faults[POST].append(is_done_but_cut_off)

    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()
    await workspace.says("source?", thread_ts=briefing.ts)

    assert (await workspace.slack.next_shown()).title == "Sources: Lamps"
    assert len(workspace.slack.messages()) == 2
    assert workspace.slack.calls.count(HISTORY) == 1


async def test_a_post_whose_answer_is_too_slow_is_found_and_not_posted_again(
    slack: FakeSlack, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.limits.REQUEST_TIMEOUT_S", 0.3)
    workspace = Workspace(slack, desk, MemoryStore(), "http")
    await workspace.open()
    slack.faults[POST].append(is_done_but_silent)

    await workspace.types("lamps")

    assert len(await workspace.all_shown()) == 1
    assert slack.calls.count(HISTORY) == 1
    await workspace.close()


async def test_a_post_that_got_lost_in_a_thread_is_found_there(workspace: Workspace) -> None:
    workspace.slack.faults[POST].append(is_done_but_cut_off)

    await workspace.mentions("lamps")

    assert len(await workspace.all_shown()) == 1
    assert "conversations.replies" in workspace.slack.calls


@pytest.mark.parametrize("fault", [is_cut_off, fails(502), refuses("internal_error")])
async def test_a_post_that_surely_did_not_arrive_is_posted_once_more(
    workspace: Workspace, fault: Fault
) -> None:
    workspace.slack.faults[POST].append(fault)

    await workspace.types("lamps")

    [briefing] = await workspace.all_shown()
    assert briefing.how == "message"
    assert workspace.slack.calls.count(POST) == 2


@pytest.mark.parametrize("fault", [refuses("missing_scope"), is_cut_off, fails(500)])
async def test_where_nobody_can_look_the_asker_is_told_and_nothing_is_posted_again(
    workspace: Workspace, fault: Fault
) -> None:
    workspace.slack.faults[POST].append(is_done_but_cut_off)
    workspace.slack.faults[HISTORY] += [fault, fault]  # aiohttp repeats a GET by itself

    await workspace.types("lamps")

    briefing, apology = await workspace.all_shown()
    assert briefing.how == "message"
    assert apology.is_private
    assert "did not confirm" in apology.title


async def test_a_message_whose_metadata_is_hidden_is_never_taken_for_missing(
    workspace: Workspace,
) -> None:
    workspace.slack.keeps_metadata = False
    workspace.slack.faults[POST].append(is_done_but_cut_off)

    await workspace.types("lamps")
    await workspace.all_shown()

    assert len(workspace.slack.messages()) == 1


async def test_a_post_that_gets_lost_twice_is_not_tried_a_third_time(workspace: Workspace) -> None:
    workspace.slack.faults[POST] += [is_cut_off, is_cut_off]

    await workspace.types("lamps")

    [apology] = await workspace.all_shown()
    assert "did not confirm" in apology.title
    assert workspace.slack.calls.count(POST) == 2


async def test_too_many_requests_are_waited_out(workspace: Workspace) -> None:
    workspace.slack.faults[POST].append(is_too_fast(retry_after_s=0))

    await workspace.types("lamps")

    assert (await workspace.slack.next_shown()).title == "Lamps"
    assert workspace.slack.calls.count(POST) == 2


async def test_nobody_is_kept_waiting_for_an_hour(workspace: Workspace) -> None:
    workspace.slack.faults[POST].append(is_too_fast(retry_after_s=3600))

    await workspace.types("lamps")

    [apology] = await workspace.all_shown()
    assert "in a minute" in apology.title
    assert workspace.slack.calls.count(POST) == 1


async def test_a_response_url_is_used_once_even_if_its_answer_gets_lost(
    workspace: Workspace,
) -> None:
    workspace.slack.faults[RESPOND].append(is_cut_off)

    await workspace.types("lamps private")
    await workspace.all_shown()

    answers = [shown for shown in workspace.slack.shown if shown.title == "Lamps"]
    assert not answers
    assert workspace.slack.calls.count(RESPOND) == 2  # the second says that it may be missing


async def test_a_refused_mention_is_told_to_its_author_alone(workspace: Workspace) -> None:
    workspace.slack.faults[POST].append(refuses("is_archived"))

    await workspace.mentions("lamps")

    [apology] = await workspace.all_shown()
    assert (apology.how, apology.body["user"]) == ("ephemeral", "U1")
    assert "does not let me post here" in apology.title
