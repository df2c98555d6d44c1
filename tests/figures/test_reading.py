"""What is read as columns is what is read row by row: every cell, and its type."""

from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from trustfund.domain.kinds import Gender
from trustfund.figures import columns, reading
from trustfund.figures.books import iso, utc
from trustfund.store.base import BigId
from trustfund.store.tables import History

AWKWARD = [
    *("", "NULL", "'NULL'", "null", "None", "nan", "#N/A", "0", "1", "true", "1e5", "007"),
    *("'", "''", "o'clock", "'all'", '"', 'a "b"', "a,b", ",", ";", " ", " x ", "\t"),
    *("\n", "two\nlines", "\r\n", "\r", "\n\n'", "',\n1,'"),
    *("%", "%s %Q %d", ":after", "$1", "\\", "\\'", "\\n", "\\N", "\\.", "E'x'"),
    *(
        "Çé",
        "東京",
        "\N{EARTH GLOBE EUROPE-AFRICA}",
        "e\u0301",
        "\u00a0",
        "\u2028",
        "\ufeff",
        "x" * 9999,
    ),
]
SHAPE = pa.schema(
    [
        ("id", pa.int64()),
        ("text", pa.string()),
        ("code", pa.string()),
        ("day", pa.string()),
        ("at", pa.string()),
        ("number", pa.int64()),
        ("flag", pa.bool_()),
    ]
)
KNOWN = History.metadata.tables
TABLE = sa.Table(
    "awkward",
    sa.MetaData(),
    sa.Column("id", BigId, primary_key=True),
    sa.Column("text", KNOWN["history"].c.reason.type),
    sa.Column("code", KNOWN["trip"].c.gender.type),
    sa.Column("day", sa.Date),
    sa.Column("at", KNOWN["history"].c.at.type),
    sa.Column("number", sa.BigInteger),
    sa.Column("flag", sa.Boolean),
    prefixes=["TEMPORARY"],
)


def rows():
    """Rows whose ids have gaps, with every awkward text, and blanks in all places."""
    noon = datetime(2018, 7, 16, 12, 30, 59, 999_999, UTC)
    others: dict[str, list[Any]] = {
        "code": [Gender.F, None, Gender.M],
        "day": [date(2017, 5, 1), None],
        "at": [noon, noon - timedelta(days=100), None, noon.replace(microsecond=0)],
        "number": [0, None, -1, 2**63 - 1, -(2**63), 10**15],
        "flag": [True, False, None],
    }
    texts = [text for each in AWKWARD for text in (each, None)]
    cells = {name: list(islice(cycle(some), len(texts))) for name, some in others.items()}
    ids = [0, *range(5, 5 + 3 * (len(texts) - 1), 3)]
    named = ("id", "text", *cells)
    return [
        dict(zip(named, each, strict=True))
        for each in zip(ids, texts, *cells.values(), strict=True)
    ]


@pytest.fixture
def session(store):
    with store.reading() as session:
        TABLE.create(session.connection())
        session.execute(sa.insert(TABLE), rows()[::-1])
        yield session


def one_by_one(session, *where):
    """The slow and obvious way."""
    found = session.execute(sa.select(TABLE).where(*where).order_by(TABLE.c.id)).mappings()
    return [
        {
            **row,
            "code": row["code"] and row["code"].value,
            "day": iso(row["day"]) or None,
            "at": row["at"] and utc(row["at"]),
        }
        for row in found
    ]


@pytest.mark.parametrize("at_once", [1, 7, 10_000])
def test_columns_are_what_the_rows_are_one_by_one(session, monkeypatch, at_once):
    monkeypatch.setattr(reading, "ROWS_A_TIME", at_once)
    found = reading.read(session, TABLE, SHAPE.names)
    assert found.schema == SHAPE
    assert found.to_pylist() == one_by_one(session)
    assert {*AWKWARD, None} == {*found["text"].to_pylist()}
    some = reading.read(session, TABLE, ["number", "text"], after=5, until=50)
    known = [(row["number"], row["text"]) for row in one_by_one(session, TABLE.c.id.between(6, 50))]
    assert [(row["number"], row["text"]) for row in some.to_pylist()] == known
    assert len(known) == 15
    asked = [50, 8, 5, 6, 8]  # in any order, twice, and one that is not there
    few = reading.read(session, TABLE, SHAPE.names, among=asked)
    assert few.to_pylist() == one_by_one(session, TABLE.c.id.in_(asked))


def test_where_there_are_no_rows_the_columns_are_there(session):
    assert reading.read(session, TABLE, SHAPE.names, after=10_000) == SHAPE.empty_table()
    for unknown in ([1], []):
        assert reading.read(session, TABLE, SHAPE.names, among=unknown) == SHAPE.empty_table()


def test_a_text_that_comes_again_is_kept_once_and_another_stands_for_none(session, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_A_TIME", 30)
    found = reading.read(session, TABLE, ["id", "text"], again={"text": "NULL"})
    said = ["NULL" if row["text"] is None else row["text"] for row in one_by_one(session)]
    assert found["text"].to_pylist() == said
    coded = columns.texts(found["text"])
    assert list(coded) == said
    assert list(coded.categories) == sorted({*said})


def test_a_number_that_is_none_any_more_is_said_to_be_none(sqlite_store):
    with sqlite_store.reading() as session:
        TABLE.create(session.connection())
        session.execute(sa.text("INSERT INTO awkward (id, number) VALUES (1, '1,2')"))
        with pytest.raises(ValueError, match=r"Expected 2 columns|invalid value"):
            reading.read(session, TABLE, ["id", "number"])
