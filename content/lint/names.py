"""Proper names in running English text, told apart from how they are written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from content.cleaning import fold, is_cjk
from content.lint.days import without
from content.lint.numbers import Quantity, scaled
from content.search import stem
from content.words import STOP_WORDS, WEAK_WORDS

_BEGINNINGS = frozenset(
    """
    according although among amid analysts another because besides despite due earlier every
    experts few following however insiders instead later less meanwhile moreover neither nobody
    none nonetheless nothing officials others per since some still thereafter therefore today
    together unlike unnamed upon whereas whether whoever yet
    """.split()
)
OPENERS = STOP_WORDS | WEAK_WORDS | _BEGINNINGS
"""Words that begin sentences with a capital and name nobody."""
_ALIKE = {
    **dict.fromkeys(("america", "american", "americans", "usa"), "us"),
    **dict.fromkeys(("britain", "british", "britons"), "uk"),
    "europe": "eu",
    "european": "eu",
    "europeans": "eu",
    "german": "germany",
    "germans": "germany",
    "french": "france",
    "dutch": "netherlands",
    "spanish": "spain",
    "danish": "denmark",
    "swedish": "sweden",
    "swiss": "switzerland",
    "polish": "poland",
    "greek": "greece",
    "turkish": "turkey",
    "irish": "ireland",
}
"""Names of one place that no ending gives away."""
_WRITTEN_OUT = {
    "us": ("united", "states"),
    "uk": ("united", "kingdom"),
    "eu": ("union",),
    "un": ("united", "nations"),
}
_ENDINGS = tuple("ese ians ian eans ean ans an ns n ish is i ia a e s".split())
"""Of names of people and languages, after the name of a place: Canada, Canadian, Canadians."""
MIN_STEM = 4
"""Shortest stem a name may be cut to: shorter ones are shared by chance."""
_TOKEN = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:[.-][A-Za-z0-9]+)*")
_WORD = re.compile(r"[A-Za-zÀ-ɏ][^\W_]*(?:(?:[’'&-]|\.(?=\w))[^\W_]+)*")
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_AMOUNT = re.compile(r"(\d[\d.]*)(?:bn|mn|tn|[km]|st|nd|rd|th|s)")
_SUFFIXED = re.compile(r"(\d[\d.]*)([A-Za-z]{1,3})")
_RUN = re.compile(r"[A-Z][\w’']*(?:(?: (?:of|for|and|on|the|in))*[ -][A-Z][\w’']*)+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s)[\s\"“‘'(]*$")


@dataclass(frozen=True, slots=True)
class NameInText:
    """A word of a name, the keys that may stand for it, and where it stands."""

    start: int
    end: int
    keys: frozenset[str]
    amount: Quantity | None = None
    """What it is if it is no name: `671B` may be a model or 671 billion."""


def names_in(text: str, is_ordinary: Callable[[str], bool]) -> list[NameInText]:
    """Every word of a proper name: one with a capital, or with letters and digits together.

    At the beginning of a sentence a word with nothing but a first capital counts unless
    `is_ordinary` says that it is a word like others. Dates and numbers are to be taken out before.
    """
    models = list(models_in(text))
    text = without(text, [(model.start, model.end) for model in models])
    words = [name for word in _WORD.finditer(text) for name in _parts(text, word, is_ordinary)]
    return sorted([*models, *words], key=lambda name: name.start)


def models_in(text: str) -> Iterator[NameInText]:
    """Names with digits, such as `H200`, `GPT-5.4` or `2.0.1`; `10-year` and `7nm` are none."""
    for token in _TOKEN.finditer(text):
        start, end = _core(token)
        core = text[start:end]
        if _is_model(core):
            key = _squeezed(core)
            suffixed = _SUFFIXED.fullmatch(core)
            amount = scaled(suffixed[1].rstrip("."), suffixed[2]) if suffixed else None
            yield NameInText(start, end, frozenset({key}), amount)


def keys_of(texts: Iterable[str]) -> set[str]:
    """Everything in these texts that a name may be recognised by."""
    keys: set[str] = set()
    for text in texts:
        words = [_bare(word) for word in re.findall(r"[^\s,;:()“”\"/]+", text)]
        parts = [part for word in words for part in (word, *re.split(r"[-+–]", word))]
        keys.update(key for part in parts for key in word_keys(part))
        for length in (1, 2, 3):
            runs = zip(*(words[at:] for at in range(length)), strict=False)
            keys.update(_squeezed("".join(run)) for run in runs)
        keys.update(_initials(text))
    for short, words_of in _WRITTEN_OUT.items():
        keys.update(words_of if short in keys else ())
    return keys


@lru_cache(maxsize=8_192)
def word_keys(word: str) -> frozenset[str]:
    """A word without case, accents, possessive, plural and the ending of those who live there."""
    word = _bare(word)
    if _ABBREVIATION.fullmatch(word):
        word = word.replace(".", "")
    folded = fold(word).replace(" ", "")
    keys = {folded, _ALIKE.get(folded, folded)}
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= MIN_STEM:
            keys.add(folded.removesuffix(ending))
    if folded.endswith("s") and word[-1:] == "s":
        keys.add(folded[:-1])
    return frozenset(keys - {""})


class Ordinary:
    """Tells words like others from names: a word that texts write small is no name."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = (word for text in texts for word in _WORD.findall(text))
        self._stems = {stem(fold(word)) for word in found if word[0].islower()}

    def __call__(self, word: str) -> bool:
        folded = fold(_bare(word))
        return folded in OPENERS or stem(folded) in self._stems


