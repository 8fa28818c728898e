"""Which database addresses are understood, and what is said about the others."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from adapters.store.address import Address, to_address
from adapters.store.sql import SqlStore
from content.errors import SettingsError


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("sqlite:///data/store.db", "data/store.db"),
        ("sqlite:////var/lib/bot/store.db", "/var/lib/bot/store.db"),
        ("sqlite+aiosqlite:///store.db", "store.db"),
        ("  sqlite:///with space.db\n", "with space.db"),
    ],
)
def test_an_sqlite_address_names_a_file(written: str, file: str) -> None:
    address = to_address(written)

    assert address == Address(file=Path(file))
    assert address.url.drivername == "sqlite+aiosqlite"
    assert address.url.database == file


@pytest.mark.parametrize(
    ("written", "dsn"),
    [
        ("postgresql://u:p@h:5433/db", "postgresql://u:p@h:5433/db"),
        ("postgres://u:p@h/db", "postgresql://u:p@h/db"),
        ("postgresql+asyncpg://u:p@h/db", "postgresql://u:p@h/db"),
        ("postgresql+asyncpg://u@h/db?ssl=require", "postgresql://u@h/db?sslmode=require"),
        ("postgres://u@h/db?sslmode=verify-full", "postgresql://u@h/db?sslmode=verify-full"),
        (
            "postgresql://u@h/db?sslmode=require&channel_binding=require&connect_timeout=9",
            "postgresql://u@h/db?sslmode=require",
        ),
        ("postgresql:///db?host=/run/postgresql", "postgresql:///db?host=%2Frun%2Fpostgresql"),
        ("postgres://u:a/b%40c:d%25@h/db", "postgresql://u:a%2Fb%40c%3Ad%25@h/db"),
    ],
)
def test_a_postgresql_address_reaches_the_driver_as_libpq_writes_it(written: str, dsn: str) -> None:
    address = to_address(written)

    server, _, options = dsn.partition("?")
    all_options = "&".join(filter(None, ["application_name=briefing-bot", options]))
    assert address == Address(dsn=f"{server}?{all_options}")
    assert address.url.render_as_string(hide_password=False) == "postgresql+asyncpg://"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("mysql://u:hunter2@h/db", "begin it with sqlite:/// or postgresql://"),
        ("postgresql+psycopg://u:hunter2@h/db", "begin it with sqlite:/// or postgresql://"),
        ("hunter2", "write it like sqlite:///path or postgresql://user@host/name"),
        ("", "write it like sqlite:///path or postgresql://user@host/name"),
        ("postgresql://u:hunter2@h:port/db", "write it like sqlite:///path or postgresql://"),
        ("postgresql://u:hunter2@hunter2@h/db", "write an @ in its password as %40"),
        ("sqlite://", "name a file"),
        ("sqlite:///:memory:", "name a file"),
        ("sqlite:///file:hunter2?uri=true", "name a file"),
        ("sqlite:///hunter2.db?mode=ro", "without options"),
        ("sqlite://hunter2/store.db", "without options"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_it(
    written: str, advice: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        SqlStore(written)

    assert advice in str(refused.value)
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_an_address_does_not_show_its_password_when_it_is_printed() -> None:
    assert "hunter2" not in repr(to_address("postgresql://u:hunter2@h/db"))
