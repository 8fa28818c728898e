"""The library: full-text search over documents of any source."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import Document, Library, asked_terms, spaced, terms_of

LAMPS = Document(
    "lamps", ("The lamp of Skerry Point was lit in 1874.", "It burns oil."), "Skerry Point"
)
FOG = Document(
    "fog", ("Fog horns were tested along the coast.",), "Fog signals", publisher="Coast Post"
)
CHINESE = Document("zh", ("商务部收紧了芯片出口管制。",), "出口管制")


def found(library: Library, question: str) -> list[str]:
    return [hit.document.id for hit in library.search(asked_terms(question))]


def test_a_document_is_found_by_other_forms_of_its_words() -> None:
    assert found(Library([LAMPS, FOG]), "who was testing the fog horn?") == ["fog"]


def test_a_document_comes_back_as_it_was_added() -> None:
    assert Library([FOG]).search(["fog"])[0].document == FOG


def test_title_and_publisher_count_too() -> None:
    library = Library([LAMPS, FOG])

    assert found(library, "Skerry") == ["lamps"]
    assert found(library, "what does the Post say") == ["fog"]


def test_chinese_is_found_inside_a_run_of_characters() -> None:
    assert found(Library([LAMPS, CHINESE]), "芯片出口") == ["zh"]
    assert spaced("AI出口管制") == "AI 出口 口管 管制 "


def test_words_that_every_question_has_find_nothing() -> None:
    assert found(Library([LAMPS]), "what is the") == []


def test_what_is_added_later_is_found_at_once() -> None:
    library = Library([LAMPS])

    library.add([FOG])

    assert (len(library), found(library, "horns")) == (2, ["fog"])


def test_an_empty_library_finds_nothing() -> None:
    assert found(Library(), "lamp") == []


def test_the_rarer_a_term_the_more_it_tells() -> None:
    library = Library([LAMPS, FOG, CHINESE])

    assert library.weight("nowhere") > library.weight("lamp")
    assert terms_of("Lamps") == ["lamp"]


def test_half_a_character_pair_spoils_neither_document_nor_question() -> None:
    library = Library([Document("torn", ("A lamp \ud800 burns.",))])

    assert found(library, "lamp \udfff") == ["torn"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_question_breaks_the_search(text: str) -> None:
    assert isinstance(found(Library([LAMPS, CHINESE]), text), list)
