"""The process that reads other people's documents: `process.py SCRIPT SECONDS MEMORY_BYTES`.

It is run as a script and by itself, so that a document that hangs or fills the memory takes nothing
with it. Each request on standard input is a length (4 bytes, big-endian) and so many bytes; each
answer on standard output a length and a JSON value. Between requests it waits.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

LENGTH_BYTES = 4


def limit(memory_bytes: int) -> None:
    """Bound this process: memory, no files written, no core dumps.

    Address space is what the kernel can bound for a single process; trafilatura takes 85 MB of it
    before the first page (measured).
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO, script: Any, seconds: int) -> None:
    """Answer until standard input ends."""
    script.prepare()  # within the limits, and not within the first document's time
    while header := requests.read(LENGTH_BYTES):
        document = requests.read(int.from_bytes(header))
        signal.alarm(seconds)  # ends the process even where the C code of a parser hangs
        answer = json.dumps(script.answer(document)).encode("ascii")
        signal.alarm(0)
        answers.write(len(answer).to_bytes(LENGTH_BYTES) + answer)
        answers.flush()


def loaded(path: str) -> Any:
    """The module in this file."""
    spec = importlib.util.spec_from_file_location("script", path)
    assert spec is not None  # noqa: S101 (it ends in .py)
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    path, seconds, memory_bytes = sys.argv[1], *map(int, sys.argv[2:])
    limit(memory_bytes)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    serve(sys.stdin.buffer, answers, loaded(path), seconds)


if __name__ == "__main__":
    main()
