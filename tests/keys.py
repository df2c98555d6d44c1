"""Looks at rows as they promise to be: keys, rows they name, blanks, codes, signs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from trustfund.domain.fields import Field
from trustfund.figures.datasets import DATASETS, Dataset, choices
from trustfund.figures.view import View


def broken(view: View) -> list[str]:
    """What a view's rows break of what their datasets promise."""
    rows = {dataset.name: dataset.rows(view) for dataset in DATASETS}
    return [line for dataset in DATASETS for line in _broken(dataset, rows, view)]


def _broken(dataset: Dataset, found: dict[str, Any], view: View) -> Iterator[str]:
    rows = found[dataset.name]
    keys = Counter(tuple(row[name] for name in dataset.key) for row in rows)
    yield from (f"{dataset.name}: {key} is there {n} times" for key, n in keys.items() if n > 1)
    for key, named in dataset.refers.items():
        other, name = named.split(".")
        there = {row[name] for row in found[other]} | {None, ""}
        for value in {row[key] for row in rows} - there:
            yield f"{dataset.name}.{key}: {value} is not in {named}"
    for column in dataset.columns:
        codes = choices(column, view.frames)
        for value in {row[column.key] for row in rows}:
            if not _fits(column, codes, value):
                yield f"{dataset.name}.{column.key}: {value!r}"


def _fits(column: Field, codes: tuple[str, ...], value: Any) -> bool:
    if value is None or value == "":
        return not column.never_blank
    if codes:
        return value in codes
    return column.least is None or isinstance(value, str) or value >= column.least
