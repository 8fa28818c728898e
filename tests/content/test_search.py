"""Search over one pack: stems, pairs of Chinese characters, and the index that holds them."""

from __future__ import annotations

import pytest
from hypothesis import given

from content.search import SearchIndex, stem, terms, terms_as_typed
from tests.content.packs import BOTH, pack
from tests.samples import HOSTILE, texts


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(pack("lighthouses"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sanctions", "sanction"),
        ("relighting", "relight"),
        ("governed", "governing"),
        ("efficiency", "efficient"),
        ("companies", "company"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The lamps of Skerry Point", ["the", "lamp", "of", "skerri", "point"]),
        ("LAMPS, lamps; Lamps!", ["lamp", "lamp", "lamp"]),
        ("守塔人", ["守塔", "塔人"]),
        ("灯", ["灯"]),
        ("华为ascend 910B", ["华为", "ascend", "910b"]),
        ("café naïve", ["cafe", "naiv"]),
        ("", []),
        ("?!—…", []),
    ],
)
def test_a_text_is_searched_by_stems_and_pairs_of_characters(text: str, found: list[str]) -> None:
    assert list(terms(text)) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who relit the lamp, please?", ["relit", "lamp"]),
        ("When was it made?", []),
        ("请问，守塔人？", ["守塔", "塔人"]),
        ("为什么", []),
    ],
)
def test_words_that_carry_no_subject_can_be_dropped(question: str, found: list[str]) -> None:
    assert list(terms(question, drop_stop_words=True)) == found


def test_each_term_knows_the_word_it_comes_from() -> None:
    assert list(terms_as_typed("relighting 守塔人")) == [
        ("relighting", "relight"),
        ("守塔人", "守塔"),
        ("守塔人", "塔人"),
    ]


@given(texts())
def test_no_text_makes_cutting_it_into_terms_fail(text: str) -> None:
    assert all(term and not term.isspace() for term in terms(text))


@pytest.mark.parametrize("text", [*HOSTILE, "+(", 'a AND "b', "text:*", "[a TO z]", "^2 ~3"])
def test_no_text_is_taken_for_a_query_language(index: SearchIndex, text: str) -> None:
    hits = index.search(terms(text))

    asked = set(terms(text))
    for passage in (hit.passage for hit in hits):
        names = f"{passage.names} {passage.entities} {' '.join(passage.questions)}"
        assert asked & set(terms(f"{passage.text} {names}"))


def test_the_best_passages_come_first(index: SearchIndex) -> None:
    hits = index.search(terms("who paid for the relighting", drop_stop_words=True))

    assert {hit.passage.id for hit in hits[:3]} >= {"who-relit", "relit-by"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_nothing_is_found_for_words_the_pack_does_not_have(index: SearchIndex) -> None:
    assert index.search(["herring", "price"]) == []
    assert index.search([]) == []


def test_a_rare_word_tells_more_than_a_common_one(index: SearchIndex) -> None:
    assert index.weight("burner") > index.weight("lamp")
    assert index.weight("herring") >= index.weight("burner")


@pytest.mark.parametrize(
    ("asked", "found", "share"),
    [([], ["lamp"], 0.0), (["lamp"], ["lamp", "led"], 1.0), (["lamp"], ["led"], 0.0)],
)
def test_coverage_is_the_share_of_a_question_that_is_met(
    index: SearchIndex, asked: list[str], found: list[str], share: float
) -> None:
    assert index.coverage(asked, found) == share


@pytest.mark.parametrize("name", BOTH)
def test_everything_that_can_be_cited_is_in_the_index(name: str) -> None:
    asked, passages = pack(name), SearchIndex(pack(name)).passages

    shown = {(passage.kind, passage.id) for passage in passages}

    assert {("claim", claim) for claim in asked.claims} <= shown
    assert {("qa", snippet.id) for snippet in asked.qa} <= shown
    assert {("summary", f"{topic}/0") for topic in asked.topics} <= shown


@pytest.mark.parametrize("name", BOTH)
def test_every_claim_is_found_by_its_own_words(name: str) -> None:
    searched = SearchIndex(pack(name))

    for claim in pack(name).claims.values():
        found = [hit.passage.id for hit in searched.search(terms(claim.text))]
        assert claim.id in found
