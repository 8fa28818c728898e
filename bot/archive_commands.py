"""`briefing-bot archive`: parses and delegates. Imports stand inside, so that it starts fast."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.settings import Settings, read_environment
from content.cleaning import printable
from content.errors import BriefingError

if TYPE_CHECKING:
    from bot.archiving import Fetched, Imported, Tools
    from bot.targets import Target
    from bot.verifying import Candidate, Checked
    from content.pack import Pack

FAILURE = 1
NEEDED = ("aiohttp", "nupunkt", "protego", "sqlalchemy", "trafilatura")

commands = typer.Typer(
    no_args_is_help=True, help="Your own copies of cited pages, and whether they still say so."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Only = Annotated[
    list[str] | None, typer.Option("--source", help="Only this source; may be repeated.")
]


@commands.command("import")
def import_folder(
    folder: Annotated[Path, typer.Argument(help="Text and HTML files, at any depth.")],
    source: Annotated[
        list[str] | None, typer.Option(help="File them under this source, whatever they hold.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep copies of pages from files; which source each is of shows in what it says."""
    results = asyncio.run(_import(folder, source or []))
    _print(results, [asdict(result) for result in results], as_json)
    if any(result.is_faulty for result in results) or not any(one.filed for one in results):
        raise typer.Exit(FAILURE)


@commands.command()
def fetch(source: Only = None, as_json: AsJson = False) -> None:
    """Fetch the pages of cited sources, politely, and keep their text."""
    results = asyncio.run(_fetch(source or []))
    _print(results, [asdict(result) for result in results], as_json)
    if any(result.outcome in {"unreachable", "failed"} for result in results):
        raise typer.Exit(FAILURE)


@commands.command()
def verify(source: Only = None, as_json: AsJson = False) -> None:
    """Say of all evidence whether the archived pages hold it. Exits 1 if one no longer does."""
    from bot.verifying import ALARMING, SILENT, counted, table

    results = asyncio.run(_verify(source or []))
    lines = [result for result in results if result.finding.status not in SILENT]
    data = {"counts": counted(results), "evidence": [result.as_json() for result in results]}
    _print([*lines, table(results)], data, as_json)
    if any(result.finding.status in ALARMING for result in results):
        raise typer.Exit(FAILURE)


@commands.command("fingerprint")
def fingerprint_source(
    source: Annotated[str, typer.Argument(help="The source's id.")],
    find: Annotated[str, typer.Option(help="Words of the sentence, in any order.")],
    as_json: AsJson = False,
) -> None:
    """Find a sentence in the archived copy of a source and print its evidence to paste."""
    from bot.verifying import SUGGESTED, shown

    found = asyncio.run(_candidates(source, find))
    data = [candidate.as_json() for candidate in found]
    _print([shown(candidate) for candidate in found[:SUGGESTED]], data, as_json)
    if len(found) > SUGGESTED and not as_json:
        typer.echo(f"{len(found) - SUGGESTED} more: add a word", err=True)


async def _import(folder: Path, ids: Sequence[str]) -> list[Imported]:
    from bot import archiving, progress
    from bot.targets import named

    packs, files = _packs(), _files(folder)
    only = named(packs, ids)
    async with _tools() as tools:
        with progress.shown("importing", len(files)) as step:
            return await archiving.import_files(files, packs, only, tools, step)


async def _fetch(ids: Sequence[str]) -> list[Fetched]:
    from adapters.web.robots import PoliteFetcher
    from bot import archiving, progress, wiring

    targets = [target for target in _targets(ids) if target.address]
    if not targets:
        raise BriefingError("there is nothing to fetch: no such source has an address")
    async with _tools() as tools, wiring.fetcher() as fetcher:
        with progress.shown("fetching", len(targets)) as step:
            return await archiving.fetch_pages(targets, PoliteFetcher(fetcher), tools, step)


async def _verify(ids: Sequence[str]) -> list[Checked]:
    from bot import progress, verifying

    targets = _targets(ids)
    async with _tools() as tools:
        with progress.shown("verifying", len(targets), in_lines=False) as step:
            return await verifying.verify(targets, tools.keeper, step)


async def _candidates(source: str, words: str) -> list[Candidate]:
    from bot.targets import named
    from bot.verifying import candidates

    targets = named(_packs(), [source])
    async with _tools() as tools:
        return await candidates(targets, words, tools.keeper)


@contextlib.asynccontextmanager
async def _tools() -> AsyncIterator[Tools]:
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise BriefingError("the archive needs more packages: install briefing-bot[archive]")
    from adapters.archive.extraction import Extractor
    from bot import wiring
    from bot.archiving import Tools
    from bot.clock import SystemClock

    store = wiring.database(_settings())
    await store.open()
    try:
        async with Extractor() as extractor:
            yield Tools(store.archive, extractor, SystemClock())
    finally:
        await store.close()


def _files(folder: Path) -> list[Path]:
    from adapters.archive.files import is_wanted, walk

    if not folder.exists():
        raise BriefingError(f"{folder}: there is no such folder")
    found = walk(folder)
    wanted = [path for path in found if is_wanted(path) or path == folder]
    if others := len(found) - len(wanted):
        typer.echo(f"passed over, neither text nor HTML by its ending: {others}", err=True)
    return wanted


def _targets(ids: Sequence[str]) -> list[Target]:
    from bot.targets import cited, named

    return named(_packs(), ids) if ids else cited(_packs())


def _packs() -> list[Pack]:
    from bot import wiring
    from content.loading import load_packs

    return load_packs(wiring.pack_folders(_settings()))


def _settings() -> Settings:
    return Settings.from_env(read_environment())


def _print(lines: Sequence[object], data: Any, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            typer.echo(printable(str(line)))  # files and servers name themselves
