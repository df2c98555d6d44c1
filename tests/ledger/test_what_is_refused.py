"""What every act refuses alike: a missing reason, an unknown record, and all problems at once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.books import a_commitment, a_deposit, a_nomination, a_pledge, day, perform, refusal
from tests.ledger.test_every_act import AUTHOR, AUTHORISED, DEPOSIT, STORY
from trustfund.ledger import (
    allocations,
    amendments,
    certification,
    contributions,
    contributors,
    deposits,
    eligibility,
    event_changes,
    events,
    giving_up,
    instalments,
    movements,
    names,
    publishing,
    rates,
    receipts,
    terms,
    travel,
    trip_steps,
)
from trustfund.ledger.imports import deposit_lists, imported_files
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft

ON, LATE, WHY = day("2017-06-01"), day("2018-07-17"), "A reason"
ASK_FOR_NO_REASON = {
    contributors.also_known_as,
    instalments.schedule_instalments,  # of a first schedule
    certification.certify_year,  # for the first time
    deposit_lists.record_deposits,
}


def without_a_reason(argument: Any) -> Any:
    if isinstance(argument, StepDraft):
        return replace(argument, reason=" ")
    return " " if argument == WHY else argument


def test_whatever_changes_what_is_booked_needs_a_reason(sqlite_store):
    for act, *arguments in STORY:
        silent = [without_a_reason(argument) for argument in arguments]
        is_exit = AUTHORISED not in arguments  # a step that goes on needs none
        asks = is_exit if act is trip_steps.advance else act not in ASK_FOR_NO_REASON
        if silent != arguments and asks:
            said = refusal(sqlite_store, act, *silent, actor=AUTHOR)
            assert said == "Reason: is missing. Say in a few words why the books change."
        perform(sqlite_store, act, *arguments, actor=AUTHOR)


STEP = StepDraft("T-9", "approved", ON, reason=WHY)
MOVED = movements.MovementDraft("interest", ON, "5", reference="M-9")
DECIDED = allocations.AllocationDraft("A-9", ON, "An agency", "5")
CASH = receipts.ReceiptDraft(ON, "USD", "5", reference="U-9")
PLEDGED = contributions.ContributionDraft("Norway", "USD", "5", ON, reference="C-9")
SIGNED = contributions.AgreementDraft("C-9", "SAA-1", ON)
MORE = amendments.AmendmentDraft("C-9", "A1", ON, "5")
NORWAY = contributors.ContributorDraft("Norway", "member_state", "NOR")


@pytest.mark.parametrize(
    ("said", "act", "arguments"),
    [
        ("is not a deposit", deposits.correct_deposit, (replace(DEPOSIT, reference="D-9"), WHY)),
        ("is not a deposit", deposits.reverse_deposit, ("D-9", WHY)),
        ("is not a contribution", deposits.record_deposit, (replace(DEPOSIT, contribution="C-9"),)),
        ("is not a contribution", contributions.correct_contribution, (PLEDGED, WHY)),
        ("is not a contribution", contributions.sign_agreement, (SIGNED,)),
        ("is not a contribution", amendments.amend, (MORE,)),
        ("is not a contribution", amendments.take_back_amendment, ("C-9", WHY)),
        ("is not a contribution", giving_up.write_off, ("C-9", ON, WHY)),
        ("is not a contribution", giving_up.withdraw_pledge, ("C-9", ON, WHY)),
        ("is not a contribution", giving_up.take_back, ("C-9", WHY)),
        ("is not a contribution", instalments.schedule_instalments, ("C-9", [(ON, "5")])),
        ("is not a movement", movements.correct_movement, (MOVED, WHY)),
        ("is not a movement", movements.reverse_movement, ("M-9", WHY)),
        ("is not an allocation", allocations.correct_allocation, (DECIDED, WHY)),
        ("is not an allocation", allocations.cancel_allocation, ("A-9", WHY)),
        ("is not an unidentified receipt", receipts.correct_receipt, (CASH, WHY)),
        ("is not an unidentified receipt", receipts.return_receipt, ("U-9", WHY)),
        ("is not an unidentified receipt", receipts.book_receipt, ("U-9", DEPOSIT)),
        ("is not a trip", trip_steps.advance, (STEP,)),
        ("is not a trip", trip_steps.correct_step, (STEP,)),
        ("is not a trip", trip_steps.take_back, ("T-9", WHY)),
        ("is not a trip", names.forget, ("T-9",)),
        ("is not an event", travel.nominate, (NominationDraft("TS-9", "NPL", ON),)),
        ("is not a contributor yet", contributors.correct_contributor, ("Norway", NORWAY, WHY)),
        ("is not a contributor yet", contributors.also_known_as, ("Norge", "Norway")),
        ("is not in the books", publishing.give_reference, ("Norway", "XM-TEST-1", WHY)),
        ("is not an import", imported_files.take_back_import, (9, WHY)),
    ],
)
def test_what_is_not_recorded_cannot_be_changed_or_built_on(sqlite_store, said, act, arguments):
    assert said in refusal(sqlite_store, act, *arguments)


PLEDGE, COMMITMENT, TRIP = "MCS00-C-0001", "C-2", "MCS00-T-0001"


@pytest.mark.parametrize(
    ("act", "arguments", "places"),
    [
        (
            contributions.record_contribution,
            [
                contributions.ContributionDraft(
                    "Nobody",
                    "USD",
                    "1.001",
                    LATE,
                    agreement_signed_on=date(2018, 7, 18),
                    agreement_link="saa.pdf",
                    earmark="1:1",
                )
            ],
            (
                'Contributor "Nobody"|Amount "1.001"|Arrangement link "saa.pdf"|'
                'Pledged on "2018-07-17"|Arrangement reference|Signed on "2018-07-18"'
            ),
        ),
        (
            contributions.record_contribution,
            [contributions.ContributionDraft("Norway", "USD", "5", ON, "SAA-1")],
            "Signed on",
        ),
        (
            contributions.sign_agreement,
            [contributions.AgreementDraft(PLEDGE, "", None)],
            "Arrangement reference|Signed on",
        ),
        (
            amendments.amend,
            [amendments.AmendmentDraft("C-9", "", None, "five")],
            'Signed on|Amendment|Contribution "C-9"',
        ),
        (
            giving_up.withdraw_pledge,
            ["C-9", LATE, ""],
            'Reason|Withdrawn on "2018-07-17"|Pledge "C-9"',
        ),
        (
            instalments.schedule_instalments,
            [COMMITMENT, [(None, "60000"), (ON, "0"), (LATE, "1.234")]],
            'Instalment 1, due|Instalment 2, amount "0"|Instalment 3, amount "1.234"',
        ),
        (
            deposits.record_deposit,
            [deposits.DepositDraft(PLEDGE, None, "EUR", "1.001", fee_usd="free", reference="D-1")],
            (
                f'Reference "D-1"|Value date|Contribution "{PLEDGE}"|Currency "EUR"|Amount "1.001"|'
                'Fee "free"'
            ),
        ),
        (
            deposits.correct_deposit,
            [deposits.DepositDraft("C-9", None, "", "", reference="D-9"), ""],
            'Reason|Deposit "D-9"',
        ),
        (
            movements.record_movement,
            [movements.MovementDraft("gift", None, "1,0", "9")],
            'Kind "gift"|Value date|Amount "1,0"|Objective "9"',
        ),
        (
            rates.record_rate,
            [rates.RateDraft("EURO", None, "zero")],
            'Currency "EURO"|Units for 1 USD "zero"|Effective date',
        ),
        (
            contributors.record_contributor,
            [contributors.ContributorDraft(" ", "company", "XYZ", "Nobody")],
            'Name|Kind of contributor "company"|Country "XYZ"|Parent "Nobody"',
        ),
        (contributors.also_known_as, [" ", "Atlantis"], 'Contributor "Atlantis"|Other name'),
        (contributors.not_known_as, ["Sida", "Norway", ""], 'Reason|Other name "Sida"'),
        (
            events.add_event,
            [
                events.EventDraft(
                    " ", "party", " ", country="XXX", date_precision="sometime", status="maybe"
                )
            ],
            (
                'Code|Kind of event "party"|How exact the dates are "sometime"|Status "maybe"|'
                'Title|Country "XXX"|First day'
            ),
        ),
        (
            event_changes.change_event,
            [events.EventDraft("TS-9", "other", "", starts_on=ON), ""],
            'Reason|Event "TS-9"|Title',
        ),
        (
            eligibility.decide_eligibility,
            ["XXX", None, True, " "],
            'Reason|Country "XXX"|From',
        ),
        (
            travel.nominate,
            [
                NominationDraft(
                    "TS-3",
                    "NEP",
                    None,
                    "friend",
                    "f",
                    costs=CostsDraft("x", "1.001"),
                    reference=TRIP,
                )
            ],
            (
                f'Reference "{TRIP}"|Nominated on|Country "NEP"|Role "friend"|Gender "f"|'
                'Ticket "x"|Daily subsistence allowance "1.001"'
            ),
        ),
        (
            trip_steps.advance,
            [StepDraft(TRIP, "no_show", None, actual="lots", costs=CostsDraft("x"))],
            'No show on|Status "No show"|Reason|Ticket "x"|Estimate|Actual cost "lots"',
        ),
        (
            trip_steps.advance,
            [StepDraft("T-9", "gone", LATE)],
            'Trip "T-9"|Status "gone"|Date "2018-07-17"',
        ),
        (
            publishing.set_publisher,
            [publishing.PublisherDraft("MPTF", "", "41"), ""],
            'Reason|Publisher\'s reference "MPTF"|Publisher\'s name|Publisher\'s type "41"',
        ),
        (
            terms.change_terms,
            [terms.TermsDraft("", "", LATE, ON, "101", "one", " "), ""],
            (
                "Reason|Code|Name of the fund|Managing organization|"
                'Administrative agent fee, % "101"|Indirect support cost, % "one"|'
                'Last day "2017-06-01"'
            ),
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_all_that_is_wrong_is_reported_at_once(sqlite_store, act, arguments, places):
    assert a_pledge(sqlite_store) == PLEDGE
    a_deposit(sqlite_store, a_commitment(sqlite_store, reference=COMMITMENT), "1", reference="D-1")
    assert a_nomination(sqlite_store) == TRIP
    said = refusal(sqlite_store, act, *arguments)
    assert [line.split(":")[0] for line in said.splitlines()] == places.split("|")
