"""A problem names its field and its code, and programs ask for those, never for its words."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import trustfund
from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_nomination,
    a_pledge,
    a_step,
    money_available,
    perform,
)
from trustfund.domain import catalogue
from trustfund.domain.problems import Code, Place, Refused
from trustfund.domain.roles import VISITOR
from trustfund.ledger import contributions, deposits, instalments, movements, travel, trip_steps
from trustfund.ledger.contributions import ContributionDraft
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.movements import MovementDraft

PACKAGE = Path(trustfund.__file__).parent
WORDS = {"reason", "remedy", "place"}
TAKES_APART = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition"),
    *("split", "rsplit", "find", "index", "count", "replace", "casefold", "lower", "upper"),
    *("match", "fullmatch", "search", "findall", "finditer"),
}
OF_OTHERS = {
    ("domain/problems.py", "self.remedy.endswith('?')"),  # how its own sentence ends
}
"""What has a reason or a place, and is no problem."""


def compared(source: str) -> Iterator[str]:
    """Where a program compares or takes apart what may be the words of a problem."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, comparators=right):
                looked_at = [left, *right]
            case ast.Call(func=ast.Attribute(attr=name, value=of), args=given):
                looked_at = [of, *given] if name in TAKES_APART else []
            case ast.Subscript(value=of, slice=at):
                looked_at = [of, at]
            case ast.Match(subject=subject):
                looked_at = [subject]
            case _:
                looked_at = []
        if any(isinstance(each, ast.Attribute) and each.attr in WORDS for each in looked_at):
            yield ast.unparse(node)


def test_no_program_compares_the_words_of_a_problem():
    found = {
        (file.relative_to(PACKAGE).as_posix(), code)
        for file in PACKAGE.rglob("*.py")
        for code in compared(file.read_text(encoding="utf-8"))
    }
    assert found == OF_OTHERS


@pytest.mark.parametrize(
    "code",
    [
        'problem.reason == "is missing"',
        'problem.reason.startswith("is not a contributor")',
        'problem.place in {"column", "columns"}',
        're.fullmatch("row .*", problem.place)',
        'problem.place.partition(", ")',
        "problem.remedy[:3]",
    ],
)
def test_the_check_sees_a_comparison(code):
    assert list(compared(code))


@pytest.mark.parametrize("code", Code)
def test_every_code_is_used(code):
    named = f"Code.{code.name}"
    others = (file for file in PACKAGE.rglob("*.py") if file.name != "problems.py")
    used = any(named in file.read_text(encoding="utf-8") for file in others)
    assert used or code is Code.MISSING  # by Problems.missing


# What a programme officer would say is wrong, and where


def wrong(store, act, *args, **kwargs) -> list[tuple[str, str]]:
    """The field and the code of each problem for which an act is refused."""
    with pytest.raises(Refused) as caught:
        perform(store, act, *args, **kwargs)
    return [(problem.field.identity, problem.code.value) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"value_date": None}, ("deposit.value_date", "missing")),
        ({"value_date": "2030-01-01"}, ("deposit.value_date", "future_day")),
        ({"value_date": "1999-12-31"}, ("deposit.value_date", "too_early")),
        ({"value_date": "2017-05-01"}, ("deposit.value_date", "before_signing")),
        ({"amount": ""}, ("deposit.amount", "missing")),
        ({"amount": "5 dollars"}, ("deposit.amount", "not_an_amount")),
        ({"amount": "0"}, ("deposit.amount", "not_above_zero")),
        ({"amount": "5.001"}, ("deposit.amount", "too_many_decimals")),
        ({"currency": "EUR"}, ("deposit.currency", "differs")),
        ({"fee_usd": "2"}, ("deposit.note", "missing")),
        ({"fee_usd": "200"}, ("deposit.fee_usd", "too_much")),
        ({"reference": "D-1"}, ("deposit.reference", "taken")),
        ({"contribution": "C-9"}, ("deposit.contribution_reference", "unknown")),
    ],
)
def test_what_is_wrong_with_a_deposit(sqlite_store, typed, problem):
    gift = a_commitment(sqlite_store, "1000", signed_on="2017-05-02", reference="C-1")
    a_deposit(sqlite_store, gift, "5", reference="D-1")
    sound = {"contribution": gift, "value_date": "2017-05-15", "currency": "USD", "amount": "100"}
    given = sound | typed
    given["value_date"] = given["value_date"] and date.fromisoformat(given["value_date"])
    found = wrong(sqlite_store, deposits.record_deposit, DepositDraft(**given))
    assert problem in found
    assert {identity for identity, _ in found} <= {problem[0], "deposit.value_date"}


