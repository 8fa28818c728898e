"""What must hold between entries: every reference resolves, no id and no name is given twice."""

from __future__ import annotations

import pytest

from tests.content.breaking import Draft

KEEPER = "aliases: [keeper, wardens, 守塔人]"
SINCE = "- Since when is Skerry Point lit again?"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("claims.yaml", "source: gazette", "source: gazete", "10: no source has the id `gazete`"),
        (
            "claims.yaml",
            "said_by: Coast Gazette}",
            "derives_from: [times]}",
            "11: no source has the id `times`",
        ),
        ("claims.yaml", "[skerry-point, lamps]", "[lamp]", "7: no topic has the id `lamp`"),
        ("claims.yaml", "disputes: [range]", "disputes: [rng]", "32: no claim has the id `rng`"),
        (
            "sources.yaml",
            "derives_from: [gazette]",
            "derives_from: [gazete]",
            "19: no source has the id `gazete`",
        ),
        ("topics.yaml", "claims: [led]", "claims: [let]", "15: no claim has the id `let`"),
        ("topics.yaml", "[lamps, keepers]", "[lamps, ghosts]", "10: no topic has the id `ghosts`"),
        ("qa.yaml", "claims: [relit-by]", "claims: [relight]", "9: no claim has the id `relight`"),
        ("qa.yaml", "topic: lamps", "topic: lanterns", "24: no topic has the id `lanterns`"),
    ],
)
def test_a_reference_to_nothing_is_refused_where_it_stands(
    draft: Draft, file: str, old: str, new: str, said: str
) -> None:
    kind = said.split()[2] + "s"

    draft.change(file, old, new)

    assert draft.problems() == [f"{file}:{said}: add it to {kind} or correct it"]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "kind"),
    [
        ("sources.yaml", "id: almanac", "id: digest", 20, "sources"),
        ("claims.yaml", "id: relit-by", "id: relit", 12, "claims"),
        ("topics.yaml", "id: keepers", "id: lamps", 19, "topics"),
        ("qa.yaml", "id: when-relit", "id: who-relit", 11, "qa"),
    ],
)
def test_an_id_used_twice_is_refused_where_it_stands_again(
    draft: Draft, file: str, old: str, new: str, line: int, kind: str
) -> None:
    twice = new.removeprefix("id: ")

    draft.change(file, old, new)

    assert (
        f"{file}:{line}: the id `{twice}` is used twice in {kind}: "
        f"the other stands in {file}; rename one"
    ) in draft.problems()


def test_an_id_used_twice_in_two_files_names_the_other_file(draft: Draft) -> None:
    draft.write("topics/more.yaml", (draft.folder / "topics.yaml").read_bytes())

    problems = draft.problems()

    said = "the id `lamps` is used twice in topics: the other stands in topics/more.yaml"
    assert any(said in problem for problem in problems)


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        ("[keeper, skerry]", "the alias `skerry` already leads to topic `skerry-point`"),
        ("[keeper, LIGHTS!]", "the alias `LIGHTS!` already leads to topic `lamps`"),
        ("[keeper, Lamps]", "the alias `Lamps` already leads to topic `lamps`"),
        (
            "[keeper, Skerry-Point]",
            "the alias `Skerry-Point` already leads to topic `skerry-point`",
        ),
        ("[keeper, keeper]", "the alias `keeper` already leads to topic `keepers`"),
        ("[keeper, Keeper.]", "the alias `Keeper.` already leads to topic `keepers`"),
        ("[keeper, 灯光]", "the alias `灯光` already leads to topic `lamps`"),
    ],
)
def test_an_alias_that_leads_somewhere_already_is_refused(
    draft: Draft, aliases: str, said: str
) -> None:
    draft.change("topics.yaml", KEEPER, f"aliases: {aliases}")

    assert draft.problems() == [f"topics.yaml:21: {said}: remove one of the two"]


def test_an_alias_without_letters_is_refused(draft: Draft) -> None:
    draft.change("topics.yaml", KEEPER, "aliases: ['?!']")

    assert draft.problems() == ["topics.yaml:21: the alias `?!` has no letters: remove it"]


def test_two_topics_of_one_title_are_refused(draft: Draft) -> None:
    draft.change("topics.yaml", "title: Lighthouse keepers", "title: LAMPS")

    assert draft.problems() == [
        "topics.yaml:20: the name `LAMPS` also leads to topic `lamps`: rename one"
    ]


def test_a_question_of_two_snippets_is_refused(draft: Draft) -> None:
    draft.change("qa.yaml", SINCE, "- who relit skerry point")

    what = "the question `who relit skerry point` already stands in `who-relit`"
    assert draft.problems() == [f"qa.yaml:14: {what}: remove one of the two"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "claims.yaml",
            "disputes: [range]",
            "disputes: [range-old]",
            "32: the claim `range-old` disputes itself: remove it",
        ),
        (
            "topics.yaml",
            "related: [skerry-point]",
            "related: [lamps]",
            "18: the topic `lamps` is related to itself: remove it",
        ),
        (
            "sources.yaml",
            "derives_from: [gazette]",
            "derives_from: [digest]",
            "19: the source `digest` derives from itself: cut the circle at one of its sources",
        ),
        (
            "claims.yaml",
            "topics: [skerry-point, lamps]",
            "topics: [lamps, lamps]",
            "7: `lamps` is named twice: name it once",
        ),
        (
            "topics.yaml",
            "claims: [relit, relit-by]",
            "claims: [relit, relit]",
            "7: `relit` is named twice: name it once",
        ),
    ],
)
def test_an_entry_that_refers_to_itself_or_twice_to_another_is_refused(
    draft: Draft, file: str, old: str, new: str, said: str
) -> None:
    draft.change(file, old, new)

    assert draft.problems() == [f"{file}:{said}"]


def test_a_source_may_not_derive_from_itself_through_others(draft: Draft) -> None:
    draft.change("sources.yaml", "  - id: digest", "    derives_from: [almanac]\n  - id: digest")
    draft.append("sources.yaml", "    derives_from: [digest]\n")

    assert draft.problems() == [
        f"sources.yaml:{line}: the source `{source}` derives from itself: "
        "cut the circle at one of its sources"
        for line, source in ((11, "gazette"), (20, "digest"), (28, "almanac"))
    ]
