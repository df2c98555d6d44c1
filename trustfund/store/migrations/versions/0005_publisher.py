"""Who publishes the fund in IATI, and how IATI calls the organizations of the books."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("publisher_reference", "publisher_name", "publisher_type", "activity_identifier")


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("fund", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("fund", _flag("publishes_instalments"))
    op.create_table(
        "organization_reference",
        sa.Column("id", BigId, nullable=False),
        sa.Column("contributor_id", BigId, nullable=True),
        sa.Column("organization", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        _flag("void"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(contributor_id IS NULL) <> (organization IS NULL)",
            name=op.f("ck_organization_reference_of_one"),
        ),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_organization_reference_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_organization_reference_contributor_id_contributor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_reference")),
        sa.UniqueConstraint(
            "contributor_id", name=op.f("uq_organization_reference_contributor_id")
        ),
        sa.UniqueConstraint("organization", name=op.f("uq_organization_reference_organization")),
    )
