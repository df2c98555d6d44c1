"""Delegates by gender are published by half-years, and never by a filter or from day to day."""

import pytest

from tests.books import a_step, day, money_available, perform, recorded_on
from tests.reading import Loaded, view
from trustfund.domain.roles import Role
from trustfund.figures.datasets import DATASETS
from trustfund.figures.gender import GENDERS, gender_rows, gender_total, published_until, rounds
from trustfund.ledger import travel, trip_steps
from trustfund.ledger.travel import CostsDraft, NominationDraft, nominate

WITHHELD = (None, None, None)
NEIGHBOUR = {"NPL": "BTN", "EGY": "MAR", "PER": "BOL"}
TRAVELS = {"TS-2": "2017-05-22", "TS-3": "2017-06-19", "TS-4": "2017-07-24"}


@pytest.fixture
def fund(sqlite_store):
    with recorded_on("2017-05-02"):
        money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    return sqlite_store


def delegates(
    store, genders: str, event: str = "TS-3", country: str = "NPL", on: str = "2017-08-01"
) -> list[str]:
    """One delegate for each letter: F, M, X, and - for not stated; of two States in turn."""
    trips = []
    with recorded_on(on):
        for number, gender in enumerate(genders):
            draft = NominationDraft(
                event,
                country if number % 2 else NEIGHBOUR.get(country, country),
                day("2017-05-03"),
                gender=gender.strip("-"),
                costs=CostsDraft("50"),
            )
            trips.append(perform(store, nominate, draft).reference)
            a_step(store, trips[-1], "authorised", "2017-05-04")
            a_step(store, trips[-1], "travelled", TRAVELS[event])
    return trips


def shown(store, by: str, query: str = "") -> dict[str, tuple]:
    """Women, men, another or not stated; by event or region."""
    rows = gender_rows(view(store, query), by)
    assert all(list(row) == [by, "delegates", *GENDERS.values()] for row in rows)
    return {row[by]: tuple(row[said] for said in GENDERS.values()) for row in rows}


def test_numbers_of_three_and_more_are_published(fund):
    delegates(fund, "FFFMMMM", "TS-3")
    delegates(fund, "FFFFMMM", "TS-4")
    assert shown(fund, "event") == {"TS-3": (3, 4, 0), "TS-4": (4, 3, 0)}
    assert shown(fund, "region") == {"Asia-Pacific": (7, 7, 0)}
    assert gender_total(view(fund)) == {"Women": 7, "Men": 7, "Another gender or not stated": 0}


def test_delegates_of_one_country_alone_are_never_shown_by_gender(fund):
    delegates(fund, "FFFMMM", "TS-3", "TUV")
    assert shown(fund, "event") == {}
    assert gender_total(view(fund)) is None


def test_another_gender_and_not_stated_are_one_number(fund):
    delegates(fund, "FFFMMMX--", "TS-3")
    assert shown(fund, "event") == {"TS-3": (3, 3, 3)}


@pytest.mark.parametrize(
    "genders",
    [
        "FFMMMM",  # two women
        "FFFMMMX",  # one of another gender
        "FFFMMM--",  # two not stated
        "FFFFF",  # women only: the row would say what each of them is
        "F",
    ],
)
def test_delegates_who_would_be_singled_out_wait_for_others(fund, genders):
    delegates(fund, genders, "TS-3")
    assert shown(fund, "event") == {}
    assert gender_total(view(fund)) is None
    delegates(fund, "FFFMMM---", "TS-4", on="2018-02-01")
    assert sum(gender_total(view(fund)).values()) == len(genders) + 9


def test_who_is_expected_or_did_not_come_is_not_counted(fund):
    delegates(fund, "FFFMMM", "TS-3")
    draft = NominationDraft(
        "TS-3", "NPL", day("2017-05-03"), gender="F", costs=CostsDraft("50"), reference="WAITS"
    )
    with recorded_on("2017-08-01"):
        perform(fund, nominate, draft)
        a_step(fund, "WAITS", "authorised", "2017-05-04")
    assert shown(fund, "event") == {"TS-3": (3, 3, 0)}
    assert gender_total(view(fund))["Women"] == 3


def test_a_half_year_is_published_when_it_is_over(fund, set_today):
    delegates(fund, "FFFMMM", "TS-3", on="2017-12-31")
    for today, total in (("2017-12-31", None), ("2018-01-01", 6), ("2018-06-30", 6)):
        set_today(today)
        found = gender_total(view(fund))
        assert (sum(found.values()) if found else None) == total
    assert published_until(view(fund)) == "2017-12-31"


def test_one_more_delegate_changes_nothing_until_others_have_come_too(fund):
    delegates(fund, "FFFMMM", "TS-3", on="2017-12-30")
    before = [shown(fund, by) for by in ("event", "region")], gender_total(view(fund))
    delegates(fund, "F", "TS-3", on="2018-01-02")
    assert ([shown(fund, by) for by in ("event", "region")], gender_total(view(fund))) == before


@pytest.mark.parametrize("recorded", ["2018-01-02", "2018-06-30"])
def test_no_correction_changes_what_was_published(fund, recorded, set_today):
    first, second, *_ = delegates(fund, "FFFFMMMM", "TS-3", on="2017-12-30")
    before = [shown(fund, by) for by in ("event", "region")]
    with recorded_on(recorded):
        other = NominationDraft("TS-3", "BTN", None, gender="X", reference=first)
        perform(fund, travel.correct_nomination, other, "Stated anew")
        perform(fund, trip_steps.take_back, second, "Did not come")
    set_today("2018-06-30")
    assert [shown(fund, by) for by in ("event", "region")] == before
    with recorded_on("2018-06-30"):  # who came after all is counted once
        a_step(fund, second, "travelled", "2017-06-19")
    set_today("2018-07-16")
    assert [shown(fund, by) for by in ("event", "region")] == before


def test_a_row_is_the_sum_of_what_each_half_year_shows_of_it(fund):
    delegates(fund, "FFFMMM", "TS-3", on="2017-12-30")
    delegates(fund, "FFFFMMMM", "TS-3", on="2018-06-29")
    delegates(fund, "FMM", "TS-3", on="2018-06-30")
    assert list(rounds(view(fund))) == ["2017-12-31", "2018-06-30"]
    assert shown(fund, "event") == {"TS-3": (8, 9, 0)}
    assert sum(gender_total(view(fund)).values()) == 17


def test_no_published_dataset_says_anything_about_a_person():
    public = [dataset for dataset in DATASETS if Role.VISITOR in dataset.readers]
    columns = {(dataset.name, column.key) for dataset in public for column in dataset.columns}
    telling = {"gender", "role", "passport", "note_verbale", "bank_reference", "delegate", "status"}
    named = {(dataset, column) for dataset, column in columns if column in telling}
    assert named == {("events", "status")}  # whether a meeting is confirmed
    assert sorted(pair for pair in columns if pair[1] == "name") == [
        ("contributors", "name"),
        ("countries", "name"),
    ]


def test_the_sample_publishes_some_rows_and_withholds_others(sample: Loaded):
    found = shown(sample, "event")
    assert found["TS-1"] == (5, 4, 0)
    assert found["IDM-1"] == WITHHELD
    assert shown(sample, "region", "grouping=m49") == shown(sample, "region")
    assert list(rounds(view(sample))) == ["2017-12-31", "2018-06-30"]
