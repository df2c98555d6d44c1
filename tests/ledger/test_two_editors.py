"""Of two people who edit one document the second is told who changed what, and loses nothing."""

import inspect
from dataclasses import replace

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
from trustfund.domain.roles import Actor, Role
from trustfund.ledger import contributions, contributors, deposits, events, standing, travel
from trustfund.ledger.acts import read_books

ADA, BEN = Actor("Ada", Role.STAFF), Actor("Ben", Role.STAFF)
WHY = "A reason"
NORWAY = contributors.ContributorDraft("Norway", "member_state", "NOR")
PLEDGE = contributions.ContributionDraft("Norway", "USD", "800", day("2017-04-20"), reference="C-1")
SIGNED = contributions.AgreementDraft("C-1", "SAA-1", day("2017-05-01"))
DEPOSIT = deposits.DepositDraft("C-2", day("2017-05-15"), "USD", "70", reference="D-1")
SESSION = events.EventDraft("TS-7", "other", "A session", starts_on=day("2017-06-19"))
NOMINATION = travel.NominationDraft(
    "TS-3", "NPL", day("2017-05-20"), costs=travel.CostsDraft("3000"), reference="T-1"
)
STEP = travel.StepDraft("T-1", "authorised", day("2017-06-01"), reason=WHY)

# What Ada changes, the line of history it makes, and what Ben tries after her with what he saw.
EDITS = {
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
        ],
    ),
    "deposit": (
        (deposits.correct_deposit, DEPOSIT, WHY),
        "corrected a deposit",
        [
            (deposits.correct_deposit, replace(DEPOSIT, amount="71"), WHY),
            (deposits.reverse_deposit, "D-1", WHY),
        ],
    ),
    "event": (
        (events.change_event, replace(SESSION, title="Another session"), WHY),
        "changed an event",
        [(events.change_event, replace(SESSION, city="Geneva"), WHY)],
    ),
    "trip": (
        (travel.correct_nomination, replace(NOMINATION, note="By train"), WHY),
        "corrected a nomination",
        [
            (travel.correct_nomination, replace(NOMINATION, note="By ship"), WHY),
            (travel.advance, replace(STEP, status="ticketed")),
            (travel.correct_step, STEP),
            (travel.take_back, "T-1", WHY),
        ],
    ),
}
CASES = [(what, act) for what, (_, _, tries) in EDITS.items() for act in tries]


def test_every_act_that_knows_what_was_seen_is_tried():
    modules = (contributions, contributors, deposits, events, travel)
    knowing = {
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if "seen" in inspect.signature(function).parameters
    }
    assert knowing == {act for _, (act, *_) in CASES}


@pytest.mark.parametrize(
    ("what", "second"), CASES, ids=[f"{what}-{act.__name__}" for what, (act, *_) in CASES]
)
def test_the_second_of_two_editors_is_told_who_changed_what(store, what, second):
    a_contributor(store)
    money_available(store, {"1": "5000"})
    perform(store, contributions.record_contribution, PLEDGE)
    a_commitment(store, reference="C-2")
    perform(store, deposits.record_deposit, DEPOSIT)
    perform(store, events.add_event, SESSION)
    perform(store, travel.nominate, NOMINATION)
    perform(store, travel.advance, STEP)
    with read_books(store) as books:
        seen = {
            "contributor": lambda: contributors.required(books, "", "Norway"),
            "contribution": lambda: standing.required(books, "", "C-1"),
            "deposit": lambda: deposits.required(books, "D-1"),
            "event": lambda: events.required(books, "TS-7"),
            "trip": lambda: travel.required(books, "T-1"),
        }[what]().version
    (first, *given), did, _ = EDITS[what]
    act, *tried = second
    perform(store, first, *given, actor=ADA, seen=seen)
    line = history(store)[-1]
    said = refusal(store, act, *tried, actor=BEN, seen=seen)
    assert said == (
        f'This record "{line.subject}": was changed meanwhile by Ada at {line.at:%Y-%m-%d %H:%M} '
        f"UTC ({did}). Look at the new values, then make your change again."
    )
    perform(store, act, *tried, actor=BEN, seen=seen + 1)
