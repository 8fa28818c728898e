"""Summaries: who gets them, and what is on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("next_date", sa.Date, nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("covered_to", sa.Date, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("quiet", sa.Text, nullable=False),
        sa.Column("catch_up_hours", sa.Integer, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("missed", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text),
    )
    op.create_index("ix_subscriptions_next_at", "subscriptions", ["next_at"])
    op.create_table(
        "outbox",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("subscription", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("not_before", moment, nullable=False),
        sa.Column("lease_until", moment),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_try_at", moment),
        sa.Column("settled_at", moment),
        sa.Column("message", sa.Text),
        sa.Column("trouble", sa.Text),
    )
    op.create_index("ix_outbox_subscription", "outbox", ["subscription"])
    op.create_index("ix_outbox_state", "outbox", ["state"])
