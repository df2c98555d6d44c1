"""Twins that older books hold are listed for somebody to settle; what is settled is not."""

import pytest
import sqlalchemy as sa

from tests.books import a_commitment, a_contributor, a_deposit, an_earlier_program, day, perform
from trustfund.commands.program import main
from trustfund.figures import settling
from trustfund.ledger.allocations import AllocationDraft, cancel_allocation, record_allocation
from trustfund.ledger.contributors import ContributorDraft, correct_contributor
from trustfund.ledger.deposits import reverse_deposit, tell_apart
from trustfund.store.engine import Store
from trustfund.store.tables import Allocation, Contributor, Deposit


def listed(store: Store) -> list[str]:
    return [line.partition(". ")[0] for line in settling.to_settle(store)]


def unsettled(store: Store) -> None:
    """As an earlier program let it be."""
    with an_earlier_program(store, "contributor") as session:
        session.execute(sa.update(Contributor).values(apart=""))


def test_contributors_that_are_called_alike_are_settled_by_a_name_or_a_reason(store):
    a_contributor(store, "Sweden", country="SWE")
    a_contributor(store, "SWEDEN", "philanthropic_organization", "")
    unsettled(store)
    assert listed(store) == ['the contributors "SWEDEN" and "Sweden" are called alike']
    again = ContributorDraft("SWEDEN", "philanthropic_organization", apart="A foundation")
    perform(store, correct_contributor, "SWEDEN", again, "Looked at")
    assert listed(store) == []
    unsettled(store)
    renamed = ContributorDraft("Sweden Foundation", "philanthropic_organization")
    perform(store, correct_contributor, "SWEDEN", renamed, "Its full name")
    assert listed(store) == []


def test_two_member_states_of_a_country_are_settled_by_a_parent(store):
    a_contributor(store, "Sweden", country="SWE")
    a_contributor(store, "Sida", country="SWE")
    a_contributor(store, "Norway")
    unsettled(store)
    assert listed(store) == ['"Sida" and "Sweden" are each the Member State of SWE']
    agency = ContributorDraft("Sida", "member_state", "SWE", "Sweden")
    perform(store, correct_contributor, "Sida", agency, "Its agency")
    assert listed(store) == []


def test_deposits_of_one_reference_are_settled_by_reversing_one(store):
    gift = a_commitment(store)
    for reference in ("D-1", "D-2"):
        a_deposit(store, gift, "10", reference=reference)
    with an_earlier_program(store, "deposit") as session:
        session.get_one(Deposit, 2).reference = "d–1"
    assert listed(store) == ['the deposits "D-1" and "d–1" have one reference']
    perform(store, reverse_deposit, "d–1", "Booked twice")
    assert listed(store) == []


def test_organizations_and_allocations_are_looked_at(store):
    for reference, name in (("A-1", "IOM"), ("A-2", "An agency")):
        draft = AllocationDraft(reference, day("2017-06-01"), name, "5")
        perform(store, record_allocation, draft)
    with an_earlier_program(store, "allocation") as session:
        second = session.get_one(Allocation, 2)
        second.reference, second.organization = "a-1", "Iom"
    assert listed(store) == [
        'the allocations "A-1" and "a-1" have one reference',
        'the organizations "IOM" and "Iom" are called alike',
    ]
    perform(store, cancel_allocation, "a-1", "Decided once")
    assert listed(store)[0].startswith("the organizations")


@pytest.mark.parametrize(("words", "status"), [(["check"], 0), (["check", "--strict"], 1)])
def test_check_lists_twins_with_what_settles_them(configure, ready_file, capsys, words, status):
    store = configure(ready_file)
    for name in ("Sweden", "SWEDEN"):
        a_contributor(store, name, country="SWE")
    unsettled(store)
    assert main(words) == status
    said = "".join(capsys.readouterr())
    assert '"SWEDEN" and "Sweden" are called alike. Rename one' in said


def test_money_that_was_booked_twice_is_settled_by_a_reversal_or_an_answer(store):
    gift = a_commitment(store, "1000")
    a_deposit(
        store, gift, "300", value_date="2017-05-15", bank_reference="Bank 7–1", reference="D-1"
    )
    a_deposit(
        store, gift, "200", value_date="2017-06-15", bank_reference="BANK 7-1", reference="D-2"
    )
    a_deposit(store, gift, "200", value_date="2017-06-15", reference="D-3")
    a_deposit(store, gift, "200", value_date="2017-06-16", reference="D-4")
    assert listed(store) == []
    with an_earlier_program(store, "deposit") as session:
        session.execute(sa.update(Deposit).values(apart=""))
    assert listed(store) == [
        'the deposits "D-1" and "D-2" may be the same money',
        'the deposits "D-2" and "D-3" may be the same money',
    ]
    perform(store, tell_apart, "D-3", "A second part on the same day")
    assert listed(store) == ['the deposits "D-1" and "D-2" may be the same money']
    perform(store, reverse_deposit, "D-2", "Booked twice")
    assert listed(store) == []
