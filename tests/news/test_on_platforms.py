"""A story in a feed becomes a draft in Slack, a claim by an editor's hand, an answer on Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route

from adapters.discord.app import DiscordAdapter
from bot import wiring
from bot.reloading import Reloader
from bot.reporting import Reporting
from bot.settings import Settings
from content.briefings import Briefings
from tests.discord.fake_discord import TOKEN, FakeDiscord
from tests.discord.reading import buttons_of, text_of
from tests.news.world import LIGHTHOUSES, Entry, World
from tests.news.world import world as opened
from tests.slack.fake_slack import FakeSlack, Shown
from tests.slack.workspace import ANN, BEN, CHANNEL, Workspace
from tests.store.fresh import fresh

EDITOR = 7
"""On Discord."""
BODY = (
    "The harbour trust said on Saturday that the lighthouse on Gull Rock will be lit again in May "
    "2027 after eleven dark years. A new burner was landed on the rock last week by the ferry "
    "Marigold. The lamp of the lighthouse is to carry 16 nautical miles over the sound.\n"
    "Fishermen welcomed the plan, which the trust pays for with a loan of 2 million crowns. "
) * 3
STORY = Entry("Lighthouse on Gull Rock to be lit again, trust says", body=BODY, guid="9")
REWORDED = "The harbour trust plans to light Gull Rock again in May 2027."


@dataclass
class Newsroom:
    """Both platforms on one database, with a feed that has brought a story."""

    world: World
    core: Briefings
    workspace: Workspace
    discord: FakeDiscord
    summaries: Any

    async def post(self) -> None:
        """Deliver what waits in the outbox."""
        await self.summaries.step()

    async def shown(self) -> Shown:
        """What people see next in Slack; first of all the draft, in the editors' channel."""
        return await self.workspace.slack.next_shown()

    def button(self, shown: Shown, label: str) -> str:
        """The action id of a button with this label."""
        return next(name for name, one in shown.buttons.items() if one["text"]["text"] == label)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """One in the loop of the platforms."""
    async with opened(fresh(tmp_path / "news.db")) as one:
        yield one


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    base = Route.BASE
    fake = FakeDiscord()
    await fake.start()
    yield fake
    await fake.stop()
    Route.BASE = base


@pytest.fixture
async def newsroom(
    world: World, slack: FakeSlack, discord: FakeDiscord, tmp_path: Path
) -> AsyncIterator[Newsroom]:
    settings = Settings.from_env(
        {
            "BRIEFING_HOME": str(tmp_path),
            "BRIEFING_PACKS": str(LIGHTHOUSES),
            "BRIEFING_EDITORS": f"slack:{ANN}, discord:{EDITOR}",
            "BRIEFING_REVIEW_CHANNELS": f"slack:T1/{CHANNEL}, discord:10/20",
        }
    )
    reporting = Reporting(settings, wiring.shelves(world.store), world.clock)
    core = Briefings(world.desks, world.store, world.clock, newsroom=reporting.newsroom)
    packs = [desk.pack for desk in world.desks]
    reporting.attach(core, Reloader(lambda: [LIGHTHOUSES], core, packs, world.store.news.drafts))
    workspace = Workspace(slack, world.desks[0], world.store, "socket")
    workspace.briefings = core
    workspace.bot = workspace.new_bot()
    on_discord = DiscordAdapter(
        briefings=core,
        packs=[packs[0].info],
        store=world.store,
        token=TOKEN,
        api_url=discord.api_url,
    )
    await workspace.open()
    await on_discord.start(timeout_s=10)
    await world.feed()
    world.play(STORY)
    await world.poll()
    await reporting.editing()()
    summaries = wiring.summaries(settings, world.store, workspace.bot, on_discord, lambda: packs)
    yield Newsroom(world, core, workspace, discord, summaries)
    await workspace.close()
    await on_discord.stop()


async def test_what_an_editor_approves_in_slack_is_cited_on_discord(newsroom: Newsroom) -> None:
    slack = newsroom.workspace.slack
    await newsroom.post()
    draft = await newsroom.shown()

    await newsroom.workspace.clicks(draft, newsroom.button(draft, "Edit"))
    view = (await slack.views.get())["view"]
    filled = {"values": {"text": {"text": {"value": REWORDED}}}}
    await newsroom.workspace.acts("view_submission", ANN, view={**view, "state": filled})
    reworded = await newsroom.shown()
    await newsroom.workspace.clicks(reworded, newsroom.button(reworded, "Approve"))
    approved = await newsroom.shown()
    asked = await newsroom.discord.uses_command("when will Gull Rock be lit again?")
    answer = text_of(await newsroom.discord.answer(asked))

    assert reworded.thread == approved.thread == draft.ts
    assert approved.title == "Approved"
    assert REWORDED in answer
    assert "Coast Gazette" in answer
    (kept,) = await newsroom.world.store.news.drafts.listed(state="approved")
    assert (kept.decided_by, kept.decided_at) == (f"slack:T1/{ANN}", newsroom.world.clock.now())


async def test_nobody_but_editors_decides(newsroom: Newsroom) -> None:
    await newsroom.post()
    draft = await newsroom.shown()

    await newsroom.workspace.clicks(draft, newsroom.button(draft, "Approve"), user=BEN)

    assert "Only editors can do that" in (await newsroom.shown()).everything
    assert not await newsroom.world.store.news.drafts.listed(state="approved")


async def test_a_draft_is_reworded_and_rejected_on_discord(newsroom: Newsroom) -> None:
    await newsroom.post()
    draft = await newsroom.discord.posted()

    pressed = await newsroom.discord.presses(buttons_of(draft)["Edit"], draft, by=EDITOR)
    await newsroom.discord.until(lambda: pressed.response is not None)
    form: dict[str, Any] = pressed.response or {}
    row = {"type": 1, "components": [{"type": 4, "custom_id": "text", "value": REWORDED}]}
    data = {"custom_id": form["data"]["custom_id"], "components": [row]}
    sent = await newsroom.discord.interacts(5, data, by=EDITOR, message=draft)
    reworded = await newsroom.discord.answer(sent)
    rejecting = await newsroom.discord.presses(buttons_of(reworded)["Reject"], reworded, by=EDITOR)
    told = text_of(await newsroom.discord.answer(rejecting))

    assert form["type"] == 9
    assert REWORDED in text_of(reworded)
    assert "Rejected" in told
    (kept,) = await newsroom.world.store.news.drafts.listed(state="rejected")
    assert (kept.text, kept.decided_by) == (REWORDED, f"discord:{EDITOR}")
