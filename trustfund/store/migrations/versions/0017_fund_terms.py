"""Terms that have days are rows of their own, and objectives can be added and retired.

The first version has what was written into the program for the fund of 2017.
"""

import sqlalchemy as sa
from alembic import op

from trustfund.store import chain
from trustfund.store.migrations.append_only import refuse_changes

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

VERSION = 3
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_2017 = {
    "travel_pools": "1;unearmarked",
    "surplus": "1>2",
    "contributors": "member_state: Member States\n"
    "regional_legislative_body: regional legislative bodies\n"
    "intergovernmental_organization: inter-governmental organizations\n"
    "philanthropic_organization: philanthropic organizations",
    "eligible": "developing",
    **dict.fromkeys(("phases", "purpose", "legal_basis", "contact", "giving", "attending"), ""),
}


def upgrade() -> None:
    """Make the table and the columns, and write the first version."""
    if op.get_bind().dialect.name == "postgresql":  # which changes none while keys wait
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    with op.batch_alter_table("objective") as objective:
        objective.add_column(
            sa.Column("retired", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        objective.add_column(sa.Column("act_id", BigId, nullable=True))
        objective.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        objective.create_foreign_key(
            op.f("fk_objective_act_id_history"),
            "history",
            ["act_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    made = op.create_table(
        "fund_terms",
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("agent_fee_basis_points", sa.Integer(), nullable=False),
        sa.Column("indirect_cost_basis_points", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in OF_2017),
        sa.CheckConstraint(
            "agent_fee_basis_points BETWEEN 0 AND 10000", name=op.f("ck_fund_terms_fee")
        ),
        sa.CheckConstraint(
            "indirect_cost_basis_points BETWEEN 0 AND 10000", name=op.f("ck_fund_terms_indirect")
        ),
        sa.CheckConstraint("travel_pools <> ''", name=op.f("ck_fund_terms_travel")),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_fund_terms_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_terms")),
    )
    op.create_index(op.f("ix_fund_terms_act_id"), "fund_terms", ["act_id"])
    refuse_changes("fund_terms")
    connection = op.get_bind()
    charges = "SELECT revision, agent_fee_basis_points, indirect_cost_basis_points FROM fund"
    fund = connection.execute(sa.text(charges)).mappings().first()
    if fund is None:
        return  # a new store gets its terms when it is made ready
    values = {**OF_2017, **fund, "act_id": fund["revision"] + 1}
    del values["revision"]
    connection.execute(sa.insert(made).values(values))
    chain.note_migration(
        connection,
        "The terms of the fund are kept by version, each from its first day on; the first is what "
        "the program had for the fund of 2017.",
        (),
        VERSION,
        ("fund_terms",),
    )
