"""Starting, stopping, and who is let in."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from adapters.slack.app import SlackAdapter
from adapters.store.memory import MemoryStore
from content.answering import Desk
from content.asked import Asked
from content.briefings import Briefings, Reply
from content.errors import PlatformError
from content.ports import Platform
from tests.slack.fake_slack import (
    APP_TOKEN,
    BOT_TOKEN,
    FakeSlack,
    fails,
    is_cut_off,
    refuses,
)
from tests.slack.workspace import Http, NoonClock, Socket, Workspace, encoded, signature


@pytest.fixture
def briefings(desk: Desk) -> Briefings:
    return Briefings([desk], MemoryStore(), NoonClock())


@pytest.fixture
async def online(slack: FakeSlack, desk: Desk) -> AsyncIterator[Workspace]:
    """A workspace that reaches the bot over HTTP."""
    workspace = Workspace(slack, desk, MemoryStore(), "http")
    await workspace.open()
    yield workspace
    await workspace.close()


def socket_bot(slack: FakeSlack, briefings: Briefings) -> SlackAdapter:
    return SlackAdapter(
        briefings=briefings,
        commands=["lights"],
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        api_url=slack.api_url.rstrip("/"),
    )


async def test_it_is_a_platform_that_is_healthy_between_start_and_stop(
    slack: FakeSlack, briefings: Briefings
) -> None:
    bot: Platform = socket_bot(slack, briefings)
    before = bot.is_healthy()

    await bot.start()
    running = bot.is_healthy()
    await bot.stop()
    await bot.stop()

    assert (before, running, bot.is_healthy()) == (False, True, False)


async def test_it_can_be_stopped_without_a_start(slack: FakeSlack, briefings: Briefings) -> None:
    await socket_bot(slack, briefings).stop()


@pytest.mark.parametrize(
    ("token", "setting"), [(BOT_TOKEN, "SLACK_BOT_TOKEN"), (APP_TOKEN, "SLACK_APP_TOKEN")]
)
async def test_a_refused_token_is_named_by_its_setting_and_never_shown(
    slack: FakeSlack,
    briefings: Briefings,
    caplog: pytest.LogCaptureFixture,
    token: str,
    setting: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.bad_tokens.add(token)
    bot = socket_bot(slack, briefings)

    with pytest.raises(PlatformError, match=rf"{setting} was refused \(invalid_auth\)") as refused:
        await bot.start()

    assert not bot.is_healthy()
    assert token not in f"{refused.value!r}{caplog.text}"


@pytest.mark.parametrize("fault", [is_cut_off, fails(503), refuses("ratelimited")])
async def test_a_slack_in_trouble_is_not_taken_for_a_bad_token(
    slack: FakeSlack, briefings: Briefings, fault: object
) -> None:
    slack.faults["auth.test"].append(fault)  # type: ignore[arg-type]

    with pytest.raises(PlatformError, match="Slack") as failed:
        await socket_bot(slack, briefings).start()

    assert "refused" not in str(failed.value)


async def test_an_address_where_nobody_answers_is_said_to_be_unreachable(
    briefings: Briefings,
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, but not listened to
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
        bot = SlackAdapter(briefings=briefings, commands=[], bot_token=BOT_TOKEN, api_url=address)

        with pytest.raises(PlatformError, match="cannot be reached"):
            await bot.start()


async def test_stopping_waits_for_the_answers_under_way(
    online: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_go_on = asyncio.Event(), asyncio.Event()
    reply = online.briefings.reply

    async def slow(question: Asked) -> Reply:
        asked.set()
        await may_go_on.wait()
        return await reply(question)

    monkeypatch.setattr(online.briefings, "reply", slow)
    await online.types("lamps")
    await asked.wait()

    stopping = asyncio.create_task(online.bot.stop())
    may_go_on.set()
    await stopping

    assert [shown.title for shown in online.slack.shown] == ["Lamps"]


async def test_oauth_settings_in_the_environment_do_not_turn_the_token_off(
    slack: FakeSlack,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "111.222")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "made-up")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another-token")
    workspace = Workspace(slack, desk, MemoryStore(), "http")
    await workspace.open()

    await workspace.types("lamps")

    assert (await slack.next_shown()).title == "Lamps"
    assert not caplog.records
    await workspace.close()


async def test_a_dropped_socket_is_opened_again(slack: FakeSlack, desk: Desk) -> None:
    workspace = Workspace(slack, desk, MemoryStore(), "socket")
    await workspace.open()
    assert isinstance(workspace.transport, Socket)
    assert workspace.transport.connection is not None

    await workspace.transport.connection.close()
    await workspace.transport.connect(workspace.bot)
    await workspace.types("lamps")

    assert (await slack.next_shown()).title == "Lamps"
    assert workspace.bot.is_healthy()
    await workspace.close()


async def test_a_connection_that_slack_wants_refreshed_is_replaced(
    slack: FakeSlack, desk: Desk
) -> None:
    workspace = Workspace(slack, desk, MemoryStore(), "socket")
    await workspace.open()
    assert isinstance(workspace.transport, Socket)
    assert workspace.transport.connection is not None

    await workspace.transport.connection.send_json(
        {"type": "disconnect", "reason": "refresh_requested"}
    )
    await workspace.transport.connect(workspace.bot)
    await workspace.types("lamps")

    assert (await slack.next_shown()).title == "Lamps"
    await workspace.close()


async def test_a_signed_request_is_let_in(online: Workspace) -> None:
    assert await online.types("lamps") == 200
    assert (await online.slack.next_shown()).title == "Lamps"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"secret": "another secret"},
        {"age_s": 360},
        {"age_s": -360},
    ],
)
async def test_forged_unsigned_and_old_requests_are_refused(
    online: Workspace, headers: dict[str, object]
) -> None:
    raw, content_type = encoded("command", online.command("lamps"))
    signed = signature(raw, **headers) if headers else {}  # type: ignore[arg-type]
    assert isinstance(online.transport, Http)

    status = await online.transport.post(raw, {"Content-Type": content_type, **signed})

    assert status == 401
    assert await online.all_shown() == []


async def test_a_signed_request_that_is_replayed_is_answered_once(online: Workspace) -> None:
    raw, content_type = encoded("command", online.command("lamps"))
    headers = {"Content-Type": content_type, **signature(raw)}
    assert isinstance(online.transport, Http)

    statuses = [await online.transport.post(raw, headers) for _ in range(2)]

    assert statuses == [200, 200]
    assert len(await online.all_shown()) == 1


async def test_without_a_signing_secret_nothing_is_let_in(
    slack: FakeSlack, desk: Desk, briefings: Briefings
) -> None:
    workspace = Workspace(slack, desk, MemoryStore(), "http")
    workspace.bot = socket_bot(slack, briefings)
    await workspace.open()
    raw, content_type = encoded("command", workspace.command("lamps"))
    assert isinstance(workspace.transport, Http)

    status = await workspace.transport.post(
        raw, {"Content-Type": content_type, **signature(raw, secret="")}
    )

    assert status == 404
    assert await workspace.all_shown() == []
    await workspace.close()


async def test_slack_can_check_the_address(online: Workspace) -> None:
    challenge = {"type": "url_verification", "challenge": "abc", "token": "x"}

    assert await online.transport.send("event", challenge) == 200


async def test_a_stopped_bot_lets_nothing_in(online: Workspace) -> None:
    await online.bot.stop()

    assert await online.types("lamps") == 503


async def test_the_ticket_of_a_socket_never_reaches_the_log(
    slack: FakeSlack,
    briefings: Briefings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def closed(_: FakeSlack, request: web.Request) -> web.StreamResponse:
        return web.Response(status=403)

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("adapters.slack.limits.CONNECT_TIMEOUT_S", 0.2)
    monkeypatch.setattr(FakeSlack, "_socket", closed)
    slack = FakeSlack()
    await slack.start()

    with pytest.raises(PlatformError, match="does not connect"):
        await socket_bot(slack, briefings).start()

    assert "secret-ticket" not in "".join(map(caplog.handler.format, caplog.records))
    await slack.stop()
