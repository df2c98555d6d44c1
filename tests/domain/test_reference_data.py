"""The lists that a new store starts with."""

import calendar
from collections import Counter

import pytest

from trustfund.domain.kinds import DatePrecision, EventKind, EventStatus
from trustfund.store.setup import DATA, DEFAULT_FUND, day, read_csv


def rows(name: str) -> list[dict[str, str]]:
    folder = DATA if name == "countries" else DEFAULT_FUND
    return list(read_csv(folder / f"{name}.csv"))


def test_namibia_is_na_and_not_a_missing_value():
    (namibia,) = (row for row in rows("countries") if row["iso3"] == "NAM")
    assert (namibia["iso2"], namibia["name"]) == ("NA", "Namibia")


def test_a_country_has_its_own_codes_and_name():
    for column, length in (("iso3", 3), ("iso2", 2), ("m49", 3), ("name", None)):
        values = [row[column] for row in rows("countries")]
        assert len(set(values)) == len(values) == 248
        assert length is None or {len(value) for value in values} == {length}


def test_a_scheduled_graduation_has_not_happened():
    for row in rows("countries"):
        assert not (row["ldc_until"] and row["ldc_scheduled_until"]), row["name"]
        if row["ldc_until"] or row["ldc_scheduled_until"]:
            assert row["ldc"] == "true", row["name"]


def test_the_fund_has_three_objectives():
    assert [row["code"] for row in rows("objectives")] == ["1", "2", "3"]


def test_the_programme_has_27_events_with_a_code_each():
    codes = [row["code"] for row in rows("events")]
    assert len(set(codes)) == len(codes) == 27


@pytest.mark.parametrize("row", rows("events"), ids=lambda row: row["code"])
def test_the_days_of_an_event_are_those_of_what_was_announced(row):
    assert EventKind(row["kind"])
    assert EventStatus(row["status"])
    assert row["announced"]
    precision = DatePrecision(row["date_precision"])
    first, last = day(row["starts_on"]), day(row["ends_on"])
    if precision is DatePrecision.NONE:
        assert first is last is None
        return
    assert first
    assert last
    assert first <= last
    if precision is DatePrecision.MONTH:
        assert first.day == 1
        assert last.day == calendar.monthrange(last.year, last.month)[1]


def test_the_programme_has_six_thematic_sessions_and_six_rounds_of_negotiation():
    kinds = Counter(row["kind"] for row in rows("events"))
    assert (kinds["thematic_session"], kinds["negotiation"]) == (6, 6)
    assert (kinds["stocktaking"], kinds["conference"]) == (1, 1)
