"""What the plan of a file says beside its problems: sums, who appears, what is un-earmarked."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_pledge,
    a_rate,
    money_available,
)
from tests.exchange.outcomes import changes
from tests.exchange.published import FOLDER
from trustfund.exchange.imports.reading.texts import gathered
from trustfund.exchange.imports.rows import Choices

GIFTS = "reference,contributor,agreement_reference,agreement_signed_on,currency,amount,earmark\n"
CASH = "reference,contribution_reference,value_date,currency,amount\n"


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
    givers = "name,contributor_type,country,parent\n"
    givers += "Sida,member_state,SWE,Sweden\nJapan,member_state,JPN,\n"
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
    rows += "C-3,Norway,2017-05-01,EUR,60000\n"
    outcome = bring(sqlite_store, "contributions", header + rows)
    assert outcome.remarks == (
        "The file has no column earmark: what is new counts as un-earmarked.",
        "Un-earmarked in new and changed rows: EUR 60,000.00, USD 7.00 pledged.",
    )


def test_texts_about_a_trip_are_told_of_and_not_repeated(sqlite_store, bring):
    header = "reference,event,country,status,nominated_on,name,note\n"
    row = "T-1,TS-3,NPL,nominated,2017-05-20,{},{}\n"
    bring(sqlite_store, "travel", header + row.format("Ama Example", "Vegetarian"))
    outcome = bring(sqlite_store, "travel", header + row.format("", "Someone Else"))
    assert changes(outcome) == [
        "row 2, name: (a name) → (not stated)",
        "row 2, note: (a text) → (a text)",
    ]
    outcome = bring(sqlite_store, "travel", header + row.format("", ""))
    assert changes(outcome) == ["row 2, note: (a text) → (not stated)"]


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


def test_warnings_of_one_kind_are_one_line_with_their_rows():
    outside = "lies outside the fund's term, 2017-04-03 to 2018-12-31."
    said = [f"row {row}: 2016-01-{row:02d} {outside}" for row in range(2, 9)]
    assert gathered(["row 2: The rate is old.", *said]) == [
        "row 2: The rate is old.",
        f"row 2: 2016-01-02 {outside} The same in 6 more rows, 3, 4, 5, 6, 7 and 1 more.",
    ]


def test_a_few_warnings_stand_each_for_itself():
    said = [f"row {row}: USD {row}.00 is more than the commitment." for row in range(2, 6)]
    assert gathered(said) == said


@pytest.mark.parametrize("kind", ["contributors", "contributions", "deposits", "instalments"])
@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.csv")))
def test_every_row_of_a_published_table_counts_once(sqlite_store, bring, kind, file):
    """As new, changed, same or rejected: none is merged with another, and none is forgotten."""
    choices = Choices(leaves_out=True, columns={"Contributor": "name", "Donor": "contributor"})
    outcome = bring(sqlite_store, kind, FOLDER / file, dry_run=True, choices=choices)
    if not outcome.new + outcome.changed + outcome.same + len(outcome.rejected):
        return  # nothing could be planned
    rows = {row.number for row in outcome.table.rows}
    sound = outcome.new + outcome.changed + outcome.same
    assert sound + len(outcome.rejected & rows) == len(rows)


def test_a_row_that_is_like_another_counts_for_itself(sqlite_store, bring):
    text = "name,contributor_type,country\n" + 3 * "Norway,member_state,NOR\n"
    assert str(bring(sqlite_store, "contributors", text)) == "new 3, changed 0, same 0, problems 0"
    text = "reference,contributor,pledged_on,currency,amount\n"
    text += 3 * "C-1,Norway,2017-05-02,USD,5\n"
    outcome = bring(sqlite_store, "contributions", text)
    assert (outcome.new, sorted(outcome.rejected)) == (1, [3, 4])


def test_three_remarks_on_one_row_are_one_row_of_the_line_that_gathers_them():
    said = [f"row {row}: USD {amount}.00 is less." for row in range(2, 9) for amount in (1, 2, 3)]
    (line,) = gathered(said)
    assert line.endswith("The same in 6 more rows, 3, 4, 5, 6, 7 and 1 more.")
