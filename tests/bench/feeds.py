"""How long 500 feeds take, and nothing new in them: `python -m tests.bench.feeds` (`make stories`).

Each feed lists 50 articles, ten of them with a teaser only, whose pages are fetched. A server in a
process of its own plays them all on 50 ports, which are 50 hosts to the bot, and counts what is
asked for. There is no pause between two requests to one of them, for that would be all the time
there is. Then a bare loop fetches the same feeds and parses them, and does nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import feedparser
from aiohttp import web

from adapters.store.sql import SqlStore
from adapters.web.fetching import Fetcher
from bot import newsroom, wiring
from bot.polling import Poller
from bot.reading import Tools
from content.answering import Desk
from content.loading import load_pack
from content.news.feeds import Feed, feed_id
from content.news.reading import WHOLE_CHARS
from tests.news import made
from tests.news.made_facts import People
from tests.news.world import LIGHTHOUSES, NOON, Clock, Entry, rss

FEEDS, ITEMS, TEASERS, PORTS = 500, 50, 10, 50
TEXTS = 1_000
"""Bodies there are; each article begins with a sentence of its own."""
SEED = 7_100
AT_MOST_S = 600.0
A_DAY = dt.timedelta(days=1)
ETAG = '"1"'


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took, in seconds and megabytes."""

    wall_s: float
    cpu_s: float
    bot_mb: float
    worker_mb: float
    """The largest of the processes that read other people's documents."""


