"""Files of every kind but travel: the acts of the pages, each row by its reference."""

import os

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_pledge,
    a_rate,
    available,
    day,
    entries,
    everything,
    history,
    money_available,
    perform,
    standing,
    with_agent,
)
from tests.exchange.outcomes import changes, said, wrong
from tests.reading import only_row, rows
from trustfund.ledger import contributions, deposits, giving_up
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.ledger.books import read_books
from trustfund.ledger.contribution_rules import required
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.store.tables import Event, Rate

GIFTS = "reference,contributor,currency,amount"
SIGNED = "reference,contributor,agreement_reference,agreement_signed_on,currency,amount"
SCHEDULE = "contribution_reference,due_on,amount\n"
CASH = "reference,contribution_reference,value_date,currency,amount"


def contribution(store, reference):
    with read_books(store) as books:
        own = required(books, reference)
        return contributions.as_draft(books, own, standing(store, reference))


def deposit(store, reference):
    with read_books(store) as books:
        return deposits.as_draft(books, deposits.required(books, reference))


# What is wrong, and where

MOVED = "reference,kind,value_date,usd_amount,objective"
WRONG = {
    "contributors": (
        """\
name,contributor_type,country
Sweden,member_state,SWE
Atlantis,member_state,ATL
Example Corporation,company,
,member_state,
""",
        'row 3, country "ATL": is not a country code',
        'row 4, contributor_type "company": may not contribute to this fund',
        "row 5, name: is missing",
        "row 5, country: is missing",
    ),
    "contributions": (
        """\
reference,contributor,currency,amount,pledged_on,earmark,agreement_link
C-3,Sweden,USD,12x,20.4.,,example.org
C-4,Norway,USD,100,2017-04-20,Nepal,
C-5,Norway,EURO,100,2017-04-20,1:100,
C-6,Norway,USD,100,2017-04-20,1:99,
""",
        'row 2, pledged_on "20.4.": is not a date',
        'row 2, contributor "Sweden": is not a contributor yet',
        'row 2, amount "12x": is not an amount',
        'row 2, agreement_link "example.org": is not a web address',
        'row 3, earmark "Nepal": is not an objective of the fund',
        'row 4, currency "EURO": is not a currency code',
        'row 5, earmark "1:99": adds up to USD 99.00 and not to USD 100.00',
    ),
    "instalments": (
        """\
contribution_reference,due_on,amount
C-1,2017-06-30,60000
C-2,2017-06-30,99
C-1,2018-06-31,4O000
C-3,2017-06-30,1
""",
        'row 3, amount "USD 99.00": do not add up to the commitment of USD 100.00',
        'row 4, due_on "2018-06-31": is not a date',
        'row 4, amount "4O000": is not an amount',
        'row 5, contribution_reference "C-3": is not a contribution',
    ),
    "deposits": (
        """\
reference,contribution_reference,value_date,currency,amount,fee_usd
D-1,C-1,2017-04-01,USD,5,
D-2,C-9,2017-05-15,USD,5,
D-3,C-1,2017-05-15,EUR,x,7
D-3,C-1,15.13.2017,USD,5,
""",
        'row 2, value_date "2017-04-01": is before the arrangement was signed, 2017-05-01',
        'row 3, contribution_reference "C-9": is not a contribution',
        'row 4, currency "EUR": is not the currency of the arrangement, which is USD',
        'row 4, amount "x": is not an amount',
        'row 4, fee_usd "7": is more than the deposit',
        'row 5, reference "D-3": is in row 4 already',
    ),
    "events": (
        """\
code,kind,title,status
X,party,,maybe
""",
        "row 2, title: is missing",
        'row 2, kind "party": is not one of the codes',
        'row 2, status "maybe": is not one of the codes',
    ),
    "rates": (
        """\
currency,effective_on,units_per_usd
EUR,1 Floréal 2017,0.9
USD,2017-05-01,1.01
XXQ,,-1
EUR,20/04/17,0.9
eur,2017-07-01,0.87
EUR,2017-07-01,0.88
""",
        'row 2, effective_on "1 Floréal 2017": is not a date',
        'row 3, currency "USD": needs no rate',
        "row 4, effective_on: is missing",
        'row 4, currency "XXQ": is not a currency code',
        'row 4, units_per_usd "-1": is not a rate of exchange',
        'row 5, effective_on "20/04/17": has a year of two figures',
        'row 7, currency "EUR 2017-07-01": is in row 6 already',
    ),
    "movements": (
        """\
reference,kind,value_date,usd_amount,objective
M-1,gift,2017-06-30,12.50,
M-2,interest,2017-06-31,1.2.3,
M-3,surplus_release,2017-06-30,5,2
M-4,transfer_to_organization,2017-06-30,5,
M-5,refund_to_contributor,2017-06-30,5,
""",
        'row 2, kind "gift": is not one of the codes',
        'row 3, value_date "2017-06-31": is not a date',
        'row 3, usd_amount "1.2.3": is not an amount',
        'row 4, objective "2": has no surplus to release',
        "row 4, note: is missing",
        "row 5, organization: is missing",
        "row 6, contribution_reference: is not a contribution",
    ),
}
"""Of each kind a file, and what is wrong with it."""


