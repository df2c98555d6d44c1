"""Every figure foots, on every view that its page offers; and a figure that does not is told."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.books import a_commitment, a_deposit, day, perform, publish
from tests.people import acting
from tests.reading import Loaded, view
from trustfund.domain.roles import BOOK_READERS, EVERYBODY, INSTALMENT_READERS, VISITOR, Role
from trustfund.domain.travel import TripStatus
from trustfund.figures import (
    exchange_differences,
    footing,
    gender,
    giving,
    overview,
    participation,
    passports,
    staff_datasets,
    travel_money,
)
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import DEFINITIONS, FIGURES, Definition
from trustfund.figures.filters import Filters
from trustfund.figures.footing import recounts
from trustfund.figures.footing.sums import Behind
from trustfund.ledger.instalments import schedule_instalments
from trustfund.store.engine import Store

VIEWS = (
    "",
    "known_at=2017-10-01",
    "contributor_type=member_state&objective=1&from=2017-08-01&as_of=2018-03-31",
    "region=Africa&grouping=m49&from=2017-06-01",
)
MORE_VIEWS = (
    "as_of=2017-12-31",
    "contributor=Norway",
    "objective=1",
    "objective=unearmarked&objective=2",
    "from=2017-06-01&to=2018-01-31",
    "region=African&grouping=un_group",
    "event=TS-3",
)


@pytest.mark.parametrize(
    "query", [*VIEWS, *(pytest.param(query, marks=pytest.mark.deep) for query in MORE_VIEWS)]
)
def test_every_figure_foots_on_the_sample(sample: Loaded, query: str):
    seen = view(sample, query)
    for key in FIGURES:
        assert [each.sentence() for each in passports.of(key, seen).footing if not each.holds] == []


@pytest.mark.parametrize("query", ["", "region=African&event=IN-1&as_of=2018-06-30"])
def test_every_figure_foots_for_a_visitor_too(sample: Loaded, query: str):
    seen = view(sample, query, Role.VISITOR)
    for found in passports.of_all(FIGURES, seen, VISITOR):
        assert [each.sentence() for each in found.footing if not each.holds] == []


@pytest.mark.parametrize("query", ["", "as_of=2017-05-31", "as_of=2016-12-31"])
def test_every_figure_foots_on_a_small_fund(small_books: Loaded, query: str):
    seen = view(small_books, query)
    for key in FIGURES:
        assert all(each.holds for each in passports.of(key, seen).footing)


STAFF_ROWS = {"iati_budget", "iati_planned", "instalments_due"}
"""Figures whose rows are not for everybody."""
NOT_IN_THE_SAMPLE = {"certified", "iati_planned"}
"""The sample has no certified year, and publishes no payment schedules."""


@pytest.mark.parametrize("key", list(FIGURES))
def test_a_figure_says_its_basis_its_rows_and_how_it_foots(sample: Loaded, key: str):
    definition = FIGURES[key]
    assert definition.basis
    assert definition.rows or key in {"gender", "travel_published"}  # whose rows are single people
    assert all(BY_NAME[name].readers == EVERYBODY for name in definition.rows) or key in STAFF_ROWS
    assert definition.check.endswith(".")
    found = passports.of(key, view(sample, "as_of=2017-12-31"))
    assert found.footing or key in NOT_IN_THE_SAMPLE
    lines = dict(found.lines())
    assert set(lines) == {
        *("Figure", "Definition", "Basis", "As of", "Known at", "Books", "Filters"),
        *("Rows behind it", "Footing"),
    }
    assert all(lines.values())


def test_every_footing_is_of_a_figure_and_words_have_none():
    assert set(footing.CHECKS) == set(FIGURES)
    words = {each.key for each in DEFINITIONS if not isinstance(each, Definition)}
    assert words == {"receipts", "allocations", "as_of", "bank_matching", "bank_reconciliation"}


def test_the_deposits_foot_to_their_rows_and_to_the_ledger(small_books: Loaded):
    (found,) = passports.of("deposited", view(small_books)).footing
    assert found.holds
    assert found.sentence() == (
        "Deposited USD 156,369.05: it foots (Deposits, usd_amount, 4 rows; Entries of the ledger "
        "that stand)."
    )
    assert found.ways() == [
        "Deposits, usd_amount, 4 rows: USD 156,369.05",
        "Entries of the ledger that stand: USD 156,369.05",
    ]


def test_one_of_the_numbers_of_a_definition_has_a_passport_of_its_own(sample: Loaded):
    (found,) = passports.of("delegates", view(sample), "Expected").footing
    assert found.measure == "Expected"
    assert found.figure == participation.count(participation.seats(view(sample))).expected


def test_rows_behind_a_figure_obey_the_filters_of_the_page(small_books: Loaded):
    lines = dict(
        passports.of("contributions_listed", view(small_books, "contributor=Türkiye")).lines()
    )
    assert lines["Rows behind it"] == "Contributions, 1 row"
    assert lines["Filters"] == "contributor = Türkiye"


# It must be able to fail


def test_a_figure_that_is_a_cent_off_does_not_foot(
    small_books: Loaded, monkeypatch: pytest.MonkeyPatch
):
    right = overview.overview

    def wrong(seen):
        found = right(seen)
        return replace(found, deposited=found.deposited + 1)

    monkeypatch.setattr(overview, "overview", wrong)
    (found,) = passports.of("deposited", view(small_books)).footing
    assert not found.holds
    assert found.sentence() == (
        "Deposited USD 156,369.06: IT DOES NOT FOOT, tell the fund's administrator (Deposits, "
        "usd_amount, 4 rows: USD 156,369.05; Entries of the ledger that stand: USD 156,369.05)."
    )


def test_a_reversal_that_does_not_mirror_its_entry_does_not_foot(small_books: Loaded):
    """What was taken back counts nothing one by one, and here a dollar in a sum of everything."""
    loaded, today = small_books
    entries = loaded.entries
    taken_back = entries[entries["kind"] == "deposit"].iloc[:1]
    reversal = taken_back.assign(
        id=entries["id"].max() + 1,
        reverses=taken_back["id"],
        amount=-taken_back["amount"],
        usd=-taken_back["usd"] + 100,
    )
    changed = replace(loaded, entries=pd.concat([entries, reversal], ignore_index=True))
    (found,) = passports.of("deposited", view((changed, today))).footing
    assert not found.holds


def alone(sample: Loaded) -> Loaded:
    """The same books, of which no other test sees the answers."""
    books, today = sample
    return replace(books), today


def test_a_delegate_who_is_counted_twice_does_not_foot(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    right = participation.seats
    monkeypatch.setattr(participation, "seats", lambda seen: [*right(seen), right(seen)[0]])
    found = passports.of("trips", view(alone(sample))).footing
    assert not any(each.holds for each in found)


ELSEWHERE = {
    *("pledged", "gender", "coverage", "certified", "sources_and_uses", "iati_planned"),
    "iati_budget",
}
"""Figures that look at no entries and no trips one by one, or of which the sample has nothing."""
ASKED = {"pool_share": "contributor=Norway"}  # all contributors have all of it, a cent more or not


@pytest.mark.parametrize("key", sorted(set(FIGURES) - ELSEWHERE))
def test_a_cent_or_a_trip_more_in_the_ledger_is_seen(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch, key: str
):
    total, amount, trips, owed = Behind.total, Behind.amount, recounts.last_steps, recounts.owed
    monkeypatch.setattr(Behind, "total", lambda *asked: total(*asked) + 1)
    monkeypatch.setattr(Behind, "amount", lambda *asked: amount(*asked) - 1)
    monkeypatch.setattr(recounts, "owed", lambda behind: owed(behind) + 1)
    more = [recounts.Trip("TS-1", "NPL", TripStatus.SETTLED, 1)] * 2
    monkeypatch.setattr(recounts, "last_steps", lambda behind: [*trips(behind), *more])
    days = recounts.authorised_days
    monkeypatch.setattr(recounts, "authorised_days", lambda fund: [*days(fund), "2018-06-30"])
    if key == "countries":
        monkeypatch.setattr(recounts, "last_steps", lambda behind: trips(behind)[:1])
    seen = view(alone(sample), ASKED.get(key, ""))
    assert not all(each.holds for each in passports.of(key, seen).footing)


def test_planned_disbursements_are_what_schedules_leave_below_what_is_outstanding(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    publish(store, publishes_instalments=True)
    late = a_commitment(store, "1000")
    schedule = [(day("2017-09-01"), "600"), (day("2019-01-01"), "400")]
    perform(store, schedule_instalments, late, schedule)
    a_deposit(store, late, "250")
    (found,) = passports.of("iati_planned", view(store)).footing
    assert found.sentence() == (
        "Planned USD 750.00: it foots (Schedules less deposits of the ledger)."
    )
    monkeypatch.setattr(Behind, "amount", lambda *_: 0)
    assert not any(each.holds for each in passports.of("iati_planned", view(store)).footing)


def test_a_budget_that_is_not_what_was_decided_is_seen(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    right = staff_datasets.allocation_rows
    monkeypatch.setattr(staff_datasets, "allocation_rows", lambda seen: right(seen)[1:])
    (found,) = passports.of("iati_budget", view(sample)).footing
    assert not found.holds


def test_an_organization_that_spent_more_than_its_activity_says_is_seen(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    rest = travel_money.rest(view(sample), "region")
    less = rest._replace(usd=rest.usd - 1)
    monkeypatch.setattr(travel_money, "rest", lambda *_: less)
    found = {each.measure: each.holds for each in passports.of("iati", view(sample)).footing}
    assert not found["Left with International Organization for Migration"]
    assert not found["Expenditure of organizations"]
    assert found["Expenditure of the fund"]


def test_a_dollar_moved_between_the_parts_of_an_exchange_difference_is_seen(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    right = exchange_differences.difference

    def wrong(*asked):
        found = right(*asked)
        return replace(found, realised=found.realised + 100, above=found.above - 100)

    monkeypatch.setattr(giving, "difference", wrong)
    for key, holds in (
        ("realised_difference", False),
        ("above_commitment", False),
        ("unrealised_difference", True),
        ("exchange_difference", True),
    ):
        assert all(each.holds for each in passports.of(key, view(sample)).footing) is holds


def test_what_is_late_foots_arrangement_by_arrangement(store: Store):
    """Too much on one arrangement pays nothing of another."""
    late, ahead = a_commitment(store, "1000"), a_commitment(store, "1000")
    schedule = [(day("2017-09-01"), "600"), (day("2019-01-01"), "400")]
    for reference, paid in ((late, "250"), (ahead, "900")):
        perform(store, schedule_instalments, reference, schedule)
        a_deposit(store, reference, paid)
    found = passports.of("instalments_due", view(store)).footing
    assert [each.claim() for each in found] == [
        "Due USD 1,200.00: it foots",
        "Late USD 350.00: it foots",
    ]


# Who may read the rows


@pytest.mark.parametrize(
    ("key", "readers"),
    [
        ("deposited", EVERYBODY),
        ("instalments_due", INSTALMENT_READERS),
        ("iati_planned", INSTALMENT_READERS),
        ("iati_budget", BOOK_READERS),
        ("refunds_to_contributor", EVERYBODY),
    ],
)
def test_rows_are_told_to_those_alone_who_may_read_them(sample: Loaded, key: str, readers):
    for role in Role:
        found = passports.of(key, view(sample), who=acting(role))
        (dataset,) = (BY_NAME[name] for name in FIGURES[key].rows)
        said = dict(found.lines())["Rows behind it"]
        assert bool(found.rows(dataset)) is (role in readers)
        assert found.datasets == ([dataset] if role in readers else [])
        assert (said == f"{dataset.title}, not given out to everybody") is (role not in readers)


def test_a_deposit_by_itself_has_its_own_amounts_behind_it(small_books: Loaded):
    seen = replace(view(small_books), filters=Filters(deposit="D-2"))
    found = [
        each for key in ("deposited", "deposit_fee") for each in passports.of(key, seen).footing
    ]
    assert [each.claim() for each in found] == [
        "Deposited USD 81,968.95: it foots",
        "Fee USD 819.69: it foots",
        "Net USD 81,149.26: it foots",
    ]


def test_a_country_that_is_not_reached_does_not_foot(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    wrong = participation.Coverage(1, 2, ("Nepal",))
    monkeypatch.setattr(participation, "coverage", lambda *_: wrong)
    found = passports.of("coverage", view(sample), "LDC coverage").footing
    assert [each.holds for each in found] == [False, False]


def test_a_person_too_many_by_gender_does_not_foot(sample: Loaded, monkeypatch: pytest.MonkeyPatch):
    right = gender.gender_total(view(sample)) or {}
    monkeypatch.setattr(gender, "gender_total", lambda _: right | {"Women": right["Women"] + 1})
    (found,) = passports.of("gender", view(sample)).footing
    assert not found.holds
