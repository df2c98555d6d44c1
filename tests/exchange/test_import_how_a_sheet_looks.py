"""What a workbook shows and hides: nothing of it is booked in silence, and one answer is enough."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from trustfund.domain.catalogue.file import SHEET
from trustfund.domain.problems import Refused
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.reading import read
from trustfund.exchange.imports.reading.archives import _open_looks, unit_of
from trustfund.exchange.imports.reading.looks import QUESTIONS
from trustfund.exchange.imports.rows import Choices, Source, Table

HEADER = ["reference", "contribution_reference", "value_date", "currency", "amount"]


def book(fill: Callable[[Any], None]) -> Source:
    """A workbook that a test fills in."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as written:
        fill(written)
    return Source("list.xlsx", content.getvalue())


def one_sheet(*rows: list[Any]) -> Callable[[Any], Any]:
    def fill(written: Any) -> Any:
        sheet = written.add_worksheet("Now")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        return sheet

    return fill


def deposit(reference: str, amount: Any, currency: str = "USD") -> list[Any]:
    return [reference, "C-1", "2017-05-20", currency, amount]


def table(source: Source, kind: str = "deposits", **chosen: Any) -> Table:
    return read(source, BY_NAME[kind], Choices(**chosen))


def cells(found: Table, column: str) -> list[str]:
    return [row.cells[column] for row in found.rows]


def problems(found: Table) -> list[str]:
    return [str(problem) for problem in found.problems]


# Sheets that nobody sees


def now_and_hidden_old(written: Any) -> None:
    one_sheet(HEADER, deposit("D-9", 100))(written)
    old = written.add_worksheet("Old")
    for number, row in enumerate([HEADER, *(deposit(f"D-{n}", n) for n in range(1, 5))]):
        old.write_row(number, 0, row)
    old.hide()


def test_a_hidden_sheet_is_not_read_in_place_of_the_one_that_is_seen():
    found = table(book(now_and_hidden_old))
    assert (found.sheet, cells(found, "reference")) == ("Now", ["D-9"])
    assert "Hidden sheets are not read unless they are chosen: Old." in found.remarks


def test_a_hidden_sheet_is_read_where_somebody_chooses_it():
    found = table(book(now_and_hidden_old), sheet="Old")
    assert cells(found, "reference") == ["D-1", "D-2", "D-3", "D-4"]


def test_a_workbook_with_nothing_but_hidden_sheets_is_refused():
    def fill(written: Any) -> None:
        written.add_worksheet("Empty")
        one_sheet(HEADER, deposit("D-1", 1))(written).hide()

    with pytest.raises(Refused, match="has nothing but hidden sheets"):
        table(book(fill))


# Rows that nobody sees


def filtered_on_sweden(written: Any) -> None:
    """Sweden 100, Germany 200, Sweden 300; the filter leaves Germany out."""
    rows = [deposit("SWE-1", 100), deposit("DEU-1", 200), deposit("SWE-2", 300)]
    sheet = one_sheet(HEADER, *rows)(written)
    sheet.autofilter(0, 0, 3, 4)
    sheet.filter_column("A", "x == SWE*")
    sheet.set_row(2, options={"hidden": True})


def test_hidden_rows_are_asked_about_and_not_booked_in_silence():
    found = table(book(filtered_on_sweden))
    (problem,) = problems(found)
    assert problem.startswith('row 3 "hidden rows": are in the sheet: row 3. Show them or delete')
    assert found.questions == (QUESTIONS["hidden rows"],)


@pytest.mark.parametrize(
    ("answer", "read_as", "remark"),
    [
        ("read", ["SWE-1", "DEU-1", "SWE-2"], "Hidden rows were read: row 3."),
        ("leave out", ["SWE-1", "SWE-2"], "Hidden rows were left out: row 3."),
    ],
)
def test_one_answer_settles_all_hidden_rows(answer, read_as, remark):
    found = table(book(filtered_on_sweden), answers={"hidden rows": answer})
    assert (cells(found, "reference"), problems(found)) == (read_as, [])
    assert remark in found.remarks
    assert found.questions == ()


def test_rows_of_no_height_are_hidden_rows():
    def fill(written: Any) -> None:
        sheet = one_sheet(HEADER, deposit("D-1", 1), deposit("D-2", 2))(written)
        sheet.set_row(2, 0)

    assert table(book(fill)).questions == (QUESTIONS["hidden rows"],)


@pytest.mark.parametrize(
    ("answer", "read_as"), [("read", ["999", "999"]), ("leave out", [None, None])]
)
def test_hidden_columns_are_asked_about(answer, read_as):
    def fill(written: Any) -> None:
        rows = ([*deposit("D-1", 1), 999], [*deposit("D-2", 2), 999])
        one_sheet([*HEADER, "usd_amount"], *rows)(written).set_column(
            5, 5, options={"hidden": True}
        )

    assert table(book(fill)).questions == (QUESTIONS["hidden columns"],)
    found = table(book(fill), answers={"hidden columns": answer})
    assert [row.cells.get("usd_amount") for row in found.rows] == read_as
    assert problems(found) == []


