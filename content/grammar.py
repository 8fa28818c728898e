"""What people can type, on every platform: one small grammar.

A text is a wish for the sources of the last briefing, for a list, a comparison, the topics or help,
or it is about something: a topic or a question. Telling those two apart needs a pack, so that is
left to `content.answering`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from rapidfuzz.distance import OSA

from content.cleaning import clean, fold
from content.news.wishes import AskNews as AskNews
from content.news.wishes import AskReview as AskReview
from content.news.wishes import is_new_text, news_wish, review_wish

MAX_TEXT_CHARS = 500
"""Longest text that is read: twice the longest question in the evaluation sets measured so far."""
MAX_RAW_CHARS = 40_000
"""How much of a text is looked at before it is measured; Slack cuts messages here too."""


@dataclass(frozen=True, slots=True)
class AskSources:
    """Where is that from? `number` picks one source of the briefing; `about` names another."""

    number: int | None = None
    about: str | None = None
    """A topic or a question whose evidence is wanted instead of the last briefing's."""


@dataclass(frozen=True, slots=True)
class AskTopics:
    """What is there to ask about?"""


@dataclass(frozen=True, slots=True)
class AskHelp:
    """How does this work? An empty text asks it too."""


@dataclass(frozen=True, slots=True)
class AskAbout:
    """A topic or a question, cleaned but otherwise as typed."""

    text: str


ListKind = Literal["timeline", "figures", "forecasts", "latest"]
LIST_KINDS: tuple[ListKind, ...] = get_args(ListKind)
"""What can be listed, by the word that asks for it."""


@dataclass(frozen=True, slots=True)
class AskList:
    """A list of claims, of a topic or of everything."""

    kind: ListKind
    about: str | None
    page: int
    """Counted from 1."""
    text: str
    """All that was typed, for where `about` names no topic."""


@dataclass(frozen=True, slots=True)
class AskCompare:
    """Two subjects side by side; `between` is what stands after the command."""

    between: str
    text: str


@dataclass(frozen=True, slots=True)
class AskMore:
    """The next page of the last list."""


@dataclass(frozen=True, slots=True)
class SayUnhelpful:
    """The last reply, or the one replied to, was of no help."""


SubscriptionVerb = Literal[
    "subscribe",
    "unsubscribe",
    "list",
    "pause",
    "resume",
    "test",
    "move",
    "topics",
    "form",
    "corrections",
    "arrived",
    "again",
]


@dataclass(frozen=True, slots=True)
class AskSubscription:
    """Summaries for this channel: make, change, end or list them.

    `words` say when and of what, where to, whether `on` or `off`, or the id of a reply.
    """

    verb: SubscriptionVerb
    words: str = ""


@dataclass(frozen=True, slots=True)
class TooLong:
    """More than anyone types; `chars` is how much."""

    chars: int


Wish = (
    AskSources
    | AskTopics
    | AskHelp
    | AskAbout
    | AskList
    | AskCompare
    | AskMore
    | SayUnhelpful
    | AskSubscription
    | AskNews
    | AskReview
    | TooLong
)


@dataclass(frozen=True, slots=True)
class Request:
    """One text, understood."""

    wish: Wish
    private: bool = False
    """The reply is for its asker only: the text ended in `private`, or finds fault with a reply."""


