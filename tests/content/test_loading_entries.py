"""Faults inside one entry of a pack: each is refused at its line, with what is wrong and how to
mend it."""

from __future__ import annotations

import pytest

from tests.content.breaking import Draft

UNKNOWN_KEY = "is an unknown key: remove it or correct its spelling"
NO_WORD = "is none of the allowed words"
A_DATE = "is not right: write a date as 2025-07-28, 2025-07, 2025 or unknown"
URL = "url: https://gazette.example/skerry"
EVIDENCE = "evidence: [{source: gazette, locator: ¶3}]"
LED = "      - {text: Skerry Point was relit on 14 March 2026., claims: [relit]}\n"
DARK = "      - {text: It had been dark for nine years., claims: [relit]}\n"
RELIT = "text: Skerry Point was relit on 14 March 2026 after nine dark years."


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("pack.yaml", "title:", "titel: x\ntitle:", f"3: `titel` {UNKNOWN_KEY}"),
        ("sources.yaml", "sources:\n", "sauces: []\nsources:\n", f"2: `sauces` {UNKNOWN_KEY}"),
        (
            "sources.yaml",
            "    grade: news",
            "    grade: news\n    paywall: none",
            f"11: `sources.0.paywall` {UNKNOWN_KEY}",
        ),
        (
            "claims.yaml",
            "    kind: event",
            "    kind: event\n    confidence: high",
            f"6: `claims.0.confidence` {UNKNOWN_KEY}",
        ),
        (
            "claims.yaml",
            "locator: ¶2}",
            "locator: ¶2, page: 3}",
            f"10: `claims.0.evidence.0.page` {UNKNOWN_KEY}",
        ),
        (
            "topics.yaml",
            "related: [lamps,",
            "relatd: [lamps,",
            f"10: `topics.0.relatd` {UNKNOWN_KEY}",
        ),
        (
            "topics.yaml",
            "claims: [relit, relit-by]}",
            "claims: [relit, relit-by], by: me}",
            f"7: `topics.0.summary.0.by` {UNKNOWN_KEY}",
        ),
        (
            "qa.yaml",
            "topic: skerry-point",
            "topik: skerry-point",
            f"10: `qa.0.topik` {UNKNOWN_KEY}",
        ),
        (
            "qa.yaml",
            "claims: [relit-by]}",
            "claims: [relit-by], sources: [gazette]}",
            f"9: `qa.0.answer.0.sources` {UNKNOWN_KEY}",
        ),
    ],
)
def test_an_unknown_key_is_refused_at_every_level(
    draft: Draft, file: str, old: str, new: str, said: str
) -> None:
    draft.change(file, old, new)

    assert f"{file}:{said}" in draft.problems()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2025-02-30", "is not right: no calendar has the date 2025-02-30"),
        ("2025-13", "is not right: no calendar has the date 2025-13"),
        ("2025-00-01", "is not right: no calendar has the date 2025-00-01"),
        ("1066", "is not right: the year 1066 is not between 1900 and 2199"),
        ("no", A_DATE),
        ("28.7.2025", A_DATE),
        ("2025-7-28", A_DATE),
        ("14 March 2026", A_DATE),
        ("2026-03-14T12:00", A_DATE),
        ('"２０２５"', A_DATE),
    ],
)
def test_a_date_that_is_none_is_refused(draft: Draft, written: str, said: str) -> None:
    draft.change("claims.yaml", "as_of: 2026-03-14", f"as_of: {written}")
    draft.change("sources.yaml", "published: 2026-03-14", f"published: {written}")

    assert draft.problems() == [
        f"claims.yaml:6: `claims.0.as_of` {said}",
        f"sources.yaml:8: `sources.0.published` {said}",
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("id: lighthouses", "id: Light Houses", "id:", "`id` has the wrong form: it must match "),
        ("id: lighthouses\n", "", "title:", "`id` is missing: add it"),
        ("2026.11.1", "1.0", "version:", "`version` has the wrong form: it must match "),
        ("command: lights", "command: /L", "command:", "`command` has the wrong form: it must "),
        ("365", "a year", "stale_after_days:", "`stale_after_days` is not a whole number: write "),
        ("365", "0", "stale_after_days:", "`stale_after_days` is not right: Input should be gre"),
        ("[en, zh]", "en", "languages:", "`languages` is not a list: write a list, `[a, b]` or "),
        ("[en, zh]", "[]", "languages:", "`languages` has too few entries: give at least 1"),
        ("Cited", "Cited " * 20, "description:", "`description` is too long: use at most 100 ch"),
    ],
)
def test_a_fault_in_the_pack_file_is_refused(
    draft: Draft, old: str, new: str, at: str, said: str
) -> None:
    draft.change("pack.yaml", old, new)

    (problem,) = draft.problems()

    assert problem.startswith(f"pack.yaml:{draft.line('pack.yaml', at)}: {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "grade: news",
            "grade: rumour",
            f"10: `sources.0.grade` {NO_WORD}: use one of 'primary', 'wire', 'news', 'analysis' o",
        ),
        (
            URL,
            "url: javascript:alert(1)",
            "6: `sources.0.url` is not a web address: it must begin ",
        ),
        (URL, "url: ftp://gazette.example/", "6: `sources.0.url` is not a web address: it must be"),
        (URL, "url: gazette.example/skerry", "6: `sources.0.url` is not an address: write it whol"),
        (URL, "url: https:///", "6: `sources.0.url` is not an address: write it whole, from http"),
        ("    published: 2026-03-14\n", "", "3: `sources.0` is not right: give `published`, or "),
        ("    published_note: the page shows no date\n", "", "11: `sources.1` is not right: give "),
        ("language: en", "language: English", "9: `sources.0.language` has the wrong form: it "),
        ("publisher: Coast Gazette", "publisher: ''", "4: `sources.0.publisher` is too short: us"),
    ],
)
def test_a_fault_in_a_source_is_refused(draft: Draft, old: str, new: str, said: str) -> None:
    draft.change("sources.yaml", old, new)

    (problem,) = draft.problems()

    assert problem.startswith(f"sources.yaml:{said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (RELIT, "text: " + "x" * 281, "4: `claims.0.text` is too long: use at most 280 characters"),
        (RELIT, "text: Relit.", "4: `claims.0.text` is too short: use at least 8 characters"),
        (
            "kind: event",
            "kind: rumour",
            f"5: `claims.0.kind` {NO_WORD}: use one of 'event', 'fact', 'figure', 'forecast' or",
        ),
        (f"    {EVIDENCE}\n", "", "12: `claims.1.evidence` is missing: add it"),
        (EVIDENCE, "evidence: []", "18: `claims.1.evidence` has too few entries: give at least 1"),
        (EVIDENCE, "evidence: [x]", "18: `claims.1.evidence.0` is not a map: write `key: value` "),
        (", locator: ¶2}", "}", "10: `claims.0.evidence.0.locator` is missing: add it"),
        ("locator: ¶2}", "locator: '  '}", "10: `claims.0.evidence.0.locator` is too short: use "),
        ("[skerry-point, lamps]", "[]", "7: `claims.0.topics` has too few entries: give at least"),
        ("    as_of: 2026-03-14\n", "", "3: `claims.0.as_of` is missing: add it"),
        ("claims:\n", "claims: none\nothers:\n", "2: `claims` is not a list: write a list, `[a, "),
    ],
)
def test_a_fault_in_a_claim_is_refused(draft: Draft, old: str, new: str, said: str) -> None:
    draft.change("claims.yaml", old, new)

    assert any(problem.startswith(f"claims.yaml:{said}") for problem in draft.problems())


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("topics.yaml", DARK, "", "6: `topics.0.summary` has too few entries: give at least 3"),
        ("topics.yaml", DARK, DARK * 5, "6: `topics.0.summary` has too many entries: give at most"),
        (
            "topics.yaml",
            ", claims: [range]}",
            "}",
            "8: `topics.0.summary.1.claims` is missing: add it",
        ),
        (
            "topics.yaml",
            "claims: [range]}",
            "claims: []}",
            "8: `topics.0.summary.1.claims` has too few entries: give at least 1",
        ),
        (
            "topics.yaml",
            "{text: It had been dark for nine years., claims: [relit]}",
            "It had been dark for nine years.",
            "9: `topics.0.summary.2` is not a map: write `key: value` lines here",
        ),
        (
            "qa.yaml",
            "      - Since when is Skerry Point lit again?\n",
            "",
            "12: `qa.1.questions` has too few entries: give at least 2",
        ),
        ("qa.yaml", ", claims: [relit-by]}", "}", "9: `qa.0.answer.0.claims` is missing: add it"),
        ("qa.yaml", "claims: [relit-by]}", "claims: []}", "9: `qa.0.answer.0.claims` has too few"),
        ("qa.yaml", LED, LED * 4, "15: `qa.1.answer` has too many entries: give at most 3"),
    ],
)
def test_a_summary_or_answer_needs_the_right_number_of_sentences_each_with_claims(
    draft: Draft, file: str, old: str, new: str, said: str
) -> None:
    draft.change(file, old, new)

    assert any(problem.startswith(f"{file}:{said}") for problem in draft.problems())


