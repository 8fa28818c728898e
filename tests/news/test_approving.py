"""What must hold before a draft is a claim, and how it then joins the others."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from content.fingerprints import fingerprint
from content.loading import load_pack
from content.model import MAX_SENTENCE_CHARS
from content.news.approving import Unapprovable, claim_of, exported, repeats, slug_of, with_approved
from content.news.drafts import Draft, Flag
from tests.content.packs import FOLDERS, pack
from tests.news.coast import FIRST, article, draft
from tests.news.world import NOON

LIGHTS = pack("lighthouses")
WORDS = " ".join(f"word{n}" for n in range(100))
HAN = "".join(chr(0x4E00 + n) for n in range(200))


def words(first: int, count: int) -> str:
    return " ".join(WORDS.split()[first : first + count])


def approved(of: Draft | None = None, pack_id: str = "lighthouses") -> Draft:
    waiting = of or draft(pack=pack_id)
    return waiting.approved(slug_of(waiting), "slack:T1/U1", NOON)


def reasons(wrong: Draft) -> str:
    with pytest.raises(Unapprovable) as caught:
        claim_of(wrong, LIGHTS)
    return " ".join(caught.value.reasons)


@pytest.mark.parametrize(("count", "is_copy"), [(25, False), (26, True)])
def test_twenty_five_words_may_be_repeated_and_no_more(count: int, is_copy: bool) -> None:
    claim = f"It says that {words(30, count)} as was said."

    assert repeats(claim, WORDS) is is_copy


@pytest.mark.parametrize(("count", "is_copy"), [(40, False), (41, True)])
def test_of_chinese_forty_characters_may_be_repeated(count: int, is_copy: bool) -> None:
    assert repeats(f"据报{HAN[60 : 60 + count]}云", f"“{HAN}。”") is is_copy


def test_case_marks_and_lines_hide_no_copy() -> None:
    shouted = ", ".join(words(30, 30).upper().split())

    assert repeats(shouted, WORDS.replace(" word45", "\nword45"))


def test_words_in_two_pieces_are_no_copy() -> None:
    assert not repeats(f"{words(0, 20)} and {words(20, 20)}", WORDS)


def test_a_text_shorter_than_that_copies_nothing() -> None:
    assert not repeats(words(0, 10), words(0, 10))
    assert not repeats("", WORDS)
    assert not repeats(WORDS, "")


def test_a_draft_becomes_a_claim_with_its_sentence_for_evidence() -> None:
    claim, source = claim_of(draft(), LIGHTS)

    (piece,) = claim.evidence
    assert (claim.text, claim.kind, claim.as_of.text) == (draft().text, "figure", "2026-11-21")
    assert (claim.topics, claim.entities) == (("lamps",), ("Skerry Point",))
    assert (piece.source, piece.locator) == (source.id, "¶2")
    assert piece.fingerprint == fingerprint(FIRST)
    assert (source.publisher, source.grade, source.language) == ("Coast Gazette", "news", "en")
    assert str(source.url) == draft().article.address


def test_a_flagged_claim_is_disputed_while_it_is_said() -> None:
    flagged = draft(flags=(Flag("range", "says 18"), Flag("gone", "says 9")))

    claim, _ = claim_of(flagged, LIGHTS)

    assert claim.disputes == ("range",)


def test_an_article_without_a_date_is_cited_as_found_on_a_day() -> None:
    _, source = claim_of(draft(article(is_dated=False)), LIGHTS)

    assert not source.published.is_known
    assert source.published_note == "found on 2026-11-21"


def test_a_long_headline_is_shortened_as_the_title_of_a_source() -> None:
    long = article(f"Skerry Point lamp: {'what every boat of the sound should know, ' * 6}")

    _, source = claim_of(draft(long), LIGHTS)

    assert len(source.title) <= 200
    assert source.title.endswith("…")


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ("en", "en"),
        ("en_GB", "en-GB"),
        ("zh-Hans-CN", "zh-Hans"),
        ("EN, fr", "en"),
        ("english!", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_whatever_a_page_declares_a_source_has_a_language(declared: str | None, kept: str) -> None:
    _, source = claim_of(draft(article(language=declared)), LIGHTS)

    assert source.language == kept


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"topics": ()}, "It is of no topic."),
        ({"topics": ("lamps", "mermaids")}, "There is no topic mermaids any more."),
        ({"text": "Lit."}, "Its text is not right"),
        ({"text": "a" * (MAX_SENTENCE_CHARS + 1)}, "Its text is not right"),
        ({"text": "A lamp \u202e that hides what it says."}, "remove the control"),
        ({"kind": "forecast"}, "a claim has a `forecast` if, and only if"),
    ],
    ids=["no topic", "topic gone", "too short", "too long", "hidden marks", "forecast"],
)
def test_what_breaks_a_rule_of_the_form_is_refused_with_the_reason(
    changes: dict[str, object], reason: str
) -> None:
    assert reason in reasons(draft(**changes))  # type: ignore[arg-type]


def test_every_reason_is_told_at_once() -> None:
    told = reasons(draft(topics=(), text="Lit."))

    assert "It is of no topic." in told
    assert "Its text is not right" in told


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("The lamp is lit", "the-lamp-is"),
        ("斯凯里角的灯塔重新点亮。", "reported"),
        ("Élan of the keepers — at 21 miles!", "elan-of-the-keepers-at-21"),
        ("a" * 200, "a" * 48),
    ],
)
def test_a_claim_is_named_by_its_first_words(text: str, begin: str) -> None:
    named = slug_of(draft(text=text))

    assert named == f"{begin}-{draft().id[:6]}"
    assert claim_of(draft(text=text), LIGHTS)[0].id == named


def test_an_approved_draft_joins_the_pack_with_its_source() -> None:
    one = approved()

    joined = with_approved(LIGHTS, [one])

    assert set(joined.claims) - set(LIGHTS.claims) == {one.claim}
    assert set(joined.sources) - set(LIGHTS.sources) == {one.article.id}
    assert joined.info == LIGHTS.info


def test_joining_twice_changes_nothing() -> None:
    joined = with_approved(LIGHTS, [approved()])

    assert with_approved(joined, [approved()]) is joined


@pytest.mark.parametrize(
    "one",
    [draft(), approved(pack_id="harbours"), approved(draft(topics=("mermaids",)))],
    ids=["waiting", "another pack", "topic gone"],
)
def test_what_cannot_join_leaves_the_pack_as_it_is(one: Draft) -> None:
    assert with_approved(LIGHTS, [one]) is LIGHTS


def test_two_claims_of_one_article_share_its_source() -> None:
    other = draft(id="b" * 32, text="The harbour trust told of a new lamp in November 2026.")

    joined = with_approved(LIGHTS, [approved(), approved(other)])

    assert len(joined.claims) == len(LIGHTS.claims) + 2
    assert len(joined.sources) == len(LIGHTS.sources) + 1


def test_what_is_exported_loads_back_as_the_same_claims(tmp_path: Path) -> None:
    undated = draft(article("Gannet Rock lit: a “first”", is_dated=False), id="c" * 32)
    drafts = [approved(draft(flags=(Flag("range", "says 18"),))), approved(undated)]
    folder = write(tmp_path, *exported(drafts, LIGHTS))

    loaded = load_pack(folder)

    joined = with_approved(LIGHTS, drafts)
    assert loaded.claims == joined.claims
    assert loaded.sources == joined.sources


def test_what_the_pack_has_by_now_is_not_exported_again(tmp_path: Path) -> None:
    drafts = [approved()]
    loaded = load_pack(write(tmp_path, *exported(drafts, LIGHTS)))

    again = exported(drafts, loaded)

    assert again == ("sources: []\n", "claims: []\n")
    assert with_approved(loaded, drafts) is loaded


def test_what_fits_no_longer_cannot_be_exported() -> None:
    gone = dataclasses.replace(approved(), topics=("mermaids",))

    with pytest.raises(Unapprovable, match="no topic mermaids"):
        exported([gone], LIGHTS)


def write(folder: Path, sources: str, claims: str) -> Path:
    """The pack with two more files, its own in folders as packs with several files have them."""
    made = folder / "lighthouses"
    shutil.copytree(FOLDERS["lighthouses"], made)
    for kind, text in (("sources", sources), ("claims", claims)):
        (made / kind).mkdir()
        (made / f"{kind}.yaml").rename(made / kind / "own.yaml")
        (made / kind / "reported.yaml").write_text(text, encoding="utf-8")
    return made
