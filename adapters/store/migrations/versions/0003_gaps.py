"""What was not answered, or not well: gaps."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gaps",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("topic", sa.Text),
        sa.Column("text", sa.Text),
    )
    op.create_index("ix_gaps_day", "gaps", ["day"])