def test_a_pledge_takes_no_deposit(sqlite_store):
    draft = DepositDraft(a_pledge(sqlite_store), date(2017, 5, 15), "USD", "100")
    found = wrong(sqlite_store, deposits.record_deposit, draft)
    assert found == [("deposit.contribution_reference", "not_signed")]


def test_all_that_is_wrong_with_a_contribution(sqlite_store):
    draft = ContributionDraft("Norwegen", "DEM", "5", agreement_reference="SAA-1")
    assert wrong(sqlite_store, contributions.record_contribution, draft) == [
        ("contribution.contributor", "not_a_contributor"),
        ("contribution.currency", "ended_currency"),
        ("contribution.agreement_signed_on", "missing"),
    ]


def test_a_part_of_a_split_is_named_beside_its_field(sqlite_store):
    a_contributor(sqlite_store, "Norway")
    draft = ContributionDraft("Norway", "USD", "5", date(2017, 5, 1), earmark="1:x;unearmarked:4")
    with pytest.raises(Refused) as caught:
        perform(sqlite_store, contributions.record_contribution, draft)
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == (
        catalogue.contribution.EARMARK,
        Code.NOT_AN_AMOUNT,
    )
    assert problem.place == "Earmark, part 1"


def test_an_instalment_is_named_by_its_number(sqlite_store):
    gift = a_commitment(sqlite_store, "100")
    lines = [(date(2017, 6, 1), "60"), (None, "x")]
    with pytest.raises(Refused) as caught:
        perform(sqlite_store, instalments.schedule_instalments, gift, lines)
    assert [(p.field.identity, p.code, p.at.row) for p in caught.value.problems] == [
        ("instalment.amount", Code.NOT_AN_AMOUNT, 2),
        ("instalment.due_on", Code.MISSING, 2),
    ]


def test_a_pool_that_would_be_overdrawn_and_a_trip_that_nobody_can_pay(sqlite_store):
    money_available(sqlite_store, {"1": "1000"})
    spent = MovementDraft("bank_charge", date(2017, 6, 1), "5000", "1")
    found = wrong(sqlite_store, movements.record_movement, spent)
    assert ("act.balance", "overdrawn") in found
    trip = a_nomination(sqlite_store)
    a_step(sqlite_store, trip, "approved", "2017-05-21")
    costs = travel.CostsDraft("900000")
    step = trip_steps.StepDraft(trip, "authorised", date(2017, 5, 22), costs=costs)
    assert wrong(sqlite_store, trip_steps.advance, step) == [("trip.cost", "overdrawn")]
    step = trip_steps.StepDraft(trip, "settled", date(2017, 5, 20))
    assert wrong(sqlite_store, trip_steps.advance, step) == [
        ("trip.status", "wrong_step"),
        ("trip.status_on", "out_of_order"),
        ("trip.status_on", "before_event"),
    ]


def test_who_may_not_and_who_comes_too_late(sqlite_store):
    gift = a_commitment(sqlite_store, "1000")
    deposit = a_deposit(sqlite_store, gift, "5")
    reverse = deposits.reverse_deposit
    refused = wrong(sqlite_store, reverse, deposit, "Booked twice", actor=VISITOR)
    assert refused == [("act.kind", "not_open_to_role")]
    assert wrong(sqlite_store, reverse, deposit, "Booked twice", 7) == [
        ("act.record", "changed_meanwhile")
    ]
    assert wrong(sqlite_store, reverse, deposit, "") == [("history.reason", "missing")]
    perform(sqlite_store, reverse, deposit, "Booked twice")
    assert wrong(sqlite_store, reverse, deposit, "Again") == [("deposit.reference", "reversed")]


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (Place(row=5), "row 5"),
        (Place(row=5, column="value_date"), "row 5, value_date"),
        (Place("May", 5, "value_date"), 'sheet "May", row 5, value_date'),
        (Place("", 3, "amount", "Instalment"), "Instalment 3, amount"),
    ],
)
def test_where_a_problem_is(at, written):
    assert str(at) == written
