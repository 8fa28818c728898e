"""What people type to get summaries."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.cadence import EVERY_DAY, WORKDAYS, Cadence
from content.subscription_words import understand
from content.topics import TopicNames
from tests.content.packs import pack

NAMES = TopicNames(pack("ai-china"))
MONDAY, FRIDAY = frozenset({0}), frozenset({4})


def topic_named(name: str) -> str | None:
    match = NAMES.match(name, lambda _: False)
    return match.topic if match else None


@pytest.mark.parametrize(
    ("text", "days", "at", "zone", "topics"),
    [
        ("", MONDAY, "09:00", "Europe/Paris", ()),
        ("weekly monday 9:00", MONDAY, "09:00", "Europe/Paris", ()),
        ("friday 8am berlin chips", FRIDAY, "08:00", "Europe/Berlin", ("chips",)),
        ("every weekday at 07:30 chips and sanctions", WORKDAYS, "07:30", "Europe/Paris",
         ("chips", "sanctions")),
        ("chips, sanctions at 7.30 on weekdays", WORKDAYS, "07:30", "Europe/Paris",
         ("chips", "sanctions")),
        ("daily 18h Europe/London", EVERY_DAY, "18:00", "Europe/London", ()),
        ("every day at noon", EVERY_DAY, "12:00", "Europe/Paris", ()),
        ("Mon, Wed & Fri 9.15 am huawei", frozenset({0, 2, 4}), "09:15", "Europe/Paris",
         ("huawei",)),
        ("12 am", MONDAY, "00:00", "Europe/Paris", ()),
        ("fridays 9 o'clock new york", FRIDAY, "09:00", "America/New_York", ()),
        ("每周一 9点", MONDAY, "09:00", "Europe/Paris", ()),
        ("每天下午3点半 芯片", EVERY_DAY, "15:30", "Europe/Paris", ("chips",)),
        ("工作日 8:30 北京时间", WORKDAYS, "08:30", "Asia/Shanghai", ()),
    ],
)  # fmt: skip
def test_days_time_zone_and_topics_in_any_order(
    text: str, days: frozenset[int], at: str, zone: str, topics: tuple[str, ...]
) -> None:
    wanted = understand(text, "Europe/Paris", topic_named)

    assert wanted.cadence == Cadence(days, dt.time.fromisoformat(at), zone)
    assert (wanted.topics, wanted.unknown) == (topics, ())


@pytest.mark.parametrize(
    ("text", "word"),
    [("every 31st", "31st"), ("each leap", "leap"), ("friday pizza", "pizza")],
)
def test_a_word_that_is_neither_is_named(text: str, word: str) -> None:
    assert understand(text, "UTC", topic_named).unknown == (word,)


@pytest.mark.parametrize("text", ["monday Mars/Olympus", "13 pm", "25点"])
def test_a_zone_or_a_time_that_there_is_not_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"zone|time|hour"):
        understand(text, "UTC", topic_named)


@given(st.text(max_size=120))
def test_no_text_ends_in_anything_but_an_answer_or_a_reason(text: str) -> None:
    with contextlib.suppress(ValueError):
        understand(text, "UTC", topic_named)
