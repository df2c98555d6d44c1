"""Bank statements are read exactly, or refused with a sentence; never half, never with a guess."""

from datetime import date

import pytest

from tests.bank_files import ACCOUNT, Entry, camt053, mt940
from trustfund.domain import bank
from trustfund.domain.bank import Line
from trustfund.domain.problems import Refused
from trustfund.exchange.bank import Given, read
from trustfund.exchange.imports.rows import Source

NORWAY = Entry(date(2018, 6, 29), 60_000_00, "ILL-20180629-01", "Norway", "MCS00-C-0007")
CHARGE = Entry(date(2018, 6, 30), -12_50, "CHG1", "", "Account charges")
FORMS = {"MT940": mt940, "CAMT.053": camt053}


def of(content: bytes, name: str = "statement", **given: str) -> tuple[bank.Statement, ...]:
    return read(Source(name, content), Given(**given))


def refusal(content: bytes, **given: str) -> str:
    with pytest.raises(Refused) as caught:
        of(content, **given)
    return str(caught.value)


@pytest.mark.parametrize("form", FORMS)
def test_a_statement_says_account_balances_and_lines(form):
    [statement] = of(FORMS[form]([NORWAY, CHARGE], 1_000_00))
    assert (statement.account, statement.currency) == (ACCOUNT, "USD")
    assert statement.opening == bank.Balance(date(2018, 6, 28), 1_000_00)
    assert statement.closing == bank.Balance(date(2018, 6, 30), 60_987_50)
    first, second = statement.lines
    assert (first.booked_on, first.amount) == (date(2018, 6, 29), 60_000_00)
    assert (first.counterparty, first.reference) == ("Norway", "ILL-20180629-01")
    assert "MCS00-C-0007" in first.text
    assert (second.amount, second.text) == (-12_50, "Account charges")


@pytest.mark.parametrize("form", FORMS)
def test_what_was_paid_in_another_currency_is_kept(form):
    paid = NORWAY._replace(paid=("EUR", "50000.00"))
    [line] = of(FORMS[form]([paid]))[0].lines
    assert (line.paid_currency, line.paid_amount) == ("EUR", 50_000_00)


