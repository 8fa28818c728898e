"""Several questions in one text: "who founded it and when", "what is A? what is B?"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

MAX_PARTS = 3
"""Most parts that are answered one by one: each gets a point, and an answer has three."""
_WORDS = (
    r"who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|can|will"
)
_WORDS_ZH = "什么|什麼|谁|誰|多少|何时|何時|哪|吗|嗎|为何|怎么|如何"
_BOUNDARY = re.compile(
    r"[?？;；]+\s*(?:and |but |also )?(?=\S)"
    rf"|,?\s+(?:and|but)\s+(?:also\s+)?(?=(?:{_WORDS})\b)"
    r"|,\s+(?=(?:who|what|which|when|where|why|how)\b)"
    rf"|(?:[，,、]\s*(?:以及|而且|还有|还|又|并且)?|以及|还有|而且)(?=[^，,、]*(?:{_WORDS_ZH}))",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"^\W*(?:{_WORDS})\b|{_WORDS_ZH}", re.IGNORECASE)


def parts_of(text: str) -> tuple[str, ...]:
    """The questions of a text, in order; one alone where it cannot be divided for sure.

    Each part asks something, the first one in more than one word: else "and" joined no questions.
    """
    parts = [part.strip(" ,，、") for part in _BOUNDARY.split(text)]
    parts = [part for part in parts if part]
    is_sure = 1 < len(parts) <= MAX_PARTS and all(_ASKS.search(part) for part in parts)
    return tuple(parts) if is_sure and len(parts[0]) > 3 else (text,)


def for_each_name(text: str, is_name: Callable[[str], bool]) -> tuple[str, ...]:
    """ "what do A and B sell" as "what do A sell" and "what do B sell", if both are names."""
    words = text.split()
    for at, word in enumerate(words[1:-1], start=1):
        if word.casefold() in ("and", "or", "&"):
            for before, after in itertools.product((2, 1) if at > 1 else (1,), (2, 1)):
                one = " ".join(words[max(0, at - before) : at]).strip(",")
                other = " ".join(words[at + 1 : at + 1 + after]).strip("?,.")
                if is_name(one) and is_name(other):
                    head, tail = words[: at - before], words[at + 1 + after :]
                    return tuple(" ".join((*head, name, *tail)) for name in (one, other))
    return (text,)
