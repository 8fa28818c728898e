"""Whatever arrives gets a normal reply or a short clear error, and the next request works."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any

import pytest

from content.errors import StoreError
from content.ports import Gap, Place, Record
from tests.samples import HOSTILE
from tests.slack.fake_slack import BOT_ID, BOT_USER, TEAM, FakeSlack
from tests.slack.workspace import BEN, Mode, Workspace, encoded, signature


@pytest.mark.parametrize("text", [*HOSTILE, "", "\x00", "\ud800 lamps", "x" * 10_000])
async def test_hostile_text_gets_a_reply_in_which_nothing_is_live(
    workspace: Workspace, text: str
) -> None:
    await workspace.tells_bot(text)

    reply = await workspace.slack.next_shown()
    assert reply.title
    assert "<!" not in reply.everything
    assert "<@" not in reply.everything
    assert "evil.example|" not in reply.everything


@pytest.mark.parametrize(
    "actions",
    [
        [{"type": "button", "action_id": "sources", "value": "0" * 32}],
        [{"type": "button", "action_id": "sources", "value": "'; DROP TABLE replies; --"}],
        [{"type": "button", "action_id": "sources", "value": ["a", "list"]}],
        [{"type": "button", "action_id": "sources"}],
        [{"type": "button", "action_id": "ask_0"}],
        [{"type": "button", "action_id": "share", "value": "<!channel>"}],
    ],
)
async def test_a_tampered_button_gets_a_short_answer(
    workspace: Workspace, actions: list[dict[str, Any]]
) -> None:
    await workspace.types("lamps")
    briefing = await workspace.slack.next_shown()

    await workspace.clicks(briefing, "sources", actions=actions)
    answer = await workspace.slack.next_shown()
    await workspace.types("lamps")

    assert len(answer.body["text"]) < 500
    assert "Traceback" not in answer.everything
    assert (await workspace.slack.next_shown()).title == "Lamps"


async def test_the_evidence_of_a_private_answer_is_not_for_others(workspace: Workspace) -> None:
    await workspace.types("lamps private")
    private = await workspace.slack.next_shown()

    await workspace.clicks(private, "sources", user=BEN)

    assert "independent source" not in (await workspace.slack.next_shown()).everything


async def test_a_payload_without_its_channel_is_told_to_be_unreadable(workspace: Workspace) -> None:
    command = workspace.command("lamps")
    del command["channel_id"]

    await workspace.transport.send("command", command)

    answer = await workspace.slack.next_shown()
    assert answer.is_private
    assert "cannot read" in answer.title


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "BOTHER"},
        {"subtype": "bot_message", "bot_id": BOT_ID},
        {"subtype": "message_changed", "message": {"text": "lamps"}},
        {"user": BOT_USER},
        {"user": None},
        {"subtype": "channel_join"},
    ],
)
async def test_messages_that_no_person_wrote_are_left_alone(
    workspace: Workspace, changes: dict[str, Any]
) -> None:
    status = await workspace.tells_bot("lamps", **changes)

    assert status == 200
    assert not [shown for shown in await workspace.all_shown() if shown.title == "Lamps"]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("event", {"type": "event_callback", "event": {"type": "reaction_added", "user": "U1"}}),
        ("event", {"type": "event_callback", "event": {"type": "tokens_revoked"}}),
        ("event", {"type": "event_callback", "event": {"type": "message"}}),
        ("interactive", {"type": "block_actions", "actions": [{"action_id": "unknown"}]}),
        ("interactive", {"type": "view_submission", "view": {"callback_id": "x"}}),
        ("interactive", {"type": "shortcut", "callback_id": "x"}),
        ("interactive", {"type": "something_new"}),
        ("command", {"command": "/other", "text": "lamps"}),
    ],
)
async def test_what_nobody_listens_to_is_acknowledged(
    workspace: Workspace, kind: str, payload: dict[str, Any]
) -> None:
    status = await workspace.transport.send(kind, {"team_id": TEAM, **payload})

    assert status == 200
    assert await workspace.all_shown() == []


class TestOverHttp:
    @pytest.fixture
    def mode(self) -> Mode:
        return "http"

    async def test_a_bug_is_logged_with_its_traceback_and_told_without(
        self,
        workspace: Workspace,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def broken(*_: object) -> None:
            raise ZeroDivisionError("a secret detail")

        with monkeypatch.context() as patched:
            patched.setattr(workspace.briefings, "reply", broken)
            await workspace.types("lamps")
            apology = await workspace.slack.next_shown()
        await workspace.types("lamps")

        assert apology.is_private
        assert "something went wrong" in apology.title
        assert "secret" not in apology.everything
        assert "ZeroDivisionError" in caplog.text
        assert (await workspace.slack.next_shown()).title == "Lamps"

    async def test_the_acknowledgement_waits_for_nothing(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, may_go_on = asyncio.Event(), asyncio.Event()
        reply = workspace.briefings.reply

        async def slow(*args: Any) -> Any:
            asked.set()
            await may_go_on.wait()
            return await reply(*args)

        monkeypatch.setattr(workspace.briefings, "reply", slow)

        status = await workspace.types("lamps")
        await asked.wait()
        may_go_on.set()

        assert status == 200
        assert (await workspace.slack.next_shown()).title == "Lamps"

    async def test_a_broken_store_costs_the_evidence_but_not_the_answer(
        self, workspace: Workspace, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.CRITICAL)
        workspace.briefings._store = BrokenStore()

        await workspace.mentions("lamps")

        answers = await workspace.all_shown()
        assert {answer.title for answer in answers} == {"Lamps"}

    @pytest.mark.parametrize(
        "raw", ["{", "payload=[]", "payload=%7B", "payload=" + "[" * 100_000, "", "[1]", "\x00"]
    )
    async def test_what_is_no_payload_is_refused(
        self, workspace: Workspace, slack: FakeSlack, raw: str
    ) -> None:
        kind = encoded("command", {})[1]

        status = await workspace.transport.post(raw, {"Content-Type": kind, **signature(raw)})  # type: ignore[attr-defined]

        assert status in (200, 400)
        assert await workspace.types("lamps") == 200
        assert (await slack.next_shown()).title == "Lamps"


class BrokenStore:
    """A store whose disk is gone."""

    async def save(self, record: Record) -> None:
        raise _gone()

    async def mark_posted(self, record_id: str, message: str) -> None:
        raise _gone()

    async def by_id(self, record_id: str) -> Record | None:
        raise _gone()

    async def by_message(self, place: Place, message: str) -> Record | None:
        raise _gone()

    async def latest(
        self, place: Place, private_to: str, *, abstentions: bool = False
    ) -> Record | None:
        raise _gone()

    async def note_gap(self, gap: Gap) -> None:
        raise _gone()

    async def gaps(self, since: dt.date) -> list[Gap]:
        raise _gone()

    async def first_time(self, key: str, now: object) -> bool:
        raise _gone()

    async def recall(self, name: str) -> str | None:
        raise _gone()

    async def remember(self, name: str, value: str) -> None:
        raise _gone()


def _gone() -> Exception:
    return StoreError("finding its disk")
