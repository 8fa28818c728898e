"""Which source a text is a copy of."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.filing import Document, file, fuller
from content.fingerprints import fingerprint
from content.pack import Pack
from tests.archive import papers
from tests.archive.papers import DIGEST, GAZETTE, PAID, RELIT, with_source

ADDRESS = "https://gazette.example/skerry"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return papers.pack(tmp_path)


def test_a_text_with_fingerprinted_sentences_is_their_sources(pack: Pack) -> None:
    found = file(Document(f"Menu\n{RELIT}\n{PAID}"), pack)

    assert (found.sources, str(found.signs)) == (("gazette",), "2 sentences")


@pytest.mark.parametrize(("text", "source"), [(GAZETTE, "gazette"), (DIGEST, "digest")])
def test_all_signs_that_speak_for_a_source_are_named(pack: Pack, text: str, source: str) -> None:
    found = file(Document(text), pack)

    assert found.sources == (source,)
    assert str(found.signs).endswith("its title")


def test_a_title_alone_is_enough_where_it_stands_near_the_beginning(pack: Pack) -> None:
    title = "Lights and fog signals"

    assert file(Document(f"Sound Almanac\n{title}\nText."), pack).sources == ("almanac",)
    assert file(Document("Line.\n" * 20 + title), pack).sources == ()
    assert file(Document("Text.", title=title), pack).sources == ("almanac",)


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "http://www.gazette.example/skerry/",
        "https://GAZETTE.example/skerry?utm_source=feed#top",
    ],
)
def test_the_address_a_page_gives_as_its_own_outweighs_everything(pack: Pack, address: str) -> None:
    found = file(Document(DIGEST, address=address), pack)

    assert found.sources == ("gazette",)


@pytest.mark.parametrize("label", ["", "Source: ", "来源："])
def test_an_address_alone_in_a_line_at_the_beginning_is_the_texts_own(
    pack: Pack, label: str
) -> None:
    assert file(Document(f"{label}{ADDRESS}\n\n{DIGEST}"), pack).sources == ("gazette",)


def test_an_address_that_is_merely_mentioned_is_the_weakest_sign(pack: Pack) -> None:
    mention = f"As we read in the Gazette ({ADDRESS}), the lamp is lit."

    assert file(Document(mention), pack).sources == ("gazette",)
    assert file(Document(f"{DIGEST}{mention}"), pack).sources == ("digest",)


def test_a_text_of_nobody_is_nobodys(pack: Pack) -> None:
    found = file(Document("How to bake bread.\nhttps://bread.example"), pack)

    assert (found.sources, found.rivals) == ((), ())


def test_what_could_be_either_is_neithers_and_both_are_named(pack: Pack) -> None:
    twins = with_source(pack, "gazette-print", url="https://gazette.example/print")

    found = file(Document("The lamp at Skerry Point is lit again"), twins)

    assert (found.sources, found.rivals) == ((), ("gazette", "gazette-print"))


def test_sources_with_the_same_address_share_a_page(pack: Pack) -> None:
    twins = with_source(pack, "gazette-2", url="https://www.gazette.example/skerry/")

    found = file(Document("x", address=ADDRESS), twins)

    assert set(found.sources) == {"gazette", "gazette-2"}


def test_a_chinese_title_tells_the_source(pack: Pack) -> None:
    chinese = with_source(pack, "wanbao", title="灯塔又亮了！", url=None)

    assert file(Document("海岸晚报\n灯塔又亮了!\n正文。"), chinese).sources == ("wanbao",)


def test_the_whole_page_is_kept_only_where_the_article_lacks_a_sentence() -> None:
    wanted = [fingerprint(RELIT), fingerprint(PAID)]

    assert fuller(f"{RELIT}\n{PAID}", f"Menu\n{RELIT}\n{PAID}", wanted) == f"{RELIT}\n{PAID}"
    assert fuller(RELIT, f"Menu\n{RELIT}\n{PAID}", wanted) == f"Menu\n{RELIT}\n{PAID}"
    assert fuller(" ", "Menu", []) == "Menu"
