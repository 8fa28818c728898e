"""A database from any earlier release becomes one of this release, once."""

from __future__ import annotations

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from adapters.store.address import to_address
from adapters.store.engines import create_engine
from adapters.store.sql import SqlStore
from adapters.store.tables import METADATA
from content.errors import StoreError
from tests.samples import gap, record
from tests.store import child
from tests.store.conftest import execute, opened


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_the_migrations_make_the_tables_that_the_code_expects(database: str) -> None:
    async with opened(database):
        pass
    engine = create_engine(to_address(database))

    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()

    assert found == []


async def test_opening_a_database_again_changes_nothing(database: str) -> None:
    async with opened(database) as store:
        await store.save(record())

    async with opened(database) as store:
        assert await store.by_id(record().id) == record()


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: str) -> None:
    async with opened(database) as store:
        await store.save(record())
    await execute(database, "UPDATE alembic_version SET version_num = '9' || version_num")

    with pytest.raises(StoreError, match="a newer version of briefing-bot has written it"):
        await SqlStore(database).open()

    await execute(database, "UPDATE alembic_version SET version_num = substr(version_num, 2)")
    async with opened(database) as store:
        assert await store.by_id(record().id) == record()


async def test_a_database_of_an_earlier_version_gets_what_is_new_and_loses_nothing(
    database: str,
) -> None:
    async with opened(database) as store:
        await store.save(record())
    later = ("gaps", "subscriptions", "outbox", "feeds", "feed_items", "articles", "drafts")
    for table in later:
        await execute(database, f"DROP TABLE {table}")
    await execute(database, "UPDATE alembic_version SET version_num = '0002'")

    async with opened(database) as store:
        await store.note_gap(gap())

        assert await store.gaps(gap().day) == [gap()]
        assert await store.by_id(record().id) == record()


async def test_stores_opened_at_once_in_one_process_migrate_once(database: str) -> None:
    stores = [SqlStore(database) for _ in range(6)]

    await asyncio.gather(*(store.open() for store in stores))
    await stores[0].save(record())

    assert [await store.by_id(record().id) for store in stores] == [record()] * 6
    await asyncio.gather(*(store.close() for store in stores))


async def test_processes_that_start_at_once_migrate_once(database: str) -> None:
    children = [child.start(f"{name}-", 5, database) for name in range(2)]

    child.go(*children)
    saved = [saved for one in children for saved in child.finish(one)]

    async with opened(database) as store:
        assert len(saved) == 10
        assert all([await store.by_id(one) for one in saved])