@pytest.mark.parametrize("kind", WRONG)
def test_every_cell_that_is_wrong_is_named_by_row_and_column(sqlite_store, bring, kind):
    a_commitment(sqlite_store, "100000", reference="C-1")
    a_commitment(sqlite_store, "100", reference="C-2")
    text, *problems = WRONG[kind]
    before = everything(sqlite_store)
    outcome = bring(sqlite_store, kind, text)
    assert wrong(outcome) == problems
    assert everything(sqlite_store) == before


def test_a_problem_says_its_field_and_code_besides_its_place(sqlite_store, bring):
    a_commitment(sqlite_store, "100", reference="C-1")
    text = f"{SCHEDULE}C-1,2017-06-30,60\nC-1,2017-07-31,0\n"
    (problem,) = bring(sqlite_store, "instalments", text).problems
    assert (problem.field.identity, problem.code) == ("instalment.amount", "not_above_zero")
    assert problem.at[1:3] == (3, "amount")


def test_a_deposit_that_moves_from_under_a_refund_is_wrong_in_its_contribution(sqlite_store, bring):
    for gift in ("C-1", "C-2"):
        a_commitment(sqlite_store, "1000", reference=gift)
    a_deposit(sqlite_store, "C-1", "500", reference="D-1")
    back = MovementDraft("refund_to_contributor", day("2017-06-01"), "100", contribution="C-1")
    perform(sqlite_store, record_movement, back)
    (line,) = said(bring(sqlite_store, "deposits", f"{CASH}\nD-1,C-2,2017-05-15,USD,500"))
    assert line.startswith("row 2, contribution_reference")


# What a changed row changes, as an export writes it


@pytest.mark.parametrize(
    ("kind", "header", "first", "second", "changed"),
    [
        (
            "contributors",
            "name,contributor_type,country",
            "Norway,philanthropic_organization,",
            "Norway,member_state,NOR",
            [
                "contributor_type: philanthropic_organization → member_state",
                "country: (not stated) → NOR",
            ],
        ),
        (
            "movements",
            "reference,kind,value_date,usd_amount,note",
            "M-1,interest,2017-06-01,12.5,",
            "M-1,interest,2017-06-02,13,June",
            [
                "value_date: 2017-06-01 → 2017-06-02",
                "usd_amount: 12.50 → 13.00",
                "note: (not stated) → June",
            ],
        ),
        (
            "allocations",
            "reference,decided_on,organization,usd_amount",
            "A-1,2017-06-01,IOM,100",
            "A-1,2017-06-01,UNDP,100",
            ["organization: IOM → UNDP"],
        ),
        (
            "events",
            "code,kind,title,city,starts_on,ends_on,date_precision",
            "TS-7,thematic_session,A session,Geneva,2018-02-15,,month",
            "TS-7,thematic_session,A session,Geneva,2018-03-15,,month",
            ["starts_on: 2018-02-01 → 2018-03-01", "ends_on: 2018-02-28 → 2018-03-31"],
        ),
        (
            "rates",
            "currency,effective_on,units_per_usd",
            "EUR,2017-05-01,0.918",
            "EUR,2017-05-01,0.92",
            ["units_per_usd: 0.918 → 0.92"],
        ),
    ],
)
def test_a_changed_row_is_a_correction_with_the_row_as_reason(
    store, bring, kind, header, first, second, changed
):
    bring(store, kind, f"{header}\n{first}\n")
    assert bring(store, kind, f"{header}\n{first}\n").same == 1
    outcome = bring(store, kind, f"{header}\n{second}\n", name="june.csv")
    assert str(outcome) == "new 0, changed 1, same 0, problems 0"
    assert changes(outcome) == [f"row 2, {each}" for each in changed]
    assert history(store)[-2].reason == "imported from june.csv, row 2"
    assert bring(store, kind, f"{header}\n{second}\n").same == 1


