"""Words that turn a statement into its contrary: who asks why X left is not told that X joined.

Words alone show it, so a question with the roles swapped ("why did A sue B" for B sued A) passes.
"""

from __future__ import annotations

import functools

from content.cleaning import fold
from content.search import stem

_UNDOING = 3
"""How many of the pairs begin with a word that undoes something. What does not say so itself is no
answer to it: that a thing was begun says nothing of why it was dropped."""
_PAIRS = (
    (
        "leave left leaves leaving quit quits exit exited depart departed",
        "join joined joins joining enter entered member members",
    ),
    (
        """
        cancel cancelled canceled scrap scrapped abolish abolished abandon abandoned drop dropped
        withdraw withdrew withdrawn revoke revoked discontinue discontinued repeal repealed
        取消 撤回 废除 放弃
        """,
        """
        launch launched introduce introduced impose imposed adopt adopted announce announced
        start started begin began release released issue issued 推出 发布 启动 出台
        """,
    ),
    (
        "fail failed fails failing failure lose lost loses losing flop flopped 失败",
        """
        succeed succeeded win won pass passed complete completed achieve achieved 成功 通过
        """,
    ),
    (
        """
        allow allowed allows permit permitted approve approved accept accepted legalise
        legalised 允许 批准 同意
        """,
        """
        ban banned bar barred bars reject rejected refuse refused deny denied block blocked
        forbid forbade prohibit prohibited oppose opposed opposes 禁止 拒绝 反对
        """,
    ),
    (
        "buy bought buys acquire acquired purchase purchased 收购 购买",
        "sell sold sells divest divested 出售 卖",
    ),
    (
        """
        raise raised rise rose risen increase increased grow grew grown double doubled
        增加 上涨 增长 提高
        """,
        """
        lower lowered fall fell fallen decrease decreased cut shrink shrank drop dropped decline
        declined halve halved 减少 下跌 下降 降低
        """,
    ),
    (
        "loosen loosened ease eased relax relaxed lift lifted 放松 解除",
        "tighten tightened strengthen strengthened restrict restricted impose imposed 收紧 加强",
    ),
    (
        "confirm confirmed admit admitted 证实 承认",
        "deny denied dispute disputed unverified verify disclose 否认",
    ),
)


@functools.cache
def _poles() -> tuple[tuple[frozenset[str], frozenset[str], bool], ...]:
    """Each pole with its contrary, both ways, and whether it undoes something."""
    stems = [tuple(frozenset(map(stem, side.split())) for side in pair) for pair in _PAIRS]
    ahead = [(one, other, at < _UNDOING) for at, (one, other) in enumerate(stems)]
    return (*ahead, *((other, one, False) for one, other in stems))


def is_contrary(question: str, answer: str) -> bool:
    """Whether a question takes for granted what an answer does not say, but rather the contrary."""
    asked, said = _words(question), _words(answer)
    return any(
        _holds(asked, question, pole)
        and not _holds(said, answer, pole)
        and (is_undoing or _holds(said, answer, contrary))
        for pole, contrary, is_undoing in _poles()
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(map(stem, fold(text).split()))


def _holds(words: frozenset[str], text: str, pole: frozenset[str]) -> bool:
    return bool(words & pole) or any(not sign.isascii() and sign in text for sign in pole)
