"""A reference is found however it is spelt, and no other document gets one that is alike."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_nomination,
    an_earlier_program,
    day,
    money_available,
    perform,
    refusal,
)
from trustfund.ledger import (
    allocations,
    contributions,
    deposits,
    events,
    instalments,
    movements,
    receipts,
    travel,
)
from trustfund.ledger.books import read_books
from trustfund.store.tables import Deposit

AS_TYPED = "mcs00–d–0031"


@pytest.fixture
def gift(store) -> str:
    return a_commitment(store, reference="MCS00-C-0001")


def test_a_deposit_is_found_by_what_a_letter_makes_of_its_reference(store, gift):
    a_deposit(store, gift, "10", reference="MCS00-D-0031")
    done = perform(store, deposits.reverse_deposit, AS_TYPED, "Booked in error")
    assert "MCS00-D-0031" in done.sentence


def test_a_reference_that_is_alike_is_refused_as_taken(store, gift):
    a_deposit(store, gift, "10", reference="MCS00-D-0031")
    twin = deposits.DepositDraft(
        gift, day("2017-05-15"), "USD", "10", reference=AS_TYPED, apart="Paid twice"
    )
    assert refusal(store, deposits.record_deposit, twin) == (
        f'Reference "{AS_TYPED}": is used already, as MCS00-D-0031. Choose another or leave blank.'
    )


def test_a_document_is_named_by_another_however_its_reference_is_spelt(store, gift):
    a_deposit(store, "ＭＣＳ00 ‑c‑0001".replace(" ", ""), "10", reference="D-1")
    perform(
        store, instalments.schedule_instalments, " mcs00−c−0001", [(day("2017-06-30"), "100000")]
    )
    trip = a_nomination(store, event="ts–3")
    with read_books(store) as books:
        assert travel.required(books, trip.lower()).event == "TS-3"


def receipt(reference: str) -> receipts.ReceiptDraft:
    return receipts.ReceiptDraft(day("2017-05-20"), "USD", "50", reference=reference)


def movement(reference: str) -> movements.MovementDraft:
    return movements.MovementDraft("interest", day("2017-05-20"), "5", reference=reference)


def allocation(reference: str) -> allocations.AllocationDraft:
    return allocations.AllocationDraft(reference, day("2017-05-20"), "IOM", "50")


def event(code: str) -> events.EventDraft:
    return events.EventDraft(code, "other", "A meeting", date_precision="none")


def gift_of(reference: str) -> contributions.ContributionDraft:
    return contributions.ContributionDraft(
        "Norway", "USD", "5", day("2017-05-01"), reference=reference
    )


def trip(reference: str) -> travel.NominationDraft:
    return travel.NominationDraft("TS-3", "NPL", day("2017-05-20"), reference=reference)


@pytest.mark.parametrize(
    ("act", "draft"),
    [
        (receipts.record_receipt, receipt),
        (movements.record_movement, movement),
        (allocations.record_allocation, allocation),
        (events.add_event, event),
        (contributions.record_contribution, gift_of),
        (travel.nominate, trip),
    ],
)
def test_no_document_of_any_kind_gets_the_reference_of_another(store, act, draft):
    a_contributor(store)
    perform(store, act, draft("X-1"))
    assert "is used already, as X-1" in refusal(store, act, draft("x–1"))


def test_an_organization_is_known_however_its_name_is_spelt(store):
    money_available(store, {"unearmarked": "100"})
    for name in ("L’Organisation", "L'ORGANISATION\u00a0"):
        draft = movements.MovementDraft(
            "transfer_to_organization", day("2017-06-01"), "5", organization=name
        )
        perform(store, movements.record_movement, draft)
    with read_books(store) as books:
        assert "L’Organisation" in movements.organizations(books)
        assert "L'ORGANISATION" not in movements.organizations(books)


def test_of_references_in_old_books_that_are_alike_each_is_found_by_its_own_spelling(store, gift):
    a_deposit(store, gift, "10", reference="MCS00-D-0031")
    with an_earlier_program(store, "deposit") as session:
        contribution = session.get(Deposit, 1).contribution_id
        session.add(Deposit(reference=AS_TYPED, contribution_id=contribution, act_id=1))
    with read_books(store) as books:
        assert deposits.required(books, AS_TYPED).reference == AS_TYPED
        assert deposits.required(books, "MCS00-D-0031").reference == "MCS00-D-0031"
        assert books.find(Deposit, "MCS00–D–0031") is None
    assert refusal(store, deposits.reverse_deposit, "MCS00–D–0031", "Booked in error") == (
        f'Deposit "MCS00–D–0031": may be "MCS00-D-0031" or "{AS_TYPED}". Write it exactly so.'
    )


def test_a_chosen_reference_follows_the_newest_documents(store, gift):
    a_deposit(store, gift, "10", reference="MCS00-D-0031")
    assert a_deposit(store, gift, "10", reference="") == "MCS00-D-0032"
    a_deposit(store, gift, "10", reference="MCS00-D-0005")
    a_deposit(store, gift, "10", reference="MCS00-D-0004")
    assert a_deposit(store, gift, "10", reference="") == "MCS00-D-0006"  # the fifth, and 5 is taken
    a_deposit(store, gift, "10", reference="BANK-77")
    assert a_deposit(store, gift, "10", reference="") == "MCS00-D-0007"
