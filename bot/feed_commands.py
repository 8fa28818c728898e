"""`briefing-bot feeds`: which feeds are looked at. Imports stand inside: it starts fast."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.settings import Settings, read_environment
from content.cleaning import printable
from content.errors import BriefingError

if TYPE_CHECKING:
    from adapters.store.news import SqlNews
    from bot.reading import Tools
    from content.answering import Desk
    from content.news.feeds import Feed
    from content.pack import Pack

Found = TypeVar("Found")
FAILURE = 1
BY_HAND = "paused by hand"

commands = typer.Typer(no_args_is_help=True, help="Feeds that bring fresh reporting.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PackId = Annotated[str | None, typer.Option("--pack", help="The pack's id; the first without it.")]
Topics = Annotated[
    str | None,
    typer.Option(help="Topics that all of it is about, with commas; found if not named."),
]
Grade = Annotated[str, typer.Option(help="primary, wire, news, analysis or blog.")]
Id = Annotated[str, typer.Argument(help="The feed's id or its beginning, or its address.")]


@commands.command()
def add(
    address: Annotated[str, typer.Argument(help="Of a feed, or of a page that names one.")],
    pack: PackId = None,
    topics: Topics = None,
    grade: Grade = "news",
    owner: Annotated[
        str | None, typer.Option(help="Who is told if it fails for good: slack:T1/U1, discord:123.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at a feed from now on, while the bot runs."""
    chosen = _pack(pack)
    ids, graded = _topics(chosen, topics), _grade(grade)

    async def added(tools: Tools) -> Feed:
        from bot.reading import find_feed
        from content.news.feeds import Feed, feed_id

        found, listing = await find_feed(address, tools)
        made = Feed(
            id=feed_id(found, chosen.info.id),
            address=found,
            pack=chosen.info.id,
            topics=tuple(ids),
            grade=graded,
            title=listing.title,
            owner=owner,
            next_at=tools.clock.now(),
        )
        await tools.feeds.save(made)
        return made

    _show([_with_tools(added)], as_json)


@commands.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List the feeds and how they fare."""
    found = _with_store(lambda news: news.feeds.listed())
    _show(found, as_json)
    if not found and not as_json:
        typer.echo("there are no feeds")


@commands.command()
def show(id_: Id, as_json: AsJson = False) -> None:
    """Show a feed: when it is looked at next, what became of its items, what was wrong."""
    feed = _one(id_)
    if as_json:
        _show([feed], as_json=True)
    else:
        typer.echo(printable("\n".join(_told(feed))))


@commands.command()
def remove(id_: Id) -> None:
    """Look at a feed no more; what it has brought stays."""
    feed = _one(id_)
    _with_store(lambda news: news.feeds.remove(feed.id))
    typer.echo(f"removed: {printable(feed.address)}")


@commands.command()
def pause(id_: Id, as_json: AsJson = False) -> None:
    """Look at a feed no more until it is resumed."""
    _change(id_, as_json, lambda feed: dataclasses.replace(feed, state="paused", why=BY_HAND))


@commands.command()
def resume(id_: Id, as_json: AsJson = False) -> None:
    """Look at a paused or disabled feed again, at once."""
    from bot.clock import SystemClock

    now = SystemClock().now()
    _change(id_, as_json, lambda feed: feed.resumed(now))


@commands.command()
def poll(
    now: Annotated[bool, typer.Option("--now", help="All active ones, due or not.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at the feeds that are due. The running bot does so by itself."""

    async def polled(tools: Tools) -> Sequence[Feed]:
        from bot.polling import Poller

        poller = Poller(tools)
        if not now:
            return await poller.step()
        active = [feed for feed in await tools.feeds.listed() if feed.state == "active"]
        return await asyncio.gather(*map(poller.look, active))

    found = _with_tools(polled)
    _show(found, as_json)
    if any(feed.failures for feed in found):
        raise typer.Exit(FAILURE)


@commands.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="A list of feeds, as OPML.")],
    pack: PackId = None,
    grade: Grade = "news",
    as_json: AsJson = False,
) -> None:
    """Add every feed of a list; none of them is asked anything now."""
    from adapters.feeds import opml
    from bot.clock import SystemClock
    from content.news import addresses
    from content.news.feeds import Feed, feed_id

    chosen, graded, now = _pack(pack), _grade(grade), SystemClock().now()
    made: dict[str, Feed] = {}
    for outline in opml.read(_bytes(file)):
        address = addresses.cleaned(outline.address)
        if address is None:
            typer.echo(f"passed over, no web address: {printable(outline.address)}", err=True)
            continue
        name = feed_id(address, chosen.info.id)
        topics = tuple(one for one in outline.categories if one in chosen.topics)
        made[name] = Feed(name, address, chosen.info.id, topics, graded, outline.title, next_at=now)

    async def saved(news: SqlNews) -> list[Feed]:
        known = {feed.id for feed in await news.feeds.listed()}
        new = [feed for feed in made.values() if feed.id not in known]
        for feed in new:
            await news.feeds.save(feed)
        return new

    _show(_with_store(saved), as_json)


