"""An act costs the same however large the books are: indexes that it needs, none that it does not.

Balances are kept by day since 0010, so no index has to hold what they would be added up from.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_ACTS = (
    *((table, "act_id") for table in ("contribution", "deposit", "digest", "instalment")),
    *(("instalment", "ended_by_act_id"), ("movement", "act_id"), ("trip", "act_id")),
)
"""Where SQLite looks for what waits for a line of history."""
COVERING = ["value_date", "kind", "usd_cents"]


def upgrade() -> None:
    """Make the indexes of acts; take the amounts out of those of entries."""
    if op.get_bind().dialect.name == "postgresql":  # which makes none while keys wait to be checked
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    for table, column in OF_ACTS:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.drop_index("ix_entry_pool", "entry")
    op.drop_index("ix_entry_day", "entry")
    op.create_index("ix_entry_day", "entry", ["value_date"])


def downgrade() -> None:
    """Make the indexes as they were."""
    op.drop_index("ix_entry_day", "entry")
    op.create_index("ix_entry_day", "entry", COVERING)
    op.create_index("ix_entry_pool", "entry", ["objective", *COVERING])
    for table, column in OF_ACTS:
        op.drop_index(f"ix_{table}_{column}", table)
