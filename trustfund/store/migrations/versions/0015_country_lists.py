"""Lists of countries have a date, and graduations are decided on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, empty: what the store knows holds until there is a newer list."""
    op.create_table(
        "country_listing",
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("un_member", sa.Boolean(), nullable=False),
        sa.Column("un_group", sa.String(), nullable=False),
        sa.Column("m49_region", sa.String(), nullable=False),
        sa.Column("m49_subregion", sa.String(), nullable=False),
        sa.Column("developing", sa.Boolean(), nullable=False),
        sa.Column("ldc", sa.Boolean(), nullable=False),
        sa.Column("ldc_until", sa.Date(), nullable=True),
        sa.Column("ldc_scheduled_until", sa.Date(), nullable=True),
        sa.Column("lldc", sa.Boolean(), nullable=False),
        sa.Column("sids", sa.Boolean(), nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("void", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_country_listing_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_country_listing_country_country")
        ),
        sa.PrimaryKeyConstraint("country", "listed_on", name=op.f("pk_country_listing")),
    )
    op.create_index(op.f("ix_country_listing_act_id"), "country_listing", ["act_id"])
    op.create_table(
        "graduation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_graduation_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_graduation_country_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_graduation")),
    )
    op.create_index(op.f("ix_graduation_country"), "graduation", ["country"])
