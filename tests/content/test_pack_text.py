"""What the ai-china pack says: enough, nothing beyond its claims, nothing of it in the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.cleaning import fold
from content.model import Claim, Sentence
from tests.content.packs import ENGINE, pack

REPOSITORY = ENGINE.parent
PACK = pack("ai-china")
TOPICS = """
    chips sanctions models alliances governance regulation efficiency hardware markets
    infrastructure open-source competition geopolitics huawei qwen deepseek moonshot nvidia
""".split()
ADDRESSES = {
    "i10x": "https://i10x.ai/news/chinas-ai-progress-despite-us-sanctions",
    "outpost": "https://theoutpost.ai/news-story/"
    "china-s-ai-strategy-frenzy-competition-and-global-implications-18417",
    "brief-news": "https://www.brief.news/stories/2025/7/28/chinas-ai-giants-unite",
    "webpronews": "https://www.webpronews.com/"
    "china-proposes-global-ai-governance-framework-amid-us-chip-curbs",
}
OWNERS = re.compile(
    r"unnamed|analysts?\b|experts?\b|insiders|officials|posts? on X|X thread", re.IGNORECASE
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"\b[A-Z][\w'’.-]*")
OPENERS = frozenset(
    """
    a alibaba's an at big debates chipmakers his in it its itself no offering one other premier
    such that the their they this two which
    """.split()
)
"""Words that begin sentences with a capital and name nobody."""
SUBJECT = re.compile(
    r"China|Huawei|Nvidia|Ascend\b|DeepSeek|Qwen|Alibaba|Baidu|Tencent|Moonshot|Kimi|Xinjiang"
    r"|Beijing|Shanghai|sanction|semiconductor|华为|中国|芯片|英伟达|制裁",
    re.IGNORECASE,
)
EXAMPLES = (
    "content/model.py: Words that every topic here shares",
    "content/search.py: Words, with Chinese runs apart from Latin ones",
    'content/topics.py: In "Huawei chips" and "chip sanctions" alike',
    "content/topics.py: are rare, and `India` is not a misspelt `Nvidia`.",
)
"""The lines of docstrings that show an example from the pack."""


def sentences() -> Iterator[tuple[str, Sentence]]:
    """Every sentence of a summary or an answer, and where it stands."""
    for topic in PACK.topics.values():
        yield from ((f"topic {topic.id}", sentence) for sentence in topic.summary)
    for snippet in PACK.qa:
        yield from ((f"qa {snippet.id}", sentence) for sentence in snippet.answer)


def bare(word: str) -> str:
    """A word without possessive and final punctuation, for comparing names."""
    return re.sub(r"['’]s$|s['’]$", "", word.strip(".'’-"))


def names_in(text: str) -> set[str]:
    """The capitalised words of a text that are names."""
    return {bare(word) for word in NAME.findall(text) if word.casefold() not in OPENERS}


def support_of(sentence: Sentence) -> str:
    """Everything the claims of a sentence say."""
    return " ".join(claim.text for claim in PACK.claims_of(sentence))


def owners_of(claim: Claim) -> set[str]:
    """Who may be named as the owner of an opinion: publishers, speakers, people and firms."""
    named = set(claim.entities)
    for piece in claim.evidence:
        named |= {PACK.sources[piece.source].publisher, piece.said_by or ""}
    return named - {""}


def names_its_owner(text: str, claims: tuple[Claim, ...]) -> bool:
    owners = {owner for claim in claims for owner in owners_of(claim)}
    return bool(OWNERS.search(text)) or any(fold(owner) in fold(text) for owner in owners)


def test_the_pack_holds_as_much_as_was_promised() -> None:
    assert len(PACK.claims) >= 80
    assert len(PACK.qa) >= 40
    assert set(PACK.topics) >= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_claims_of_its_own_and_a_chinese_name(topic: str) -> None:
    assert len(PACK.claims_by_topic[topic]) >= 2
    assert any("\u4e00" <= alias[0] <= "\u9fff" for alias in PACK.topics[topic].aliases)


def test_the_four_articles_stand_at_their_real_addresses() -> None:
    assert {key: str(PACK.sources[key].url) for key in ADDRESSES} == ADDRESSES


def test_only_the_four_articles_are_cited() -> None:
    cited = {piece.source for claim in PACK.claims.values() for piece in claim.evidence}

    assert cited == set(ADDRESSES)


def test_no_article_is_given_a_date_it_does_not_show() -> None:
    dates = {key: str(PACK.sources[key].published) for key in ADDRESSES}

    assert dates == {
        "i10x": "unknown",
        "outpost": "2025",
        "brief-news": "2025-07-28",
        "webpronews": "unknown",
    }


def test_every_number_in_a_summary_or_answer_stands_in_its_claims() -> None:
    unsupported = [
        (where, number)
        for where, sentence in sentences()
        for number in set(NUMBER.findall(sentence.text)) - set(NUMBER.findall(support_of(sentence)))
    ]

    assert unsupported == []


def test_every_name_in_a_summary_or_answer_stands_in_its_claims() -> None:
    unsupported = [
        (where, name)
        for where, sentence in sentences()
        for name in names_in(sentence.text)
        if not re.search(rf"\b{re.escape(name)}", support_of(sentence))
    ]

    assert unsupported == []


def test_every_opinion_and_forecast_names_whose_it_is() -> None:
    nobodys = [
        claim.id
        for claim in PACK.claims.values()
        if claim.kind in {"opinion", "forecast"} and not names_its_owner(claim.text, (claim,))
    ]

    assert nobodys == []


def test_what_a_source_credits_to_others_is_credited_to_them() -> None:
    uncredited = [
        (claim.id, piece.said_by)
        for claim in PACK.claims.values()
        for piece in claim.evidence[:1]
        if piece.said_by and not names_its_owner(claim.text, (claim,))
    ]

    assert uncredited == []


def engine_lines() -> Iterator[str]:
    """Every line of the product's code, with its file."""
    for folder in ("content", "adapters", "bot"):
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            name = path.relative_to(REPOSITORY)
            for line in path.read_text(encoding="utf-8").splitlines():
                yield f"{name.as_posix()}: {line.strip().removeprefix(chr(34) * 3)}"


def test_the_engine_knows_nothing_of_the_packs_subject() -> None:
    subject = [line for line in engine_lines() if SUBJECT.search(line.partition(": ")[2])]

    assert [line for line in subject if not line.startswith(EXAMPLES)] == []


def test_nothing_in_the_pack_names_a_folder_of_somebodys_machine() -> None:
    files = sorted(Path(ENGINE / "packs" / "ai-china").rglob("*.yaml"))

    named = [
        path.name for path in files if re.search(r"(/home/|/work/|C:\\)", path.read_text("utf-8"))
    ]

    assert files
    assert named == []
