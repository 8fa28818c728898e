"""Finding fault with a reply in Slack, by button and in words, over HTTP and Socket Mode alike."""

from __future__ import annotations

import pytest

from content.ports import Gap
from tests.samples import NOON
from tests.slack.workspace import BEN, Workspace

THANKS = "Noted; thank you."


async def marked(workspace: Workspace) -> list[Gap]:
    gaps = await workspace.store.gaps(NOON.date())
    return [gap for gap in gaps if gap.kind == "not_helpful"]


async def test_the_button_is_thanked_for_where_only_its_presser_sees_it(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "unhelpful", user=BEN)

    thanks = await workspace.slack.next_shown()
    assert (thanks.title, thanks.is_private) == (THANKS, True)
    assert [gap.topic for gap in await marked(workspace)] == ["lamps"]


async def test_a_button_pressed_by_two_people_counts_once_also_after_a_restart(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()
    await workspace.clicks(briefing, "unhelpful")
    await workspace.slack.next_shown()
    await workspace.restart()

    await workspace.clicks(briefing, "unhelpful", user=BEN)

    assert (await workspace.slack.next_shown()).title == THANKS
    assert len(await marked(workspace)) == 1


async def test_in_a_direct_message_the_thanks_for_a_button_are_private_too(
    workspace: Workspace,
) -> None:
    await workspace.tells_bot("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "unhelpful")

    assert (await workspace.slack.next_shown()).is_private


@pytest.mark.parametrize("value", ["0" * 32, "'; DROP TABLE gaps; --", "x" * 2_000])
async def test_a_tampered_button_is_told_that_nothing_was_noted(
    workspace: Workspace, value: str
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()
    action = {"type": "button", "action_id": "unhelpful", "block_id": "b1", "value": value}

    await workspace.clicks(briefing, "unhelpful", actions=[action])

    said = await workspace.slack.next_shown()
    assert (said.title, said.is_private) == ("Not noted", True)
    assert await marked(workspace) == []


@pytest.mark.parametrize("text", ["not helpful", "\U0001f44e", ":thumbsdown:", ":-1::skin-tone-3:"])
async def test_words_after_the_slash_command_mean_the_last_reply(
    workspace: Workspace, text: str
) -> None:
    await workspace.types("lamps")
    await workspace.slack.next_shown()

    await workspace.types(text)

    thanks = await workspace.slack.next_shown()
    assert (thanks.title, thanks.is_private) == (THANKS, True)
    assert [gap.topic for gap in await marked(workspace)] == ["lamps"]


async def test_words_in_the_thread_of_a_briefing_mean_it_without_a_mention(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()
    await workspace.types("keepers")
    await workspace.slack.next_shown()

    await workspace.says("not helpful", thread_ts=briefing.ts)

    thanks = await workspace.slack.next_shown()
    assert (thanks.how, thanks.title) == ("ephemeral", THANKS)
    assert [gap.topic for gap in await marked(workspace)] == ["lamps"]


async def test_words_in_a_thread_without_a_briefing_are_left_alone(workspace: Workspace) -> None:
    await workspace.says("bad answer", thread_ts=workspace.slack.new_ts())

    assert await workspace.all_shown() == []


async def test_words_in_a_direct_message_are_answered_there(workspace: Workspace) -> None:
    await workspace.tells_bot("lamps")
    await workspace.slack.next_shown()

    await workspace.tells_bot(":-1:")

    assert (await workspace.slack.next_shown()).title == THANKS
    assert len(await marked(workspace)) == 1
