"""The command line, also the contract for automation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import ROOT, Bot

KEYS = {
    *(
        "id",
        "kind",
        "outcome",
        "topic",
        "title",
        "points",
        "sources",
        "evidence",
        "notes",
        "suggestions",
    ),
    *("as_of", "pack"),
}
LIGHTHOUSES = ROOT / "tests/packs/lighthouses"


def batch(*lines: dict[str, Any]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def replies(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_ask_prints_a_briefing_whose_every_sentence_is_cited(bot: Bot) -> None:
    asked = bot("ask", "chips")

    points = [line for line in asked.stdout.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert asked.returncode == 0
    assert len(points) == 3
    assert all(line.endswith("]") for line in points)


def test_ask_remembers_its_reply_for_the_next_process(bot: Bot) -> None:
    bot("ask", "chips")

    asked = bot("ask", "source?", "--json")

    evidence = json.loads(asked.stdout)
    assert (evidence["kind"], evidence["topic"]) == ("evidence", "chips")
    assert evidence["evidence"]


def test_ask_in_json_keeps_the_contract(bot: Bot) -> None:
    reply = json.loads(bot("ask", "sanctions", "--json").stdout)

    cited = {number for point in reply["points"] for number in point["citations"]}
    assert reply.keys() == KEYS
    assert cited == {source["number"] for source in reply["sources"]}


def test_a_batch_is_answered_line_by_line_in_order(bot: Bot) -> None:
    texts = [
        "chips",
        "芯片",
        "who is Li Qiang?",
        "how do I bake bread?",
        "topics",
        "",
        "x" * 10_000,
    ]

    asked = bot(
        "ask",
        "--batch",
        "-",
        "--json",
        input=batch(*({"id": n, "text": t} for n, t in enumerate(texts))),
    )

    answered = replies(asked.stdout)
    assert [reply["id"] for reply in answered] == list(range(len(texts)))
    assert [reply["kind"] for reply in answered] == [
        *("brief", "brief", "answer", "abstention", "help", "help", "error")
    ]


def test_lines_with_the_same_thread_are_one_conversation(bot: Bot) -> None:
    lines = batch(
        {"id": "a", "text": "chips", "thread": 1},
        {"id": "b", "text": "sanctions", "thread": 2},
        {"id": "c", "text": "source?", "thread": 1},
        {"id": "d", "text": "source?"},
    )

    answered = replies(bot("ask", "--batch", "-", "--json", input=lines).stdout)

    assert [(reply["kind"], reply["topic"]) for reply in answered[2:]] == [
        ("evidence", "chips"),
        ("error", None),
    ]


def test_two_hundred_lines_are_answered_in_one_process(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text(batch(*({"id": n, "text": f"chips {n}"} for n in range(200))))

    asked = bot("ask", "--batch", str(file), "--json")

    assert [reply["id"] for reply in replies(asked.stdout)] == list(range(200))


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": 1}', '{"text": 3}', "[" * 5_000, "null"])
def test_a_line_that_makes_no_sense_is_refused_and_the_next_one_answered(
    bot: Bot, line: str
) -> None:
    asked = bot(
        "ask", "--batch", "-", "--json", input=f"{line}\n" + batch({"id": 2, "text": "chips"})
    )

    refused, answered = replies(asked.stdout)
    assert (refused["kind"], answered["kind"], asked.returncode) == ("error", "brief", 1)
    assert "Traceback" not in asked.stderr


def test_what_is_no_utf_8_and_half_a_character_pair_end_no_batch(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    lines = [
        b'{"id": "\\ud800", "text": "chips"}',
        b'{"id": 2, "text": "ch\xffips"}',
        b'{"id": 3, "text": "chips"}',
    ]
    file.write_bytes(b"\n".join(lines))

    asked = bot("ask", "--batch", str(file), "--json", PYTHONUTF8="1")

    assert [reply["id"] for reply in replies(asked.stdout)] == ["\ud800", 2, 3]
    assert asked.stderr == ""


def test_a_faulty_line_keeps_its_id_where_it_has_one(bot: Bot) -> None:
    asked = bot("ask", "--batch", "-", "--json", input=batch({"id": "x"}, {"id": "y", "text": 5}))

    assert [(reply["id"], reply["kind"]) for reply in replies(asked.stdout)] == [
        ("x", "error"),
        ("y", "error"),
    ]


def test_a_batch_file_that_is_not_there_is_said_in_one_line(bot: Bot) -> None:
    asked = bot("ask", "--batch", "nowhere.jsonl", "--json")

    assert asked.returncode != 0
    assert len(asked.stderr.splitlines()) == 1


def test_chat_reads_lines_where_there_is_no_terminal(bot: Bot) -> None:
    talked = bot("chat", input="chips\nsource?\nwhat is the price of herring?\nexit\nchips\n")

    assert talked.returncode == 0
    assert "Sources: " in talked.stdout
    assert talked.stdout.count("Not covered") == 1
    assert "\nAI chips\n" not in talked.stdout  # nothing is answered behind `exit`


def test_check_accepts_the_shipped_packs(bot: Bot) -> None:
    checked = bot("check")

    assert (checked.returncode, checked.stdout.partition(" ")[0]) == (0, "ai-china")


def test_check_lists_every_problem_of_a_folder_and_exits_1(bot: Bot, tmp_path: Path) -> None:
    pack = tmp_path / "broken"
    shutil.copytree(LIGHTHOUSES, pack)
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text() + "colour: red\n")
    (pack / "qa.yaml").write_text((pack / "qa.yaml").read_text().replace("[relit-by]", "[nobody]"))

    checked = bot("check", str(pack))

    assert checked.returncode == 1
    assert "pack.yaml:17: `colour` is an unknown key" in checked.stdout
    assert "no claim has the id `nobody`" in checked.stdout


def test_check_of_a_folder_without_a_pack_exits_1(bot: Bot, tmp_path: Path) -> None:
    assert bot("check", str(tmp_path)).returncode == 1


def test_further_packs_answer_too(bot: Bot) -> None:
    asked = bot("ask", "Skerry Point", "--json", BRIEFING_PACKS=str(LIGHTHOUSES))

    assert json.loads(asked.stdout)["pack"]["id"] == "lighthouses"


def test_two_packs_with_the_same_command_are_refused(bot: Bot, tmp_path: Path) -> None:
    copies = [tmp_path / name for name in ("one", "two")]
    for copy in copies:
        shutil.copytree(LIGHTHOUSES, copy)

    asked = bot("ask", "lamps", BRIEFING_PACKS=":".join(map(str, copies)))

    assert asked.returncode == 1
    assert "another pack has the command `lights`" in asked.stderr


def test_check_finds_packs_that_clash(bot: Bot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(LIGHTHOUSES, tmp_path / "packs" / name)

    checked = bot("check", str(tmp_path / "packs"))

    assert checked.returncode == 1
    assert "two/pack.yaml:1: another pack has the id `lighthouses`" in checked.stdout


def test_a_folder_that_cannot_be_written_is_said_in_one_line(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    written = bot("schema", str(tmp_path / "file" / "schemas"))

    assert written.returncode == 1
    assert len(written.stderr.splitlines()) == 1


def test_run_with_nothing_configured_exits_2_and_says_what_to_set(bot: Bot) -> None:
    ran = bot("run")

    assert ran.returncode == 2
    assert "SLACK_BOT_TOKEN" in ran.stderr
    assert "DISCORD_TOKEN" in ran.stderr


def test_run_reports_all_problems_with_settings_and_exits_2(bot: Bot) -> None:
    ran = bot("run", HTTP_PORT="99999", SLACK_BOT_TOKEN="nonsense")

    assert ran.returncode == 2
    assert "HTTP_PORT" in ran.stderr
    assert "nonsense" not in ran.stderr


@pytest.mark.parametrize(
    "text",
    ["\x07\x1b[31mred", "\u202echips", "<!channel> @everyone", "{{7*7}}", "'; DROP TABLE x; --"],
)
def test_hostile_text_gets_a_normal_reply_and_moves_no_cursor(bot: Bot, text: str) -> None:
    asked = bot("ask", text)

    assert asked.returncode == 0
    assert not set(asked.stdout) & set("\x07\x1b\u202e")
    assert "Traceback" not in asked.stderr


def test_a_data_folder_that_cannot_be_used_costs_the_record_not_the_answer(
    bot: Bot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    asked = bot("ask", "chips", BRIEFING_HOME=str(tmp_path / "file"))

    assert asked.returncode == 0
    assert "could not be recorded" in asked.stdout
    assert "Traceback" not in asked.stderr


def test_the_slack_manifest_names_every_command(bot: Bot) -> None:
    manifest = json.loads(bot("manifest", "slack", BRIEFING_PACKS=str(LIGHTHOUSES)).stdout)

    commands = [command["command"] for command in manifest["features"]["slash_commands"]]
    assert commands == ["/ai-china", "/leap-seconds", "/lights"]


def test_the_discord_manifest_is_an_invite_link(bot: Bot) -> None:
    printed = bot("manifest", "discord", "--application-id", "42").stdout

    assert "client_id=42" in printed
    assert "applications.commands" in printed


def test_the_help_lists_the_commands(bot: Bot) -> None:
    printed = bot("--help").stdout

    assert all(word in printed for word in ("chat", "ask", "check", "run", "manifest", "schema"))
