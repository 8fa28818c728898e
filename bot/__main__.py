"""The command line: `briefing-bot`, which is `python -m bot`. Parses and delegates."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot import (
    archive_commands,
    correction_commands,
    database_commands,
    digest_commands,
    feed_commands,
    review_commands,
    subscription_commands,
)
from bot.settings import Settings, read_environment
from content.errors import AccessRefused, BriefingError, PackError, SettingsError

USAGE_ERROR = 2
FAILURE = 1
SHOWN_PROBLEMS = 20
"""How many problems of packs a command other than `check` lists."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # rich would cost every command 60 ms, for prettier tracebacks that no user should see
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Short briefings in which every sentence carries a citation.",
)
manifests = typer.Typer(no_args_is_help=True, help="What to paste into Slack or Discord.")
app.add_typer(manifests, name="manifest")
app.add_typer(archive_commands.commands, name="archive")
app.add_typer(correction_commands.commands, name="corrections")
app.add_typer(digest_commands.commands, name="digest")
app.add_typer(feed_commands.commands, name="feeds")
app.add_typer(review_commands.commands, name="review")
app.add_typer(subscription_commands.commands, name="subscriptions")


@app.callback(invoke_without_command=True)
def about(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if show_version:
        typer.echo(f"briefing-bot {_version()}")
        raise typer.Exit


@app.command()
def chat() -> None:
    """Talk in the terminal. Needs no token and no network."""
    from rich.console import Console

    from adapters.terminal.handlers import chat as converse
    from bot import wiring

    settings = _settings()
    desks = wiring.terminal_desks(settings)
    store, archive = wiring.terminal_store(settings), wiring.archive(settings)
    newsroom = wiring.terminal_newsroom(settings)
    core = wiring.briefings(desks, store, archive=archive, settings=settings, newsroom=newsroom)
    title = " and ".join(desk.pack.info.title for desk in desks)
    asyncio.run(converse(core, title, settings.home / "history", Console()))


@app.command()
def ask(
    text: Annotated[
        list[str] | None, typer.Argument(help="A topic, a question, `source?` …")
    ] = None,
    batch: Annotated[str | None, typer.Option(help="JSON Lines to answer; `-` is stdin.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Reply as JSON.")] = False,
) -> None:
    """Ask once, or answer a batch."""
    if batch is None:
        gc.disable()  # what is made here is kept until the end, which comes soon
    from bot import asking

    if batch is not None:
        if text or not as_json:
            _fail("ask: --batch goes with --json and without a text", USAGE_ERROR)
        lines = sys.stdin if batch == "-" else asking.lines_of(Path(batch))
        if asking.ask_batch(lines, sys.stdout, _settings()):
            raise typer.Exit(FAILURE)
        return
    reply = asking.ask_once(" ".join(text or []), _settings())
    if as_json:
        from content.reply_json import to_json

        typer.echo(json.dumps(to_json(reply.id, reply.brief), ensure_ascii=False))
    else:
        _show(reply.brief)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="A pack, or a folder of packs.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    as_sarif: Annotated[bool, typer.Option("--sarif", help="As SARIF, for code hosts.")] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Also what each pack holds.")] = False,
    today: Annotated[
        str | None, typer.Option(help="The day to check for, or `reviewed`: each pack's own.")
    ] = None,
) -> None:
    """Check packs: those shipped and configured, or those in a folder. Exits 1 on errors."""
    from bot import check_reports, checking, wiring
    from bot.clock import SystemClock

    if as_json and as_sarif:
        _fail("check: choose one of --json and --sarif", USAGE_ERROR)
    try:
        day_for = checking.day_for(today, SystemClock().now().date())
    except ValueError:
        _fail("check: --today takes a day such as 2026-11-25, or `reviewed`", USAGE_ERROR)
    folders = [folder] if folder else [wiring.SHIPPED_PACKS, *_settings().packs]
    checked = checking.check(folders, day_for)
    if as_sarif:
        _print_json(check_reports.as_sarif(checked, _version(), with_counts=stats))
    elif as_json:
        _print_json(check_reports.as_json(checked, with_counts=stats))
    else:
        check_reports.show(checked, with_counts=stats)
    if failing := checked.failing(strict=strict):
        typer.echo(_counted(failing), err=True)
        raise typer.Exit(FAILURE)


