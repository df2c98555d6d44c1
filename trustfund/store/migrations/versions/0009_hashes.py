"""Each act has a hash, and documents have digests; those of earlier books are worked out here."""

import sqlalchemy as sa
from alembic import op

from trustfund.store import chain
from trustfund.store.covered import documents
from trustfund.store.migrations.append_only import allow_changes, refuse_changes

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

VERSION = 1
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Hash every line with the append-only rows of its act, then digest what there is."""
    op.add_column(
        "history", sa.Column("hash_version", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("history", sa.Column("hash", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "digest",
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_digest_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_trip_step_act_id"), "trip_step", ["act_id"])
    refuse_changes("digest")
    _hash_what_is_booked()
    chain.note_migration(
        op.get_bind(),
        "Hashes cover the acts before this one, and digests all documents and reference lists "
        "as they are now.",
        documents(VERSION),
        VERSION,
    )


def _hash_what_is_booked() -> None:
    connection = op.get_bind()
    hashes = [
        {"act": line.id, "version": VERSION, "hash": line.found}
        for line in chain.recomputed(connection, VERSION)
    ]
    if not hashes:
        return
    allow_changes("history")
    connection.execute(
        sa.text("UPDATE history SET hash_version = :version, hash = :hash WHERE id = :act"), hashes
    )
    refuse_changes("history")
