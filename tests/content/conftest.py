"""What the content tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.breaking import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """A sound pack that may be broken."""
    return Draft(tmp_path / "lighthouses")
