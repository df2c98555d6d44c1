"""What a country was at an event is kept with each authorisation, and whether an event took place.

Of earlier books the event is taken as it was known when each authorisation was recorded.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from trustfund.store import chain
from trustfund.store.migrations.append_only import refuse_changes

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

VERSION = 2
ROWS_A_TIME = 10_000
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and the columns, and fill the table."""
    if op.get_bind().dialect.name == "postgresql":  # which changes none while keys wait
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    op.add_column(
        "event", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("event", sa.Column("class_kept_on", sa.Date(), nullable=True))
    made = op.create_table(
        "authorised_class",
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("step_id", BigId, nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("un_group", sa.String(), nullable=False),
        sa.Column("m49_region", sa.String(), nullable=False),
        sa.Column("m49_subregion", sa.String(), nullable=False),
        sa.Column("ldc", sa.Boolean(), nullable=False),
        sa.Column("lldc", sa.Boolean(), nullable=False),
        sa.Column("sids", sa.Boolean(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["history.id"],
            name=op.f("fk_authorised_class_act_id_history"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["trip_step.id"], name=op.f("fk_authorised_class_step_id_trip_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorised_class")),
        sa.UniqueConstraint("step_id", name=op.f("uq_authorised_class_step_id")),
    )
    op.create_index(op.f("ix_authorised_class_act_id"), "authorised_class", ["act_id"])
    refuse_changes("authorised_class")
    connection = op.get_bind()
    act = connection.execute(sa.text("SELECT revision + 1 FROM fund")).scalar()
    rows = list(_classes(connection)) if act else []
    for first in range(0, len(rows), ROWS_A_TIME):
        some = rows[first : first + ROWS_A_TIME]
        connection.execute(sa.insert(made), [row | {"act_id": act} for row in some])
    if not rows:
        return
    chain.note_migration(
        connection,
        "What each country was at an event is kept with each authorisation, by the event's first "
        "day as it was known then.",
        (),
        VERSION,
        ("authorised_class",),
    )


def _classes(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """The class of each authorisation, taken back since or not."""

    def found(query: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(sa.text(query)).mappings()]

    countries = {row["iso3"]: row for row in found("SELECT * FROM country")}
    first_days = {
        row["code"]: row["starts_on"] for row in found("SELECT code, starts_on FROM event")
    }
    changes = _changes(connection)
    decisions = found("SELECT * FROM eligibility_decision ORDER BY effective_on, id")
    for step in found(
        "SELECT s.id, s.act_id, s.on_date, s.trip_id, t.event, t.country FROM trip_step s "
        "JOIN trip t ON t.id = s.trip_id WHERE s.status = 'authorised' AND s.reverses IS NULL "
        "ORDER BY s.id"
    ):
        act = step["act_id"]
        event = _then(changes, act, "trip", step["trip_id"], "event", step["event"])
        country = _then(changes, act, "trip", step["trip_id"], "country", step["country"])
        starts_on = _then(changes, act, "event", event, "starts_on", first_days[event])
        day = _day(starts_on or step["on_date"])
        own = countries[country]
        eligible = own["developing"] and (own["un_member"] or country in ("PSE", "COK", "NIU"))
        for each in decisions:
            is_known = each["country"] == country and each["act_id"] <= act
            if is_known and _day(each["effective_on"]) <= day:
                eligible = each["eligible"]
        yield {
            "step_id": step["id"],
            "judged_on": day,
            **{name: own[name] for name in ("un_group", "m49_region", "m49_subregion")},
            "ldc": bool(own["ldc"]) and (not own["ldc_until"] or day < _day(own["ldc_until"])),
            **{name: bool(own[name]) for name in ("lldc", "sids")},
            "eligible": bool(eligible),
        }


def _day(found: date | str) -> date:
    return found if isinstance(found, date) else date.fromisoformat(found)


Changes = dict[tuple[str, Any, str], list[tuple[int, Any]]]


def _changes(connection: sa.Connection) -> Changes:
    """What fields of events and trips were before acts changed them, the newest act first."""
    known: Changes = defaultdict(list)
    lines = "SELECT id, changes FROM history WHERE changes <> '' ORDER BY id DESC"
    for act, text in connection.execute(sa.text(lines)):
        for change in json.loads(text):
            if change["table"] in ("event", "trip"):
                for field, (before, _) in change["fields"].items():
                    known[change["table"], change["key"][0], field].append((act, before))
    return known


def _then(changes: Changes, act: int, table: str, key: Any, field: str, now: Any) -> Any:
    """A field as it was known when an act was recorded."""
    for later, before in changes.get((table, key, field), ()):
        if later <= act:
            break
        now = before
    return now
