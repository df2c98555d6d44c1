"""What people type is kept until it is booked: on SQLite in a file beside the store."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of drafts."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.create_table(
        "draft",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "form", "about", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_kept_at"), "draft", ["kept_at"])


def downgrade() -> None:
    """Forget the drafts."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_table("draft")
