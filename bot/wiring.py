"""Which parts the product is made of: the one place that chooses platforms and stores.

Imports stand inside the functions: `check` must not pay for SQLAlchemy, nor `ask` for Slack.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import content
from bot.clock import SystemClock
from bot.settings import Settings
from content.answering import Desk
from content.briefings import Briefings
from content.errors import BriefingError, PackError, SettingsError
from content.loading import find_packs, load_packs
from content.pack import Pack
from content.ports import CataloguedArchive, Clock, Nearness, Rewriter, Store
from content.problems import Problem

if TYPE_CHECKING:
    from adapters.discord.app import DiscordAdapter
    from adapters.slack.app import SlackAdapter
    from adapters.store.sql import SqlStore
    from adapters.web.fetching import Fetcher
    from adapters.web.server import WebServer
    from bot.newsroom import Shelves
    from bot.summaries import Summaries
    from content.news.newsroom import ArticleReader, Newsroom
    from content.outbox import Sender
    from content.passages import Splitter
    from content.quoting import Quoter
    from content.subscribing import Subscribing

SHIPPED_PACKS = Path(content.__file__).parent / "packs"


def pack_folders(settings: Settings) -> list[Path]:
    """The shipped packs, then the operator's, in the order named."""
    return [found for folder in (SHIPPED_PACKS, *settings.packs) for found in _found(folder)]


def briefings(
    desks: Sequence[Desk],
    store: Store,
    clock: Clock | None = None,
    archive: CataloguedArchive | None = None,
    settings: Settings | None = None,
    subscriptions: Subscribing | None = None,
    newsroom: Newsroom | None = None,
    articles: ArticleReader | None = None,
) -> Briefings:
    """The conversation. Without settings no language model words answers, and no question is
    kept."""
    return Briefings(
        desks,
        store,
        clock or SystemClock(),
        archive,
        rewriter(settings) if settings else None,
        quoter(settings, archive, articles) if settings and archive else None,
        subscriptions=subscriptions,
        newsroom=newsroom,
        keep_questions=settings is not None and settings.keep_questions,
    )


def desks(packs: Sequence[Pack]) -> list[Desk]:
    return [Desk(pack) for pack in packs]


def cached_desks(settings: Settings) -> list[Desk]:
    """The packs, ready to answer; most of the work is kept from one start to the next.

    Raises:
        PackError: with every problem of the packs.
    """
    from bot import pack_cache

    return pack_cache.desks(pack_folders(settings), settings.home / "packs")


def terminal_desks(settings: Settings) -> list[Desk]:
    """Like `cached_desks`, with what editors have approved, where there is a database.

    Raises:
        PackError: with every problem of the packs.
    """
    made = cached_desks(settings)
    if not has_database(settings):
        return made
    import asyncio

    from adapters.store.lazy import approved_drafts
    from content.news.approving import with_approved

    drafts = asyncio.run(approved_drafts(settings.database))
    joined = [(desk, with_approved(desk.pack, drafts)) for desk in made]
    return [desk if pack is desk.pack else Desk(pack) for desk, pack in joined]


def pack_named(settings: Settings, name: str | None) -> Pack:
    """The pack with this id; without one the first.

    Raises:
        PackError: with every problem of the packs.
        BriefingError: there is none with this id.
    """
    packs = load_packs(pack_folders(settings))
    found = next((pack for pack in packs if name in (None, pack.info.id)), None)
    if found is None:
        known = ", ".join(pack.info.id for pack in packs)
        raise BriefingError(f"there is no pack `{name}`; there are: {known}")
    return found


def summaries(
    settings: Settings,
    store: SqlStore,
    slack_adapter: SlackAdapter | None,
    discord_adapter: DiscordAdapter | None,
    packs: Callable[[], Sequence[Pack]],
) -> Summaries:
    """What plans and delivers summaries and corrections on the platforms that are on."""
    from bot.restoring import RestoreGuard
    from bot.summaries import Posting, Summaries

    senders: dict[str, Sender] = {}
    if slack_adapter is not None:
        senders["slack"] = slack_adapter.sender
    if discord_adapter is not None:
        senders["discord"] = discord_adapter.sender
    clock, outbox = SystemClock(), store.outbox
    posting = Posting(
        planner=outbox,
        outbox=outbox,
        senders=senders,
        corrections=store.corrections,
        reported=store.news.articles,
        backlog=outbox,
        guard=RestoreGuard(store, settings.home / "epoch", clock),
        store=store,
        corrected_days=settings.corrected_days,
    )
    return Summaries(posting, packs, clock)


def subscribing(settings: Settings, store: SqlStore) -> Subscribing:
    """What answers about summaries."""
    from content.subscribing import Subscribing

    return Subscribing(
        store.subscriptions,
        store,
        SystemClock(),
        store.outbox,
        max_in_workspace=settings.max_subscriptions,
    )


def memory_store() -> Store:
    from adapters.store.memory import MemoryStore

    return MemoryStore()


def terminal_store(settings: Settings) -> Store:
    """The terminal's record, in a file of the data folder."""
    from adapters.store.journal import JournalStore

    return JournalStore(settings.home / "terminal.jsonl")


def database(settings: Settings) -> SqlStore:
    from adapters.store.sql import SqlStore

    return SqlStore(settings.database)


