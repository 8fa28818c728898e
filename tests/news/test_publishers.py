"""An outlet is shown as it calls itself, and with its host where that is another name."""

from __future__ import annotations

import pytest

from content.news.reading import _publisher


@pytest.mark.parametrize(
    ("name", "address", "shown"),
    [
        ("Coast Gazette", "https://www.gazette.example/a", "Coast Gazette"),
        ("The Tide Post", "https://tidepost.example/a", "The Tide Post"),
        ("TidePost", "https://tide-post.example/a", "TidePost"),
        ("Coast Gazette", "https://copied.example/a", "Coast Gazette (copied.example)"),
        ("Coast News", "https://news24.example/a", "Coast News (news24.example)"),
        ("海岸报", "https://haian.example/a", "海岸报 (haian.example)"),
        ("", "https://gazette.example/a", "gazette.example"),
        ("x" * 300, "https://gazette.example/a", f"{'x' * 81}… (gazette.example)"),
    ],
)
def test_nobody_passes_for_another_outlet(name: str, address: str, shown: str) -> None:
    assert _publisher(name, address) == shown
