"""`briefing-bot corrections`: what would be told of replies that turned out wrong.

Imports stand inside: it starts fast.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.settings import Settings, read_environment
from content.cleaning import printable
from content.errors import BriefingError

if TYPE_CHECKING:
    from content.corrections import Correction
    from content.pack import Pack

commands = typer.Typer(no_args_is_help=True, help="What is told of replies that turned out wrong.")


@commands.callback()
def _several() -> None:
    """Without this, typer takes a single command for the whole."""


@commands.command()
def preview(
    pack: Annotated[str | None, typer.Option(help="The pack's id; the first without it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what `run` would post, with these packs and this database. Changes nothing."""
    from bot import wiring
    from bot.clock import SystemClock

    settings = Settings.from_env(read_environment())
    if not settings.corrected_days:
        raise BriefingError("corrections are off: BRIEFING_CORRECTED_DAYS is 0")
    if not wiring.has_database(settings):
        raise BriefingError("there is no database yet, and so nothing that was posted")
    chosen = wiring.pack_named(settings, pack)
    found = asyncio.run(_found(settings, chosen, SystemClock().now()))
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
    else:
        typer.echo(printable(_in_words(found)))


async def _found(settings: Settings, pack: Pack, now: dt.datetime) -> Sequence[Correction]:
    from bot import wiring

    store = wiring.database(settings)
    await store.open()
    try:
        since = now - dt.timedelta(days=settings.corrected_days)
        return await store.corrections.preview(pack, now, since)
    finally:
        await store.close()


def _in_words(found: Sequence[Correction]) -> str:
    from content.plaintext import render

    if not found:
        return "nothing that was posted has turned out wrong since"
    return "\n\n".join(f"{_where(one)}\n{render(one.brief)}" for one in found)


def _where(one: Correction) -> str:
    return f"{one.place.platform}:{one.place.channel}, in the thread of {one.place.thread}"


def _as_json(one: Correction) -> dict[str, Any]:
    from content.reply_json import to_json

    return {
        "platform": one.place.platform,
        "channel": one.place.channel,
        "thread": one.place.thread,
        "reply": one.reply,
        "claims": sorted(one.claims),
        "brief": to_json(one.reply, one.brief),
    }
