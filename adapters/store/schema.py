"""Brings a database to the tables of this version, whatever version it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from content.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x6272696566  # "brief": any number will do that no other program locks


def upgrade(connection: Connection) -> None:
    """Run the migrations that this database lacks, in the transaction that is open.

    Of several processes starting at once one migrates and the others wait for it: on PostgreSQL
    for a lock that ends with the transaction, on SQLite for the file's one writer.

    Raises:
        StoreError: a newer version has migrated this database further than this one knows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = _config(connection)
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    config = Config()
    # Alembic reads this like a line of an .ini file, where a percent sign is written twice.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found - known:
        raise StoreError(
            "opening the database: a newer version of briefing-bot has written it; "
            "start that version, or restore a backup"
        )
