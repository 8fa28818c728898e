"""`briefing-bot subscriptions`: who gets summaries. Imports stand inside: it starts fast."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.settings import Settings, read_environment
from content.cleaning import printable
from content.errors import BriefingError

if TYPE_CHECKING:
    from adapters.store.subscriptions import SqlSubscriptions
    from content.pack import Pack
    from content.subscriptions import Subscription

Found = TypeVar("Found")

commands = typer.Typer(no_args_is_help=True, help="Who gets summaries, when, of what.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Id = Annotated[str, typer.Argument(help="The subscription's id, or its beginning.")]


@commands.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List the subscriptions, those that are due next first."""
    found = _with(lambda kept: kept.listed())
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(printable(_line(one)))
    if not found:
        typer.echo("there are no subscriptions")


@commands.command()
def add(
    where: Annotated[str, typer.Argument(help="slack:T1/C1, or discord:GUILD/CHANNEL.")],
    wanted: Annotated[
        list[str] | None, typer.Argument(help="Such as: friday 09:00 Europe/Berlin chips")
    ] = None,
    pack: Annotated[str | None, typer.Option(help="The pack's id; the first without it.")] = None,
    skip_quiet: Annotated[
        bool, typer.Option("--skip-quiet", help="Send nothing where nothing is new.")
    ] = False,
    catch_up: Annotated[
        int | None, typer.Option(min=0, max=168, help="Hours it may be late; 24 without it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Subscribe a channel: weekly on Monday at 09:00 UTC, unless you say otherwise."""
    from bot.clock import SystemClock

    made = _made(where, " ".join(wanted or []), pack, SystemClock().now())
    if skip_quiet:
        made = dataclasses.replace(made, quiet="skip")
    if catch_up is not None:
        made = dataclasses.replace(made, catch_up_hours=catch_up)
    _with(lambda kept: kept.save(made))
    typer.echo(json.dumps(_as_json(made), ensure_ascii=False) if as_json else _line(made))


@commands.command()
def pause(id_: Id, as_json: AsJson = False) -> None:
    """Send nothing until it is resumed; its settings stay."""
    from content.subscriptions import BY_HAND

    _change(id_, as_json, lambda one: dataclasses.replace(one, paused=BY_HAND))


@commands.command()
def resume(id_: Id, as_json: AsJson = False) -> None:
    """Go on with the next date; what was due meanwhile is not sent."""
    from bot.clock import SystemClock

    now = SystemClock().now()
    _change(id_, as_json, lambda one: one.resumed(now))


@commands.command()
def remove(id_: Id) -> None:
    """End a subscription."""
    one = _one(id_)
    _with(lambda kept: kept.remove(one.id))
    typer.echo(f"removed: {_line(one)}")


def _made(where: str, wanted: str, pack_id: str | None, now: dt.datetime) -> Subscription:
    from content.subscription_words import understand
    from content.subscriptions import made
    from content.topics import TopicNames

    pack = _pack(pack_id)
    names = TopicNames(pack)

    def topic_named(name: str) -> str | None:
        match = names.match(name, lambda _: False)
        return match.topic if match else None

    try:
        found = understand(wanted, "UTC", topic_named)
    except ValueError as error:
        raise BriefingError(str(error)) from error
    if found.unknown:
        said = ", ".join(f"“{word}”" for word in found.unknown)
        raise BriefingError(f"neither a time nor a topic of {pack.info.id}: {said}")
    return made(_place(where), pack.info.id, found, now)


def _place(where: str) -> Any:
    from content.ports import Place

    platform, _, channel = where.partition(":")
    workspace, slash, name = channel.partition("/")
    is_sound = slash and workspace and name and "/" not in name
    if platform not in ("slack", "discord") or not is_sound:
        raise BriefingError(f"“{where}” is no channel; write slack:T1/C1 or discord:GUILD/CHANNEL")
    if platform == "discord" and not name.isdecimal():
        raise BriefingError(f"“{name}” is no id of a Discord channel; it is a number")
    return Place(platform, channel)


def _pack(name: str | None) -> Pack:
    from bot import wiring

    return wiring.pack_named(_settings(), name)


def _change(id_: str, as_json: bool, change: Callable[[Subscription], Subscription]) -> None:
    changed = change(_one(id_))
    _with(lambda kept: kept.save(changed))
    typer.echo(json.dumps(_as_json(changed)) if as_json else printable(_line(changed)))


def _one(id_: str) -> Subscription:
    found = [one for one in _with(lambda kept: kept.listed()) if one.id.startswith(id_)]
    if len(found) != 1:
        raise BriefingError(f"{len(found)} subscriptions begin with “{id_}”")
    return found[0]


def _with(use: Callable[[SqlSubscriptions], Awaitable[Found]]) -> Found:
    """What comes of using the subscriptions in the database of the settings."""
    from bot import wiring

    async def used() -> Found:
        store = wiring.database(_settings())
        await store.open()
        try:
            return await use(store.subscriptions)
        finally:
            await store.close()

    return asyncio.run(used())


def _settings() -> Settings:
    return Settings.from_env(read_environment())


def _line(one: Subscription) -> str:
    topics = ", ".join(one.topics) or "all topics"
    state = f"; paused: {one.paused}" if one.paused else ""
    where = f"{one.place.platform}:{one.place.channel}"
    return f"{one.id[:8]} {where}: {one.pack}, {topics}, {one.in_words()}{state}"


def _as_json(one: Subscription) -> dict[str, Any]:
    from content.subscriptions import SHOWN_DATES

    return {
        "id": one.id,
        "platform": one.place.platform,
        "channel": one.place.channel,
        "pack": one.pack,
        "days": sorted(one.cadence.days),
        "at": f"{one.cadence.at:%H:%M}",
        "zone": one.cadence.zone,
        "next": [date.isoformat() for date in one.cadence.upcoming(one.next_date, SHOWN_DATES)],
        "topics": list(one.topics),
        "quiet": one.quiet,
        "catch_up_hours": one.catch_up_hours,
        "max_lines": one.max_lines,
        "paused": one.paused,
        "missed": one.missed,
    }
