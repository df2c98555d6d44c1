"""What the plan of a file says beside its problems: sums, who appears, what is un-earmarked."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_pledge,
    a_rate,
    day,
    money_available,
    perform,
)
from trustfund.ledger.movements import MovementDraft, record_movement

GIFTS = "reference,contributor,agreement_reference,agreement_signed_on,currency,amount,earmark\n"
CASH = "reference,contribution_reference,value_date,currency,amount\n"


def told(outcome) -> list[str]:
    return [str(difference) for difference in outcome.differences]


def sums(outcome) -> list[str]:
    return [str(each) for each in outcome.sums]


# Totals by currency


def test_totals_of_deposits_are_told_in_every_currency_before_and_after(store, bring):
    a_rate(store, "EUR", "0.9")
    a_commitment(store, "90000", "EUR", reference="C-1")
    a_commitment(store, "5000", reference="C-2")
    a_deposit(store, "C-2", "1000")
    outcome = bring(store, "deposits", f"{CASH}D-1,C-1,2017-05-15,EUR,9000\n", dry_run=True)
    assert sums(outcome) == [
        "Deposited: EUR 0.00 → EUR 9,000.00 (USD 0.00 → USD 10,000.00)",
        "Deposited: USD 1,000.00 → USD 1,000.00",
        "Administrative agent fees: USD 10.00 → USD 110.00",
    ]
    deposited = outcome.sums[0]
    assert (deposited.before, deposited.after, deposited.usd_after) == (0, 900_000, 1_000_000)
    assert bring(store, "deposits", f"{CASH}D-1,C-1,2017-05-15,EUR,9000\n").sums == outcome.sums


def test_a_correction_takes_the_old_amount_out_of_the_total(store, bring):
    a_commitment(store, "100000", reference="C-1")
    outcome = bring(store, "contributions", f"{GIFTS}C-1,Norway,SAA-1,2017-05-01,USD,120000,\n")
    assert sums(outcome) == ["Committed: USD 100,000.00 → USD 120,000.00"]


def test_a_pledge_has_a_total_of_its_own_and_no_dollars(sqlite_store, bring):
    a_pledge(sqlite_store, "9000000", "JPY")
    text = "reference,contributor,pledged_on,currency,amount\nC-9,Norway,2017-05-02,JPY,1000\n"
    assert sums(bring(sqlite_store, "contributions", text)) == [
        "Pledged: JPY 9,000,000 → JPY 9,001,000"
    ]


def test_movements_allocations_instalments_and_trips_have_totals_too(store, bring):
    money_available(store, {"1": "5000"})
    a_commitment(store, "300", reference="C-1")
    moved = "reference,kind,value_date,usd_amount\nM-1,interest,2017-06-01,12.50\n"
    assert sums(bring(store, "movements", moved)) == ["Interest: USD 0.00 → USD 12.50"]
    decided = "reference,decided_on,organization,usd_amount\nA-1,2017-06-01,IOM,100\n"
    assert sums(bring(store, "allocations", decided)) == ["Allocated: USD 0.00 → USD 100.00"]
    due = "contribution_reference,due_on,amount\nC-1,2017-06-30,300\n"
    assert sums(bring(store, "instalments", due)) == ["Scheduled: USD 0.00 → USD 300.00"]
    trip = "reference,event,country,status,nominated_on,authorised_on,ticket_usd\n"
    trip += "T-1,TS-3,NPL,authorised,2017-05-20,2017-06-01,900\n"
    assert sums(bring(store, "travel", trip)) == ["Obligated for travel: USD 0.00 → USD 900.00"]


# Who and what appears


def test_contributors_that_are_new_or_give_first_and_new_countries_are_named(store, bring):
    a_contributor(store, "Norway")
    a_contributor(store, "Sweden", country="SWE")
    a_commitment(store, "100", reference="C-1")
    rows = "Sweden,SAA-2,2017-05-01,USD,5,1\n", "Norway,SAA-3,2017-05-01,USD,5,1\n"
    outcome = bring(store, "contributions", f"{GIFTS}C-2,{rows[0]}C-3,{rows[1]}", dry_run=True)
    assert (outcome.contributors, outcome.countries) == (("Sweden",), ())
    givers = "name,contributor_type,country\nSida,member_state,SWE\nJapan,member_state,JPN\n"
    outcome = bring(store, "contributors", givers)
    assert (outcome.contributors, outcome.countries) == (("Japan", "Sida"), ("Japan",))


def test_a_country_appears_when_its_first_delegate_is_nominated(sqlite_store, bring):
    row = "reference,event,country,status,nominated_on\n{},TS-3,NPL,nominated,2017-05-20\n"
    assert bring(sqlite_store, "travel", row.format("T-1")).countries == ("Nepal",)
    assert bring(sqlite_store, "travel", row.format("T-2")).countries == ()


# Money that counts as un-earmarked


def test_the_plan_says_how_much_money_is_unearmarked(store, bring):
    a_contributor(store)
    rows = "C-1,Norway,SAA-1,2017-05-01,USD,60000,1:40000;unearmarked:20000\n"
    outcome = bring(store, "contributions", f"{GIFTS}{rows}C-2,Norway,SAA-2,2017-05-01,USD,5,\n")
    assert outcome.remarks == ("Un-earmarked in new and changed rows: USD 20,005.00 committed.",)
    outcome = bring(store, "deposits", f"{CASH}D-1,C-1,2017-05-15,USD,60000\n")
    assert outcome.remarks == ("Un-earmarked in new and changed rows: USD 20,000.00 deposited.",)


def test_earmarked_money_is_no_remark(sqlite_store, bring):
    a_contributor(sqlite_store)
    row = "C-1,Norway,SAA-1,2017-05-01,USD,60000,2\n"
    assert bring(sqlite_store, "contributions", GIFTS + row).remarks == ()


def test_an_amount_that_cannot_be_read_is_not_told_as_nothing(sqlite_store, bring):
    a_contributor(sqlite_store)
    header = "reference,contributor,pledged_on,currency,amount\n"
    rows = "C-1,Norway,2017-05-01,EUR,5x\nC-2,Norway,2017-05-01,USD,7\n"
    outcome = bring(sqlite_store, "contributions", header + rows)
    assert outcome.remarks == (
        "The file has no column earmark: what is new counts as un-earmarked.",
        "Un-earmarked in new and changed rows: USD 7.00 pledged.",
    )


# Old and new side by side


def test_every_changed_cell_of_a_deposit_is_told_as_an_export_writes_it(store, bring):
    a_rate(store, "EUR", "0.9")
    a_commitment(store, "90000", "EUR", reference="C-1")
    a_deposit(store, "C-1", "9000", "EUR", reference="D-1")
    header = CASH.replace("\n", ",usd_amount,fee_usd,note\n")
    row = 'D-1,C-1,2017-05-16,EUR,"9,500",10600,5,By the bank\n'
    outcome = bring(store, "deposits", header + row)
    assert told(outcome) == [
        "row 2, value_date: 2017-05-15 → 2017-05-16",
        "row 2, note: (not stated) → By the bank",
        "row 2, amount: 9000.00 → 9500.00",
        "row 2, usd_amount: 10000.00 → 10600.00",
        "row 2, fee_usd: 100.00 → 5.00",
    ]
    assert {each.key for each in outcome.differences} == {"D-1"}
    assert bring(store, "deposits", header + row).differences == ()


def test_a_split_that_changes_with_its_amount_is_told_with_it(sqlite_store, bring):
    a_commitment(sqlite_store, "100", earmark="1:60;unearmarked:40", reference="C-1")
    row = "C-1,norway,SAA-1,2017-05-01,USD,120,1:60;unearmarked:60\n"
    assert told(bring(sqlite_store, "contributions", GIFTS + row)) == [
        "row 2, amount: 100.00 → 120.00",
        "row 2, earmark: unearmarked:40.00;1:60.00 → unearmarked:60.00;1:60.00",
    ]


def test_a_changed_schedule_is_told_by_the_days_on_which_it_differs(store, bring):
    a_commitment(store, "100", reference="C-1")
    header = "contribution_reference,due_on,amount\n"
    bring(store, "instalments", f"{header}C-1,2017-06-30,60\nC-1,2018-06-30,40\n")
    outcome = bring(store, "instalments", f"{header}C-1,2017-06-30,60\nC-1,2018-07-31,40\n")
    assert told(outcome) == [
        "row 2, amount due 2018-06-30: 40.00 → (not stated)",
        "row 3, amount due 2018-07-31: (not stated) → 40.00",
    ]


@pytest.mark.parametrize(
    ("kind", "first", "second", "change"),
    [
        (
            "movements",
            "reference,kind,value_date,usd_amount,note\nM-1,interest,2017-06-01,12.5,\n",
            "reference,kind,value_date,usd_amount,note\nM-1,interest,2017-06-02,13,June\n",
            [
                "value_date: 2017-06-01 → 2017-06-02",
                "usd_amount: 12.50 → 13.00",
                "note: (not stated) → June",
            ],
        ),
        (
            "allocations",
            "reference,decided_on,organization,usd_amount\nA-1,2017-06-01,IOM,100\n",
            "reference,decided_on,organization,usd_amount\nA-1,2017-06-01,UNDP,100\n",
            ["organization: IOM → UNDP"],
        ),
        (
            "rates",
            "currency,effective_on,units_per_usd\nEUR,2017-05-01,0.918\n",
            "currency,effective_on,units_per_usd\nEUR,2017-05-01,0.92\n",
            ["units_per_usd: 0.918 → 0.92"],
        ),
    ],
)
def test_a_changed_row_of_any_kind_is_told_cell_by_cell(
    sqlite_store, bring, kind, first, second, change
):
    bring(sqlite_store, kind, first)
    assert told(bring(sqlite_store, kind, second)) == [f"row 2, {each}" for each in change]


def test_texts_about_a_trip_are_told_of_and_not_repeated(sqlite_store, bring):
    header = "reference,event,country,status,nominated_on,name,note\n"
    row = "T-1,TS-3,NPL,nominated,2017-05-20,{},{}\n"
    bring(sqlite_store, "travel", header + row.format("Ama Example", "Vegetarian"))
    outcome = bring(sqlite_store, "travel", header + row.format("", "Someone Else"))
    assert told(outcome) == [
        "row 2, name: (a name) → (not stated)",
        "row 2, note: (a text) → (a text)",
    ]
    outcome = bring(sqlite_store, "travel", header + row.format("", ""))
    assert told(outcome) == ["row 2, note: (a text) → (not stated)"]


def test_what_lines_of_text_say_comes_without_sums_where_nothing_is_booked(sqlite_store, bring):
    rows = "name,contributor_type,country\nNorway,member_state,NOR\n"
    outcome = bring(sqlite_store, "contributors", rows, dry_run=True)
    assert outcome.sentences == (
        "Contributors that are new, or give for the first time: Norway.",
        "Countries that appear for the first time: Norway.",
    )
    assert bring(sqlite_store, "contributors", rows + "X,company,\n").sentences == ()


def test_problems_come_in_the_order_of_rows_and_say_which_rows_are_rejected(sqlite_store, bring):
    a_contributor(sqlite_store)
    text = (
        "reference,contributor,pledged_on,currency,amount\n"
        "C-1,Norway,2017-04-20,USD,5\nC-2,Norway,2030-01-01,USD,5\nC-3,Norway,x,USD,y\n"
    )
    outcome = bring(sqlite_store, "contributions", text)
    assert [problem.place for problem in outcome.problems] == [
        "row 3, pledged_on",
        "row 4, pledged_on",
        "row 4, amount",
    ]
    assert outcome.rejected == {3, 4}


# How many


def test_a_row_whose_cell_cannot_be_read_is_not_counted_among_the_sound(sqlite_store, bring):
    a_contributor(sqlite_store, "Norway")
    text = f"{GIFTS}C-1,Norway,SAA-1,2017-05-01,USD,(5),\nC-2,Norway,SAA-2,2017-05-01,USD,5,\n"
    outcome = bring(sqlite_store, "contributions", text)
    assert str(outcome) == "new 1, changed 0, same 0, problems 1"
    assert outcome.rejected == {2}


# Problems, by field and code


def found(outcome) -> list[tuple]:
    return [(each.field.identity, each.code.value, *each.at[1:3]) for each in outcome.problems]


def test_a_problem_of_a_deposit_stands_in_the_column_of_its_field(sqlite_store, bring):
    a_commitment(sqlite_store, "1000", signed_on="2017-05-02", reference="C-1")
    text = (
        "reference,contribution_reference,value_date,currency,amount,fee_usd\n"
        "D-1,C-1,2017-05-01,USD,5,\n"
        "D-2,C-9,2017-05-15,USD,5,\n"
        "D-3,C-1,2017-05-15,EUR,x,7\n"
        "D-3,C-1,15.13.2017,USD,5,\n"
    )
    assert found(bring(sqlite_store, "deposits", text)) == [
        ("deposit.value_date", "before_signing", 2, "value_date"),
        ("deposit.contribution_reference", "unknown", 3, "contribution_reference"),
        ("deposit.currency", "differs", 4, "currency"),
        ("deposit.amount", "not_an_amount", 4, "amount"),
        ("deposit.fee_usd", "too_much", 4, "fee_usd"),
        ("deposit.reference", "twice", 5, "reference"),
    ]


def test_a_deposit_that_moves_from_under_a_refund_is_wrong_in_its_contribution(sqlite_store, bring):
    for gift in ("C-1", "C-2"):
        a_commitment(sqlite_store, "1000", reference=gift)
    a_deposit(sqlite_store, "C-1", "500", reference="D-1")
    back = MovementDraft("refund_to_contributor", day("2017-06-01"), "100", contribution="C-1")
    perform(sqlite_store, record_movement, back)
    text = "reference,contribution_reference,value_date,currency,amount\nD-1,C-2,2017-05-15,USD,500"
    assert found(bring(sqlite_store, "deposits", text)) == [
        ("deposit.contribution_reference", "too_much", 2, "contribution_reference")
    ]


def test_the_day_of_a_step_stands_in_the_column_of_that_step(sqlite_store, bring):
    money_available(sqlite_store, {"1": "10000"})
    text = (
        "reference,event,country,status,nominated_on,authorised_on,settled_on,ticket_usd\n"
        "T-1,TS-3,NPL,settled,2017-05-20,2017-05-22,2017-06-01,100\n"
    )
    assert found(bring(sqlite_store, "travel", text)) == [
        ("trip.status_on", "before_event", 2, "settled_on")
    ]


def test_a_problem_of_a_schedule_stands_in_the_row_of_its_instalment(sqlite_store, bring):
    a_commitment(sqlite_store, "100", reference="C-1")
    text = "contribution_reference,due_on,amount\nC-1,2017-06-30,60\nC-1,2017-07-31,0\n"
    assert found(bring(sqlite_store, "instalments", text)) == [
        ("instalment.amount", "not_above_zero", 3, "amount")
    ]


def test_a_header_that_is_no_column_is_a_problem_of_the_file(sqlite_store, bring):
    text = "name,contributor_type,colour\nNorway,member_state,red\n"
    assert found(bring(sqlite_store, "contributors", text))[0] == (
        "file.column",
        "no_such_column",
        1,
        "column",
    )
