"""Nobody checks their own work: approval of a trip, certification of a year."""

from dataclasses import replace

import pytest

from tests.books import day, money_available, perform, refusal
from tests.people import an_account
from trustfund.accounts import people
from trustfund.domain.roles import COMMAND_LINE, LOCAL_ADMINISTRATOR, Role
from trustfund.ledger.certification import certify_year
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.ledger.travel import CostsDraft, NominationDraft, correct_nomination, nominate
from trustfund.ledger.trip_steps import StepDraft, advance, correct_step

NOMINATION = NominationDraft(
    "TS-3", "NPL", day("2017-05-20"), costs=CostsDraft("1000"), reference="T-1"
)
OWN = "nobody approves their own"


@pytest.fixture
def ada(store):
    return an_account(store, "ada@example.org", Role.STAFF, "")


@pytest.fixture
def ben(store):
    return an_account(store, "ben@example.org", Role.STAFF, "")


def step(status: str, on: str) -> StepDraft:
    return StepDraft("T-1", status, day(on))


def test_who_nominated_cannot_approve_the_same_trip(store, ada, ben):
    perform(store, nominate, NOMINATION, actor=ada)
    said = refusal(store, advance, step("approved", "2017-05-25"), actor=ada)
    assert 'Trip "T-1": was nominated' in said
    assert "Ask somebody else who may approve trips" in said
    perform(store, advance, step("approved", "2017-05-25"), actor=ben)


def test_authorising_without_an_approval_is_one(store, ada, ben):
    money_available(store, {"1": "5000"})
    perform(store, nominate, NOMINATION, actor=ada)
    assert OWN in refusal(store, advance, step("authorised", "2017-06-01"), actor=ada)
    perform(store, advance, step("authorised", "2017-06-01"), actor=ben)
    redone = StepDraft("T-1", "authorised", day("2017-06-02"), reason="Another day")
    assert OWN in refusal(store, correct_step, redone, actor=ada)


def test_what_another_approved_may_be_authorised_by_who_nominated(store, ada, ben):
    money_available(store, {"1": "5000"})
    perform(store, nominate, NOMINATION, actor=ada)
    perform(store, advance, step("approved", "2017-05-25"), actor=ben)
    perform(store, advance, step("authorised", "2017-06-01"), actor=ada)


def test_who_corrected_a_nomination_has_nominated_too(store, ada, ben):
    perform(store, nominate, NOMINATION, actor=ada)
    perform(store, correct_nomination, NOMINATION, "Spelling", actor=ben)
    for nominator in (ada, ben):
        assert OWN in refusal(store, advance, step("approved", "2017-05-25"), actor=nominator)
    third = an_account(store, "third@example.org", Role.STAFF, "")
    perform(store, advance, step("approved", "2017-05-25"), actor=third)


def test_an_approval_stands_for_the_delegate_that_it_saw(store, ada, ben):
    money_available(store, {"1": "5000"})
    perform(store, nominate, NOMINATION, actor=ada)
    perform(store, advance, step("approved", "2017-05-25"), actor=ben)
    another = replace(NOMINATION, name="Planted Name-Two")
    perform(store, correct_nomination, another, "Another delegate", actor=ada)
    assert OWN in refusal(store, advance, step("authorised", "2017-06-01"), actor=ada)
    perform(store, advance, step("authorised", "2017-06-01"), actor=ben)


def test_somebody_without_an_account_checks_nobody(store, ada, ben):
    perform(store, nominate, NOMINATION, actor=ada)
    said = refusal(store, advance, step("approved", "2017-05-25"), actor=LOCAL_ADMINISTRATOR)
    assert "An account: is needed, because duties are divided. Sign in with your own." in said
    for name in ("boss@example.org", "chief@example.org"):
        an_account(store, name, Role.ADMIN, "")
    certified = refusal(store, certify_year, 2017, {}, 1, actor=COMMAND_LINE)
    assert "An account: is needed" in certified


@pytest.mark.parametrize("other", [None, Role.VIEWER, Role.TRAVEL, Role.AUDITOR, "disabled"])
def test_where_one_account_alone_may_approve_duties_are_not_divided(store, ada, other):
    if other is not None:
        an_account(store, "ben@example.org", "staff" if other == "disabled" else other, "")
    if other == "disabled":
        people.disable(store, COMMAND_LINE, "ben@example.org")
    perform(store, nominate, NOMINATION, actor=ada)
    perform(store, advance, step("approved", "2017-05-25"), actor=ada)


def interest(on: str) -> MovementDraft:
    return MovementDraft("interest", day(on), "10")


def test_who_entered_cannot_certify_the_year(store, ada, set_today):
    boss = an_account(store, "boss@example.org", Role.ADMIN, "")
    chief = an_account(store, "chief@example.org", Role.ADMIN, "")
    perform(store, record_movement, interest("2017-06-01"), actor=boss)
    said = refusal(store, certify_year, 2017, {}, 1, actor=boss)
    assert 'Year "2017": has entries of yours, and nobody certifies their own' in said
    perform(store, certify_year, 2017, {}, 1, actor=chief)


def test_the_only_administrator_certifies_what_they_entered(store, ada, set_today):
    boss = an_account(store, "boss@example.org", Role.ADMIN, "")
    perform(store, record_movement, interest("2017-06-01"), actor=boss)
    perform(store, certify_year, 2017, {}, 1, actor=boss)


def test_what_was_entered_into_another_year_does_not_matter(store, ada):
    boss = an_account(store, "boss@example.org", Role.ADMIN, "")
    an_account(store, "chief@example.org", Role.ADMIN, "")
    perform(store, record_movement, interest("2018-01-01"), actor=boss)
    perform(store, record_movement, interest("2017-12-31"), actor=ada)
    perform(store, certify_year, 2017, {}, 2, actor=boss)