_PRIVATE = re.compile(r"(?:^|\s)(?:(?:--|—|–|-)?private|仅自己可见|私密)[.!]?$", re.IGNORECASE)
_NUMBER = r"(?: ?(?:no|nr|number|point|第|#)? ?(?P<number>\d{1,4}) ?(?:号|號|个|個)?)?"
_SOURCE_NAMES = tuple(
    """
    source sources src citation citations cite evidence reference references ref refs proof
    """.split()
)
_SOURCES = [
    re.compile(
        r"(?:(?:show|give|list|see|what|which|whats|the|your|its|me|us|are|is|s|all|any|and|with"
        r"|please|pls|can|could|i|you|have|got|do|a|there|need|want) )*"
        rf"(?:{'|'.join(_SOURCE_NAMES)})(?: please| pls)?"
        r"(?: (?:this|that|it))?"
        r"(?: (?:for|of|to|on|behind|from)(?: (?:this|that|it|these|those|the above|point))?)?"
        rf"{_NUMBER}(?: please| pls)?"
    ),
    re.compile(
        r"(?:and |so )?where (?:(?:is|s|does|did|was|are|do|were) )?"
        r"(?:this|that|it|these|those|they|the)"
        r"(?: (?:info|information|claim|statement|figures?|numbers?|news|data|comes?|came|coming"
        r"|all))*"
        r" from"
    ),
    re.compile(r"where (?:did|do|d) you (?:get|find|read|hear|have) (?:this|that|it)(?: from)?"),
    re.compile(r"according to (?:whom|who)|prove (?:it|that|this)|who says"),
    re.compile(
        r"第 ?(?P<number>\d{1,4}|[一二三四五六七八九十]) ?(?:个|個|号|號|条|條)?(?:的)?"
        r"(?:出处|出處|来源|來源)"
    ),
    re.compile(r"who (?:says|said|claims|claimed|reported|wrote) (?:this|that|so|it)|says who"),
    re.compile(r"how do you know(?: this| that| it)?|citation needed"),
    re.compile(
        r"(?:请|請|给我|給我|给|給|看看|看|显示|顯示|查看|列出|有|什么|什麼|信息|消息|资料|資料"
        r"|的|你的|这个|這個|这条|這條|这|這|数字|數字|说法|說法| )*"
        r"(?:出处|出處|来源|來源|信源|依据|依據|证据|證據|引用)"
        rf"(?:是什么|是什麼|是哪里|在哪里|在哪|是|呢|吗|嗎| )*{_NUMBER}"
    ),
    re.compile(r"(?:这个|這個|这|這|那)?(?:是)?(?:从|從)?(?:哪里|哪裡|哪儿|哪)(?:来|來)的"),
]
_SOURCES_ABOUT = re.compile(
    r"(?:(?:show|give|list|what|whats|which|me|us|is|are|the|your|please|pls|can i see) )*"
    r"(?:sources?|evidence|citations?|references?) (?:for|on|about|behind) (?P<about>.+)"
)
_TOPICS = re.compile(
    r"(?:(?:of|show|list|give|see|what|which|all|the|me|your|are|is|available) )*"
    r"(?:topics?|subjects|contents|menu|index)"
    r"(?: (?:do you (?:have|cover|know)|are there|are available|can i ask(?: about)?|list|please"
    r"|pls))*"
    r"|(?:有)?(?:哪些|什么|什麼)?(?:主题|主題|话题|話題|目录|目錄|题目)(?:列表|有哪些)?"
)
_HELP = re.compile(
    r"(?:help(?: me)?|commands?)(?: please| pls)?|h|usage|manual|start|(?:hi|hello|hey)(?: there)?"
    r"|how (?:does (?:this|it) work|do (?:you|i) (?:work|use (?:this|it|you)))"
    r"|what (?:can|do) (?:you|i) (?:do|ask|know|cover|type)(?: here| about)?"
    r"|(?:who|what) (?:are you|made you|is this)|are you (?:an? )?(?:ai|bot|robot|human)"
    r"|how (?:fresh|old|new|current|recent|up to date) (?:is|are) (?:your|the|this)"
    r"(?: (?:data|pack|info|information|knowledge|content|news|briefings?|answers?|sources?|bot))*"
    r"|thanks|thank you|thx|bye"
    r"|你好|您好|帮助|幫助|说明|說明|怎么用|怎麼用|如何使用|用法"
)

_LISTS: dict[ListKind, tuple[str, str]] = {
    "timeline": ("time ?line|chronology", "时间线|時間線|时间轴|時間軸|大事记|大事記|年表"),
    "figures": ("(?:key )?figures|numbers|statistics|stats", "数字|數字|数据|數據"),
    "forecasts": ("forecasts?|predictions?", "预测|預測|展望"),
    "latest": ("latest|newest|what(?: is| s)? new|whats new", "最新(?:消息|动态|動態)?"),
}
"""What lists are called, in English and in Chinese."""
_PAGE = r"(?: ?(?:page|第) ?(?P<page>\d{1,4})(?: ?[页頁])?)?"
_ENGLISH = "|".join(english for english, _ in _LISTS.values())
_CHINESE = "|".join(chinese for _, chinese in _LISTS.values())
_LIST = (
    re.compile(rf"(?P<kind>{_ENGLISH})(?: (?P<about>.+?))??{_PAGE}"),
    re.compile(rf"(?P<about>.+) (?P<kind>{_ENGLISH}){_PAGE}"),
    # A blank, because 数据来源 is no list of figures.
    re.compile(rf"(?P<kind>{_CHINESE})(?: (?P<about>.+?))??{_PAGE}"),
    re.compile(rf"(?P<about>.+?) ?的?(?P<kind>{_CHINESE}){_PAGE}"),
)
_COMPARE = re.compile(
    r"(?:please )?(?:compare|contrast|comparison of|比较|比較|对比|對比) ?(?P<rest>.+)"
)
_MORE = re.compile(r"(?:show |see )?more|next(?: page)?|更多|下一页|下一頁|继续|繼續")

_UNHELPFUL = re.compile(r"not helpful|(?:wrong|bad) answer|没用|沒用|没帮助|沒幫助")
_THUMBS_DOWN = re.compile(r"👎[\U0001f3fb-\U0001f3ff\ufe0f]*")
"""Of any skin. Folding would leave nothing of it."""