def test_a_file_may_hold_several_statements():
    first, second = mt940([NORWAY]), mt940([CHARGE], 60_000_00, number="2/1")
    found = of(first + b"\r\n" + second)
    assert [each.closing.amount for each in found] == [60_000_00, 59_987_50]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_that_is_lost_is_seen_by_the_balances(form):
    content = FORMS[form]([NORWAY, CHARGE]).replace(b"12,50", b"13,50").replace(b"12.50", b"13.50")
    said = refusal(content)
    assert "is not the opening balance with all lines: USD 1.00 is missing" in said
    assert "take it from the bank again" in said


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kept", [30, 60, 90, 97])
def test_a_file_that_is_cut_off_is_refused_whole(form, kept):
    content = FORMS[form]([NORWAY, CHARGE])
    assert "statement" in refusal(content[: len(content) * kept // 100])


def test_an_amount_of_twenty_figures_is_refused_and_not_cut_off():
    said = refusal(mt940([NORWAY]).replace(b"C60000,00", b"C12345678901234567890,00"))
    assert "one has no kind (such as NTRF) after its amount" in said
    said = refusal(camt053([NORWAY]).replace(b"60000.00", b"12345678901234567890.00"))
    assert "is not an amount" in said


def test_a_line_of_a_day_that_is_none_is_refused():
    said = refusal(mt940([NORWAY]).replace(b":61:180629", b":61:181329"))
    assert "line 6" in refusal(mt940([NORWAY]).replace(b":61:180629", b":61:18X629"))
    assert "cannot be read as a part of an MT940 statement" in said


def test_a_transaction_without_its_kind_is_not_dropped_in_silence():
    said = refusal(mt940([NORWAY, CHARGE]).replace(b"NTRFNONREF//ILL", b"//ILL"))
    assert "cannot be read" in said


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"])
def test_a_day_that_no_fund_has_is_refused(day):
    value = f"<ValDt><Dt>{day}".encode()
    content = camt053([NORWAY, CHARGE])
    for odd in (
        content.replace(b"2018-06-29", day.encode()),
        content.replace(b"<ValDt><Dt>2018-06-29", value),
    ):
        assert f'"{day}": is out of range. A day from 2000-01-01' in refusal(odd)


@pytest.mark.parametrize("day", ["1999-12-31", "2100-01-01"])
def test_a_table_with_a_day_that_no_fund_has_is_refused(day):
    table = f"Date,Amount,Balance\n{day},5.00,5.00\n".encode()
    assert "is out of range" in refusal(table, account="1", currency="USD")
    assert refusal(table.replace(day.encode(), b"0001-01-01"), account="1", currency="USD")


def test_entries_are_counted_before_they_are_read():
    many = camt053([NORWAY]).replace(b"</Stmt>", b"<Ntry/>" * 20_000 + b"</Stmt>")
    assert refusal(many).count("\n") == 0
    assert "has more than 20,000 lines" in refusal(many)


def test_of_many_problems_some_are_named_and_the_others_counted():
    empty = camt053([NORWAY]).replace(b"</Stmt>", b"<Ntry/>" * 10_000 + b"</Stmt>")
    found = refusal(empty).splitlines()
    assert len(found) == 51
    assert "has 9,950 more problems" in found[-1]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Document>&b;</Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<Document>&f;</Document>"""


@pytest.mark.parametrize("attack", [BOMB, OUTSIDE])
def test_a_file_that_defines_entities_is_refused_unread(attack):
    assert "defines entities" in refusal(attack)


def test_deep_xml_is_refused_and_stops_nothing():
    deep = b"<Document>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</Document>"
    assert "holds no statement" in refusal(deep)


def test_the_content_of_a_file_is_never_taken_for_a_path():
    assert "statement" in refusal(b":20:/etc/hostname\n:25:/etc/hostname\n")


def test_another_message_of_the_bank_is_named():
    report = camt053([NORWAY]).replace(b"camt.053", b"camt.054").replace(b"BkToCstmrStmt", b"X")
    assert "is camt.054, not a statement" in refusal(report)


def test_what_the_bank_has_not_booked_is_no_line():
    pending = camt053([NORWAY, CHARGE]).replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>", 1)
    assert "USD 60,000.00 is missing" in refusal(pending)  # the closing balance has it


def test_marks_that_turn_the_order_of_letters_do_not_come_in():
    odd = NORWAY._replace(name="Nor\u202eyaw", text="\u200f7000")
    for make in FORMS.values():
        [line] = of(make([odd]))[0].lines
        assert (line.counterparty, line.text.split()[-1]) == ("Noryaw", "7000")


def test_letters_of_windows_are_read_as_such():
    content = mt940([NORWAY._replace(name="Société")]).decode().encode("cp1252")
    assert of(content)[0].lines[0].counterparty == "Société"


def test_a_batch_whose_parts_add_up_is_a_line_for_each_payer():
    one = camt053([NORWAY])
    parts = b"".join(
        b'<TxDtls><Amt Ccy="USD">%d.00</Amt>'
        b"<RltdPties><Dbtr><Nm>%s</Nm></Dbtr></RltdPties></TxDtls>" % (amount, name)
        for amount, name in ((20_000, b"Chile"), (40_000, b"Ghana"))
    )
    start, end = one.index(b"<TxDtls>"), one.index(b"</TxDtls>") + len(b"</TxDtls>")
    lines = of(one[:start] + parts + one[end:])[0].lines
    assert [(line.counterparty, line.amount) for line in lines] == [
        ("Chile", 20_000_00),
        ("Ghana", 40_000_00),
    ]


CSV = b"""Booking date;Value date;Amount;Currency;Name;Reference;Description;Balance
29.06.2018;29.06.2018;60.000,00;USD;Norway;ILL-1;MCS00-C-0007;61.000,00
30.06.2018;30.06.2018;-12,50;USD;;CHG1;Account charges;60.987,50
"""


def test_a_table_is_read_as_all_tables_are():
    [statement] = of(CSV, account="ill 42")
    assert statement.account == "ILL42"
    assert [line.amount for line in statement.lines] == [60_000_00, -12_50]
    assert statement.opening == bank.Balance(date(2018, 6, 28), 1_000_00)
    assert statement.closing.amount == 60_987_50
    assert statement.lines[0] == Line(
        date(2018, 6, 29), date(2018, 6, 29), 60_000_00, "Norway", "ILL-1", "MCS00-C-0007"
    )


def test_a_table_may_have_two_columns_of_amounts():
    table = b"Date,Paid in,Paid out\n2018-06-29,60000.00,\n2018-06-30,,12.50\n"
    [statement] = of(table, account="42", currency="USD")
    assert [line.amount for line in statement.lines] == [60_000_00, -12_50]


def test_a_table_without_account_or_amount_says_so():
    assert "Account: is not in the file" in refusal(CSV)
    assert "Name it amount" in refusal(b"Date,Name\n2018-06-29,Norway\n", account="1")


def test_a_page_that_is_no_statement_is_named():
    assert "is a PDF document" in refusal(b"%PDF-1.7 ...")
    assert "is a web page" in refusal(b"<html><body>statement</body></html>")


def test_a_line_has_the_same_mark_in_every_form_and_every_overlap():
    twice = [NORWAY, CHARGE, CHARGE]
    [one], [other] = (bank.marks(of(make(twice)), "") for make in (mt940, camt053))
    assert one == other
    assert len(set(one)) == 3
    next_day = NORWAY._replace(day=date(2018, 7, 2))
    [later] = bank.marks(of(mt940([CHARGE, CHARGE, next_day], NORWAY.cents)), "")
    assert set(one) & set(later) == set(one[1:])


def test_a_table_with_the_newest_line_first_has_the_same_marks():
    head, first, second = CSV.splitlines()
    turned = b"\n".join([head, second, first])
    [one], [other] = (bank.marks(of(each, account="42"), "") for each in (CSV, turned))
    assert one == other[::-1]
