"""`briefing-bot subscriptions` and `digest preview`, as an operator runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Bot


def added(bot: Bot, *words: str) -> dict[str, Any]:
    shown = bot("subscriptions", "add", *words, "--json")
    assert shown.returncode == 0, shown.stderr
    return dict(json.loads(shown.stdout))


def test_a_channel_is_subscribed_listed_paused_resumed_and_removed(bot: Bot) -> None:
    made = added(bot, "slack:T1/C1", "friday", "8am", "Europe/Berlin", "chips")
    assert (made["days"], made["at"], made["topics"]) == ([4], "08:00", ["chips"])
    assert len(made["next"]) == 3

    bot("subscriptions", "pause", made["id"][:8])
    [paused] = json.loads(bot("subscriptions", "list", "--json").stdout)
    bot("subscriptions", "resume", made["id"][:8])
    [resumed] = json.loads(bot("subscriptions", "list", "--json").stdout)
    bot("subscriptions", "remove", made["id"])

    assert (paused["paused"], resumed["paused"]) == ("paused by hand", None)
    assert "no subscriptions" in bot("subscriptions", "list").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("somewhere",), "is no channel"),
        (("discord:10/general",), "is no id of a Discord channel"),
        (("slack:T1/C1", "every", "31st"), "31st"),
        (("slack:T1/C1", "monday", "Mars/Olympus"), "time zone"),
        (("slack:T1/C1", "--pack", "nothing"), "there is no pack"),
    ],
)
def test_what_cannot_be_is_said(bot: Bot, words: tuple[str, ...], said: str) -> None:
    shown = bot("subscriptions", "add", *words)

    assert shown.returncode == 1
    assert said in shown.stderr


def test_an_unknown_id_is_said(bot: Bot) -> None:
    shown = bot("subscriptions", "remove", "f00")

    assert shown.returncode == 1
    assert "0 subscriptions begin with" in shown.stderr


def test_a_preview_shows_and_explains(bot: Bot) -> None:
    days = ("--since", "2026-10-19", "--until", "2026-10-25")

    shown = bot("digest", "preview", *days, "--explain")
    data = json.loads(bot("digest", "preview", *days, "--json").stdout)

    assert "Summary: China's AI industry, 19 to 25 October 2026" in shown.stdout
    assert "in   " in shown.stdout
    assert all(one["why"] for one in data["candidates"])
    assert data["summary"]["points"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "soon"), "take days such as"),
        (("--since", "2026-11-02", "--until", "2026-11-01"), "lies after"),
        (("--topics", "pizza"), "there is no topic"),
    ],
)
def test_a_preview_of_what_cannot_be_says_so(bot: Bot, options: tuple[str, ...], said: str) -> None:
    shown = bot("digest", "preview", *options)

    assert shown.returncode == 1
    assert said in shown.stderr


def test_nothing_is_sent_by_a_preview(bot: Bot, tmp_path: Path) -> None:
    bot("digest", "preview")

    assert not (tmp_path / "home" / "briefing.db").exists()
