"""A copy of the lighthouses pack to break, and what loading it then says."""

from __future__ import annotations

import shutil
from pathlib import Path

from content.errors import PackError
from content.loading import load_pack
from content.pack import Pack
from tests.content.packs import FOLDERS

WITHDRAWN = "    withdrawn: {date: 2026-11-03, reason: The gazette took it back.}\n"
CORRECTED = """\
    corrected_by: {claim: range-new, date: 2026-11-03, reason: The trust measured again.}
"""
NEW = """\
  - id: range-new
    text: The Skerry Point lamp carries 17 nautical miles.
    kind: figure
    as_of: 2026-11-01
    topics: [skerry-point, lamps]
    evidence: [{source: almanac, locator: page 32}]
"""


class Draft:
    """A pack folder under somebody's hands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(FOLDERS["lighthouses"], folder)

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands in a file, at its first place."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def write(self, file: str, content: str | bytes) -> None:
        """Replace a whole file, or add one."""
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    def append(self, file: str, text: str) -> None:
        self.write(file, (self.folder / file).read_text(encoding="utf-8") + text)

    def line(self, file: str, begins: str) -> int:
        """The number of the first line that begins with a text."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(at for at, line in enumerate(lines, 1) if line.startswith(begins))

    def correct_range(self) -> None:
        """Another claim stands in place of the range, in summaries and answers, too."""
        self.change("claims.yaml", "  - id: range-old", f"{CORRECTED}{NEW}  - id: range-old")
        self.change("claims.yaml", "disputes: [range]", "disputes: [range-new]")
        for file in ("topics.yaml", "qa.yaml"):
            text = (self.folder / file).read_text("utf-8")
            changed = text.replace("[range]", "[range-new]").replace("18 naut", "17 naut")
            self.write(file, changed)

    def withdraw_payment(self) -> None:
        """Nobody says any more who paid for the relighting."""
        at = "text: The harbour trust paid for the relighting of Skerry Point.\n"
        self.change("claims.yaml", at, f"{at}{WITHDRAWN}")
        self.change("topics.yaml", ", paid for by the harbour trust", "")
        for file, old in (("topics.yaml", "[relit, relit-by]"), ("qa.yaml", "[relit-by]")):
            self.change(file, old, "[relit]")
        self.change("qa.yaml", "The harbour trust paid for the relighting of", "Somebody relit")

    def delete(self, file: str) -> None:
        (self.folder / file).unlink()

    def load(self) -> Pack:
        return load_pack(self.folder)

    def problems(self) -> list[str]:
        """Everything loading complains about, with files named from inside the folder."""
        try:
            self.load()
        except PackError as error:
            return [
                str(problem).replace(f"{self.folder}/", "").replace(str(self.folder), "pack")
                for problem in error.problems
            ]
        return []
