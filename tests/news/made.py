"""News of an invented sound, made from a seed, of which is known what is a copy and what is not.

An event is facts: who, what, where, how many, when. Each outlet tells them in its own headline,
order and words (`made_english.yaml`, `made_chinese.yaml`), with sentences of its own in between. No
text is anybody's but ours. The same seed always makes the same.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from content.answering import Desk
from content.loading import load_pack
from content.news.articles import Article
from content.news.feeds import Feed
from content.news.items import Item, Named
from content.news.reading import article_of
from tests.news.made_facts import Cast, People, cast, shown
from tests.news.made_words import CHINESE, ENGLISH, PATTERNS, Language, Outlet, Pattern, Tongue
from tests.news.world import LIGHTHOUSES

RATES = (0.0, 0.05, 0.1, 0.2, 0.3)
"""Shares of words that are changed in copies."""
LENGTHS = (120, 400)
"""Words of an article, at least and at most, as far as there is something to say."""
CHARS_OF_A_WORD = 1.6
"""Chinese characters that say what one English word does."""
NEWS_FIRST = 0.5
"""In which part of an article its facts stand; what else is said may stand anywhere."""
COMMON = 0.25
"""Share of the other sentences that are stock phrases of every outlet."""
MOST_OUTLETS = 8
EVENTS_A_WEEK = 25
MONDAY = dt.date(2026, 9, 7)
COPIED = 0.25
"""How often an outlet prints what another one wrote."""
BOTH, ONLY_CHINESE = 0.24, 0.24
"""How often an event that can be told in Chinese is told in both languages, or in Chinese alone.
Five kinds of twelve can, so that it is one event in ten each."""
FROM_PATTERNS = 0.65
"""Share of the look-alikes that are forms filled in anew; the others are one outlet's way of
telling two events of a kind."""
_TOLD: dict[Language, Tongue] = {"en": ENGLISH, "zh": CHINESE}
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TOKEN = re.compile(r"[\w.,%$-]*[A-Za-z0-9][\w.,%$-]*(?<![.,])", re.ASCII)
_CHINESE_TOKEN = re.compile(rf"{_TOKEN.pattern}|.", re.ASCII)
_DESK = Desk(load_pack(LIGHTHOUSES))


@dataclass(frozen=True, slots=True)
class Text:
    """What an outlet prints."""

    title: str
    sentences: tuple[str, ...]
    outlet: Outlet
    language: Language

    @property
    def body(self) -> str:
        """In paragraphs of three sentences, with the outlet's own line behind them."""
        blank = " " if self.language == "en" else ""
        rows = range(0, len(self.sentences), 3)
        paragraphs = [blank.join(self.sentences[at : at + 3]) for at in rows]
        return "\n".join([*paragraphs, self.outlet.tail])


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    kind: str
    facts: Cast


