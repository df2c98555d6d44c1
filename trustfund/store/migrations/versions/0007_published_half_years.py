"""Half-years of which numbers about few people are published, so that no clock changes them."""

import sqlalchemy as sa
from alembic import op

from trustfund.store.migrations.append_only import refuse_changes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is noted yet: whoever reads the books first notes the newest one that is over."""
    op.create_table(
        "published_half_year",
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("last_day", name=op.f("pk_published_half_year")),
    )
    refuse_changes("published_half_year")
