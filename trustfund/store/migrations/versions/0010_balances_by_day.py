"""What each day changed of a balance is kept, so that an act need not add up entries."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

POOLS = (
    ("deposit", "interest", "other_income", "organization_interest", "surplus_release"),
    (
        *("administrative_agent_fee", "obligation", "obligation_release", "travel_expenditure"),
        *("bank_charge", "direct_cost", "refund_to_contributor", "organization_expenditure"),
        "transfer_to_fund",
    ),
)
AGENT = (
    (
        *("deposit", "interest", "other_income", "organization_interest"),
        "refund_from_organization",
    ),
    (
        *("administrative_agent_fee", "bank_charge", "direct_cost", "refund_to_contributor"),
        *("transfer_to_organization", "transfer_to_fund"),
    ),
)
"""The kinds of entries that raise, and that lower, what is in a pool and what the agent holds."""


def upgrade() -> None:
    """Make the table, and fill it from the entries."""
    op.create_table(
        "balance_change",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("usd_cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool"], ["pool_balance.pool"], name=op.f("fk_balance_change_pool_pool_balance")
        ),
        sa.PrimaryKeyConstraint("pool", "day", name=op.f("pk_balance_change")),
    )
    for pool, kinds in (("COALESCE(objective, 'unearmarked')", POOLS), ("'agent'", AGENT)):
        raised, lowered = (", ".join(f"'{kind}'" for kind in some) for some in kinds)
        op.execute(
            f"INSERT INTO balance_change (pool, day, usd_cents) SELECT {pool}, value_date, "  # noqa: S608
            f"SUM(CASE WHEN kind IN ({raised}) THEN usd_cents ELSE -usd_cents END) FROM entry "
            f"WHERE kind IN ({raised}, {lowered}) AND usd_cents IS NOT NULL "
            "GROUP BY 1, 2"
        )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("balance_change")
