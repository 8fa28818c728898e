"""One process that plans and delivers, until it is killed: `python -m tests.crash.worker JSON`."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.publisher import Publisher
from adapters.slack.sender import SlackSender
from adapters.store.sql import SqlStore
from bot import summaries
from bot.restoring import RestoreGuard
from bot.summaries import Posting, Summaries
from content.errors import StoreError
from content.outbox import SEND_TIMEOUT, Pace, Parcel
from tests.content.packs import pack
from tests.crash.clock import SPEED, SharedClock
from tests.delivery.simulator import Blind, CrashingOutbox, Switch

PAUSE_S = 0.05
log = logging.getLogger(__name__)


class Unfenced(SlackSender):
    """Does not look at its claim again before it sends."""

    async def send(self, parcel: Parcel, in_time: Callable[[], bool]) -> str:
        return await super().send(parcel, lambda: True)


async def work(spec: dict[str, Any]) -> None:
    """As `run` does, with a fast clock, a Slack of its own, and perhaps without one safeguard."""
    off = cast("Switch | None", spec["off"])
    if off == "look-up":
        summaries.Deliverer = Blind  # type: ignore[attr-defined]
    clock = SharedClock(Path(spec["clock"]))
    store = await _opened(spec["database"])
    client = AsyncWebClient("xoxb-crash", spec["slack"], retry_handlers=[])
    sender = Unfenced(Publisher(client)) if off == "fence" else SlackSender(Publisher(client))
    sender.pace = Pace()  # the limits of platforms are not what is tried here
    outbox = CrashingOutbox(store, random.Random(), 0.0, off)
    posting = Posting(
        outbox,
        outbox,
        {"slack": sender},
        guard=RestoreGuard(store, Path(spec["epoch"]), clock),
        store=store,
        send_timeout=dt.timedelta(seconds=SEND_TIMEOUT.total_seconds() / SPEED),
    )
    loop = Summaries(posting, lambda: [pack("lighthouses")], clock)
    while True:
        try:
            await loop.step()
        except StoreError as error:
            log.warning("%s", error)
        await asyncio.sleep(PAUSE_S)


async def _opened(address: str) -> SqlStore:
    """A supervisor would start it again until the database is there."""
    while True:
        store = SqlStore(address)
        try:
            await store.open()
        except StoreError as error:
            log.warning("%s", error)
            await asyncio.sleep(PAUSE_S)
        else:
            return store


def main() -> None:
    asyncio.run(work(json.loads(sys.argv[1])))


if __name__ == "__main__":
    main()
