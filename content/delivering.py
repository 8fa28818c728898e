"""One parcel's way: ask, check, send, write down. What can end a process may do so anywhere."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

from content.errors import OutcomeUnknown, PlatformError, PostRefused
from content.outbox import (
    GIVE_UP_AFTER,
    SEND_TIMEOUT,
    SETTLE,
    Outbox,
    Parcel,
    Sender,
    Verdict,
    backoff,
)
from content.ports import Clock

log = logging.getLogger(__name__)


class Deliverer:
    """Delivers parcels through a platform's sender.

    With `asks_first`, the platform is asked even before a first try: after a restore from an older
    backup, what the database takes for new may have been posted.
    """

    def __init__(
        self,
        outbox: Outbox,
        sender: Sender,
        clock: Clock,
        *,
        asks_first: bool = False,
        send_timeout: dt.timedelta = SEND_TIMEOUT,
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._clock = clock
        self._asks_first = asks_first
        self._send_timeout = send_timeout

    async def deliver(self, parcel: Parcel) -> Verdict | None:
        """Deliver it as far as that goes now; none where somebody else has taken it over."""
        verdict = await self._found(parcel) or await self._sent(parcel)
        if verdict is None:
            return None
        is_written = await self._outbox.settle(parcel, verdict, self._clock.now())
        return verdict if is_written else None

    async def _found(self, parcel: Parcel) -> Verdict | None:
        """What an earlier try came to, where there may have been one; none if there was none."""
        since = parcel.first_try_at
        if since is None and not self._asks_first:
            return None
        now = self._clock.now()
        try:
            message = await self._sender.look_up(
                parcel.record.place, parcel.key, since or parcel.due_at
            )
        except PlatformError as error:
            if since is not None and now - since >= GIVE_UP_AFTER:
                return Verdict("unknown", trouble=str(error))
            later = now + SETTLE
            return Verdict(
                "waiting", not_before=later, trouble=str(error), may_be_posted=since is not None
            )
        return Verdict("sent", message) if message is not None else None

    async def _sent(self, parcel: Parcel) -> Verdict | None:
        if not await self._outbox.begin(parcel, self._clock.now()):
            return None
        record = parcel.record
        try:
            async with asyncio.timeout(self._send_timeout.total_seconds()):
                message = await self._sender.send(record.place, record.brief, record.id, parcel.key)
        except PostRefused as error:
            log.warning("summary %s was refused: %s", parcel.key, error)
            return Verdict("refused", trouble=str(error), pauses=str(error))
        except (OutcomeUnknown, TimeoutError) as error:
            later = self._clock.now() + SETTLE
            trouble = str(error) or "no answer in time"
            return Verdict("waiting", not_before=later, trouble=trouble, may_be_posted=True)
        except PlatformError as error:
            later = self._clock.now() + backoff(parcel.attempts)
            return Verdict("waiting", not_before=later, trouble=str(error))
        return Verdict("sent", message)
