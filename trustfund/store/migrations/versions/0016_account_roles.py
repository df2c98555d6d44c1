"""An account has one or more roles: a mission's for a country, a contributor's for its own money.

Every account keeps the role that it had.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = (
    *("visitor", "viewer", "contributor", "mission", "auditor", "agent", "secretariat", "travel"),
    *("staff", "admin"),
)


def upgrade() -> None:
    """Make the table, fill it, and take the one role from the account."""
    op.create_table(
        "account_role",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                *ROLES,
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("contributor_id", BigId, nullable=True),
        sa.CheckConstraint("role <> 'visitor'", name=op.f("ck_account_role_somebody")),
        sa.CheckConstraint(
            "(role = 'mission') = (country IS NOT NULL)", name=op.f("ck_account_role_of_a_country")
        ),
        sa.CheckConstraint(
            "(role = 'contributor') = (contributor_id IS NOT NULL)",
            name=op.f("ck_account_role_of_a_contributor"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_role_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_account_role_country_country")
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_account_role_contributor_id_contributor"),
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    op.execute("INSERT INTO account_role (account_id, role) SELECT id, role FROM account")
    with op.batch_alter_table("account") as account:
        account.drop_constraint(op.f("ck_account_somebody"), type_="check")
        account.drop_constraint(op.f("ck_account_role"), type_="check")
        account.drop_column("role")
