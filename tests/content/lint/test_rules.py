"""Each rule catches a fault, and is explained with that fault as its example."""

from __future__ import annotations

from typing import get_args

import pytest

from content.lint import RULES, Severity
from tests.content.breaking import Draft
from tests.content.lint.faults import FAULTS, Fault, findings
from tests.docs import pages

PAGE = "check-rules"


def test_every_rule_has_a_fault_that_it_is_tested_with() -> None:
    assert [fault.rule for fault in FAULTS] == list(RULES)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_a_rule_catches_a_fault_at_its_line_and_says_how_to_mend_it(
    draft: Draft, fault: Fault
) -> None:
    before = findings(draft, fault.rule)

    draft.change(fault.file, fault.old, fault.new)

    assert fault.said not in before
    assert fault.said in findings(draft, fault.rule)


def test_the_reference_lists_exactly_the_rules_there_are_with_their_severity() -> None:
    listed = pages.rows(pages.own(pages.section(pages.reference(PAGE), "## The rules")))

    assert {name: cells[0] for name, cells in listed.items()} == {
        rule.id: rule.severity for rule in RULES.values()
    }
    assert {cells[0] for cells in listed.values()} == set(get_args(Severity))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_the_section_of_a_rule_shows_the_fault_and_what_is_said_to_it(fault: Fault) -> None:
    section = pages.section(pages.reference(PAGE), f"### `{fault.rule}`")

    shown = [line.strip() for line in section.splitlines()]

    assert f"{fault.said} [{fault.rule}]" in shown
    assert set(_fresh(fault)) <= set(shown)


def _fresh(fault: Fault) -> list[str]:
    """The lines of a fault that the pack did not have before."""
    before = {line.strip() for line in fault.old.splitlines()}
    return [line.strip() for line in fault.new.splitlines() if line.strip() not in before]
