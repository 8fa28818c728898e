"""`briefing-bot digest`: what a summary would say. Imports stand inside, so that it starts fast."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.settings import Settings, read_environment
from content.cleaning import printable
from content.errors import BriefingError

if TYPE_CHECKING:
    from content.digest import Digest, Window
    from content.news.articles import Article
    from content.news.stories import Story
    from content.pack import Pack

A_WEEK = dt.timedelta(days=6)
"""From the first to the last day of a week."""

commands = typer.Typer(no_args_is_help=True, help="Summaries of what is new.")


@commands.callback()
def about() -> None:
    """Summaries of what is new: see what one would say."""


@commands.command()
def preview(
    pack: Annotated[str | None, typer.Option(help="The pack's id; the first without it.")] = None,
    topics: Annotated[str | None, typer.Option(help="Topics, with commas; all without it.")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Last day.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Why each is in or out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the summary of some days, the last seven if none are named. Sends nothing."""
    from bot.clock import SystemClock
    from content.digest import digest
    from content.news.reported import with_reported
    from content.plaintext import render

    today = SystemClock().now().date()
    chosen = _pack(pack)
    window, wanted = _window(since, until, today), topics_named(chosen, topics)
    found = digest(chosen, window, today, topics=wanted)
    told = _stories(chosen, window)
    found = dataclasses.replace(found, brief=with_reported(found.brief, chosen, told, wanted))
    if as_json:
        stories = [_story_as_json(found, story) for story in told]
        typer.echo(json.dumps({**_as_json(found), "stories": stories}, ensure_ascii=False))
        return
    typer.echo(render(found.brief))
    if explain:
        typer.echo("\n" + printable("\n".join([*_explained(found), *_told(found, told)])))


def _stories(pack: Pack, window: Window) -> Sequence[Story]:
    """What was reported in a window, where there is a database that may know."""
    from bot import wiring
    from content.news.window import LATE, told_in

    settings = Settings.from_env(read_environment())
    if not wiring.has_database(settings):
        return ()

    async def read() -> Sequence[Article]:
        async with wiring.opened_shelves(settings) as shelves:
            first = window.first - LATE
            return await shelves.news.articles.between(pack.info.id, first, window.last)

    return told_in(asyncio.run(read()), window)


def _pack(name: str | None) -> Pack:
    from bot import wiring

    return wiring.pack_named(Settings.from_env(read_environment()), name)


def topics_named(pack: Pack, names: str | None) -> Sequence[str]:
    """The ids of topics named by id, title or alias."""
    from content.topics import TopicNames

    known, found = TopicNames(pack), []
    for name in filter(None, (part.strip() for part in (names or "").split(","))):
        match = known.match(name, lambda _: False)
        if match is None:
            raise BriefingError(f"there is no topic `{name}` in {pack.info.id}")
        found.append(match.topic)
    return found


def _window(since: str | None, until: str | None, today: dt.date) -> Window:
    from content.digest import Window

    try:
        last = dt.date.fromisoformat(until) if until else today
        first = dt.date.fromisoformat(since) if since else last - A_WEEK
    except ValueError as error:
        raise BriefingError("--since and --until take days such as 2026-11-23") from error
    if first > last:
        raise BriefingError(f"--since {first} lies after --until {last}")
    return Window(first, last)


def _as_json(found: Digest) -> dict[str, Any]:
    from content.reply_json import to_json

    return {
        "summary": to_json(None, found.brief),
        "candidates": [
            {
                "kind": one.kind,
                "claim": one.claim,
                "shown": list(one.shown),
                "topic": one.topic,
                "date": one.date.text if one.date.is_known else None,
                "included": one.included,
                "why": one.why,
            }
            for one in found.candidates
        ],
    }


def _story_as_json(found: Digest, story: Story) -> dict[str, Any]:
    return {
        "article": story.lead.id,
        "title": story.lead.title,
        "publisher": story.lead.publisher,
        "url": story.lead.address,
        "topics": dict(story.lead.topics),
        "outlets": story.independent,
        "articles": len(story.articles),
        "included": _is_in(found, story),
    }


def _told(found: Digest, stories: Sequence[Story]) -> Iterator[str]:
    """Each story, in or out, with how sure its topics are, 0 to 1."""
    for story in stories:
        topics = ", ".join(f"{name} {score:.2f}" for name, score in story.lead.topics)
        outlets = f"{story.independent} outlets, {len(story.articles)} articles"
        where = "in " if _is_in(found, story) else "out"
        yield f"{where}  {story.lead.publisher}: {story.lead.title}: {topics}; {outlets}"


def _is_in(found: Digest, story: Story) -> bool:
    return any(source.id == story.lead.id for source in found.brief.sources)


def _explained(found: Digest) -> Iterator[str]:
    for one in found.candidates:
        yield f"{'in ' if one.included else 'out'}  {one.claim}: {one.kind}, {one.why}"
    yield f"{len(found.candidates)} looked at"
