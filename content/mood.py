"""How sure a sentence sounds, whether it denies, and whose word it is: what rewording keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.cleaning import fold
from content.words import STOP_WORDS

_DENIALS = {
    "not": r"not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|\w+n['’]t"
    r"|hardly|barely|scarcely",
    "failing": r"fail\w*|refus\w*|reject\w*|den(?:y|ies|ied|ying|ials?)|lack\w*|unable|unlikely"
    r"|prevent\w*|halt\w*|cancel\w*|stop\w*|scrap\w*|suspend\w*|abandon\w*|avoid\w*",
    "forbidding": r"ban(?:s|ned|ning)?|bar(?:s|red)|block(?:s|ed|ing)?|forb[ia]d\w*|prohibit\w*",
}
_HEDGES = {
    # Written small: "May" is a month.
    "could": r"could|(?-i:may|might)",
    "will": r"will|would|should|shall|\w+['’]ll|going to",
    "expected": r"expect\w*|forecast\w*|predict\w*|project(?:s|ed|ions?)|anticipat\w*|likely"
    r"|probabl\w*|perhaps|possibl[ey]|(?:is|are|was|were) set to|poised|on track|estimat\w*",
    "planned": r"plan(?:s|ned|ning)?|intend\w*|aim(?:s|ed|ing)?|propos\w*|hop(?:es?|ed|ing)"
    r"|seek\w*|sought|consider(?:s|ed|ing)?|target(?:s|ed|ing)?|want(?:s|ed)?|pledg\w*"
    r"|promis\w*|vow\w*",
    "reported": r"reportedly|alleged(?:ly)?|apparently|purported\w*|rumou?r\w*|unconfirmed"
    r"|supposed\w*|unnamed|anonymous|people familiar|(?:said|believed|thought) to",
    "condition": r"if|unless|whether|depend(?:s|ed|ing)?|subject to",
    "partly": r"most|mostly|some|many|several|few|partly|partial\w*|largely|mainly|often"
    r"|sometimes|usually|generally|typically",
    "seeming": r"seem\w*|appear(?:s|ed)|suggest\w*|indicat\w*",
    "trying": r"try|tries|tried|trying|attempt\w*",
}
"""Words that weaken, in groups within which one may stand for another."""
_SAYING = re.compile(
    r"\b(?:says?|said|saying|according to|claim(?:s|ed)|calls?|called|reports?|reported|writes?"
    r"|wrote|written|argue[sd]?|describe[sd]?|tells?|told|announce[sd]?|warn(?:s|ed)|believe[sd]?"
    r"|note[sd]|state[sd]|cite[sd]|quote[sd]|sees|saw|rate[sd]|puts?|estimate[sd]|expect(?:s|ed)"
    r"|predict(?:s|ed)|thinks?|thought|rank(?:s|ed)|lists|listed|finds|found|judge[sd]"
    r"|admit(?:s|ted)|acknowledge[sd]|quoting|citing)\b",
    re.IGNORECASE,
)
_NAMING = re.compile(r"\b(?:according to|told|citing|quoting)\b", re.IGNORECASE)
"""What stands before who said it; every other word of saying stands behind."""
_BY = re.compile(r"\bby\b", re.IGNORECASE)
"""Stands before who said it after a word of saying: "was put at 60% by an analysis"."""
_WORD = re.compile(r"[^\s,;:()“”\"]+")
_CLAUSE = re.compile(r",(?!\d)|[;:]|\.\s")
SPEAKER_WORDS = 5
"""How far from the word of saying its speaker is looked for: "a senior official of the state"."""
_CJK_NOT = re.compile("[不没沒无無非未别別]")
_CJK_HEDGE = re.compile(
    "可能|或许|或許|也许|也許|据说|據說|据报|據報|预计|預計|计划|計劃|拟|擬|将|將"
)
_TIMES = frozenset(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday late early mid later earlier
    recently since
    """.split()
)
"""No speakers, though they stand where one may."""


def _compiled(groups: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)
        for name, words in groups.items()
    }


_DENYING, _HEDGING = _compiled(_DENIALS), _compiled(_HEDGES)


@dataclass(frozen=True, slots=True)
class Mood:
    """What a text may not lose or gain when it is put in other words."""

    denials: frozenset[str]
    """Groups of words of which it has one: it says `not`, speaks of `failing` or `forbidding`."""
    hedges: frozenset[str]
    credits: bool
    """Whether it says that somebody says so."""


