"""Disks that refuse, for the stores to be tested on."""

from __future__ import annotations

import contextlib
import os
import resource
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

NOBODY = 65534


def mode_of(path: Path) -> int:
    """Who may do what with it: `0o600`."""
    return stat.S_IMODE(path.stat().st_mode)


def size_of(path: Path) -> int:
    """In bytes."""
    return path.stat().st_size


def names_in(folder: Path) -> list[str]:
    """Everything in a folder, by name."""
    return sorted(one.name for one in folder.iterdir())


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change what is in this file."""
    path.write_bytes(change(path.read_bytes()))


@contextlib.contextmanager
def full_beyond(size_bytes: int) -> Iterator[None]:
    """No file of this process can grow beyond this size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be made in this folder, not even by root, who becomes nobody meanwhile."""
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
