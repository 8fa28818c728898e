"""A brief for a terminal: wrapped, with weight and colour where it can show them."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from content import plaintext
from content.brief import Brief, CitedSource, Point
from content.cleaning import printable


def show(brief: Brief, console: Console) -> None:
    """Print a brief: in plain lines where nobody watches, so that pipes get stable text."""
    if console.is_terminal:
        console.print(to_renderable(brief))
    else:
        console.file.write(plaintext.render(brief) + "\n\n")


def to_renderable(brief: Brief) -> RenderableType:
    """The brief as rich shows it. Texts are never read as markup, so `[red]` stays `[red]`."""
    title = Text(printable(brief.title), style="bold")
    if brief.kind == "evidence":
        body: list[RenderableType] = [_evidence(brief)]
    else:
        body = [_point(at, point) for at, point in enumerate(brief.points, start=1)]
        body += [_source(source) for source in brief.sources]
    style = "italic dim" if brief.points else ""
    notes = [Text(printable(note.text), style=style) for note in brief.notes]
    tries = plaintext.what_to_try(brief)
    asks = [Text(printable(f"Try: {' · '.join(tries)}"), style="cyan")] if tries else []
    return Group(title, *body, *notes, *asks, Text())


def _point(at: int, point: Point) -> RenderableType:
    line = Text(f"{at}. {printable(plaintext.labelled(point))} ")
    line.append(plaintext.marks(point.citations), style="cyan")
    return Padding(line, (0, 0, 0, 2))


def _source(source: CitedSource) -> RenderableType:
    line = Text(printable(plaintext.source_line(source)), style="dim")
    if source.url:
        line.append(f"\n    {printable(source.url)}", style=f"link {source.url}")
    return Padding(line, (0, 0, 0, 2))


def _evidence(brief: Brief) -> RenderableType:
    """The plain lines, each wrapped within its own indentation."""
    _, _, after_title = plaintext.render(brief).partition("\n\n")
    lines = after_title.partition("\n\n")[0].splitlines()
    return Group(*(Padding(Text(line.lstrip()), (0, 0, 0, _indent(line))) for line in lines))


def _indent(line: str) -> int:
    return 2 + len(line) - len(line.lstrip())
