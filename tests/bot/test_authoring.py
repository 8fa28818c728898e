"""`new-pack` and `diff`, as those who write packs use them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bot import authoring
from content.changes import changes
from content.errors import BriefingError
from content.loading import load_pack
from tests.bot.conftest import Bot
from tests.content.breaking import Draft
from tests.content.packs import FOLDERS, pack

TODAY = dt.date(2026, 11, 25)


def test_a_new_pack_is_sound_and_answers_at_once(bot: Bot, tmp_path: Path) -> None:
    made = bot("new-pack", "coast-lights", "--title", 'Lights: "of" the #Sound')

    checked = bot("check", "coast-lights", "--strict")
    asked = bot("ask", "who paid for the light?", BRIEFING_PACKS=str(tmp_path / "coast-lights"))

    assert [line.split("/")[-1] for line in made.stdout.splitlines()] == [
        *("claims.yaml", "pack.yaml", "qa.yaml", "sources.yaml", "topics.yaml")
    ]
    assert (checked.returncode, checked.stdout[:12]) == (0, "coast-lights"), checked.stdout
    assert "The Example Harbour Trust paid" in asked.stdout
    assert load_pack(tmp_path / "coast-lights").info.title == 'Lights: "of" the #Sound'


@pytest.mark.parametrize(
    "name", ["Coast", "coast lights", "-coast", "coast-", "海岸", "a" * 33, "../coast", ""]
)
def test_a_name_that_will_not_do_is_refused_with_the_rule(name: str, tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="single hyphens"):
        authoring.new_pack(tmp_path, name, None, TODAY)

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    authoring.new_pack(tmp_path, "coast", None, TODAY)

    with pytest.raises(BriefingError, match="already"):
        authoring.new_pack(tmp_path, "coast", None, TODAY)


def test_the_same_pack_has_no_changes() -> None:
    assert changes(pack("lighthouses"), pack("lighthouses")) == []


def test_a_difference_is_told_in_words(draft: Draft, bot: Bot) -> None:
    draft.change("pack.yaml", "2026.11.1", "2026.11.2")
    draft.change(
        "claims.yaml",
        "    disputes: [range]\n",
        "    withdrawn: {date: 2026-11-03, reason: Misread.}\n",
    )
    draft.change(
        "claims.yaml", "due: 2027}", "due: 2026, status: borne out, because: [keeper-back]}"
    )
    draft.change(
        "claims.yaml",
        "  - id: keepers-missed",
        "  - id: keeper-back\n    text: A keeper came back in October 2026.\n    kind: event\n"
        "    as_of: 2026-10\n    topics: [keepers]\n"
        "    evidence: [{source: gazette, locator: ¶9}]\n  - id: keepers-missed",
    )

    told = bot("diff", str(FOLDERS["lighthouses"]), str(draft.folder))

    assert told.stdout == (
        "# Lighthouses of the Sound: 2026.11.1 to 2026.11.2\n"
        "\n## Added\n\n- A keeper came back in October 2026. (`keeper-back`)\n"
        "\n## Withdrawn\n\n- The almanac of 2024 puts the reach of the Skerry Point lamp at 12"
        " nautical miles. Reason: Misread. (`range-old`)\n"
        "\n## Forecasts resolved\n\n- The harbour trust expects keepers to return to Skerry Point"
        " by 2027. Was open, is now borne out. A keeper came back in October 2026."
        " (`keepers-return`)\n"
        "\n## Disputes closed\n\n- The Skerry Point lamp carries 18 nautical miles. Against: The"
        " almanac of 2024 puts the reach of the Skerry Point lamp at 12 nautical miles. (`range`)\n"
    )


def test_a_correction_and_a_lost_claim_are_told_apart(draft: Draft) -> None:
    draft.change(
        "claims.yaml",
        "    disputes: [range]\n",
        "    corrected_by: {claim: range, date: 2026-11-03, reason: Misread.}\n",
    )
    text = (draft.folder / "claims.yaml").read_text("utf-8")
    at = text.index("  - id: led")
    draft.write("claims.yaml", text[:at] + text[text.index("  - id: keepers-return") :])
    draft.change("topics.yaml", "claims: [led]", "claims: [relit]")

    found = {(change.kind, change.id) for change in changes(pack("lighthouses"), draft.load())}

    assert found == {
        ("corrected", "range-old"),
        ("removed", "led"),
        ("dispute closed", "range"),
    }


def test_a_difference_as_json(bot: Bot) -> None:
    folder = str(FOLDERS["lighthouses"])

    told = json.loads(bot("diff", folder, folder, "--json").stdout)

    assert told == {"pack": "lighthouses", "from": "2026.11.1", "to": "2026.11.1", "changes": []}


def test_an_unsound_pack_is_not_compared(draft: Draft, bot: Bot) -> None:
    draft.change("claims.yaml", "kind: event", "kind: wish")

    told = bot("diff", str(FOLDERS["lighthouses"]), str(draft.folder))

    assert (told.returncode, "claims.yaml:5" in told.stderr) == (1, True)
