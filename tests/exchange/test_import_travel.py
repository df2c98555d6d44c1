"""Files of travel: the status of a row books every step up to it."""

import pytest

from tests.books import a_step, an_authorised_trip, available, everything, history, money_available
from tests.exchange.outcomes import changes, said
from trustfund.ledger import travel, travel_money
from trustfund.ledger.books import read_books
from trustfund.store.engine import Store

HEADER = (
    "reference,event,country,status,nominated_on,approved_on,authorised_on,travelled_on,"
    "settled_on,ticket_usd,actual_usd,note\n"
)


def steps(store: Store, reference: str = "T-1") -> list[str]:
    """The steps of a trip that stand, each with its day."""
    with read_books(store) as books:
        trip = travel.required(books, reference)
        return [f"{step.status} {step.on_date}" for step in travel.live_steps(books, trip)]


def cost(store: Store, reference: str = "T-1") -> str:
    with read_books(store) as books:
        trip = travel.required(books, reference)
        return travel_money.booked_cost(books, trip, travel.live_steps(books, trip)[-1].status)


@pytest.fixture
def funded(store: Store) -> Store:
    money_available(store, {"1": "10000"})
    return store


@pytest.fixture
def funded_file(sqlite_store: Store) -> Store:
    money_available(sqlite_store, {"1": "10000"})
    return sqlite_store


FULL = "T-1,TS-3,NPL,settled,2017-05-20,2017-05-22,2017-06-01,2017-06-18,2017-07-10,3000,2750.50,\n"


def test_a_settled_trip_comes_with_all_its_steps_and_its_actual_cost(funded, bring):
    assert str(bring(funded, "travel", HEADER + FULL)) == "new 1, changed 0, same 0, problems 0"
    assert steps(funded) == [
        "nominated 2017-05-20",
        "approved 2017-05-22",
        "authorised 2017-06-01",
        "travelled 2017-06-18",
        "settled 2017-07-10",
    ]
    assert available(funded) == {"1": 1_000_000 - 275_050}
    assert str(bring(funded, "travel", HEADER + FULL)) == "new 0, changed 0, same 1, problems 0"


def test_history_says_of_each_step_beyond_the_nomination_that_it_was_loaded(funded_file, bring):
    bring(funded_file, "travel", HEADER + FULL, name="trips.csv")
    told = [line.reason for line in history(funded_file) if line.subject == "T-1"]
    assert told == ["", *["loaded from trips.csv, row 2"] * 4]


def test_a_missing_day_is_the_next_known_one_else_today(funded_file, bring):
    rows = "T-1,TS-3,NPL,settled,,,2017-06-01,,,3000,,\nT-2,TS-3,NPL,under_review,,,,,,10,,\n"
    assert said(bring(funded_file, "travel", HEADER + rows)) == []
    assert steps(funded_file) == [
        "nominated 2017-06-01",
        "approved 2017-06-01",
        "authorised 2017-06-01",
        "travelled 2018-07-16",
        "settled 2018-07-16",
    ]
    assert cost(funded_file) == "3000.00"
    assert steps(funded_file, "T-2") == ["nominated 2018-07-16", "under_review 2018-07-16"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("nominated,2017-05-20,,,,,3000,,", "nominated"),
        ("waitlisted,2017-05-20,,,,,3000,,", "nominated waitlisted"),
        ("ticketed,2017-05-20,,2017-06-01,,,3000,,", "nominated approved authorised ticketed"),
        (
            "claimed,2017-05-20,,2017-06-01,2017-06-18,,3000,,",
            "nominated approved authorised travelled claimed",
        ),
        ("declined,2017-05-20,,,,2017-05-21,3000,,Late", "nominated declined"),
        ("withdrawn,2017-05-20,2017-05-21,,,2017-05-30,3000,,Ill", "nominated approved withdrawn"),
        (
            "no_show,2017-05-20,,2017-06-01,,2017-06-20,3000,900,Did not come",
            "nominated approved authorised no_show",
        ),
    ],
)
def test_each_status_books_the_steps_that_lead_to_it(funded_file, bring, row, expected):
    text = f"{HEADER}T-1,TS-3,NPL,{row}\n"
    assert said(bring(funded_file, "travel", text)) == []
    assert [step.split()[0] for step in steps(funded_file)] == expected.split()
    assert bring(funded_file, "travel", text).same == 1


def test_how_a_trip_ended_needs_its_reason(funded_file, bring):
    row = "T-1,TS-3,NPL,declined,2017-05-20,,,,2017-05-21,3000,,\n"
    assert said(bring(funded_file, "travel", HEADER + row)) == [
        "row 2, note: is missing: declined needs a reason. Say why in a few words."
    ]


