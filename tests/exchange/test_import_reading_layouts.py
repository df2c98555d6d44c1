"""What a person's own list looks like: sheets, titles, other headers, totals, notes, choices."""

import pytest

from tests.exchange.broken.workbooks import book
from tests.exchange.outcomes import said
from trustfund.domain.problems import Refused
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.reading import read
from trustfund.exchange.imports.rows import Choices, Source

EXACT = "reference,contributor,currency,amount,pledged_on"


def table(text: str | bytes, kind: str = "contributions", **choices):
    content = text.encode() if isinstance(text, str) else text
    return read(Source("list", content), BY_NAME[kind], Choices(**choices))


def meant(found) -> dict[str, str]:
    return {header.text: header.column for header in found.headers}


# Headers


def test_headers_in_other_words_are_guessed_and_each_guess_is_a_problem_until_confirmed():
    text = "Ref No,Donor,Amount (EUR),Date of pledge\nC-1,Norway,1000.00,2017-04-20\n"
    found = table(text)
    assert meant(found) == {
        "Ref No": "reference",
        "Donor": "contributor",
        "Amount (EUR)": "amount",
        "Date of pledge": "pledged_on",
    }
    assert all(header.is_guess for header in found.headers)
    assert len(found.problems) == 4
    assert 'row 1, column "Donor": is not a column of contributions. Did you mean' in said(found)[1]
    assert found.rows[0].cells["currency"] == "EUR"
    assert said(table(text, columns=meant(found))) == []


def test_capitals_and_blanks_make_no_other_header():
    found = table("Reference,Contributor,CURRENCY,Amount,Agreement signed on\nC-1,Norway,EUR,5,\n")
    assert found.problems == ()
    assert found.columns == (
        "reference",
        "contributor",
        "currency",
        "amount",
        "agreement_signed_on",
    )


def test_the_header_with_codes_is_the_currency_and_the_one_with_names_is_not():
    text = "reference,contributor,Currency,Currency code,amount\nC-1,Norway,Euro,EUR,5\n"
    assert meant(table(text))["Currency code"] == "currency"
    assert meant(table(text))["Currency"] == ""


def test_an_amount_in_the_original_currency_comes_before_one_in_dollars():
    text = "reference,contributor,Ccy,Amount USD,Amount\nC-1,Norway,EUR,110,100\n"
    assert meant(table(text))["Amount"] == "amount"


def test_a_column_of_numbers_that_name_rows_is_no_amount():
    found = table("ContributionID,contributor,currency\n1,Norway,EUR\n2,Norway,EUR\n")
    assert meant(found)["ContributionID"] == "reference"


def test_a_header_is_left_out_by_choice_and_its_cells_are_kept_for_totals():
    text = "reference,contributor,currency,amount,Printed\nC-1,Norway,EUR,5,103.790\n"
    found = table(text, columns={"Printed": ""})
    assert said(found) == []
    assert meant(found)["Printed"] == ""


def test_two_headers_chosen_for_one_column_are_a_problem():
    text = "reference,contributor,currency,amount,Total\nC-1,Norway,EUR,5,6\n"
    found = table(text, columns={"Total": "amount"})
    assert 'row 1, column "Total": stands for amount, as "amount" does' in said(found)[0]


def test_a_choice_of_a_column_that_is_not_there_is_refused():
    with pytest.raises(Refused, match='has no column "colour" to choose'):
        table("a,b\n1,2\n", columns={"a": "colour"})


def test_titles_above_the_header_are_left_out_and_rows_keep_their_numbers():
    found = table(f"Pledges 2017,,,,\n\nas of May,,,,\n{EXACT}\nC-1,Norway,EUR,5,\n")
    assert [row.number for row in found.rows] == [5]
    assert "The header was found in row 4" in found.remarks[0]


def test_a_row_of_the_same_word_is_not_taken_for_the_header():
    found = table("Title,Grant,Co,Loan\nX,No,No,No\n")
    assert [header.text for header in found.headers] == ["Title", "Grant", "Co", "Loan"]


def test_the_column_of_problems_is_left_out_without_a_word():
    found = table(f"{EXACT},problem\nC-1,Norway,EUR,5,,was wrong\n")
    assert (said(found), found.remarks, "problem" in found.columns) == ([], (), False)


@pytest.mark.parametrize(
    "header", ["Amount ('000)", "Amount (USD million)", "Montant (k€)", "Amount in thousands"]
)
def test_amounts_in_thousands_are_refused_although_the_header_was_chosen(header):
    text = f"reference,contributor,currency,{header}\nC-1,Norway,USD,5\n"
    found = table(text, columns={header: "amount"})
    assert "gives amounts in another unit" in said(found)[0]


# Rows


def test_total_lines_are_taken_out_and_keep_their_label_and_amounts():
    found = table(
        f"{EXACT}\nC-1,Norway,EUR,1000,\nSub-total,,,1000,\nC-2,Norway,EUR,500,\nTOTAL,,,1500,\n"
    )
    assert [row.cells["reference"] for row in found.rows] == ["C-1", "C-2"]
    assert [(row.number, row.cells["reference"], row.cells["amount"]) for row in found.totals] == [
        (3, "Sub-total", "1000"),
        (5, "TOTAL", "1500"),
    ]


