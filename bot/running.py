"""`run`: everything that is configured, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Protocol

from bot import wiring
from bot.clock import SystemClock
from bot.reloading import Reloader
from bot.reporting import Reporting
from bot.settings import Settings
from content.errors import SettingsError
from content.loading import load_packs
from content.pack import Pack
from content.ports import Platform

log = logging.getLogger(__name__)

STOP_TIMEOUT_S = 8.0
"""How long stopping may take. Container runtimes kill after 10 seconds by default."""
WATCH_EVERY_S = 10.0
DEAF_FOR_S = 300.0
"""How long a platform may be deaf before the process gives up and lets its supervisor start a new
one: sockets of both platforms are known to go deaf for good (slackapi/bolt-python 417,
Rapptz/discord.py 10511), and rebuilding a client in process is known to double answers."""

NOTHING_CONFIGURED = (
    "nothing is configured. Set SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or "
    "SLACK_SIGNING_SECRET (HTTP), or DISCORD_TOKEN. `briefing-bot chat` needs none of them"
)

Say = Callable[[str], None]


class _Part(Protocol):
    """What is stopped at the end."""

    name: str

    async def stop(self) -> None: ...


class GoneDeaf(Exception):
    """A platform could not be heard for too long; a fresh process can."""


async def run(settings: Settings, say: Say) -> None:
    """Start what is configured, say so, and serve until SIGINT or SIGTERM comes.

    Raises:
        SettingsError: nothing is configured.
        AccessRefused: a token was refused.
        PlatformError: a platform or an address cannot be used now.
        StoreError: the database cannot be used.
        GoneDeaf: a platform was lost for good.
    """
    packs = load_packs(wiring.pack_folders(settings))
    _check_configured(settings)
    serving = asyncio.create_task(_serve(settings, packs, say))
    # A supervisor may send it before there is anything to reload; unhandled, it would kill.
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, lambda: None)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Also while still connecting, which can take a minute.
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        say("Stopped.")


async def _serve(settings: Settings, packs: Sequence[Pack], say: Say) -> None:
    store = wiring.database(settings)
    parts: list[_Part] = []
    try:
        await store.open()
        desks = wiring.desks(packs)
        reporting = Reporting(settings, wiring.shelves(store), SystemClock())
        core = wiring.briefings(
            desks,
            store,
            archive=store.archive,
            settings=settings,
            subscriptions=wiring.subscribing(settings, store),
            newsroom=reporting.newsroom,
            articles=store.news.articles,
        )
        reloader = Reloader(lambda: wiring.pack_folders(settings), core, packs, store.news.drafts)
        reporting.attach(core, reloader)
        await reloader.join_approved()
        slack = wiring.slack(settings, core, packs)
        discord = wiring.discord(settings, core, packs, store)
        platforms: list[Platform] = [part for part in (slack, discord) if part is not None]
        health = partial(_health_of, platforms)
        summaries = wiring.summaries(settings, store, slack, discord, lambda: reloader.packs)
        web = wiring.web(settings, slack, health, reloader.health, summaries.health)
        if web is not None:
            parts.append(web)
            say(f"HTTP: on, {settings.http_host}:{await web.start()} (/healthz, /readyz)")
        for platform in platforms:
            parts.append(platform)
            await platform.start()
        _say_what_is_on(settings, packs, say)
        beside = [summaries.run(), reporting.run(), reloader.watch_approved()]
        await _serve_until_lost(settings, platforms, reloader, beside)
    finally:
        await asyncio.gather(*(_stopped(part) for part in parts))
        await store.close()


async def _serve_until_lost(
    settings: Settings,
    platforms: Sequence[Platform],
    reloader: Reloader,
    loops: Sequence[Coroutine[object, object, None]],
) -> None:
    """Look after the platforms, run these loops beside, and look after the packs: at SIGHUP and, if
    wanted, every so often."""
    beside: set[asyncio.Task[object]] = set()  # kept, or they might be collected while running
    beside.update(asyncio.create_task(loop) for loop in loops)
    if settings.watch_every_s:
        beside.add(asyncio.create_task(reloader.watch(settings.watch_every_s)))
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGHUP, lambda: beside.add(asyncio.create_task(reloader.reload()))
    )
    try:
        await _watch(platforms)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def _health_of(platforms: Sequence[Platform]) -> dict[str, bool]:
    return {platform.name: platform.is_healthy() for platform in platforms}


def _check_configured(settings: Settings) -> None:
    parts = (settings.slack_bot_token, settings.discord_token, settings.http_port)
    if not any(parts):
        raise SettingsError([NOTHING_CONFIGURED])


def _say_what_is_on(settings: Settings, packs: Sequence[Pack], say: Say) -> None:
    commands = ", ".join(f"/{pack.info.command} ({pack.info.version})" for pack in packs)
    if settings.slack_bot_token is None:
        say("Slack: off, SLACK_BOT_TOKEN is not set")
    else:
        way = "HTTP, POST /slack/events" if settings.slack_uses_http else "Socket Mode"
        say(f"Slack: on, {way}")
    if settings.discord_token is None:
        say("Discord: off, DISCORD_TOKEN is not set")
    else:
        say("Discord: on")
    if settings.http_port_in_use is None:
        say("HTTP: off, HTTP_PORT is not set")
    if settings.llm_url is not None:
        say(f"Language model: on, {settings.llm_model}")
    say(f"Ready: {commands}")


async def _watch(platforms: Sequence[Platform]) -> None:
    """Look on until a platform has been deaf for too long; raises `GoneDeaf` then."""
    deaf_since: dict[str, float] = {}
    now = asyncio.get_running_loop().time
    while True:
        for platform in platforms:
            if platform.is_healthy():
                deaf_since.pop(platform.name, None)
            elif now() - deaf_since.setdefault(platform.name, now()) > DEAF_FOR_S:
                raise GoneDeaf(f"{platform.name} could not be heard for {DEAF_FOR_S:.0f} seconds")
        await asyncio.sleep(WATCH_EVERY_S)


async def _stopped(part: _Part) -> None:
    """Stop one part; all of them stop at the same time, and none may hold up the others."""
    try:
        await asyncio.wait_for(part.stop(), STOP_TIMEOUT_S)
    except TimeoutError:
        log.warning("%s did not stop within %.0f seconds", part.name, STOP_TIMEOUT_S)
    except Exception:
        log.exception("stopping %s failed", part.name)
