"""Which stories are worth a claim, and the draft an editor begins with.

A story is scored by who tells it (independent outlets, the best grade), by how much of it the pack
does not say yet, and by whether its figures change a claim. The draft is the sentence that says
most of it, with the claims that it may outdate beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.answering import Desk
from content.dates import PartialDate
from content.model import GRADES, MAX_SENTENCE_CHARS, Claim, ClaimKind, Grade
from content.news.articles import Article
from content.news.drafts import Draft, Flag, draft_id
from content.news.figures import Figure, contradicts, figures_in
from content.news.stories import Story
from content.passages import MOST_SENTENCE_CHARS, Placed, Splitter
from content.search import terms

ENOUGH = 0.35
"""From which score on a story is put before the editors. A lone news report of what is new reaches
it; a repeated one of what the pack says does not."""
OUTLETS, GRADED, NOVEL, CHANGING = 0.3, 0.2, 0.3, 0.2
"""What each part counts; together 1. Chosen, not measured."""
MANY_OUTLETS = 4
_GRADES: Mapping[Grade, float] = {
    "primary": 1.0,
    "wire": 0.9,
    "news": 0.6,
    "analysis": 0.4,
    "blog": 0.2,
}
SAME_MATTER = 0.4
"""Share of a sentence's terms that a claim has which is about the same."""
SAME_CLAIM = 0.7
"""Share of a claim's terms that a sentence has which is about the same; news says more than a claim
does, such as who told it when. Two things that differ in their names alone share less: of "The
Anvil lamp carries 18 miles" and "The Kettle lamp carries 21 miles" three terms in five. Chosen, not
measured."""
MAX_FLAGS = 3
SHORTEST = 40
"""Shorter sentences, in characters, are headings and captions."""
LOOKED_AT = 12
"""Sentences of an article that are looked at: what is new stands in the first of them."""


@dataclass(frozen=True, slots=True)
class _Choice:
    sentence: Placed
    score: float


def drafts(
    desk: Desk,
    found: Sequence[Story],
    texts: Mapping[str, str],
    split: Splitter,
    now: dt.datetime,
) -> Iterator[Draft]:
    """A draft for each story that is worth one and whose lead's text is among `texts`, by id."""
    for story in found:
        text = texts.get(story.lead.id)
        draft = draft_of(desk, story, text, split, now) if text else None
        if draft is not None and draft.score >= ENOUGH:
            yield draft


def draft_of(
    desk: Desk, story: Story, text: str, split: Splitter, now: dt.datetime
) -> Draft | None:
    """The draft of a story, from the text of its lead; none where that has no sentence."""
    lead = story.lead
    chosen = _best_sentence(lead, [one for one in split(text) if _is_sentence(one, lead)])
    if chosen is None:
        return None
    sentence = " ".join(chosen.text.split())
    nearest = list(_nearest(desk, f"{lead.title} {sentence}"))
    flags = tuple(_flags(lead, sentence, nearest))
    score, because = _score(story, 1 - max((alike for _, alike in nearest), default=0.0), flags)
    known = [name for name in story.topics if name in desk.pack.topics]
    return Draft(
        id=draft_id(lead.pack, story.id),
        pack=lead.pack,
        article=lead,
        sentence=sentence,
        paragraph=chosen.paragraph,
        text=sentence,
        kind=_kind(lead, sentence),
        topics=tuple(known[:2]),
        made_at=now,
        score=round(score, 2),
        because=tuple(because),
        outlets=story.independent,
        entities=tuple(desk.concern.entities_in(sentence)),
        flags=flags,
    )


def _is_sentence(one: Placed, article: Article) -> bool:
    return SHORTEST <= len(one.text) <= MOST_SENTENCE_CHARS and one.text != article.title


def _best_sentence(article: Article, sentences: Sequence[Placed]) -> Placed | None:
    """The sentence that has most of the headline, early and not too long to become a claim."""
    wanted = set(terms(article.title, drop_stop_words=True))
    rated = []
    for at, one in enumerate(sentences[:LOOKED_AT]):
        there = set(terms(one.text, drop_stop_words=True))
        covered = len(wanted & there) / len(wanted) if wanted else 0.0
        figures = min(sum(1 for _ in figures_in(article, one.text)), 2)
        fits = len(one.text) <= MAX_SENTENCE_CHARS
        rated.append(_Choice(one, covered + 0.15 * figures + 0.2 * fits - 0.03 * at))
    best = max(rated, key=lambda choice: choice.score, default=None)
    return best.sentence if best else None


def _nearest(desk: Desk, text: str) -> Iterator[tuple[Claim, float]]:
    """The claims about the same, and how much of the text each has: 0 to 1."""
    for name, alike in desk.claims_like(text):
        yield desk.pack.claims[name], alike


def _flags(
    article: Article, sentence: str, nearest: Sequence[tuple[Claim, float]]
) -> Iterator[Flag]:
    """The claims that give another number for the same thing."""
    ours = [*figures_in(article, sentence), *figures_in(article, article.title)]
    told = {*terms(article.title), *terms(sentence)}
    about = [
        claim
        for claim, alike in nearest
        if alike >= SAME_MATTER or _share(claim, told) >= SAME_CLAIM
    ]
    for claim in about[:MAX_FLAGS]:
        theirs = list(figures_in(article, claim.text))
        pair = next(
            ((one, other) for one in ours for other in theirs if contradicts(one, other)), None
        )
        if pair is not None:
            yield Flag(claim.id, _difference(*pair, claim, article))


def _share(claim: Claim, told: set[str]) -> float:
    """Which share of a claim's terms was told: 0 to 1."""
    own = set(terms(claim.text, drop_stop_words=True))
    return len(own & told) / len(own) if own else 0.0


def _difference(ours: Figure, theirs: Figure, claim: Claim, article: Article) -> str:
    date = PartialDate(article.published.isoformat()).in_words()
    return (
        f"says {theirs.written} as of {claim.as_of.in_words()}; "
        f"{article.publisher}, {date}, says {ours.written}"
    )


def _score(story: Story, novelty: float, flags: Sequence[Flag]) -> tuple[float, list[str]]:
    outlets = min(story.independent - 1, MANY_OUTLETS - 1) / (MANY_OUTLETS - 1)
    best = min((article.grade for article in story.articles), key=GRADES.index)
    score = OUTLETS * outlets + GRADED * _GRADES[best] + NOVEL * novelty + CHANGING * bool(flags)
    because = [
        f"{story.independent} independent outlet{'' if story.independent == 1 else 's'}",
        f"best grade {best}",
        f"{novelty:.0%} of it not in the pack",
    ]
    if flags:
        because.append(f"may change {len(flags)} claim{'' if len(flags) == 1 else 's'}")
    return score, because


def _kind(article: Article, sentence: str) -> ClaimKind:
    return "figure" if next(figures_in(article, sentence), None) else "event"
