"""Whatever crashes, each summary arrives once: in simulated worlds, each from its seed."""

from __future__ import annotations

import collections
import datetime as dt
import itertools
import os
from typing import get_args

import pytest

from tests.delivery.simulator import Switch, World, simulate

SEEDS = int(os.environ.get("SIMULATED_SEEDS", "300"))


def faults(world: World) -> list[str]:
    """What went against the promise in a world."""
    posted = collections.Counter((channel, key) for channel, key, _, _ in world.remote.posted)
    found = [f"{key} was posted {times} times" for (_, key), times in posted.items() if times > 1]
    for channel, key, title, at in world.remote.posted:
        everybody = (*world.subscriptions, *world.wavering)
        subscription = next(one for one in everybody if key.startswith(f"{one.id}:"))
        due = world.due(subscription).get(key)
        if channel != subscription.place.channel or title != key.replace(":", " of "):
            found.append(f"{key} was not what is stored")
        if due is None:
            found.append(f"{key} was never due")
        elif at < due - dt.timedelta(hours=2):  # a clock that is set back is behind by so much
            found.append(f"{key} came too early")
    found += [f"{key} came while it was off" for key in world.remote.unwanted]
    return [*found, *lost(world)]


def lost(world: World) -> list[str]:
    """What was due, could be planned in time, and never came."""
    posted = {key for _, key, _, _ in world.remote.posted}
    unsettled = [key for key, state in world.outbox.items() if state == "waiting"]
    found = [f"{key} is still waiting" for key in unsettled]
    found += [
        f"{key} is said to be sent and was not"
        for key, state in world.outbox.items()
        if state == "sent" and key not in posted
    ]
    for subscription in world.subscriptions:
        moments = sorted(world.due(subscription).items(), key=lambda item: item[1])
        for at, (key, moment) in enumerate(moments):
            later = [following for _, following in moments[at + 1 : at + 2]]
            until = min([moment + dt.timedelta(hours=24), *later])
            # A clock that is set back later brings nothing back that was passed over by then.
            before = itertools.takewhile(until.__gt__, world.planned_at)
            if any(moment <= planned for planned in before) and key not in world.outbox:
                found.append(f"{key} was never planned")
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_is_doubled_lost_or_out_of_turn(seed: int) -> None:
    assert not faults(simulate(seed)), f"seed {seed}"


@pytest.mark.parametrize("off", get_args(Switch))
def test_each_safeguard_is_needed(off: Switch) -> None:
    assert any(doubled(simulate(seed, off)) for seed in range(40))


def doubled(world: World) -> list[str]:
    """The dates of a subscription that were posted twice."""
    posted = collections.Counter((channel, title) for channel, _, title, _ in world.remote.posted)
    return [title for (_, title), times in posted.items() if times > 1]
