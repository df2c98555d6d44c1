"""Money that is there already is found by the bank's reference; what people said of it is kept."""

import sqlalchemy as sa
from alembic import op

from trustfund.domain.texts import skeleton

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AT_ONCE = 10_000
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns of deposits and the table, and fill the skeletons."""
    if op.get_bind().dialect.name == "postgresql":  # which changes none while keys wait
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    for name in ("bank_skeleton", "apart"):
        op.add_column("deposit", sa.Column(name, sa.String(), server_default="", nullable=False))
    _fill()
    op.create_index(op.f("ix_deposit_bank_skeleton"), "deposit", ["bank_skeleton"])
    op.create_table(
        "same_money",
        sa.Column("id", BigId, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("skeleton", sa.String(), server_default="", nullable=False),
        sa.Column("deposit_id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("void", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_same_money_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_same_money_deposit_id_deposit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_money")),
    )
    for column in ("skeleton", "deposit_id", "act_id"):
        op.create_index(op.f(f"ix_same_money_{column}"), "same_money", [column])


def _fill() -> None:
    connection = op.get_bind()
    deposit = sa.table("deposit", *map(sa.column, ("id", "bank_reference", "bank_skeleton")))
    given = sa.select(deposit.c.id, deposit.c.bank_reference).where(deposit.c.bank_reference != "")
    rows = connection.execute(given).all()
    statement = (
        deposit.update()
        .where(deposit.c.id == sa.bindparam("key"))
        .values(bank_skeleton=sa.bindparam("to"))
    )
    for start in range(0, len(rows), AT_ONCE):
        some = [{"key": key, "to": skeleton(text)} for key, text in rows[start : start + AT_ONCE]]
        connection.execute(statement, some)
