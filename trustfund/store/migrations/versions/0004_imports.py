"""Imported files that can be taken back, and other names of contributors."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_act(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        ["history.id"],
        name=op.f(f"fk_{table}_{column}_history"),
        initially="DEFERRED",
        deferrable=True,
    )


def _void(name: str = "void") -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _leave_empty_ones_out(column: str) -> None:
    """An index of entries without those, most of them, that have nothing in its column."""
    name, has_it = op.f(f"ix_entry_{column}"), sa.text(f"{column} IS NOT NULL")
    op.drop_index(name, "entry")
    op.create_index(name, "entry", [column], sqlite_where=has_it, postgresql_where=has_it)


def upgrade() -> None:
    for column in ("trip_id", "movement_id"):
        _leave_empty_ones_out(column)
    for table in ("allocation", "contributor", "event", "rate"):
        op.add_column(table, _void())
    op.create_table(
        "contributor_name",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contributor_id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        _void(),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_act("contributor_name", "act_id"),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_contributor_name_contributor_id_contributor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor_name")),
        sa.UniqueConstraint("name", name=op.f("uq_contributor_name_name")),
    )
    op.create_index(
        op.f("ix_contributor_name_contributor_id"), "contributor_name", ["contributor_id"]
    )
    op.create_table(
        "imported_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("first_act_id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        _void("taken_back"),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_act("imported_file", "first_act_id"),
        _of_act("imported_file", "act_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_file")),
    )