def mood_of(text: str) -> Mood:
    """The mood of an English text; of a Chinese one whether it denies and whether it hedges."""
    denials = {name for name, words in _DENYING.items() if words.search(text)}
    denials |= {"not"} if _CJK_NOT.search(text) else set()
    hedges = {name for name, words in _HEDGING.items() if words.search(text)}
    hedges |= {"chinese"} if _CJK_HEDGE.search(text) else set()
    return Mood(frozenset(denials), frozenset(hedges), bool(_SAYING.search(text)))


def speakers_of(text: str, owners: Iterable[str] = ()) -> frozenset[str]:
    """The telling word of each who is credited in a text: `huang`, `gazette`, `brief news`.

    They stand beside a word of saying; and `owners`, who are known to have said it, count where
    the text names them in full.
    """
    found = set(_beside_sayings(text)) if _SAYING.search(text) else set()
    whole = f" {fold(text)} "
    for owner in owners:
        word = _telling(_WORD.findall(owner))
        found |= {word} if word and f" {_without_article(fold(owner))} " in whole else set()
    return frozenset(found)


def changed(text: str, claims: Sequence[str], speakers: Iterable[str]) -> Iterator[str]:
    """What is wrong with the mood of a text that rests on these claims, in words.

    `speakers` are those whom the claims credit. Claims of different moods may not be joined: what
    one denies or merely expects could pass to the other.
    """
    own, moods = mood_of(text), [mood_of(claim) for claim in claims]
    if any(mood != moods[0] for mood in moods):
        yield "joins claims of which one denies, hedges or credits and the other does not"
    if own.denials != moods[0].denials:
        yield "denies what its claims do not, or the other way round"
    if own.hedges != moods[0].hedges:
        yield "is surer, or less sure, than its claims"
    if own.credits != moods[0].credits:
        yield "drops or adds who says so"
    whole = f" {fold(text)} "
    if any(f" {speaker} " not in whole for speaker in speakers):
        yield "does not name who says so"


def weighs(word: str) -> bool:
    """Whether a word is one that `changed` looks after."""
    patterns = (*_DENYING.values(), *_HEDGING.values(), _SAYING)
    return any(pattern.fullmatch(word) for pattern in patterns)


def _beside_sayings(text: str) -> Iterator[str]:
    after_saying = [found for found in _BY.finditer(text) if _follows_saying(text, found.start())]
    for found in (*_NAMING.finditer(text), *after_saying):
        words = _WORD.findall(_CLAUSE.split(text[found.end() :])[0])[:SPEAKER_WORDS]
        named = _first_name(words)
        if named or found[0].casefold() == "according to":
            yield from filter(None, [named or _telling(words)])
    for found in _SAYING.finditer(text):
        if not _NAMING.fullmatch(found[0]):
            yield from filter(None, [_speaker_before(text[: found.start()])])


def _without_article(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", name)


def _follows_saying(text: str, at: int) -> bool:
    return _SAYING.search(_CLAUSE.split(text[:at])[-1]) is not None


def _speaker_before(text: str) -> str | None:
    near = _WORD.findall(_CLAUSE.split(text)[-1])[-SPEAKER_WORDS:]
    # "Reuters, a news agency, said": then the speaker stands before the comma.
    return _telling(near) or _telling(_WORD.findall(text)[-SPEAKER_WORDS:])


def _telling(words: Sequence[str]) -> str | None:
    """The last name among the words, else the last word that says something."""
    telling = [(word, fold(word)) for word in words if _tells(word)]
    names = [key for word, key in telling if _is_name(word)]
    found = names or [key for _, key in telling]
    return found[-1] if found else None


def _first_name(words: Sequence[str]) -> str | None:
    """The last word of the first name: `hunter` of "Josiah Hunter of the Times"."""
    last = None
    for word in words:
        if _tells(word) and _is_name(word):
            last = fold(word)
        elif last is not None:
            break
    return last


def _tells(word: str) -> bool:
    key = fold(word)
    return bool(key) and not key.isdigit() and key not in STOP_WORDS and key not in _TIMES


def _is_name(word: str) -> bool:
    return any(char.isupper() for char in word) or any(char.isdigit() for char in word)
