"""What people can type about reporting; part of `content.grammar`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args


@dataclass(frozen=True, slots=True)
class AskNews:
    """What was reported lately, of a topic or of everything."""

    about: str | None
    text: str
    """All that was typed, for where nothing is reported here."""


ReviewVerb = Literal["list", "show", "edit", "approve", "reject", "add"]


@dataclass(frozen=True, slots=True)
class AskReview:
    """What editors do: look at drafts, change and decide on them, take in an article."""

    verb: ReviewVerb
    draft: str = ""
    """The beginning of a draft's id."""
    words: str = ""
    """The new text, the reason, or the address."""

    @property
    def opens_form(self) -> bool:
        """Whether a new text is wanted and none is given, so that a form may ask for it."""
        return self.verb == "edit" and not self.words


_VERBS: tuple[ReviewVerb, ...] = get_args(ReviewVerb)
_NEWS = re.compile(
    r"(?:the )?news(?: (?:on|about|of|from|in))?(?: (?P<about>.+))?"
    r"|新闻 ?(?P<about_zh>.+)?|(?P<before_zh>.+?)的?新闻"
)
_REVIEW = re.compile(
    r"(?:review|审核)(?: (?:list|queue))?"
    r"|(?:review|审核) (?P<verb>show|edit|approve|reject) (?P<draft>[0-9a-f]{4,32})"
    r"(?:[ :]+(?P<words>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_EDIT = re.compile(r"(?:review|审核) edit ", re.IGNORECASE)
_ADD = re.compile(r"add <?(?P<address>https?://[^\s<>|]+)(?:\|[^>]*)?>?", re.IGNORECASE)


def review_wish(cleaned: str) -> AskReview | None:
    """What an editor wants, if that is what a text says."""
    if added := _ADD.fullmatch(cleaned):
        return AskReview("add", words=added["address"])
    found = _REVIEW.fullmatch(cleaned)
    if found is None:
        return None
    said = (found["verb"] or "list").casefold()
    verb: ReviewVerb = next((one for one in _VERBS if one == said), "list")
    return AskReview(verb, (found["draft"] or "").casefold(), (found["words"] or "").strip())


def news_wish(folded: str, cleaned: str) -> AskNews | None:
    """What news is wanted, if that is what a text says; `folded` is the same text, folded."""
    found = _NEWS.fullmatch(folded)
    if found is None:
        return None
    return AskNews(next(filter(None, found.groupdict().values()), None), cleaned)


def is_new_text(cleaned: str) -> bool:
    """Whether a text gives a draft new words, of which the last may be `private`."""
    return _EDIT.match(cleaned) is not None
