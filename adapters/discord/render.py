"""A brief as a Discord message: embeds and buttons as the plain dicts that Discord takes.

Pure: the same brief gives the same message, and nothing is sent from here. One message holds
6,000 characters; the sources of a point are part of it, so points are dropped from the end, whole,
until what is left fits with its sources.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from adapters.discord import limits
from adapters.discord.buttons import to_components
from adapters.discord.markdown import escape, link, plain, safe_url
from content import plaintext
from content.brief import Brief, CitedSource, EvidenceLine, Point
from content.model import GRADE_WORDS

Message = dict[str, Any]
"""`embeds` and `components`, or `content` alone."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How much room texts get. The numbers are characters before escaping."""

    point: int
    title: int
    name: int
    note: int
    links: Literal["all", "first", "none"]
    """Which mentions of a source are links; in evidence, which ones give all its details."""


_NORMAL = (
    _Style(400, 200, 80, 300, "all"),
    _Style(400, 200, 80, 300, "first"),
    _Style(400, 70, 60, 300, "first"),  # a shorter title is better than a missing point
)
_WORDY = dataclasses.replace(_NORMAL[0], note=1900)  # a help's list of topics is one note
_TIGHT = tuple(_Style(width, width, width, width, "none") for width in (120, 40, 12))
_MAX_NOTES = 20


def to_message(brief: Brief, reply_id: str, *, private: bool = False) -> Message:
    """The message that shows a brief, within all limits of `adapters.discord.limits`.

    Every point shown keeps its citation numbers and the line of each source it cites; no other
    source is listed. Points that do not fit are counted in a note. `private` adds a Share button.
    """
    shown, embeds = _fitted(brief)
    return {"embeds": embeds, "components": to_components(shown, reply_id, private=private)}


def to_sentence(text: str) -> Message:
    """A message of one short sentence of our own."""
    return {"content": text[: limits.MAX_CONTENT], "embeds": [], "components": []}


def _fitted(brief: Brief) -> tuple[Brief, list[Message]]:
    for count, style in _attempts(len(brief.points)):
        shown = brief.first_points(count) if count else brief
        embeds = _embeds(shown, style, cut=len(brief.points) - len(shown.points))
        if _all_fit(embeds):
            break
    return shown, embeds


def _attempts(points: int) -> list[tuple[int, _Style]]:
    """Every point with every link first; then fewer points; one point in a few words at the end."""
    if not points:
        return [(0, style) for style in (_WORDY, *_NORMAL, *_TIGHT)]
    normal = [(count, style) for count in range(points, 0, -1) for style in _NORMAL]
    return [*normal, *((1, style) for style in _TIGHT)]


def _embeds(brief: Brief, style: _Style, cut: int) -> list[Message]:
    glue = "\n\n" if brief.kind == "evidence" else "\n"
    texts = _joined(_blocks(brief, style), glue, limits.MAX_DESCRIPTION)
    embeds: list[Message] = [{"description": text} for text in texts] or [{}]
    embeds[0] = {"title": _title(brief), **embeds[0]}
    embeds[-1] |= {"fields": _fields(brief, style, cut), "footer": {"text": _footer(brief)}}
    return embeds


