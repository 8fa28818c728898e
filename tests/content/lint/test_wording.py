"""Whose claims are, how sure they sound, how they read."""

from __future__ import annotations

import pytest

from content.lint.reading import difficulty, sentences_of
from tests.content.breaking import Draft
from tests.content.lint.faults import MISSED, findings

FACT = "\n    kind: opinion"
BRIEFED = '"Sailors miss the keepers more than the lamps, Coast Gazette writes."'
BY_TRUST = "text: The harbour trust expects keepers to return to Skerry Point by 2027."


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Digest finds that sailors miss the keepers.",
        "The Gazette of the coast finds that sailors miss the keepers.",
        "Sailors miss the keepers, unnamed experts say.",
        "According to officials, sailors miss the keepers.",
        "COAST GAZETTE'S view: sailors miss the keepers.",
    ],
)
def test_an_opinion_that_names_an_owner_passes(draft: Draft, text: str) -> None:
    draft.change("claims.yaml", MISSED, f'text: "{text}"')

    assert findings(draft, "unattributed") == []


def test_a_word_that_all_topics_share_names_no_owner(draft: Draft) -> None:
    draft.change("claims.yaml", MISSED, "text: Nobody on the sound misses the keepers.")
    draft.change(
        "claims.yaml", "locator: ¶6, said_by: Coast Gazette", "locator: ¶6, said_by: The Sound"
    )

    assert any("`keepers-missed`" in said for said in findings(draft, "unattributed"))


def test_a_part_of_a_publishers_name_is_no_owner(draft: Draft) -> None:
    draft.change("claims.yaml", MISSED, "text: The coast misses the keepers.")
    draft.change("claims.yaml", "locator: ¶6, said_by: Coast Gazette", "locator: ¶6")
    draft.change("sources.yaml", "publisher: Harbour Digest", "publisher: Coast Digest")

    assert findings(draft, "unattributed")[0].endswith("name `Coast Digest`")


def test_a_forecast_may_be_owned_by_who_made_it_or_whom_it_is_about(draft: Draft) -> None:
    draft.change("claims.yaml", BY_TRUST, "text: The trust thinks of keepers for 2027.")

    assert findings(draft, "unattributed") == []


def test_a_sentence_that_rests_on_an_opinion_names_its_owner_too(draft: Draft) -> None:
    draft.change("topics.yaml", BRIEFED, "Sailors miss the keepers more than the lamps.")

    (said,) = findings(draft, "unattributed")

    assert said.startswith("topics.yaml:25: the sentence does not say whose the opinion `keepers-m")


def test_facts_need_no_owner(draft: Draft) -> None:
    draft.change("claims.yaml", f"{MISSED}{FACT}", "text: Sailors miss them.\n    kind: fact")

    assert findings(draft, "unattributed") == []


@pytest.mark.parametrize(
    "text",
    [
        "Skerry Point was the first lamp of the sound.",
        "Skerry Point is the world's largest lamp.",
        "Skerry Point is the sound's most visited place.",
        "It is the very last lamp of the sound.",
        "All lamps of the sound are lit.",
        "Only Skerry Point is lit.",
        "A lamp was lit there for the first time.",
        "Nobody ever saw the lamps.",
    ],
)
def test_a_superlative_on_the_word_of_a_blog_alone_is_found(draft: Draft, text: str) -> None:
    draft.change("claims.yaml", f"{MISSED}{FACT}", f'text: "{text}"\n    kind: fact')

    assert findings(draft, "unsupported-superlative") != []


@pytest.mark.parametrize(
    "text",
    [
        "Not all lamps of the sound are lit.",
        "The lamps were not lit at all.",
        "The lamp was lit in the first half of 2026.",
        "At the first week's end the lamp was lit.",
        "The lamp lies in the west, in the interest of sailors.",
        "Harbour Digest calls it the largest lamp.",
        "Unnamed experts say that all lamps are lit.",
    ],
)
def test_what_is_no_superlative_or_is_somebodys_word_passes(draft: Draft, text: str) -> None:
    draft.change("claims.yaml", f"{MISSED}{FACT}", f'text: "{text}"\n    kind: fact')

    assert findings(draft, "unsupported-superlative") == []


def test_a_better_source_carries_a_superlative(draft: Draft) -> None:
    better = "evidence: [{source: digest, locator: ¶6}, {source: gazette, locator: ¶1}]"
    draft.change("claims.yaml", f"{MISSED}{FACT}", "text: All lamps are lit.\n    kind: fact")
    draft.change(
        "claims.yaml", "evidence: [{source: digest, locator: ¶6, said_by: Coast Gazette}]", better
    )

    assert findings(draft, "unsupported-superlative") == []


def test_whom_a_claim_is_about_carries_its_superlative_only_where_it_says_so(draft: Draft) -> None:
    draft.change(
        "claims.yaml",
        f"{MISSED}{FACT}",
        "text: The trust has the largest lamp.\n    entities: [The trust]\n    kind: fact",
    )
    assert findings(draft, "unsupported-superlative") != []

    draft.change("claims.yaml", "The trust has", "The trust says it has")

    assert findings(draft, "unsupported-superlative") == []


def test_plain_english_with_long_names_is_easy() -> None:
    text = "The Shellharbour Lighthouse Preservation Society lit the lamp on Cumberland Point."

    assert difficulty([text]) < 40


def test_long_words_and_long_sentences_are_hard() -> None:
    short = ["The lamp is lit. It is seen from the sea."]
    long = ["Illumination notwithstanding, visibility deteriorates considerably throughout autumn."]

    assert difficulty(short) < 20
    assert difficulty(long) > 60


def test_nothing_is_not_hard_to_read() -> None:
    assert difficulty([]) == difficulty([""]) == 0


def test_initials_and_abbreviations_end_no_sentence() -> None:
    text = 'J. Keeper of Rock Inc. lit it. "It burns," he said; Mr. Olaf saw it.'

    assert sentences_of(text) == [
        "J. Keeper of Rock Inc. lit it.",
        '"It burns," he said;',
        "Mr. Olaf saw it.",
    ]


def test_a_sentence_of_too_many_words_is_found_in_claims_too(draft: Draft) -> None:
    words = " ".join(["so it is"] * 16)
    draft.change("claims.yaml", MISSED, f"text: Coast Gazette writes that {words}.")

    assert any("a sentence of 52 words" in said for said in findings(draft, "hard-to-read"))