def test_a_file_without_the_column_parent_leaves_parents_alone(sqlite_store, bring):
    a_contributor(sqlite_store, "Norway")
    text = "name,contributor_type,parent\nNorad,philanthropic_organization,{}\n"
    bring(sqlite_store, "contributors", text.format("Norway"))
    assert bring(sqlite_store, "contributors", text.format("norway")).same == 1
    short = "name,contributor_type\nNorad,philanthropic_organization\n"
    assert bring(sqlite_store, "contributors", short).same == 1
    outcome = bring(sqlite_store, "contributors", text.format(""))
    assert changes(outcome) == ["row 2, parent: Norway → (not stated)"]


# Contributions


def test_pledges_and_commitments_come_in_with_their_earmarks(store, bring):
    a_contributor(store)
    a_rate(store, "EUR", "0.9")
    outcome = bring(
        store,
        "contributions",
        f"{SIGNED},pledged_on,earmark,note\n"
        "C-1,Norway,,,eur,60000,2017-04-20,,announced in New York\n"
        'C-2,norway,SAA-2,2017-05-02,EUR,"100,000.00",,1:60000;unearmarked:40000,\n',
    )
    assert str(outcome) == "new 2, changed 0, same 0, problems 0"
    assert contribution(store, "C-1").earmark == "unearmarked"
    assert contribution(store, "C-1").note == "announced in New York"
    assert dict(standing(store, "C-2").committed) == {"1": 6_000_000, "unearmarked": 4_000_000}


def test_an_absent_column_changes_nothing_and_an_empty_cell_says_not_stated(store, bring):
    a_commitment(store, "100000", earmark="1:60000;unearmarked:40000", reference="C-1")
    row = "C-1,norway,SAA-1,2017-05-01,usd,100000"
    assert bring(store, "contributions", f"{SIGNED}\n{row}\n").same == 1
    outcome = bring(store, "contributions", f"{SIGNED},earmark\n{row},\n")
    assert changes(outcome) == ["row 2, earmark: unearmarked:40000.00;1:60000.00 → unearmarked"]
    assert contribution(store, "C-1").earmark == "unearmarked"


def test_a_changed_amount_is_a_correction_that_keeps_what_the_file_does_not_say(store, bring):
    a_commitment(store, "100000", earmark="1", reference="C-1")
    outcome = bring(store, "contributions", f"{GIFTS}\nC-1,Norway,USD,120000\n")
    assert (outcome.changed, changes(outcome)) == (1, ["row 2, amount: 100000.00 → 120000.00"])
    assert [str(each) for each in outcome.sums] == ["Committed: USD 100,000.00 → USD 120,000.00"]
    now = contribution(store, "C-1")
    assert (now.amount, now.earmark, now.agreement_reference) == ("120000.00", "1", "SAA-1")
    assert history(store)[-2].reason == "imported from list.csv, row 2"


def test_a_split_that_changes_with_its_amount_is_told_with_it(sqlite_store, bring):
    a_commitment(sqlite_store, "100", earmark="1:60;unearmarked:40", reference="C-1")
    row = "C-1,norway,SAA-1,2017-05-01,USD,120,1:60;unearmarked:60\n"
    assert changes(bring(sqlite_store, "contributions", f"{SIGNED},earmark\n{row}")) == [
        "row 2, amount: 100.00 → 120.00",
        "row 2, earmark: unearmarked:40.00;1:60.00 → unearmarked:60.00;1:60.00",
    ]


def test_a_pledge_whose_row_has_an_arrangement_now_is_signed_and_keeps_its_pledge(store, bring):
    pledge = a_pledge(store, "100000", earmark="1", pledged_on="2017-04-20")
    row = f"{pledge},Norway,SAA-7,2017-05-02,USD,90000"
    outcome = bring(store, "contributions", f"{SIGNED}\n{row}\n")
    assert str(outcome) == "new 0, changed 1, same 0, problems 0"
    assert history(store)[-2].act == "arrangement_signed"
    found = standing(store, pledge)
    assert (dict(found.pledged), dict(found.committed)) == ({"1": 10_000_000}, {"1": 9_000_000})
    assert bring(store, "contributions", f"{SIGNED}\n{row}\n").same == 1


