"""What feeds say, as it reaches a channel: as text, whatever is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from content.brief import Brief
from content.news.reported import reported
from content.news.stories import stories
from tests.news.hostile import BODY, TITLE
from tests.news.world import AN_HOUR, Entry, World

HARMFUL = [
    *("<!channel> <!here> <!everyone>", "@everyone @here", "<@U123456> <#C123456> <!subteam^S1>"),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b>bold</b> *bold* `code`",
    ),
    *("&lt;!channel&gt; &lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;!channel&amp;gt;"),
    *("<https://evil.example|the gazette>", "[the gazette](https://evil.example)"),
    *("<@123456789012345678> <@&123456789012345678> <#1> <t:0:R> <:a:1>", "||spoiler|| > quote"),
    *("https://evil.example/login", "\u202egnidaelsim\u202c \u200b\u2066hidden\u2069"),
    *("{{7*7}} ${7*7} %s {0}", "]\u200b(https://evil.example)", "\\@everyone \\<!channel>"),
]
MARKED = re.compile(r"<[!@#]|<https?://evil|</?script|<img")
"""What Slack reads as a mention or a link, and what nobody should."""
MASKED = re.compile(rf"{MARKED.pattern}|\]\(https://evil")
"""The same for Discord, once what is escaped is taken away."""
LOUD = re.compile(r"@(?:everyone|here)")


async def brief_of(world: World, *entries: Entry) -> Brief:
    """The news, as the bot shows it."""
    await world.feed()
    world.play(*entries)
    await world.poll()
    [desk] = world.desks
    brief = reported(desk.pack, stories(await world.articles()), "News")
    assert brief is not None
    return brief


def hostile(text: str) -> Entry:
    """An item that has this in every field."""
    more = f"<author>{text}</author><source url='https://x.example/'>{text}</source>"
    escaped = more.replace(text, text.replace("&", "&amp;").replace("<", "&lt;"))
    return Entry(f"{TITLE} {text}", body=f"{BODY} {text}", extra=escaped)


@pytest.mark.parametrize("text", HARMFUL)
async def test_nothing_in_an_item_does_anything_in_slack(world: World, text: str) -> None:
    brief = await brief_of(world, hostile(text))

    message = slack.to_message(brief, "r1", private=True)

    shown = f"{message['text']}{json.dumps(message['blocks'], ensure_ascii=False)}"
    assert MARKED.search(shown) is None
    links = set(re.findall(r"<([^>|]*)\|", shown))
    assert links == {"https://gazette.example/story"}


@pytest.mark.parametrize("text", HARMFUL)
async def test_nothing_in_an_item_does_anything_in_discord(world: World, text: str) -> None:
    brief = await brief_of(world, hostile(text))

    message = discord.to_message(brief, "r1", private=True)

    unescaped = re.sub(r"\\.", "", "\n".join(texts_of(message["embeds"])))
    assert LOUD.search("\n".join(texts_of(message))) is None
    assert MASKED.search(unescaped) is None
    links = set(re.findall(r"\]\(([^)]*)\)", unescaped))
    assert links == {"https://gazette.example/story"}
    assert "content" not in message


@pytest.mark.parametrize("text", HARMFUL)
async def test_nothing_in_the_name_of_a_feed_does_anything(world: World, text: str) -> None:
    await world.feed()
    world.play(Entry(TITLE, body=BODY), title=text)
    feed = await world.poll()

    brief = reported(world.desks[0].pack, stories(await world.articles()), feed.title)

    assert brief is not None
    assert MARKED.search(json.dumps(slack.to_message(brief, "r1"), ensure_ascii=False)) is None
    assert LOUD.search("\n".join(texts_of(discord.to_message(brief, "r1")))) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://gazette.example/a|b>c<d",
        "https://gazette.example/)](https://evil.example)",
        "https://gazette.example/<!channel>",
        "https://gazette.example/@everyone",
        'https://gazette.example/"><script>',
        "https://gazette.example/\u202eevil",
    ],
)
async def test_no_address_breaks_out_of_its_link(world: World, link: str) -> None:
    brief = await brief_of(
        world,
        Entry(TITLE, link, BODY),
        Entry("Keepers return to the lighthouse", body=BODY.upper(), published=None),
    )

    shown = json.dumps(slack.to_message(brief, "r1"), ensure_ascii=False)
    told = "\n".join(texts_of(discord.to_message(brief, "r1")["embeds"]))

    links = [*re.findall(r"<(http[^>|]*)\|", shown), *re.findall(r"\]\((http[^)]*)", told)]
    assert all(found.startswith("https://gazette.example/") for found in links)
    assert MARKED.search(shown) is None
    assert MASKED.search(told) is None


async def test_titles_without_end_fit_into_a_message(world: World) -> None:
    entries = [
        Entry(f"{TITLE} {at} {'*' * 5_000}", f"https://gazette.example/{at}", f"{at} {BODY}" * at)
        for at in range(1, 9)
    ]

    brief = await brief_of(world, *entries)

    assert all(len(point.text) < 400 for point in brief.points)
    assert len(slack.to_message(brief, "r1")["blocks"]) <= 50
    assert sum(map(len, texts_of(discord.to_message(brief, "r1")))) <= 6_000


async def test_a_summary_of_hostile_items_keeps_each_with_its_source(world: World) -> None:
    world.clock.time += AN_HOUR
    entries = [
        Entry(f"Lighthouse {at}: {text}", f"https://gazette.example/{at}", f"{at} {BODY}", str(at))
        for at, text in enumerate(HARMFUL)
    ]

    brief = await brief_of(world, *entries)

    assert all(point.citations for point in brief.points)


def texts_of(message: object) -> list[str]:
    """All texts of a message of Discord, or of a part of it, at any depth."""
    if isinstance(message, str):
        return [message]
    inner = message.values() if isinstance(message, dict) else message
    return [text for one in inner for text in texts_of(one)] if isinstance(inner, Iterable) else []