def test_a_claim_of_exactly_the_longest_length_is_accepted(draft: Draft) -> None:
    draft.change("claims.yaml", RELIT, "text: " + "x" * 280)

    assert draft.problems() == []


def test_a_faulty_item_is_not_also_counted_as_missing(draft: Draft) -> None:
    draft.change("topics.yaml", "claims: [relit, relit-by]}", "claims: [relit], by: me}")

    assert len(draft.problems()) == 1


@pytest.mark.parametrize("nothing", ["null", "~"])
def test_a_value_that_is_nothing_is_refused(draft: Draft, nothing: str) -> None:
    draft.change("claims.yaml", "said_by: the harbour trust", f"said_by: {nothing}")

    assert any("has no value" in problem for problem in draft.problems())


def test_the_same_evidence_twice_is_refused(draft: Draft) -> None:
    draft.change(
        "claims.yaml",
        "      - {source: gazette, locator: ¶2}",
        "      - {source: gazette, locator: ¶2}\n      - {source: gazette, locator: ¶2}",
    )

    (problem,) = draft.problems()
    assert "is given twice" in problem


def test_a_question_without_words_is_refused(draft: Draft) -> None:
    draft.change("qa.yaml", "When was Skerry Point relit?", '"?!"')

    (problem,) = draft.problems()
    assert "a question without words" in problem
