"""Fetching politely: what robots.txt allows, one request at a time, with pauses."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from protego import Protego
from yarl import URL

from adapters.web.fetching import NAME, Answer, Fetcher, Refused, TryLater, Unfetched, Wish

PAUSE_S = 1.0
"""Between two requests to one host that asks for no other pause."""
LONGEST_PAUSE_S = 30.0
"""A host that wants more is left alone: nobody would wait for it."""
MAX_ROBOTS_BYTES = 500 * 1024
"""What RFC 9309, section 2.5, wants to be read at least; the rest is cut."""
MAX_RULES = 1_000_000
"""Agents times rules. protego keeps every rule for every agent of a group: 500 KiB of hostile
groups would keep it busy for minutes. Real files have some 100 agents and 1,000 rules."""
_EVERYTHING = Protego.parse("")


@dataclass(slots=True)
class _Host:
    """What a host has told us in this run."""

    rules: Protego
    last_asked: float
    """By the event loop's clock, in seconds."""
    refusal: Unfetched | None = None
    """Why it is asked no more in this run, if so."""


class PoliteFetcher:
    """Fetches pages as their hosts want it: see `get`. Ask it for one page at a time."""

    def __init__(self, fetcher: Fetcher, pause_s: float = PAUSE_S) -> None:
        self._fetcher = fetcher
        self._pause_s = pause_s
        self._hosts: dict[URL, _Host] = {}
        self._asked: _Host | None = None
        """The host that was asked last, which is whose answer comes."""

    async def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch a page that robots.txt allows, after a pause where its host was asked before.

        robots.txt is read once for each host; so is that a host wants to be asked later. Where a
        redirect leads is asked in the same way.

        Raises:
            Unfetched: as `Fetcher.get` says; `TryLater` also where robots.txt forbids the page,
                cannot be had, or wants pauses of more than 30 seconds.
        """
        wish = Wish(headers=headers or {}, approve=self._approve)
        try:
            return await self._fetcher.get(address, wish)
        except TryLater as error:
            if self._asked is not None and error.status in {429, 503}:
                self._asked.refusal = error
            raise

    async def _approve(self, url: URL) -> None:
        self._asked = host = self._hosts.get(url.origin()) or await self._met(url.origin())
        if host.refusal is not None:
            raise host.refusal
        if not host.rules.can_fetch(str(url), NAME):
            raise TryLater("robots.txt does not allow it")
        await self._pause(host)

    async def _met(self, origin: URL) -> _Host:
        try:
            host = _Host(await self._rules(origin), _now())
        except Unfetched as error:
            host = _Host(_EVERYTHING, _now(), error)
        self._hosts[origin] = host
        return host

    async def _pause(self, host: _Host) -> None:
        pause = max(self._pause_s, host.rules.crawl_delay(NAME) or 0.0)
        if pause > LONGEST_PAUSE_S:
            raise TryLater(f"robots.txt wants {pause:.0f} seconds between requests")
        await asyncio.sleep(host.last_asked + pause - _now())
        host.last_asked = _now()

    async def _rules(self, origin: URL) -> Protego:
        try:
            answer = await self._fetcher.get(str(origin / "robots.txt"), _ROBOTS)
        except Unfetched as error:
            return _without_rules(error)
        text = answer.body.decode("utf-8", "replace")
        if _is_endless(text):
            raise TryLater("its robots.txt has too many rules to read")
        return Protego.parse(text)


_ROBOTS = Wish(kinds=None, max_bytes=MAX_ROBOTS_BYTES, may_be_cut=True)


def _without_rules(error: Unfetched) -> Protego:
    """What holds where there is no robots.txt, as RFC 9309, section 2.3.1, has it."""
    if error.status is not None and 400 <= error.status < 500 and error.status != 429:
        return _EVERYTHING
    if isinstance(error, TryLater) and error.status is not None:
        raise TryLater(f"its robots.txt cannot be had: {error}", error.status) from error
    if isinstance(error, Refused) and "redirects" in str(error):
        return _EVERYTHING
    raise error


def _is_endless(text: str) -> bool:
    return text.lower().count("agent") * len(text.splitlines()) > MAX_RULES


def _now() -> float:
    return asyncio.get_running_loop().time()
