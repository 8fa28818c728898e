"""From a folder of YAML to a `Pack`, or to every problem in it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from content import strict_yaml
from content.errors import PackError
from content.model import (
    ClaimsFile,
    Entry,
    LintException,
    PackInfo,
    QAFile,
    SourcesFile,
    TopicsFile,
)
from content.pack import Pack
from content.problems import REFERENCE, Problem
from content.references import Located, check_references

FILE_SHAPES: dict[str, type[Entry]] = {
    "pack": PackInfo,
    "sources": SourcesFile,
    "claims": ClaimsFile,
    "topics": TopicsFile,
    "qa": QAFile,
}
"""What a pack's files are called (`claims.yaml` or `claims/*.yaml`) and what shape each has."""
MAX_FILES = 1_000
"""Most files of one pack; a wrong folder name should not walk a whole disk."""


@dataclass(frozen=True, slots=True)
class LocatedPack:
    """A pack, and where in its files everything stands: for those who write it."""

    folder: Path
    pack: Pack
    entries: Mapping[str, Sequence[Located[Any]]]
    """The entries by kind (`sources`, `claims`, `topics`, `qa`; the one of `pack`)."""
    exceptions: Sequence[Located[LintException]] = ()
    """What the files except from the rules of `content.lint`, each for its own file."""


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    folder: Path
    entries: dict[str, list[Located[Any]]] = field(
        default_factory=lambda: {kind: [] for kind in FILE_SHAPES}
    )
    known: dict[str, set[str]] = field(
        default_factory=lambda: {kind: set() for kind in FILE_SHAPES}
    )
    """Every id in the files, of faulty entries too: naming one of those is no second fault."""
    exceptions: list[Located[LintException]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """The kinds of file found."""
    unread: set[str] = field(default_factory=set)
    """The kinds of which a file could not be read: any id might stand in it."""
    problems: list[Problem] = field(default_factory=list)


def load_pack(folder: Path) -> Pack:
    """Read and check a pack folder.

    Raises:
        PackError: with every problem found, in the order of files and lines.
    """
    return load_located(folder).pack


def load_located(folder: Path) -> LocatedPack:
    """Like `load_pack`, with the places of everything, and what is excepted from which rules.

    Raises:
        PackError: with every problem found, in the order of files and lines.
    """
    draft = _Draft(folder)
    if not folder.is_dir():
        raise PackError(
            [Problem(str(folder), 1, "there is no such folder", "name a pack's folder")]
        )
    for path, kind in _files(draft):
        _read_file(draft, path, kind)
    _check_presence(draft)
    complete = draft.seen - draft.unread
    known = {kind: ids if kind in complete else None for kind, ids in draft.known.items()}
    draft.problems += check_references(draft.entries, known)
    if draft.problems:
        raise PackError(sorted(set(draft.problems)))
    return LocatedPack(folder, _assemble(draft), draft.entries, draft.exceptions)


def digest_of(folder: Path) -> str:
    """A name for all that the files of a pack hold; another one as soon as one of them changes.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in _paths(folder)[:MAX_FILES]:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def load_packs(folders: Sequence[Path]) -> list[Pack]:
    """Load packs that are to be served side by side.

    Raises:
        PackError: with the problems of all of them, and with two that share an id or a command.
    """
    packs, problems = check_packs(folders)
    if problems:
        raise PackError(problems)
    return packs


def check_packs(folders: Sequence[Path]) -> tuple[list[Pack], list[Problem]]:
    """The packs that can be served, and every problem of all the others."""
    located, problems = check_located(folders)
    return [each.pack for each in located], problems


def check_located(folders: Sequence[Path]) -> tuple[list[LocatedPack], list[Problem]]:
    """Like `check_packs`, with the places of everything in the packs that can be served."""
    packs: list[LocatedPack] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            located = load_located(folder)
        except PackError as error:
            problems += error.problems
        else:
            clashes = _clashes(located.pack, [each.pack for each in packs], folder)
            problems += clashes
            packs += [] if clashes else [located]
    return packs, problems


def find_packs(folder: Path) -> list[Path]:
    """The pack folders at or right below a folder: those that hold a `pack.yaml`."""
    if (folder / "pack.yaml").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/pack.yaml"))


def _files(draft: _Draft) -> Iterator[tuple[Path, str]]:
    paths = _paths(draft.folder)
    for path in paths[:MAX_FILES]:
        inside = path.relative_to(draft.folder)
        kind = inside.parts[0] if len(inside.parts) > 1 else inside.stem
        if kind not in FILE_SHAPES or (kind == "pack" and len(inside.parts) > 1):
            wanted = ", ".join(f"{name}.yaml" for name in FILE_SHAPES)
            draft.problems.append(
                _problem(path, 1, "not a file of a pack", f"the files are {wanted}")
            )
        elif path.suffix == ".yml":
            draft.problems.append(
                _problem(path, 1, "the ending is .yml", f"rename it to {inside.stem}.yaml")
            )
        else:
            draft.seen.add(kind)
            yield path, kind
    if len(paths) > MAX_FILES:
        draft.problems.append(
            _problem(draft.folder, 1, f"{len(paths)} files", f"{MAX_FILES} are allowed")
        )


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"})


def _read_file(draft: _Draft, path: Path, kind: str) -> None:
    try:
        with path.open("rb") as file:
            data = file.read(strict_yaml.MAX_BYTES + 1)  # enough for an oversize file to show
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        draft.problems.append(_problem(path, 1, what, "make it a readable file"))
        draft.unread.add(kind)
        return
    document = strict_yaml.read(str(path), data)
    draft.problems += document.problems
    if document.value is None:
        draft.unread.add(kind)
    else:
        _validate(draft, path, kind, document)


def _validate(draft: _Draft, path: Path, kind: str, document: strict_yaml.Document) -> None:
    content: Any = None
    try:
        content = FILE_SHAPES[kind].model_validate(document.value)
    except ValidationError as error:
        draft.problems += [
            _schema_problem(path, document, details) for details in _causes(error.errors())
        ]
    sound = _entries_of(kind, content) if content else None
    for at, exception in enumerate(getattr(content, "exceptions", ())):
        where: strict_yaml.Path = ("exceptions", at)
        draft.exceptions.append(Located(exception, str(path), where, document))
    for at, (where, raw) in enumerate(_raw_entries(kind, document.value)):
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            draft.known[kind].add(str(raw["id"]))
        entry = sound[at] if sound else _valid_entry(kind, raw)
        if entry is not None:
            draft.entries[kind].append(Located(entry, str(path), where, document))


def _entries_of(kind: str, content: Any) -> Sequence[Any]:
    return [content] if kind == "pack" else getattr(content, kind)


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too few entries" where entries are faulty: pydantic counts only sound ones."""
    faulty = [tuple(details["loc"]) for details in errors]
    return [
        details
        for details in errors
        if details["type"] != "too_short"
        or not any(loc[: len(details["loc"])] == details["loc"] != loc for loc in faulty)
    ]


def _raw_entries(
    kind: str, value: strict_yaml.Value | None
) -> Iterator[tuple[strict_yaml.Path, Any]]:
    if kind == "pack":
        yield (), value
    elif isinstance(value, dict) and isinstance(listed := value.get(kind), list):
        yield from (((kind, at), raw) for at, raw in enumerate(listed))


def _valid_entry(kind: str, raw: Any) -> Any:
    """The entry, if it is well formed by itself, so that references are checked in the same run."""
    try:
        alone = FILE_SHAPES[kind].model_validate(raw if kind == "pack" else {kind: [raw]})
    except ValidationError:
        return None
    return _entries_of(kind, alone)[0]


def _schema_problem(path: Path, document: strict_yaml.Document, details: ErrorDetails) -> Problem:
    where = tuple(details["loc"])
    name = ".".join(map(str, where)) or "the file"
    what, fix = _SAID.get(details["type"], ("is not right", "see the pack format"))
    if details["type"] not in _SAID:
        fix = details["msg"].removeprefix("Value error, ")
    limits = {key: value for key, value in details.get("ctx", {}).items() if key != "error"}
    return _problem(path, document.line_of(where), f"`{name}` {what}", fix.format(**limits))


_SAID = {
    "extra_forbidden": ("is an unknown key", "remove it or correct its spelling"),
    "missing": ("is missing", "add it"),
    "string_too_long": ("is too long", "use at most {max_length} characters"),
    "string_too_short": ("is too short", "use at least {min_length} characters"),
    "string_type": ("is not a text", "write plain text here"),
    "tuple_type": ("is not a list", "write a list, `[a, b]` or lines that begin with `- `"),
    "model_type": ("is not a map", "write `key: value` lines here"),
    "too_short": ("has too few entries", "give at least {min_length}"),
    "too_long": ("has too many entries", "give at most {max_length}"),
    "literal_error": ("is none of the allowed words", "use one of {expected}"),
    "string_pattern_mismatch": ("has the wrong form", "it must match {pattern}"),
    "int_parsing": ("is not a whole number", "write digits only"),
    "url_parsing": ("is not an address", "write it whole, from https:// on"),
    "url_scheme": ("is not a web address", "it must begin with https:// or http://"),
}
"""How pydantic's error types are put to an author."""


def _check_presence(draft: _Draft) -> None:
    for kind in FILE_SHAPES.keys() - draft.seen:
        draft.problems.append(
            _problem(draft.folder, 1, f"the pack has no {kind}.yaml", "add the file")
        )


def clash(packs: Sequence[Pack]) -> bool:
    """Whether two packs share an id or a command, and cannot be served side by side."""
    return any(_clashes(pack, packs[:at], Path()) for at, pack in enumerate(packs))


def _clashes(pack: Pack, others: Sequence[Pack], folder: Path) -> list[Problem]:
    file = str(folder / "pack.yaml")
    return [
        Problem(file, 1, f"another pack has the {key} `{name}`", "change one", REFERENCE)
        for key in ("id", "command", "command_zh")
        if (name := getattr(pack.info, key)) is not None
        and any(getattr(other.info, key) == name for other in others)
    ]


def _assemble(draft: _Draft) -> Pack:
    by_kind = {kind: [located.entry for located in items] for kind, items in draft.entries.items()}
    return Pack(
        info=by_kind["pack"][0],
        sources={source.id: source for source in by_kind["sources"]},
        claims={claim.id: claim for claim in by_kind["claims"]},
        topics={topic.id: topic for topic in by_kind["topics"]},
        qa=tuple(by_kind["qa"]),
    )


def _problem(path: Path, line: int, what: str, fix: str) -> Problem:
    return Problem(str(path), line, what, fix)
