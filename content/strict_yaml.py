"""The subset of YAML that packs are written in, with the line of everything.

Maps, lists and text; nothing else. Scalars stay text, because YAML 1.1 reads `no` as false and
`1.10` as 1.1. Tags, anchors and aliases are refused: no pack needs them, and a chain of aliases
can cost gigabytes. The parser's events are checked one by one while they arrive, so that a file of
200,000 brackets, which kills PyYAML's C constructor, is refused at the 41st.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from content.problems import Problem

MAX_BYTES = 2_000_000
"""Largest pack file. The biggest pack measured, 2,000 sources, was 378 kB."""
MAX_DEPTH = 40
"""Deepest nesting. Pack files need 6."""
MAX_PROBLEMS = 100
"""How many problems of one file are worth listing."""

Path = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]


@dataclass(slots=True)
class Document:
    """A file's content and, for each path in it, the line it stands on (from 1)."""

    value: Value | None = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """The line of a path, or of its nearest ancestor that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Refused(Exception):
    """The file cannot be read any further."""


def read(file: str, data: bytes) -> Document:
    """Read one file. What is wrong with it is listed in the document, never raised."""
    document, last = Document(), max(1, len(data.splitlines()))
    try:
        document.value = _Reader(file, _events(file, data), document).document()
    except _Refused as refused:
        document.problems.append(refused.args[0])
    except yaml.MarkedYAMLError as error:
        what = " ".join(filter(None, (error.context, error.problem)))
        line = _line_of(error, last)
        document.problems.append(
            Problem(file, line, f"not valid YAML: {what}", "mend the syntax here")
        )
    except yaml.YAMLError:
        problem = _unprintable(file, data.decode("utf-8", "replace"))
        document.problems.append(problem)
    return _within(document, last)


def _line_of(error: yaml.MarkedYAMLError, last: int) -> int:
    """Where it went wrong; where what never ended began, if that was noticed at the end only."""
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
    lines = [mark.line + 1 for mark in marks]
    return next((line for line in lines if line <= last), last)


def _within(document: Document, last: int) -> Document:
    """With no line after the last one: YAML breaks lines where editors do not."""
    document.lines = {path: min(line, last) for path, line in document.lines.items()}
    document.problems = [replace(each, line=min(each.line, last)) for each in document.problems]
    return document


def _unprintable(file: str, text: str) -> Problem:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return Problem(file, line, "a control character", "remove it")


def _events(file: str, data: bytes) -> Iterator[yaml.Event]:
    if len(data) > MAX_BYTES:
        raise _Refused(
            Problem(
                file, 1, f"the file is larger than {MAX_BYTES:,} bytes", "split it into several"
            )
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _Refused(Problem(file, line, "the file is not UTF-8", "save it as UTF-8")) from error
    # The C parser is ten times faster. Without it PyYAML refuses a little more, such as `[a?]`.
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return iter(yaml.parse(text, Loader=loader))


class _Reader:
    """Turns a stream of events into a value, refusing what packs do not use."""

    def __init__(self, file: str, events: Iterator[yaml.Event], document: Document) -> None:
        self._file, self._events, self._document = file, events, document

    def document(self) -> Value | None:
        value: Value | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if value is not None:
                    raise self._refuse(
                        event, "a second document starts here", "remove the `---` line"
                    )
                value = self._value(next(self._events), ())
        if value is None:
            raise _Refused(Problem(self._file, 1, "the file is empty", "fill it or delete it"))
        return value

    def _value(self, event: yaml.Event, path: Path) -> Value:
        self._check(event, path)
        self._document.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event, path)

    def _check(self, event: yaml.Event, path: Path) -> None:
        if len(path) > MAX_DEPTH:
            raise self._refuse(event, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, f"the alias *{anchor}", "write the value out")
        if anchor:
            self._add(event, f"the anchor &{anchor}", "remove it and write values out")
        if tag:
            self._add(event, f"the tag {tag}", "remove it; every value is plain text")

    def _mapping(self, path: Path) -> Value:
        result: dict[str, Value] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "a key that is not plain text", "use a word as the key")
            self._check(event, path)
            key = event.value
            if key in result:
                self._add(event, f"the key `{key}` stands here twice", "remove one of the two")
            self._document.lines[(*path, key)] = _line(event)
            result[key] = self._value(next(self._events), (*path, key))
        return result

    def _sequence(self, path: Path) -> Value:
        return [
            self._value(event, (*path, index))
            for index, event in enumerate(self._until(yaml.SequenceEndEvent))
        ]

    def _scalar(self, event: yaml.Event, path: Path) -> Value:
        value: str = getattr(event, "value", "")
        # A plain scalar has no style, which the C parser writes as an empty text.
        if not getattr(event, "style", None) and value in ("", "~", "null", "Null", "NULL"):
            name = path[-1] if path else "the file"
            self._add(event, f"`{name}` has no value", "write one or remove the key")
        return value

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _add(self, event: yaml.Event, what: str, fix: str) -> None:
        if len(self._document.problems) >= MAX_PROBLEMS:
            raise self._refuse(
                event, "more problems than are worth listing", "mend those above first"
            )
        self._document.problems.append(Problem(self._file, _line(event), what, fix))

    def _refuse(self, event: yaml.Event, what: str, fix: str) -> _Refused:
        return _Refused(Problem(self._file, _line(event), what, fix))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
