"""From a draft to a claim of the pack: what must hold before, and how it joins the others."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from content.cleaning import fold, is_cjk, shorten
from content.fingerprints import fingerprint
from content.lint.numbers import Quantity, numbers_in
from content.model import Claim, Source
from content.news.articles import Article
from content.news.drafts import Draft
from content.pack import Pack

LONGEST_COPY = 25
"""Words of an article that may be repeated one after the other; of Chinese 1.6 times as many
characters."""
CHARS_OF_A_WORD = 1.6
"""Chinese characters that say what one English word does, as translators reckon."""
SLUG_CHARS = 48
MAX_TITLE_CHARS = 200
"""Longest title of a source; see `content.model.Line`. Headlines may be longer."""
_NO_SLUG = re.compile(r"[^a-z0-9]+")


class Unapprovable(Exception):
    """A draft cannot become a claim yet; says why, in sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


def repeats(text: str, article: str) -> bool:
    """Whether a claim repeats more than 25 words of an article one after the other."""
    words, there = _words(text), _words(article)
    longest = int(LONGEST_COPY * CHARS_OF_A_WORD) if _is_cjk(text) else LONGEST_COPY
    runs = {tuple(there[at : at + longest + 1]) for at in range(len(there) - longest)}
    return any(tuple(words[at : at + longest + 1]) in runs for at in range(len(words) - longest))


def unshown_numbers(draft: Draft, article: Sequence[str]) -> list[str]:
    """The numbers of a draft that stand neither in the article's texts nor in its date."""
    day = draft.article.published
    shown = [reading for text in (*article, f"{day.day} {day.year}") for reading in _readings(text)]
    return [
        draft.text[number.start : number.end].strip()
        for number in numbers_in(draft.text)
        if not number.is_ordinary
        and not any(one.is_shown_by(other) for one in number.readings for other in shown)
    ]


def _readings(text: str) -> Iterator[Quantity]:
    for number in numbers_in(text):
        yield from number.readings


def claim_of(draft: Draft, pack: Pack) -> tuple[Claim, Source]:
    """The claim and the source that a draft becomes.

    Raises:
        Unapprovable: they would break a rule of the pack's form, or copy the article.
    """
    reasons = list(_reasons(draft, pack))
    try:
        found = _claim(draft, pack), source_of(draft.article)
    except ValidationError as error:
        reasons += [_said(details) for details in error.errors()]
        raise Unapprovable(reasons) from error
    if reasons:
        raise Unapprovable(reasons)
    return found


def with_approved(pack: Pack, drafts: Iterable[Draft]) -> Pack:
    """The pack with the claims that editors have approved; those it has by now are left out."""
    claims, sources = dict(pack.claims), dict(pack.sources)
    for draft in sorted(drafts, key=lambda one: one.id):
        if draft.pack != pack.info.id or draft.claim is None or draft.claim in claims:
            continue
        try:
            claim, source = claim_of(draft, pack)
        except Unapprovable:
            continue  # a topic was renamed since; `review list` says so
        claims[claim.id] = claim
        sources.setdefault(source.id, source)
    if len(claims) == len(pack.claims):
        return pack
    return dataclasses.replace(pack, claims=claims, sources=sources)


def exported(drafts: Sequence[Draft], pack: Pack) -> tuple[str, str]:
    """The approved drafts that the pack does not have yet, as its `sources` and `claims` files.

    Raises:
        Unapprovable: one of them fits the pack no longer.
    """
    new = [draft for draft in drafts if draft.claim and draft.claim not in pack.claims]
    pairs = [claim_of(draft, pack) for draft in sorted(new, key=lambda one: one.claim or "")]
    sources = {source.id: source for _, source in pairs if source.id not in pack.sources}
    return (
        _yaml("sources", [_plain(source) for source in sources.values()]),
        _yaml("claims", [_plain(claim) for claim, _ in pairs]),
    )


def slug_of(draft: Draft) -> str:
    """An id for the claim: the first words of its text, and some of the draft's own id."""
    words = _NO_SLUG.sub("-", fold(draft.text)).strip("-")[:SLUG_CHARS]
    stem = words.rpartition("-")[0] or words or "reported"
    return f"{stem}-{draft.id[:6]}"


def _reasons(draft: Draft, pack: Pack) -> Iterator[str]:
    if not draft.topics:
        yield "It is of no topic."
    missing = [topic for topic in draft.topics if topic not in pack.topics]
    if missing:
        yield f"There is no topic {', '.join(missing)} any more."


def _claim(draft: Draft, pack: Pack) -> Claim:
    return Claim.model_validate(
        {
            "id": draft.claim or slug_of(draft),
            "text": draft.text,
            "kind": draft.kind,
            "as_of": draft.article.published.isoformat(),
            "topics": draft.topics,
            "entities": draft.entities,
            "evidence": [
                {
                    "source": draft.article.id,
                    "locator": f"¶{draft.paragraph}",
                    "fingerprint": fingerprint(draft.sentence),
                }
            ],
            "disputes": [flag.claim for flag in draft.flags if flag.claim in pack.current],
        }
    )


def source_of(article: Article) -> Source:
    """An article as a source of a pack.

    Raises:
        ValidationError: no pack may hold such a one.
    """
    found: dict[str, Any] = {
        "id": article.id,
        "publisher": article.publisher,
        "title": shorten(article.title, MAX_TITLE_CHARS),
        "url": article.address,
        "author": article.author,
        "published": article.date.text,
        "language": _language(article.language),
        "grade": article.grade,
    }
    if not article.is_dated:
        found["published_note"] = f"found on {article.published.isoformat()}"
    return Source.model_validate(found)


def _language(declared: str | None) -> str:
    tag = (declared or "en").replace("_", "-").split(",")[0].strip()
    parts = tag.split("-")
    kept = "-".join([parts[0].casefold(), *parts[1:2]])
    return kept if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", kept) else "en"


def _said(details: Any) -> str:
    where = ".".join(str(part) for part in details["loc"])
    return f"Its {where} is not right: {details['msg'].removeprefix('Value error, ')}."


def _plain(entry: Claim | Source) -> dict[str, Any]:
    found: dict[str, Any] = entry.model_dump(mode="json", exclude_defaults=True)
    return found


def _yaml(kind: str, rows: Sequence[dict[str, Any]]) -> str:
    return yaml.safe_dump(
        {kind: list(rows)}, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )


def _words(text: str) -> list[str]:
    spaced = "".join(f" {char} " if is_cjk(char) else char for char in fold(text))
    return spaced.split()


def _is_cjk(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(map(is_cjk, letters)) > len(letters)
