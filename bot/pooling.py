"""Works things off, several at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")


async def work_off(
    at_once: int,
    claim: Callable[[int], Awaitable[Sequence[Item]]],
    do: Callable[[Item], Coroutine[Any, Any, None]],
) -> int:
    """Do what `claim` gives, at most so many at a time, until it gives fewer than it is asked for.

    Returns how many there were. What fails keeps nothing else from being finished, but nothing more
    is claimed, and the first failure is raised in the end. When this is cancelled, all of it is.
    """
    count, is_more = 0, True
    under_way: set[asyncio.Task[None]] = set()
    failed: list[BaseException] = []
    try:
        while is_more or under_way:
            room = at_once - len(under_way)
            if is_more and room * 2 >= at_once:  # few at a time would cost a claim for each
                items = await claim(room)
                count, is_more = count + len(items), len(items) == room
                under_way |= {asyncio.create_task(do(item)) for item in items}
            if under_way:
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                failed += filter(None, (task.exception() for task in done))
                is_more = is_more and not failed
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    if failed:
        raise failed[0]
    return count
