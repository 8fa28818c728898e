"""`archive import`, `verify` and `fingerprint`, as their users run them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from content.fingerprints import fingerprint
from content.model import Evidence
from content.strict_yaml import read
from tests.archive import papers
from tests.archive.conftest import Say
from tests.archive.papers import DIGEST, GAZETTE, MISSED, PAID, RELIT, RETURN

Kept = Callable[..., str]
ALMANAC = "Lights and fog signals\nThe lamp reaches 12 miles."


def statuses(say: Say) -> dict[str, list[str]]:
    """For each source, the status of each piece of its evidence, in the order of the claims."""
    found: dict[str, list[str]] = {}
    for piece in json.loads(say("verify", "--json").out)["evidence"]:
        found.setdefault(piece["source"], []).append(piece["status"])
    return found


def test_imported_pages_verify_the_evidence_whatever_their_files_are_called(
    say: Say, kept: Kept
) -> None:
    imported = say("import", kept(one_txt=GAZETTE, two_txt=DIGEST))

    assert imported.code == 0
    assert "one.txt: lighthouses/gazette (4 sentences, its title)" in imported.out
    assert statuses(say) == {
        "gazette": ["verified"] * 4,
        "digest": ["verified"] * 2,
        "almanac": ["unchecked"] * 3,
    }


def test_the_table_counts_what_each_source_has(say: Say, kept: Kept) -> None:
    say("import", kept(one_txt=GAZETTE))

    verified = say("verify")

    assert verified.code == 0
    assert [line.split() for line in verified.out.splitlines()] == [
        ["verified", "moved", "changed", "unreachable", "unchecked"],
        ["lighthouses/gazette", "4", "0", "0", "0", "0"],
        ["in", "all", "4", "0", "0", "0", "5"],
    ]


def test_without_any_copy_everything_is_unchecked_and_that_is_fine(say: Say) -> None:
    verified = say("verify", "--json")

    assert (verified.code, json.loads(verified.out)["counts"]["unchecked"]) == (0, 9)


def test_web_pages_are_imported_as_their_text(say: Say, kept: Kept) -> None:
    imported = say("import", kept(page_html=papers.html(GAZETTE)))

    assert "its address" in imported.out
    assert set(statuses(say)["gazette"]) <= {"verified", "moved"}


def test_what_cannot_be_imported_is_said_and_the_rest_is_imported(say: Say, kept: Kept) -> None:
    folder = kept(a_pdf=b"%PDF", b_txt=b"\0\1\2", c_txt="Of bread.", d_txt=GAZETTE, e_html="<p>")

    imported = say("import", folder)

    lines = {Path(line.split(": ")[0]).name: line for line in imported.out.splitlines()}
    assert imported.code == 1
    assert "a.pdf" not in lines
    assert "neither text nor HTML by its ending: 1" in imported.err
    assert "binary" in lines["b.txt"]
    assert "no address, title or fingerprinted sentence" in lines["c.txt"]
    assert "lighthouses/gazette" in lines["d.txt"]
    assert "no text in it" in lines["e.html"]


def test_files_of_nothing_beside_copies_are_no_fault_and_nothing_else_is(
    say: Say, kept: Kept
) -> None:
    assert say("import", kept(readme="Of bread.")).code == 1
    assert say("import", kept(readme="Of bread.", a_txt=GAZETTE)).code == 0


def test_a_file_of_another_kind_that_is_named_itself_is_a_fault(say: Say, kept: Kept) -> None:
    imported = say("import", f"{kept(a_pdf=b'%PDF')}/a.pdf")

    assert imported.code == 1
    assert "a.pdf: not filed: neither text nor HTML" in imported.out


def test_a_folder_that_is_not_there_is_said_in_one_line(say: Say) -> None:
    imported = say("import", "nowhere")

    assert (imported.code, imported.err) == (
        1,
        "briefing-bot: nowhere: there is no such folder\n",
    )


def test_a_file_may_be_filed_by_hand_where_nothing_tells(say: Say, kept: Kept) -> None:
    folder = kept(a_txt="Of bread.")

    imported = say("import", folder, "--source", "almanac", "--json")

    assert json.loads(imported.out)[0]["filed"] == ["lighthouses/almanac"]


def test_what_could_be_either_is_left_to_a_person(say: Say, kept: Kept, tmp_path: Path) -> None:
    sources = next((tmp_path / "packs").rglob("sources.yaml"))
    twin = sources.read_text("utf-8").replace("title: Five lamps worth a visit", "title: Lights!")
    sources.write_text(twin.replace("title: Lights and fog signals", "title: Lights!"), "utf-8")

    imported = say("import", kept(a_txt="Lights!\nText."))

    assert imported.code == 1
    assert "could be lighthouses/digest or lighthouses/almanac; say which with --source" in (
        imported.out
    )


def test_importing_again_changes_nothing(say: Say, kept: Kept) -> None:
    folder = kept(a_txt=GAZETTE)
    say("import", folder)

    assert say("import", folder).code == 0
    assert statuses(say)["gazette"] == ["verified"] * 4


def test_a_page_that_lost_a_sentence_has_changed_and_that_exits_1(say: Say, kept: Kept) -> None:
    say("import", kept(a_txt=GAZETTE))
    folder = kept(a_txt=GAZETTE.replace(PAID, "Who paid is unknown."))
    say("import", folder)

    verified = say("verify")

    assert verified.code == 1
    assert "changed: lighthouses/gazette ¶4, claim relit-by: the sentence is gone" in verified.out


def test_an_old_file_does_not_pass_for_the_newest(say: Say, kept: Kept, tmp_path: Path) -> None:
    say("import", kept(a_txt=GAZETTE.replace(PAID, "Who paid is unknown.")))
    folder = kept(a_txt=GAZETTE)
    os.utime(tmp_path / "kept" / "a.txt", (0, 1_000_000_000))

    say("import", folder)

    assert "changed" in statuses(say)["gazette"]


def test_a_sentence_that_stands_elsewhere_has_moved_and_it_is_said_where(
    say: Say, kept: Kept
) -> None:
    say("import", kept(a_txt=f"Breaking news\n{GAZETTE}"))

    verified = say("verify")

    assert verified.code == 0
    assert "moved: lighthouses/gazette ¶3, claim relit: it now stands in ¶4" in verified.out


def test_verify_in_json_has_what_a_machine_needs(say: Say, kept: Kept) -> None:
    say("import", kept(a_txt=GAZETTE))

    found = json.loads(say("verify", "--source", "gazette", "--json").out)

    assert found["counts"] == {
        **dict.fromkeys(("moved", "changed", "unreachable", "unchecked"), 0),
        "verified": 4,
    }
    assert found["evidence"][0] == {
        "pack": "lighthouses",
        "claim": "relit",
        "source": "gazette",
        "locator": "¶3",
        "status": "verified",
        "paragraph": 3,
        "since": None,
        "quote": RELIT,
    }


def test_an_author_gets_the_sentence_and_the_yaml_to_paste(say: Say, kept: Kept) -> None:
    say("import", kept(a_txt=GAZETTE))

    found = say("fingerprint", "gazette", "--find", "keepers chair")

    first, second = found.out.splitlines()
    pasted: Any = read("pasted", f"evidence: [{second.strip()}]".encode()).value
    assert first == f"¶8  {RETURN}"
    assert Evidence.model_validate(pasted["evidence"][0]) == Evidence(
        source="gazette", locator="¶8", fingerprint=fingerprint(RETURN)
    )


def test_sentences_come_as_json_too(say: Say, kept: Kept) -> None:
    say("import", kept(a_txt=DIGEST))

    found = json.loads(say("fingerprint", "lighthouses/digest", "--find", "miss", "--json").out)

    assert found == [
        {
            "source": "digest",
            "locator": "¶6",
            "fingerprint": fingerprint(MISSED),
            "sentence": MISSED,
        }
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["gazete", "--find", "x"], "no source has the id `gazete`; the nearest: gazette"),
        (["zzz", "--find", "x"], "no source has the id `zzz`"),
        (["digest", "--find", "x"], "no copy of lighthouses/digest is archived"),
        (["gazette", "--find", "bread"], "no sentence of the copy of lighthouses/gazette holds"),
    ],
)
def test_why_there_is_no_sentence_is_said_in_one_line(
    say: Say, kept: Kept, args: list[str], said: str
) -> None:
    say("import", kept(a_txt=GAZETTE))

    found = say("fingerprint", *args)

    assert found.code == 1
    assert said in found.err
    assert len(found.err.splitlines()) == 1


def test_of_very_many_sentences_some_are_shown(say: Say, kept: Kept) -> None:
    many = "\n".join(f"Light number {number} is lit." for number in range(30))
    say("import", kept(a_txt=f"{ALMANAC}\n{many}"))

    found = say("fingerprint", "almanac", "--find", "number lit")

    assert len(found.out.splitlines()) == 40
    assert "10 more: add a word" in found.err


def test_progress_goes_to_standard_error_and_results_to_standard_output(
    say: Say, kept: Kept
) -> None:
    imported = say("import", kept(a_txt=GAZETTE, b_txt=DIGEST))

    assert imported.err.splitlines() == ["importing 1/2: a.txt", "importing 2/2: b.txt"]
    assert len(imported.out.splitlines()) == 2


def test_without_the_extra_it_is_said_what_to_install(
    say: Say, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.archive_commands.NEEDED", ("no_such_package",))

    imported = say("import", kept(a_txt=GAZETTE))

    assert imported.err.splitlines()[-1].endswith("install briefing-bot[archive]")
