"""What was reported lately, at hand for several summaries of the same days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.digest import Window
from content.news.articles import Article
from content.news.stories import Story, stories

NEWS_KEPT = dt.timedelta(days=35)
"""How far back summaries tell of reporting: a monthly one, and one that was missed."""
FRESH = dt.timedelta(minutes=10)
"""How old what is at hand may be; a summary lacks what came in so late."""


@dataclass(slots=True)
class News:
    """Articles as they were at a moment, and the stories of the windows asked for since."""

    read_at: dt.datetime
    articles: Sequence[Article]
    _found: dict[Window, Sequence[Story]] = field(default_factory=dict)

    def is_fresh(self, now: dt.datetime) -> bool:
        return now - self.read_at < FRESH

    def told(self, window: Window) -> Sequence[Story]:
        """The stories of the articles that came out in a window."""
        if window not in self._found:
            inside = [one for one in self.articles if window.first <= one.published <= window.last]
            self._found[window] = stories(inside)
        return self._found[window]
