"""What a line of a bank statement may be: never two lines for one document."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trustfund.domain.bank import Part
from trustfund.domain.kinds import MovementKind
from trustfund.figures.bank_matching import (
    Booked,
    Expected,
    Line,
    Promise,
    Proposal,
    propose,
    said,
)

DAY = date(2018, 6, 29)
LINE = Line(1, "USD", DAY, DAY, 60_000_00)
DEPOSIT = Booked(
    Part.DEPOSIT,
    "MCS00-D-0081",
    DAY,
    frozenset({("USD", 60_000_00), ("EUR", 50_000_00)}),
    ("Norway", "Kingdom of Norway"),
    "ILL-1",
    "MCS00-C-0007",
)
GIFT = Promise("MCS00-C-0007", ("Norway",), "USD", 90_000_00, frozenset({60_000_00}), "SAA-7")


def one(line: Line, **expected) -> Proposal | None:
    return propose([line], Expected(**expected)).get(line.key)


def test_the_same_bank_reference_and_amount_are_sure_even_on_another_day():
    line = replace(LINE, reference="ill 1".replace(" ", "-"), value_on=DAY + timedelta(days=20))
    found = one(line, booked=[DEPOSIT])
    assert found.is_sure
    assert said(found) == (
        "Booked already, deposit MCS00-D-0081: same bank reference and same amount"
    )


def test_the_amount_before_exchange_is_an_amount_of_the_line():
    line = replace(LINE, amount=59_800_00, paid=("EUR", 50_000_00), text="MCS00-D-0081")
    assert one(line, booked=[DEPOSIT]).is_sure


def test_a_reference_with_another_amount_is_proposed_and_not_sure():
    found = one(replace(LINE, amount=59_990_00, reference="ILL-1"), booked=[DEPOSIT])
    assert (found.reference, found.is_sure) == ("MCS00-D-0081", False)


def test_an_amount_alone_on_a_day_close_by_is_not_sure():
    line = replace(LINE, value_on=DAY + timedelta(days=2))
    assert not one(line, booked=[DEPOSIT]).is_sure
    far = replace(LINE, value_on=DAY + timedelta(days=8))
    assert one(far, booked=[DEPOSIT]).part is Part.RECEIPT


def test_money_that_goes_the_other_way_is_never_the_same():
    assert one(replace(LINE, amount=-60_000_00, reference="ILL-1"), booked=[DEPOSIT]) is None


def test_two_lines_that_fit_one_deposit_alike_are_for_a_person():
    twin = replace(LINE, key=2)
    found = propose([LINE, twin], Expected(booked=[DEPOSIT]))
    assert found[1] == Proposal(Part.DEPOSIT, "MCS00-D-0081", reasons=found[1].reasons)
    assert found[2].reference == ""


def test_two_deposits_that_fit_one_line_alike_are_for_a_person():
    other = replace(DEPOSIT, reference="MCS00-D-0082", bank_reference="")
    same = replace(DEPOSIT, bank_reference="")
    assert not one(LINE, booked=[same, other]).is_sure
    assert one(replace(LINE, text="for MCS00-D-0082."), booked=[same, other]).is_sure


def test_a_payer_by_any_of_its_names_with_an_expected_instalment_is_a_sure_new_deposit():
    gift = replace(GIFT, names=("Côte d'Ivoire", "Ivory Coast"))
    line = replace(LINE, counterparty="COTE D IVOIRE MINISTRY OF FINANCE")
    found = one(line, promises=[gift])
    assert (found.reference, found.is_sure) == ("MCS00-C-0007", True)
    assert said(found) == (
        "New deposit for MCS00-C-0007: same payer and an instalment of this amount is expected"
    )
    assert not one(replace(line, amount=1_00), promises=[gift]).is_sure


def test_a_name_within_a_longer_word_is_no_name():
    line = replace(LINE, counterparty="Malian Trading")
    assert one(line, promises=[replace(GIFT, names=("Mali",))]).part is Part.RECEIPT


def test_a_second_payment_under_one_arrangement_is_for_a_person():
    first = replace(LINE, counterparty="Norway")
    found = propose([first, replace(first, key=2)], Expected(promises=[GIFT]))
    assert (found[1].is_sure, found[2].is_sure) == (True, False)


def test_small_charges_are_sure_and_large_ones_are_nothing_anybody_expects():
    charge = replace(LINE, amount=-12_50, text="Account charges June")
    assert one(charge) == Proposal(
        None, kind=MovementKind.BANK_CHARGE, reasons=one(charge).reasons, is_sure=True
    )
    assert one(replace(charge, amount=-900_00)) is None


def test_a_charge_in_another_currency_is_proposed_and_its_dollars_are_for_a_person():
    charge = replace(LINE, currency="EUR", amount=-12_50, text="Account charges June")
    assert (one(charge).kind, one(charge).is_sure) == (MovementKind.BANK_CHARGE, False)
    yen = replace(charge, currency="JPY", amount=-60_000, paid=("USD", 501_00))
    assert one(yen) is None


def test_interest_transfers_and_refunds_are_known_by_words_and_names():
    interest = one(replace(LINE, text="Intérêts 2e trimestre"))
    assert interest.kind is MovementKind.INTEREST
    name = "International Organization for Migration"
    out = replace(LINE, amount=-1_00, counterparty=name.upper())
    found = one(out, organizations=[name])
    assert (found.kind, found.organization) == (MovementKind.TRANSFER_TO_ORGANIZATION, name)
    refund = one(replace(out, counterparty="Norway"), givers={"Norway": "MCS00-C-0007"})
    assert (refund.kind, refund.reference) == (MovementKind.REFUND_TO_CONTRIBUTOR, "MCS00-C-0007")
    assert not refund.is_sure


def test_a_line_that_another_statement_may_have_too_is_for_a_person():
    twin = replace(LINE, has_twin=True)
    assert not one(twin, booked=[DEPOSIT]).is_sure
    found = one(replace(twin, amount=-5_00, text="charge"))
    assert not found.is_sure
    assert said(found) == (
        "New movement, bank charge: the words say so; look twice: another statement has a line of "
        "this day and amount"
    )
    assert said(one(twin)).endswith("another statement has a line of this day and amount")


_AMOUNTS = st.sampled_from([100, 200, -100, -200])
_DAYS = st.integers(0, 9).map(lambda days: DAY + timedelta(days=days))
_REFERENCES = st.sampled_from(["", "R-1", "R-2", "D-1", "D-2"])


@st.composite
def lines(draw) -> list[Line]:
    facts = draw(st.lists(st.tuples(_DAYS, _AMOUNTS, _REFERENCES), max_size=8))
    return [
        Line(key, "USD", day, day, amount, reference=reference)
        for key, (day, amount, reference) in enumerate(facts, start=1)
    ]


@st.composite
def booked(draw) -> list[Booked]:
    facts = draw(st.lists(st.tuples(_DAYS, _AMOUNTS, _REFERENCES), max_size=8))
    return [
        Booked(Part.MOVEMENT, f"D-{key}", day, frozenset({("USD", amount)}), (), reference)
        for key, (day, amount, reference) in enumerate(facts, start=1)
    ]


@given(lines(), booked())
def test_no_two_lines_are_ever_given_one_document(lines, booked):
    found = propose(lines, Expected(booked=booked))
    named = [each.reference for each in found.values() if each.part is Part.MOVEMENT]
    assert len(named) == len(set(named))
    way = {each.reference: next(iter(each.sums))[1] > 0 for each in booked}
    for line in lines:
        proposal = found.get(line.key)
        if proposal and proposal.part is Part.MOVEMENT:
            assert way[proposal.reference] is (line.amount > 0)


@given(lines(), booked())
def test_a_sure_match_has_the_amount_to_the_cent(lines, booked):
    found = propose(lines, Expected(booked=booked))
    sums = {each.reference: each.sums for each in booked}
    for line in lines:
        proposal = found.get(line.key)
        if proposal and proposal.part is Part.MOVEMENT and proposal.is_sure:
            assert ("USD", line.amount) in sums[proposal.reference]
