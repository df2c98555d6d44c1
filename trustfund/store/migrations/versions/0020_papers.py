"""Papers are attached to records."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORDS = ("contribution", "deposit", "movement", "trip", "event")
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg")


def upgrade() -> None:
    """Make the tables; no earlier books have papers."""
    op.create_table(
        "paper",
        sa.Column("id", BigId, nullable=False),
        sa.Column("record", _code("record", RECORDS), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("media_type", _code("media_type", MEDIA_TYPES), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("removed_by_act_id", BigId, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_act(column) for column in ("act_id", "removed_by_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_of", "paper", ["record", "reference"])
    for column in ("sha256", "act_id", "removed_by_act_id"):
        op.create_index(op.f(f"ix_paper_{column}"), "paper", [column])
    op.create_table(
        "paper_content",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_paper_content")),
    )


def _code(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _act(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        ["history.id"],
        name=op.f(f"fk_paper_{column}_history"),
        initially="DEFERRED",
        deferrable=True,
    )
