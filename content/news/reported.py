"""Stories as they are shown: quotations with publisher, date and link, never as claims of ours."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Sequence

from content.archive import quotation
from content.brief import QUOTATION, Brief, CitedSource, EvidenceLine, Note, Point, Suggestion
from content.composing import pack_ref
from content.dates import PartialDate
from content.fingerprints import MAX_SENTENCE_CHARS, fingerprint, normalised
from content.news.articles import Article
from content.news.figures import Difference, differences
from content.news.stories import Story, newest_first
from content.pack import Pack

MAX_STORIES = 5
"""Most stories of a summary: beside eight lines of claims as many as fit the smaller platform."""
MAX_NEWS = 8
"""Most stories of a reply to `news`."""
HEADLINE = "headline"
REPORTED = (
    "Reported: headlines and sentences as their publishers wrote them. No editor has checked them."
)
NO_NEWS = "Nothing on this has come from the feeds"


def reported(
    pack: Pack,
    found: Sequence[Story],
    title: str,
    *,
    topics: Collection[str] = (),
    limit: int = MAX_STORIES,
) -> Brief | None:
    """The stories of these topics (by id), or of all, told by most first; none if there is none."""
    wanted = [story for story in newest_first(found) if _concerns(story, topics)]
    if not wanted:
        return None
    shown = wanted[:limit]
    articles = _cited(shown)
    numbers = {article.id: at for at, article in enumerate(articles, start=1)}
    points: list[Point] = []
    lines: list[EvidenceLine] = []
    for story in shown:
        points.append(_point(pack, story, numbers, topics))
        lines.extend(_headlines(story, numbers, len(points)))
        for difference in differences(story):
            points.append(_differing(difference, numbers))
            lines.extend(_sentences(difference, numbers, len(points)))
    more = len(wanted) - len(shown)
    notes = [Note("quoted", REPORTED)]
    if more:
        notes.append(Note("coverage", f"{more} more reported; “news” lists them."))
    return Brief(
        kind="brief",
        title=title,
        pack=pack_ref(pack),
        points=tuple(points),
        sources=tuple(_source(article, numbers) for article in articles),
        evidence=tuple(lines),
        notes=tuple(notes),
        suggestions=tuple(
            Suggestion(f"news {topic}", f"News: {pack.topics[topic].title}")
            for topic in _topics(pack, shown)
        ),
        as_of=max(article.date for article in articles),
    )


def with_reported(
    brief: Brief, pack: Pack, found: Sequence[Story], topics: Collection[str] = ()
) -> Brief:
    """A summary with what was reported behind its own lines."""
    told = reported(pack, found, brief.title, topics=topics)
    if told is None:
        return brief
    if not brief.points:
        return dataclasses.replace(told, notes=(*brief.notes, *told.notes))
    both = brief.followed_by(told)
    return dataclasses.replace(both, notes=(*brief.notes, *told.notes))


def news(
    pack: Pack, found: Sequence[Story], topic: str | None, first: dt.date, last: dt.date
) -> Brief:
    """What was reported between two days, both included; an abstention where nothing was."""
    named = pack.topics[topic].title if topic else pack.info.title
    title = f"Reported on {named}, {in_words(first)} to {in_words(last)}"
    brief = reported(pack, found, title, topics=(topic,) if topic else (), limit=MAX_NEWS)
    if brief is not None:
        return brief
    text = f"{NO_NEWS} between {in_words(first)} and {in_words(last)}."
    return Brief(
        kind="abstention",
        title=title,
        pack=pack_ref(pack),
        notes=(Note("coverage", text),),
        suggestions=(Suggestion(topic or "topics", named if topic else "Topics"),),
    )


def in_words(day: dt.date) -> str:
    return PartialDate(day.isoformat()).in_words()


def name_of(article: Article, place: str) -> str:
    """What stands in place of the id of a claim; no claim's id has a colon in it."""
    return f"{QUOTATION}:{article.id}:{place}"


def _concerns(story: Story, topics: Collection[str]) -> bool:
    return not topics or bool(set(topics) & set(story.topics))


def _topics(pack: Pack, shown: Sequence[Story]) -> list[str]:
    named = dict.fromkeys(story.topics[0] for story in shown if story.topics)
    return [topic for topic in named if topic in pack.topics][:2]


def _second(story: Story) -> Article | None:
    """Another outlet that tells it in its own words."""
    own = next(voice for voice in story.voices if story.lead.id in voice)
    others = (one for one in story.folded if one.id not in own and one.site != story.lead.site)
    return next(others, None)


def _cited(shown: Sequence[Story]) -> list[Article]:
    """The articles that are cited, in order."""
    found: dict[str, Article] = {}
    for story in shown:
        cited = [story.lead, _second(story)]
        for difference in differences(story):
            cited += [difference.one.article, difference.other.article]
        found.update({article.id: article for article in cited if article is not None})
    return list(found.values())


def _source(article: Article, numbers: dict[str, int]) -> CitedSource:
    return article.cited(numbers[article.id])


def _point(pack: Pack, story: Story, numbers: dict[str, int], topics: Collection[str]) -> Point:
    lead, second = story.lead, _second(story)
    first, *rest = sorted(numbers[one.id] for one in (lead, second) if one is not None)
    own = [name for name in story.topics if name in pack.topics and (not topics or name in topics)]
    outlets = story.independent - 1
    more = f"+{outlets} outlet{'' if outlets == 1 else 's'}" if outlets else None
    told = (
        pack.topics[own[0]].title if own else None,
        f"reported by {lead.publisher}",
        in_words(lead.published) if lead.is_dated else "date not shown",
        more,
    )
    text = f"“{quotation(lead.title)}” ({HEADLINE})"
    named = (name_of(lead, HEADLINE),)
    return Point(text, (first, *rest), named, QUOTATION, " · ".join(filter(None, told)))


def _headlines(story: Story, numbers: dict[str, int], point: int) -> list[EvidenceLine]:
    cited = [story.lead, _second(story)]
    return [
        _line(article, HEADLINE, article.title, numbers, point, story.independent)
        for article in cited
        if article is not None
    ]


def _differing(difference: Difference, numbers: dict[str, int]) -> Point:
    one, other = difference.one, difference.other
    text = (
        f"Different figures: {one.article.publisher}: {one.written}; "
        f"{other.article.publisher}: {other.written}."
    )
    first, *rest = sorted({numbers[one.article.id], numbers[other.article.id]})
    name, *names = (name_of(figure.article, "figure") for figure in (one, other))
    return Point(text, (first, *rest), (name, *names), QUOTATION, "outlets may disagree")


def _sentences(difference: Difference, numbers: dict[str, int], point: int) -> list[EvidenceLine]:
    return [
        _line(figure.article, "figure", figure.sentence, numbers, point, 1)
        for figure in (difference.one, difference.other)
    ]


def _line(
    article: Article,
    place: str,
    sentence: str,
    numbers: dict[str, int],
    point: int,
    independent: int,
) -> EvidenceLine:
    can_be_marked = 0 < len(normalised(sentence)) <= MAX_SENTENCE_CHARS
    return EvidenceLine(
        point=point,
        claim=name_of(article, place),
        claim_text=quotation(sentence),
        source=numbers[article.id],
        locator=f"{place}, as read on {in_words(article.found_at.date())}",
        said_by=None,
        independent_sources=independent,
        as_of=article.date,
        quote=quotation(sentence),
        fingerprint=fingerprint(sentence) if can_be_marked else None,
        best_grade=article.grade,
    )
