"""What was reported lately, at hand for several summaries of the same days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from content.digest import Window
from content.news.articles import Article
from content.news.stories import Story, stories

NEWS_KEPT = dt.timedelta(days=35)
"""How far back summaries tell of reporting: a monthly one, and one that was missed."""
FRESH = dt.timedelta(minutes=10)
"""How old what is at hand may be; a summary lacks what came in so late."""


LATE = dt.timedelta(days=7)
"""How much later than it came out an article may be found and still be news of that day."""


def told_on(article: Article) -> dt.date:
    """The day an article counts for: that on which it was found, so that none falls between two
    summaries; that on which it came out, where it was found more than a week later."""
    found = article.found_at.date()
    return max(article.published, found) if found - article.published <= LATE else article.published


def told_in(articles: Iterable[Article], window: Window) -> list[Story]:
    """The stories that are news of a window."""
    return stories([one for one in articles if window.first <= told_on(one) <= window.last])


@dataclass(slots=True)
class News:
    """Articles as they were at a moment, and the stories of the windows asked for since."""

    read_at: dt.datetime
    articles: Sequence[Article]
    _found: dict[Window, Sequence[Story]] = field(default_factory=dict)

    def is_fresh(self, now: dt.datetime) -> bool:
        return now - self.read_at < FRESH

    def prepare(self, last: dt.date) -> None:
        """Find the stories of what most summaries are about: the week, and the day, that end so. It
        may take seconds, which a transaction should not wait for."""
        for first in (last - dt.timedelta(days=6), last):
            self.told(Window(first, last))

    def told(self, window: Window) -> Sequence[Story]:
        """The stories that are news of a window."""
        if window not in self._found:
            self._found[window] = told_in(self.articles, window)
        return self._found[window]
