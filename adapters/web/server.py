"""A small aiohttp server."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from content.errors import PlatformError

MAX_BODY_BYTES = 1_000_000
"""Largest request body. Slack's largest payload, a view of 250 kB, fits four times."""
STOP_TIMEOUT_S = 5.0
"""How long requests under way may take to finish when the bot stops."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer:
    """Serves `/healthz`, `/readyz` and what is added."""

    name = "http"

    def __init__(
        self,
        host: str,
        port: int,
        health: Callable[[], Mapping[str, bool]],
        packs: Callable[[], Mapping[str, Any]] = dict,
        summaries: Callable[[], Awaitable[Mapping[str, Any]]] | None = None,
    ) -> None:
        """`health` names each part of the bot and whether it works; port 0 picks a free one.

        Two things are told along: of `packs`, what is served, and whether something keeps it from
        being newer; of `summaries`, how many wait and how late they come.
        """
        self._host, self._port, self._health, self._packs = host, port, health, packs
        self._summaries = summaries
        self._app = web.Application(client_max_size=MAX_BODY_BYTES)
        self._app.router.add_get("/healthz", self._healthz)
        self._app.router.add_get("/readyz", self._healthz)
        self._runner: web.AppRunner | None = None

    def add_post(self, path: str, handler: Handler) -> None:
        """Serve POST requests to a path. Only before the start."""
        self._app.router.add_post(path, handler)

    async def start(self) -> int:
        """Listen; returns the port.

        Raises:
            PlatformError: the address cannot be used.
        """
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=STOP_TIMEOUT_S)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.stop()
            doing = f"listening on {self._host}:{self._port}"
            reason = os.strerror(error.errno) if error.errno else "not possible"
            raise PlatformError(doing, reason.lower()) from error
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Finish requests under way, then stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _: web.Request) -> web.Response:
        parts = dict(self._health())
        healthy = all(parts.values())
        body = {"ok": healthy, "parts": parts, "packs": dict(self._packs())}
        if self._summaries is not None:
            body["summaries"] = dict(await self._summaries())
        return web.json_response(body, status=200 if healthy else 503)