def test_a_pledge_of_another_day_is_corrected_before_it_is_signed(sqlite_store, bring):
    pledge = a_pledge(sqlite_store, pledged_on="2017-04-20")
    text = f"{SIGNED},pledged_on\n{pledge},Norway,SAA-7,2017-05-02,USD,100000,2017-04-18\n"
    assert bring(sqlite_store, "contributions", text).changed == 1
    assert standing(sqlite_store, pledge).pledged_on == day("2017-04-18")
    assert [line.act for line in history(sqlite_store)][-3:-1] == [
        "contribution_corrected",
        "arrangement_signed",
    ]


@pytest.mark.parametrize("row", ["100000,1", "40000,1", "100000,", "40000,"])
def test_what_was_written_off_is_the_same_as_agreed_and_as_exported(sqlite_store, bring, row):
    a_commitment(sqlite_store, "100000", earmark="1" if row[-1] == "1" else "", reference="C-1")
    a_deposit(sqlite_store, "C-1", "40000")
    perform(sqlite_store, giving_up.write_off, "C-1", day("2018-01-01"), "Budget line closed")
    text = f"{GIFTS},earmark\nC-1,Norway,USD,{row}\n"
    assert bring(sqlite_store, "contributions", text).same == 1


def test_what_was_written_off_is_not_corrected_behind_anybodys_back(sqlite_store, bring):
    a_commitment(sqlite_store, "100000", reference="C-1")
    perform(sqlite_store, giving_up.write_off, "C-1", day("2018-01-01"), "It will not come")
    assert said(bring(sqlite_store, "contributions", f"{GIFTS}\nC-1,Norway,USD,90000\n")) == [
        (
            'row 2, reference "C-1": was withdrawn or written off. Take that back first, under '
            "Write off."
        )
    ]


def test_an_amended_commitment_is_the_same_as_signed_and_as_it_stands(sqlite_store, bring):
    a_commitment(sqlite_store, "100000", earmark="1:60000;unearmarked:40000", reference="C-1")
    amendment = AmendmentDraft("C-1", "SAA-1/A1", day("2017-09-01"), "20000")
    perform(sqlite_store, amend, amendment)
    text = GIFTS + ",earmark,note\nC-1,Norway,USD,{},{},{}\n"
    signed = ("100000", "1:60000;unearmarked:40000")
    amended = ("120000", "1:72000;unearmarked:48000")
    for amount, earmark in (signed, amended):
        assert bring(sqlite_store, "contributions", text.format(amount, earmark, "")).same == 1
    outcome = bring(sqlite_store, "contributions", text.format(*amended, "New"))
    assert changes(outcome) == ["row 2, note: (not stated) → New"]
    assert contribution(sqlite_store, "C-1").amount == "100000.00"
    assert sum(standing(sqlite_store, "C-1").promised.values()) == 12_000_000
    assert said(bring(sqlite_store, "contributions", text.format("130000", "1", "New"))) == [
        (
            'row 2, amount "130000": is of an arrangement with amendments, and differs from the '
            "books. Amend or correct it under Record contribution."
        )
    ]


# Instalments


def test_a_schedule_is_known_as_a_whole_and_changed_by_the_days_that_differ(store, bring):
    a_commitment(store, "100000", reference="C-1")
    first, second = "C-1,2017-06-30,60000.00\n", "C-1,2018-06-30,40000\n"
    assert str(bring(store, "instalments", SCHEDULE + first + second)).startswith("new 2, ")
    again = bring(store, "instalments", SCHEDULE + second + first)
    assert str(again) == "new 0, changed 0, same 2, problems 0"
    outcome = bring(store, "instalments", f"{SCHEDULE}{first}C-1,2018-07-31,40000\n")
    assert changes(outcome) == [
        "row 2, amount due 2018-06-30: 40000.00 → (not stated)",
        "row 3, amount due 2018-07-31: (not stated) → 40000.00",
    ]
    other = bring(store, "instalments", SCHEDULE + "C-1,2017-06-30,100000\n")
    assert str(other) == "new 0, changed 1, same 0, problems 0"
    assert history(store)[-2].reason == "imported from list.csv, row 2"


# Deposits


