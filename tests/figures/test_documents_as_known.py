"""Documents have two clocks too: an old report is made again with the names it had."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from tests.books import a_commitment, a_contributor, a_rate
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange import tables
from trustfund.figures import frames
from trustfund.figures.datasets import DATASETS
from trustfund.figures.filters import Filters
from trustfund.figures.statements import AnnualReport, to_certify
from trustfund.figures.view import View
from trustfund.ledger import (
    allocations,
    amendments,
    contributions,
    contributors,
    country_lists,
    deposits,
    event_changes,
    events,
    instalments,
    movements,
    rates,
    receipts,
    terms,
    travel,
    trip_steps,
)
from trustfund.ledger.allocations import AllocationDraft
from trustfund.ledger.amendments import AmendmentDraft
from trustfund.ledger.books import open_books
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.movements import MovementDraft
from trustfund.ledger.receipts import ReceiptDraft
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft
from trustfund.store.engine import Store

MONDAY = datetime(2018, 7, 2, 9, tzinfo=UTC)
FEE_OF_BANK = MovementDraft("bank_charge", date(2018, 7, 2), "5", reference="M-1")
GIFT = contributions.ContributionDraft(
    "Norway",
    "NOK",
    "80000",
    agreement_reference="SAA-1",
    agreement_signed_on=date(2018, 7, 1),
    note="As signed",
    reference="C-1",
)
DECISION = AllocationDraft("A-1", date(2018, 7, 2), "IOM", "500")
CASH = ReceiptDraft(date(2018, 7, 2), "NOK", "80", "The bank", reference="U-1")
SEAT = NominationDraft(
    "CONF", "NPL", date(2018, 7, 2), costs=CostsDraft("500"), reference="T-1", name="Asha"
)
NEPAL = country_lists.ListingDraft(
    *("NPL", date(2018, 6, 1), "true", "Asia-Pacific", "Asia", "Southern Asia"),
    *("true", "false", None, None, "true", "false"),
)
TUESDAY = datetime(2018, 7, 3, 9, tzinfo=UTC)


def files(store: Store, known_at: str = "") -> dict[str, str]:
    """Every file as downloaded, and the annual report."""
    loaded, today = frames.load(store)
    view = View(loaded, today, Filters(known_at=known_at))
    report = {"annual report": json.dumps(to_certify(AnnualReport(view)))}
    return report | {
        dataset.name: "".join(tables.csv_pieces(dataset.columns, dataset.rows(view)))
        for dataset in DATASETS
        if dataset.name != "restatements"  # which is of two days
    }


def test_monday_s_report_can_be_made_again_after_everything_was_corrected_on_tuesday(
    sqlite_store: Store,
) -> None:
    with open_books(sqlite_store, COMMAND_LINE, clock=lambda: MONDAY) as books:
        contributors.record_contributor(
            books, contributors.ContributorDraft("Norway", "member_state", "NOR")
        )
        country_lists.list_country(books, NEPAL, "A newer list")
        rates.record_rate(books, rates.RateDraft("NOK", date(2018, 6, 1), "8.0"))
        contributions.record_contribution(books, GIFT)
        arrival = deposits.DepositDraft("C-1", date(2018, 7, 2), "NOK", "8000", reference="D-1")
        deposits.record_deposit(books, arrival)
        movements.record_movement(books, FEE_OF_BANK)
        allocations.record_allocation(books, DECISION)
        receipts.record_receipt(books, CASH)
        receipts.record_receipt(books, replace(CASH, reference="U-2"))
        amendments.amend(books, AmendmentDraft("C-1", "A1", date(2018, 7, 1), "800"))
        travel.nominate(books, SEAT)
        trip_steps.advance(books, StepDraft("T-1", "authorised", date(2018, 7, 2)))
        instalments.schedule_instalments(books, "C-1", [(date(2018, 9, 1), "80800")])
    monday = files(sqlite_store)

    with open_books(sqlite_store, COMMAND_LINE, clock=lambda: TUESDAY) as books:
        renamed = contributors.ContributorDraft("Kingdom of Norway", "member_state", "NOR")
        contributors.correct_contributor(books, "Norway", renamed, "Official name")
        contributors.record_contributor(
            books, contributors.ContributorDraft("Sweden", "member_state", "SWE")
        )
        country_lists.list_country(books, replace(NEPAL, lldc="false"), "Misread")
        rates.record_rate(books, rates.RateDraft("NOK", date(2018, 6, 1), "10", reason="Misread"))
        rates.record_rate(books, rates.RateDraft("SEK", date(2018, 6, 1), "9"))
        corrected = replace(
            GIFT,
            contributor="Kingdom of Norway",
            amount="90000",
            agreement_reference="SAA-2",
            earmark="1",
            note="As amended",
        )
        contributions.correct_contribution(books, corrected, "Wrong arrangement")
        movements.correct_movement(
            books,
            replace(FEE_OF_BANK, kind="transfer_to_organization", organization="IOM", note="July"),
            "Booked as another kind",
        )
        allocations.correct_allocation(books, replace(DECISION, usd_amount="7"), "Misread")
        allocations.cancel_allocation(books, "A-1", "Withdrawn")
        receipts.correct_receipt(books, replace(CASH, payer="Somebody"), "The bank told us")
        receipts.book_receipt(books, "U-1", DepositDraft("C-1", None, "", "", reference="D-2"))
        receipts.return_receipt(books, "U-2", "Not admitted")
        amendments.take_back_amendment(books, "C-1", "Not signed after all")
        trip_steps.take_back(books, "T-1", "Too early")
        travel.correct_nomination(books, replace(SEAT, country="BTN", note="By train"), "Misread")
        instalments.schedule_instalments(books, "C-1", [(date(2018, 8, 1), "90000")], "New terms")
        terms.change_terms(
            books,
            terms.TermsDraft(
                "NEW00",
                "Another name",
                date(2017, 1, 1),
                date(2019, 1, 1),
                "1",
                "5",
                "Another organization",
            ),
            "New terms of reference",
        )
        deposits.reverse_deposit(books, "D-1", "Another fund's money")
        moved = events.EventDraft(
            "CONF", "conference", "Moved", "Rabat", "MAR", "2019", date(2019, 1, 1)
        )
        event_changes.change_event(books, moved, "Postponed")
        events.add_event(
            books, events.EventDraft("NEW", "other", "Added", starts_on=date(2018, 7, 10))
        )

    tuesday = files(sqlite_store)
    assert not [name for name in monday if tuesday[name] == monday[name]]
    assert "Kingdom of Norway" in tuesday["contributors"]
    assert files(sqlite_store, known_at="2018-07-02") == monday
    assert files(sqlite_store, known_at="2018-07-03") == tuesday


def test_before_the_first_act_nothing_was_known(sqlite_store: Store) -> None:
    empty = files(sqlite_store)
    a_contributor(sqlite_store)
    a_rate(sqlite_store, "EUR", "0.9")
    a_commitment(sqlite_store, "1000", "EUR")
    assert files(sqlite_store, known_at="2017-01-01") == empty
