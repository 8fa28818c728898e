"""One parcel's way: ask, check, send, write down. What can end a process may do so anywhere."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

from content import notices
from content.errors import OutcomeUnknown, PlatformError, PostRefused, RateLimited
from content.outbox import (
    ASK_EVERY_S,
    GIVE_UP_AFTER,
    LEASE,
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
    """Delivers parcels through a platform's sender."""

    def __init__(
        self,
        outbox: Outbox,
        sender: Sender,
        clock: Clock,
        *,
        restored_at: dt.datetime | None = None,
        send_timeout: dt.timedelta = SEND_TIMEOUT,
    ) -> None:
        """After the database was restored from a backup, which is when it came into use again
        (`restored_at`), the platform is asked even before a first try of what was due before that:
        what the database takes for new may have been posted."""
        self._outbox = outbox
        self._sender = sender
        self._clock = clock
        self._restored_at = restored_at
        self._send_timeout = send_timeout

    async def deliver(self, parcel: Parcel) -> Verdict | None:
        """Deliver it as far as that goes now; none where somebody else has taken it over."""
        found = await self._found(parcel)
        verdict = found or await self._sent(parcel)
        if verdict is None:
            return None
        if await self._outbox.settle(parcel, verdict, self._clock.now()):
            return verdict
        if found is None and (verdict.message is not None or verdict.may_be_posted):
            await self._take_back(parcel)
        return None

    async def _take_back(self, parcel: Parcel) -> None:
        """Delete what stands there twice, if another process has posted it meanwhile.

        This one stood still while it was sending, for longer than its claim. The other one may have
        found what this one has posted, and then that is the one message.
        """
        try:
            theirs = await self._settled_as(parcel)
            if theirs is not None:
                double = await self._sender.look_up(parcel, parcel.due_at, besides=theirs)
                if double is not None:
                    log.warning("%s %s was posted twice", parcel.kind, parcel.key)
                    await self._sender.delete(parcel, double)
        except PlatformError as error:
            log.warning("whether %s %s stands twice: %s", parcel.kind, parcel.key, error)

    async def _settled_as(self, parcel: Parcel) -> str | None:
        """The id of the message that another process has settled a parcel with, once it has."""
        until = self._clock.now() + LEASE
        while self._clock.now() < until:
            state, message = await self._outbox.outcome(parcel.key) or ("refused", None)
            if state != "waiting":
                return message
            await asyncio.sleep(ASK_EVERY_S)
        return None

    async def _found(self, parcel: Parcel) -> Verdict | None:
        """What an earlier try came to, where there may have been one; none if there was none."""
        since = parcel.first_try_at
        may_be_older = self._restored_at is not None and parcel.due_at <= self._restored_at
        if since is None and not may_be_older:
            return None
        now = self._clock.now()
        try:
            message = await self._sender.look_up(parcel, since or parcel.due_at)
        except PlatformError as error:
            unclear_since = since or self._restored_at
            if unclear_since is not None and now - unclear_since >= GIVE_UP_AFTER:
                notice = notices.unknown(parcel, now)
                return Verdict("unknown", trouble=str(error), notice=notice)
            later = now + SETTLE
            return Verdict(
                "waiting", not_before=later, trouble=str(error), may_be_posted=since is not None
            )
        return Verdict("sent", message) if message is not None else None

    async def _sent(self, parcel: Parcel) -> Verdict | None:
        begun = self._clock.now()
        if not await self._outbox.begin(parcel, begun):
            return None

        def in_time() -> bool:
            # The claim lasts for one more send from when it was checked; see `begin`.
            return self._clock.now() - begun < SEND_TIMEOUT

        try:
            async with asyncio.timeout(self._send_timeout.total_seconds()):
                message = await self._sender.send(parcel, in_time)
        except PostRefused as error:
            log.warning("%s %s was refused: %s", parcel.kind, parcel.key, error)
            notice = notices.refused(parcel, str(error), self._clock.now())
            return Verdict("refused", trouble=str(error), pauses=str(error), notice=notice)
        except (OutcomeUnknown, TimeoutError) as error:
            later = self._clock.now() + SETTLE
            trouble = str(error) or "no answer in time"
            return Verdict("waiting", not_before=later, trouble=trouble, may_be_posted=True)
        except PlatformError as error:
            wait = backoff(parcel.attempts)
            if isinstance(error, RateLimited):
                wait = max(wait, dt.timedelta(seconds=error.retry_after_s))
            return Verdict("waiting", not_before=self._clock.now() + wait, trouble=str(error))
        return Verdict("sent", message)
