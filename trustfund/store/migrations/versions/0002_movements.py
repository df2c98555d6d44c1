"""Movements, allocations, unidentified receipts, certified years; the balance with the agent."""

import sqlalchemy as sa
from alembic import op

from trustfund.store.migrations.append_only import refuse_changes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ENTRY_KINDS = (
    "pledge",
    "withdrawal",
    "commitment",
    "amendment",
    "write_off",
    "deposit",
    "administrative_agent_fee",
    "obligation",
    "obligation_release",
    "travel_expenditure",
    "interest",
    "other_income",
    "bank_charge",
    "direct_cost",
    "refund_to_contributor",
    "transfer_to_organization",
    "refund_from_organization",
    "organization_interest",
    "organization_expenditure",
    "transfer_to_fund",
    "surplus_release",
)


def upgrade() -> None:
    op.create_table(
        "allocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("usd_cents", sa.BigInteger(), nullable=False),
        sa.Column("objective", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("usd_cents > 0", name=op.f("ck_allocation_amount")),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_allocation_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["objective"], ["objective.code"], name=op.f("fk_allocation_objective_objective")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("reference", name=op.f("uq_allocation_reference")),
    )
    op.create_table(
        "certified_year",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("statements", sa.String(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_certified_year_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certified_year")),
    )
    with op.batch_alter_table("certified_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certified_year_year"), ["year"], unique=False)

    op.create_table(
        "movement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "interest",
                "other_income",
                "bank_charge",
                "direct_cost",
                "refund_to_contributor",
                "transfer_to_organization",
                "refund_from_organization",
                "organization_interest",
                "organization_expenditure",
                "transfer_to_fund",
                "surplus_release",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_movement_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_movement_contribution_id_contribution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("reference", name=op.f("uq_movement_reference")),
    )
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_movement_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "unidentified_receipt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("bank_reference", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "booked",
                "returned",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'booked') = (deposit_id IS NOT NULL)",
            name=op.f("ck_unidentified_receipt_deposit"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_unidentified_receipt_amount")),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_unidentified_receipt_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_unidentified_receipt_deposit_id_deposit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unidentified_receipt")),
        sa.UniqueConstraint("reference", name=op.f("uq_unidentified_receipt_reference")),
    )
    with op.batch_alter_table("unidentified_receipt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unidentified_receipt_deposit_id"), ["deposit_id"], unique=False
        )

    _entries()
    _terms()
    _balance_with_agent()
    refuse_changes("certified_year")


def _entries() -> None:
    """New kinds and the movement of an entry; on SQLite the table is made anew, triggers too."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        op.execute("DROP TRIGGER entry_no_update")
        op.execute("DROP TRIGGER entry_no_delete")
    kinds = ", ".join(f"'{kind}'" for kind in ENTRY_KINDS)
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_kind"), f"kind IN ({kinds})")
        batch_op.add_column(
            sa.Column(
                "movement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index(batch_op.f("ix_entry_movement_id"), ["movement_id"])
        batch_op.drop_index("ix_entry_pool")
        batch_op.create_index("ix_entry_pool", ["objective", "value_date", "kind", "usd_cents"])
        batch_op.create_index("ix_entry_day", ["value_date", "kind", "usd_cents"])
        batch_op.create_foreign_key(
            batch_op.f("fk_entry_movement_id_movement"), "movement", ["movement_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_entry_movement"), "movement_id IS NULL OR trip_id IS NULL"
        )
    if on_sqlite:
        refuse_changes("entry")


def _terms() -> None:
    """Whose expenditure the trips are, and the version of the terms."""
    first = "International Organization for Migration"
    with op.batch_alter_table("fund") as batch_op:
        batch_op.add_column(
            sa.Column("managing_organization", sa.String(), nullable=False, server_default=first)
        )
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("fund") as batch_op:
        batch_op.alter_column("managing_organization", server_default=None)
        batch_op.alter_column("version", server_default=None)


def _balance_with_agent() -> None:
    """The balance with the agent of books that exist already: deposits less fees."""
    bind = op.get_bind()
    if not bind.execute(sa.text("SELECT COUNT(*) FROM pool_balance")).scalar():
        return  # a new store gets its balances when it is made ready
    op.execute(
        "INSERT INTO pool_balance (pool, usd_cents) SELECT 'agent', COALESCE(SUM(CASE kind "
        "WHEN 'deposit' THEN usd_cents WHEN 'administrative_agent_fee' THEN -usd_cents ELSE 0 END)"
        ", 0) FROM entry"
    )