def _title(brief: Brief) -> str:
    escaped = (escape(brief.title, max_chars) for max_chars in (250, limits.MAX_TITLE // 2 - 8))
    fitting = next(title for title in escaped if limits.fits(title, limits.MAX_TITLE))
    return fitting or plain(brief.pack.id, limits.MAX_TITLE)


def _blocks(brief: Brief, style: _Style) -> list[str]:
    if not brief.points:
        return _notes(brief, style)
    to_block = _evidence_block if brief.kind == "evidence" else _point_line
    seen: set[int] = set()
    return [to_block(brief, at, style, seen) for at in range(1, len(brief.points) + 1)]


def _point_line(brief: Brief, at: int, style: _Style, seen: set[int]) -> str:
    point = brief.points[at - 1]
    urls = {source.number: source.url for source in brief.sources}
    marks = []
    for number in point.citations:
        linked = style.links == "all" or (style.links == "first" and number not in seen)
        marks.append(link(f"[{number}]", safe_url(urls[number]) if linked else None))
        seen.add(number)
    kind = f" *({point.kind})*" if point.kind in ("forecast", "opinion") else ""
    label = f"**{escape(point.label, style.name)}** · " if point.label else ""
    return f"**{at}.** {label}{escape(point.text, style.point)}{kind} {' '.join(marks)}"


def _evidence_block(brief: Brief, at: int, style: _Style, seen: set[int]) -> str:
    """A point, then each claim that carries it, then each place where that claim is found."""
    point = brief.points[at - 1]
    lines = [line for line in brief.evidence if line.point == at]
    text = [_point_line(brief, at, dataclasses.replace(style, links="none"), set())]
    for claim in dict.fromkeys(line.claim for line in lines):
        found = [line for line in lines if line.claim == claim]
        text.append(_claim_line(found[0], point, style))
        text += [_found_line(line, _source(brief, line.source), style, seen) for line in found]
    unseen = set(point.citations) - {line.source for line in lines}
    text += [_found_line(None, _source(brief, number), style, seen) for number in sorted(unseen)]
    return "\n".join(text)


def _claim_line(line: EvidenceLine, point: Point, style: _Style) -> str:
    same = line.claim_text == point.text
    claim = "as above" if same else escape(line.claim_text, style.point)
    return f"{plaintext.rests_on(line, claim)} · {plaintext.carried_by(line)}"


def _found_line(
    line: EvidenceLine | None, source: CitedSource, style: _Style, seen: set[int]
) -> str:
    is_known = style.links == "first" and source.number in seen
    seen.add(source.number)
    parts = [_known_source(source, style) if is_known else _source_line(source, style, linked=True)]
    if line is not None:
        parts += [escape(line.locator, style.name)] if line.locator.strip() else []
        parts.append(escape(plaintext.said_first(line), style.name))
    parts += [] if is_known else [GRADE_WORDS[source.grade]]
    if line is not None and line.quote:
        parts.append(f"{plaintext.QUOTED} “{escape(line.quote, style.point)}”")
    if line is not None and line.finding:
        parts.append(escape(line.finding, style.name))
    return "- " + " · ".join(parts)


def _known_source(source: CitedSource, style: _Style) -> str:
    """A source whose date, title and grade stand further up."""
    return f"[{source.number}] {escape(source.publisher, style.name)}"


def _source_line(source: CitedSource, style: _Style, *, linked: bool = False) -> str:
    """`[1] Publisher · 2025-07-28 · title`."""
    url = safe_url(source.url) if linked and style.links != "none" else None
    number = link(f"[{source.number}]", url)
    date = str(source.published) if source.published.is_known else source.published.in_words()
    publisher, title = escape(source.publisher, style.name), escape(source.title, style.title)
    return f"{number} {publisher} · {date} · {title}"


def _fields(brief: Brief, style: _Style, cut: int) -> list[Message]:
    sources = [] if brief.kind == "evidence" else brief.sources
    lines = [_source_line(source, style) for source in sources]
    notes = (
        [f"{cut} more point{'' if cut == 1 else 's'} did not fit in one message."] if cut else []
    )
    notes += _notes(brief, style) if brief.points else []
    return _named("Sources", lines) + _named("Notes", notes)


def _notes(brief: Brief, style: _Style) -> list[str]:
    """Each line of a note by itself: help is written in lines."""
    lines = [line for note in brief.notes for line in note.text.splitlines()]
    escaped = (escape(line, style.note) for line in lines)
    return [line for line in escaped if line][:_MAX_NOTES]


def _named(name: str, lines: list[str]) -> list[Message]:
    values = _joined(lines, "\n", limits.MAX_FIELD_VALUE)
    return [
        {"name": name if at == 1 else f"{name} ({at})", "value": value}
        for at, value in enumerate(values, 1)
    ]


def _footer(brief: Brief) -> str:
    as_of = f" · as of {brief.as_of.in_words()}" if brief.as_of.is_known else ""
    return plain(f"{brief.pack.id} {brief.pack.version}", 200) + as_of


def _source(brief: Brief, number: int) -> CitedSource:
    return next(source for source in brief.sources if source.number == number)


def _joined(parts: list[str], glue: str, max_size: int) -> list[str]:
    """The parts in as few texts as hold them, in order, none divided."""
    texts: list[str] = []
    for part in parts:
        longer = f"{texts[-1]}{glue}{part}" if texts else part
        if texts and limits.fits(longer, max_size):
            texts[-1] = longer
        else:
            texts.append(part)
    return texts


def _all_fit(embeds: list[Message]) -> bool:
    return (
        len(embeds) <= limits.MAX_EMBEDS
        and all(_fits(embed) for embed in embeds)
        and sum(map(_total, embeds)) <= limits.MAX_EMBED_TOTAL
    )


def _fits(embed: Message) -> bool:
    fields = embed.get("fields", [])
    return (
        limits.fits(embed.get("description", ""), limits.MAX_DESCRIPTION)
        and len(fields) <= limits.MAX_FIELDS
        and all(limits.fits(field["value"], limits.MAX_FIELD_VALUE) for field in fields)
    )


def _total(embed: Message) -> int:
    fields = embed.get("fields", [])
    texts = [embed.get("title", ""), embed.get("description", "")]
    texts += [embed.get("footer", {}).get("text", "")]
    texts += [field[part] for field in fields for part in ("name", "value")]
    return sum(map(limits.size, texts))
