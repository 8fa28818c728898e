"""How far a command has come, on standard error: a bar on a terminal, else lines."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from content.cleaning import printable

Step = Callable[[str], None]
"""Called with the name of what is taken up next."""


@contextlib.contextmanager
def shown(doing: str, total: int, *, in_lines: bool = True) -> Iterator[Step]:
    """Show the steps of something that has this many of them.

    Without `in_lines` nothing is shown where there is no terminal: for steps that take no time.
    """
    if sys.stderr.isatty():
        with _bar(doing, total) as step:
            yield step
    elif in_lines:
        yield _lines(doing, total)
    else:
        yield lambda _: None


def _lines(doing: str, total: int) -> Step:
    numbers = iter(range(1, total + 1))

    def step(name: str) -> None:
        sys.stderr.write(f"{doing} {next(numbers, total)}/{total}: {printable(name)}\n")

    return step


@contextlib.contextmanager
def _bar(doing: str, total: int) -> Iterator[Step]:
    # Only here: rich costs 60 ms, and scripts have no terminal.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    name = TextColumn("{task.fields[name]}", markup=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), name)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=total, name="")
        done = iter(range(total + 1))
        yield lambda what: progress.update(task, completed=next(done, total), name=printable(what))