# Merged cells


def merged_donor(written: Any) -> None:
    """Sweden stands once, over two rows."""
    sheet = one_sheet(
        ["reference", "contributor", "currency", "amount"],
        ["C-1", "", "USD", 100],
        ["C-2", "", "USD", 200],
        ["C-3", "Norway", "USD", 300],
    )(written)
    sheet.merge_range(1, 1, 2, 1, "Sweden")


def test_a_merged_contributor_is_asked_about_and_not_called_missing():
    found = table(book(merged_donor), "contributions")
    (problem,) = (each for each in found.problems if each.field is SHEET)
    assert "are over several rows, of which the first has the value: B2:B3" in str(problem)


def test_fill_down_is_one_answer():
    found = table(book(merged_donor), "contributions", answers={"merged cells": "fill down"})
    assert cells(found, "contributor") == ["Sweden", "Sweden", "Norway"]
    assert "Filled down: B2:B3." in found.remarks
    assert not found.problems


def test_a_merged_amount_is_never_filled_down():
    def fill(written: Any) -> None:
        sheet = one_sheet(HEADER, deposit("D-1", ""), deposit("D-2", ""))(written)
        sheet.merge_range(1, 4, 2, 4, 500)

    found = table(book(fill), answers={"merged cells": "fill down"})
    assert "are over several rows and hold one amount: E2:E3" in problems(found)[0]


def test_what_is_merged_is_filled_before_hidden_rows_are_left_out():
    def fill(written: Any) -> None:
        merged_donor(written)
        written.get_worksheet_by_name("Now").set_row(1, options={"hidden": True})

    answers = {"merged cells": "fill down", "hidden rows": "leave out"}
    assert cells(table(book(fill), "contributions", answers=answers), "contributor") == [
        *("Sweden", "Norway"),
    ]
    asked = table(book(fill), "contributions", answers={"hidden rows": "leave out"})
    assert QUESTIONS["merged cells"] in asked.questions


def test_a_merged_title_above_the_header_is_no_question():
    def fill(written: Any) -> None:
        sheet = one_sheet([], [], HEADER, deposit("D-1", 5))(written)
        sheet.merge_range(0, 0, 1, 4, "Deposits of the fund")

    assert table(book(fill)).questions == ()


# Number formats


def shown_as(code: str, currency: str, amount: float = 100) -> Source:
    def fill(written: Any) -> None:
        sheet = one_sheet(HEADER, deposit("D-1", amount, currency))(written)
        sheet.write_number(1, 4, amount, written.add_format({"num_format": code}))

    return book(fill)


@pytest.mark.parametrize("code", ["[$€-407] #,##0.00", '#,##0 "EUR"', "[$EUR] 0.00"])
def test_a_number_that_is_shown_in_another_currency_is_a_question(code):
    found = table(shown_as(code, "USD"))
    assert "and its row in USD" in problems(found)[0]
    assert "is shown in" in problems(found)[0]
    assert found.questions == (QUESTIONS["number formats"],)
    settled = table(shown_as(code, "USD"), answers={"number formats": "ignore"})
    assert (cells(settled, "amount"), problems(settled)) == (["100"], [])


def test_a_number_that_is_shown_in_its_own_currency_is_none():
    assert problems(table(shown_as("[$€-407] #,##0.00", "EUR"))) == []
    assert problems(table(shown_as("$#,##0.00", "USD"))) == []


def test_an_amount_that_is_shown_as_a_percentage_is_a_question():
    found = table(shown_as("0 %", "USD", 0.05))
    assert "is shown as a percentage" in problems(found)[0]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("General", ""),
        ("#,##0.00", ""),
        ("0.00%", "%"),
        ("[$SEK] #,##0", "SEK"),
        ('"Paid on" yyyy', ""),
        ("[$-409]d mmm yyyy", ""),
        ("\\£#,##0", "£"),
        ("[Red]0.00;[$€-2] 0.00", ""),  # of numbers below zero
        ("[$" * 50_000, "$"),  # at once
    ],
)
def test_what_a_number_format_shows(code, unit):
    assert unit_of(code) == unit


def test_a_usual_dollar_format_in_a_row_of_euros_is_a_question():
    assert table(shown_as("$#,##0.00_);($#,##0.00)", "EUR")).questions


def test_an_open_document_of_a_few_bytes_that_hides_a_hundred_million_rows_takes_no_memory():
    row = b'<table:table-row table:visibility="collapse" table:number-rows-repeated="9999999"/>'
    content = b'<table:table table:name="Now">' + row * 100
    ((_, look),) = list(_open_looks(content))
    assert len(look.rows) == 100
    assert look.rows[1] == (10_000_000, 19_999_998)


# Numbers that have lost their end


