"""The shape of the house: imports point down only, modules and functions stay small."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STDLIB = set(sys.stdlib_module_names)
CONTENT = {"content", "yaml", "pydantic", "pydantic_core", "rapidfuzz", "rensa", "tantivy"}
ALLOWED = {
    "content": CONTENT,
    "adapters/terminal": {"content", "adapters.terminal", "prompt_toolkit", "rich"},
    "adapters/store": {"content", "adapters.store", "sqlalchemy", "alembic", "pydantic"},
    "adapters/slack": {"content", "adapters.slack", "slack_bolt", "slack_sdk", "aiohttp"},
    "adapters/discord": {"content", "adapters.discord", "discord", "aiohttp"},
    "adapters/web": {"content", "adapters.web", "aiohttp", "protego", "yarl"},
    "adapters/index": {"content", "adapters.index", "tantivy"},
    "adapters/worker": {"content", "adapters.worker"},
    "adapters/archive": {
        *("content", "adapters.archive", "adapters.worker", "nupunkt", "trafilatura"),
    },
    "adapters/feeds": {"content", "adapters.feeds", "adapters.worker", "feedparser", "lxml"},
    "adapters/semantic": {"content", "adapters.semantic", "numpy", "onnxruntime", "tokenizers"},
    "adapters/llm": {"content", "adapters.llm", "aiohttp", "pydantic"},
    "bot": {
        *("bot", "content", "pydantic", "pydantic_core", "typer", "rich", "dotenv", "platformdirs"),
        *("adapters.terminal", "adapters.store", "adapters.slack", "adapters.discord"),
        *("adapters.web", "adapters.archive", "adapters.feeds", "adapters.index", "adapters.llm"),
        "adapters.semantic",
    },
}
IMPURE = {"os", "sqlite3", "socket", "urllib", "http", "subprocess", "threading", "time", "random"}
"""Parts of the standard library that the core keeps away from."""
MAX_FUNCTION_LINES = 50
MAX_MODULE_LINES = 400
MAX_MEDIAN_LINES = 8


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, folder
    return found


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, those only for type checking and inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_allowed(name: str, allowed: set[str]) -> bool:
    root = name.partition(".")[0]
    return root in STDLIB or any(name == ok or name.startswith(f"{ok}.") for ok in allowed)


@pytest.mark.parametrize("layer", ALLOWED)
def test_a_layer_imports_only_what_lies_below_it(layer: str) -> None:
    strays = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(layer)
        for name in imported(path)
        if not is_allowed(name, ALLOWED[layer])
    }

    assert not strays


def test_every_adapter_has_its_arrows_written_down() -> None:
    folders = {f"adapters/{path.parent.name}" for path in (ROOT / "adapters").glob("*/__init__.py")}

    assert folders == {layer for layer in ALLOWED if layer.startswith("adapters/")}


def test_the_core_touches_no_platform_network_database_or_clock() -> None:
    impure = {
        f"{path.name}: {name}"
        for path in modules("content")
        for name in imported(path)
        if name.partition(".")[0] in IMPURE
    }
    clocks = [
        f"{path.name}:{node.lineno}"
        for path in modules("content")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and not ast.unparse(node).startswith("self._clock")
    ]

    assert (impure, clocks) == (set(), [])


def test_only_the_wiring_names_concrete_adapters_of_platforms_and_stores() -> None:
    concrete = {"SlackAdapter", "DiscordAdapter", "SqlStore", "MemoryStore", "JournalStore"}
    naming = {
        path.name
        for path in modules("bot")
        for name in imported(path)
        if name.rpartition(".")[2] in concrete
    }

    assert naming == {"wiring.py"}


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for layer in ("content", "adapters", "bot")
        for path in modules(layer)
        if "os.environ" in path.read_text(encoding="utf-8")
    }

    assert readers == {"bot/settings.py"}


def test_packs_are_data_only() -> None:
    strays = [
        path
        for path in (ROOT / "content/packs").rglob("*")
        if path.is_file() and path.suffix != ".yaml"
    ]

    assert not strays


def functions() -> Iterator[tuple[str, int, int]]:
    """Every function with its lines in all and its lines of code, docstring and blanks aside."""
    for layer in ("content", "adapters", "bot"):
        for path in modules(layer):
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    name = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                    yield name, (node.end_lineno or 0) - node.lineno + 1, code_lines(node)


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return sum((part.end_lineno or 0) - part.lineno + 1 for part in body)


def test_functions_and_modules_stay_small() -> None:
    long_functions = [name for name, lines, _ in functions() if lines > MAX_FUNCTION_LINES]
    long_modules = [
        str(path)
        for layer in ("content", "adapters", "bot")
        for path in modules(layer)
        if path.read_text(encoding="utf-8").count("\n") > MAX_MODULE_LINES
    ]

    assert (long_functions, long_modules) == ([], [])
    assert statistics.median(lines for _, _, lines in functions()) <= MAX_MEDIAN_LINES


@pytest.mark.parametrize(
    ("command", "kept_out"),
    [
        (
            "import bot.__main__",
            {
                *("slack_bolt", "discord", "sqlalchemy", "aiohttp", "rich", "tantivy"),
                *("trafilatura", "protego", "nupunkt"),
            },
        ),
        (
            "import bot.checking",
            {"slack_bolt", "discord", "sqlalchemy", "aiohttp", "prompt_toolkit"},
        ),
        ("import bot.asking", {"slack_bolt", "discord", "sqlalchemy", "aiohttp", "prompt_toolkit"}),
        ("import adapters.terminal.handlers", {"slack_bolt", "discord", "sqlalchemy", "aiohttp"}),
        ("import adapters.store.journal", {"sqlalchemy"}),
        ("import adapters.store.lazy", {"sqlalchemy", "alembic"}),
        ("import bot.archive_commands", {"sqlalchemy", "aiohttp", "trafilatura", "rich"}),
        ("import bot.gap_commands", {"sqlalchemy", "aiohttp", "rich"}),
        ("import bot.verifying", {"aiohttp", "trafilatura", "nupunkt"}),
    ],
)
def test_a_command_imports_only_what_it_needs(command: str, kept_out: set[str]) -> None:
    code = f"{command}; import sys; print(*(set(sys.modules) & {kept_out!r}))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert (loaded.stdout.split(), loaded.returncode) == ([], 0), loaded.stderr
