"""What kind of answer a question about any text wants, and whether a sentence holds one.

Read more widely than in `content.questions`, which decides on curated claims and must not err: here
a type is one signal among many.
"""

from __future__ import annotations

import re
from typing import Literal

AnswerType = Literal["number", "time", "place", "reason", "person"]

_ASKING: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|long|old|big|large|far|tall|often|fast|high|deep|wide)\b|多少|几",
            re.IGNORECASE,
        ),
    ),
    (
        "time",
        re.compile(
            r"\b(?:what|which) (?:year|month|day|date|decade|century|time)\b|\bwhen\b"
            r"|何时|什么时候|哪年",
            re.IGNORECASE,
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which) (?:city|country|state|county|region|place|continent"
            r"|town)\b|哪里|哪儿",
            re.IGNORECASE,
        ),
    ),
    (
        "reason",
        re.compile(
            r"\bwhy\b|\bwhat (?:caused|causes|is the (?:reason|purpose))\b|为什么|为何",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"\b(?:what|which) (?:number|amount|percentage|proportion|population|age|size|length"
            r"|height|price|cost|rate|distance|temperature|score|share)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "person",
        re.compile(
            r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|king|queen|president|team"
            r"|company|group|player|actor|singer|author|artist|people|organization)\b|谁",
            re.IGNORECASE,
        ),
    ),
)
_HOLDING: dict[AnswerType, re.Pattern[str]] = {
    "number": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
        r"|thousand|million|billion|half|third|quarter|once|twice|several|both)s?\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\b\d{3,4}s?\b|\b(?:January|February|March|April|May|June|July|August|September|October"
        r"|November|December|century|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|年|月"
    ),
    "place": re.compile(r"\b(?:in|at|near|from|of|to|on) (?:the )?[A-Z]"),
    "reason": re.compile(
        r"\b(?:because|since|due|caus\w+|reasons?|so that|thanks|result\w*|in order|led|therefore"
        r"|as|to (?:avoid|make|keep|prevent|protect))\b|因为|由于",
        re.IGNORECASE,
    ),
    "person": re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]+"),
}


def answer_type(question: str) -> AnswerType | None:
    """What kind of answer a question wants, if it is one of those that words tell."""
    return next((kind for kind, asking in _ASKING if asking.search(question)), None)


def holds_type(kind: AnswerType, sentence: str) -> bool:
    """Whether a sentence holds something that could be such an answer."""
    return bool(_HOLDING[kind].search(sentence))
