"""One fault for each rule: what somebody writes into the lighthouses pack, and what is said to it.

The rule's section in `docs/reference/check-rules.md` shows the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from content.errors import PackError
from content.lint import lint
from content.loading import load_located
from tests.content.breaking import Draft

TODAY = dt.date(2026, 11, 25)
SUMMARY = "      - {text: The lamp carries 18 nautical miles., claims: [range]}\n"
MISSED = "text: Coast Gazette writes that sailors miss the keepers more than the lamps."
BY_TRUST = "forecast: {by: the harbour trust, due: 2027}"
LEFT = "  - id: keepers-left\n"
WHEN = "      - Since when is Skerry Point lit again?\n"
WARDENS = "aliases: [keeper, wardens, 守塔人]"
LONG = (
    "The lamp carries 18 nautical miles, which is as far as the harbour trust wanted it to carry, "
    "and as far as a lamp on a rock of that height can be seen by anybody who stands on the deck "
    "of a boat of the usual height in the usual weather of the sound, at night."
)
HARD = (
    "Relighting Skerry Point represents considerable infrastructural achievement notwithstanding "
    "extraordinary organisational complications throughout neighbouring jurisdictions."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A text of a file, what it becomes, and the finding that this makes."""

    rule: str
    file: str
    old: str
    new: str
    said: str
    """`file:line: what: fix`."""


_INSTEAD = "say what the claims say, name the claim that says it, or except it with a reason"
FAULTS = (
    Fault(
        "format",
        "claims.yaml",
        "kind: event",
        "kind: rumour",
        "claims.yaml:5: `claims.0.kind` is none of the allowed words: use one of 'event', 'fact', "
        "'figure', 'forecast' or 'opinion'",
    ),
    Fault(
        "reference",
        "topics.yaml",
        SUMMARY,
        "      - {text: The lamp carries 18 nautical miles., claims: [reach]}\n",
        "topics.yaml:8: no claim has the id `reach`: add it to claims or correct it",
    ),
    Fault(
        "number-not-in-claims",
        "topics.yaml",
        SUMMARY,
        "      - {text: The lamp carries 20 nautical miles., claims: [range]}\n",
        f"topics.yaml:8: `20` stands in none of the claims it names: {_INSTEAD}",
    ),
    Fault(
        "name-not-in-claims",
        "qa.yaml",
        "{text: The harbour trust paid for the relighting of Skerry Point., claims: [relit-by]}",
        "{text: The harbour trust paid for the relighting of Gull Rock., claims: [relit-by]}",
        f"qa.yaml:9: `Gull Rock` is named in none of the claims it names: {_INSTEAD}",
    ),
    Fault(
        "unattributed",
        "claims.yaml",
        MISSED,
        "text: Sailors miss the keepers more than the lamps.",
        "claims.yaml:50: the sentence does not say whose the opinion `keepers-missed` is: "
        "name `Coast Gazette` or `Harbour Digest`",
    ),
    Fault(
        "forecast-past-due",
        "claims.yaml",
        BY_TRUST,
        "forecast: {by: the harbour trust, due: 2026-10}",
        "claims.yaml:47: the forecast `keepers-return` was due October 2026, and is open: "
        "set `status`, with the claims that show it in `because`, or say why it is `due`",
    ),
    Fault(
        "unsupported-superlative",
        "claims.yaml",
        f"{MISSED}\n    kind: opinion",
        "text: Skerry Point has the brightest lamp of the sound.\n    kind: fact",
        "claims.yaml:50: `the brightest` is claimed on the word of a blog or aggregator alone: "
        "say in the sentence who says so, find a better source, or tone it down",
    ),
    Fault(
        "near-duplicate",
        "claims.yaml",
        LEFT,
        "  - id: relit-again\n"
        "    text: Skerry Point was relit on 14 March 2026, after nine dark years on the sound.\n"
        "    kind: event\n    as_of: 2026-03-14\n    topics: [keepers]\n"
        "    evidence: [{source: digest, locator: ¶1}]\n" + LEFT,
        "claims.yaml:56: the claim `relit-again` says what `relit` says: "
        "put its evidence under `relit`, or say what is different",
    ),
    Fault(
        "unused-claim",
        "claims.yaml",
        LEFT,
        "  - id: foghorn\n    text: The foghorn was taken down.\n    kind: event\n"
        "    as_of: 2026-03-14\n    topics: [keepers]\n"
        "    evidence: [{source: gazette, locator: ¶8}]\n" + LEFT,
        "claims.yaml:55: no summary, answer or outcome uses the claim `foghorn`: "
        "use it, or remove it",
    ),
    Fault(
        "small-topic",
        "claims.yaml",
        "topics: [lamps]",
        "topics: [keepers]",
        "topics.yaml:11: the topic `lamps` has 3 claims: "
        "give it at least 5, or make it part of another topic",
    ),
    Fault(
        "colliding-questions",
        "qa.yaml",
        WHEN,
        WHEN + "      - Who has relit Skerry Point?\n",
        "qa.yaml:15: `Who has relit Skerry Point?` asks what `Who relit Skerry Point?` of "
        "`who-relit` asks: leave it to one of the two, or make one snippet of both",
    ),
    Fault(
        "shadowing-alias",
        "topics.yaml",
        WARDENS,
        "aliases: [keeper, wardens, burner]",
        "topics.yaml:21: the alias `burner` is read as a name of the topic `lamps`: "
        "leave it to one of the two",
    ),
    Fault(
        "stale-claim",
        "claims.yaml",
        "as_of: 2026-03\n",
        "as_of: 2025-03\n",
        "claims.yaml:44: the claim `keepers-return` is from March 2025 and was not reviewed since: "
        "look at it again and write `reviewed: 2026-11-25`, or withdraw it",
    ),
    Fault(
        "long-briefing",
        "topics.yaml",
        SUMMARY,
        f'      - {{text: "{LONG}", claims: [range]}}\n' * 4,
        "topics.yaml:6: the briefing has 1144 characters: shorten it to fewer than 900",
    ),
    Fault(
        "hard-to-read",
        "qa.yaml",
        "{text: The harbour trust paid for the relighting of Skerry Point., claims: [relit-by]}",
        f"{{text: {HARD}, claims: [relit-by]}}",
        "qa.yaml:9: hard to read: 100 on Björnsson's scale: "
        "use shorter sentences and words, up to 60",
    ),
    Fault(
        "unused-exception",
        "topics.yaml",
        "topics:\n",
        "exceptions:\n  - {words: Gull Rock, reason: The old name of Skerry Point.}\ntopics:\n",
        "topics.yaml:3: the exception for `Gull Rock` excuses nothing in this file: remove it",
    ),
)


def findings(draft: Draft, rule: str | None = None, today: dt.date = TODAY) -> list[str]:
    """What `check` says of a draft, of one rule or all, with files named from inside the folder."""
    try:
        problems = [finding.problem for finding in lint(load_located(draft.folder), today)]
    except PackError as error:
        problems = list(error.problems)
    return [
        str(problem).replace(f"{draft.folder}/", "")
        for problem in problems
        if rule in (None, problem.rule)
    ]
