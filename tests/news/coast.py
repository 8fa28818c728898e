"""Articles from an invented coast, and the stories they tell: for the tests here."""

from __future__ import annotations

import dataclasses
import datetime as dt

from content.news import addresses
from content.news.articles import Article, article_id
from content.news.copies import signature, telling
from content.news.drafts import Draft, draft_id
from content.news.stories import Story, stories
from tests.news.world import NOON

TODAY = NOON.date()
TITLE = "Skerry Point lamp now carries 21 nautical miles, trust says"
FIRST = (
    "The lamp of the lighthouse at Skerry Point now carries 21 nautical miles, the harbour trust "
    "said on Friday."
)
SECOND = "Boats of the sound had asked for a stronger light since the spring."
TEXT = f"{TITLE}\n{FIRST}\n{SECOND}"
"""An article as the archive has it: a line for each paragraph, the headline first."""
OTHER_TITLE = "Trust gives Skerry Point lighthouse a stronger lamp"
OTHER = (
    "Sailors of the sound will see Skerry Point from farther off: its lamp carries 24 nautical "
    "miles since Friday, the harbour trust told Harbour Digest."
)


def article(
    title: str = TITLE,
    opening: str = f"{FIRST} {SECOND}",
    host: str = "gazette.example",
    **changes: object,
) -> Article:
    """An article of today; `changes` replaces fields."""
    address = f"https://{host}/{'-'.join(title.casefold().split()[:4])}"
    text = f"{title}\n{opening}"
    made = Article(
        id=article_id(address, "lighthouses"),
        pack="lighthouses",
        address=address,
        title=title,
        publisher={"gazette.example": "Coast Gazette", "digest.example": "Harbour Digest"}.get(
            host, addresses.site(address)
        ),
        published=TODAY,
        is_dated=True,
        found_at=NOON,
        grade="news",
        language="en",
        topics=(("lamps", 0.8), ("skerry-point", 0.7)),
        opening=opening,
        signature=signature(text),
        telling=telling(text),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def other(**changes: object) -> Article:
    """The same event in another outlet's words, with another number."""
    return article(OTHER_TITLE, OTHER, "digest.example", **changes)


def story(*articles: Article) -> Story:
    """The one story that these tell."""
    (found,) = stories(articles or (article(),))
    return found


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def draft(of: Article | None = None, **changes: object) -> Draft:
    """A draft as an editor may approve it; `changes` replaces fields."""
    lead = of or article()
    made = Draft(
        id=draft_id(lead.pack, lead.id),
        pack=lead.pack,
        article=lead,
        sentence=FIRST,
        paragraph=2,
        text="Since November 2026 the Skerry Point lamp carries 21 nautical miles.",
        kind="figure",
        topics=("lamps",),
        made_at=NOON,
        score=0.7,
        because=("1 independent outlet",),
        entities=("Skerry Point",),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]
