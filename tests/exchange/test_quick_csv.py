"""CSV of columns is, byte for byte, the CSV of their rows one by one."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from trustfund.domain.fields import Cell, Field
from trustfund.exchange.tables import csv_pieces
from trustfund.figures.columns import Rows

FIELDS = (
    Field("text", Cell.TEXT),
    Field("again", Cell.TEXT),
    Field("day", Cell.DAY),
    Field("currency", Cell.TEXT),
    Field("amount", Cell.MONEY),
    Field("usd", Cell.USD),
    Field("rate", Cell.RATE),
    Field("count", Cell.COUNT),
)
HOSTILE = st.sampled_from(
    [
        "",
        "'",
        "=1+1",
        "''=1",
        "＝A1",
        "-5",
        "+",
        "@x",
        "\tx",
        'a "b"',
        "a,b",
        "two\r\nlines",
        "Çé\n",
    ]
)
TEXTS = HOSTILE | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
MINOR = st.integers(-(2**63) + 1, 2**63 - 1) | st.sampled_from([0, -1, 5, -5, 99, 100, -100])
ROW = st.fixed_dictionaries(
    {
        "text": st.none() | TEXTS,
        "again": TEXTS,
        "day": st.sampled_from(["", "2017-05-01"]),
        "currency": st.sampled_from(["USD", "JPY", "KWD", "EUR"]),
        "amount": st.none() | MINOR,
        "usd": st.none() | MINOR,
        "rate": st.sampled_from(["", "1", "0.8675309"]),
        "count": st.none() | st.integers(0, 10**6),
    }
)


@given(st.lists(ROW, max_size=20), st.integers(0, 20))
def test_columns_are_written_as_their_rows_are(rows, first):
    amounts = dict.fromkeys(("amount", "usd", "count"), pa.int64())
    kinds = [(field.key, amounts.get(field.key, pa.string())) for field in FIELDS]
    found = pa.Table.from_pylist(rows, pa.schema(kinds))
    for name in ("again", "day", "currency", "rate"):  # as datasets have what comes again
        place = found.column_names.index(name)
        found = found.set_column(place, name, found[name].dictionary_encode())
    assert "".join(csv_pieces(FIELDS, Rows(found))) == "".join(csv_pieces(FIELDS, rows))
    last = Rows(found.slice(first))  # what comes again knows texts that these rows have not
    assert "".join(csv_pieces(FIELDS, last)) == "".join(csv_pieces(FIELDS, rows[first:]))


def test_a_file_of_many_rows_comes_in_large_pieces():
    rows = Rows(pa.table({"count": list(range(50_000))}))
    pieces = list(csv_pieces([Field("count", Cell.COUNT)], rows))
    assert len(pieces) == 3  # twenty thousand rows at a time
    assert "".join(pieces).split("\r\n") == ["count", *map(str, range(50_000)), ""]