def test_a_contributor_whose_name_begins_like_a_total_is_a_contributor():
    text = "name,contributor_type\nTotal Foundation,philanthropic_organization\n"
    assert [row.cells["name"] for row in table(text, "contributors").rows] == ["Total Foundation"]


def test_notes_under_the_table_are_left_out_and_named():
    found = table(f"{EXACT}\nC-1,Norway,EUR,5,\n* subject to approval\nSource: Gateway\n")
    assert (said(found), len(found.rows)) == ([], 1)
    assert "Left out as notes: rows 3 and 4." in found.remarks


def test_footnote_letters_go_only_where_a_note_explains_them():
    row = "C-1,Norway (a),EUR,5,\n"
    explained = table(f"{EXACT}\n{row}(a) Not yet signed\n")
    assert explained.rows[0].cells["contributor"] == "Norway"
    assert table(f"{EXACT}\n{row}").rows[0].cells["contributor"] == "Norway (a)"


def test_a_text_chosen_to_mean_another_is_replaced_however_it_is_spaced():
    found = table(f"{EXACT}\nC-1,Sida ,EUR,5,\n", values={("contributor", "Sida"): "Sweden"})
    assert found.rows[0].cells["contributor"] == "Sweden"


# Cells


def cell(amount: str, currency: str = "EUR", *others: str) -> str:
    rows = "".join(f'C-{n},Norway,EUR,"{text}",\n' for n, text in enumerate(others, start=2))
    found = table(f'{EXACT}\nC-1,Norway,{currency},"{amount}",\n{rows}')
    row = found.rows[0]
    return "unclear" if "amount" in row.unreadable else row.cells["amount"]


@pytest.mark.parametrize(
    ("amount", "currency", "others", "read_as"),
    [
        ("60.000", "EUR", ("1.234,50",), "60000"),
        ("60.000", "EUR", ("12.50",), "60.000"),
        ("60.000", "EUR", (), "60.000"),
        ("1,234", "EUR", (), "1234"),
        ("1,234", "EUR", ("12.50",), "1234"),
        ("1,234", "EUR", ("12.50", "12,50"), "unclear"),
        ("1,234", "KWD", (), "unclear"),
        ("1.234", "KWD", (), "unclear"),
        ("1.234", "KWD", ("12.50",), "1.234"),
        ("1250000.0", "JPY", (), "1250000"),
        ("$ 40,000", "USD", (), "40000"),
        ("$ 40,000", "EUR", (), "unclear"),
        ("EUR 5.000,00", "EUR", (), "5000.00"),
        ("USD 5,000", "EUR", (), "unclear"),
        ("(500)", "EUR", (), "unclear"),
    ],
)
def test_what_an_amount_leaves_open_its_column_settles(amount, currency, others, read_as):
    assert cell(amount, currency, *others) == read_as


def test_a_cell_that_cannot_be_read_has_one_problem_that_says_both_meanings(sqlite_store, bring):
    text = f"{EXACT}\nC-1,Norway,EUR,5,03/04/2017\n"
    found = [line for line in said(bring(sqlite_store, "contributions", text)) if "pledged" in line]
    assert found == [
        (
            'row 2, pledged_on "03/04/2017": may be 2017-04-03 or 2017-03-04, and no day of the '
            "column settles which. Write it like 2018-07-16."
        )
    ]


def test_one_day_above_twelve_settles_its_column():
    found = table(f"{EXACT}\nC-1,Norway,EUR,5,03/04/2017\nC-2,Norway,EUR,5,06/24/2017\n")
    assert [row.cells["pledged_on"] for row in found.rows] == ["2017-03-04", "2017-06-24"]


@pytest.mark.parametrize(
    "none",
    ["1900-01-01", "0001-01-01T00:00:00", "0000-00-00", "1/1/1900 12:00:00 AM", "01/01/0001"],
)
def test_days_that_mean_none_are_none(none):
    found = table(f"{EXACT}\nC-1,Norway,EUR,5,{none}\n")
    assert (said(found), found.rows[0].cells["pledged_on"]) == ([], "")
    assert "counts as no day" in found.remarks[0]


@pytest.mark.parametrize("cell", ["-", "n/a"])
def test_a_dash_for_a_fee_is_refused_for_it_may_be_the_usual_fee_or_none(cell):
    text = "reference,contribution_reference,value_date,currency,amount,fee_usd\n"
    found = table(f"{text}D-1,C-1,2017-05-01,USD,5,{cell}\n", "deposits")
    assert "may mean nothing, or that nobody knows. Write 0" in said(found)[0]


# Workbooks


def test_a_row_of_one_sheet_among_several_is_named_with_its_sheet():
    def fill(workbook):
        workbook.add_worksheet("Cover").write(0, 0, "About this list")
        page = workbook.add_worksheet("Pledges")
        page.write_row(0, 0, EXACT.split(","))
        page.write_row(1, 0, ["C-1", "Norway", "EUR", 5, "03/04/2017"])

    found = table(book(fill))
    assert (found.sheet, found.sheets) == ("Pledges", ("Cover", "Pledges"))
    assert said(found)[0].startswith('sheet "Pledges", row 2, pledged_on')
    with pytest.raises(Refused, match='has no sheet "Old"'):
        table(book(fill), sheet="Old")