_SUBSCRIPTIONS: dict[SubscriptionVerb, str] = {
    "unsubscribe": (
        r"unsubscribe|subscriptions? (?:remove|end|stop|cancel)|stop summaries|取消订阅|退订"
    ),
    "pause": r"subscriptions? pause|pause (?:subscriptions?|summaries)|暂停订阅",
    "resume": r"subscriptions? resume|resume (?:subscriptions?|summaries)|恢复订阅",
    "test": r"subscriptions? test|test (?:subscriptions?|summar(?:y|ies))|测试订阅",
    "move": r"(?:subscriptions? move|move (?:subscriptions?|summaries))(?: to)?(?P<words>.*)",
    "topics": r"subscriptions? topics?[ :]+(?P<words>.+)|订阅(?:主题|主題)[ :：]*(?P<words_zh>.+)",
    "form": r"subscribe (?:by |with a )?form|subscriptions? form|订阅表单",
    "corrections": r"corrections? (?P<words>on|off)|(?P<words_zh>开启|关闭)更正",
    "arrived": r"summary arrived (?P<words>[0-9a-f]{32})",
    "again": r"summary again (?P<words>[0-9a-f]{32})",
    "list": r"(?:(?:my|list|show) )?subscriptions(?: list)?|我的订阅|订阅列表",
    "subscribe": r"subscribe(?: (?:me|us))?(?:[ :]+(?P<words>.*))?|订阅(?P<words_zh>.*)",
}
_SUBSCRIPTION = {
    verb: re.compile(pattern, re.IGNORECASE) for verb, pattern in _SUBSCRIPTIONS.items()
}


def _subscription(cleaned: str) -> AskSubscription | None:
    """What is wanted of subscriptions, if that is what a text is about."""
    bare = cleaned.rstrip(" .!?。！？")
    for verb, pattern in _SUBSCRIPTION.items():
        found = pattern.fullmatch(bare)
        if found:
            words = found.groupdict()
            said = words.get("words") or words.get("words_zh") or ""
            return AskSubscription(verb, said.strip())
    return None


def as_before(wish: AskNews) -> Wish:
    """What `news` means where nothing is reported: the topic, or what is latest on file."""
    return AskAbout(wish.text) if wish.about else AskList("latest", None, 1, wish.text)


def parse(text: str) -> Request:
    """Understand a text. Every text has an answer: none raises, however long or hostile."""
    cleaned = clean(text[:MAX_RAW_CHARS])
    private = None if is_new_text(cleaned) else _PRIVATE.search(cleaned)
    if private:
        cleaned = cleaned[: private.start()].rstrip(" ,;:")
    if len(cleaned) > MAX_TEXT_CHARS:
        return Request(TooLong(len(text)), private is not None)
    wish = _wish(cleaned)
    return Request(wish, private is not None or isinstance(wish, SayUnhelpful))


def _wish(cleaned: str) -> Wish:
    folded = fold(cleaned)
    bracketed = re.fullmatch(r"[\[(](\d{1,4})[\])]\??", cleaned)
    if bracketed:
        return AskSources(int(bracketed[1]))
    asked = _sources(folded) or _sources(_mend_source_word(folded))
    if asked:
        return asked
    if wanted := _subscription(cleaned) or review_wish(cleaned):
        return wanted
    if _UNHELPFUL.fullmatch(folded) or _THUMBS_DOWN.fullmatch(cleaned):
        return SayUnhelpful()
    if not folded or _HELP.fullmatch(folded):
        return AskHelp()
    if _TOPICS.fullmatch(folded):
        return AskTopics()
    if _MORE.fullmatch(folded):
        return AskMore()
    listed = _list(folded, cleaned) or _compare(folded, cleaned) or news_wish(folded, cleaned)
    return listed or AskAbout(cleaned)


def _list(folded: str, cleaned: str) -> AskList | None:
    found = next(filter(None, (pattern.fullmatch(folded) for pattern in _LIST)), None)
    if found is None:
        return None
    kind = next(
        kind
        for kind, names in _LISTS.items()
        if any(re.fullmatch(name, found["kind"]) for name in names)
    )
    return AskList(kind, found["about"], int(found["page"] or 1), cleaned)


def _compare(folded: str, cleaned: str) -> AskCompare | None:
    found = _COMPARE.fullmatch(folded)
    return AskCompare(found["rest"], cleaned) if found else None


def _sources(folded: str) -> AskSources | None:
    for pattern in _SOURCES:
        found = pattern.fullmatch(folded)
        if found:
            number = found.groupdict().get("number")
            return AskSources(_number(number) if number else None)
    about = _SOURCES_ABOUT.fullmatch(folded)
    return AskSources(about=about["about"]) if about else None


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else "一二三四五六七八九十".index(written) + 1


def _mend_source_word(folded: str) -> str:
    """`soruce 2` for `source 2`: a lone word, with or without a number, may have one slip."""
    word, _, rest = folded.partition(" ")
    if len(word) < 5 or (rest and not rest.isdecimal()):
        return folded
    near = [name for name in _SOURCE_NAMES if OSA.distance(word, name, score_cutoff=1) <= 1]
    return f"{near[0]} {rest}".strip() if near else folded
