"""What the operator's copies of pages add to the evidence that is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import pytest

from adapters.store.memory import MemoryStore
from content.answering import Desk
from content.archive import Page, PageCopy
from content.asked import Asked
from content.brief import Brief
from content.briefings import Briefings
from content.errors import StoreError
from content.fingerprints import fingerprint
from content.ports import Place
from tests.content.breaking import Draft
from tests.content.test_briefings import FixedClock
from tests.samples import NOON

CHANNEL = Place("slack", "T1/C1")
SENTENCE = "At dusk on 14 March the trust lit Skerry Point once more."
ARTICLE = f"The lamp\n\n{SENTENCE} Nobody had expected it.\n\nIt will stay."
LONG_AGO = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)


class Copies:
    """An archive with what is put into it."""

    def __init__(self, *pages: Page, broken: bool = False) -> None:
        self.held = {page.source: page for page in pages}
        self.broken = broken

    async def pages(self, pack: str, sources: Collection[str]) -> Mapping[str, Page]:
        if self.broken:
            raise StoreError("reading pages")
        return {source: self.held[source] for source in sources if source in self.held}


def page(*texts: str, failed_since: dt.datetime | None = None) -> Page:
    """The gazette's page with these copies, the newest first."""
    copies = (PageCopy(text, None, LONG_AGO - dt.timedelta(at)) for at, text in enumerate(texts))
    return Page("lighthouses", "gazette", tuple(copies), failed_since=failed_since)


@pytest.fixture
def marked(draft: Draft) -> Desk:
    """A pack whose first claim names the sentence it rests on."""
    named = f"{{source: gazette, locator: ¶2, fingerprint: '{fingerprint(SENTENCE)}'}}"
    draft.change("claims.yaml", "{source: gazette, locator: ¶2}", named)
    return Desk(draft.load())


async def shown(desk: Desk, archive: Copies | None) -> Brief:
    core = Briefings([desk], MemoryStore(), FixedClock(), archive)
    await core.reply(Asked("when was skerry point relit?", CHANNEL, "U1"))
    return (await core.reply(Asked("source?", CHANNEL, "U1"))).brief


async def test_a_verified_sentence_is_quoted(marked: Desk) -> None:
    line = (await shown(marked, Copies(page(ARTICLE)))).evidence[0]

    assert (line.quote, line.finding) == (SENTENCE, None)


async def test_a_sentence_found_elsewhere_says_where(marked: Desk) -> None:
    line = (await shown(marked, Copies(page(f"A new line.\n\n{ARTICLE}")))).evidence[0]

    assert (line.quote, line.finding) == (SENTENCE, "found in another place of the page: ¶3")


async def test_a_page_that_changed_is_said_to_have_changed(marked: Desk) -> None:
    line = (await shown(marked, Copies(page("All new.", ARTICLE)))).evidence[0]

    assert line.quote is None
    assert line.finding == (
        "the page has changed: the sentence this rests on was last seen on 19 March 2026"
    )


async def test_a_dead_link_is_said_to_be_dead_since_when(marked: Desk) -> None:
    line = (await shown(marked, Copies(page(ARTICLE, failed_since=NOON)))).evidence[0]

    assert (line.quote, line.finding) == (SENTENCE, "the link has been dead since 21 November 2026")


@pytest.mark.parametrize("archive", [None, Copies(), Copies(broken=True)])
async def test_without_copies_everything_works_as_before(
    marked: Desk, archive: Copies | None
) -> None:
    brief = await shown(marked, archive)

    assert {(line.quote, line.finding) for line in brief.evidence} == {(None, None)}
    assert [line.locator for line in brief.evidence] == ["¶2", "¶4"]


async def test_what_is_asked_for_by_name_is_checked_too(marked: Desk) -> None:
    core = Briefings([marked], MemoryStore(), FixedClock(), Copies(page(ARTICLE)))

    reply = await core.reply(Asked("sources for skerry point", CHANNEL, "U1"))

    assert SENTENCE in {line.quote for line in reply.brief.evidence}
