"""Of two people who edit one document the second is told who changed what, and loses nothing."""

import inspect
from dataclasses import replace
from typing import Any

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    day,
    history,
    money_available,
    perform,
    refusal,
)
from tests.ledger.test_every_act import ACTS
from tests.people import acting
from trustfund.domain.roles import Role
from trustfund.ledger import (
    allocations,
    amendments,
    contributions,
    contributors,
    deposits,
    event_changes,
    events,
    giving_up,
    instalments,
    movements,
    names,
    objectives,
    publishing,
    rates,
    receipts,
    terms,
    travel,
    trip_steps,
)
from trustfund.ledger.imports import imported_files

ADA, BEN = acting(Role.ADMIN, "Ada"), acting(Role.ADMIN, "Ben")
WHY = "A reason"
NORWAY = contributors.ContributorDraft("Norway", "member_state", "NOR")
PLEDGE = contributions.ContributionDraft("Norway", "USD", "800", day("2017-04-20"), reference="C-1")
SIGNED = contributions.AgreementDraft("C-1", "SAA-1", day("2017-05-01"))
DEPOSIT = deposits.DepositDraft("C-2", day("2017-05-15"), "USD", "70", reference="D-1")
SESSION = events.EventDraft("TS-7", "other", "A session", starts_on=day("2017-06-19"))
NOMINATION = travel.NominationDraft(
    "TS-3", "NPL", day("2017-05-20"), costs=travel.CostsDraft("3000"), reference="T-1"
)
CHARGE = movements.MovementDraft("bank_charge", day("2017-06-01"), "5", reference="M-1")
DECISION = allocations.AllocationDraft("A-1", day("2017-06-01"), "An agency", "500")
CASH = receipts.ReceiptDraft(day("2017-06-01"), "USD", "25", reference="U-1")
TERMS = terms.TermsDraft(
    "MCS00", "A fund", day("2017-01-01"), day("2018-12-31"), "1", "0", "An agency"
)
PUBLISHER = publishing.PublisherDraft("XM-TEST-1", "A publisher", "40")
AMENDMENT = amendments.AmendmentDraft("C-2", "Amendment 1", day("2017-06-01"), "5")
DECLINED = replace(NOMINATION, reference="T-2", name="Planted Name-One")
STEP = trip_steps.StepDraft("T-1", "authorised", day("2017-06-01"), reason=WHY)