def test_a_deposit_is_valued_and_charged_as_usual_where_the_cells_are_empty(store, bring):
    a_rate(store, "EUR", "0.9")
    a_commitment(store, "90000", "EUR", reference="C-1")
    text = f"{CASH},usd_amount,fee_usd,note\nD-1,C-1,2017-05-15,EUR,9000,,,\n"
    text += "D-2,C-1,2017-05-16,EUR,9000,9900.00,0,The bank's own rate\n"
    assert str(bring(store, "deposits", text)) == "new 2, changed 0, same 0, problems 0"
    assert sum(e.usd_cents for e in entries(store) if e.kind == "deposit") == 1_990_000
    assert (deposit(store, "D-1").usd_amount, deposit(store, "D-2").usd_amount) == ("", "9900.00")
    booked = len(entries(store))
    assert bring(store, "deposits", text).same == 2
    assert len(entries(store)) == booked


def test_every_changed_cell_of_a_deposit_is_told_and_it_is_booked_anew(store, bring):
    a_rate(store, "EUR", "0.9")
    a_commitment(store, "90000", "EUR", reference="C-1")
    a_deposit(store, "C-1", "9000", "EUR", reference="D-1")
    text = f'{CASH},usd_amount,fee_usd,note\nD-1,C-1,2017-05-16,EUR,"9,500",10600,5,By the bank\n'
    outcome = bring(store, "deposits", text)
    assert changes(outcome) == [
        "row 2, value_date: 2017-05-15 → 2017-05-16",
        "row 2, note: (not stated) → By the bank",
        "row 2, amount: 9000.00 → 9500.00",
        "row 2, usd_amount: 10000.00 → 10600.00",
        "row 2, fee_usd: 100.00 → 5.00",
    ]
    assert {each.key for each in outcome.differences} == {"D-1"}
    assert deposit(store, "D-1").amount == "9500.00"
    assert {e.reason for e in entries(store)} == {"", "imported from list.csv, row 2"}
    assert bring(store, "deposits", text).differences == ()


def test_a_bank_reference_is_added_without_booking_the_money_anew(store, bring):
    a_commitment(store, "100000", reference="C-1")
    a_deposit(store, "C-1", "9000", reference="D-1")
    booked = len(entries(store))
    text = f"{CASH},usd_amount,fee_usd,bank_reference\nD-1,C-1,2017-05-15,USD,9000,9000,90,X-1\n"
    outcome = bring(store, "deposits", text)
    assert changes(outcome) == ["row 2, bank_reference: (not stated) → X-1"]
    assert deposit(store, "D-1").bank_reference == "X-1"
    assert len(entries(store)) == booked


def test_dollars_that_an_export_worked_out_by_a_rate_are_not_the_banks(sqlite_store, bring):
    a_rate(sqlite_store, "EUR", "0.9")
    a_commitment(sqlite_store, "90000", "EUR", reference="C-1")
    outcome = bring(
        sqlite_store,
        "deposits",
        f"{CASH},rate,rate_effective_on,usd_amount,fee_usd\n"
        "D-1,C-1,2017-05-15,EUR,9000,0.8,2017-05-01,11250.00,100.00\n",
    )
    assert str(outcome) == "new 1, changed 0, same 0, problems 0"
    assert [remark.partition(";")[0] for remark in outcome.remarks] == [
        'row 2, rate "0.8": is "0.9" in the books',
        'row 2, usd_amount "11250.00": is "10000.00" in the books',
        "Un-earmarked in new and changed rows: EUR 9,000.00 deposited.",
    ]


def test_a_deposit_that_was_reversed_does_not_come_back_by_its_old_row(sqlite_store, bring):
    a_commitment(sqlite_store, "100000", reference="C-1")
    a_deposit(sqlite_store, "C-1", "9000", reference="D-1")
    perform(sqlite_store, deposits.reverse_deposit, "D-1", "Booked twice")
    assert said(bring(sqlite_store, "deposits", f"{CASH}\nD-1,C-1,2017-05-15,USD,9000\n")) == [
        (
            'row 2, reference "D-1": is a deposit that was reversed. Leave the row out, or book '
            "what did arrive under another reference."
        )
    ]


def test_deposits_follow_the_choice_in_the_order_of_their_days(sqlite_store, bring):
    a_commitment(sqlite_store, "0.03", earmark="1:0.01;unearmarked:0.02", reference="C-1")
    rows = "D-2,C-1,2017-06-02,USD,0.01\nD-1,C-1,2017-06-01,USD,0.02\n"
    assert bring(sqlite_store, "deposits", f"{CASH}\n{rows}").new == 2
    assert [e.value_date.day for e in entries(sqlite_store) if e.kind == "deposit"] == [1, 1, 2]


