"""What is learnt of answers: its file fits its code, and its parts are told apart by claims."""

from __future__ import annotations

from content.deciding import FEATURES, LOOKED_AT, Decider, learnt, least, log_odds
from content.questions import QuestionReader
from content.search import SearchIndex
from tests.content.packs import pack
from tests.training.deciding import entries, without


def test_the_file_has_a_weight_for_each_feature() -> None:
    assert list(learnt()["weights"]) == list(FEATURES)
    assert least("closest") < least("answered")


def test_every_hit_looked_at_has_every_feature() -> None:
    index = SearchIndex(pack("ai-china"))
    reader = QuestionReader(pack("ai-china"), index.knows)
    question = reader.read("how many ascend chips does huawei make")

    rows = Decider(index, reader).measured(question, index.search(question.terms))

    assert len(rows) == LOOKED_AT
    assert {len(row) for row in rows} == {len(FEATURES)}
    assert rows[0] != rows[1]
    assert log_odds(rows[0]) != log_odds(rows[1])


def test_no_claim_is_in_two_parts_of_the_training() -> None:
    parts: dict[str, set[int]] = {}
    for entry in entries(pack("ai-china")):
        for claim in entry.claims:
            parts.setdefault(claim, set()).add(entry.part)

    assert all(len(found) == 1 for found in parts.values())


def test_a_pack_without_a_claim_has_nothing_that_rests_on_it() -> None:
    whole = pack("ai-china")
    entry = next(iter(entries(whole)))

    left = SearchIndex(without(whole, entry.wordings, entry.claims)).passages

    said = {claim for one in left for sentence in one.sentences for claim in sentence.claims}
    assert said.isdisjoint(entry.claims)
    assert not {text for one in left for text in one.questions} & {*entry.wordings}
