"""A copy of the lighthouses pack to break, and what loading it then says."""

from __future__ import annotations

import shutil
from pathlib import Path

from content.errors import PackError
from content.loading import load_pack
from content.pack import Pack
from tests.content.packs import FOLDERS


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
