"""How far a misspelt name may be from the one that was meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """The names that are fewest typing errors away, if those are few enough for the length.

    One slip in five letters (in four, if none is missing), two in eight, with the first letter
    right: slips on the first letter are rare, and one name in another's place is worse than none.
    """
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    distances = {
        name: OSA.distance(word, name, score_cutoff=allowed)
        for name in names
        if allowed and name[:1] == word[:1] and (len(word) > 4 or len(name) == len(word))
    }
    least = min(distances.values(), default=allowed + 1)
    return [name for name, distance in distances.items() if distance == least <= allowed]