def test_trips_draw_on_the_money_of_their_day_whatever_the_order_of_rows(store, bring):
    money_available(store, {"1": "3000"}, since="2017-05-15")
    money_available(store, {"unearmarked": "3000"}, since="2017-08-01")
    later = "T-2,TS-5,NPL,authorised,2017-08-02,,2017-08-03,,,3000,,\n"
    earlier = "T-1,TS-3,NPL,authorised,2017-05-20,,2017-06-01,,,3000,,\n"
    assert said(bring(store, "travel", HEADER + later + earlier)) == []
    assert available(store) == {}


def test_rows_that_cannot_be_are_named_with_their_columns(funded_file, bring):
    before = everything(funded_file)
    outcome = bring(
        funded_file,
        "travel",
        HEADER + "T-1,TS-3,NPL,flown,2017-05-20,,,,,30x,,\n"
        "T-2,TS-3,NPL,settled,2017-05-20,2017-05-19,,2017-06-18,2017-07-10,3000,,\n"
        "T-3,TS-3,NOR,authorised,2017-05-20,,2017-06-25,,2017-07-01,3000,9,\n"
        "T-4,TS-3,NPL,authorised,2017-05-20,,2017-06-01,,,99000,,\n"
        "T-5,TS-3,NPL,authorised,2017-05-20,,2017-06-25,,,3000,,\n",
    )
    assert everything(funded_file) == before
    assert [line.partition(". ")[0][:75] for line in said(outcome)] == [
        'row 2, status "flown": is not one of the codes',
        'row 2, ticket_usd "30x": is not an amount',
        'row 3, approved_on "2017-05-19": is before the step it follows, nominated o',
        'row 4, settled_on "2017-07-01": is a step after the status authorised',
        'row 4, actual_usd "9": does not belong to the status authorised',
        'row 4, country "Norway": is not eligible on 2017-06-19, the first day of TS',
        'row 5, Cost "USD 99,000.00": is USD 89,000.00 more than is available for tr',
        'row 6, authorised_on "2017-06-25": is not before TS-3 begins, 2017-06-19',
    ]


# Rows of trips that the books know


def test_a_row_that_is_further_takes_the_trip_further(funded, bring):
    bring(funded, "travel", f"{HEADER}T-1,TS-3,NPL,nominated,2017-05-20,,,,,3000,,\n")
    row = "T-1,TS-3,NPL,authorised,2017-05-20,2017-05-22,2017-06-01,,,3100,,\n"
    outcome = bring(funded, "travel", HEADER + row)
    assert changes(outcome) == [
        "row 2, ticket_usd: 3000.00 → 3100.00",
        "row 2, status: nominated → authorised",
    ]
    assert available(funded) == {"1": 1_000_000 - 310_000}
    outcome = bring(funded, "travel", HEADER + FULL.replace("3000", "3100"))
    assert (outcome.changed, changes(outcome)) == (1, ["row 2, status: authorised → settled"])
    assert available(funded) == {"1": 1_000_000 - 275_050}
    assert len(steps(funded)) == 5


def test_a_trip_known_from_its_form_may_have_skipped_a_step(funded_file, bring):
    trip = an_authorised_trip(funded_file, "3000")
    row = f"{trip},TS-3,NPL,authorised,2017-05-20,,2017-06-01,,,3000,,\n"
    assert bring(funded_file, "travel", HEADER + row).same == 1
    stated = row.replace(",,2017-06-01", ",2017-05-22,2017-06-01")
    assert said(bring(funded_file, "travel", HEADER + stated)) == [
        (
            'row 2, approved_on "2017-05-22": is a step that is not booked, and the trip is '
            "authorised. Leave it empty, or take the later steps back under Record travel first."
        )
    ]


def test_a_row_may_mend_the_last_step_and_go_on_from_there(funded_file, bring):
    trip = an_authorised_trip(funded_file, "3000")
    row = f"{trip},TS-3,NPL,settled,2017-05-20,,2017-06-02,2017-06-18,2017-07-10,3500,,\n"
    outcome = bring(funded_file, "travel", HEADER + row)
    assert changes(outcome) == [
        "row 2, ticket_usd: 3000.00 → 3500.00",
        "row 2, authorised_on: 2017-06-01 → 2017-06-02",
        "row 2, status: authorised → settled",
    ]
    assert steps(funded_file, trip)[1:] == [
        "authorised 2017-06-02",
        "travelled 2017-06-18",
        "settled 2017-07-10",
    ]
    assert (cost(funded_file, trip), available(funded_file)) == ("3500.00", {"1": 650_000})
    assert "imported from list.csv, row 2" in [line.reason for line in history(funded_file)]
    assert bring(funded_file, "travel", HEADER + row).same == 1


