"""`briefing-bot review`, `digest preview` and `ask news`, as an editor in a shell runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from content.strict_yaml import read
from tests.news.test_commands import Say, say, site
from tests.news.test_on_platforms import REWORDED, STORY
from tests.news.world import RSS, rss
from tests.web.site import Site

__all__ = ["say", "site"]

TITLE = STORY.title


def drafted(say: Say, site: Site) -> dict[str, Any]:
    """A draft of the story that a feed has brought."""
    site.answer("/feed", rss([STORY]), Content_Type=RSS)
    say("add", f"{site.address}/feed")
    say("poll")
    [draft] = json.loads(say("make", "--json", command="review").out)
    return dict(draft)


def test_a_draft_is_reworded_approved_and_exported(say: Say, site: Site, tmp_path: Path) -> None:
    name = drafted(say, site)["id"][:8]

    listed = say("list", command="review")
    edited = say("edit", name, *REWORDED.split(), command="review")
    approved = say("approve", name, command="review")
    asked = say(
        "what", "did", "the", "harbour", "trust", "plan", "for", "Gull", "Rock", command="ask"
    )
    exported = say("export", str(tmp_path / "out"), command="review")
    again = json.loads(say("list", "--state", "approved", "--json", command="review").out)

    assert listed.out.startswith(name)
    assert REWORDED in edited.out
    assert (approved.code, "Approved" in approved.out) == (0, True)
    assert REWORDED in asked.out
    files = exported.out.split()
    claims: Any = read(files[1], Path(files[1]).read_bytes()).value
    assert [claim["text"] for claim in claims["claims"]] == [REWORDED]
    assert [draft["state"] for draft in again] == ["approved"]


def test_what_may_not_be_approved_exits_1(say: Say, site: Site) -> None:
    name = drafted(say, site)["id"][:8]
    say("edit", name, *REWORDED.split(), "99", "lamps.", command="review")

    refused = say("approve", name, command="review")

    assert refused.code == 1
    assert "The article does not have 99" in refused.out


def test_a_rejected_draft_is_not_made_again(say: Say, site: Site) -> None:
    name = drafted(say, site)["id"][:8]

    rejected = say("reject", name, "already", "known", command="review")

    assert "Rejected" in rejected.out
    assert json.loads(say("make", "--json", command="review").out) == []
    [kept] = json.loads(say("list", "--state", "rejected", "--json", command="review").out)
    assert kept["reason"] == "already known"


def test_a_preview_tells_what_was_reported_and_how_sure_its_topics_are(
    say: Say, site: Site
) -> None:
    drafted(say, site)

    told = say("preview", "--explain", command="digest")
    found = json.loads(say("preview", "--json", command="digest").out)
    news = say("news", command="ask")

    assert f"reported by Coast Gazette · 21 November 2026 · “{TITLE}” (headline)" in told.out
    assert "1 outlets, 1 articles" in told.out
    [story] = found["stories"]
    assert (story["included"], story["title"]) == (True, TITLE)
    assert TITLE in news.out
