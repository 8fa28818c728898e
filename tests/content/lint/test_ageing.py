"""What becomes old: claims that nobody looked at again, forecasts whose time has passed."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.content.breaking import Draft
from tests.content.lint.faults import BY_TRUST, findings

LED = "    topics: [lamps]\n"


def stale(draft: Draft, day: str) -> set[str]:
    """The claims that are stale on a day."""
    found = findings(draft, "stale-claim", dt.date.fromisoformat(day))
    return {said.split("`")[1] for said in found}


def test_a_claim_is_stale_once_the_days_of_the_pack_have_passed(draft: Draft) -> None:
    assert "relit" not in stale(draft, "2027-03-14")
    assert "relit" in stale(draft, "2027-03-15")


def test_the_last_day_a_date_can_mean_counts(draft: Draft) -> None:
    assert "led" not in stale(draft, "2025-12-31")
    assert "led" in stale(draft, "2026-01-01")


def test_a_claim_without_a_date_is_stale_until_it_was_reviewed(draft: Draft) -> None:
    assert "keepers-missed" in stale(draft, "2026-11-25")

    draft.change("claims.yaml", "as_of: unknown", "as_of: unknown\n    reviewed: 2026-11-25")

    assert "keepers-missed" not in stale(draft, "2026-11-25")


def test_a_review_becomes_old_like_a_claim(draft: Draft) -> None:
    draft.change("claims.yaml", LED, f"{LED}    reviewed: 2026-11-25\n")

    assert "led" not in stale(draft, "2027-11-25")
    assert "led" in stale(draft, "2027-11-26")


def test_a_withdrawn_claim_is_not_stale(draft: Draft) -> None:
    history = "    withdrawn: {date: 2026-11-25, reason: Misread.}\n"
    draft.change("claims.yaml", "    disputes: [range]\n", history)

    assert "range-old" not in stale(draft, "2026-11-25")


@pytest.mark.parametrize(
    ("due", "last_day"),
    [("2027", "2027-12-31"), ("2027-02", "2027-02-28"), ("2027-02-03", "2027-02-03")],
)
def test_a_forecast_is_due_after_the_last_day_it_can_mean(
    draft: Draft, due: str, last_day: str
) -> None:
    draft.change("claims.yaml", BY_TRUST, f"forecast: {{by: the harbour trust, due: {due}}}")
    last = dt.date.fromisoformat(last_day)

    assert findings(draft, "forecast-past-due", last) == []
    assert len(findings(draft, "forecast-past-due", last + dt.timedelta(days=1))) == 1


@pytest.mark.parametrize(
    "forecast",
    [
        "{by: the harbour trust}",
        "{by: the harbour trust, due: 2026-10, status: due, status_note: Nothing was found.}",
        "{by: the harbour trust, due: 2026-10, status: mixed, because: [relit]}",
    ],
)
def test_a_forecast_without_due_day_or_with_an_outcome_is_not_past_due(
    draft: Draft, forecast: str
) -> None:
    draft.change("claims.yaml", BY_TRUST, f"forecast: {forecast}")

    assert findings(draft, "forecast-past-due") == []
