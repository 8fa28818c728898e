"""How claims and sentences are worded: whose they are, how sure they sound, how they read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.cleaning import fold
from content.lint.objections import Objection
from content.lint.reading import (
    LONGEST_SENTENCE,
    MAX_DIFFICULTY,
    difficulty,
    sentences_of,
    words_of,
)
from content.lint.subject import Said, Subject
from content.model import Claim
from content.pack import Pack
from content.problems import Problem
from content.search import terms

MAX_BRIEFING_CHARS = 900
"""Length from which a briefing is long: what fits on one screen of a phone with its sources."""
_GENERIC = re.compile(
    r"\b(?:unnamed|anonymous|analysts?|experts?|insiders?|officials?|observers?|critics?"
    r"|economists?|commentators?|columnists?|people familiar|posts? on|thread"
    r"|(?:media|news|press|some|several) reports)\b",
    re.IGNORECASE,
)
"""Who may own a judgement without a name."""
_SAYING = re.compile(
    r"\b(?:says?|said|claim(?:s|ed)?|calls?|called|reports?|reported|writes?|wrote|argue[sd]?"
    r"|describe[sd]?|according to|estimate[sd]?|expect(?:s|ed)?|sees?|saw|note[sd]?|name[sd]?"
    r"|puts?|count(?:s|ed)?|list(?:s|ed)?|rank(?:s|ed)?|state[sd]?|announce[sd]?|told|finds?|found"
    r"|believe[sd]?|consider(?:s|ed)?|warn(?:s|ed)?|predict(?:s|ed)?|quote[sd]?|cite[sd]?)\b",
    re.IGNORECASE,
)
_WHOSE = r"(?:the|its|their|his|her|our|[\w-]+['’]s|[\w-]+s['’])"
_MOST = (
    r"first|last|only|sole|best|worst|leading|top|foremost"
    r"|most(?: [\w-]+)?|least(?: [\w-]+)?"
    r"|(?!(?:for|in|inter|la|pro|con|gu|t|w|r|ch|qu|har|arr|requ|inv)est\b)[a-z]+est"
)
_PERIOD = r"half|quarter|week|month|months|year|years|day|days|decade|phase|stage|step|round|part"
_SUPERLATIVE = re.compile(
    rf"\b{_WHOSE} (?:world['’]s |very |single |[\w-]+ly )?(?:{_MOST})\b(?! (?:{_PERIOD})\b)"
    r"|\b(?:for the first time|all|every|only|never|always|none|nobody|unique|unprecedented)\b",
    re.IGNORECASE,
)
_NO_SUPERLATIVE = re.compile(
    r"\bnot (?:all|every|only|always)\b|\b(?:at|above|after|in) all\b|\ball(?: the same\b|-\w+)"
    r"|\b(?:for|at) the (?:most|least|best)\b",
    re.IGNORECASE,
)


def objections(subject: Subject) -> Iterator[Objection]:
    """Superlatives of claims that nothing better than a blog carries and nobody is named for."""
    for said in subject.claim_texts:
        claim = said.claims[0]
        if subject.pack.best_grade(claim) != "blog" or _names_owner(
            claim.text, claim, subject.pack
        ):
            continue
        harmless = [found.span() for found in _NO_SUPERLATIVE.finditer(said.text)]
        for found in _SUPERLATIVE.finditer(said.text):
            if not any(start <= found.start() < end for start, end in harmless):
                what = "is claimed on the word of a blog or aggregator alone"
                fix = "say in the sentence who says so, find a better source, or tone it down"
                yield Objection("unsupported-superlative", said, *found.span(), what, fix)


def check(subject: Subject) -> Iterator[Problem]:
    """Opinions and forecasts without owner; long briefings; what is hard to read."""
    yield from _unattributed(subject)
    yield from _long_briefings(subject)
    yield from _hard_to_read(subject)


def _unattributed(subject: Subject) -> Iterator[Problem]:
    for said in (*subject.claim_texts, *subject.sentences):
        for claim in said.claims:
            is_somebodys = claim.kind in {"opinion", "forecast"}
            if is_somebodys and not _names_owner(said.text, claim, subject.pack):
                what = f"the sentence does not say whose the {claim.kind} `{claim.id}` is"
                speakers = [*_people(claim, subject.pack), *_publishers(claim, subject.pack)]
                owners = " or ".join(f"`{name}`" for name in dict.fromkeys(speakers[:2]))
                yield said.problem(what, f"name {owners}", "unattributed")


def _names_owner(text: str, claim: Claim, pack: Pack) -> bool:
    """Whether a text says whose a claim is: who said or published it, or whom it lets speak."""
    is_said = bool(_SAYING.search(text))
    return _names_speaker(text, claim, pack) or (is_said and _names_entity(text, claim))


def _names_speaker(text: str, claim: Claim, pack: Pack) -> bool:
    """Whether a text names who said it: nobody in particular, a person or body by any telling word,
    such as the family name, or a publisher by all of them. What all topics share tells nothing."""
    if _GENERIC.search(text):
        return True
    whole, found = f" {fold(text)} ", set(terms(text))
    shared = {term for line in pack.info.subject_words for term in terms(line)}
    people = [*_people(claim, pack)]
    for name in (*people, *_publishers(claim, pack)):
        telling = set(terms(name, drop_stop_words=True)) - shared
        needed = 1 if name in people else len(telling)
        if f" {fold(name)} " in whole or (telling and len(telling & found) >= needed):
            return True
    return False


def _names_entity(text: str, claim: Claim) -> bool:
    whole = f" {fold(text)} "
    return any(f" {fold(entity)} " in whole for entity in claim.entities)


def _people(claim: Claim, pack: Pack) -> Iterator[str]:
    """Who expects, said or wrote it, persons or not."""
    if claim.forecast:
        yield claim.forecast.by
    yield from (piece.said_by for piece in claim.evidence if piece.said_by)
    authors = (pack.sources[piece.source].author for piece in claim.evidence)
    yield from (author for author in authors if author)


def _publishers(claim: Claim, pack: Pack) -> Iterator[str]:
    return (pack.sources[piece.source].publisher for piece in claim.evidence)


def _long_briefings(subject: Subject) -> Iterator[Problem]:
    for item in subject.topics:
        chars = len(" ".join(sentence.text for sentence in item.entry.summary))
        if chars >= MAX_BRIEFING_CHARS:
            what = f"the briefing has {chars} characters"
            fix = f"shorten it to fewer than {MAX_BRIEFING_CHARS}"
            yield item.problem(("summary",), what, fix, "long-briefing")


def _hard_to_read(subject: Subject) -> Iterator[Problem]:
    for said in (*subject.claim_texts, *subject.sentences):
        longest = max((len(words_of(one)) for one in sentences_of(said.text)), default=0)
        if longest > LONGEST_SENTENCE:
            what = f"a sentence of {longest} words"
            yield said.problem(what, f"split it; {LONGEST_SENTENCE} are enough", "hard-to-read")
    for item in subject.speaking:
        yield from _difficult(list(subject.said_by(item)))


def _difficult(said: list[Said]) -> Iterator[Problem]:
    measured = difficulty(one.text for one in said)
    if measured > MAX_DIFFICULTY:
        what = f"hard to read: {measured:.0f} on Björnsson's scale"
        fix = f"use shorter sentences and words, up to {MAX_DIFFICULTY}"
        yield said[0].problem(what, fix, "hard-to-read")
