"""A brief in plain words: for the terminal, for notifications, for screen readers."""

from __future__ import annotations

from collections.abc import Iterator

from content.brief import Brief, CitedSource, EvidenceLine, Point
from content.cleaning import printable
from content.model import GRADE_WORDS

QUOTED = "in its words:"
"""What stands before a quotation, which is the source's sentence and not ours."""


def render(brief: Brief) -> str:
    """The whole brief as lines of text; nothing in it can move a cursor or turn the direction."""
    parts = [[brief.title], list(_body(brief)), [f"Note: {note.text}" for note in brief.notes]]
    if not brief.points:
        parts[2] = [note.text for note in brief.notes]
    if tries := what_to_try(brief):
        parts.append(["Try: " + " · ".join(tries)])
    return printable("\n\n".join("\n".join(part) for part in parts if part))


def _body(brief: Brief) -> Iterator[str]:
    if brief.kind == "evidence":
        yield from _evidence(brief)
        return
    for at, point in enumerate(brief.points, start=1):
        yield f"{at}. {labelled(point)} {marks(point.citations)}"
    if brief.sources:
        yield ""
    for source in brief.sources:
        yield source_line(source)
        if source.url:
            yield f"    {source.url}"


def _evidence(brief: Brief) -> Iterator[str]:
    by_number = {source.number: source for source in brief.sources}
    described: set[int] = set()
    for at, point in enumerate(brief.points, start=1):
        yield f"{at}. {labelled(point)} {marks(point.citations)}"
        claim = None
        for line in (line for line in brief.evidence if line.point == at):
            if line.claim != claim:
                yield f"   {rests_on(line, line.claim_text)} ({carried_by(line)})"
                claim = line.claim
            yield from _found(line, by_number[line.source], described)


def _found(line: EvidenceLine, source: CitedSource, described: set[int]) -> Iterator[str]:
    """Where a claim is found. What is known of a source beyond that is said once."""
    details = [line.locator, said_first(line), GRADE_WORDS[source.grade]]
    if source.number not in described:
        details += about_source(source)
        described.add(source.number)
    yield f"   {source_line(source)}"
    yield f"       {' · '.join(filter(None, details))}"
    if source.url:
        yield f"       {source.url}"
    if line.quote:
        yield f"       {QUOTED} “{line.quote}”"
    if line.finding:
        yield f"       {line.finding}"


def what_to_try(brief: Brief) -> list[str]:
    """What to type next: where it is from, then what the brief suggests."""
    sources = ["source?"] if brief.points and brief.kind != "evidence" else []
    return [*sources, *(item.text for item in brief.suggestions)]


def labelled(point: Point) -> str:
    """A point's sentence, behind its label if it has one: `28 July 2025 · The lamp was lit.`"""
    return f"{point.label} · {point.text}" if point.label else point.text


def marks(citations: tuple[int, ...]) -> str:
    """`[1][3]`"""
    return "".join(f"[{number}]" for number in citations)


def source_line(source: CitedSource) -> str:
    """`[1] Publisher · 2025-07-28 · Title`; an unknown date is said to be unknown."""
    date = source.published.text if source.published.is_known else "date not shown"
    return f"[{source.number}] {source.publisher} · {date} · {source.title}"


def said_first(line: EvidenceLine) -> str:
    """Who said it first, and whom it was taken over from, as far as the source tells."""
    said = [f"said first by {line.said_by}"] if line.said_by else []
    taken = [f"taken over from {', '.join(line.derives_from)}"] if line.derives_from else []
    return " · ".join(said + taken) or "said by the source itself"


def about_source(source: CitedSource) -> list[str]:
    """Its author, and what is known of its date where the day is not shown."""
    author = [f"by {source.author}"] if source.author else []
    return [*author, *([source.published_note] if source.published_note else [])]


def rests_on(line: EvidenceLine, claim: str) -> str:
    """What a point rests on: a claim, in the form that the caller shows it in, or a quotation."""
    return "A quotation, no claim of the pack" if line.is_quotation else f"Claim: {claim}"


def carried_by(line: EvidenceLine) -> str:
    """`as of July 2025 · 1 independent source`, and whether none is better than a blog."""
    date = f"as of {line.as_of.in_words()}" if line.as_of.is_known else "date not shown"
    count = line.independent_sources
    said = [date, f"{count} independent source{'' if count == 1 else 's'}"]
    said += ["by a blog or aggregator only"] if line.best_grade == "blog" else []
    return " · ".join(said)
