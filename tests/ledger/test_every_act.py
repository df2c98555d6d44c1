"""What holds for every act on the books, found by looking for them: none can be forgotten."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.books import Act, day, history, perform, refusal
from tests.invariants import assert_read_as_anew, assert_sealed
from tests.papers import a_pdf
from tests.people import acting
from trustfund import ledger
from trustfund.domain import permissions
from trustfund.domain.act_codes import PROGRAMS_OWN, ActCode
from trustfund.domain.kinds import RecordKind
from trustfund.domain.problems import Place
from trustfund.domain.roles import ADMINISTRATORS, Role
from trustfund.domain.travel import TripStatus
from trustfund.ledger import (
    allocations,
    amendments,
    certification,
    clock,
    contributors,
    country_lists,
    deposits,
    eligibility,
    event_changes,
    events,
    giving_up,
    instalments,
    movements,
    names,
    objectives,
    papers,
    publishing,
    rates,
    receipts,
    terms,
    travel,
    trip_steps,
)
from trustfund.ledger import contributions as c
from trustfund.ledger.books import read_books
from trustfund.ledger.imports import deposit_lists, imported_files, left_out, undoing
from trustfund.store.engine import Store

AUTHOR = acting(Role.ADMIN, "Ada")


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(ledger.__path__, "trustfund.ledger."):
        yield importlib.import_module(found.name)


def functions() -> Iterator[Any]:
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def is_act(function: Any) -> bool:
    return function.__code__ is rates.record_rate.__code__  # what the decorator makes of a rule


ACTS = [function for function in functions() if is_act(function)]


def said_of(act: Act, name: str) -> Any:
    """What the decorator was told: ``code`` or ``allowed``."""
    return inspect.getclosurevars(act).nonlocals[name]


PARTS_OF_ACTS = [
    amendments.follow_choice,
    deposits.added,
    deposits.book,
    undoing.put_back,
    papers.forget_of_trips,
    papers.remove_of,
    travel.add_step,
    trip_steps.end,
]
"""What two modules share; an act calls them, and only an act can."""


def test_every_public_function_that_writes_is_an_act_or_part_of_one():
    writers = [
        function
        for function in functions()
        if not is_act(function) and "act" in inspect.signature(function).parameters
    ]
    assert writers == PARTS_OF_ACTS
    assert len(ACTS) >= 35
    assert sorted(str(said_of(act, "code")) for act in ACTS) == sorted({*ActCode} - PROGRAMS_OWN)


def test_what_only_an_administrator_decides_is_refused_to_staff():
    mine = {act for act in ACTS if said_of(act, "allowed") == ADMINISTRATORS}
    assert mine == {
        eligibility.decide_eligibility,
        country_lists.decide_graduation,
        terms.change_terms,
        objectives.change_objective,
        clock.settle_clock,
        certification.certify_year,
        names.forget_old,
        publishing.set_publisher,
        publishing.give_reference,
        publishing.take_reference_back,
    }
    assert all(Role.STAFF in said_of(act, "allowed") for act in {*ACTS} - mine)


def test_visitors_viewers_auditors_and_contributors_book_nothing():
    nothing = {Role.VISITOR, Role.VIEWER, Role.AUDITOR, Role.CONTRIBUTOR}
    assert not nothing & set().union(*permissions.ACTS.values(), *permissions.STEPS.values())


NORWAY = contributors.ContributorDraft("Norway", "member_state", "NOR")
PLEDGE = c.ContributionDraft("Norway", "EUR", "10000", day("2017-04-20"), reference="C-1")
SIGNED = c.ContributionDraft(
    "Norway",
    "EUR",
    "10000",
    day("2017-04-20"),
    "SAA-1",
    agreement_signed_on=day("2017-05-01"),
    reference="C-1",
)
DEPOSIT = deposits.DepositDraft("C-1", day("2017-05-15"), "EUR", "6000", reference="D-1")
LISTED = deposit_lists.Listed(
    replace(DEPOSIT, amount="5", reference="D-3"), Place(row=2), "from a list"
)
SESSION = events.EventDraft("TS-7", "other", "A session", starts_on=day("2017-06-19"))
NOMINATION = travel.NominationDraft(
    "TS-7", "NOR", day("2017-05-20"), costs=travel.CostsDraft("1000"), reference="T-1"
)
AUTHORISED = trip_steps.StepDraft("T-1", "authorised", day("2017-06-01"), reason="A reason")
NAMED = replace(NOMINATION, reference="T-2", name="Planted Name-One")
DECLINED = trip_steps.StepDraft("T-2", "declined", day("2017-06-01"), reason="A reason")
DECLINED_TOO = trip_steps.SeveralDraft(("T-3",), "declined", day("2017-06-01"), "A reason")
TERMS = terms.TermsDraft(
    "ABC01", "A fund", day("2020-01-01"), day("2030-12-31"), "1", "7", "An agency"
)
CHARGE = movements.MovementDraft("bank_charge", day("2017-06-01"), "12.50", reference="M-1")
DECISION = allocations.AllocationDraft("A-1", day("2017-06-01"), "An agency", "100")
CASH = receipts.ReceiptDraft(day("2017-05-20"), "EUR", "50", reference="U-1")
PUBLISHER = publishing.PublisherDraft("XM-TEST-1", "A publisher", "40")
LISTING = country_lists.ListingDraft(
    *("NPL", day("2017-06-01"), "true", "Asia-Pacific", "Asia", "Southern Asia"),
    *("true", "true", None, None, "true", "false"),
)
STEPS = {trip_steps.advance, trip_steps.advance_several, trip_steps.correct_step}
STORY: list[tuple[Any, ...]] = [
    (contributors.record_contributor, NORWAY),
    (contributors.correct_contributor, "Norway", NORWAY, "A reason"),
    (contributors.also_known_as, "An agency of Norway", "Norway", "A reason"),
    (contributors.not_known_as, "An agency of Norway", "Norway", "A reason"),
    (rates.record_rate, rates.RateDraft("EUR", day("2017-05-01"), "0.9")),
    (c.record_contribution, PLEDGE),
    (c.sign_agreement, c.AgreementDraft("C-1", "SAA-1", day("2017-05-01"))),
    (c.correct_contribution, SIGNED, "A reason"),
    (instalments.schedule_instalments, "C-1", [(day("2017-06-30"), "10000")], "A reason"),
    (amendments.amend, amendments.AmendmentDraft("C-1", "A1", day("2017-05-10"), "500")),
    (amendments.take_back_amendment, "C-1", "A reason"),
    (deposits.record_deposit, DEPOSIT),
    (movements.record_movement, CHARGE),
    (movements.correct_movement, CHARGE, "A reason"),
    (movements.reverse_movement, "M-1", "A reason"),
    (allocations.record_allocation, DECISION),
    (allocations.correct_allocation, DECISION, "A reason"),
    (allocations.cancel_allocation, "A-1", "A reason"),
    (receipts.record_receipt, CASH),
    (receipts.correct_receipt, CASH, "A reason"),
    (receipts.return_receipt, "U-1", "A reason"),
    (receipts.record_receipt, replace(CASH, reference="U-2")),
    (receipts.book_receipt, "U-2", replace(DEPOSIT, reference="D-2", value_date=None)),
    (certification.certify_year, 2017, {}, 23, "A reason"),
    (deposit_lists.record_deposits, [LISTED], "A reason"),
    (deposits.correct_deposit, DEPOSIT, "A reason"),
    (deposits.record_deposit, replace(DEPOSIT, amount="5", reference="D-4", apart="A second part")),
    (deposits.tell_apart, "D-4", "A reason"),
    (left_out.leave_out, {"D-5": "D-4"}, "A reason"),
    (deposits.reverse_deposit, "D-4", "A reason"),
    (giving_up.write_off, "C-1", day("2017-06-01"), "A reason"),
    (events.add_event, SESSION),
    (event_changes.change_event, SESSION, "A reason"),
    (eligibility.decide_eligibility, "NOR", day("2017-05-01"), True, "A reason"),
    (travel.nominate, NOMINATION),
    (travel.correct_nomination, NOMINATION, "A reason"),
    (trip_steps.advance, AUTHORISED),
    (trip_steps.correct_step, AUTHORISED),
    (trip_steps.take_back, "T-1", "A reason"),
    (travel.nominate, NAMED),
    (trip_steps.advance, DECLINED),
    (names.forget, "T-2"),
    (travel.nominate, replace(NAMED, reference="T-3")),
    (trip_steps.advance_several, DECLINED_TOO),
    (names.forget_old, 180),
    (deposits.reverse_deposit, "D-1", "A reason"),
    (
        c.record_contribution,
        c.ContributionDraft("Norway", "EUR", "5", day("2017-05-01"), reference="C-2"),
    ),
    (giving_up.withdraw_pledge, "C-2", day("2017-06-01"), "A reason"),
    (giving_up.take_back, "C-2", "A reason"),
    (terms.change_terms, TERMS, "A reason"),
    (objectives.change_objective, objectives.ObjectiveDraft("4", "Fellowships"), "A reason"),
    (rates.record_rate, rates.RateDraft("EUR", day("2017-06-01"), "0.8")),
    (rates.record_rates, rates.RatesDraft(day("2017-07-01"), (("EUR", "0.8"), ("NOK", "8")))),
    (imported_files.record_import, "rates", "rates.csv", (1, 0, 0), 49),
    (imported_files.take_back_import, 1, "A reason"),
    (publishing.set_publisher, PUBLISHER, "A reason"),
    (publishing.give_reference, "Norway", "XM-TEST-2", "A reason"),
    (publishing.take_reference_back, "Norway", "A reason"),
    (country_lists.list_country, LISTING, "A reason"),
    (country_lists.decide_graduation, "NPL", day("2018-01-01"), True, "A reason"),
    (papers.attach, papers.PaperDraft("contribution", "C-1", "Arrangement", a_pdf())),
    (papers.remove, 1, "A reason"),
]


def revision(store: Store) -> int:
    with read_books(store) as books:
        return books.fund.revision


def test_every_act_writes_its_line_of_history_whose_number_is_the_new_revision(store):
    for number, (act, *arguments) in enumerate(STORY, start=1):
        receipt = perform(store, act, *arguments, actor=AUTHOR)
        line = history(store)[-1]
        assert (line.id, revision(store), len(history(store))) == (number, number, number)
        assert (line.actor, line.act) == ("Ada", said_of(act, "code"))
        assert line.action == line.act.words
        assert (line.subject, line.outcome) == (receipt.reference, receipt.sentence)
        if "A reason" in arguments or act in STEPS:
            assert line.reason == "A reason"
        assert_read_as_anew(store)
    assert_sealed(store)  # on both engines
    told = {act for act, *_ in STORY} | {clock.settle_clock}  # of a wrong clock: test_clock.py
    assert {act.__name__ for act in ACTS} == {act.__name__ for act in told}


def test_no_act_is_booked_twice_with_the_token_of_one_form(sqlite_store):
    for number, (act, *arguments) in enumerate(STORY, start=1):
        token = f"form-{number}"
        once = perform(sqlite_store, act, *arguments, actor=AUTHOR, token=token)
        twice = perform(sqlite_store, act, *arguments, actor=AUTHOR, token=token)
        assert (twice.reference, twice.sentence) == (once.reference, once.sentence)
        assert len(history(sqlite_store)) == number


def may(role: Role, act: Act, *arguments: Any) -> bool:
    """Whether the table opens an act of the story to a role."""
    allowed = [permissions.ACTS[said_of(act, "code")]]
    if act in STEPS:
        status = TripStatus(arguments[0].status)
        allowed.append(permissions.STEPS[status])
        if status is TripStatus.AUTHORISED:  # nobody approved before
            allowed.append(permissions.STEPS[TripStatus.APPROVED])
    elif act is trip_steps.take_back:
        allowed += [
            permissions.STEPS[TripStatus.AUTHORISED],
            permissions.STEPS[TripStatus.APPROVED],
        ]
    elif act in {papers.attach, papers.remove}:
        allowed.append(permissions.PAPERS[RecordKind.CONTRIBUTION])
    elif act is imported_files.record_import:
        allowed.append(permissions.FILES[arguments[0]])
    elif act is imported_files.take_back_import:
        allowed.append(ADMINISTRATORS)  # terms were changed within it
    return all(role in each for each in allowed)


@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_the_table_says_and_no_more(sqlite_store, role):
    """The others do the rest: each act finds the books that it needs."""
    for act, *arguments in STORY:
        own = role is not Role.MISSION and may(role, act, *arguments)
        if not own:
            before = revision(sqlite_store)
            said = refusal(sqlite_store, act, *arguments, actor=acting(role))
            is_asked_for = role is Role.MISSION and act in {travel.nominate, trip_steps.advance}
            assert f"is not open to the role {role}" in said or is_asked_for
            assert revision(sqlite_store) == before
        perform(sqlite_store, act, *arguments, actor=acting(role) if own else AUTHOR)
