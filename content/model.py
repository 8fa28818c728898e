"""The domain: what a pack holds.

These classes are both the shape of a pack's YAML files and the objects the rest of the
core works with. They check one entry at a time; what must hold between entries (references,
duplicates, aliases) is checked in `content.references`.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, model_validator

from content.cleaning import printable
from content.dates import UNKNOWN, PartialDate

MAX_SENTENCE_CHARS = 280
"""Longest claim, summary or answer sentence: the length of one short post, readable in any chat."""

FINGERPRINT = r"^v1:[1-9][0-9]{0,3}:[0-9a-f]{64}$"
"""Version of the normalisation, length of the normalised sentence in characters, its SHA-256."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=64)]


def _visible(text: str) -> str:
    if text != printable(text):
        raise ValueError("remove the control, formatting or direction-changing characters")
    return text


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_visible)]
SentenceText = Annotated[
    str, Field(min_length=8, max_length=MAX_SENTENCE_CHARS), AfterValidator(_visible)
]

MAX_ASKED_AS = 24
"""Most further wordings of one entry: more would only repeat each other."""

AskedAs = Annotated[tuple[Line, ...], Field(max_length=MAX_ASKED_AS)]
"""What people type who want to know this, in other words than it is written in."""

Grade = Literal["primary", "wire", "news", "analysis", "blog"]
ClaimKind = Literal["event", "fact", "figure", "forecast", "opinion"]

ForecastStatus = Literal["open", "due", "borne out", "not borne out", "mixed"]
"""What became of a forecast: not due yet; due, but nothing found that decides it; decided."""
DECIDED: frozenset[ForecastStatus] = frozenset({"borne out", "not borne out", "mixed"})

GRADES: tuple[Grade, ...] = get_args(Grade)
"""From the best to the weakest."""
GRADE_WORDS: dict[Grade, str] = {
    "primary": "primary source",
    "wire": "news agency",
    "news": "news report",
    "analysis": "analysis",
    "blog": "blog or aggregator",
}


class Entry(BaseModel):
    """Anything an author writes in a pack: unknown keys are refused, values never change."""

    # Built when they are used: most commands need only some of them.
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True
    )


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
    reviewed: PartialDate = UNKNOWN
    """The day on which editors last looked through the whole pack."""


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
    fingerprint: Annotated[str, Field(pattern=FINGERPRINT)] | None = None
    """Which sentence of the source says so, without repeating it; see `content.fingerprints`."""


class Forecast(Entry):
    """What a forecast claim needs beyond its text: whose it is, when it is due, what came of it."""

    by: Line
    """Who made it. When it was made is the claim's `as_of`."""
    due: PartialDate = UNKNOWN
    """When it can be judged, as given or implied; the whole of that day, month or year counts."""
    status: ForecastStatus = "open"
    because: tuple[Slug, ...] = ()
    """Claims that show the status. A decided forecast needs one."""
    status_note: Line | None = None
    """What was looked for and when, where no claim decides it."""

    @model_validator(mode="after")
    def _shows_its_status(self) -> Forecast:
        if self.status in DECIDED and not self.because:
            raise ValueError(f"a forecast that is {self.status} needs the claims that show it")
        if self.status == "due" and not (self.because or self.status_note):
            raise ValueError("a forecast that is due needs `because` or `status_note`")
        return self


class Withdrawal(Entry):
    """A claim is no longer made, and nothing stands in its place."""

    date: PartialDate
    reason: Line


class Correction(Entry):
    """Another claim stands in the place of this one."""

    claim: Slug
    date: PartialDate
    reason: Line


class Claim(Entry):
    """One statement that can be repeated, in our own words, with its evidence."""

    id: Slug
    text: SentenceText
    kind: ClaimKind
    as_of: PartialDate
    """When the statement held or was made, no more exactly than the source shows."""
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    entities: tuple[Line, ...] = ()
    asked_as: AskedAs = ()
    """Questions that this claim alone answers. Claims that answer together may share one."""
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    disputes: tuple[Slug, ...] = ()
    """Claims that say otherwise. Either side may name the other; both are shown together."""
    forecast: Forecast | None = None
    """Required for forecasts, and only for them."""
    reviewed: PartialDate = UNKNOWN
    """When an editor last found that the claim may still be shown, though it is old."""
    withdrawn: Withdrawal | None = None
    corrected_by: Correction | None = None

    @property
    def is_current(self) -> bool:
        """Whether it may be said: it was neither withdrawn nor corrected."""
        return self.withdrawn is None and self.corrected_by is None

    @model_validator(mode="after")
    def _is_whole(self) -> Claim:
        if (self.kind == "forecast") != (self.forecast is not None):
            raise ValueError("a claim has a `forecast` if, and only if, its kind is forecast")
        if self.withdrawn and self.corrected_by:
            raise ValueError("a claim is either withdrawn or corrected, not both")
        return self


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
    asked_as: AskedAs = ()
    """Further wordings, which completion does not offer."""
    answer: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=3)]
    topic: Slug | None = None
    """The topic to offer for reading on."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every way of asking that is on file."""
        return (*self.questions, *self.asked_as)


class LintException(Entry):
    """Words of this file that a rule of `check` would object to, and why they may stand."""

    words: Line
    """The number or name as the rule reports it."""
    reason: Line


class SourcesFile(Entry):
    """`sources.yaml`, or any file in `sources/`."""

    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class ClaimsFile(Entry):
    """`claims.yaml`, or any file in `claims/`."""

    exceptions: tuple[LintException, ...] = ()
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]


class TopicsFile(Entry):
    """`topics.yaml`, or any file in `topics/`."""

    exceptions: tuple[LintException, ...] = ()
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


class QAFile(Entry):
    """`qa.yaml`, or any file in `qa/`."""

    exceptions: tuple[LintException, ...] = ()
    qa: Annotated[tuple[QASnippet, ...], Field(min_length=1)]
