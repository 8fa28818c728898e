"""The bot on a small Slack, over HTTP or Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.store.memory import MemoryStore
from content.answering import Desk
from content.loading import load_pack
from tests.slack.fake_slack import FakeSlack
from tests.slack.workspace import Mode, Workspace

PACK = Path(__file__).parent.parent / "packs" / "lighthouses"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt and the SDK read the environment by themselves."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(load_pack(PACK))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture(params=["http", "socket"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Tests that leave the mode open run in both."""
    mode: Mode = request.param
    return mode


@pytest.fixture
async def workspace(slack: FakeSlack, desk: Desk, mode: Mode) -> AsyncIterator[Workspace]:
    workspace = Workspace(slack, desk, MemoryStore(), mode)
    await workspace.open()
    yield workspace
    await workspace.close()
