"""The terminal's renderer: nothing is read as markup, nothing is lost."""

from __future__ import annotations

import io

from hypothesis import given
from rich.console import Console

from adapters.terminal.render import show
from content.brief import Brief
from content.evidence import view
from tests import samples


def screen(brief: Brief) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=200)
    show(brief, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_briefing_shows_points_with_numbers_and_every_source() -> None:
    shown = screen(samples.brief_about_skerry())

    assert "1. Skerry Point was relit on 14 March 2026. [1]" in shown
    assert "[2] Harbour <& Sons> · date not shown" in shown


def test_evidence_shows_the_claim_and_who_said_it_first() -> None:
    shown = screen(view(samples.brief_about_skerry()))

    assert "Claim: Harbour & Sons expect keepers to return." in shown
    assert "said first by Harbour & Sons" in shown


def test_square_brackets_are_no_markup() -> None:
    brief = Brief(kind="help", title="[red]not red[/red]", pack=samples.PACK)

    assert "[red]not red[/red]" in screen(brief)


@given(samples.briefs())
def test_no_text_reaches_the_terminal_as_a_control_sequence(brief: Brief) -> None:
    shown = screen(brief)

    assert not set(shown) & {"\x00", "\x07", "\u202e", "\u200b"}
    assert "\x1b[31m" not in shown
