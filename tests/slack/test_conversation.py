"""What people do in Slack, and what they see, over HTTP and Socket Mode alike."""

from __future__ import annotations

from content.answering import ONLY_CLOSEST
from tests.slack.fake_slack import refuses
from tests.slack.workspace import BEN, CHANNEL, DIRECT, Workspace


async def test_a_slash_command_is_answered_with_a_real_message_in_the_channel(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")

    shown = await workspace.slack.next_shown()
    assert (shown.how, shown.title) == ("message", "Lamps")
    assert shown.body["channel"] == CHANNEL
    assert shown.thread is None
    assert shown.body["unfurl_links"] is shown.body["unfurl_media"] is False
    assert not {"link_names", "parse"} & set(shown.body)


async def test_what_only_comes_close_says_so_in_its_title(workspace: Workspace) -> None:
    await workspace.types("which painter relit skerry point")

    shown = await workspace.slack.next_shown()
    assert shown.title == "Closest on file to “which painter relit skerry point”"
    assert ONLY_CLOSEST in shown.body["text"]


async def test_the_text_beside_the_blocks_is_the_whole_answer(workspace: Workspace) -> None:
    await workspace.types("lamps")

    shown = await workspace.slack.next_shown()
    assert "Skerry Point has been lit again since 14 March 2026. [" in shown.body["text"]


async def test_a_private_answer_is_for_the_asker_until_it_is_shared(workspace: Workspace) -> None:
    await workspace.types("lamps private")
    private = await workspace.slack.next_shown()

    await workspace.clicks(private, "share")

    shared = await workspace.slack.next_shown()
    assert private.is_private
    assert (shared.how, shared.title) == ("message", private.title)
    assert "share" not in shared.buttons


async def test_nobody_else_can_share_a_private_answer(workspace: Workspace) -> None:
    await workspace.types("lamps private")
    private = await workspace.slack.next_shown()

    await workspace.clicks(private, "share", user=BEN)

    refusal = await workspace.slack.next_shown()
    assert refusal.is_private
    assert "nothing to share" in refusal.title
    assert not workspace.slack.messages()


async def test_the_sources_button_shows_the_evidence_in_the_thread(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "sources", user=BEN)

    evidence = await workspace.slack.next_shown()
    assert evidence.title == "Sources: Lamps"
    assert (evidence.how, evidence.thread) == ("message", briefing.ts)
    assert "independent source" in evidence.everything
    assert "sources" not in evidence.buttons


async def test_the_sources_button_of_a_private_answer_shows_the_evidence_in_private(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps private")
    private = await workspace.slack.next_shown()

    await workspace.clicks(private, "sources")

    evidence = await workspace.slack.next_shown()
    assert evidence.is_private
    assert evidence.title == "Sources: Lamps"


async def test_a_suggestion_is_asked_where_its_button_is(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "ask_0")

    answer = await workspace.slack.next_shown()
    assert answer.how == "message"
    assert answer.title == briefing.buttons["ask_0"]["text"]["text"]


async def test_a_suggestion_under_a_private_answer_is_answered_in_private(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps private")
    private = await workspace.slack.next_shown()

    await workspace.clicks(private, "ask_0")

    assert (await workspace.slack.next_shown()).is_private


async def test_source_typed_in_the_thread_of_a_briefing_shows_its_evidence(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.says("source?", thread_ts=briefing.ts, user=BEN)

    evidence = await workspace.slack.next_shown()
    assert (evidence.title, evidence.thread) == ("Sources: Lamps", briefing.ts)


async def test_one_source_can_be_asked_for_in_the_thread(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()
    await workspace.says("source?", thread_ts=briefing.ts)
    await workspace.slack.next_shown()

    await workspace.says("source 1", thread_ts=briefing.ts)

    assert (await workspace.slack.next_shown()).title == "Source 1: Lamps"


async def test_chatter_in_the_thread_of_a_briefing_is_left_alone(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.says("lamps are nice", thread_ts=briefing.ts)

    assert await workspace.all_shown() == [briefing]


async def test_source_typed_in_a_thread_without_a_briefing_is_left_alone(
    workspace: Workspace,
) -> None:
    await workspace.says("source?", thread_ts=workspace.slack.new_ts())

    assert await workspace.all_shown() == []


async def test_what_is_said_in_the_channel_is_left_alone(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.says("source?")

    assert await workspace.all_shown() == [briefing]


async def test_a_mention_is_answered_once_and_in_its_thread(workspace: Workspace) -> None:
    ts = workspace.slack.new_ts()

    await workspace.mentions("lamps", ts=ts)

    [answer] = await workspace.all_shown()
    assert (answer.title, answer.thread) == ("Lamps", ts)


async def test_a_mention_in_a_thread_is_answered_in_that_thread(workspace: Workspace) -> None:
    root = workspace.slack.new_ts()

    await workspace.mentions("lamps", thread_ts=root)

    [answer] = await workspace.all_shown()
    assert answer.thread == root


async def test_source_typed_under_the_answer_to_a_mention_shows_its_evidence(
    workspace: Workspace,
) -> None:
    ts = workspace.slack.new_ts()
    await workspace.mentions("lamps", ts=ts)
    await workspace.slack.next_shown()

    await workspace.says("where is this from?", thread_ts=ts)

    assert (await workspace.slack.next_shown()).title == "Sources: Lamps"


async def test_a_mention_that_opens_a_thread_asks_for_what_stands_in_the_channel(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    await workspace.slack.next_shown()
    ts = workspace.slack.new_ts()

    await workspace.mentions("source?", ts=ts)

    evidence = await workspace.slack.next_shown()
    assert (evidence.title, evidence.thread) == ("Sources: Lamps", ts)


async def test_a_mention_can_ask_for_a_private_answer(workspace: Workspace) -> None:
    await workspace.mentions("lamps private")

    [answer] = await workspace.all_shown()
    assert answer.how == "ephemeral"
    assert answer.body["user"] == "U1"


async def test_a_direct_message_is_a_conversation(workspace: Workspace) -> None:
    await workspace.tells_bot("lamps")
    answer = await workspace.slack.next_shown()
    await workspace.tells_bot("source?")

    evidence = await workspace.slack.next_shown()
    assert [answer.title, evidence.title] == ["Lamps", "Sources: Lamps"]
    assert answer.thread is evidence.thread is None
    assert answer.body["channel"] == evidence.body["channel"] == DIRECT


async def test_a_direct_message_in_a_thread_is_answered_in_it(workspace: Workspace) -> None:
    root = workspace.slack.new_ts()

    await workspace.tells_bot("lamps", thread_ts=root)

    assert (await workspace.slack.next_shown()).thread == root


async def test_the_sources_button_in_a_direct_message_answers_in_the_open(
    workspace: Workspace,
) -> None:
    await workspace.tells_bot("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "sources")

    evidence = await workspace.slack.next_shown()
    assert (evidence.how, evidence.thread) == ("message", None)


async def test_the_shortcut_shows_the_evidence_of_a_message_to_its_user(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.uses_shortcut(briefing.ts or "", user=BEN)

    evidence = await workspace.slack.next_shown()
    assert evidence.is_private
    assert evidence.title == "Sources: Lamps"


async def test_the_shortcut_on_anything_else_says_that_it_is_no_briefing(
    workspace: Workspace,
) -> None:
    await workspace.uses_shortcut("1234.5678")

    answer = await workspace.slack.next_shown()
    assert answer.is_private
    assert "not a briefing" in answer.everything


async def test_the_evidence_of_a_slash_command_is_asked_for_by_slash_command(
    workspace: Workspace,
) -> None:
    await workspace.types("lamps")
    await workspace.slack.next_shown()

    await workspace.types("source 1")

    assert (await workspace.slack.next_shown()).title == "Source 1: Lamps"


async def test_the_evidence_is_still_there_after_a_restart(workspace: Workspace) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.restart()
    await workspace.says("source?", thread_ts=briefing.ts)
    typed = await workspace.slack.next_shown()
    await workspace.clicks(briefing, "sources")
    clicked = await workspace.slack.next_shown()

    assert typed.title == clicked.title == "Sources: Lamps"
    assert typed.blocks == clicked.blocks


async def test_where_the_bot_is_no_member_the_answer_comes_by_response_url(
    workspace: Workspace,
) -> None:
    workspace.slack.faults["chat.postMessage"].append(refuses("not_in_channel"))

    await workspace.types("lamps")

    answer = await workspace.slack.next_shown()
    assert (answer.how, answer.body["response_type"]) == ("response", "in_channel")
    assert answer.title == "Lamps"


async def test_the_sources_button_works_where_the_bot_is_no_member(workspace: Workspace) -> None:
    workspace.slack.faults["chat.postMessage"] += [refuses("not_in_channel")] * 2
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "sources")

    evidence = await workspace.slack.next_shown()
    assert (evidence.how, evidence.title) == ("response", "Sources: Lamps")
