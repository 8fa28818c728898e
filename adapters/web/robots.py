"""Fetching politely: what robots.txt allows, with pauses between requests to one host."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from protego import Protego
from yarl import URL

from adapters.web.fetching import NAME, Answer, Fetcher, Refused, TryLater, Unfetched, Wish

PAUSE_S = 1.0
"""Between two requests to one host that asks for no other pause."""
RULES_KEPT_S = 24 * 3600.0
"""How long a robots.txt holds, as RFC 9309, section 2.4, has it."""
REFUSAL_KEPT_S = 3600.0
"""How long a host that wants to be left alone is, unless it says for how long."""
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
    """What a host has told us."""

    rules: Protego
    next_at: float
    """From when on it may be asked again; this and the next two by the loop's clock, in seconds."""
    known_until: float
    refusal: Unfetched | None = None
    """Why it is not asked now, if so."""
    refused_until: float = 0.0


class PoliteFetcher:
    """Fetches pages as their hosts want it: see `get`. It may be asked for several at once."""

    def __init__(self, fetcher: Fetcher, pause_s: float = PAUSE_S) -> None:
        self._fetcher = fetcher
        self._pause_s = pause_s
        self._hosts: dict[URL, _Host] = {}
        self._meeting: dict[URL, asyncio.Lock] = {}

    async def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch a page that robots.txt allows, after a pause where its host was asked before.

        robots.txt is read once a day for each host; one that wants to be asked later is left alone
        for as long as it says, or an hour. Where a redirect leads is asked in the same way.

        Raises:
            Unfetched: as `Fetcher.get` says; `TryLater` also where robots.txt forbids the page,
                cannot be had, or wants pauses of more than 30 seconds.
        """
        asked: list[_Host] = []

        async def approve(url: URL) -> None:
            asked.append(await self._approved(url))

        try:
            return await self._fetcher.get(address, Wish(headers=headers or {}, approve=approve))
        except TryLater as error:
            if asked and error.status in {429, 503}:
                asked[-1].refusal = error
                asked[-1].refused_until = _now() + (error.retry_after_s or REFUSAL_KEPT_S)
            raise

    async def _approved(self, url: URL) -> _Host:
        host = await self._host(url.origin())
        if host.refusal is not None and _now() < host.refused_until:
            raise host.refusal
        if not host.rules.can_fetch(str(url), NAME):
            raise TryLater("robots.txt does not allow it")
        pause = self._pause_of(host.rules)
        if pause > LONGEST_PAUSE_S:
            raise TryLater(f"robots.txt wants {pause:.0f} seconds between requests")
        turn = max(host.next_at, _now())
        host.next_at = turn + pause  # before waiting, so that the next one waits longer
        await asyncio.sleep(turn - _now())
        return host

    async def _host(self, origin: URL) -> _Host:
        async with self._meeting.setdefault(origin, asyncio.Lock()):
            host = self._hosts.get(origin)
            if host is None or _now() >= host.known_until:
                host = self._hosts[origin] = await self._met(origin)
            return host

    async def _met(self, origin: URL) -> _Host:
        refusal, rules = None, _EVERYTHING
        try:
            rules = await self._rules(origin)
        except Unfetched as error:
            refusal = error
        now = _now()
        kept_s = REFUSAL_KEPT_S if refusal else RULES_KEPT_S
        return _Host(rules, now + self._pause_of(rules), now + kept_s, refusal, now + kept_s)

    def _pause_of(self, rules: Protego) -> float:
        return max(self._pause_s, rules.crawl_delay(NAME) or 0.0)

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
