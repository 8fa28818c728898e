"""The domain: what a pack holds.

These classes are both the shape of a pack's YAML files and the objects the rest of the
core works with. They check one entry at a time; what must hold between entries (references,
duplicates, aliases) is checked in `content.references`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, model_validator

from content.cleaning import printable
from content.dates import UNKNOWN, PartialDate

MAX_SENTENCE_CHARS = 280
"""Longest claim, summary or answer sentence: the length of one short post, readable in any chat."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=64)]


def _visible(text: str) -> str:
    if text != printable(text):
        raise ValueError("remove the control, formatting or direction-changing characters")
    return text


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_visible)]
SentenceText = Annotated[
    str, Field(min_length=8, max_length=MAX_SENTENCE_CHARS), AfterValidator(_visible)
]

Grade = Literal["primary", "wire", "news", "analysis", "blog"]
ClaimKind = Literal["event", "fact", "figure", "forecast", "opinion"]

GRADE_WORDS: dict[Grade, str] = {
    "primary": "primary source",
    "wire": "news agency",
    "news": "news report",
    "analysis": "analysis",
    "blog": "blog or aggregator",
}


class Entry(BaseModel):
    """Anything an author writes in a pack: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PackInfo(Entry):
    """`pack.yaml`: what the pack is called and how it is addressed."""

    id: Slug
    title: Line
    version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,3}$")]
    """Calendar version, `year.month.release`."""
    command: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    """The slash command without its slash; 32 characters is Discord's limit for a command name."""
    command_zh: Annotated[str, Field(pattern=r"^[-_\p{Ll}\p{Lo}\p{N}]{1,32}$")] | None = None
    """The command's name for people whose Discord speaks Chinese."""
    description: Annotated[str, Field(min_length=1, max_length=100)]
    """One line for command lists; 100 characters is Discord's limit for a description."""
    description_zh: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    """Languages people may ask in, as BCP 47 tags; the first is the language of the answers."""
    stale_after_days: Annotated[int, Field(ge=1, le=3650)]
    """A claim whose `as_of` is more days ago than this is shown with a note."""
    subject_words: tuple[Line, ...] = ()
    """Words that every topic here shares ("china", "ai"), so they tell no topic from another."""
    examples: Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]
    """Things to type, shown in the help."""


class Source(Entry):
    """Something published that evidence points at."""

    id: Slug
    publisher: Line
    title: Line
    url: HttpUrl | None = None
    author: Line | None = None
    published: PartialDate = UNKNOWN
    published_note: Line | None = None
    """What is known of the date where the page does not show the day."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
    grade: Grade
    derives_from: tuple[Slug, ...] = ()
    """Sources that this one condenses or reprints; it lends a claim no independent support."""

    @model_validator(mode="after")
    def _says_something_of_its_date(self) -> Source:
        if not self.published.is_known and self.published_note is None:
            raise ValueError(
                "give `published`, or `published_note` saying what is known of the date"
            )
        return self


class Evidence(Entry):
    """Where a claim is found, and whom the source itself credits."""

    source: Slug
    locator: Annotated[str, Field(min_length=1, max_length=60)]
    """Where in the source, e.g. `¶8` for its eighth non-blank line."""
    said_by: Line | None = None
    """Who said it first, according to the source; none where the source speaks for itself."""
    derives_from: tuple[Slug, ...] = ()
    """Sources that this one statement is taken from, where the rest of the page is its own."""


class Claim(Entry):
    """One statement that can be repeated, in our own words, with its evidence."""

    id: Slug
    text: SentenceText
    kind: ClaimKind
    as_of: PartialDate
    """When the statement held or was made, no more exactly than the source shows."""
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    entities: tuple[Line, ...] = ()
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    disputes: tuple[Slug, ...] = ()
    """Claims that say otherwise. Either side may name the other; both are shown together."""


class Sentence(Entry):
    """A sentence of a summary or an answer, and the claims that carry it."""

    text: SentenceText
    claims: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Topic(Entry):
    """Something people ask for by name."""

    id: Slug
    title: Line
    aliases: tuple[Line, ...] = ()
    """Other spellings, abbreviations and names in other languages."""
    summary: Annotated[tuple[Sentence, ...], Field(min_length=3, max_length=6)]
    related: tuple[Slug, ...] = ()


class QASnippet(Entry):
    """A question people ask, in several wordings, with a short answer."""

    id: Slug
    questions: Annotated[tuple[Line, ...], Field(min_length=2)]
    answer: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=3)]
    topic: Slug | None = None
    """The topic to offer for reading on."""


class SourcesFile(Entry):
    """`sources.yaml`, or any file in `sources/`."""

    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class ClaimsFile(Entry):
    """`claims.yaml`, or any file in `claims/`."""

    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]


class TopicsFile(Entry):
    """`topics.yaml`, or any file in `topics/`."""

    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


class QAFile(Entry):
    """`qa.yaml`, or any file in `qa/`."""

    qa: Annotated[tuple[QASnippet, ...], Field(min_length=1)]
