"""Briefs and records to test with: a handful of named ones, and any brief at all (hypothesis)."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from content.brief import (
    Brief,
    CitedSource,
    EvidenceLine,
    Note,
    PackRef,
    Point,
    Suggestion,
)
from content.dates import PartialDate
from content.ports import Gap, Place, Record

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
PACK = PackRef("lighthouses", "2026.11.1")
HOSTILE = [
    "<!channel> <!here> <@U123> <#C1|x>",
    "@everyone @here <@123> <@&9> <#7>",
    "<https://evil.example|bank> [bank](https://evil.example)",
    "*bold* _it_ ~s~ `code` ```fence``` ||spoiler|| > quote # head -# small",
    "\u202eabc\u202c \x00\x07\x1b[31m red \u200b \ufeff",
    "{{7*7}} ${x} %s '; DROP TABLE replies; --",
    "a" * 10_000,
    "灯塔" * 3_000,
    "👨‍👩‍👧‍👦" * 500,
]


def source(number: int, **changes: object) -> CitedSource:
    """A source with everything filled in; `changes` replaces fields."""
    fields: dict[str, object] = {
        "number": number,
        "id": f"coast-gazette-{number}",
        "publisher": "Coast Gazette",
        "title": "The lamp at Skerry Point is lit again",
        "grade": "news",
        "url": f"https://gazette.example/skerry/{number}",
        "author": "A. Keeper",
        "published": PartialDate("2026-03-14"),
    }
    return CitedSource(**{**fields, **changes})  # type: ignore[arg-type]


def brief_about_skerry() -> Brief:
    """A topic's briefing: two points, two sources, one of them without link or date."""
    undated = source(
        2,
        publisher="Harbour <& Sons>",
        title="Notes *of* a `keeper`",
        url=None,
        author=None,
        published=PartialDate("unknown"),
        published_note="no date shown",
    )
    return Brief(
        kind="brief",
        title="Skerry Point",
        topic="skerry-point",
        pack=PACK,
        points=(
            Point("Skerry Point was relit on 14 March 2026.", (1,), ("relit",), "event"),
            Point(
                "Harbour & Sons expect 3 < 4 keepers to return by 2027.",
                (1, 2),
                ("keepers",),
                "forecast",
            ),
        ),
        sources=(source(1), undated),
        evidence=(
            EvidenceLine(
                1,
                "relit",
                "Skerry Point was relit on 14 March 2026.",
                1,
                "¶2",
                None,
                1,
                PartialDate("2026-03-14"),
            ),
            EvidenceLine(
                2,
                "keepers",
                "Harbour & Sons expect keepers to return.",
                1,
                "¶5",
                "Harbour & Sons",
                1,
                PartialDate("2026-03"),
            ),
            EvidenceLine(
                2,
                "keepers",
                "Harbour & Sons expect keepers to return.",
                2,
                "¶1",
                None,
                1,
                PartialDate("2026-03"),
            ),
        ),
        notes=(
            Note("forecast", "Point 2 is a forecast."),
            Note("dated", "Newest claim here: 14 March 2026."),
        ),
        suggestions=(Suggestion("lamps", "Lamps"), Suggestion("keepers", "Keepers")),
        as_of=PartialDate("2026-03-14"),
    )


def abstention() -> Brief:
    """What is said when nothing in the pack answers."""
    return Brief(
        kind="abstention",
        title="Not covered",
        pack=PACK,
        notes=(Note("coverage", "Nothing here answers that. I looked for: herring, price."),),
        suggestions=(Suggestion("lamps", "Lamps"),),
    )


def record(brief: Brief | None = None, *, at: dt.datetime = NOON, **changes: object) -> Record:
    """A kept reply in the Slack channel T1/C1."""
    fields: dict[str, object] = {
        "id": "0" * 31 + "1",
        "created_at": at,
        "place": Place("slack", "T1/C1"),
        "brief": brief or brief_about_skerry(),
    }
    return Record(**{**fields, **changes})  # type: ignore[arg-type]


def gap(key: str = "1", **changes: object) -> Gap:
    """A question about the price of herring that got no answer at noon."""
    fields: dict[str, object] = {
        "key": key,
        "day": NOON.date(),
        "pack": "lighthouses",
        "kind": "no_answer",
        "topic": "keepers",
        "text": "what does herring cost?",
    }
    return Gap(**{**fields, **changes})  # type: ignore[arg-type]


def texts(max_size: int = 600) -> st.SearchStrategy[str]:
    """Any text: plain, hostile, empty, endless."""
    return st.one_of(st.text(max_size=max_size), st.sampled_from(HOSTILE))


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Any brief that the types allow, however hostile its texts."""
    count = draw(st.integers(1, 12))
    urls = st.none() | st.sampled_from(
        [
            "https://a.example/",
            "https://a.example/x|y>z<w",
            "https://a.example/(b)?c=[d]&e=`f` g",
            "https://a.example/" + "p" * 3000,
        ]
    )
    sources = tuple(
        source(n, publisher=draw(texts(200)) or "-", title=draw(texts(200)) or "-", url=draw(urls))
        for n in range(1, count + 1)
    )
    loose = set(range(1, count + 1))
    points = []
    for _ in range(draw(st.integers(1, 10))):
        cited = draw(st.sets(st.integers(1, count), min_size=1, max_size=4))
        loose -= cited
        points.append(_point(draw, cited))
    if loose:
        points.append(_point(draw, loose))
    evidence = tuple(
        EvidenceLine(
            at, claim, draw(texts(280)), number, draw(texts(60)), draw(st.none() | texts(60)), 1
        )
        for at, point in enumerate(points, 1)
        for claim in point.claims
        for number in point.citations
    )
    return Brief(
        kind=draw(st.sampled_from(["brief", "answer", "evidence"])),
        title=draw(texts(200)),
        pack=PACK,
        points=tuple(points),
        sources=sources,
        evidence=evidence,
        notes=tuple(Note("dated", draw(texts(300))) for _ in range(draw(st.integers(0, 6)))),
        suggestions=tuple(
            Suggestion(draw(texts(80)), draw(texts(80))) for _ in range(draw(st.integers(0, 8)))
        ),
    )


def _point(draw: st.DrawFn, cited: set[int]) -> Point:
    first, *rest = sorted(cited)
    kind = draw(st.sampled_from(["fact", "event", "figure", "forecast", "opinion"]))
    return Point(draw(texts(280)), (first, *rest), ("claim-a",), kind)  # type: ignore[arg-type]
