"""Files of contributors, contributions, instalments, deposits, events and rates."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_pledge,
    a_rate,
    day,
    entries,
    history,
    perform,
    standing,
)
from trustfund.ledger import contributions, contributors, deposits, giving_up
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.ledger.books import read_books
from trustfund.ledger.contribution_rules import required
from trustfund.store.tables import Event, Rate

SIGNED = "reference,contributor,agreement_reference,agreement_signed_on,currency,amount"


def said(outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def told(outcome) -> list[str]:
    """What known rows would change."""
    return [str(difference) for difference in outcome.differences]


def contribution(store, reference):
    with read_books(store) as books:
        own = required(books, reference)
        return contributions.as_draft(books, own, standing(store, reference))


def deposit(store, reference):
    with read_books(store) as books:
        return deposits.as_draft(books, deposits.required(books, reference))


# Contributors


def test_a_contributor_whose_kind_was_wrong_is_corrected_with_the_row_as_reason(store, bring):
    a_contributor(store, "Norway", "philanthropic_organization", "")
    text = "name,contributor_type,country\nnorway,member_state,NOR\n"
    outcome = bring(store, "contributors", text, name="givers.csv")
    assert str(outcome) == "new 0, changed 1, same 0, problems 0"
    assert told(outcome) == [
        "row 2, contributor_type: philanthropic_organization → member_state",
        "row 2, country: (not stated) → NOR",
    ]
    assert history(store)[-2].reason == "imported from givers.csv, row 2"
    with read_books(store) as books:
        found = contributors.find(books, "Norway")
        assert (found.name, found.country) == ("Norway", "NOR")


def test_a_file_without_the_column_parent_leaves_parents_alone(sqlite_store, bring):
    a_contributor(sqlite_store, "Norway")
    text = "name,contributor_type,parent\nNorad,philanthropic_organization,{}\n"
    bring(sqlite_store, "contributors", text.format("Norway"))
    short = "name,contributor_type\nNorad,philanthropic_organization\n"
    assert bring(sqlite_store, "contributors", short).same == 1
    outcome = bring(sqlite_store, "contributors", text.format(""))
    assert (outcome.changed, told(outcome)) == (1, ["row 2, parent: Norway → (not stated)"])


# Contributions


def test_pledges_and_commitments_come_in_with_their_earmarks(store, bring):
    a_contributor(store)
    a_rate(store, "EUR", "0.9")
    outcome = bring(
        store,
        "contributions",
        "reference,contributor,pledged_on,agreement_reference,agreement_signed_on,"
        "currency,amount,earmark,note\n"
        "C-1,Norway,2017-04-20,,,eur,60000,,announced in New York\n"
        'C-2,norway,,SAA-2,2017-05-02,EUR,"100,000.00",1:60000;unearmarked:40000,\n',
    )
    assert str(outcome) == "new 2, changed 0, same 0, problems 0"
    assert contribution(store, "C-1").earmark == "unearmarked"
    assert contribution(store, "C-1").note == "announced in New York"
    assert dict(standing(store, "C-2").committed) == {"1": 6_000_000, "unearmarked": 4_000_000}


def test_the_plan_says_how_much_money_counts_as_unearmarked_for_want_of_the_column(
    sqlite_store, bring
):
    a_contributor(sqlite_store)
    a_rate(sqlite_store, "EUR", "0.9")
    rows = "C-1,Norway,SAA-1,2017-05-01,EUR,60000\nC-2,Norway,SAA-2,2017-05-01,USD,5\n"
    outcome = bring(sqlite_store, "contributions", f"{SIGNED}\n{rows}", dry_run=True)
    assert outcome.remarks == (
        "The file has no column earmark: what is new counts as un-earmarked.",
        "Un-earmarked in new and changed rows: EUR 60,000.00, USD 5.00 committed.",
    )


def test_an_absent_column_changes_nothing_and_an_empty_cell_says_not_stated(store, bring):
    a_commitment(store, "100000", earmark="1:60000;unearmarked:40000", reference="C-1")
    row = "C-1,Norway,SAA-1,2017-05-01,USD,100000"
    assert bring(store, "contributions", f"{SIGNED}\n{row}\n").same == 1
    outcome = bring(store, "contributions", f"{SIGNED},earmark\n{row},\n")
    assert outcome.changed == 1
    assert told(outcome) == ["row 2, earmark: unearmarked:40000.00;1:60000.00 → unearmarked"]
    assert contribution(store, "C-1").earmark == "unearmarked"


def test_a_changed_amount_is_a_correction_that_keeps_what_the_file_does_not_say(store, bring):
    a_commitment(store, "100000", earmark="1", reference="C-1")
    text = "reference,contributor,currency,amount\nC-1,Norway,USD,120000\n"
    outcome = bring(store, "contributions", text)
    assert (outcome.changed, told(outcome)) == (1, ["row 2, amount: 100000.00 → 120000.00"])
    now = contribution(store, "C-1")
    assert (now.amount, now.earmark, now.agreement_reference) == ("120000.00", "1", "SAA-1")
    assert history(store)[-2].reason == "imported from list.csv, row 2"


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
    text = f"reference,contributor,currency,amount,earmark\nC-1,Norway,USD,{row}\n"
    assert bring(sqlite_store, "contributions", text).same == 1


def test_what_was_written_off_is_not_corrected_behind_anybodys_back(sqlite_store, bring):
    a_commitment(sqlite_store, "100000", reference="C-1")
    perform(sqlite_store, giving_up.write_off, "C-1", day("2018-01-01"), "It will not come")
    text = "reference,contributor,currency,amount\nC-1,Norway,USD,90000\n"
    assert said(bring(sqlite_store, "contributions", text)) == [
        (
            'row 2, reference "C-1": was withdrawn or written off. Take that back first, under '
            "Write off."
        )
    ]


def test_an_amended_commitment_is_the_same_as_signed_and_as_it_stands(sqlite_store, bring):
    a_commitment(sqlite_store, "100000", earmark="1:60000;unearmarked:40000", reference="C-1")
    amendment = AmendmentDraft("C-1", "SAA-1/A1", day("2017-09-01"), "20000")
    perform(sqlite_store, amend, amendment)
    text = "reference,contributor,currency,amount,earmark,note\nC-1,Norway,USD,{},{},{}\n"
    signed = ("100000", "1:60000;unearmarked:40000")
    amended = ("120000", "1:72000;unearmarked:48000")
    for amount, earmark in (signed, amended):
        assert bring(sqlite_store, "contributions", text.format(amount, earmark, "")).same == 1
    outcome = bring(sqlite_store, "contributions", text.format(*amended, "New"))
    assert told(outcome) == ["row 2, note: (not stated) → New"]
    assert contribution(sqlite_store, "C-1").amount == "100000.00"
    assert sum(standing(sqlite_store, "C-1").promised.values()) == 12_000_000
    assert said(bring(sqlite_store, "contributions", text.format("130000", "1", "New"))) == [
        (
            'row 2, amount "130000": is of an arrangement with amendments, and differs from the '
            "books. Amend or correct it under Record contribution."
        )
    ]


def test_every_cell_that_is_wrong_is_named_by_its_column(sqlite_store, bring):
    a_contributor(sqlite_store)
    outcome = bring(
        sqlite_store,
        "contributions",
        "reference,contributor,pledged_on,currency,amount,earmark,agreement_link\n"
        "C-1,Sweden,20.4.,USD,12x,,example.org\n"
        "C-2,Norway,2017-04-20,USD,100,Nepal,\n"
        "C-3,Norway,2017-04-20,EURO,100,1:100,\n"
        "C-4,Norway,2017-04-20,USD,100,1:99,\n",
    )
    assert [line.partition(". ")[0] for line in said(outcome)] == [
        'row 2, pledged_on "20.4.": is not a date',
        'row 2, contributor "Sweden": is not a contributor yet',
        'row 2, amount "12x": is not an amount',
        'row 2, agreement_link "example.org": is not a web address',
        'row 3, earmark "Nepal": is not an objective of the fund',
        'row 4, currency "EURO": is not a currency code',
        'row 5, earmark "1:99": adds up to USD 99.00 and not to USD 100.00',
    ]


# Instalments

SCHEDULE = "contribution_reference,due_on,amount\n"


def test_a_schedule_is_known_as_a_whole_whatever_the_order_of_its_rows(store, bring):
    a_commitment(store, "100000", reference="C-1")
    rows = ["C-1,2017-06-30,60000.00", "C-1,2018-06-30,40000"]
    assert str(bring(store, "instalments", SCHEDULE + "\n".join(rows))).startswith("new 2, ")
    again = bring(store, "instalments", SCHEDULE + "\n".join(reversed(rows)))
    assert str(again) == "new 0, changed 0, same 2, problems 0"
    other = bring(store, "instalments", SCHEDULE + "C-1,2017-06-30,100000\n")
    assert str(other) == "new 0, changed 1, same 0, problems 0"
    assert history(store)[-2].reason == "imported from list.csv, row 2"


def test_the_row_of_a_wrong_instalment_is_named(sqlite_store, bring):
    a_commitment(sqlite_store, "100000", reference="C-1")
    a_commitment(sqlite_store, "100", reference="C-2")
    text = "C-1,2017-06-30,60000\nC-2,2017-06-30,99\nC-1,2018-06-31,4O000\nC-3,2017-06-30,1\n"
    assert [
        line.partition(". ")[0]
        for line in said(bring(sqlite_store, "instalments", SCHEDULE + text))
    ] == [
        'row 3, amount "USD 99.00": do not add up to the commitment of USD 100.00',
        'row 4, due_on "2018-06-31": is not a date',
        'row 4, amount "4O000": is not an amount',
        'row 5, contribution_reference "C-3": is not a contribution',
    ]


# Deposits

CASH = "reference,contribution_reference,value_date,currency,amount"


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


def test_a_bank_reference_is_added_without_booking_the_money_anew(store, bring):
    a_commitment(store, "100000", reference="C-1")
    a_deposit(store, "C-1", "9000", reference="D-1")
    booked = len(entries(store))
    text = f"{CASH},usd_amount,fee_usd,bank_reference\nD-1,C-1,2017-05-15,USD,9000,9000,90,X-1\n"
    outcome = bring(store, "deposits", text)
    assert (outcome.changed, told(outcome)) == (1, ["row 2, bank_reference: (not stated) → X-1"])
    assert deposit(store, "D-1").bank_reference == "X-1"
    assert len(entries(store)) == booked


def test_another_amount_reverses_the_deposit_and_books_it_anew(store, bring):
    a_commitment(store, "100000", reference="C-1")
    a_deposit(store, "C-1", "9000", reference="D-1")
    outcome = bring(store, "deposits", f"{CASH}\nD-1,C-1,2017-05-15,USD,9500\n")
    assert str(outcome) == "new 0, changed 1, same 0, problems 0"
    assert deposit(store, "D-1").amount == "9500.00"
    assert {e.reason for e in entries(store)} == {"", "imported from list.csv, row 2"}


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


# Events and rates


def test_an_event_that_moves_is_changed_and_a_new_one_added(store, bring):
    header = "code,kind,title,city,starts_on,ends_on,date_precision\n"
    rows = "TS-7,thematic_session,A session,Geneva,{},,month\nRC-9,other,Talks,,,,\n"
    assert bring(store, "events", header + rows.format("2018-02-15")).new == 2
    assert bring(store, "events", header + rows.format("2018-02-20")).same == 2
    outcome = bring(store, "events", header + rows.format("2018-03-15"))
    assert str(outcome) == "new 0, changed 1, same 1, problems 0"
    assert told(outcome) == [
        "row 2, starts_on: 2018-02-01 → 2018-03-01",
        "row 2, ends_on: 2018-02-28 → 2018-03-31",
    ]
    with store.reading() as session:
        assert session.get(Event, "TS-7").ends_on == day("2018-03-31")
        assert session.get(Event, "RC-9").date_precision == "none"


def test_an_event_of_a_kind_there_is_not_is_a_problem(sqlite_store, bring):
    outcome = bring(sqlite_store, "events", "code,kind,title,status\nX,party,,maybe\n")
    assert [line.partition(". ")[0] for line in said(outcome)] == [
        "row 2, title: is missing",
        'row 2, kind "party": is not one of the codes',
        'row 2, status "maybe": is not one of the codes',
    ]


def test_a_rate_is_known_by_currency_and_day(store, bring):
    header = "currency,effective_on,units_per_usd,source\n"
    rows = "EUR,2017-05-01,0.918,UN\nEUR,2017-06-01,{},UN\n"
    assert bring(store, "rates", header + rows.format("0.892")).new == 2
    assert bring(store, "rates", header + rows.format("0.8920")).same == 2
    outcome = bring(store, "rates", header + rows.format("0.891"))
    assert str(outcome) == "new 0, changed 1, same 1, problems 0"
    assert history(store)[-2].reason == "imported from list.csv, row 3"
    short = "currency,effective_on,units_per_usd\nEUR,2017-05-01,0.917\n"
    assert bring(store, "rates", short).changed == 1
    with store.reading() as session:
        assert session.get(Rate, ("EUR", day("2017-05-01"))).source == "UN"


def test_a_rate_of_no_day_or_no_number_is_a_problem(sqlite_store, bring):
    text = (
        "currency,effective_on,units_per_usd\nEUR,1 Floréal 2017,0.9\nUSD,2017-05-01,1\nXXQ,,-1\n"
    )
    assert [line.partition(". ")[0] for line in said(bring(sqlite_store, "rates", text))] == [
        'row 2, effective_on "1 Floréal 2017": is not a date',
        'row 3, currency "USD": needs no rate',
        "row 4, effective_on: is missing",
        'row 4, currency "XXQ": is not a currency code',
        'row 4, units_per_usd "-1": is not a rate of exchange',
    ]
