"""A small web site on this machine, whose pages the tests decide."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from adapters.web.fetching import Fetcher

Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """Pages by path; what is not there is a 404."""

    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.requests]

    def answer(self, path: str, text: str = "", status: int = 200, **headers: str) -> None:
        """Give this text, as HTML unless `Content_Type` says otherwise."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = text.encode()

        async def page(_: web.Request) -> web.Response:
            kind = {"Content-Type": "text/html; charset=utf-8"}
            return web.Response(body=body, status=status, headers=kind | named)

        self.pages[path] = page

    def raw(self, path: str, body: bytes, **headers: str) -> None:
        """Give these bytes with these headers and no others."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def page(_: web.Request) -> web.Response:
            return web.Response(body=body, headers={"Content-Type": "text/html"} | named)

        self.pages[path] = page

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404, text="nothing here")
        return await page(request)

    def fetcher(self) -> Fetcher:
        """A fetcher that may reach this site."""
        return Fetcher(loopback_ports=[self.port])


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[Site]:
    """A site while it is up."""
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()
