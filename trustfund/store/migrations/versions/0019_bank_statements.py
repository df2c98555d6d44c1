"""Bank statements and their lines, beside the books."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MATCHED = (
    "(CASE WHEN deposit_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN fee_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN receipt_id IS NULL THEN 0 ELSE 1 END)"
    " = (CASE WHEN status = 'matched' THEN 1 ELSE 0 END)"
)
NAMES = {
    "deposit_id": "deposit",
    "fee_id": "deposit",
    "movement_id": "movement",
    "receipt_id": "unidentified_receipt",
}


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "bank_statement",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
    )
    op.create_index(op.f("ix_bank_statement_account"), "bank_statement", ["account"])
    op.create_index(op.f("ix_bank_statement_sha256"), "bank_statement", ["sha256"])
    status = sa.Enum("open", "matched", "left_out", name="status", native_enum=False, length=32)
    op.create_table(
        "bank_line",
        sa.Column("id", BigId, nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_currency", sa.String(), nullable=False),
        sa.Column("paid_amount", sa.BigInteger(), nullable=True),
        sa.Column("counterparty", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *(sa.Column(name, BigId, nullable=True) for name in NAMES),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'matched', 'left_out')", name=op.f("ck_bank_line_status")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_bank_line_amount")),
        sa.CheckConstraint(MATCHED, name=op.f("ck_bank_line_matched")),
        sa.CheckConstraint(
            "(status = 'left_out') = (reason <> '')", name=op.f("ck_bank_line_reason")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["bank_statement.id"],
            name=op.f("fk_bank_line_statement_id_bank_statement"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_bank_line_{name}_{table}")
            )
            for name, table in NAMES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("mark", name=op.f("uq_bank_line_mark")),
        *(sa.UniqueConstraint(name, name=op.f(f"uq_bank_line_{name}")) for name in NAMES),
    )
    op.create_index(op.f("ix_bank_line_statement_id"), "bank_line", ["statement_id"])


def downgrade() -> None:
    """Forget the statements."""
    op.drop_table("bank_line")
    op.drop_table("bank_statement")