@dataclass(frozen=True, slots=True)
class Reported:
    """An article, and which event it tells of."""

    article: Article
    event: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and what lies between them: the share of words changed, or `look-alike`."""

    one: Article
    other: Article
    texts: tuple[str, str]
    what: float | Literal["look-alike"]


def copies(seed: int, number: int) -> Iterator[Pair]:
    """Pairs of a text and its copy, in equal parts for each of `RATES`."""
    rng = random.Random(seed)
    people = People.invented(rng)
    for at in range(number):
        event = _event(rng, people)
        language: Language = "en"
        if event.kind in CHINESE.kinds and rng.random() < BOTH + ONLY_CHINESE:
            language = "zh"
        one = written(rng, event, _outlets(language, rng)[0], language)
        rate = RATES[at % len(RATES)]
        outlet = next(found for found in _outlets(language, rng) if found is not one.outlet)
        other = _copied(rng, one, event, outlet, rate, people)
        yield _pair(one, other, at, rate)


def look_alikes(seed: int, number: int) -> Iterator[Pair]:
    """Pairs of texts after one pattern that tell of different things."""
    rng = random.Random(seed)
    people = People.invented(rng)
    for at in range(number):
        filled = rng.random() < FROM_PATTERNS
        pair = _filled(rng, people) if filled else _told_alike(rng, people)
        yield _pair(*pair, at, "look-alike")


def weeks(seed: int, number: int, events: int = EVENTS_A_WEEK) -> list[Reported]:
    """What outlets print in so many weeks: events of the same few actors, each told by one to eight
    outlets within three days, some of them in copies of each other."""
    rng = random.Random(seed)
    found = [
        Reported(_article(text, at, published), event)
        for at, (text, published, event) in enumerate(printed(rng, number, events))
    ]
    rng.shuffle(found)
    return found


def printed(
    rng: random.Random, weeks: int, events: int = EVENTS_A_WEEK
) -> Iterator[tuple[Text, dt.date, int]]:
    """Each text of some weeks from `MONDAY` on, its day, and which event it tells of."""
    people = People.invented(rng, few=True)
    for at in range(weeks * events):
        day = MONDAY + dt.timedelta(days=7 * (at // events) + rng.randrange(7))
        for text in _tellings(rng, _event(rng, people, day), people):
            late = rng.choices((0, 1, 2), (6, 3, 1))[0]
            yield text, day + dt.timedelta(days=late), at


def english(rng: random.Random, people: People) -> Text:
    """An article of any outlet about any event."""
    return written(rng, _event(rng, people), _outlets("en", rng)[0], "en")


def written(rng: random.Random, event: Event, outlet: Outlet, language: Language) -> Text:
    """An event as an outlet tells it."""
    told = _TOLD[language]
    telling = told.kinds[event.kind]
    facts = rng.sample(telling.facts, rng.randint(4, len(telling.facts)))
    rows = [(rng.random() * NEWS_FIRST, rng.choice(one)) for one in facts]
    length, wanted = sum(_length(row, language) for _, row in rows), rng.randint(*LENGTHS)
    fillers = iter(rng.sample(told.fillers, len(told.fillers)))
    while length < wanted:
        row = next(fillers, "") if rng.random() < COMMON else ""
        row = row or _background(rng, told, language)
        length += _length(row, language)
        rows.append((rng.random(), row))
    lines = [rng.choice(telling.titles), rng.choice(telling.leads)]
    lines += [row for _, row in sorted(rows)]
    slots = shown(rng, event.facts, language)
    title, *sentences = (_spun(rng, line).format_map(slots) for line in lines)
    if outlet.capitals:
        title = " ".join(map(_capital, title.split()))
    return Text(_capital(title), tuple(map(_capital, sentences)), outlet, language)


def _background(rng: random.Random, told: Tongue, language: Language) -> str:
    parts = [rng.choice(part) for part in told.background]
    return f"{' '.join(parts)}." if language == "en" else f"{''.join(parts)}。"


def edited(rng: random.Random, text: Text, rate: float, other: Text) -> Text:
    """A text of which a share of the words is replaced, deleted, or has another one inserted, and
    half that share of the sentences is cut, and as many are moved. New words are from `other`."""
    kept = [one for one in text.sentences if rng.random() >= rate / 2] or [text.sentences[0]]
    for at in range(len(kept)):
        if rng.random() < rate / 2:
            kept.insert(rng.randrange(len(kept)), kept.pop(at))
    pool = [word for one in other.sentences for word in _tokens(one, text.language)]
    changed = (_edited(rng, one, rate, pool, text.language) for one in kept)
    return replace(text, sentences=tuple(filter(None, changed)))


def _edited(
    rng: random.Random, sentence: str, rate: float, pool: Sequence[str], language: Language
) -> str:
    found: list[str] = []
    for token in _tokens(sentence, language):
        how = rng.choice(("replace", "delete", "insert")) if rng.random() < rate else "keep"
        if how in {"insert", "replace"}:
            found.append(rng.choice(pool))
        if how in {"keep", "insert"}:
            found.append(token)
    return (" " if language == "en" else "").join(found)


def _tokens(sentence: str, language: Language) -> list[str]:
    """Words; of Chinese characters, for there each says something."""
    return sentence.split() if language == "en" else _CHINESE_TOKEN.findall(sentence)


def _copied(
    rng: random.Random, text: Text, event: Event, outlet: Outlet, rate: float, people: People
) -> Text:
    """A copy in another outlet: with its line at the end, and every second time its headline. The
    words that come in are from an event of the same kind."""
    stranger = Event(event.kind, cast(rng, people))
    found = edited(rng, text, rate, written(rng, stranger, outlet, text.language))
    own = written(rng, event, outlet, text.language)
    return replace(found, title=rng.choice((text.title, own.title)), outlet=outlet)


def _tellings(rng: random.Random, event: Event, people: People) -> Iterator[Text]:
    """What outlets print of one event, each of them once."""
    pool = _outlets("en", rng)
    if event.kind in CHINESE.kinds:
        drawn, chinese = rng.random(), _outlets("zh", rng)
        if drawn < BOTH + ONLY_CHINESE:
            pool = chinese if drawn < ONLY_CHINESE else rng.sample([*pool, *chinese], len(pool))
    written_so_far: list[Text] = []
    for outlet in pool[: rng.randint(1, MOST_OUTLETS)]:
        language: Language = "zh" if outlet in CHINESE.outlets else "en"
        same = [one for one in written_so_far if one.language == language]
        text = written(rng, event, outlet, language)
        if same and rng.random() < COPIED:
            text = _copied(rng, rng.choice(same), event, outlet, rng.choice(RATES[:-1]), people)
        written_so_far.append(text)
        yield text


def _event(rng: random.Random, people: People, day: dt.date = dt.date(2026, 9, 7)) -> Event:
    return Event(rng.choice(sorted(ENGLISH.kinds)), cast(rng, people, day))


def _outlets(language: Language, rng: random.Random) -> list[Outlet]:
    every = _TOLD[language].outlets
    return rng.sample(every, len(every))


def _filled(rng: random.Random, people: People) -> tuple[Text, Text]:
    """A form filled in twice."""
    pattern: Pattern = rng.choice(PATTERNS)
    first, second = cast(rng, people), cast(rng, people)
    outlet, style = rng.choice(_TOLD[pattern.language].outlets), rng.random()
    one = shown(random.Random(style), first, pattern.language)
    other = shown(random.Random(style), second, pattern.language)
    other |= {slot: one[slot] for slot in pattern.same}
    return _form(pattern, one, outlet), _form(pattern, other, outlet)


def _form(pattern: Pattern, slots: dict[str, str], outlet: Outlet) -> Text:
    lines = pattern.text.format_map(slots).splitlines()
    return Text(pattern.title.format_map(slots), tuple(lines), outlet, pattern.language)


def _told_alike(rng: random.Random, people: People) -> tuple[Text, Text]:
    """Two events of a kind, told by one outlet in the very same way."""
    first = _event(rng, people)
    second = Event(first.kind, cast(rng, people))
    style, outlet = rng.random(), _outlets("en", rng)[0]
    one = written(random.Random(style), first, outlet, "en")
    return one, written(random.Random(style), second, outlet, "en")


def _pair(one: Text, other: Text, number: int, what: float | Literal["look-alike"]) -> Pair:
    texts = (f"{one.title}\n{one.body}", f"{other.title}\n{other.body}")
    return Pair(_article(one, 2 * number), _article(other, 2 * number + 1), texts, what)


def _spun(rng: random.Random, line: str) -> str:
    return _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), line)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _length(row: str, language: Language) -> float:
    plain = _CHOICE.sub(lambda found: found[1].split("|")[0], row)
    return len(plain.split()) if language == "en" else len(plain) / CHARS_OF_A_WORD


def _article(text: Text, number: int, day: dt.date = dt.date(2026, 9, 7)) -> Article:
    """As the bot would have read it."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    address = f"https://{text.outlet.host}/{day:%Y/%m/%d}/{number}"
    feed = Feed("", address, "lighthouses", topics=("lamps",), grade=text.outlet.grade)
    item = Item(text.title, text.body, address, published=noon, publisher=text.outlet.name)
    found = article_of(
        Named(item, address, (), ""), None, feed, _DESK.concern, noon, "", text.language
    )
    if found is None:
        raise ValueError(f"no article: {text.title}")
    return found.article