def _parts(
    text: str, word: re.Match[str], is_ordinary: Callable[[str], bool]
) -> Iterator[NameInText]:
    """The names in a word: `US-led` has one, `U.S.` is one, `iPhone` is one."""
    at = word.start()
    for part in word[0].split("-"):
        begins = at == word.start() and _SENTENCE_START.search(text[:at])
        is_plain = not any(char.isupper() for char in part[1:])
        is_name = any(char.isupper() for char in part) and _bare(part) != "I"
        if is_name and not (begins and is_plain and is_ordinary(part)):
            yield NameInText(at, at + len(_bare(part)), word_keys(part))
        at += len(part) + 1


def _core(token: re.Match[str]) -> tuple[int, int]:
    """A token without the small words around it: `H20` of `non-H20-based`."""
    start, end = token.span()
    parts = token[0].split("-")
    while len(parts) > 1 and parts[-1].isalpha() and parts[-1].islower():
        end -= len(parts.pop()) + 1
    while len(parts) > 1 and parts[0].isalpha() and parts[0].islower():
        start += len(parts.pop(0)) + 1
    return start, end


def _is_model(core: str) -> bool:
    if re.fullmatch(r"\d+(?:\.\d+){2,}", core):
        return True
    has_both = any(char.isdigit() for char in core) and any(char.isalpha() for char in core)
    lower = re.fullmatch(r"\d[\d.]*[a-z]+", core)
    return has_both and not (lower or _AMOUNT.fullmatch(core))


def _squeezed(written: str) -> str:
    """`GPT-5.4` and `GPT 5.4` are one; so are `H20` and `H20s`."""
    squeezed = re.sub(r"[^\w.]|_", "", written.casefold()).strip(".")
    return re.sub(r"(?<=\d)s$|(?<=\d[a-z])s$", "", squeezed)


def _initials(text: str) -> Iterator[str]:
    """`wto` for "World Trade Organization"."""
    for run in _RUN.findall(text):
        letters = [word[0].casefold() for word in re.split(r"[ -]", run) if word[:1].isupper()]
        for start, end in itertools.combinations(range(len(letters) + 1), 2):
            if 2 <= end - start <= 6:
                yield "".join(letters[start:end])


def _bare(word: str) -> str:
    """A word without possessive and closing punctuation; Chinese is left alone."""
    if word and is_cjk(word[0]):
        return word
    return re.sub(r"['’]s$|(?<=s)['’]$", "", word.strip(".'’-!?…&‘"))
