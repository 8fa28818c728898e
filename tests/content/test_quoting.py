"""Answers in the words of archived pages, after everything that editors have written."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.discord.render import to_message as to_discord
from adapters.slack.render import to_message as to_slack
from adapters.store.memory import MemoryStore
from content import quoting
from content.answering import Desk
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.pack import Pack
from content.plaintext import render
from content.ports import Place, Prompt
from content.quoting import Quoter
from content.reply_json import to_json
from tests.content.test_briefings import FixedClock
from tests.index.conftest import GAZETTE, Shelf, desk, pack, passages, shelf

__all__ = ["desk", "pack", "shelf"]  # fixtures

REPLY = "0" * 32
CHANNEL = Place("slack", "T1/C1")
BELL = "Nobody has found the old brass bell that used to hang below the gallery."


class Table:
    """A conversation about the lighthouses, with copies of pages at hand."""

    def __init__(self, folder: Path, desk: Desk, shelf: Shelf) -> None:
        self.shelf, self.desk, self.asked = shelf, desk, 0
        self.passages = passages(folder, shelf)
        self.core = self.briefings()

    def briefings(self, rewriter: Parrot | None = None) -> Briefings:
        quoter = Quoter(self.passages, self.shelf)
        return Briefings([self.desk], MemoryStore(), FixedClock(), self.shelf, rewriter, quoter)

    async def ask(self, text: str) -> Brief:
        return (await self.core.reply(Asked(text, CHANNEL, "U1"))).brief


class Parrot:
    """A language model that must not be asked."""

    async def reword(self, prompt: Prompt) -> str:
        raise AssertionError("a quotation is not to be reworded")


@pytest.fixture
def table(tmp_path: Path, desk: Desk, shelf: Shelf) -> Table:
    return Table(tmp_path, desk, shelf)


async def test_what_no_claim_answers_is_quoted_from_a_page(table: Table) -> None:
    brief = await table.ask("where is the old brass bell?")

    assert (brief.kind, brief.outcome) == ("answer", "answered")
    assert [point.text for point in brief.points] == [f"“{BELL}”"]
    assert [(point.kind, point.label) for point in brief.points] == [("quotation", "Coast Gazette")]
    assert [note.text for note in brief.notes] == [
        quoting.QUOTED,
        "Newest page here: 14 March 2026.",
    ]


async def test_a_quotation_carries_publisher_date_link_and_paragraph(table: Table) -> None:
    brief = await table.ask("where is the old brass bell?")

    (source,), (line,) = brief.sources, brief.evidence
    assert (source.publisher, source.published.text) == ("Coast Gazette", "2026-03-14")
    assert source.url == "https://gazette.example/skerry"
    assert (line.locator, line.quote, line.source) == ("¶3", BELL, 1)
    assert to_json("1", brief)["points"][0]["kind"] == "quotation"


async def test_source_replays_the_sentence_and_sees_that_the_page_has_changed(
    table: Table,
) -> None:
    await table.ask("where is the old brass bell?")
    before = await table.ask("source?")

    table.shelf.put("gazette", "All of it was rewritten.", FixedClock().now())
    after = await table.ask("source?")

    assert [(line.quote, line.finding) for line in before.evidence] == [(BELL, None)]
    assert after.evidence[0].finding is not None
    assert after.evidence[0].finding.startswith("the page has changed")


async def test_every_platform_says_that_it_is_a_quotation(table: Table) -> None:
    brief = await table.ask("where is the old brass bell")
    evidence = await table.ask("source?")

    shown = [
        (render(brief), render(evidence)),
        (str(to_slack(brief, REPLY)), str(to_slack(evidence, REPLY))),
        (str(to_discord(brief, REPLY)), str(to_discord(evidence, REPLY))),
    ]

    for briefing, proof in shown:
        assert quoting.QUOTED in briefing
        assert f"“{BELL}”" in briefing
        assert "A quotation, no claim of the pack" in proof


async def test_what_editors_have_written_goes_first(table: Table) -> None:
    table.shelf.put("digest", "Skerry Point was relit on 15 May 2025, after nine dark years.")

    brief = await table.ask("when was skerry point relit?")

    assert {point.kind for point in brief.points} == {"event"}


async def test_a_sentence_that_is_only_near_is_shown_as_no_more(table: Table) -> None:
    brief = await table.ask("why was the brass bell taken from the gallery by pirates in 1804?")

    assert brief.outcome in ("closest", "not_covered")
    if brief.points:
        assert brief.title.startswith("Closest on archived pages to")
        assert brief.notes[0].text == quoting.CLOSEST_QUOTED


@pytest.mark.parametrize(
    "question",
    [
        "who painted the moon?",
        "what is the price of brass in london?",
        "how many buckets of lime are used today?",
        "did they paint gull rock?",
    ],
)
async def test_what_no_page_answers_is_not_answered(table: Table, question: str) -> None:
    assert (await table.ask(question)).outcome != "answered"


async def test_a_sentence_the_store_no_longer_has_is_not_shown(
    table: Table, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.ask("brass bell")
    monkeypatch.setattr("adapters.index.passages.LOOK_EVERY_S", 1_000.0)

    table.shelf.put("gazette", GAZETTE.replace("brass", "iron"), FixedClock().now())

    assert (await table.ask("where is the old brass bell?")).kind == "abstention"


async def test_an_archive_that_fails_leaves_the_packs_own_answer(table: Table) -> None:
    await table.ask("brass bell")
    table.shelf.fails = True

    assert (await table.ask("where is the old brass bell?")).kind == "abstention"


async def test_a_language_model_has_no_say_in_a_quotation(table: Table) -> None:
    core = table.briefings(Parrot())

    reply = await core.reply(Asked("where is the old brass bell?", CHANNEL, "U1"))

    assert reply.brief.points[0].kind == "quotation"


async def test_markup_of_a_page_is_shown_as_text(table: Table) -> None:
    table.shelf.put("digest", "The \x1b[31mferry\u202e to the lamps <!channel> leaves at seven.")

    brief = await table.ask("when does the ferry to the lamps leave?")

    assert "\x1b" not in brief.points[0].text
    assert "\u202e" not in brief.points[0].text


def test_an_id_of_a_quotation_is_no_id_of_a_claim(pack: Pack) -> None:
    assert not any(":" in claim for claim in pack.claims)
