"""Columns say what rows say: each quick way beside a slow, obvious one."""

from collections import defaultdict

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from trustfund.domain.travel import TripStatus
from trustfund.figures import columns
from trustfund.figures.columns import Rows
from trustfund.figures.documents import Documents

DAYS = st.sampled_from(["", "2017-05-01", "2017-05-02", "2018-01-31", "2018-02-01"])
KINDS = st.sampled_from(["pledge", "deposit", "agent_fee"])
LARGE = st.integers(-(2**53) - 1, 2**53 + 1)
FACTS = st.lists(st.tuples(KINDS, st.integers(0, 10**9), DAYS, LARGE, LARGE))


def texts(values):
    return columns.texts(pa.chunked_array([pa.array(list(values), pa.string())]))


def frame(facts):
    kinds, keys, days, amounts, usd = zip(*facts, strict=True) if facts else ([],) * 5
    return pd.DataFrame(
        {
            "kind": texts(kinds),
            "key": np.array(keys, dtype=np.int64),
            "day": texts(days),
            "amount": np.array(amounts, dtype=np.int64),
            "usd": np.array(usd, dtype=np.int64),
        }
    )


@given(FACTS)
def test_totals_are_what_adding_row_by_row_comes_to_in_the_order_of_the_rows(facts):
    found: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for kind, key, day, amount, usd in facts:
        found[kind, key, day][0] += amount
        found[kind, key, day][1] += usd
    quick = columns.totals(frame(facts), ("kind", "key", "day"), "amount", "usd")
    assert list(quick) == [(*group, *sums) for group, sums in found.items()]


@given(FACTS, DAYS)
def test_days_compare_as_their_texts_do(facts, day):
    days = frame(facts)["day"]
    assert columns.until(days, day).tolist() == [each <= day for each in days]
    assert columns.before(days, day).tolist() == [each < day for each in days]


@given(st.lists(DAYS), st.lists(DAYS | st.sampled_from(["2016-01-01", "2020-12-31"])))
def test_further_texts_below_others_keep_their_order(one, other):
    joined = columns.both(texts(one), texts(other))
    assert list(joined) == [*one, *other]
    assert list(joined.categories) == sorted(joined.categories)


@given(st.integers(0, 30), st.data())
def test_what_is_taken_back_does_not_stand_and_neither_does_what_takes_it_back(size, data):
    ids = list(range(1, size + 1))
    reverses: list[int] = []
    for key in ids:
        free = [0, *(n for n in range(1, key) if n not in reverses and not reverses[n - 1])]
        reverses.append(data.draw(st.sampled_from(free)))
    kept = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    known = [key for key in ids if key in kept]  # of some, what they take back is not known
    rows = pd.DataFrame({"id": known, "reverses": [reverses[key - 1] for key in known]}, dtype=int)
    gone = {reverses[key - 1] for key in known}
    stands = [not reverses[key - 1] and key not in gone for key in known]
    assert columns.standing(rows).tolist() == stands


ROWS = st.dictionaries(
    st.integers(1, 50),
    st.fixed_dictionaries(
        {"reference": st.text(max_size=3), "status": st.none() | st.sampled_from(TripStatus)}
    ),
)


def documents(rows):
    plain = [
        {"id": key, "reference": row["reference"], "status": row["status"] and row["status"].value}
        for key, row in sorted(rows.items())
    ]
    kinds = [("id", pa.int64()), ("reference", pa.string()), ("status", pa.string())]
    return Documents(pa.Table.from_pylist(plain, pa.schema(kinds)), {"status": TripStatus})


@given(ROWS, ROWS)
def test_documents_with_others_are_what_a_dictionary_with_others_is(before, changed):
    found = documents(before).with_rows(documents(changed).columns)
    merged = {key: {"id": key, **row} for key, row in sorted((before | changed).items())}
    assert dict(found.items()) == merged
    assert list(found.values()) == list(merged.values())
    assert {key: found[key] for key in found} == merged
    assert all((key in found) == (key in merged) for key in range(52))
    for key in merged:
        other = found.with_values(key, {"reference": "other", "status": TripStatus.SETTLED})
        assert other[key] == {"id": key, "reference": "other", "status": TripStatus.SETTLED}
        assert len(other) == len(merged)


@given(st.lists(st.fixed_dictionaries({"usd": st.none() | LARGE, "name": st.text(max_size=2)})))
def test_rows_of_columns_are_rows(rows):
    kinds = pa.schema([("usd", pa.int64()), ("name", pa.string())])
    found = Rows(pa.Table.from_pylist(rows, kinds))
    assert list(found) == [found[place] for place in range(len(found))] == rows
    assert list(found[1:3]) == rows[1:3]
    assert list(found[::-1]) == rows[::-1]
    assert found.sum("usd") == sum(row["usd"] or 0 for row in rows)
    stated = sorted(row["usd"] for row in rows if row["usd"] is not None)
    unstated = [None] * (len(rows) - len(stated))
    assert [row["usd"] for row in found.by("usd", "ascending")] == stated + unstated
    assert [row["usd"] for row in found.by("usd", "descending")] == stated[::-1] + unstated