def has_database(settings: Settings) -> bool:
    """Whether there is a database to read: a server, or a file that somebody has made."""
    from adapters.store.lazy import sqlite_file

    file = sqlite_file(settings.database)
    return file is None or file.is_file()


def archive(settings: Settings) -> CataloguedArchive:
    """The copies of cited pages, for commands that open no database of their own."""
    from adapters.store.lazy import LazyArchive

    return LazyArchive(settings.database)


def terminal_newsroom(settings: Settings) -> Newsroom:
    """What answers `news` in a terminal, from the database of the settings if there is one."""
    from adapters.store.lazy import LazyArticles
    from content.news.newsroom import Newsroom

    return Newsroom(LazyArticles(settings.database), SystemClock())


def quoter(
    settings: Settings, archive: CataloguedArchive, articles: ArticleReader | None = None
) -> Quoter | None:
    """Answers from archived pages, through an index in the data folder.

    None without a database, and none without what cuts pages into sentences, which is installed
    with the archive's commands.
    """
    if not has_database(settings) or importlib.util.find_spec("nupunkt") is None:
        return None
    from adapters.archive.sentences import sentences
    from adapters.index.passages import PagePassages
    from adapters.store.lazy import LazyArticles
    from content.news.quotable import QuotableArticles
    from content.quoting import Quoter

    passages = PagePassages(settings.home / "index", archive, sentences, nearness(settings))
    reader = articles or LazyArticles(settings.database)
    return Quoter(passages, archive, QuotableArticles(reader, SystemClock()))


def shelves(store: SqlStore) -> Shelves:
    """Where reporting is kept, in a database that is open."""
    from bot.newsroom import Shelves

    return Shelves(store.news, store.archive, store.outbox)


@contextlib.asynccontextmanager
async def opened_shelves(settings: Settings) -> AsyncIterator[Shelves]:
    """Where reporting is kept, for commands: the database is open meanwhile."""
    store = database(settings)
    await store.open()
    try:
        yield shelves(store)
    finally:
        await store.close()


def splitter() -> Splitter:
    """What cuts pages into sentences."""
    from adapters.archive.sentences import sentences

    return sentences


def nearness(settings: Settings) -> Nearness | None:
    """The sentence-embedding model, where a folder is named.

    Raises:
        SettingsError: it cannot be used, or the packages for it are not installed.
    """
    if settings.semantic_model is None:
        return None
    try:
        from adapters.semantic.model import SentenceModel
    except ImportError as error:
        needed = "BRIEFING_SEMANTIC_MODEL: needs more packages: install briefing-bot[semantic]"
        raise SettingsError([needed]) from error
    return SentenceModel(settings.semantic_model)


def rewriter(settings: Settings) -> Rewriter | None:
    """The language model, where one is named.

    Raises:
        SettingsError: one is named, and the packages to reach it are not installed.
    """
    if settings.llm_url is None or settings.llm_model is None:
        return None
    try:
        from adapters.llm.client import ChatModel
    except ImportError as error:
        needed = "BRIEFING_LLM_URL: needs more packages: install briefing-bot[web]"
        raise SettingsError([needed]) from error
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return ChatModel(str(settings.llm_url), settings.llm_model, key, settings.llm_timeout_s)


def fetcher() -> Fetcher:
    """What fetches every address there is."""
    from adapters.web.fetching import Fetcher

    return Fetcher()


def slack(settings: Settings, core: Briefings, packs: Sequence[Pack]) -> SlackAdapter | None:
    """Slack, where its tokens are set."""
    if settings.slack_bot_token is None:
        return None
    from adapters.slack.app import SlackAdapter

    app, secret = settings.slack_app_token, settings.slack_signing_secret
    return SlackAdapter(
        briefings=core,
        commands=[pack.info.command for pack in packs],
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=app.get_secret_value() if app else None,
        signing_secret=secret.get_secret_value() if secret else None,
        api_url=str(settings.slack_api_url) if settings.slack_api_url else None,
        managers=settings.slack_managers,
    )


def discord(
    settings: Settings, core: Briefings, packs: Sequence[Pack], store: Store
) -> DiscordAdapter | None:
    """Discord, where its token is set."""
    if settings.discord_token is None:
        return None
    from adapters.discord.app import DiscordAdapter

    return DiscordAdapter(
        briefings=core,
        packs=[pack.info for pack in packs],
        store=store,
        token=settings.discord_token.get_secret_value(),
        api_url=str(settings.discord_api_url) if settings.discord_api_url else None,
    )


def web(
    settings: Settings,
    slack_adapter: SlackAdapter | None,
    health: Callable[[], Mapping[str, bool]],
    packs: Callable[[], Mapping[str, Any]],
    summaries: Callable[[], Awaitable[Mapping[str, Any]]],
) -> WebServer | None:
    """The HTTP server, where a port is named or Slack needs one."""
    port = settings.http_port_in_use
    if port is None:
        return None
    from adapters.web.server import WebServer

    server = WebServer(settings.http_host, port, health, packs, summaries)
    if slack_adapter is not None and settings.slack_uses_http:
        from adapters.slack.app import PATH

        server.add_post(PATH, slack_adapter.http_handler)
    return server


def _found(folder: Path) -> list[Path]:
    found = find_packs(folder)
    if not found:
        fix = "name a folder with a pack.yaml, or one that holds such folders"
        raise PackError([Problem(str(folder), 1, "there is no pack here", fix)])
    return found
