"""What people and editors can type about reporting, in English and in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.grammar import (
    AskAbout,
    AskList,
    AskNews,
    AskReview,
    Request,
    TooLong,
    as_before,
    parse,
)
from tests.samples import texts

ID = "305a3e21"
LONG_ID = "305a3e2169e5ed306c83a34b70f21439"


@pytest.mark.parametrize("text", ["news", "News!", "the news", "NEWS?", "新闻"])
def test_all_that_was_reported_can_be_asked_for(text: str) -> None:
    assert parse(text) == Request(AskNews(None, text))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("news lamps", "lamps"),
        ("news on lamps", "lamps"),
        ("news about Skerry Point?", "skerry point"),
        ("the news of the keepers", "the keepers"),
        ("新闻 灯", "灯"),
        ("新闻灯", "灯"),
        ("灯的新闻", "灯"),
        ("灯新闻", "灯"),
    ],
)
def test_what_was_reported_of_something_can_be_asked_for(text: str, about: str) -> None:
    assert parse(text) == Request(AskNews(about, text))


@pytest.mark.parametrize(
    "text",
    ["newspaper", "newsletter of the trust", "fake news about lamps", "who reported it first?"],
)
def test_a_question_that_only_sounds_like_news_is_a_question(text: str) -> None:
    assert isinstance(parse(text).wish, AskAbout)


def test_news_can_be_asked_in_private() -> None:
    assert parse("news lamps private") == Request(AskNews("lamps", "news lamps"), private=True)


def test_where_nothing_is_reported_news_is_a_question_or_what_is_latest() -> None:
    assert as_before(AskNews("lamps", "news lamps")) == AskAbout("news lamps")
    assert as_before(AskNews(None, "news")) == AskList("latest", None, 1, "news")


@pytest.mark.parametrize(
    "text", ["review", "Review", "review list", "review queue", "审核", "审核 list"]
)
def test_an_editor_asks_for_what_waits(text: str) -> None:
    assert parse(text) == Request(AskReview("list"))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        (f"review show {ID}", AskReview("show", ID)),
        (f"REVIEW SHOW {ID.upper()}", AskReview("show", ID)),
        (f"review show {LONG_ID}", AskReview("show", LONG_ID)),
        (f"review approve {ID}", AskReview("approve", ID)),
        (f"审核 approve {ID}", AskReview("approve", ID)),
        (f"review reject {ID}", AskReview("reject", ID)),
        (f"review reject {ID} no news", AskReview("reject", ID, "no news")),
        (f"review reject {ID}: no news", AskReview("reject", ID, "no news")),
        (f"review edit {ID}", AskReview("edit", ID)),
        (f"review edit {ID}: The lamp, 21 nm.", AskReview("edit", ID, "The lamp, 21 nm.")),
        (f"review edit {ID} Lit:\nat last.", AskReview("edit", ID, "Lit: at last.")),
        (f"review edit {ID} 灯塔重新点亮。", AskReview("edit", ID, "灯塔重新点亮。")),
    ],
)
def test_an_editor_names_a_draft_by_the_beginning_of_its_id(text: str, wish: AskReview) -> None:
    assert parse(text) == Request(wish)


@pytest.mark.parametrize(
    "said", ["The trust stays private.", "This beach is --private", "它仍是私密"]
)
def test_the_text_of_a_claim_keeps_its_last_word(said: str) -> None:
    assert parse(f"review edit {ID} {said}") == Request(AskReview("edit", ID, said))


@pytest.mark.parametrize(
    "text",
    [
        "review show abc",
        f"review show {'a' * 33}",
        "review show lamps",
        "review the lamps",
        "peer review",
        "reviews",
        f"review delete {ID}",
    ],
)
def test_other_texts_with_that_word_are_questions(text: str) -> None:
    assert isinstance(parse(text).wish, AskAbout)


@pytest.mark.parametrize(
    "text",
    [
        "add https://gazette.example/Lit?id=1",
        "Add https://gazette.example/Lit?id=1",
        "add <https://gazette.example/Lit?id=1>",
        "add <https://gazette.example/Lit?id=1|gazette.example/Lit>",
    ],
)
def test_an_address_is_added_as_it_is_written(text: str) -> None:
    assert parse(text).wish == AskReview("add", words="https://gazette.example/Lit?id=1")


@pytest.mark.parametrize(
    "text",
    [
        "add lamps",
        "add ftp://gazette.example/a",
        "add https://a.example/a b",
        "https://a.example/a",
    ],
)
def test_what_is_no_address_to_add_is_a_question(text: str) -> None:
    assert isinstance(parse(text).wish, AskAbout)


@given(st.sampled_from(["news ", "review edit 305a3e21 ", "review ", "add https://"]), texts())
def test_no_text_behind_these_words_makes_it_raise(begin: str, text: str) -> None:
    wish = parse(f"{begin}{text}").wish

    said = wish.words if isinstance(wish, AskReview) else ""
    assert "\n" not in said
    assert isinstance(wish, TooLong) or len(said) <= 500
