"""Feeds, the items and articles they brought, and what editors make of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "feeds",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("ix_feeds_next_at", "feeds", ["next_at"])
    op.create_table(
        "feed_items",
        sa.Column("pack", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("article", sa.Text),
        sa.Column("seen_at", moment, nullable=False),
    )
    op.create_index("ix_feed_items_seen_at", "feed_items", ["seen_at"])
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("ix_articles_published", "articles", ["pack", "published"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decided_at", moment),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("ix_drafts_state", "drafts", ["state"])
