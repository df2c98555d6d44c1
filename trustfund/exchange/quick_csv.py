"""Columns as CSV, many thousand rows at once: the same text as row by row, in less time."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from trustfund.domain import money
from trustfund.domain.fields import Cell, Field
from trustfund.exchange.formulas import all_harmless

ROWS_A_PIECE = 20_000
DIGITS = 19  # of a number of 64 bits


def lines(columns: Sequence[Field], found: pa.Table) -> Iterator[str]:
    """Rows as lines of a CSV file (RFC 4180), without its header."""
    for some in found.to_batches(max_chunksize=ROWS_A_PIECE):
        cells = [_texts(column, some) for column in columns]
        joined = pc.binary_join_element_wise(*cells, ",", null_handling="replace")
        ended = pc.binary_join_element_wise(joined, "", "\r\n")
        yield ended.buffers()[-1].to_pybytes().decode()


def _texts(column: Field, some: pa.RecordBatch) -> pa.Array:
    """The cells of a column as they are written; null for a blank."""
    values = some[column.key]
    if pa.types.is_dictionary(values.type):
        if len(values.dictionary) <= len(values):
            return WRITERS[column.cell](values.dictionary).take(values.indices)
        values = values.dictionary_decode()  # more is known than these rows say
    if column.cell is Cell.MONEY:
        return _money(values, some["currency"].cast(pa.string()))
    return WRITERS[column.cell](values)


def _plain(values: pa.Array) -> pa.Array:
    return values.cast(pa.string())


def _free(values: pa.Array) -> pa.Array:
    """Texts that people wrote: harmless, and in quotes where they need them."""
    texts = all_harmless(values)
    quoted = pc.match_substring_regex(texts, '[",\r\n]')
    if not pc.any(quoted).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(quoted, pc.binary_join_element_wise('"', doubled, '"', ""), texts)


def _decimal(minor: pa.Array, places: int) -> pa.Array:
    """Minor units as exact decimals: the same numbers, read with a point."""
    whole = minor.cast(pa.decimal128(DIGITS, 0))
    moved = pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(whole), whole.buffers())
    return moved.cast(pa.string())


def _money(minor: pa.Array, currencies: pa.Array) -> pa.Array:
    """Amounts in the decimals of their currencies."""
    places = {code: money.decimals(code) or 0 for code in pc.unique(currencies).to_pylist()}
    texts = pa.nulls(len(minor), pa.string())
    for each in sorted(set(places.values())):
        known = pa.array([code for code, count in places.items() if count == each])
        texts = pc.if_else(pc.is_in(currencies, known), _decimal(minor, each), texts)
    return texts


WRITERS: Mapping[Cell, Callable[[pa.Array], pa.Array]] = {
    Cell.TEXT: _free,
    Cell.DAY: _plain,
    Cell.MOMENT: _plain,
    Cell.RATE: _plain,
    Cell.COUNT: _plain,
    Cell.USD: lambda minor: _decimal(minor, money.decimals("USD") or 0),
}
"""How the cells of a column are written; an amount of money needs its currency beside it."""
