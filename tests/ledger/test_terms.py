"""The fund's own terms: changed by an administrator, with a reason, never for what is booked."""

from datetime import date

from tests.books import a_commitment, a_deposit, perform
from trustfund.ledger.terms import TermsDraft, change_terms
from trustfund.store.engine import Store
from trustfund.store.tables import Fund

NEW = TermsDraft(
    "ABC01", "Another fund", date(2020, 1, 1), date(2030, 12, 31), "0.75", "7", "An agency"
)


def test_a_fund_of_ones_own_has_its_own_name_term_and_charges(store: Store) -> None:
    perform(store, change_terms, NEW, "Terms of reference of 2020")
    with store.reading() as session:
        fund = session.get_one(Fund, 1)
    assert (fund.code, fund.starts_on.year, fund.ends_on.year) == ("ABC01", 2020, 2030)
    assert (fund.agent_fee_basis_points, fund.indirect_cost_basis_points) == (75, 700)
    commitment = a_commitment(store, "1000")
    assert commitment == "ABC01-C-0001"
    assert a_deposit(store, commitment, "500") == "ABC01-D-0001"
