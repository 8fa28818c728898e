"""The conversation in a terminal, or with whatever feeds its standard input."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console

from adapters.terminal.render import show
from adapters.terminal.requests import ASKER, to_asked
from content.briefings import Briefings

GREETING = "Ask about {title}. “topics” lists what there is; Ctrl-D or “exit” leaves."
LEAVING = frozenset({"exit", "quit", "bye", "/exit", "/quit", ":q"})
MAX_SUGGESTIONS = 12


async def chat(core: Briefings, title: str, history: Path, console: Console) -> None:
    """Talk until the person leaves or the input ends. Needs no terminal: a pipe will do."""
    interactive = sys.stdin.isatty() and console.is_terminal
    if interactive:
        console.print(GREETING.format(title=title), style="dim", markup=False)
    lines = _typed(core, history) if interactive else _piped(sys.stdin)
    async for line in lines:
        if line.strip().lower() in LEAVING:
            return
        reply = await core.reply(to_asked(line))
        show(reply.brief, console)


async def _typed(core: Briefings, history: Path) -> AsyncIterator[str]:
    session: PromptSession[str] = PromptSession(
        "› ", history=_history(history), completer=_Topics(core)
    )
    while True:
        try:
            yield await session.prompt_async()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


async def _piped(lines: TextIO) -> AsyncIterator[str]:
    for line in lines:
        yield line.rstrip("\n")


def _history(path: Path) -> History:
    """What was typed before; only of this session where the file cannot be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


class _Topics(Completer):
    """Completes a line to what can be asked."""

    def __init__(self, core: Briefings) -> None:
        self._core = core

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        if not typed.strip():
            return
        for text in self._core.suggest(typed, asker=ASKER, limit=MAX_SUGGESTIONS):
            yield Completion(text, start_position=-len(typed))
