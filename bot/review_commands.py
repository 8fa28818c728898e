"""`briefing-bot review`: drafts that wait for an editor. Imports stand inside: it starts fast.

Whoever may run this may approve: in a shell the operator is the editor.
"""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.settings import Settings, read_environment
from content.cleaning import printable
from content.errors import BriefingError

if TYPE_CHECKING:
    from bot.newsroom import Shelves
    from content.answering import Desk
    from content.brief import Brief
    from content.news.drafts import Draft, State

Found = TypeVar("Found")
FAILURE = 1

commands = typer.Typer(no_args_is_help=True, help="What editors make of reported stories.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PackId = Annotated[str | None, typer.Option("--pack", help="The pack's id; the first without it.")]
Id = Annotated[str, typer.Argument(help="The draft's id, or its beginning.")]


@commands.command("list")
def list_all(
    state: Annotated[str, typer.Option(help="waiting, approved or rejected.")] = "waiting",
    pack: PackId = None,
    as_json: AsJson = False,
) -> None:
    """List drafts, those most worth a claim first."""
    wanted, desk = _state(state), _desk(pack)
    found = _with(lambda shelves: shelves.news.drafts.listed(desk.pack.info.id, wanted))
    if as_json:
        typer.echo(json.dumps([_as_json(draft) for draft in found], ensure_ascii=False))
        return
    for draft in found:
        typer.echo(
            printable(f"{draft.id[:8]} {draft.score:.2f} {draft.article.publisher}: {draft.text}")
        )
    if not found:
        typer.echo(f"no draft is {state}")


@commands.command()
def make(pack: PackId = None, as_json: AsJson = False) -> None:
    """Make drafts of new stories now; the running bot does so after each look at its feeds."""
    desk = _desk(pack)

    async def made(shelves: Shelves) -> Sequence[Draft]:
        from bot import wiring
        from bot.clock import SystemClock
        from bot.editing import Editing

        editing = Editing(
            articles=shelves.news.articles,
            drafts=shelves.news.drafts,
            archive=shelves.archive,
            letters=shelves.letters,
            clock=SystemClock(),
            split=wiring.splitter(),
            desks=lambda: [desk],
        )
        return await editing.make(desk)

    found = _with(made)
    if as_json:
        typer.echo(json.dumps([_as_json(draft) for draft in found], ensure_ascii=False))
    else:
        typer.echo(f"{len(found)} new")


@commands.command()
def show(id_: Id, pack: PackId = None) -> None:
    """Show a draft, the sentence it rests on, and the claims it may outdate."""
    _say("show", id_, "", pack)


@commands.command()
def edit(
    id_: Id,
    text: Annotated[list[str], typer.Argument(help="The claim in your own words.")],
    pack: PackId = None,
) -> None:
    """Reword a draft."""
    _say("edit", id_, " ".join(text), pack)


@commands.command()
def approve(id_: Id, pack: PackId = None) -> None:
    """Make a draft a claim, if the rules of `check` allow it. It is served at once."""
    _say("approve", id_, "", pack)


@commands.command()
def reject(
    id_: Id,
    reason: Annotated[list[str] | None, typer.Argument(help="Why, if you like.")] = None,
    pack: PackId = None,
) -> None:
    """Make no claim of a draft."""
    _say("reject", id_, " ".join(reason or []), pack)


@commands.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The pack's folder, or any other.")],
    pack: PackId = None,
) -> None:
    """Write the approved claims that the pack does not have yet as files of a pack."""
    from bot.clock import SystemClock
    from content.news.approving import Unapprovable, exported

    desk = _desk(pack)
    drafts = _with(lambda shelves: shelves.news.drafts.listed(desk.pack.info.id, "approved"))
    try:
        texts = exported(drafts, desk.pack)
    except Unapprovable as error:
        raise BriefingError(f"an approved draft fits the pack no longer: {error}") from error
    day = SystemClock().now().date().isoformat()
    for kind, text in zip(("sources", "claims"), texts, strict=True):
        file = folder / kind / f"reported-{day}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as written:
            written.write(text)
        typer.echo(str(file))


def _say(verb: str, id_: str, words: str, pack: str | None) -> None:
    """Do what an editor wants, and print what came of it; exits 1 where it was refused."""
    from content.plaintext import render

    desk = _desk(pack)

    async def done(shelves: Shelves) -> Brief:
        from bot import wiring
        from bot.clock import SystemClock
        from bot.editing import Rules
        from content.asked import Asked
        from content.grammar import parse
        from content.news.newsroom import Newsroom
        from content.ports import Place

        person, clock = getpass.getuser(), SystemClock()
        room = Newsroom(
            shelves.news.articles,
            clock,
            drafts=shelves.news.drafts,
            archive=shelves.archive,
            editors=[f"terminal:{person}"],
            check=Rules(lambda: wiring.pack_folders(_settings()), clock),
        )
        typed = f"review {verb} {id_} {words}".strip()
        wish: Any = parse(typed).wish
        return await room.review(Asked(typed, Place("terminal", "local"), person), wish, desk)

    brief = _with(done)
    typer.echo(render(brief))
    if brief.kind == "error":
        raise typer.Exit(FAILURE)


def _as_json(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "state": draft.state,
        "score": draft.score,
        "because": list(draft.because),
        "text": draft.text,
        "sentence": draft.sentence,
        "kind": draft.kind,
        "topics": list(draft.topics),
        "url": draft.article.address,
        "publisher": draft.article.publisher,
        "date": draft.article.published.isoformat(),
        "outlets": draft.outlets,
        "flags": [{"claim": flag.claim, "why": flag.why} for flag in draft.flags],
        "claim": draft.claim,
        "edited_by": list(draft.edited_by),
        "decided_by": draft.decided_by,
        "decided_at": draft.decided_at.isoformat() if draft.decided_at else None,
        "reason": draft.reason,
    }


def _state(name: str) -> State:
    from typing import get_args

    from content.news.drafts import State

    found: State | None = next((one for one in get_args(State) if one == name), None)
    if found is None:
        raise BriefingError(f"--state takes one of: {', '.join(get_args(State))}")
    return found


def _desk(pack: str | None) -> Desk:
    from bot import wiring

    settings = _settings()
    name = wiring.pack_named(settings, pack).info.id
    return next(desk for desk in wiring.cached_desks(settings) if desk.pack.info.id == name)


def _with(use: Callable[[Shelves], Awaitable[Found]]) -> Found:
    """What comes of using the database of the settings."""
    from bot import wiring

    async def used() -> Found:
        async with wiring.opened_shelves(_settings()) as shelves:
            return await use(shelves)

    return asyncio.run(used())


def _settings() -> Settings:
    return Settings.from_env(read_environment())
