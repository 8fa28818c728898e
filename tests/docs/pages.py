"""The pages of the documentation, taken apart: tables, links, headings, console sessions."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from bot.__main__ import app

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
TESTED = re.compile(r"<!-- tested -->\n```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1$", re.DOTALL | re.MULTILINE)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_PROMPT = "$ briefing-bot "


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a console session, and what it prints."""

    command: str
    printed: str


def every_page() -> list[Path]:
    """The documentation, the README and CONTRIBUTING, where they are there."""
    beside = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")]
    return [*sorted(DOCS.rglob("*.md")), *(page for page in beside if page.exists())]


def reference(name: str) -> str:
    return (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next heading of the same or a higher level."""
    level = len(heading) - len(heading.lstrip("#"))
    _, found, after = f"\n{text}".partition(f"\n{heading}\n")
    assert found, f"there is no heading {heading!r}"
    return re.split(rf"^#{{1,{level}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def own(text: str) -> str:
    """A section without the sections inside it."""
    return re.split(r"^#+ ", text, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> dict[str, list[str]]:
    """The tables of a text: for each code word in a first column, the cells beside it."""
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    return {first.strip("`"): others for first, *others in cells}


def links(page: Path) -> list[str]:
    """Where the links of a page lead that stay within the project."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return [to for to in _LINK.findall(prose) if not re.match(r"[a-z]+:", to)]


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {_anchor(heading) for heading in _HEADING.findall(prose)}


def sessions(page: Path) -> list[list[Step]]:
    """The console blocks of a page that are marked as tested."""
    blocks = TESTED.findall(page.read_text(encoding="utf-8"))
    return [list(_steps(block)) for block in blocks]


def yaml_files(page: Path) -> Iterator[tuple[str, str]]:
    """The YAML blocks of a page that are files of a pack, each with the file's name."""
    for block in _YAML.findall(page.read_text(encoding="utf-8")):
        key = block.partition(":")[0]
        if key == "id":
            yield "pack.yaml", block
        elif not key.startswith("#"):
            yield f"{key}.yaml", block


def played(steps: list[Step]) -> list[Step]:
    """The same commands with what they print now."""
    return [Step(step.command, _printed(step.command)) for step in steps]


def written(steps: list[Step]) -> str:
    """A session as it stands in a page."""
    return "".join(f"{_PROMPT}{step.command}\n{step.printed}\n" for step in steps)


def _steps(block: str) -> Iterator[Step]:
    known = ("ask", "check", "new-pack")
    assert block.startswith(tuple(f"{_PROMPT}{name}" for name in known)), block.partition("\n")[0]
    for part in block.split(_PROMPT)[1:]:
        command, _, printed = part.partition("\n")
        yield Step(command, printed.strip())


def _printed(command: str) -> str:
    return CliRunner().invoke(app, shlex.split(command)).output.strip()


def _anchor(heading: str) -> str:
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", bare.lower()).replace(" ", "-")
