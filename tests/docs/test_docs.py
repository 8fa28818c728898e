"""Each command, setting, key and error has its place in the reference, and examples are real.

`REWRITE_DOCS=1 pytest tests/docs` writes into the pages what the tested examples print now; look at
the difference before you keep it.
"""

from __future__ import annotations

import datetime as dt
import inspect
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer.main

import bot.wiring
from bot.__main__ import app
from bot.checking import summary
from bot.settings import Settings
from content import answering, choosing, deciding, errors, model, quoting, search, topics
from content.brief import Brief, BriefKind, CitedSource, EvidenceLine, NoteKind, PackRef, Point
from content.loading import check_packs
from content.model import GRADE_WORDS, ClaimKind, Entry, ForecastStatus
from content.reply_json import to_json
from content.schema import schemas
from tests.content.packs import ask
from tests.content.test_exam import ANSWERED, exam, is_refused, is_right
from tests.docs import pages

TODAY = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
"""The day on which the examples of the documentation were made."""
ENTRIES = {
    "## `pack.yaml`": model.PackInfo,
    "## `sources.yaml`": model.Source,
    "## `claims.yaml`": model.Claim,
    "### Evidence": model.Evidence,
    "### Forecasts": model.Forecast,
    "### Corrections": model.Correction,
    "## Exceptions": model.LintException,
    "## `topics.yaml`": model.Topic,
    "### Sentences": model.Sentence,
    "## `qa.yaml`": model.QASnippet,
}
FILES = (model.SourcesFile, model.ClaimsFile, model.TopicsFile, model.QAFile)
FOREIGN = re.compile(
    r"pypi|pythonhosted|npmjs|artifactory|docker\.io|ghcr\.io|index-url=|"
    r"/root/|/home/|/Users/|/work/|/tmp/\w|[A-Z]:\\",
    re.IGNORECASE,
)


class _FixedClock:
    def now(self) -> dt.datetime:
        return TODAY


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the clone's packs in it, no settings, and a clock that stands still."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(field.alias or "", raising=False)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "tests").symlink_to(pages.ROOT / "tests")
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bot.wiring, "SystemClock", _FixedClock)
    monkeypatch.chdir(tmp_path)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name; typer carries its own copy of click's classes."""
    yield from _below("briefing-bot", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for sub, child in sorted(getattr(command, "commands", {}).items()):
        yield from _below(f"{name} {sub}", child)


def reply() -> dict[str, Any]:
    """A reply in which every part of the contract occurs."""
    point = Point("A sentence.", (1,), ("a-claim",), "fact")
    source = CitedSource(1, "a-source", "Publisher", "Title", "news")
    line = EvidenceLine(1, "a-claim", "A claim.", 1, "¶1", None, 1)
    pack = PackRef("a-pack", "2026.1.1")
    brief = Brief("brief", "Title", pack, None, (point,), (source,), (line,))
    return to_json("id", brief)


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    headings = re.findall(r"^## `(briefing-bot.*)`$", pages.reference("commands"), re.MULTILINE)

    assert sorted(headings) == sorted(name for name, _ in commands())


@pytest.mark.parametrize(("name", "command"), [*commands()])
def test_the_section_of_a_command_lists_its_arguments_and_options(name: str, command: Any) -> None:
    section = pages.section(pages.reference("commands"), f"## `{name}`")
    listed = pages.rows(pages.own(section))

    flags = {parameter.opts[-1] for parameter in command.params if parameter.name != "help"}

    assert set(listed) == {flag.removesuffix("...") for flag in flags}


def test_the_settings_page_lists_exactly_the_settings_there_are() -> None:
    listed = pages.rows(pages.reference("settings").split("\n## ")[0])

    assert set(listed) == {field.alias for field in Settings.model_fields.values()}


def test_the_settings_page_says_which_settings_are_secret() -> None:
    listed = pages.rows(pages.reference("settings").split("\n## ")[0])

    secret = {
        str(field.alias)
        for field in Settings.model_fields.values()
        if "SecretStr" in str(field.annotation)
    }

    assert {name for name, cells in listed.items() if cells[1] == "yes"} == secret


@pytest.mark.parametrize(("heading", "entry"), ENTRIES.items())
def test_the_pack_format_lists_exactly_the_keys_there_are(heading: str, entry: type[Entry]) -> None:
    listed = pages.rows(pages.own(pages.section(pages.reference("pack-format"), heading)))

    needed = {name for name, cells in listed.items() if cells[0] == "yes"}

    required = {name for name, key in entry.model_fields.items() if key.is_required()}
    assert {*listed} - {*GRADE_WORDS} == set(entry.model_fields)
    assert required - needed <= {"claim"}  # for one of the two kinds of correction only
    assert needed <= required


@pytest.mark.parametrize("file", FILES)
def test_the_pack_format_names_the_key_each_file_begins_with(file: type[Entry]) -> None:
    (key,) = set(file.model_fields) - {"exceptions"}

    assert f"`{key}:`" in pages.section(pages.reference("pack-format"), f"## `{key}.yaml`")


@pytest.mark.parametrize("words", [GRADE_WORDS, get_args(ClaimKind), get_args(ForecastStatus)])
def test_the_pack_format_explains_every_word_that_is_allowed(words: Any) -> None:
    assert set(words) <= set(pages.rows(pages.reference("pack-format")))


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("## The reply", reply()),
        ("## `points`", reply()["points"][0]),
        ("## `sources`", reply()["sources"][0]),
        ("## `evidence`", reply()["evidence"][0]),
        ("## `pack`", reply()["pack"]),
    ],
)
def test_the_json_page_lists_exactly_the_keys_there_are(heading: str, part: dict[str, Any]) -> None:
    assert set(pages.rows(pages.section(pages.reference("json-reply"), heading))) == set(part)


