"""How long a command takes that answers once, from a cold start: part of `make bench`.

`ask` and the bare import of two libraries that it needs are started in turn, each in a process of
its own, after one start that fills the cache; then the start without a cache is measured once more.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TURNS = 15
ROOT = Path(__file__).parents[2]
BASE = (sys.executable, "-c", "import pydantic, yaml")
ASK = (sys.executable, "-m", "bot", "ask", "who founded moonshot")


def main() -> None:
    """Print the medians in milliseconds, their ratio, and the memory of `ask`."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "BRIEFING_HOME": home}
        first = seconds(ASK, environment)
        rows = [(seconds(BASE, environment), seconds(ASK, environment)) for _ in range(TURNS)]
    base, ask = (statistics.median(column) for column in zip(*rows, strict=True))
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print("| start | median ms | against the import |")
    print("| --- | --- | --- |")
    print(f"| `import pydantic, yaml` | {1000 * base:.0f} | 1 |")
    print(f"| `ask`, packs at hand | {1000 * ask:.0f} | {ask / base:.1f} |")
    print(f"| `ask`, for the first time | {1000 * first:.0f} | {first / base:.1f} |")
    print(f"\nMost memory of any of them: {peak_mb:.0f} MB")


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long a command takes from its start to its end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
