"""Other people's HTML, read in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator

import pytest

from adapters.archive.extraction import Extractor, Unreadable
from content.fingerprints import find, fingerprint
from tests.archive.papers import CHINESE, GAZETTE, PAID, RELIT, html


@pytest.fixture
async def extractor() -> AsyncIterator[Extractor]:
    async with Extractor() as one:
        yield one


def pid_of(extractor: Extractor) -> int:
    assert extractor._process is not None
    return extractor._process.pid


async def test_the_article_comes_without_menus_and_with_its_title(extractor: Extractor) -> None:
    article = await extractor.article(html(GAZETTE).encode())

    assert article.text.splitlines()[0] == article.title == "The lamp at Skerry Point is lit again"
    assert find(fingerprint(RELIT), article.text)
    assert "Weather" not in article.text
    assert article.address == "https://gazette.example/skerry"


async def test_the_whole_page_comes_in_lines_and_without_its_scripts(extractor: Extractor) -> None:
    article = await extractor.article(html(GAZETTE).encode())

    assert "Home Weather" in article.whole.splitlines()
    assert find(fingerprint(PAID), article.whole)
    assert "track(" not in article.whole


@pytest.mark.parametrize("charset", [None, "gb18030", "no-such-charset"])
async def test_chinese_pages_are_read_in_old_encodings(
    extractor: Extractor, charset: str | None
) -> None:
    page = html(f"灯塔又亮了\n{CHINESE}\n水手们很高兴，他们等了很久很久。")

    article = await extractor.article(page.encode("gb18030"), charset)

    assert find(fingerprint(CHINESE), article.text)


@pytest.mark.parametrize("page", [b"", b"\0\xff" * 100, b"<html></html>", b"just words"])
async def test_a_page_without_text_is_said_to_have_none(extractor: Extractor, page: bytes) -> None:
    with pytest.raises(Unreadable, match="no text"):
        await extractor.article(page)


async def test_many_pages_are_read_by_one_process(extractor: Extractor) -> None:
    await extractor.article(html(GAZETTE).encode())
    first = pid_of(extractor)

    await extractor.article(html(GAZETTE).encode())

    assert pid_of(extractor) == first


async def test_a_page_that_takes_too_much_memory_fails_and_the_next_is_read() -> None:
    nested = b"<html><body>" + b"<p><b><i>x" * 300_000
    async with Extractor(memory_bytes=150_000_000) as extractor:
        with pytest.raises(Unreadable):
            await extractor.article(nested)

        article = await extractor.article(html(GAZETTE).encode())

    assert article.title


async def test_a_page_that_takes_too_long_fails_and_the_next_is_read() -> None:
    long = html(GAZETTE + f"{RELIT}\n" * 60_000).encode()
    async with Extractor(seconds=1) as extractor:
        with pytest.raises(Unreadable, match="too long"):
            await extractor.article(long)

        assert (await extractor.article(html(GAZETTE).encode())).title


async def test_a_worker_that_was_killed_is_replaced(extractor: Extractor) -> None:
    await extractor.article(html(GAZETTE).encode())
    os.kill(pid_of(extractor), signal.SIGKILL)

    with pytest.raises(Unreadable):
        await extractor.article(html(GAZETTE).encode())

    assert (await extractor.article(html(GAZETTE).encode())).title


async def test_the_worker_gets_none_of_our_environment(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    await extractor.article(html(GAZETTE).encode())

    with open(f"/proc/{pid_of(extractor)}/environ", "rb") as environment:  # noqa: ASYNC230, PTH123
        assert b"xoxb" not in environment.read()


async def test_a_page_cannot_write_what_passes_for_the_next_answer(extractor: Extractor) -> None:
    forged = html("\x00\x00\x00\x02{}\n" + GAZETTE)

    await extractor.article(forged.encode())
    article = await extractor.article(html(GAZETTE).encode())

    assert find(fingerprint(PAID), article.text)
