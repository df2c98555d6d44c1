"""The example row of a kind of file. It says what it is, and is left out of a file that has it."""

from collections.abc import Mapping
from dataclasses import replace

from trustfund.exchange.imports.cells import same
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading.texts import capital
from trustfund.exchange.imports.rows import Row, Table


def example(kind: Kind) -> dict[str, str]:
    """The example row of a kind."""
    return {field.key: field.example for field in kind.document.input_fields}


def without_example(kind: Kind, table: Table) -> Table:
    """The table without the row that is still the example of a template."""
    given = example(kind)
    found = [row for row in table.rows if _is(row, given)]
    left_out = [
        f"{capital(row.place)} is the template's example, and is left out." for row in found
    ]
    rows = tuple(row for row in table.rows if row not in found)
    return replace(table, rows=rows, remarks=(*table.remarks, *left_out)) if found else table


def _is(row: Row, given: Mapping[str, str]) -> bool:
    return row.cells.keys() == given.keys() and all(
        same(row.cells[column], text) for column, text in given.items()
    )
