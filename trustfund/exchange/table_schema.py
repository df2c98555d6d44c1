"""A dataset's columns as a Table Schema of Frictionless Data: types, constraints, keys."""

from typing import Any

from trustfund.domain.fields import Cell, Field
from trustfund.figures.books import Frames
from trustfund.figures.datasets import Dataset, choices

TYPES: dict[Cell, dict[str, Any]] = {
    Cell.TEXT: {"type": "string"},
    Cell.DAY: {"type": "date", "format": "default"},
    Cell.MOMENT: {"type": "datetime", "format": "default"},
    Cell.COUNT: {"type": "integer"},
    Cell.FLAG: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}
NUMBER: dict[str, Any] = {"type": "number", "decimalChar": ".", "bareNumber": True}


def schema(dataset: Dataset, books: Frames) -> dict[str, Any]:
    """The Table Schema of a dataset: columns, keys, and the keys of others that it names."""
    described: dict[str, Any] = {
        "fields": [_field(column, books) for column in dataset.columns],
        "missingValues": [""],
        "primaryKey": list(dataset.key),
    }
    if dataset.refers:
        described["foreignKeys"] = [
            _foreign_key(dataset, column, named) for column, named in dataset.refers.items()
        ]
    return described


def _field(column: Field, books: Frames) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.never_blank else {}
    if column.least is not None:
        constraints["minimum"] = column.least
    if column.cell is Cell.SHARE:
        constraints["maximum"] = 1
    if codes := choices(column, books):
        constraints["enum"] = list(codes)
    if column.shape:
        constraints["pattern"] = column.shape
    unit = f" ({column.cell.value})" if column.cell not in TYPES else ""
    return {
        "name": column.key,
        **TYPES.get(column.cell, NUMBER),
        "description": f"{column.meaning}{unit}",
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(dataset: Dataset, column: str, named: str) -> dict[str, Any]:
    other, key = named.split(".")
    resource = "" if other == dataset.name else other  # "" is the same file
    return {"fields": column, "reference": {"resource": resource, "fields": key}}