@app.command("eval")
def evaluate(
    corpus: Annotated[Path, typer.Argument(help="Documents, as JSON Lines; may end in .gz.")],
    queries: Annotated[Path, typer.Argument(help="Questions with known answers, likewise.")],
    among: Annotated[list[Path] | None, typer.Option(help="Further documents beside.")] = None,
    where: Annotated[str | None, typer.Option(help="Only rows with field=value.")] = None,
    removed: Annotated[bool, typer.Option("--removed", help="Ask with and without.")] = False,
    simple: Annotated[bool, typer.Option("--simple", help="The simple score, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Measure search, choice of sentences and abstention on questions with known answers."""
    from bot import evaluating, wiring

    field, _, value = (where or "").partition("=")
    if where and not value:
        _fail("eval: --where takes field=value", USAGE_ERROR)
    found = evaluating.evaluate(
        [corpus, *(among or ())],
        queries,
        where=(field, value) if where else None,
        removed=removed,
        with_simple=simple,
        nearness=wiring.nearness(_settings()),
    )
    if as_json:
        _print_json(evaluating.as_json(found))
    else:
        typer.echo("\n".join(evaluating.in_words(found)))


@app.command()
def gaps(
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Only from this day on, in UTC.")
    ] = None,
    database: Annotated[
        bool, typer.Option("--database", help="Leave out the terminal's own.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List what got no answer or was marked as not helpful, most frequent first."""
    from bot import gap_commands
    from bot.clock import SystemClock

    try:
        first = gap_commands.first_day(since, SystemClock().now().date())
    except ValueError:
        _fail("gaps: --since takes a day such as 2026-11-25", USAGE_ERROR)
    found = gap_commands.read(_settings(), first, only_database=database)
    if as_json:
        _print_json(gap_commands.as_json(found))
    else:
        typer.echo("\n".join(gap_commands.in_words(found)))


@app.command()
def schema(folder: Annotated[Path, typer.Argument(help="Where to write them.")]) -> None:
    """Write JSON Schemas of the pack files, for editors."""
    from bot.checking import write_schemas

    for path in write_schemas(folder):
        typer.echo(str(path))


@app.command("new-pack")
def new_pack(
    name: Annotated[str, typer.Argument(help="Its id and slash command, such as coast-lights.")],
    folder: Annotated[Path, typer.Option(help="Where to make its folder.")] = Path(),
    title: Annotated[str | None, typer.Option(help="What it is about.")] = None,
) -> None:
    """Make a small working pack to start from, with comments."""
    from bot import authoring
    from bot.clock import SystemClock

    for path in authoring.new_pack(folder, name, title, SystemClock().now().date()):
        typer.echo(str(path))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A pack's folder as it was.")],
    new: Annotated[Path, typer.Argument(help="The same pack's folder as it is.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say in words what changed between two versions of a pack."""
    from bot import authoring

    before, after, found = authoring.what_changed(old, new)
    if as_json:
        typer.echo(json.dumps(authoring.as_json(before, after, found), ensure_ascii=False))
    else:
        typer.echo("\n".join(authoring.in_words(before, after, found)))


@app.command()
def add(
    address: Annotated[str, typer.Argument(help="The address of an article.")],
    pack: feed_commands.PackId = None,
    topics: feed_commands.Topics = None,
    grade: feed_commands.Grade = "news",
) -> None:
    """Take in a single article, as if a feed had brought it."""
    typer.echo(feed_commands.add_article(address, pack, topics, grade))


@app.command()
def run() -> None:
    """Serve Slack, Discord and HTTP, whichever is configured."""
    from bot import logs, running

    settings = _settings()
    logs.set_up(settings.log_format)
    say = typer.echo if settings.log_format == "text" else logging.getLogger("bot").info
    try:
        asyncio.run(running.run(settings, say))
    except running.GoneDeaf as error:
        _fail(str(error), FAILURE)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; there must be nothing yet.")],
) -> None:
    """Copy the SQLite database, whole and consistent, while the bot runs."""
    typer.echo(database_commands.backup(_settings(), file))


@manifests.command("slack")
def manifest_slack(
    request_url: Annotated[
        str | None, typer.Option(help="Public address of /slack/events; none for Socket Mode.")
    ] = None,
) -> None:
    """Print an app manifest to paste into Slack."""
    from adapters.slack.manifest import manifest

    typer.echo(json.dumps(manifest(_infos(), request_url), indent=2, ensure_ascii=False))


@manifests.command("discord")
def manifest_discord(
    application_id: Annotated[int | None, typer.Option(help="Your application's id.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With scopes and permissions.")] = False,
) -> None:
    """Print the link that invites the bot, with the permissions it needs."""
    from adapters.discord.manifest import invite_link, manifest

    if as_json:
        typer.echo(json.dumps(manifest(application_id), indent=2))
    else:
        typer.echo(invite_link(application_id))


def main() -> None:
    """Run a command; what an operator can mend is said in one line each, without a traceback."""
    _accept_any_bytes()
    try:
        app()
    except (SettingsError, AccessRefused) as error:
        _fail(str(error), USAGE_ERROR)
    except PackError as error:
        shown = [*map(str, error.problems[:SHOWN_PROBLEMS]), _counted(len(error.problems))]
        _fail("\n".join([*shown, "`briefing-bot check` lists all of them"]), FAILURE)
    except BrokenPipeError:
        # The reader has seen enough (`| head`). Nothing more may be written, not even at exit.
        sys.stderr.close()
        sys.exit(FAILURE)
    except BriefingError as error:
        _fail(str(error), FAILURE)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}", FAILURE)


def _accept_any_bytes() -> None:
    """Let no byte that is no UTF-8, and no half of a character pair, end a conversation.

    What cannot be written is written as `\\udxxx`, which in JSON is the very character.
    """
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _settings() -> Settings:
    return Settings.from_env(read_environment())


def _infos() -> list[Any]:
    from bot import wiring
    from content.loading import load_packs

    return [pack.info for pack in load_packs(wiring.pack_folders(_settings()))]


def _show(brief: Any) -> None:
    if not sys.stdout.isatty():  # rich is for terminals, and takes 20 ms
        from content import plaintext

        typer.echo(f"{plaintext.render(brief)}\n")
        return
    from rich.console import Console

    from adapters.terminal.render import show

    show(brief, Console())


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _counted(problems: int) -> str:
    return f"{problems} problem{'' if problems == 1 else 's'}"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # 15 ms, for `--version` alone

    try:
        return version("briefing-bot")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "(not installed)"


def _fail(message: str, code: int) -> NoReturn:
    for line in message.splitlines():
        typer.echo(f"briefing-bot: {line}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
