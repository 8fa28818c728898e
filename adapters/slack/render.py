"""Briefs as Slack messages. Pure: the same brief always looks the same.

Foreign text passes through `adapters.slack.markup`, and every `mrkdwn` text is `verbatim`, so Slack
makes no links or mentions of its own:
https://docs.slack.dev/reference/block-kit/composition-objects/text-object
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from adapters.slack import limits, markup
from adapters.slack.blocks import Block, button, mrkdwn, plain, section
from content import plaintext
from content.brief import Brief, CitedSource, EvidenceLine, Point, Suggestion
from content.model import GRADE_WORDS

SOURCES_ACTION = "sources"
SHARE_ACTION = "share"
UNHELPFUL_ACTION = "unhelpful"
ASK_ACTION = "ask_"
"""Followed by the position of the suggestion, because an action_id is unique within its block."""

_MARKED_KINDS = frozenset({"forecast", "opinion"})


class Message(TypedDict):
    """What every way of posting to Slack takes."""

    text: str
    """The answer in plain words: what notifications show and screen readers read."""
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class _Room:
    """How long each part of a message may get, in characters."""

    sentence: int
    name: int
    detail: int
    note: int
    notes: int
    suggestion: int
    suggestions: int
    link: int
    inline: bool
    """Whether the marks behind a sentence are links, too, and not only those in the source list."""


_WIDE = _Room(600, 200, 200, 900, 12, 300, limits.SUGGESTIONS_MAX, limits.URL_MAX, inline=True)
_LINKED_ONCE = dataclasses.replace(_WIDE, inline=False)
"""For many long addresses: each of them stands there once, so that no point has to go."""
_TIGHT = _Room(200, 40, 40, 150, 4, 100, 2, 0, inline=False)
"""For texts that no pack allows."""


def to_message(brief: Brief, reply_id: str, *, private: bool = False) -> Message:
    """The message for a brief that is kept under `reply_id`, with a Share button if `private`.

    Keeps all of Slack's limits, whatever the brief holds. Where it is too much, points are left out
    from the end and counted; a point that is shown is shown with all its sources.
    """
    blocks = _blocks(brief, reply_id, private)
    room = min(limits.NOTIFICATION_MAX, limits.MESSAGE_MAX - _size(blocks) - 100)
    return {"text": markup.escaped(plaintext.render(brief), room) or "…", "blocks": blocks}


def _blocks(brief: Brief, reply_id: str, private: bool) -> list[Block]:
    every = len(brief.points)
    fewer = range(every, 0, -1) or [0]
    attempts = [(_WIDE, every), *((_LINKED_ONCE, n) for n in fewer), *((_TIGHT, n) for n in fewer)]
    for room, shown in attempts:
        blocks = list(_all(brief, shown, room, reply_id, private))
        if _fits(blocks):
            return blocks
    return list(_all(brief, 0, _TIGHT, reply_id, private))


def _fits(blocks: list[Block]) -> bool:
    return len(blocks) <= limits.BLOCKS_MAX and _size(blocks) <= limits.BLOCKS_ROOM


def _size(blocks: list[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def _all(brief: Brief, shown: int, room: _Room, reply_id: str, private: bool) -> Iterator[Block]:
    yield _header(brief.title)
    kept = brief.first_points(shown) if shown else None
    if kept:
        yield from _points(kept, room)
    yield from _notes(brief, len(brief.points) - (len(kept.points) if kept else 0), room)
    yield from _actions(brief, room, reply_id, private)


def _header(title: str) -> Block:
    return {"type": "header", "text": plain(title, limits.HEADER_MAX, "Briefing")}


def _points(brief: Brief, room: _Room) -> Iterator[Block]:
    sources = {source.number: source for source in brief.sources}
    for at, point in enumerate(brief.points, start=1):
        number = f"{at}. " if len(brief.points) > 1 else ""
        yield section(_sentence(number, point, sources, room))
        if brief.kind == "evidence":
            yield from _contexts(_evidence_of(brief, at, point, sources, room))
    if brief.kind != "evidence":
        yield from _contexts([_source(source, room) for source in brief.sources])


def _sentence(number: str, point: Point, sources: dict[int, CitedSource], room: _Room) -> str:
    kind = f" _({point.kind})_" if point.kind in _MARKED_KINDS else ""
    label = f"*{markup.line(point.label, room.name)}* · " if point.label else ""
    text = f"{number}{label}{markup.line(point.text, room.sentence) or '…'}{kind}"
    cited = [sources[citation] for citation in point.citations]
    linked = f"{text} {' '.join(_mark(source, room) for source in cited)}"
    if room.inline and len(linked) <= limits.TEXT_OBJECT_MAX:
        return linked
    return f"{text} {plaintext.marks(point.citations)}"


def _evidence_of(
    brief: Brief, at: int, point: Point, sources: dict[int, CitedSource], room: _Room
) -> list[str]:
    """The claims of a point, under each the places where it is found, then sources without any."""
    found = [line for line in brief.evidence if line.point == at and line.source in sources]
    texts: list[str] = []
    for claim in dict.fromkeys(line.claim for line in found):
        lines = [line for line in found if line.claim == claim]
        texts.append(_claim(lines[0], room))
        texts += [_place(line, sources[line.source], room) for line in lines]
    bare = set(point.citations) - {line.source for line in found}
    return texts + [_source(sources[number], room) for number in sorted(bare)]


def _claim(line: EvidenceLine, room: _Room) -> str:
    text = markup.line(line.claim_text, room.sentence) or "…"
    shown = plaintext.rests_on(line, "") if line.is_quotation else text
    return f"▸ {shown} · {plaintext.carried_by(line)}"


def _place(line: EvidenceLine, source: CitedSource, room: _Room) -> str:
    said_by = markup.line(plaintext.said_first(line), room.detail)
    quote = f"{plaintext.QUOTED} “{markup.line(line.quote, room.sentence)}”" if line.quote else ""
    finding = markup.line(line.finding or "", room.detail)
    details = [
        *(markup.line(line.locator, room.detail), GRADE_WORDS[source.grade], said_by),
        *(quote, finding),
    ]
    return " · ".join([_source(source, room), *filter(None, details)])


def _source(source: CitedSource, room: _Room) -> str:
    publisher = markup.line(source.publisher, room.name) or "publisher not shown"
    date = source.published.text if source.published.is_known else "date not shown"
    title = markup.line(source.title, room.name) or "title not shown"
    return f"{_mark(source, room)} {publisher} · {date} · {title}"


def _mark(source: CitedSource, room: _Room) -> str:
    mark = f"[{source.number}]"
    linked = markup.link(source.url, mark)
    # A longer link leaves a text object no room for the words beside it.
    return linked if len(linked) <= min(room.link, limits.TEXT_OBJECT_MAX // 3) else mark


def _notes(brief: Brief, cut: int, room: _Room) -> Iterator[Block]:
    texts = [markup.escaped(note.text, room.note) for note in brief.notes]
    said = [text for text in [_cut(brief, cut), *texts] if text][: room.notes]
    if brief.points:
        yield from _contexts(said)
    else:
        yield from map(section, _packed(said))


def _cut(brief: Brief, cut: int) -> str:
    if not cut:
        return ""
    more = f"{cut} more point{'' if cut == 1 else 's'}"
    if brief.kind == "evidence":
        return f"{more} did not fit here: ask for one source at a time, as in `source 2`."
    return f"{more} did not fit here: use Sources, or ask in a direct message."


def _actions(brief: Brief, room: _Room, reply_id: str, private: bool) -> Iterator[Block]:
    buttons = [
        button(f"{ASK_ACTION}{at}", item.label or item.text, item.text)
        for at, item in enumerate(_askable(brief.suggestions, room))
    ]
    if brief.points and brief.kind != "evidence":
        buttons.insert(0, button(SOURCES_ACTION, "Sources", reply_id))
        buttons.append(button(UNHELPFUL_ACTION, "Not helpful", reply_id))
    if private and brief.points:
        buttons.append(button(SHARE_ACTION, "Share", reply_id))
    if buttons:
        yield {"type": "actions", "elements": buttons}


def _askable(suggestions: Sequence[Suggestion], room: _Room) -> list[Suggestion]:
    """Those whose text a button can carry whole: a shortened one would ask something else."""
    fitting = [item for item in suggestions if 0 < len(item.text) <= room.suggestion]
    return fitting[: room.suggestions]


def _contexts(lines: Sequence[str]) -> Iterator[Block]:
    for text in _packed(lines):
        yield {"type": "context", "elements": [mrkdwn(text)]}


def _packed(lines: Sequence[str]) -> Iterator[str]:
    """The lines, as many to a text as it takes. Each alone is short enough."""
    packed = ""
    for line in lines:
        if packed and len(packed) + 1 + len(line) > limits.TEXT_OBJECT_MAX:
            yield packed
            packed = ""
        packed = f"{packed}\n{line}" if packed else line
    if packed:
        yield packed
