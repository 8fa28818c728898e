"""Words that carry manners or grammar but no subject, in the languages people ask in."""

from __future__ import annotations

MANNERS = frozenset("please pls plz kindly thanks thank thx you hi hello hey".split())
"""What a text says to be polite; "you" is part of "thank you"."""

COURTESIES = frozenset(
    """
    a about all also an and anything brief briefing briefings can could everything for get give
    hello hey hi how i in info information kindly know latest me more need new newest news now of
    on or overview please pls plz recent regarding show some something summary tell thank thanks
    the thx to today topic update updates versus vs want what whats would you
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
        between both but by called come comes during each else ever every exactly
        from further gets gives go going got  he her here hers him his if into it
        its just let like made make makes many may  might most much must my no nor not off
        often once one only other our out really said same say says she so someone such
        than that their them then there these they thing things this those through too under until
        up upon very via we well went while with within without yes your
        """.split()
    )
)
"""Too common to say what a question is about."""

OPEN_VERBS = frozenset("describe explain happen happened happening matter mean means".split())
"""What a question asks that leaves open what of a topic is wanted."""

WEAK_WORDS = frozenset(
    """
    ability able active ago ahead allow already always amount answer appear apply area ask
    aspect away back bad basic begin behind believe best big bit bring build
    call careful case cause certain change choose claim clear close come common compare
    consider continue correct count course current currently day deal describe detail difference
    different direct does doing done easy effect end enough even exact example exist expect
    explain fact fairly fall fast feel find fit follow form general getting give good great
    grow guess half hand happen hard have hear help high hit hold hope idea important
    include involve issue keep kind know large last late learn leave left less level lie
    likely line little long look lot low lying main major manage matter mean meant mind move
    name named near need never nice note number occur ok old open opinion part particular
    pass pay people perhaps place plan play point possible pretty problem provide pull
    purpose push put question quick quickly quite rather reach read reason receive refer
    regard related remain require result right role round run seem sense serious set several
    short side simple simply since situation size small sort stand start state stay step
    still stop strong stuff suppose sure take talk term think though tie time today together
    total try turn type understand use used useful usually various view want way weak whole
    wide win wonder word work wrap write wrong yet
    """.split()
)
"""Words of everyday talk: they may narrow a question but do not say what it is about."""

OVERSTEMMED = {
    **dict.fromkeys(("engineer", "engineers", "engineering", "engineered"), "engineer"),
    **dict.fromkeys(("founded", "founding", "founder", "founders", "cofounder"), "founder"),
    **dict.fromkeys(("university", "universities"), "university"),
    **dict.fromkeys(
        ("organization", "organizations", "organisation", "organisations"), "organisation"
    ),
}
"""Words that the stemmer would take for others: engine, found, universe, organ."""

SCOPE_WORDS = frozenset(
    """
    africa america american asia australia brazil britain british canada domestic eu europe
    european foreign france french german germany global india indian international israel
    japan japanese korea korean russia russian singapore taiwan uk ukraine us usa world
    worldwide
    """.split()
)
"""Whose or where something is: an answer about another place is no answer."""

CJK_COURTESIES = tuple(
    """
    大概 大约 大約 真的 相比 已经 已經 一共 总共 總共 到底 究竟 每个 每個 目前 这些 這些 那些
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
    是不是 要不要 会不会 會不會 可不可以 是 了 在 被
    """.split()
)
"""Marks of a question in Chinese; longer ones come first."""
