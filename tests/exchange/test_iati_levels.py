"""The IATI file in two levels: who adds up one of them counts money once."""

import pytest
from lxml import etree

from tests.books import (
    a_commitment,
    a_deposit,
    a_step,
    an_authorised_trip,
    day,
    money_available,
    perform,
    publish,
    recorded_on,
)
from tests.exchange.test_iati import TODAY, WHY, found, one, transactions
from tests.iati_rules import wrong
from tests.iati_sums import assert_adds_up, file, left, names, sums
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.ledger import allocations, movements, terms
from trustfund.ledger.imports import imported_files
from trustfund.store.engine import Store

IOM, DESA = "International Organization for Migration", "UN DESA"
FUND = "XM-TEST-1-MCS00"


@pytest.fixture
def published(sqlite_store) -> Store:
    """An empty fund with a publisher."""
    publish(sqlite_store)
    return sqlite_store


def a_movement(store: Store, kind: str, amount: str, who: str = "", **other: str) -> str:
    on = day(other.pop("on", "2017-06-01"))
    draft = movements.MovementDraft(kind, on, amount, organization=who, **other)
    return perform(store, movements.record_movement, draft).reference


def an_allocation(store: Store, who: str, amount: str, decided_on: str) -> str:
    draft = allocations.AllocationDraft("", day(decided_on), who, amount)
    return perform(store, allocations.record_allocation, draft).reference


# Sums


def test_money_that_is_passed_on_and_spent_is_counted_once(published):
    """USD 1,000 come in, 900 are passed on, and 850 of these are spent: that is not 1,750."""
    money_available(published, {"unearmarked": "1000"})
    a_movement(published, "transfer_to_organization", "900", IOM)
    a_movement(published, "organization_expenditure", "850", IOM)
    made = file(published)
    assert sums(made) == {
        ("1", "11", "USD"): 100_000,
        ("1", "1", "USD"): 100_000,
        ("1", "3", "USD"): 90_000,
        ("2", "1", "USD"): 90_000,
        ("2", "4", "USD"): 85_000,
    }
    assert left(made, {}) == {FUND: 10_000, f"{FUND}-1": 5_000}
    assert wrong(made, TODAY) == []


def test_what_an_organization_spends_beyond_what_it_got_is_below_zero_in_its_own_activity(
    published,
):
    money_available(published, {"unearmarked": "1000"})
    a_movement(published, "transfer_to_organization", "100", DESA)
    a_movement(published, "organization_expenditure", "130", DESA)
    assert left(file(published), {}) == {FUND: 90_000, f"{FUND}-1": 0, f"{FUND}-2": -3_000}


def test_travel_is_spent_by_the_organization_that_manages_it(published):
    money_available(published, {"1": "9000"})
    a_movement(published, "transfer_to_organization", "1000", IOM)
    a_movement(published, "transfer_to_organization", "500", DESA)
    trip = an_authorised_trip(published, "1000")
    a_step(published, trip, "settled", "2017-07-01", actual="700")
    assert left(file(published), {}) == {FUND: 750_000, f"{FUND}-1": 30_000, f"{FUND}-2": 50_000}


@pytest.mark.parametrize(
    "until", ["2017-05-31", "2017-09-30", "2017-12-31", "2018-03-31", "2018-06-30", TODAY]
)
def test_the_fund_never_pays_more_than_came_in_and_organizations_have_what_the_ledger_says(
    sample_store, until
):
    assert_adds_up(sample_store, f"as_of={until}")


def test_what_is_returned_is_taken_off_in_both_activities(published):
    money_available(published, {"unearmarked": "1000"})
    a_movement(published, "transfer_to_organization", "900", IOM)
    a_movement(published, "refund_from_organization", "40", IOM, on="2017-06-02")
    made = file(published)
    assert transactions(made, "3")[-1] == ("2017-06-02", "USD", "-40.00")
    assert transactions(made, "1", level=2)[-1] == ("2017-06-02", "USD", "-40.00")
    assert left(made, {}) == {FUND: 14_000, f"{FUND}-1": 86_000}
    assert wrong(made, TODAY) == []


# Who gives and gets what


def test_both_ends_of_a_transfer_name_each_other(published):
    money_available(published, {"unearmarked": "1000"})
    a_movement(published, "transfer_to_organization", "900", IOM)
    made = file(published)
    passed_on, got = "transaction[transaction-type/@code='3']", "transaction"
    assert one(made, f"{passed_on}/receiver-org/@receiver-activity-id") == f"{FUND}-1"
    assert one(made, f"{got}/provider-org/@provider-activity-id", level=2) == FUND
    assert one(made, f"{got}/receiver-org/narrative/text()", level=2) == IOM
    assert found(made, "related-activity/@ref") == [f"{FUND}-1"]
    assert one(made, "related-activity/@ref", level=2) == FUND


@pytest.mark.parametrize(
    ("kind", "who", "code", "provider", "receiver"),
    [
        ("interest", "", "1", "UN Multi-Partner Trust Fund Office", None),
        ("organization_interest", DESA, "1", DESA, None),
        ("other_income", "", "1", "", None),
        ("transfer_to_fund", "Another fund", "3", None, "Another fund"),
        ("bank_charge", "", "4", None, "Bank of the administrative agent"),
        ("direct_cost", "", "4", None, "Not stated"),
    ],
)
def test_what_the_fund_earns_and_pays_stands_in_its_own_activity(
    published, kind, who, code, provider, receiver
):
    money_available(published, {"unearmarked": "1000"})
    key = a_movement(published, kind, "5", who)
    made = file(published)
    own = f"transaction[starts-with(@ref, '{kind}:{key}:')]"
    agent = "UN Multi-Partner Trust Fund Office"
    assert one(made, f"{own}/transaction-type/@code") == code
    named = [provider if provider is not None else agent] if provider != "" else []
    assert found(made, f"{own}/provider-org/narrative/text()") == named
    assert one(made, f"{own}/receiver-org/narrative/text()") == (receiver or agent)
    assert one(made, f"{own}/recipient-region/@code") == "998"
    assert f"{kind}:{key}" not in "".join(found(made, "transaction/@ref", level=2))
    assert wrong(made, TODAY) == []


