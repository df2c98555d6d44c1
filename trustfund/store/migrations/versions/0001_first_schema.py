"""First schema."""

import sqlalchemy as sa
from alembic import op

from trustfund.store.migrations.append_only import refuse_changes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("entry", "history", "trip_step")


def upgrade() -> None:
    op.create_table(
        "country",
        sa.Column("iso3", sa.String(), nullable=False),
        sa.Column("iso2", sa.String(), nullable=False),
        sa.Column("m49", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
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
        sa.PrimaryKeyConstraint("iso3", name=op.f("pk_country")),
        sa.UniqueConstraint("iso2", name=op.f("uq_country_iso2")),
        sa.UniqueConstraint("m49", name=op.f("uq_country_m49")),
        sa.UniqueConstraint("name", name=op.f("uq_country_name")),
    )
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("agent_fee_basis_points", sa.Integer(), nullable=False),
        sa.Column("indirect_cost_basis_points", sa.Integer(), nullable=False),
        sa.Column("books_date", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.CheckConstraint("agent_fee_basis_points BETWEEN 0 AND 10000", name=op.f("ck_fund_fee")),
        sa.CheckConstraint("id = 1", name=op.f("ck_fund_single")),
        sa.CheckConstraint(
            "indirect_cost_basis_points BETWEEN 0 AND 10000", name=op.f("ck_fund_indirect")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
    )
    op.create_table(
        "history",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sa.UniqueConstraint("token", name=op.f("uq_history_token")),
    )
    op.create_table(
        "objective",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_objective")),
    )
    op.create_table(
        "pool_balance",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("usd_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("usd_cents >= 0", name=op.f("ck_pool_balance_not_overdrawn")),
        sa.PrimaryKeyConstraint("pool", name=op.f("pk_pool_balance")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
    )
    op.create_table(
        "contributor",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "contributor_type",
            sa.Enum(
                "member_state",
                "regional_legislative_body",
                "intergovernmental_organization",
                "philanthropic_organization",
                name="contributor_type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_contributor_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_contributor_country_country")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["contributor.id"], name=op.f("fk_contributor_parent_id_contributor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor")),
        sa.UniqueConstraint("name", name=op.f("uq_contributor_name")),
    )
    op.create_table(
        "eligibility_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_eligibility_decision_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_eligibility_decision_country_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_decision")),
    )
    with op.batch_alter_table("eligibility_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_eligibility_decision_country"), ["country"], unique=False
        )

    op.create_table(
        "event",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "thematic_session",
                "regional_meeting",
                "regional_process",
                "hearing",
                "dialogue",
                "stocktaking",
                "negotiation",
                "conference",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("announced", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "date_precision",
            sa.Enum(
                "day",
                "month",
                "vague",
                "none",
                name="date_precision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "confirmed",
                "tbc",
                "tba",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_event_span")),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_event_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_event_country_country")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_event")),
    )
    op.create_table(
        "rate",
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("units_per_usd", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_rate_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("currency", "effective_on", name=op.f("pk_rate")),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "contributor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("agreement_reference", sa.String(), nullable=False),
        sa.Column("agreement_link", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_contribution_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_contribution_contributor_id_contributor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("reference", name=op.f("uq_contribution_reference")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_contributor_id"), ["contributor_id"], unique=False
        )

    op.create_table(
        "trip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "head_of_delegation",
                "delegate",
                "expert",
                "fellow",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "gender",
            sa.Enum(
                "F", "M", "X", name="gender", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note_verbale", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("dsa", sa.BigInteger(), nullable=False),
        sa.Column("terminal", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ticket >= 0 AND dsa >= 0 AND terminal >= 0 AND other >= 0", name=op.f("ck_trip_costs")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_trip_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["country"], ["country.iso3"], name=op.f("fk_trip_country_country")
        ),
        sa.ForeignKeyConstraint(["event"], ["event.code"], name=op.f("fk_trip_event_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
        sa.UniqueConstraint("reference", name=op.f("uq_trip_reference")),
    )
    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_event"), ["event"], unique=False)

    op.create_table(
        "deposit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("bank_reference", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_deposit_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_deposit_contribution_id_contribution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
        sa.UniqueConstraint("reference", name=op.f("uq_deposit_reference")),
    )
    with op.batch_alter_table("deposit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deposit_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "instalment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "ended_by_act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instalment_amount")),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_instalment_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_instalment_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_act_id"],
            ["history.id"],
            name=op.f("fk_instalment_ended_by_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_instalment_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "trip_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "nominated",
                "under_review",
                "approved",
                "waitlisted",
                "declined",
                "authorised",
                "ticketed",
                "travelled",
                "claimed",
                "settled",
                "offer_declined",
                "withdrawn",
                "cancelled_after_ticket",
                "no_show",
                "replaced",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reverses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_trip_step_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reverses"], ["trip_step.id"], name=op.f("fk_trip_step_reverses_trip_step")
        ),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_step_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_step")),
        sa.UniqueConstraint("reverses", name=op.f("uq_trip_step_reverses")),
    )
    with op.batch_alter_table("trip_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_step_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledge",
                "withdrawal",
                "commitment",
                "write_off",
                "deposit",
                "administrative_agent_fee",
                "obligation",
                "obligation_release",
                "travel_expenditure",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("trip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("objective", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(), nullable=True),
        sa.Column("rate_effective_on", sa.Date(), nullable=True),
        sa.Column("usd_cents", sa.BigInteger(), nullable=True),
        sa.Column("reverses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "currency <> 'USD' OR usd_cents IS NULL OR amount = usd_cents",
            name=op.f("ck_entry_usd"),
        ),
        sa.CheckConstraint(
            "kind IN ('pledge', 'withdrawal') OR usd_cents IS NOT NULL",
            name=op.f("ck_entry_valued"),
        ),
        sa.CheckConstraint("amount <> 0 OR usd_cents <> 0", name=op.f("ck_entry_not_empty")),
        sa.CheckConstraint(
            "contribution_id IS NULL OR trip_id IS NULL", name=op.f("ck_entry_one_document")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_entry_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_entry_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposit.id"], name=op.f("fk_entry_deposit_id_deposit")
        ),
        sa.ForeignKeyConstraint(
            ["objective"], ["objective.code"], name=op.f("fk_entry_objective_objective")
        ),
        sa.ForeignKeyConstraint(["reverses"], ["entry.id"], name=op.f("fk_entry_reverses_entry")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_entry_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("reverses", name=op.f("uq_entry_reverses")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_act_id"), ["act_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_entry_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_entry_deposit_id"), ["deposit_id"], unique=False)
        batch_op.create_index("ix_entry_pool", ["objective", "value_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_trip_id"), ["trip_id"], unique=False)
    for table in APPEND_ONLY:
        refuse_changes(table)