def test_another_actual_cost_settles_anew_and_an_empty_one_says_nothing(funded, bring):
    bring(funded, "travel", HEADER + FULL)
    assert bring(funded, "travel", HEADER + FULL.replace("2750.50", "")).same == 1
    outcome = bring(funded, "travel", HEADER + FULL.replace("2750.50", "2800"))
    assert changes(outcome) == ["row 2, actual_usd: 2750.50 → 2800.00"]
    assert (cost(funded), available(funded)) == ("2800.00", {"1": 720_000})


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("settled,", "authorised,", 'status "authorised": cannot follow what is booked: the trip'),
        ("2017-05-20", "2017-05-19", 'nominated_on "2017-05-19": is not the day that is booked'),
        ("2017-06-18", "2017-06-19", 'travelled_on "2017-06-19": is not the day that is booked'),
        (",3000,", ",3100,", 'ticket_usd "3100": is not the estimate of this trip, which is set'),
        ("NPL", "BTN", 'event and country "TS-3, NPL": can change only while nomination is'),
    ],
)
def test_what_lies_behind_the_last_step_is_for_a_person_to_take_back(
    funded_file, bring, was, becomes, problem
):
    bring(funded_file, "travel", HEADER + FULL)
    row = FULL.replace(was, becomes)
    if becomes == "authorised,":
        row = "T-1,TS-3,NPL,authorised,2017-05-20,2017-05-22,2017-06-01,,,3000,,\n"
    (line,) = said(bring(funded_file, "travel", HEADER + row))
    assert line.startswith(f"row 2, {problem}")


def test_a_cost_that_is_no_amount_is_a_problem_although_no_step_takes_it(funded_file, bring):
    row = "T-1,TS-3,NPL,authorised,2017-05-20,,2017-06-01,,,3000,,\n"
    bring(funded_file, "travel", HEADER + row)
    a_step(funded_file, "T-1", "ticketed", "2017-06-03")
    row = row.replace("authorised", "ticketed").replace("3000,", "30x,12x")
    assert [
        line.partition(". ")[0] for line in said(bring(funded_file, "travel", HEADER + row))
    ] == [
        'row 2, actual_usd "12x": does not belong to the status ticketed',
        'row 2, ticket_usd "30x": is not an amount',
    ]


def test_the_estimate_of_a_nomination_changes_when_it_is_authorised(funded_file, bring):
    row = "T-1,TS-3,NPL,nominated,2017-05-20,,,,,3000,,\n"
    bring(funded_file, "travel", HEADER + row)
    assert said(bring(funded_file, "travel", HEADER + row.replace("3000", "3100"))) == [
        (
            'row 2, ticket_usd "3100": is not the estimate of this trip, which is nominated. Give '
            "the new estimate in the row that authorises the trip."
        )
    ]


def test_the_reason_why_a_trip_ended_is_the_same_as_its_note(funded_file, bring):
    trip = an_authorised_trip(funded_file, "3000")
    a_step(funded_file, trip, "withdrawn", "2017-06-05", reason="Fell ill")
    row = f"{trip},TS-3,NPL,withdrawn,2017-05-20,,2017-06-01,,2017-06-05,3000,,Fell ill\n"
    assert bring(funded_file, "travel", HEADER + row).same == 1


def test_who_travels_is_corrected_and_never_printed(funded, bring):
    header = "reference,event,country,status,nominated_on,role,gender,name\n"
    row = "T-1,TS-3,NPL,nominated,2017-05-20,delegate,F,Ama Example\n"
    bring(funded, "travel", header + row)
    outcome = bring(funded, "travel", header + row.replace("Ama", "Aya").replace(",F,", ",,"))
    assert changes(outcome) == [
        "row 2, gender: F → (not stated)",
        "row 2, name: (a name) → (a name)",
    ]
    assert "Example" not in "".join(f"{line.outcome} {line.changes}" for line in history(funded))
    with read_books(funded) as books:
        trip = travel.required(books, "T-1")
        assert (trip.name, trip.gender, trip.role) == ("Aya Example", None, "delegate")
    short = "reference,event,country,status\nT-1,TS-3,NPL,nominated\n"
    assert bring(funded, "travel", short).same == 1
