"""`news`, `review …` and `add …`, as people ask for them on any platform."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.store.memory import MemoryStore
from content.archive import Page, PageCopy
from content.asked import Asked
from content.briefings import Briefings
from content.errors import BriefingError
from content.news.articles import Article
from content.news.newsroom import EDITORS_ONLY, NEWS_DAYS, SHOWN_DRAFTS
from content.ports import Place
from tests.content.packs import desk
from tests.news.coast import FIRST, SECOND, TEXT, TITLE, article, draft, other
from tests.news.office import Office, lit, notes
from tests.news.office import office as opened
from tests.news.world import AN_HOUR, NOON
from tests.store.conftest import database, execute, server_url

__all__ = ["database", "server_url"]

ID = draft().id
TEXT_OF = "In its words, the Skerry Point lamp has a reach of 21 nautical miles."
LONG = (
    "It was said by the harbour trust on a windy Friday in November that the lamp of Skerry Point "
    "now carries twenty one nautical miles in every direction of the sound"
)
"""31 words."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(f"sqlite:///{tmp_path}/news.db", tmp_path) as one:
        yield one


@pytest.fixture
async def anywhere(database: str, tmp_path: Path) -> AsyncIterator[Office]:
    """The office on each database."""
    async with opened(database, tmp_path) as one:
        yield one


async def test_news_tells_what_was_reported_and_source_replays_it(office: Office) -> None:
    await office.receive(lit(), other())

    told = await office.says("news")

    sources = await office.says("source?")
    assert told.points[0].text == f"“{TITLE}” (headline)"
    assert told.title.startswith("Reported on Lighthouses of the Sound, 14 November 2026")
    assert sources.title == f"Sources: {told.title}"
    assert sources.evidence[0].quote == TITLE


@pytest.mark.parametrize("text", ["news lamps", "news on lamps", "新闻 灯", "News 灯光"])
async def test_news_of_a_topic_tells_of_that_alone(office: Office, text: str) -> None:
    keepers = article("Keepers return", "They are back.", topics=(("keepers", 0.9),))
    await office.receive(lit(), keepers)

    told = await office.says(text)

    assert [point.text for point in told.points] == [f"“{TITLE}” (headline)"]
    assert told.title.startswith("Reported on Lamps")


async def test_news_goes_back_a_week(office: Office) -> None:
    old = article(published=(NOON - NEWS_DAYS).date() - dt.timedelta(days=1))
    edge = article("Skerry Point dark for a night", published=(NOON - NEWS_DAYS).date())
    await office.receive(old, edge)

    told = await office.says("news")

    assert [source.id for source in told.sources] == [edge.id]


async def test_news_where_a_topic_has_none_says_so(office: Office) -> None:
    await office.receive(lit())

    told = await office.says("news keepers")

    assert told.kind == "abstention"
    assert "Nothing on this has come from the feeds" in notes(told)


async def test_where_nothing_was_reported_news_is_what_is_latest_on_file(office: Office) -> None:
    told = await office.says("news")

    assert told.points
    assert "Latest" in told.title


async def test_news_of_what_is_no_topic_is_a_question_like_others(office: Office) -> None:
    await office.receive(lit())

    told = await office.says("who brings the news of the herring?")

    assert "Reported on" not in told.title


@pytest.mark.parametrize(
    "text",
    [
        "review",
        f"review show {ID}",
        f"review edit {ID} New.",
        f"review approve {ID}",
        f"review reject {ID}",
        "add https://gazette.example/lit",
    ],
)
async def test_who_is_no_editor_is_refused_and_nothing_happens(office: Office, text: str) -> None:
    offered = await office.offer()

    told = await office.says(text, "T1/U9")

    assert (told.kind, notes(told)) == ("error", EDITORS_ONLY)
    assert await office.decided() == offered


@pytest.mark.parametrize(
    ("who", "platform"), [("T2/U1", "slack"), ("T1/U1", "discord"), ("7", "slack"), ("", "slack")]
)
async def test_an_editor_of_another_workspace_or_platform_is_none_here(
    office: Office, who: str, platform: str
) -> None:
    assert notes(await office.says("review", who, platform)) == EDITORS_ONLY


@pytest.mark.parametrize(
    ("who", "platform"),
    [("T1/U1", "slack"), ("T9/U2", "slack"), ("7", "discord"), ("G1/7", "discord")],
)
async def test_an_editor_is_known_in_the_workspace_that_was_named_or_in_any(
    office: Office, who: str, platform: str
) -> None:
    await office.offer()

    told = await office.says("review", who, platform)

    assert told.title == "Waiting for an editor"


async def test_review_lists_what_waits_the_best_first_and_says_how_much_more(
    office: Office,
) -> None:
    for at in range(SHOWN_DRAFTS + 2):
        await office.store.news.drafts.save(draft(id=f"{at}" * 32, score=at / 10))

    told = await office.says("review")

    assert [note.text[:8] for note in told.notes[:2]] == ["66666666", "55555555"]
    assert told.notes[-1].text == "2 more wait."
    assert told.suggestions[0].text == f"review show {'6' * 32}"