@commands.command("export")
def export_list() -> None:
    """Print all feeds as OPML, for other readers."""
    from adapters.feeds import opml

    found = _with_store(lambda news: news.feeds.listed())
    outlines = [opml.Outline(feed.address, feed.title, feed.topics) for feed in found]
    typer.echo(opml.written("briefing-bot", outlines), nl=False)


@commands.command()
def forget(
    site: Annotated[str, typer.Argument(help="The outlet's host, such as news.example.")],
    pack: PackId = None,
) -> None:
    """Delete everything that came from an outlet, as it may ask for. Claims stay."""
    name = _pack(pack).info.id if pack else None
    count = _with_store(lambda news: news.articles.forget(name, site.casefold()))
    typer.echo(f"{count} articles deleted")


def add_article(address: str, pack: str | None, topics: str | None, grade: str) -> str:
    """Take in a single article; returns what to say."""
    chosen = _pack(pack)
    ids, graded = _topics(chosen, topics), _grade(grade)

    async def added(tools: Tools) -> str:
        from bot.reading import read_one
        from content.news.feeds import Feed

        made = Feed("", address, chosen.info.id, tuple(ids), graded)
        found = (await read_one(address, made, tools)).article
        named = ", ".join(
            f"{chosen.topics[name].title} ({score:.2f})" for name, score in found.topics
        )
        return f"{found.title} ({found.publisher}, {found.date.in_words()}): {named}"

    return printable(_with_tools(added))


def _show(feeds: Sequence[Feed], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([_as_json(feed) for feed in feeds], ensure_ascii=False))
        return
    for feed in feeds:
        typer.echo(printable(_line(feed)))


def _line(feed: Feed) -> str:
    state = feed.state if feed.why is None else f"{feed.state}: {feed.why}"
    trouble = f"; last: {feed.trouble}" if feed.trouble else ""
    kept = feed.counts.get("kept", 0)
    return f"{feed.id[:8]} {feed.title or feed.address}: {state}, {kept} kept{trouble}"


def _told(feed: Feed) -> Iterator[str]:
    yield feed.title or "(no title)"
    yield feed.address
    yield f"id {feed.id}, pack {feed.pack}, grade {feed.grade}"
    yield f"topics: {', '.join(feed.topics) or 'found for each item'}"
    yield f"state: {feed.state}" + (f" ({feed.why})" if feed.why else "")
    looked = feed.looked_at.isoformat(timespec="seconds") if feed.looked_at else "never"
    following = feed.next_at.isoformat(timespec="seconds")
    yield f"looked at: {looked}; next: {following}; every {feed.interval}"
    if feed.trouble:
        yield f"last trouble: {feed.trouble}; {feed.failures} failures in a row"
    yield from (f"{name}: {count}" for name, count in sorted(feed.counts.items()))


def _as_json(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "address": feed.address,
        "title": feed.title,
        "pack": feed.pack,
        "topics": list(feed.topics),
        "grade": feed.grade,
        "state": feed.state,
        "why": feed.why,
        "next": feed.next_at.isoformat(),
        "interval_s": feed.interval.total_seconds(),
        "failures": feed.failures,
        "trouble": feed.trouble,
        "counts": dict(feed.counts),
    }


def _change(id_: str, as_json: bool, change: Callable[[Feed], Feed]) -> None:
    changed = change(_one(id_))
    _with_store(lambda news: news.feeds.save(changed))
    _show([changed], as_json)


def _one(name: str) -> Feed:
    every = _with_store(lambda news: news.feeds.listed())
    found = [feed for feed in every if feed.id.startswith(name) or feed.address == name]
    if len(found) != 1:
        raise BriefingError(f"{len(found)} feeds are called “{name}”")
    return found[0]


def _bytes(file: Path) -> bytes:
    from adapters.feeds.opml import MAX_BYTES

    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _pack(name: str | None) -> Pack:
    from bot import wiring

    return wiring.pack_named(_settings(), name)


def _topics(pack: Pack, names: str | None) -> Sequence[str]:
    from bot.digest_commands import topics_named

    return topics_named(pack, names)


def _grade(name: str) -> Any:
    from content.model import GRADES

    if name not in GRADES:
        raise BriefingError(f"--grade takes one of: {', '.join(GRADES)}")
    return name


def _with_store(use: Callable[[SqlNews], Awaitable[Found]]) -> Found:
    """What comes of using what the database of the settings keeps of feeds."""
    from bot import wiring

    async def used() -> Found:
        async with wiring.opened_shelves(_settings()) as shelves:
            return await use(shelves.news)

    return asyncio.run(used())


def _with_tools(use: Callable[[Tools], Awaitable[Found]]) -> Found:
    """What comes of using what reads feeds and pages."""
    from bot import newsroom, wiring
    from bot.clock import SystemClock

    newsroom.check_installed()

    async def used() -> Found:
        made = wiring.cached_desks(_settings())

        def desks() -> Sequence[Desk]:
            return made

        async with (
            wiring.opened_shelves(_settings()) as shelves,
            newsroom.opened(shelves, desks, SystemClock()) as tools,
        ):
            return await use(tools)

    return asyncio.run(used())


def _settings() -> Settings:
    return Settings.from_env(read_environment())
