"""How Alembic reaches the store: over the connection that ``schema.upgrade`` opened."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from trustfund.store import access_tables, bank_tables  # noqa: F401 (tables beside the books)
from trustfund.store.base import Base


def render_item(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Write SQLModel's own types as plain SQLAlchemy, so that a version imports nothing else."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
)
context.run_migrations()