# What Ada changes, the line of history it makes, and what Ben tries after her with what he saw.
EDITS: dict[str, tuple[Any, ...]] = {
    "contributor": (
        (contributors.correct_contributor, "Norway", NORWAY, WHY),
        "corrected a contributor",
        [(contributors.correct_contributor, "Norway", NORWAY, WHY)],
    ),
    "contribution": (
        (contributions.correct_contribution, PLEDGE, WHY),
        "corrected a contribution",
        [
            (contributions.correct_contribution, replace(PLEDGE, amount="900"), WHY),
            (contributions.sign_agreement, SIGNED),
            (giving_up.withdraw_pledge, "C-1", day("2017-06-01"), WHY),
        ],
    ),
    "commitment": (
        (amendments.amend, AMENDMENT),
        "amended an arrangement",
        [
            (amendments.amend, replace(AMENDMENT, amendment="Amendment 2")),
            (amendments.take_back_amendment, "C-2", WHY),
            (giving_up.write_off, "C-2", day("2017-06-02"), WHY),
            (instalments.schedule_instalments, "C-2", [(day("2018-01-01"), "100005")], WHY),
        ],
    ),
    "write-off": (
        (giving_up.write_off, "C-2", day("2017-06-02"), WHY),
        "wrote off a commitment",
        [(giving_up.take_back, "C-2", WHY)],
    ),
    "terms": (
        (terms.change_terms, TERMS, WHY),
        "changed the terms of the fund",
        [
            (terms.change_terms, replace(TERMS, name="Another fund"), WHY),
            (publishing.set_publisher, PUBLISHER, WHY),
        ],
    ),
    "objective": (
        (objectives.change_objective, objectives.ObjectiveDraft("3", "Running cost"), WHY),
        "changed an objective of the fund",
        [(objectives.change_objective, objectives.ObjectiveDraft("3", "Cost"), WHY)],
    ),
    "reference": (
        (publishing.give_reference, "Norway", "XM-TEST-2", WHY),
        "gave an organization its IATI reference",
        [
            (publishing.give_reference, "Norway", "XM-TEST-3", WHY),
            (publishing.take_reference_back, "Norway", WHY),
        ],
    ),
    "movement": (
        (movements.correct_movement, replace(CHARGE, note="June"), WHY),
        "corrected a movement",
        [
            (movements.correct_movement, replace(CHARGE, usd_amount="6"), WHY),
            (movements.reverse_movement, "M-1", WHY),
        ],
    ),
    "allocation": (
        (allocations.correct_allocation, replace(DECISION, note="For travel"), WHY),
        "corrected an allocation",
        [
            (allocations.correct_allocation, replace(DECISION, usd_amount="6"), WHY),
            (allocations.cancel_allocation, "A-1", WHY),
        ],
    ),
    "receipt": (
        (receipts.correct_receipt, replace(CASH, payer="Somebody"), WHY),
        "corrected an unidentified receipt",
        [
            (receipts.correct_receipt, replace(CASH, amount="6"), WHY),
            (receipts.return_receipt, "U-1", WHY),
            (receipts.book_receipt, "U-1", deposits.DepositDraft("C-2", None, "", "")),
        ],
    ),
    "deposit": (
        (deposits.correct_deposit, DEPOSIT, WHY),
        "corrected a deposit",
        [
            (deposits.correct_deposit, replace(DEPOSIT, amount="71"), WHY),
            (deposits.reverse_deposit, "D-1", WHY),
            (deposits.tell_apart, "D-1", WHY),
        ],
    ),
    "event": (
        (event_changes.change_event, replace(SESSION, title="Another session"), WHY),
        "changed an event",
        [(event_changes.change_event, replace(SESSION, city="Geneva"), WHY)],
    ),
    "trip": (
        (travel.correct_nomination, replace(NOMINATION, note="By train"), WHY),
        "corrected a nomination",
        [
            (travel.correct_nomination, replace(NOMINATION, note="By ship"), WHY),
            (trip_steps.advance, replace(STEP, status="ticketed")),
            (trip_steps.correct_step, STEP),
            (trip_steps.take_back, "T-1", WHY),
        ],
    ),
    "name": (
        (travel.correct_nomination, replace(DECLINED, note="By train"), WHY),
        "corrected a nomination",
        [(names.forget, "T-2")],
    ),
    "import": (
        (imported_files.take_back_import, 1, WHY),
        "took back an import",
        [(imported_files.take_back_import, 1, WHY)],
    ),
}
CASES = [(what, act) for what, (_, _, tries) in EDITS.items() for act in tries]


def test_every_act_that_knows_what_was_seen_is_tried():
    knowing = {act for act in ACTS if "seen" in inspect.signature(act).parameters}
    assert knowing == {act for _, (act, *_) in CASES}


@pytest.mark.deep_on_postgres
@pytest.mark.parametrize(
    ("what", "second"), CASES, ids=[f"{what}-{act.__name__}" for what, (act, *_) in CASES]
)
def test_the_second_of_two_editors_is_told_who_changed_what(store, what, second):
    a_contributor(store)
    money_available(store, {"1": "5000", "unearmarked": "100"})
    perform(store, contributions.record_contribution, PLEDGE)
    a_commitment(store, reference="C-2")
    perform(store, deposits.record_deposit, DEPOSIT)
    alike = replace(DEPOSIT, reference="D-2", apart="A second part")
    perform(store, deposits.record_deposit, alike)
    perform(store, movements.record_movement, CHARGE)
    perform(store, allocations.record_allocation, DECISION)
    perform(store, receipts.record_receipt, CASH)
    perform(store, events.add_event, SESSION)
    perform(store, travel.nominate, NOMINATION)
    perform(store, trip_steps.advance, STEP)
    perform(store, travel.nominate, DECLINED)
    perform(store, trip_steps.advance, replace(STEP, trip="T-2", status="declined"))
    perform(store, rates.record_rate, rates.RateDraft("EUR", day("2017-05-01"), "0.9"))
    perform(store, publishing.give_reference, "Norway", "XM-TEST-1", WHY)
    imported = ("rates", "rates.csv", (1, 0, 0), len(history(store)))
    perform(store, imported_files.record_import, *imported)
    seen = 2 if what in {"trip", "name"} else 1  # a nomination, then a step
    (first, *given), did, _ = EDITS[what]
    act, *tried = second
    perform(store, first, *given, actor=ADA, seen=seen)
    line = history(store)[-1]
    said = refusal(store, act, *tried, actor=BEN, seen=seen)
    assert said == (
        f'This record "{line.subject}": was changed meanwhile by Ada at {line.at:%Y-%m-%d %H:%M} '
        f"UTC ({did}). Look at the new values, then make your change again."
    )
    if act is not imported_files.take_back_import:  # which is done once
        perform(store, act, *tried, actor=BEN, seen=seen + 1)