class Stand:
    """All the sites."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        people = People.invented(rng)
        self.asked: Counter[str] = Counter()
        self._bodies = list(_bodies(rng, people))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked[f"{request.host}{request.path}"] += 1
        _, kind, *rest = request.path.split("/")
        if kind == "robots.txt":
            return web.Response(text="User-agent: *\nAllow: /")
        if kind == "story":
            return web.Response(text=self._page(*map(int, rest)), content_type="text/html")
        headers = {"ETag": ETAG, "Content-Type": "application/rss+xml; charset=utf-8"}
        if request.headers.get("If-None-Match") == ETAG:
            return web.Response(status=304, headers=headers)
        return web.Response(body=self._feed(int(rest[0]), request.host).encode(), headers=headers)

    def _feed(self, feed: int, host: str) -> str:
        return rss([self._entry(feed, at, host) for at in range(ITEMS)], f"Sound Herald {feed}")

    def _entry(self, feed: int, at: int, host: str) -> Entry:
        body = self._body(feed, at)
        told = body[:200] if at < TEASERS else body
        link = f"http://{host}/story/{feed}/{at}"
        return Entry(_title(feed, at), link, told, guid=link, published=NOON - A_DAY)

    def _body(self, feed: int, at: int) -> str:
        return (
            f"This is report {feed}-{at}. {self._bodies[(feed * ITEMS + at) % len(self._bodies)]}"
        )

    def _page(self, feed: int, at: int) -> str:
        title = _title(feed, at)
        rows = self._body(feed, at).split("\n")
        text = "".join(f"<p>{row}</p>" for row in rows)
        return (
            f"<html><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>{title}</h1>{text}</article><footer>Imprint</footer></body></html>"
        )


def _title(feed: int, at: int) -> str:
    return f"Lighthouse of the sound at Skerry Point: report {feed}-{at}"


def _bodies(rng: random.Random, people: People) -> Iterator[str]:
    for _ in range(TEXTS):
        body = ""
        while len(body) < WHOLE_CHARS + 100:
            body = made.english(rng, people).body
        yield body


def serve(pipe: Connection) -> None:
    """Play the sites until the pipe is closed; sends the ports, and the counts when asked."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    stand, app = Stand(), web.Application()
    app.router.add_route("GET", "/{path:.*}", stand.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    for _ in range(PORTS):
        await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send([address[1] for address in runner.addresses])
    with contextlib.suppress(EOFError):
        while await asyncio.to_thread(pipe.recv):
            pipe.send(dict(stand.asked))
            stand.asked.clear()
    await runner.cleanup()


@contextlib.contextmanager
def served() -> Iterator[tuple[list[int], Connection]]:
    """The sites while they are up: their ports, and where to ask for counts."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    process.start()
    theirs.close()
    try:
        yield ours.recv(), ours
    finally:
        ours.close()
        process.join()


def counts(pipe: Connection) -> Mapping[str, int]:
    """How often each address was asked for since the last time."""
    pipe.send(True)
    found: Mapping[str, int] = pipe.recv()
    return found


def main(feeds: int = FEEDS) -> None:
    """Print what two runs and the bare loop take.

    Raises:
        TimeoutError: a run takes more than ten minutes.
    """
    with served() as (ports, pipe), tempfile.TemporaryDirectory() as folder:
        listed = [f"http://127.0.0.1:{ports[at % len(ports)]}/feed/{at}" for at in range(feeds)]
        print("| run | requests | wall s | CPU s | bot MB | worker MB |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        runs = asyncio.run(_runs(listed, ports, Path(folder), pipe))
        begun = _now()
        for address in listed:
            _bare(address)
        bare = _since(begun)
        _print("bare loop", sum(counts(pipe).values()), bare)
    print()
    for name, cost in runs.items():
        wall, cpu = cost.wall_s / bare.wall_s, cost.cpu_s / bare.cpu_s
        print(f"{name}: {wall:.1f} times the wall time, {cpu:.1f} times the CPU of the bare loop")


def _print(name: str, requests: int, cost: Cost) -> None:
    times = (f"{cost.wall_s:.1f}", f"{cost.cpu_s:.1f}")
    memory = (f"{cost.bot_mb:.0f}", f"{cost.worker_mb:.0f}")
    print("| " + " | ".join((name, f"{requests:,}", *times, *memory)) + " |", flush=True)


async def _runs(
    listed: Sequence[str], ports: Sequence[int], folder: Path, pipe: Connection
) -> dict[str, Cost]:
    store, clock, desks = SqlStore(f"sqlite:///{folder / 'news.db'}"), Clock(), [_desk()]
    await store.open()
    found: dict[str, Cost] = {}
    try:
        for address in listed:
            await store.news.feeds.save(_feed(address, desks[0], clock))
        for name in ("all new", "nothing new"):
            async with newsroom.opened(
                wiring.shelves(store), lambda: desks, clock, Fetcher(ports)
            ) as tools:
                begun = _now()
                await _run(tools, len(listed))
            found[name], asked = _since(begun), counts(pipe)
            _check(name, asked, len(listed))
            _print(name, sum(asked.values()), found[name])
            clock.time += A_DAY
    finally:
        await store.close()
    return found


async def _run(tools: Tools, feeds: int) -> None:
    tools.polite._pause_s = 0.0
    async with asyncio.timeout(AT_MOST_S):
        looked = await Poller(tools).step()
    assert len(looked) == feeds
    assert not [feed.trouble for feed in looked if feed.trouble]
    kept = sum(feed.counts["kept"] for feed in looked)
    assert kept == feeds * ITEMS, f"{kept} articles were kept"


def _check(name: str, asked: Mapping[str, int], feeds: int) -> None:
    """Nothing is fetched twice, and pages only once in all."""
    twice = [address for address, count in asked.items() if count > 1]
    pages = sum("/story/" in address for address in asked)
    assert not twice, f"fetched twice: {twice[:5]}"
    assert pages == (feeds * TEASERS if name == "all new" else 0), f"{pages} pages were fetched"


def _bare(address: str) -> None:
    with urllib.request.urlopen(address) as answer:
        found = feedparser.parse(answer.read(), response_headers=dict(answer.headers))
    assert len(found.entries) == ITEMS


def _desk() -> Desk:
    return Desk(load_pack(LIGHTHOUSES))


def _feed(address: str, desk: Desk, clock: Clock) -> Feed:
    pack = desk.pack.info.id
    return Feed(id=feed_id(address, pack), address=address, pack=pack, next_at=clock.time)


def _now() -> tuple[float, float]:
    spent = os.times()
    both = spent.user + spent.system + spent.children_user + spent.children_system
    return time.perf_counter(), both


def _since(begun: tuple[float, float]) -> Cost:
    """The server counts only once it has ended, which is after all runs."""
    now = _now()
    ours, workers = (
        resource.getrusage(who).ru_maxrss / 1_024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Cost(now[0] - begun[0], now[1] - begun[1], ours, workers)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
