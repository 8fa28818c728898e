"""What the bot says about itself: help, topics, what it does not cover, what went wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from content.brief import Brief, Note, PackRef, Suggestion
from content.cleaning import shorten
from content.composing import pack_ref, suggest_topics
from content.dates import UNKNOWN, PartialDate
from content.grammar import MAX_TEXT_CHARS
from content.pack import Pack
from content.periods import Period

MAX_QUOTED_CHARS = 100
"""How much of a question is repeated back."""
NEARBY = "Nearby, the pack covers"
"""What an abstention says before topics that are near, and not only large."""


def help_on(pack: Pack) -> Brief:
    """How to ask."""
    lines = (
        f"Type a topic or a question about {pack.info.title}. Each sentence names its source.",
        "“source?” shows the evidence for the last briefing, “source 2” for one of its sources.",
        "“timeline”, “figures”, “latest” and “forecasts” list what is on file, also of one topic.",
        "“compare A and B” puts two side by side; “more” turns a page.",
        "“topics” lists what is covered; “private” as the last word keeps the answer to yourself.",
        freshness(pack),
    )
    return Brief(
        kind="help",
        title=pack.info.title,
        pack=pack_ref(pack),
        notes=tuple(Note("help", line) for line in lines),
        suggestions=tuple(Suggestion(text, text) for text in pack.info.examples),
    )


def topics_of(pack: Pack) -> Brief:
    """Everything that can be asked for by name."""
    titles = "; ".join(topic.title for topic in pack.topics.values())
    return Brief(
        kind="help",
        title=f"{pack.info.title}: {len(pack.topics)} topics",
        pack=pack_ref(pack),
        notes=(Note("help", f"{titles}."), Note("coverage", freshness(pack))),
        suggestions=suggest_topics(pack, by_size(pack), limit=len(pack.topics)),
    )


def not_covered(pack: Pack, question: str, looked_for: Sequence[str], near: Sequence[str]) -> Brief:
    """Nothing in the pack answers: what was looked for, what is near, how fresh the pack is."""
    asked = shorten(question, MAX_QUOTED_CHARS)
    lines = [f"Nothing in the pack “{pack.info.title}” answers “{asked}”."]
    if looked_for:
        lines.append(f"Looked for: {', '.join(looked_for)}.")
    titles = "; ".join(pack.topics[topic].title for topic in near)
    if titles:
        lines.append(f"{NEARBY}: {titles}.")
    else:
        largest = "; ".join(pack.topics[topic].title for topic in by_size(pack)[:6])
        lines.append(f"The pack covers {pack.info.title}, among others: {largest}.")
    return Brief(
        kind="abstention",
        title="Not covered",
        pack=pack_ref(pack),
        notes=tuple(Note("coverage", line) for line in (*lines, freshness(pack))),
        suggestions=suggest_topics(pack, near or by_size(pack)),
    )


def nothing_listed(
    pack: Pack,
    what: str,
    about: str,
    topic: str | None,
    period: Period | None = None,
    newest: PartialDate = UNKNOWN,
) -> Brief:
    """A list that would be empty; `what` says of what, such as `no figures`, `newest` how new it is
    outside the period."""
    lines = [f"There are {what} on file for “{about}”{f' {period.words}' if period else ''}."]
    if newest.is_known:
        lines.append(f"The newest there is: {newest.in_words()}.")
    near = (topic, *pack.topics[topic].related) if topic else by_size(pack)
    return Brief(
        kind="abstention",
        title="Not covered",
        pack=pack_ref(pack),
        topic=topic,
        notes=tuple(Note("coverage", line) for line in lines),
        suggestions=suggest_topics(pack, near),
    )


def no_more(pack: Pack) -> Brief:
    """ "more" where nothing has a further page."""
    text = (
        "There is no further page here. “timeline”, “figures”, “latest” and “forecasts” have some."
    )
    return _trouble(pack, "Nothing more", text)


def too_long(pack: Pack, chars: int) -> Brief:
    """The text was longer than is read."""
    text = f"That has {chars:,} characters. Please ask in at most {MAX_TEXT_CHARS}."
    return _trouble(pack, "Too long", text)


def no_briefing_here(pack: Pack, message_named: bool) -> Brief:
    """ "source?" with nothing to refer to."""
    if message_named:
        text = "That message is not a briefing, or its record is gone."
    else:
        text = "There is no briefing here yet. Ask for one first."
    brief = _trouble(pack, "No briefing to show sources for", text)
    return dataclasses.replace(brief, suggestions=suggest_topics(pack, by_size(pack)))


def bad_batch_line(pack: Pack, number: int, what: str) -> Brief:
    """A line of a batch that cannot be understood; `what` says why."""
    text = f'Line {number} was not understood: {what}. A line is {{"id": …, "text": …}}.'
    return _trouble(pack, "Bad line", text)


def noted(pack: PackRef) -> Brief:
    """Somebody said that a reply, made from this pack, did not help."""
    return Brief(kind="help", title="Noted; thank you.", pack=pack)


def not_noted(pack: Pack) -> Brief:
    """Somebody said so where no reply is on record, or nothing can be recorded."""
    text = "There is no answer here that could be meant, or the records are not at hand."
    return _trouble(pack, "Not noted", text)


def store_trouble(pack: Pack) -> Brief:
    """The record of the briefing cannot be read at the moment."""
    text = "The records cannot be read at the moment. The operator's log says why."
    return _trouble(pack, "Sources are not at hand", text)


def no_newsroom(pack: Pack) -> Brief:
    """There is no database here, and so nothing to review."""
    text = "Editors review on Slack, on Discord, or with `briefing-bot review`."
    return _trouble(pack, "Nothing to review here", text)


def with_lost_record(brief: Brief) -> Brief:
    """The same brief, saying that "source?" will not find it."""
    text = "This reply could not be recorded, so “source?” will not find it later."
    return dataclasses.replace(brief, notes=(*brief.notes, Note("problem", text)))


def freshness(pack: Pack) -> str:
    """How new the pack is."""
    return f"Pack {pack.info.id} {pack.info.version}; its newest claim or source: {_newest(pack)}."


def by_size(pack: Pack) -> list[str]:
    """Topic ids, those with the most claims first."""
    return sorted(pack.topics, key=lambda topic: -len(pack.claims_by_topic[topic]))


def _newest(pack: Pack) -> str:
    return pack.newest.in_words()


def _trouble(pack: Pack, title: str, text: str) -> Brief:
    return Brief(kind="error", title=title, pack=pack_ref(pack), notes=(Note("problem", text),))
