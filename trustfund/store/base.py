"""What the tables stand on: their naming, codes as text with a CHECK, and numbered rows.

The base has a registry of its own, because a reload of the program would otherwise find its tables
"already defined" on SQLModel's global one.
"""

import functools
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from trustfund.domain.texts import skeleton

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite counts up INTEGER keys only


def codes(allowed: type[StrEnum], name: str, *, checked: bool = True) -> sa.Enum:
    """Text that may hold only the values of ``allowed``; a CHECK in the database sees to it too."""
    return sa.Enum(
        allowed,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=checked,
        name=name,
        length=32 if checked else 64,
        validate_strings=True,
    )


def typed(table: type[SQLModel], field: str, text: Any) -> Any:
    """A field's value as history keeps it in JSON, in the type that the table has."""
    kind = table.__table__.c[field].type.python_type  # type: ignore[attr-defined]
    if text is None or isinstance(text, kind):
        return text
    return date.fromisoformat(text) if kind is date else kind(text)


class Base(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMING))):
    """What every table of this package stands on."""


SKELETON = "skeleton"
"""The column of what the spellings of a row's name or reference have in common."""


def skeleton_of(field: str) -> Any:
    """The indexed column by which a row is found, however a text of it is spelt."""
    kept = {"server_default": "", "info": {"of": field}}
    return Field(default="", index=True, sa_column_kwargs=kept)


@functools.cache
def skeletons(table: sa.TableClause) -> Mapping[str, str]:
    """The columns with skeletons, and the columns that they are made of."""
    of = {column.name: getattr(column, "info", {}).get("of") for column in table.c}
    return {name: field for name, field in of.items() if field}


def named_by(table: sa.TableClause) -> str:
    """The column that names a row of a table with skeletons; "" of other tables."""
    return str(table.c[SKELETON].info["of"]) if SKELETON in table.c else ""


@sa.event.listens_for(Base, "before_insert", propagate=True)
@sa.event.listens_for(Base, "before_update", propagate=True)
def _keep_skeleton(mapper: Any, _connection: sa.Connection, row: Any) -> None:
    for kept, field in skeletons(mapper.local_table).items():
        setattr(row, kept, skeleton(getattr(row, field)))


class Numbered(Base):
    """A table whose rows are numbered as they come."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)


def key_of(table: str, *, index: bool = False, unique: bool = False) -> Any:
    """A column that may name a row of a numbered table."""
    other = f"{table}.id"
    return Field(default=None, foreign_key=other, sa_type=BigId, index=index, unique=unique)