async def test_review_says_when_nothing_waits(office: Office) -> None:
    await office.store.news.drafts.save(draft().rejected(None, "slack:T1/U1", NOON))

    assert (await office.says("review")).title == "Nothing to review"


async def test_a_draft_is_shown_with_its_sentence_and_can_be_replayed(office: Office) -> None:
    await office.offer()

    told = await office.says(f"review show {ID[:8]}")

    assert told.title == f"Draft {ID[:8]}: {TITLE}"
    assert told.evidence[0].quote == FIRST
    assert "It waits for an editor" in notes(told)
    assert (await office.says("source?")).sources == told.sources


@pytest.mark.parametrize(
    ("ids", "count"), [(("a" * 32, "a" * 31 + "b"), 2), (("b" * 32,), 0)], ids=["many", "none"]
)
async def test_an_id_that_is_not_clear_is_said_to_be_so(
    office: Office, ids: tuple[str, ...], count: int
) -> None:
    for one in ids:
        await office.store.news.drafts.save(draft(id=one))

    told = await office.says("review approve aaaa")

    assert told.kind == "error"
    assert f"{count} drafts begin with “aaaa”" in notes(told)


async def test_an_editor_changes_the_text_and_is_remembered(office: Office) -> None:
    await office.offer()

    told = await office.says(f"review edit {ID} {TEXT_OF}")

    changed = await office.decided()
    assert told.points[0].text == TEXT_OF
    assert (changed.text, changed.sentence, changed.state) == (TEXT_OF, FIRST, "waiting")
    assert changed.edited_by == ("slack:T1/U1",)


@pytest.mark.parametrize("text", ["", "a" * 281])
async def test_a_text_that_can_be_no_claim_changes_nothing(office: Office, text: str) -> None:
    offered = await office.offer()

    told = await office.says(f"review edit {ID} {text}")

    assert told.title == "Not done"
    assert await office.decided() == offered


@pytest.mark.parametrize(
    ("said", "reason"), [(" no news", "no news"), (": no news", "no news"), ("", None)]
)
async def test_a_draft_is_rejected_with_or_without_a_reason(
    office: Office, said: str, reason: str | None
) -> None:
    await office.offer()

    told = await office.says(f"review reject {ID}{said}")

    rejected = await office.decided()
    assert told.title == "Rejected"
    assert (rejected.state, rejected.reason) == ("rejected", reason)
    assert (rejected.decided_by, rejected.decided_at) == ("slack:T1/U1", NOON)


async def test_an_approved_claim_is_served_at_once_and_cited(anywhere: Office) -> None:
    offered = await anywhere.offer()

    told = await anywhere.says(f"review approve {ID}")

    asked = await anywhere.says(told.suggestions[0].text)
    sources = await anywhere.says("source?")
    assert (told.title, told.notes[0].text) == ("Approved", offered.text)
    assert offered.text in {point.text for point in asked.points}
    assert offered.article.id in {source.id for source in asked.sources}
    assert FIRST in {line.quote for line in sources.evidence}


async def test_who_approved_what_and_when_is_kept(office: Office) -> None:
    await office.offer()
    await office.says(f"review edit {ID} {TEXT_OF}", "T9/U2")
    office.clock.time += AN_HOUR

    await office.says(f"review approve {ID}", "7", "discord")

    kept = await office.decided()
    assert (kept.state, kept.text, kept.edited_by) == ("approved", TEXT_OF, ("slack:T9/U2",))
    assert (kept.decided_by, kept.decided_at) == ("discord:7", NOON + AN_HOUR)
    assert (kept.claim or "").endswith(ID[:6])


@pytest.mark.parametrize("verb", ["approve", "edit", "reject"])
async def test_what_was_decided_stays_and_says_who_decided(office: Office, verb: str) -> None:
    rejected = draft().rejected("no news", "slack:T1/U2", NOON)
    await office.offer(rejected)

    told = await office.says(f"review {verb} {ID} once more")

    assert "It was rejected by slack:T1/U2 on 2026-11-21: no news." in notes(told)
    assert told.suggestions == ()
    assert await office.decided() == rejected


async def test_of_two_editors_who_decide_at_the_same_moment_one_wins(anywhere: Office) -> None:
    await anywhere.offer()

    replies = await asyncio.gather(
        anywhere.says(f"review approve {ID}", "T1/U1", channel="T1/C1"),
        anywhere.says(f"review reject {ID} no news", "T1/U2", channel="T1/C2"),
    )

    kept = await anywhere.decided()
    title = "Approved" if kept.state == "approved" else "Rejected"
    assert [reply.title for reply in replies].count(title) == 1
    assert {reply.title for reply in replies} <= {title, "Not done", f"Draft {ID[:8]}: {TITLE}"}
    assert kept.decided_by == ("slack:T1/U1" if title == "Approved" else "slack:T1/U2")


