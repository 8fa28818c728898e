"""How the parts of a pack hang together: what is used, what is thin, what gets in whose way."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from content.cleaning import fold
from content.grammar import AskAbout, AskNews, as_before, parse
from content.lint.subject import Subject
from content.problems import Problem
from content.strict_yaml import Path
from content.topics import squeeze

MIN_CLAIMS = 5
"""Fewest claims of a topic: with fewer there is little to ask beyond its summary."""


def check(subject: Subject) -> Iterator[Problem]:
    """Claims that nothing uses, topics with little in them, aliases that lead elsewhere."""
    yield from _unused_claims(subject)
    yield from _small_topics(subject)
    yield from _shadowing_aliases(subject)


def _unused_claims(subject: Subject) -> Iterator[Problem]:
    used = {claim.id for said in subject.sentences for claim in said.claims}
    for claim in subject.pack.claims.values():
        used.update(claim.forecast.because if claim.forecast else ())
        used.update([claim.corrected_by.claim] if claim.corrected_by else [])
    # A briefing that shows one side of a dispute shows the other, too.
    used |= {other for name in used for other in subject.pack.disputed_by.get(name, ())}
    for item in subject.claims:
        if item.entry.id not in used:
            what = f"no summary, answer or outcome uses the claim `{item.entry.id}`"
            yield item.problem(("id",), what, "use it, or remove it", "unused-claim")


def _small_topics(subject: Subject) -> Iterator[Problem]:
    for item in subject.topics:
        claims = len(subject.pack.claims_by_topic[item.entry.id])
        if claims < MIN_CLAIMS:
            what = f"the topic `{item.entry.id}` has {claims} claim{'' if claims == 1 else 's'}"
            fix = f"give it at least {MIN_CLAIMS}, or make it part of another topic"
            yield item.problem(("id",), what, fix, "small-topic")


def _shadowing_aliases(subject: Subject) -> Iterator[Problem]:
    """Aliases that blanks and plurals apart are another topic's name, or mean something else."""
    owners: dict[str, str] = {}
    for item in subject.topics:
        for name in (item.entry.id, item.entry.title):
            owners.setdefault(_key(name), item.entry.id)
    names = {*owners, *(_key(name) for one in subject.topics for name in one.entry.aliases)}
    for item in subject.topics:
        for at, alias in enumerate(item.entry.aliases):
            owner = owners.setdefault(_key(alias), item.entry.id)
            inside: Path = ("aliases", at)
            if owner != item.entry.id:
                what = f"the alias `{alias}` is read as a name of the topic `{owner}`"
                yield item.problem(inside, what, "leave it to one of the two", "shadowing-alias")
            elif _is_command(alias, names):
                what = f"the alias `{alias}` asks the bot itself for something"
                yield item.problem(inside, what, "use another word", "shadowing-alias")


def _is_command(alias: str, names: Collection[str]) -> bool:
    """Whether the grammar reads it as something else than a subject, alone or before one.

    News of what is no topic of the pack is a subject as well: `names` are those of its topics.
    """
    for text in (alias, f"{alias} x"):
        wish = parse(text).wish
        if isinstance(wish, AskNews) and _key(wish.about or "") not in names:
            wish = as_before(wish)
        if not isinstance(wish, AskAbout):
            return True
    return False


def _key(name: str) -> str:
    return squeeze(fold(name).split())