def test_only_money_that_comes_in_is_earmarked_and_only_charges_are_administration(published):
    a_deposit(published, a_commitment(published, "100", earmark="2"), "100")
    a_movement(published, "transfer_to_organization", "40", IOM, objective="2")
    a_movement(published, "organization_expenditure", "30", IOM, objective="2")
    made = etree.fromstring(file(published))
    told = {
        each.get("ref").split(":")[0]: [aid.get("code") for aid in each.iter("aid-type")]
        for each in made.iter("transaction")
    }
    assert told == {
        "commitment": ["B033", "2"],
        "deposit": ["B033", "2"],
        "administrative_agent_fee": ["G01"],
        "transfer_to_organization": [],
        "organization": ["B033", "2"],  # what it got
        "organization_expenditure": [],
    }
    assert list(made.iter("default-aid-type")) == list(made.iter("flow-type")) == []


# Budgets


def test_budgets_are_what_was_decided_for_an_organization_by_calendar_year(published):
    an_allocation(published, IOM, "500", "2017-04-24")
    an_allocation(published, IOM, "70", "2018-01-15")
    an_allocation(published, IOM, "30", "2018-02-01")
    gone = an_allocation(published, DESA, "9", "2018-02-01")
    perform(published, allocations.cancel_allocation, gone, WHY)
    an_allocation(published, "UNDP", "8", "2018-02-01")  # which got nothing yet: not public
    a_commitment(published, "1000")
    made = file(published)
    assert found(made, "budget/@type") == []
    for path, said in (
        ("value/text()", ["500.00", "100.00"]),
        ("value/@value-date", ["2017-04-24", "2018-02-01"]),
        ("period-start/@iso-date", ["2017-01-01", "2018-01-01"]),
        ("@type", ["1", "2"]),  # original; raised later
    ):
        assert found(made, f"budget/{path}", level=2) == said
    assert b"UNDP" not in made
    assert found(file(published, "as_of=2017-12-31"), "budget/value/text()", level=2) == ["500.00"]
    assert wrong(made, TODAY) == []


# Identifiers that stay


def test_an_organization_keeps_its_number_whatever_is_corrected_later(published):
    money_available(published, {"unearmarked": "1000"})
    first = a_movement(published, "transfer_to_organization", "10", "UNDP")
    a_movement(published, "transfer_to_organization", "20", DESA)
    known = {IOM: f"{FUND}-1", "UNDP": f"{FUND}-2", DESA: f"{FUND}-3"}
    assert names(file(published)) == known

    draft = movements.MovementDraft(
        "transfer_to_organization", day("2017-06-01"), "10", organization="UNICEF", reference=first
    )
    perform(published, movements.correct_movement, draft, WHY)
    del known["UNDP"]
    assert names(file(published)) == known | {"UNICEF": f"{FUND}-4"}

    perform(published, movements.reverse_movement, first, WHY)
    assert names(file(published)) == known
    a_movement(published, "organization_expenditure", "5", "UNDP")
    assert names(file(published)) == known | {"UNDP": f"{FUND}-2"}


def test_its_number_stays_when_the_file_that_first_named_it_is_taken_back(published):
    money_available(published, {"unearmarked": "1000"})
    text = (
        "reference,kind,value_date,usd_amount,organization\n"
        "M-7,transfer_to_organization,2017-06-01,10.00,UNDP\n"
    )
    source = Source("movements.csv", text.encode())
    run(published, COMMAND_LINE, BY_NAME["movements"], source, dry_run=False)
    perform(published, imported_files.take_back_import, 1, WHY)
    assert names(file(published)) == {IOM: f"{FUND}-1"}
    a_movement(published, "transfer_to_organization", "20", DESA, reference="M-7")
    a_movement(published, "transfer_to_organization", "20", "UNDP")
    made = file(published)
    assert names(made) == {IOM: f"{FUND}-1", "UNDP": f"{FUND}-2", DESA: f"{FUND}-3"}


def test_another_managing_organization_is_another_activity(published):
    fund = terms.TermsDraft(
        "MCS00", "A fund", day("2017-04-03"), day("2018-12-31"), "1", "0", "UNDP"
    )
    money_available(published, {"unearmarked": "1000"})
    a_movement(published, "transfer_to_organization", "10", IOM)
    perform(published, terms.change_terms, fund, WHY)
    assert names(file(published)) == {IOM: f"{FUND}-1", "UNDP": f"{FUND}-2"}


def test_an_old_report_has_the_same_identifiers(sqlite_store):
    with recorded_on("2018-01-01"):
        publish(sqlite_store)
        money_available(sqlite_store, {"unearmarked": "1000"})
        a_movement(sqlite_store, "transfer_to_organization", "10", DESA)
    a_movement(sqlite_store, "transfer_to_organization", "10", "UNDP")
    then = names(file(sqlite_store, "known_at=2018-01-01"))
    assert then == {IOM: f"{FUND}-1", DESA: f"{FUND}-2"}
    assert names(file(sqlite_store)) == then | {"UNDP": f"{FUND}-3"}