@pytest.mark.parametrize(
    ("heading", "kinds"), [("## Kinds of reply", BriefKind), ("## `notes`", NoteKind)]
)
def test_the_json_page_explains_every_kind_of_reply_and_note(heading: str, kinds: Any) -> None:
    listed = pages.rows(pages.section(pages.reference("json-reply"), heading))

    assert set(listed) == set(get_args(kinds))


def test_the_errors_page_lists_exactly_the_errors_there_are() -> None:
    listed = pages.rows(pages.section(pages.reference("errors"), "## Error classes"))

    assert set(listed) == {name for name, _ in inspect.getmembers(errors, _is_error)}


def test_the_schema_files_are_what_the_code_gives() -> None:
    folder = pages.DOCS / "reference" / "schemas"

    written = {file.name: json.loads(file.read_text("utf-8")) for file in folder.iterdir()}

    assert written == {f"{kind}.schema.json": schema for kind, schema in schemas().items()}


@pytest.mark.parametrize("page", pages.every_page(), ids=lambda page: page.stem)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    broken = [link for link in pages.links(page) if not _leads_somewhere(page, link)]

    assert broken == []


@pytest.mark.parametrize("page", pages.every_page(), ids=lambda page: page.stem)
def test_no_page_names_a_package_registry_or_a_folder_of_one_machine(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if FOREIGN.search(line)] == []


def test_every_page_is_reached_from_the_index() -> None:
    index = pages.DOCS / "index.md"

    reached = {(index.parent / link).resolve() for link in pages.links(index)}

    assert set(pages.DOCS.rglob("*.md")) - {index} <= reached


def test_every_make_target_that_is_named_exists() -> None:
    said = "\n".join(page.read_text(encoding="utf-8") for page in pages.every_page())
    makefile = (pages.ROOT / "Makefile").read_text(encoding="utf-8")

    named = set(re.findall(r"(?:`|^\$ )make ([a-z]+)", said, re.MULTILINE))

    assert named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("page", pages.every_page(), ids=lambda page: page.stem)
def test_every_tested_example_prints_what_the_page_shows(page: Path) -> None:
    shown = pages.sessions(page)

    printed = [pages.played(steps) for steps in shown]

    if os.environ.get("REWRITE_DOCS"):
        _rewrite(page, [pages.written(steps) for steps in printed])
    else:
        assert printed == shown


def test_the_pack_of_the_guide_is_in_order(tmp_path: Path) -> None:
    for name, text in pages.yaml_files(pages.DOCS / "how-to" / "write-a-pack.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    packs, problems = check_packs([tmp_path])

    assert problems == []
    assert summary(packs[0]) in (pages.DOCS / "how-to" / "write-a-pack.md").read_text("utf-8")


def test_the_answers_page_gives_the_constants_the_code_has() -> None:
    answers = (pages.DOCS / "explanation" / "answers.md").read_text(encoding="utf-8")
    listed = pages.rows(pages.section(answers, "## The constants"))

    said = {name: float(cells[0]) for name, cells in listed.items()}

    assert said == {name: _constant(name) for name in said}
    assert set(said) >= {name for name in vars(choosing) if name.isupper()}


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answers_page_tells_how_the_exam_went(name: str) -> None:
    answers = (pages.DOCS / "explanation" / "answers.md").read_text(encoding="utf-8")
    replies = [(q, ask("ai-china", q["ask"])) for q in exam(name)["answerable"]]
    unanswerable = [ask("ai-china", text) for text in exam(name)["unanswerable"]]

    right = sum(is_right(q, reply) for q, reply in replies)
    abstained = sum(is_refused(reply) and not is_right(q, reply) for q, reply in replies)
    wrong = len(replies) - right - abstained
    refused = sum(map(is_refused, unanswerable))

    assert (
        f"| `{name}` | {len(replies)} | {right} answered with an expected claim or topic, "
        f"{abstained} abstained, {wrong} answered wrongly |"
    ) in answers
    assert f"| `{name}` | {len(unanswerable)} | {refused} refused" in answers


def test_there_are_tested_examples() -> None:
    assert sum(len(pages.sessions(page)) for page in pages.every_page()) >= 3


def _constant(name: str) -> float:
    """The value of a constant of the modules that choose answers."""
    modules = (choosing, deciding, search, answering, topics, quoting)
    return float(next(getattr(module, name) for module in modules if hasattr(module, name)))


def _is_error(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, Exception)


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in pages.anchors(target))


def _rewrite(page: Path, blocks: list[str]) -> None:
    left = iter(blocks)
    text = pages.TESTED.sub(
        lambda _: f"<!-- tested -->\n```console\n{next(left)}```", page.read_text(encoding="utf-8")
    )
    page.write_text(text, encoding="utf-8")
