"""Words that carry manners or grammar but no subject, in the languages people ask in."""

from __future__ import annotations

COURTESIES = frozenset(
    """
    a about also an and brief briefing briefings can could for get give hello hey hi how i in info
    information kindly know latest me more need new newest news now of on or overview please pls plz
    recent regarding show some summary tell thank thanks the thx to today topic update updates
    want what whats would you
    """.split()
)
"""Not part of a topic's name, unless a pack says so."""

QUESTION_WORDS = frozenset(
    """
    are can could did do does had has have how is should was were what whats when where which who
    whom whose whos why will would
    """.split()
)
"""A text that begins with one of these asks something."""

STOP_WORDS = (
    COURTESIES
    | QUESTION_WORDS
    | frozenset(
        """
        actually after again against all am any anyone around as at be because been before being
        between both but by called come comes describe during each else ever every exactly explain
        from further gets gives go going got happen happened he her here hers him his if into it
        its just let like made make makes many may mean means might most much must my no nor not off
        often once one only other our out people really said same say says she so someone such
        than that their them then there these they thing things this those through too under until
        up upon very via we well went while with within without yes your
        """.split()
    )
)
"""Too common to say what a question is about."""

CJK_COURTESIES = tuple(
    """
    请告诉我 請告訴我 告诉我 告訴我 请介绍一下 介绍一下 介紹一下 请介绍 介绍 介紹
    请问 請問 关于 關於 最新 消息 新闻 情况 情況 简报 簡報 怎么样 怎麼樣 谢谢 謝謝 一下
    请 請 的 和 与 呢
    """.split()
)
"""Courtesies in Chinese, which writes no blanks; longer ones come first."""

CJK_QUESTIONS = tuple(
    """
    为什么 為什麼 什么时候 什麼時候 是什么 是什麼 什么是 什麼是 什么 什麼 谁 誰 为何 為何
    多少 哪些 哪里 哪 几 幾 何时 何時 吗 嗎 如何 怎么 怎麼 是否 有没有 能不能
    """.split()
)
"""Marks of a question in Chinese; longer ones come first."""
