"""Names and references are found however they are spelt: what their spellings have in common."""

import sqlalchemy as sa
from alembic import op

from trustfund.domain.texts import skeleton

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAMED_BY = {
    **dict.fromkeys(("contributor", "contributor_name"), "name"),
    **dict.fromkeys(("contribution", "deposit", "movement", "trip", "allocation"), "reference"),
    "unidentified_receipt": "reference",
    "event": "code",
}
"""The tables whose rows are found so, and the column that names a row."""
AT_ONCE = 10_000


def upgrade() -> None:
    """Add the skeletons and fill them; twins that there are stay, for people to settle."""
    op.add_column("contributor", sa.Column("apart", sa.String(), server_default="", nullable=False))
    for name, field in NAMED_BY.items():
        kept = sa.Column("skeleton", sa.String(), server_default="", nullable=False)
        op.add_column(name, kept)
        _fill(sa.table(name, sa.column(field), sa.column("skeleton")), field)
        op.create_index(op.f(f"ix_{name}_skeleton"), name, ["skeleton"])


def _fill(table: sa.TableClause, field: str) -> None:
    """Every name is unique, so that a row is known by it."""
    connection = op.get_bind()
    named = table.c[field]
    names = connection.execute(sa.select(named)).scalars().all()
    statement = (
        table.update().where(named == sa.bindparam("of")).values(skeleton=sa.bindparam("to"))
    )
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        connection.execute(statement, [{"of": name, "to": skeleton(name)} for name in some])
