"""The columns a kind of file knows: its own, those that an export adds, and what each holds."""

from functools import cache

from trustfund.domain.fields import Cell
from trustfund.exchange.imports.kind import Kind
from trustfund.figures.datasets import BY_NAME


def added(kind: Kind) -> tuple[str, ...]:
    """The columns that an export of this kind adds."""
    dataset = BY_NAME.get(kind.name)
    published = dataset.columns if dataset else ()
    return tuple(column.key for column in published if column.key not in kind.columns)


@cache
def cells(name: str) -> dict[str, Cell]:
    """What the columns of a kind hold; one that is not there holds text."""
    dataset = BY_NAME.get(name)
    return {column.key: column.cell for column in dataset.columns} if dataset else {}


def known(kind: Kind) -> tuple[str, ...]:
    """All columns that a file of this kind may have."""
    return (*kind.columns, *added(kind))
