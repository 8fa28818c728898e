"""Corrections and notices on their way, and how long a summary may be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("max_lines", sa.Integer))
    kind = sa.Column("kind", sa.Text, nullable=False, server_default="summary")
    op.add_column("outbox", kind)
