"""The command that subscribes: its options, and what somebody would type instead of choosing them.

Discord has no form for days, zones and topics, so a second command has an option for each of them:
https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from content.cadence import DAYS
from content.digest import MAX_LINES

_TEXT = 3
_DAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@dataclass(frozen=True, slots=True)
class Option:
    """An option, in English and in Chinese."""

    name: str
    name_zh: str
    description: str
    description_zh: str
    choices: Mapping[str, str] = field(default_factory=dict)
    """What can be chosen, as it is typed and in Chinese; anything if there are none."""
    max_length: int = 100
    completes: bool = False


OPTIONS = (
    Option(
        "often",
        "频率",
        "How often; weekly without",
        "多久一次；默认每周",
        {"weekly": "每周", "daily": "每天", "weekdays": "工作日"},
    ),
    Option(
        "day",
        "星期",
        "On which day, if weekly; Monday without",
        "每周哪一天；默认星期一",
        dict(zip(DAYS, _DAYS_ZH, strict=True)),
    ),
    Option(
        "at", "时间", "At what time, such as 18:30; 09:00 without", "几点，如 18:30；默认 09:00"
    ),
    Option(
        "zone",
        "时区",
        "Time zone, such as Europe/Berlin; UTC without",
        "时区，如 Europe/Berlin；默认 UTC",
        completes=True,
    ),
    Option(
        "topics",
        "主题",
        "Topics, with commas between them; all without",
        "主题，用逗号分隔；默认全部",
        max_length=500,
        completes=True,
    ),
    Option(
        "quiet",
        "无新内容",
        "When nothing is new; say so without",
        "没有新内容时；默认说明",
        {"say so": "说明", "skip quiet weeks": "跳过"},
    ),
    Option(
        "length",
        "长度",
        "How long at most",
        "最多几条",
        {f"at most {count} lines": f"最多{count}条" for count in range(1, MAX_LINES + 1)},
    ),
)


def options() -> list[dict[str, Any]]:
    """The options as Discord is told of them; none of them has to be given."""
    return [_told(option) for option in OPTIONS]


def typed(chosen: Mapping[str, Any]) -> str:
    """What somebody would type instead; `chosen` are values by the names of options."""
    # The topics last, for all that is typed there belongs to them.
    names = sorted((option.name for option in OPTIONS), key="topics".__eq__)
    return " ".join(("subscribe", *(str(chosen[name]) for name in names if chosen.get(name))))


def _told(option: Option) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": _TEXT,
        "name": option.name,
        "name_localizations": {"zh-CN": option.name_zh},
        "description": option.description,
        "description_localizations": {"zh-CN": option.description_zh},
        "required": False,
    }
    if option.choices:
        return told | {"choices": [_choice(*choice) for choice in option.choices.items()]}
    return told | {"max_length": option.max_length, "autocomplete": option.completes}


def _choice(value: str, in_chinese: str) -> dict[str, Any]:
    return {"name": value, "name_localizations": {"zh-CN": in_chinese}, "value": value}