def test_a_reference_that_is_a_number_of_more_than_fifteen_figures_is_refused():
    found = table(book(one_sheet(HEADER, [12345678901234567, "C-1", "2017-05-20", "USD", 5])))
    (problem,) = problems(found)
    assert "has more than 15 figures, and a workbook keeps no more of a number" in problem
    assert "Format the column as text, and type it again" in problem


def test_a_reference_of_fifteen_figures_is_whole():
    found = table(book(one_sheet(HEADER, [123456789012345, "C-1", "2017-05-20", "USD", 5])))
    assert (cells(found, "reference"), problems(found)) == (["123456789012345"], [])


# Where the header stands


SUMMARY = (
    ["Summary of receipts (US $) from 2000 to 2024"],
    ["Country", "Year", "Gain/(loss)"],
    ["Sweden", "2017", "5.00"],
)


def test_a_title_is_not_taken_for_the_header():
    found = table(book(one_sheet(*SUMMARY)), "contributions")
    assert found.header == 2
    assert [header.text for header in found.headers] == ["Country", "Year", "Gain/(loss)"]


def test_somebody_can_say_in_which_row_the_header_stands():
    rows = (["reference", "amount"], ["Ours", "", "", "", ""], HEADER, deposit("D-1", 5))
    found = table(book(one_sheet(*rows)), header=3)
    assert (found.header, cells(found, "reference")) == (3, ["D-1"])


def test_a_header_where_nothing_stands_is_refused():
    with pytest.raises(Refused, match="has nothing in row 9, which was chosen as the header"):
        table(book(one_sheet(HEADER, deposit("D-1", 5))), header=9)


# Text files


def text(*rows: list[str]) -> Source:
    return Source("list.csv", "\n".join(",".join(row) for row in (HEADER, *rows)).encode())


@pytest.mark.parametrize(
    ("typed", "meant"), [("558618.1599999999", "558618.16"), ("0.30000000000000004", "0.30")]
)
def test_the_rounding_error_of_a_program_is_read_with_a_remark(typed, meant):
    found = table(text(deposit("D-1", typed)))
    assert cells(found, "amount") == [meant]
    assert "Rounding errors of a program were taken off amounts: row 2." in found.remarks


def test_four_decimals_are_no_rounding_error():
    assert cells(table(text(deposit("D-1", "1234.5678"))), "amount") == ["1234.5678"]
    assert cells(table(text(deposit("D-1", "1234.56780001"))), "amount") == ["1234.56780001"]


def test_json_under_another_name_is_called_json():
    with pytest.raises(Refused, match="is JSON, not what its name says"):
        table(Source("list.csv", b'\n[{"reference": "D-1", "amount": 5}]'))


def test_of_a_moment_with_its_time_zone_the_day_that_is_written_is_taken():
    row = ["D-1", "C-1", "2017-12-31T23:30:00-05:00", "USD", "5"]
    found = table(text(row))
    assert cells(found, "value_date") == ["2017-12-31"]
    assert "Of moments with a time zone the day was taken that is written: row 2." in found.remarks


# What somebody says once for a whole file


GIFTS = ["Reference,Donor,Amount,Gain/(loss),Rows", "C-1,Sweden,100,5,1", "C-2,Norway,200,6,2"]


def gifts(**chosen: Any) -> Table:
    return table(Source("gifts.csv", "\n".join(GIFTS).encode()), "contributions", **chosen)


def test_gains_and_counts_are_guessed_to_be_nothing():
    guessed = {header.text: header.column for header in gifts().headers}
    assert guessed["Donor"] == "contributor"
    assert (guessed["Gain/(loss)"], guessed["Rows"]) == ("", "")


def test_all_other_headers_are_left_out_at_once():
    found = gifts(columns={"Donor": "contributor"}, leaves_out=True)
    assert set(found.columns) >= {"reference", "contributor", "amount"}
    assert [str(each) for each in found.problems if "not a column" in str(each)] == []


def test_a_column_that_the_file_lacks_is_the_same_in_every_row():
    given = {"currency": "USD", "note": "From the list of 2018"}
    found = gifts(columns={"Donor": "contributor"}, leaves_out=True, constants=given)
    assert cells(found, "currency") == ["USD", "USD"]
    assert cells(found, "note") == ["From the list of 2018"] * 2
    assert 'Every row has the currency "USD", as chosen.' in found.remarks
    assert problems(found) == []


def test_a_column_that_the_file_has_is_not_the_same_in_every_row():
    found = gifts(columns={"Donor": "contributor"}, leaves_out=True, constants={"amount": "5"})
    assert any("is in the file, and was to be the same in every row" in p for p in problems(found))


def test_one_header_feeds_two_columns():
    found = gifts(columns={"Donor": "contributor"}, leaves_out=True, also={"note": "Donor"})
    assert cells(found, "contributor") == cells(found, "note") == ["Sweden", "Norway"]
