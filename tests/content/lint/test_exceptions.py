"""Exceptions: visible, for one file, and only as long as they are needed."""

from __future__ import annotations

from tests.content.breaking import Draft
from tests.content.lint.faults import MISSED, SUMMARY, findings

ROCK = "      - {text: The lamp of Gull Rock carries 20 miles., claims: [range]}\n"


def except_(draft: Draft, file: str, *words: str) -> None:
    """Write exceptions at the top of a file."""
    lines = "".join(f"  - {{words: {one}, reason: A test.}}\n" for one in words)
    kind = file.removesuffix(".yaml")
    draft.change(file, f"{kind}:\n", f"exceptions:\n{lines}{kind}:\n")


def test_a_name_and_a_number_are_excused_where_their_file_excepts_them(draft: Draft) -> None:
    draft.change("topics.yaml", SUMMARY, ROCK)

    except_(draft, "topics.yaml", "Gull Rock", "20 miles")

    assert findings(draft, "name-not-in-claims") == findings(draft, "number-not-in-claims") == []
    assert findings(draft, "unused-exception") == []


def test_case_makes_no_difference(draft: Draft) -> None:
    draft.change("topics.yaml", SUMMARY, ROCK)

    except_(draft, "topics.yaml", "gull rock")

    assert findings(draft, "name-not-in-claims") == []


def test_an_exception_excuses_nothing_beyond_its_words(draft: Draft) -> None:
    draft.change("topics.yaml", SUMMARY, ROCK)

    except_(draft, "topics.yaml", "Gull")

    assert len(findings(draft, "name-not-in-claims")) == 1


def test_an_exception_of_another_file_excuses_nothing(draft: Draft) -> None:
    draft.change("topics.yaml", SUMMARY, ROCK)

    except_(draft, "qa.yaml", "Gull Rock")

    assert len(findings(draft, "name-not-in-claims")) == 1
    assert len(findings(draft, "unused-exception")) == 1


def test_a_superlative_of_a_claim_can_be_excepted(draft: Draft) -> None:
    draft.change("claims.yaml", MISSED, "text: Sailors miss the keepers most of all the lamps.")

    except_(draft, "claims.yaml", "of all the lamps")

    assert findings(draft, "unsupported-superlative") == []


def test_the_same_exception_twice_is_one_too_many(draft: Draft) -> None:
    draft.change("topics.yaml", SUMMARY, ROCK)

    except_(draft, "topics.yaml", "Gull Rock", "20 miles", "Gull Rock")

    assert len(findings(draft, "unused-exception")) == 1


def test_an_exception_needs_a_reason(draft: Draft) -> None:
    draft.change("topics.yaml", "topics:\n", "exceptions: [{words: Gull Rock}]\ntopics:\n")

    assert findings(draft) == ["topics.yaml:2: `exceptions.0.reason` is missing: add it"]
