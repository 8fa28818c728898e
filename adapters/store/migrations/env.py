"""Run by Alembic inside the transaction that `schema.upgrade` has opened."""

from alembic import context

from adapters.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
