"""JSON: the rows of a dataset as objects, for programs."""

import json
from decimal import Decimal

import pytest

from tests.reading import Loaded, made, rows
from trustfund.domain.fields import Cell
from trustfund.exchange import forms
from trustfund.exchange.tables import cell_text
from trustfund.figures.datasets import BY_NAME

NUMBERS = {Cell.USD, Cell.MONEY, Cell.RATE, Cell.SHARE, Cell.COUNT}


def read(content: bytes) -> list[dict[str, object]]:
    return json.loads(content, parse_float=Decimal)


@pytest.mark.parametrize("dataset", BY_NAME)
def test_it_says_the_same_as_the_csv_with_types(sample: Loaded, dataset: str):
    columns = {column.key: column for column in BY_NAME[dataset].columns}
    found = read(made(sample, f"{dataset}.json"))
    counted = rows(sample, dataset)
    assert len(found) == len(counted)
    for row, given in zip(found, counted, strict=True):
        assert list(row) == list(columns)
        for name, value in row.items():
            said = cell_text(columns[name], given)
            if value is None:
                assert said == ""
            elif columns[name].cell in NUMBERS:
                assert isinstance(value, int | Decimal)
                assert str(value) == said  # every decimal too
            elif columns[name].cell is Cell.FLAG:
                assert value is (said == "true")
            else:
                assert value == given[name]


def test_nothing_is_an_empty_list(sqlite_store):
    assert made(sqlite_store, "deposits.json") == b"[]\n"


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_pieces_of_any_size_make_the_same_list(small_books: Loaded, monkeypatch, size: int):
    whole = made(small_books, "contributions.json")
    assert len(read(whole)) == 5
    monkeypatch.setattr(forms, "ROWS_A_PIECE", size)
    assert made(small_books, "contributions.json") == whole
