"""Rows of the store read as columns: there may be a million, and none becomes an object here.

The database writes some thousand rows as one text, which is read as columns. Texts stand in single
quotes there, so that "" and what is not stated are told apart.

Texts stay texts, numbers are 64 bits wide, flags are flags; days are ISO text until somebody needs
a date, and moments are ISO text to the second, in UTC.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from pyarrow import csv
from sqlmodel import Session

ROWS_A_TIME = 10_000
LAST_ID = 2**63 - 1
Column = sa.ColumnClause[Any]


def read(
    session: Session,
    source: sa.Table,
    columns: Sequence[str],
    *,
    after: int = -1,
    until: int = LAST_ID,
    among: Sequence[int] | None = None,
    again: Mapping[str, str] = MappingProxyType({}),
) -> pa.Table:
    """Rows in the order of their ids, as two columns or more by these names; NULL stays null.

    They are those after one id, until another one, and where it is given ``among`` some. Texts that
    come ``again`` and again are kept once for some thousand rows, with another for NULL.
    """
    dialect = session.get_bind().dialect.name
    asked, schema = _asked(source, tuple(columns), dialect, among is not None)
    given: dict[str, Any] = {"until": until} if among is None else {"until": until, "among": among}
    pieces, size = [], ROWS_A_TIME
    while size == ROWS_A_TIME:
        values = given | {"after": after, "size": ROWS_A_TIME}
        text, after, size = session.execute(asked, values).one()
        piece = _parsed(text.encode(), schema) if size else schema.empty_table()
        for place, name in enumerate(columns):
            if _is(source.c[name], sa.DateTime):
                piece = piece.set_column(place, name, moments(piece[name]))
            elif name in again:
                known = pc.fill_null(piece[name], again[name]).dictionary_encode()
                piece = piece.set_column(place, name, known)
        pieces.append(piece)
    return pa.concat_tables(pieces)


@cache
def _asked(
    source: sa.Table, columns: tuple[str, ...], dialect: str, is_of_some: bool
) -> tuple[sa.Select[str, int, int], pa.Schema]:
    """Rows as one text, a line each, then the last of their ids, and how many they are."""
    found, key = [source.c[name] for name in columns], source.c.id
    line = {"sqlite": _line_of_sqlite, "postgresql": _line_of_postgresql}[dialect](found)
    where = [key > sa.bindparam("after"), key <= sa.bindparam("until")]
    if is_of_some:
        where.append(key.in_(sa.bindparam("among", expanding=True)))
    some = sa.select(key, sa.literal_column(line).label("line")).where(*where)
    rows = some.order_by(key).limit(sa.bindparam("size")).subquery()
    joined = sa.func.aggregate_strings(rows.c.line, "\n")
    asked = sa.select(joined, sa.func.max(rows.c.id), sa.func.count()).select_from(rows)
    return asked, pa.schema([(column.name, _kind(column)) for column in found])


def moments(found: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments as the store has them, in UTC, as ISO text to the second."""
    days, hours = pc.utf8_slice_codeunits(found, 0, 10), pc.utf8_slice_codeunits(found, 11, 19)
    return pc.binary_join_element_wise(days, "T", hours, "Z", "")


def _is(column: Column, kind: type[Any]) -> bool:
    return isinstance(getattr(column.type, "impl", column.type), kind)


def _kind(column: Column) -> pa.DataType:
    if _is(column, sa.Boolean):
        return pa.bool_()
    return pa.int64() if _is(column, sa.Integer) else pa.string()


def _line_of_sqlite(columns: Sequence[Column]) -> str:
    formats = ",".join("%Q" if _is(column, sa.String) else "%s" for column in columns)
    return f"printf('{formats}', {', '.join(column.name for column in columns)})"


def _line_of_postgresql(columns: Sequence[Column]) -> str:
    def cell(column: Column) -> str:
        name = column.name
        if _is(column, sa.DateTime):
            return f"to_char(timezone('UTC', {name}), 'YYYY-MM-DD HH24:MI:SS')"
        if _is(column, sa.Date):  # whatever the server writes days like
            return f"to_char({name}, 'YYYY-MM-DD')"
        return f"'''' || replace({name}, '''', '''''') || ''''" if _is(column, sa.String) else name

    cells = ", ',', ".join(map(cell, columns))
    return f"concat({cells})"


def _parsed(text: bytes, schema: pa.Schema) -> pa.Table:
    found = csv.open_csv(
        pa.BufferReader(text),
        csv.ReadOptions(column_names=schema.names, block_size=len(text)),
        csv.ParseOptions(quote_char="'", newlines_in_values=True),
        csv.ConvertOptions(
            column_types=schema,
            null_values=["", "NULL"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["1", "t"],
            false_values=["0", "f"],
            check_utf8=False,
        ),
    )
    return found.read_all()