async def test_a_copied_sentence_of_more_than_twenty_five_words_is_not_approved(
    office: Office,
) -> None:
    copied = draft(text=f"{LONG}.", sentence=f"{LONG}.")
    await office.offer(copied)
    await office.receive(copied.article, text=f"{TITLE}\n{LONG}, {SECOND}")

    told = await office.says(f"review approve {ID}")

    assert told.title == "Not done"
    assert "It repeats more than 25 words of the article: say it in your own." in notes(told)
    assert (await office.decided()).state == "waiting"


@pytest.mark.parametrize("text", [TEXT, ""], ids=["changed", "deleted"])
async def test_a_copy_is_one_though_the_article_has_changed_or_gone(
    office: Office, text: str
) -> None:
    copied = await office.offer(draft(text=f"{LONG}.", sentence=f"{LONG}."))
    if not text:
        await office.store.news.articles.prune(NOON.date() + dt.timedelta(days=1))

    told = await office.says(f"review approve {ID}")

    assert "It repeats more than 25 words" in notes(told)
    assert await office.decided() == copied


async def test_a_copy_of_what_the_article_once_said_is_one(office: Office) -> None:
    offered = await office.offer(draft(text=f"{LONG}."))
    copies = (PageCopy(TEXT, None, NOON), PageCopy(f"{TITLE}\n{LONG}.", None, NOON - AN_HOUR))
    await office.store.archive.save(Page(offered.pack, offered.article.id, copies))

    told = await office.says(f"review approve {ID}")

    assert "It repeats more than 25 words" in notes(told)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"topics": ("mermaids",)}, "There is no topic mermaids any more."),
        ({"kind": "opinion", "text": "The lamp is too bright for the sound."}, "[unattributed]"),
    ],
    ids=["form", "check"],
)
async def test_what_check_would_object_to_is_not_approved_and_says_why(
    office: Office, changes: dict[str, object], reason: str
) -> None:
    offered = await office.offer(draft(**changes))  # type: ignore[arg-type]

    told = await office.says(f"review approve {ID}")

    assert reason in notes(told)
    assert f"“review edit {ID[:8]} …” changes its text." in notes(told)
    assert await office.decided() == offered


async def test_nothing_is_approved_while_the_packs_files_are_broken(office: Office) -> None:
    await office.offer()
    (office.folder / "claims.yaml").write_text("claims: [", encoding="utf-8")

    told = await office.says(f"review approve {ID}")

    assert "The pack lighthouses cannot be read now." in notes(told)
    assert (await office.decided()).state == "waiting"


async def test_without_a_newsroom_review_is_said_to_be_elsewhere() -> None:
    core = Briefings([desk("lighthouses")], MemoryStore(), Fixed())

    reply = await core.reply(Asked("review", Place("terminal", "local"), "U1"))

    assert reply.brief.title == "Nothing to review here"


async def test_a_database_in_trouble_is_said(office: Office, tmp_path: Path) -> None:
    await office.offer()
    await execute(f"sqlite:///{tmp_path}/news.db", "DROP TABLE drafts")

    told = await office.says(f"review approve {ID}")

    assert told.kind == "error"
    assert "Not done" not in told.title


class Fixed:
    """A clock that stands at noon."""

    def now(self) -> dt.datetime:
        return NOON


class Adding:
    """Takes in whatever it is told, or says why not."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.trouble = ""

    async def __call__(self, address: str, pack: str) -> Article:
        self.asked.append((address, pack))
        if self.trouble:
            raise BriefingError(self.trouble)
        return lit()


@pytest.mark.parametrize(
    "written",
    [
        "https://gazette.example/lit",
        "<https://gazette.example/lit>",
        "<https://gazette.example/lit|gazette.example/lit>",
    ],
)
async def test_an_editor_adds_an_article_by_its_address(tmp_path: Path, written: str) -> None:
    adding = Adding()
    async with opened(f"sqlite:///{tmp_path}/news.db", tmp_path, adding) as office:
        told = await office.says(f"add {written}")

    assert adding.asked == [("https://gazette.example/lit", "lighthouses")]
    assert told.title == "Taken in"
    assert notes(told) == f"{TITLE} (Coast Gazette). Topics: Lamps, Skerry Point."


async def test_what_cannot_be_added_says_why(tmp_path: Path) -> None:
    adding = Adding()
    adding.trouble = "it concerns no topic of this pack"
    async with opened(f"sqlite:///{tmp_path}/news.db", tmp_path, adding) as office:
        told = await office.says("add https://gazette.example/cup")

    assert (told.kind, notes(told)) == (
        "error",
        "It was not taken in: it concerns no topic of this pack.",
    )


async def test_where_pages_are_not_read_nothing_can_be_added(office: Office) -> None:
    told = await office.says("add https://gazette.example/lit")

    assert notes(told) == "Articles cannot be taken in here."
