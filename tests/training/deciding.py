"""Makes the weights of `content/deciding.json`: `python -m tests.training.deciding`, minutes.

Only the wordings on file are asked, never an exam. Each is asked twice: of the pack without this
wording, where what it was written for is still to be found; and of the pack without every claim
that answers, where whatever is found is wrong. So half of the questions cannot be answered, and
all of those are near misses. What is printed is cross-validated: no claim is in two parts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import content
from content.choosing import Chooser
from content.deciding import FEATURES, LOOKED_AT, WEIGHTS
from content.loading import load_pack
from content.pack import Pack
from content.questions import QuestionReader
from content.search import Passage, SearchIndex, terms

PACKS = Path(content.__file__).parent / "packs"
PARTS = 12
"""A twelfth of the claims is taken out at a time, so that little else of the pack is missing."""
WORDINGS = 3
"""Most wordings of one entry that are asked, drawn by chance: some have fourteen, most three."""
PENALTY = 0.001
"""Of the squares of the weights; a tenth or ten times as much changes nothing."""
STEPS = 12
"""Newton's method has converged by then."""
UNDECIDED = 0.5
"""A claim that holds so much of one that answers may be right, too: nobody can say, so it teaches
nothing and is not counted."""
PRECISION = {"answered": 0.86, "closest": 0.6}
"""Of what is answered, and of what is shown as the closest, so much is to be right, where half of
the questions have no answer and all of those are near misses. More cannot be asked for: what counts
as wrong here is not always so, for other claims than those expected may answer, too."""
SEED = 7
Vector = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked for in several wordings, and the claims that answer."""

    wordings: tuple[str, ...]
    claims: frozenset[str]
    part: int


@dataclass(frozen=True, slots=True)
class Row:
    """A question asked, with its hits that no rule forbids."""

    part: int
    answerable: bool
    features: Vector
    right: Vector
    undecided: Vector


class Asking:
    """Asks a part of the pack, and says what is right by the whole of it."""

    def __init__(self, whole: Pack, part: Pack) -> None:
        index = SearchIndex(part)
        self._reader = QuestionReader(part, index.knows)
        self._index, self._chooser = index, Chooser(index, self._reader)
        self._whole = whole

    def ask(self, text: str, entry: Entry, *, answerable: bool) -> Row:
        question = self._reader.read(text)
        hits = [] if question.is_about_now else self._index.search(question.terms)
        rows = self._chooser.allowed(question, hits)
        right = entry.claims.union(*(self._whole.disputed_by.get(c, ()) for c in entry.claims))
        return Row(
            entry.part,
            answerable,
            np.array([row for _, row in rows]).reshape(len(rows), len(FEATURES)),
            np.array([not right.isdisjoint(_claims(one)) for one, _ in rows], dtype=bool),
            np.array([self._says_nearly(one, entry) for one, _ in rows], dtype=bool),
        )

    def _says_nearly(self, passage: Passage, entry: Entry) -> bool:
        said = terms(f"{passage.text} {passage.entities}")
        texts = (terms(self._whole.claims[name].text) for name in entry.claims)
        return any(self._index.coverage(text, said) >= UNDECIDED for text in texts)


def main() -> None:
    """Ask, fit, print what cross-validation says, write."""
    rows = list(every_row(load_pack(PACKS / "ai-china")))
    rows += _of_another_pack(load_pack(PACKS / "ai-china"), load_pack(PACKS / "leap-seconds"))
    held_out = [
        scored
        for at in range(PARTS)
        for scored in _best([r for r in rows if r.part == at], _fit(_not_in(rows, at)))
    ]
    levels = {name: _level(held_out, share) for name, share in PRECISION.items()}
    _print(rows, held_out, levels)
    weights, intercept = _fit(rows)
    made = {
        "made by": "python -m tests.training.deciding",
        "weights": {
            name: round(float(one), 4) for name, one in zip(FEATURES, weights, strict=True)
        },
        "intercept": round(float(intercept), 4),
        "at least": {name: round(level, 2) for name, level in levels.items()},
    }
    WEIGHTS.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


def every_row(pack: Pack) -> Iterator[Row]:
    """Every wording drawn, asked with and without an answer on file."""
    every = list(entries(pack))
    for part in range(PARTS):
        own = [entry for entry in every if entry.part == part]
        for at in range(WORDINGS):
            asked = [(one.wordings[at], one) for one in own if len(one.wordings) > at]
            with_answer = Asking(pack, without(pack, {text for text, _ in asked}, ()))
            yield from (with_answer.ask(*one, answerable=True) for one in asked)
        gone = {claim for one in own for claim in one.claims}
        without_answer = Asking(pack, without(pack, (), gone))
        for one in own:
            yield from (without_answer.ask(t, one, answerable=False) for t in one.wordings)


def without(pack: Pack, wordings: Collection[str], gone: Collection[str]) -> Pack:
    """A pack without these wordings, without these claims and all that rests on them."""

    def left(asked: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in asked if text not in wordings)

    def stays(claims: Collection[str]) -> bool:
        return not any(claim in gone for claim in claims)

    qa = [
        one.model_copy(update={"questions": left(one.questions), "asked_as": left(one.asked_as)})
        for one in pack.qa
        if all(stays(sentence.claims) for sentence in one.answer)
    ]
    claims = {
        name: one.model_copy(update={"asked_as": left(one.asked_as)})
        for name, one in pack.claims.items()
        if name not in gone
    }
    topics = {
        name: one.model_copy(update={"summary": tuple(s for s in one.summary if stays(s.claims))})
        for name, one in pack.topics.items()
    }
    return dataclasses.replace(pack, qa=tuple(qa), claims=claims, topics=topics)


def _of_another_pack(pack: Pack, other: Pack) -> list[Row]:
    asking = Asking(pack, pack)
    return [
        asking.ask(text, Entry((), frozenset(), at % PARTS), answerable=False)
        for at, one in enumerate(other.qa)
        for text in one.wordings
    ]


def _claims(passage: Passage) -> set[str]:
    return {claim for sentence in passage.sentences for claim in sentence.claims}


def entries(pack: Pack) -> Iterator[Entry]:
    """What is asked for; entries that share a claim are in one part, so that they go together."""
    chance = random.Random(SEED)
    answers = [{claim for one in snippet.answer for claim in one.claims} for snippet in pack.qa]
    group = {claim: claim for claim in pack.current}
    for claims in answers:
        joined = {group[claim] for claim in claims}
        group.update({one: min(joined) for one, of in group.items() if of in joined})
    rows = [(snippet.wordings, names) for snippet, names in zip(pack.qa, answers, strict=True)]
    rows += [(one.asked_as, {one.id}) for one in pack.current.values() if one.asked_as]
    for wordings, names in rows:
        drawn = chance.sample(wordings, min(WORDINGS, len(wordings)))
        yield Entry(tuple(drawn), frozenset(names), _part(group[min(names)]))


def _part(name: str) -> int:
    digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % PARTS


def _not_in(rows: list[Row], part: int) -> list[Row]:
    return [row for row in rows if row.part != part]


def _fit(rows: list[Row]) -> tuple[Vector, float]:
    """Logistic regression by Newton's method; a question counts by the root of its hits."""
    teaching = [(row, row.right | ~row.undecided) for row in rows]
    features = np.concatenate([row.features[use] for row, use in teaching])
    right = np.concatenate([row.right[use] for row, use in teaching])
    counts = np.concatenate([np.full(use.sum(), max(1, use.sum()) ** -0.5) for _, use in teaching])
    counts /= counts.mean()
    middle, spread = features.mean(0), features.std(0) + 1e-9
    scaled = np.c_[(features - middle) / spread, np.ones(len(features))]
    penalty = PENALTY * len(features) * np.diag([1.0] * len(FEATURES) + [0.0])
    found = np.zeros(len(FEATURES) + 1)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (counts * (likely - right)) + penalty @ found
        bend = (scaled.T * (counts * likely * (1 - likely))) @ scaled + penalty
        found -= np.linalg.solve(bend, slope)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ middle)


def _best(rows: list[Row], model: tuple[Vector, float]) -> Iterator[tuple[float, bool]]:
    """For each question the log odds of its best hit, and whether that is right."""
    for row in rows:
        if len(row.features):
            odds = row.features @ model[0] + model[1]
            at = int(np.argmax(odds))
            if row.right[at] or not row.undecided[at]:
                yield float(odds[at]), bool(row.right[at])


def _level(scored: list[tuple[float, bool]], precision: float) -> float:
    """The lowest level above which so many are right."""
    ordered = sorted(scored, reverse=True)
    right = np.cumsum([is_right for _, is_right in ordered])
    share = right / np.arange(1, len(ordered) + 1)
    return ordered[int(np.flatnonzero(share >= precision).max())][0]


def _print(rows: list[Row], scored: list[tuple[float, bool]], levels: dict[str, float]) -> None:
    asked = sum(row.answerable for row in rows)
    print(f"{asked} questions with an answer, {len(rows) - asked} without; {LOOKED_AT} hits each")
    for name, level in levels.items():
        above = [is_right for odds, is_right in scored if odds >= level]
        print(f"{name} from {level:.2f} on: right {sum(above)}, of {len(above)} above")


if __name__ == "__main__":
    main()
