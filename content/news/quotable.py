"""What feeds have brought, as sources that answers may quote."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping

from pydantic import ValidationError

from content.model import Source
from content.news.approving import source_of
from content.news.articles import KEPT
from content.news.newsroom import ArticleReader
from content.ports import Clock

FRESH = dt.timedelta(minutes=1)
"""How old the list may be; an article can be quoted a minute after it was read."""


class QuotableArticles:
    """The articles of a pack as sources, by id; looked up at most once a minute."""

    def __init__(self, articles: ArticleReader, clock: Clock) -> None:
        self._articles = articles
        self._clock = clock
        self._found: dict[str, tuple[dt.datetime, Mapping[str, Source]]] = {}

    async def __call__(self, pack: str) -> Mapping[str, Source]:
        """The articles there are.

        Raises:
            StoreError: the database refuses.
        """
        now = self._clock.now()
        known = self._found.get(pack)
        if known is None or now - known[0] >= FRESH:
            known = (now, await self._read(pack, now.date()))
            self._found[pack] = known
        return known[1]

    async def _read(self, pack: str, today: dt.date) -> Mapping[str, Source]:
        found: dict[str, Source] = {}
        for article in await self._articles.between(pack, today - KEPT, today):
            with contextlib.suppress(ValidationError):
                found[article.id] = source_of(article)
        return found
