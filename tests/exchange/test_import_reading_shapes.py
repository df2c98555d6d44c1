"""Tables that are more than a list: what is no row is left out, thousands are refused."""

import pytest

from tests.exchange.outcomes import said
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.reading import read
from trustfund.exchange.imports.rows import Choices, Source, Table

HEADER = "reference,contributor,pledged_on,currency,amount"
ROW = "C-1,Norway,2017-05-02,USD,1.5"


def table(text: str, columns: dict[str, str] | None = None, kind: str = "contributions") -> Table:
    return read(Source("list.csv", text.encode()), BY_NAME[kind], Choices(columns=columns or {}))


# Amounts that are not in full


@pytest.mark.parametrize(
    "title",
    [
        "Pledges (in millions of US dollars)",
        "in thousands",
        "In US$ thousands",
        "All figures in US dollars (thousands)",
        "Contributions, USD million",
        "Montants en milliers d’euros",
        "Importes en miles de dólares",
        "Status in $ '000",
    ],
)
def test_a_title_that_says_thousands_or_millions_is_a_problem(title):
    (problem,) = said(table(f'"{title}",,,,\n{HEADER}\n{ROW}\n'))
    assert problem.startswith(f'row 1 "{title}": gives amounts in another unit (')
    assert problem.endswith("). Give them in full.")


def test_a_note_under_the_list_that_says_so_is_one_too():
    (problem,) = said(table(f"{HEADER}\n{ROW}\n\nNote: amounts in thousands of dollars,,,,\n"))
    assert problem.startswith('row 4 "Note: amounts in thousands of dollars": gives amounts')


@pytest.mark.parametrize(
    "title", ["One million trees", "Thousands of delegates came", "In full amounts", "US dollars"]
)
def test_a_title_that_says_nothing_of_amounts_is_none(title):
    assert said(table(f"{title},,,,\n{HEADER}\n{ROW}\n")) == []


@pytest.mark.parametrize(
    "header",
    [
        "Grant (USD M)",
        "Amount (EUR m)",
        "Amount (million)",
        "USD millions",
        "Amount ('000)",
        "Amount (000)",
        "Amount in thousands",
        "Montant (k€)",
        "Amount (US$ mn)",
        "Cost (in Mill USD)",
        "Mio. EUR",
        "kUSD",
        "$m",
    ],
)
def test_a_header_that_says_thousands_or_millions_is_a_problem_though_it_is_chosen(header):
    text = f"{HEADER.replace('amount', header)}\n{ROW}\n"
    found = [line for line in said(table(text, {header: "amount"})) if line.startswith("row 1")]
    assert len(found) == 1
    assert found[0].startswith(f'row 1, column "{header}": gives amounts in another unit (')


@pytest.mark.parametrize(
    "header",
    [
        "Amount (USD)",
        "Amount in USD",
        "Amount, net",
        "US$",
        "Amount committed",
        "USD member states",
        "Amount (M. of Finance)",
    ],
)
def test_a_header_in_full_amounts_is_none(header):
    quoted = HEADER.replace("amount", f'"{header}"')
    text = f"{quoted}\n{ROW}\n"
    assert said(table(text, {header: "amount"})) == []


# What is no row


def test_tags_under_the_header_are_left_out_and_a_reference_with_that_sign_is_not():
    found = table(f"{HEADER}\n#code,#org,#date,#currency,#value\n{ROW}\n")
    assert [row.number for row in found.rows] == [3]
    assert found.remarks == ("Left out as headers between the rows: row 2.",)
    found = table(f"{HEADER}\n{ROW.replace('C-1', '#1')}\n")
    assert [row.cells["reference"] for row in found.rows] == ["#1"]


def test_a_header_that_is_repeated_and_the_heading_above_it_are_left_out():
    found = table(f"{HEADER}\n{ROW}\nNorth,,,,\n{HEADER}\n{ROW.replace('C-1', 'C-2')}\n")
    assert [row.number for row in found.rows] == [2, 5]
    assert found.remarks == ("Left out as headers between the rows: rows 3 and 4.",)


def test_a_row_that_holds_only_its_reference_is_a_row_with_problems():
    found = table(f"{HEADER}\nC-1,,,,\n{ROW.replace('C-1', 'C-2')}\n")
    assert [row.number for row in found.rows] == [2, 3]


# Years side by side


def test_years_side_by_side_are_one_problem():
    found = table("contributor,2015,FY 2016,2017 [YR2017],2007-2008 average\nNorway,1,2,3,4\n")
    (years,) = [text for text in said(found) if "years" in text]
    assert years == (
        'row 1, columns "2015, FY 2016, 2017 [YR2017], 2007-2008 average": are years. Give a '
        "row for each sum, with a column for its day and one for its amount."
    )
