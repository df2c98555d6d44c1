"""Delegates by gender, so that nobody can be singled out."""

from collections import defaultdict
from itertools import product
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.books import a_step, day, money_available, perform
from tests.reading import Loaded, view
from trustfund.domain.roles import Role
from trustfund.domain.travel import TripStatus
from trustfund.figures import participation
from trustfund.figures.datasets import DATASETS
from trustfund.figures.participation import GENDERS, Seat, gender_rows, gender_total
from trustfund.ledger.travel import CostsDraft, NominationDraft, nominate

WITHHELD = (None, None, None)
NEIGHBOUR = {"NPL": "BTN", "EGY": "MAR", "PER": "BOL"}
TRAVELS = {"TS-2": "2017-05-22", "TS-3": "2017-06-19", "TS-4": "2017-07-24"}


@pytest.fixture
def fund(sqlite_store):
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    return sqlite_store


def delegates(store, genders: str, event: str = "TS-3", country: str = "NPL") -> None:
    """One delegate for each letter: F, M, X, and - for not stated; of two States in turn."""
    for number, gender in enumerate(genders):
        draft = NominationDraft(
            event,
            country if number % 2 else NEIGHBOUR.get(country, country),
            day("2017-05-03"),
            gender=gender.strip("-"),
            costs=CostsDraft("50"),
        )
        trip = perform(store, nominate, draft).reference
        a_step(store, trip, "authorised", "2017-05-04")
        a_step(store, trip, "travelled", TRAVELS[event])


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
    assert gender_total(view(fund)) == {
        "Women": 7,
        "Men": 7,
        "Another gender or not stated": 0,
    }


def test_delegates_of_one_country_alone_are_never_shown_by_gender(fund):
    delegates(fund, "FFFMMM", "TS-3", "TUV")
    assert shown(fund, "event") == {"TS-3": WITHHELD}
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
def test_a_row_that_would_single_somebody_out_is_withheld(fund, genders):
    delegates(fund, genders, "TS-3")
    assert shown(fund, "event") == {"TS-3": WITHHELD}
    assert gender_total(view(fund)) is None


def test_the_number_of_delegates_is_public_where_their_gender_is_not(fund):
    delegates(fund, "FFMMMM", "TS-3")
    (row,) = gender_rows(view(fund), "event")
    assert row["delegates"] == 6


def test_one_withheld_row_takes_the_smallest_other_with_it(fund):
    delegates(fund, "FFFFMMMM", "TS-2")
    delegates(fund, "FFFMMM", "TS-3")
    delegates(fund, "FMMM", "TS-4")
    assert gender_total(view(fund))["Women"] == 8  # less 4 and 3 would have told of one woman
    assert shown(fund, "event") == {"TS-2": (4, 4, 0), "TS-3": WITHHELD, "TS-4": WITHHELD}


def test_who_is_expected_or_did_not_come_is_not_counted(fund):
    delegates(fund, "FFFMMM", "TS-3")
    draft = NominationDraft(
        "TS-3", "NPL", day("2017-05-03"), gender="F", costs=CostsDraft("50"), reference="WAITS"
    )
    perform(fund, nominate, draft)
    a_step(fund, "WAITS", "authorised", "2017-05-04")
    assert shown(fund, "event") == {"TS-3": (3, 3, 0)}
    assert gender_total(view(fund))["Women"] == 3


def test_no_filter_changes_the_tables_because_two_could_be_compared(fund):
    delegates(fund, "FFFFMMMM", "TS-2", "NPL")
    delegates(fund, "FFFMMMM", "TS-3", "EGY")
    delegates(fund, "FFFMMM", "TS-4", "PER")
    # Americas of M49 beside UN groups would tell of the one delegate of Eastern Europe.
    delegates(fund, "F", "TS-4", "ARM")
    for query in (
        "event=TS-3",
        "region=African",
        "from=2017-06-01&to=2017-06-30",
        "as_of=2017-05-31",
        "known_at=2017-05-31",
        "grouping=m49",
    ):
        for by in ("event", "region"):
            assert shown(fund, by, query) == shown(fund, by)
        assert gender_total(view(fund, query)) == gender_total(view(fund))
    assert shown(fund, "region") == {
        "African": (3, 4, 0),
        "Asia-Pacific": (4, 4, 0),
        "Eastern European": WITHHELD,
        "Latin American and Caribbean": WITHHELD,
    }


def test_no_published_dataset_says_anything_about_a_person():
    public = [dataset for dataset in DATASETS if Role.VISITOR in dataset.readers]
    columns = {(dataset.name, column.name) for dataset in public for column in dataset.columns}
    telling = {"gender", "role", "passport", "note_verbale", "bank_reference", "delegate", "status"}
    named = {(dataset, column) for dataset, column in columns if column in telling}
    assert named == {("events", "status")}  # whether a meeting is confirmed
    assert [pair for pair in columns if pair[1] == "name"] == [("contributors", "name")]


def test_the_sample_publishes_some_rows_and_withholds_others(sample: Loaded):
    found = shown(sample, "event")
    assert found["TS-1"] == (5, 4, 0)
    assert found["IDM-1"] == WITHHELD
    assert len(found) == 26  # nobody has travelled to the conference yet
    assert shown(sample, "region", "grouping=m49") == shown(sample, "region")


by_gender = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)).filter(sum)


@given(st.lists(by_gender, min_size=1, max_size=3))
@example([(3, 3, 0), (3, 4, 0), (1, 1, 0)])  # one row alone must not be withheld alone
@example([(3, 0, 0), (0, 3, 0), (3, 3, 0)])
@example([(3, 3, 1), (4, 4, 3), (4, 4, 0)])
def test_no_withheld_number_can_be_worked_out_from_what_is_published(sample: Loaded, events):
    """Try every table that agrees with what is published: no small number in it is certain."""
    here = [
        Seat(event, ("NPL", "BTN")[turn % 2], gender, TripStatus.TRAVELLED, 0, 0)
        for event, numbers in zip(TRAVELS, events, strict=False)
        for gender, number in zip("FMX", numbers, strict=True)
        for turn in range(number)
    ]
    with patch.object(participation, "seats", lambda _view: here):
        rows = gender_rows(view(sample), "event")
        whole = gender_total(view(sample))
    hidden = [row for row in rows if row["Women"] is None]
    if whole is None or not hidden:
        return  # nothing is withheld, or there is no total to take the others from
    rest = [
        whole[said] - sum(row[said] for row in rows if row not in hidden)
        for said in GENDERS.values()
    ]
    possible: dict[int, set] = defaultdict(set)
    *others, last = hidden
    for tables in product(*(_divisions(row["delegates"]) for row in others)):
        left = tuple(number - sum(t[at] for t in tables) for at, number in enumerate(rest))
        if min(left) >= 0 and sum(left) == last["delegates"]:
            for number, cells in enumerate([*tables, left]):
                possible[number].add(cells)
    for found in possible.values():
        assert len(found) > 1
        for numbers in zip(*found, strict=True):
            assert set(numbers) not in ({1}, {2})


def _divisions(number: int) -> list[tuple[int, int, int]]:
    return [
        (women, men, number - women - men)
        for women in range(number + 1)
        for men in range(number - women + 1)
    ]