# Movements and allocations


def test_movements_are_booked_and_a_second_import_changes_nothing(store, bring):
    money_available(store, {"1": "1000"})
    text = (
        f"{MOVED},organization,contribution_reference,note\n"
        "M-1,interest,2017-06-30,12.50,,,,Second quarter\n"
        "M-2,transfer_to_organization,2017-07-01,400.00,1,"
        "International Organization for Migration,,\n"
        "M-3,surplus_release,2017-07-02,100,,,,Spare\n"
        "M-4,refund_to_contributor,2017-07-03,50,1,,MCS00-C-0001,Paid twice\n"
    )
    assert str(bring(store, "movements", text)) == "new 4, changed 0, same 0, problems 0"
    assert available(store) == {"unearmarked": 1_250, "1": 85_000, "2": 10_000}
    assert with_agent(store) == 100_000 + 1_250 - 40_000 - 5_000
    assert [row["reference"] for row in rows(store, "movements")] == ["M-1", "M-2", "M-3", "M-4"]
    acts = len(history(store))
    assert str(bring(store, "movements", text)) == "new 0, changed 0, same 4, problems 0"
    assert len(history(store)) == acts


def test_a_movement_of_a_kind_that_names_nobody_keeps_no_organization(sqlite_store, bring):
    money_available(sqlite_store, {"1": "1000"})
    row = "M-1,{},2017-07-01,400,1"
    sent = f"{MOVED},organization\n{row.format('transfer_to_organization')},IOM\n"
    assert bring(sqlite_store, "movements", sent).new == 1
    paid = f"{MOVED}\n{row.format('bank_charge')}\n"
    assert bring(sqlite_store, "movements", paid).changed == 1
    assert rows(sqlite_store, "movements")[0]["organization"] == ""


def test_allocations_are_recorded_and_a_second_import_changes_nothing(store, bring):
    header = "reference,decided_on,organization,usd_amount"
    text = (
        f"{header},objective,note\nA-1,2017-06-01,An agency,300.00,1,\n"
        "A-2,2017-06-02,Another agency,200.00,,Preparation\n"
    )
    assert str(bring(store, "allocations", text)) == "new 2, changed 0, same 0, problems 0"
    again = text.replace("An agency", "AN AGENCY").replace("A-2", "A-3")
    assert str(bring(store, "allocations", again)) == "new 1, changed 0, same 1, problems 0"
    less = f"{header}\nA-1,2017-06-01,An agency,250\n"
    assert str(bring(store, "allocations", less)) == "new 0, changed 1, same 0, problems 0"
    row = only_row(store, "allocations", "to=2017-06-01")
    assert (row["usd_amount"], row["objective"]) == (25_000, "1")  # the absent column says nothing


def test_a_file_may_have_a_name_that_is_not_text(store, bring):
    columns = "reference,decided_on,organization,usd_amount\n"
    name = os.fsdecode(b"Entscheid-\xfc.csv")
    bring(store, "allocations", f"{columns}A-1,2017-06-01,IOM,6\n", name=name)
    again = bring(store, "allocations", f"{columns}A-1,2017-06-01,IOM,7\n", name=name)
    assert str(again) == "new 0, changed 1, same 0, problems 0"
    assert history(store)[-2].reason == "imported from Entscheid-\\udcfc.csv, row 2"


# Events and rates


def test_an_event_without_a_day_has_the_precision_none(store, bring):
    assert bring(store, "events", "code,kind,title\nRC-9,other,Talks\n").new == 1
    with store.reading() as session:
        assert session.get(Event, "RC-9").date_precision == "none"


def test_a_rate_without_the_column_source_keeps_its_source(store, bring):
    header = "currency,effective_on,units_per_usd"
    rows = "EUR,2017-05-01,0.918,UN\nEUR,2017-06-01,{},UN\n"
    assert bring(store, "rates", f"{header},source\n{rows.format('0.892')}").new == 2
    assert bring(store, "rates", f"{header},source\n{rows.format('0.8920')}").same == 2
    assert bring(store, "rates", f"{header}\nEUR,2017-05-01,0.917\n").changed == 1
    with store.reading() as session:
        assert session.get(Rate, ("EUR", day("2017-05-01"))).source == "UN"
