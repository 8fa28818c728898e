"""What the ai-china pack says: enough, nothing beyond its claims, nothing of it in the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.lint import lint
from content.loading import load_located
from tests.content.packs import ENGINE, TODAY, pack

REPOSITORY = ENGINE.parent
PACK = pack("ai-china")
TOPICS = """
    chips sanctions models alliances governance regulation efficiency hardware markets
    infrastructure open-source competition geopolitics huawei qwen deepseek moonshot nvidia
    ascend h20-h200 smic cambricon waic waico ai-plus xinjiang bytedance minimax zhipu robots
    smuggling entity-list us-congress labelling distillation agents
""".split()
SHIPPED = ("ai-china", "leap-seconds")
ADDRESSES = {
    "i10x": "https://i10x.ai/news/chinas-ai-progress-despite-us-sanctions",
    "outpost": "https://theoutpost.ai/news-story/"
    "china-s-ai-strategy-frenzy-competition-and-global-implications-18417",
    "brief-news": "https://www.brief.news/stories/2025/7/28/chinas-ai-giants-unite",
    "webpronews": "https://www.webpronews.com/"
    "china-proposes-global-ai-governance-framework-amid-us-chip-curbs",
}
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


def test_the_pack_holds_as_much_as_was_promised() -> None:
    cited = {piece.source for claim in PACK.current.values() for piece in claim.evidence}

    assert len(PACK.current) >= 350
    assert len(PACK.qa) >= 150
    assert len(PACK.topics) >= 24
    assert len(cited) >= 80
    assert set(PACK.topics) >= set(TOPICS)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_to_be_mended_in_a_shipped_pack(name: str) -> None:
    located = load_located(ENGINE / "packs" / name)

    found = lint(located, located.pack.info.reviewed.last_day or TODAY)

    assert [str(finding.problem) for finding in found] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_claims_of_its_own_and_a_chinese_name(topic: str) -> None:
    assert len(PACK.claims_by_topic[topic]) >= 5
    assert any("\u4e00" <= alias[0] <= "\u9fff" for alias in PACK.topics[topic].aliases)


def test_the_four_articles_stand_at_their_real_addresses() -> None:
    assert {key: str(PACK.sources[key].url) for key in ADDRESSES} == ADDRESSES


def test_all_that_rests_on_the_four_articles_names_its_sentence() -> None:
    resting = [
        (claim.id, piece)
        for claim in PACK.current.values()
        for piece in claim.evidence
        if piece.source in ADDRESSES
    ]

    assert {piece.source for _, piece in resting} == set(ADDRESSES)
    assert [claim for claim, piece in resting if piece.fingerprint is None] == []


def test_no_article_is_given_a_date_it_does_not_show() -> None:
    dates = {key: str(PACK.sources[key].published) for key in ADDRESSES}

    assert dates == {
        "i10x": "unknown",
        "outpost": "2025",
        "brief-news": "2025-07-28",
        "webpronews": "unknown",
    }


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
