"""What an editor may make a claim of: a draft, the sentence it rests on, and what became of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal

from content.model import ClaimKind
from content.news.articles import Article

State = Literal["waiting", "approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Flag:
    """A claim of the pack that new reporting may have outdated or contradicted."""

    claim: str
    """Its id."""
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in the making. A changed one is another value."""

    id: str
    """32 hexadecimal digits, the same for the same story."""
    pack: str
    article: Article
    """The article that the sentence is from; kept whole, for articles are forgotten in time."""
    sentence: str
    """As the article has it."""
    paragraph: int
    """The non-blank line of the article in which it begins, counted from 1."""
    text: str
    """The claim as it would stand; at first the sentence itself."""
    kind: ClaimKind
    topics: tuple[str, ...]
    made_at: dt.datetime
    """UTC, aware."""
    score: float = 0.0
    """How much the story is worth a claim, 0 to 1; see `content.news.reviewing`."""
    because: tuple[str, ...] = ()
    """What the score is made of, in words."""
    outlets: int = 1
    """How many outlets tell it in their own words."""
    entities: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    state: State = "waiting"
    decided_by: str | None = None
    """Who decided: `platform:person`, as `Asked.asker` names people."""
    decided_at: dt.datetime | None = None
    reason: str | None = None
    """Why it was rejected, if that was said."""
    claim: str | None = None
    """The id of the claim it has become."""
    edited_by: tuple[str, ...] = ()
    """Who has changed the text."""

    @property
    def is_reworded(self) -> bool:
        return self.text != self.sentence

    @property
    def mark(self) -> str:
        """Eight hexadecimal digits that tell this text from others, for a button to approve it."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]

    def edited(self, text: str, editor: str) -> Draft:
        editors = tuple(dict.fromkeys((*self.edited_by, editor)))
        return dataclasses.replace(self, text=text, edited_by=editors)

    def approved(self, claim: str, editor: str, now: dt.datetime) -> Draft:
        return dataclasses.replace(
            self, state="approved", claim=claim, decided_by=editor, decided_at=now
        )

    def rejected(self, reason: str | None, editor: str, now: dt.datetime) -> Draft:
        return dataclasses.replace(
            self, state="rejected", reason=reason, decided_by=editor, decided_at=now
        )


def draft_id(pack: str, story: str) -> str:
    return hashlib.sha256(f"{pack}\0{story}".encode()).hexdigest()[:32]
