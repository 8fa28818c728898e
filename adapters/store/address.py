"""Database addresses as people and hosting services write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from content.errors import SettingsError

SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})
POSTGRESQL = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})
LIBPQ_ONLY = frozenset({"channel_binding", "connect_timeout", "gssencmode"})
"""Options that hosting services add for libpq. asyncpg does not know them and would send them on
as server settings, which the server refuses."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is: an SQLite file or a PostgreSQL server."""

    file: Path | None = None
    """The SQLite file; none for PostgreSQL."""
    dsn: str | None = field(default=None, repr=False)
    """For PostgreSQL, in libpq's form and with the password; none for SQLite."""

    @property
    def url(self) -> URL:
        """What SQLAlchemy gets. Never holds a password, so that it cannot show one."""
        if self.file is None:
            return URL.create("postgresql+asyncpg")
        return URL.create("sqlite+aiosqlite", database=str(self.file))


def to_address(url: str) -> Address:
    """Read a database address.

    Understood are `sqlite:///relative/path`, `sqlite:////absolute/path`,
    `postgresql://user:password@host:port/name`, the same with `postgres:`, a server behind a Unix
    socket as `postgresql:///name?host=/folder`, and each with the driver named that is used
    anyway: `sqlite+aiosqlite:`, `postgresql+asyncpg:`. libpq's options, such as `sslmode`, go
    after a question mark.

    Raises:
        SettingsError: in a sentence that shows nothing of the address, for it may hold a password.
    """
    parsed = _parsed(url)
    if parsed.drivername in SQLITE:
        return Address(file=_file(parsed))
    if parsed.drivername in POSTGRESQL:
        return Address(dsn=_dsn(parsed))
    raise _refusal("begin it with sqlite:/// or postgresql://")


def _parsed(url: str) -> URL:
    try:
        return make_url(url.strip())
    except (ArgumentError, ValueError):
        # Without its cause, because that can quote the address.
        raise _refusal("write it like sqlite:///path or postgresql://user@host/name") from None


def _file(url: URL) -> Path:
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise _refusal("name a file, as in sqlite:///data/briefing-bot.db")
    if url.query or url.host:
        raise _refusal("write a file as sqlite:/// and its path, without options")
    return Path(url.database)


def _dsn(url: URL) -> str:
    if "@" in (url.host or ""):
        raise _refusal("write an @ in its password as %40")
    options = {name: value for name, value in url.query.items() if name not in LIBPQ_ONLY}
    options.setdefault("application_name", "briefing-bot")  # what the server's lists show
    if "ssl" in options:  # asyncpg's own name for it
        options["sslmode"] = options.pop("ssl")
    plain = url.set(drivername="postgresql", query=options)
    return plain.render_as_string(hide_password=False)


def _refusal(advice: str) -> SettingsError:
    return SettingsError([f"the address of the database cannot be used: {advice}"])
