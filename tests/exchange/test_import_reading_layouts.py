"""What a person's own list looks like: sheets, titles, other headers, totals, notes, choices."""

import pytest

from tests.exchange.broken.workbooks import book
from tests.exchange.outcomes import said
from trustfund.domain.problems import Refused
from trustfund.exchange.imports.kinds import BY_NAME, KINDS
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.reading import guesses, looks, read
from trustfund.exchange.imports.rows import Choices, Source

EXACT = "reference,contributor,currency,amount,pledged_on"
HEADER = "reference,contributor,pledged_on,currency,amount"
ROW = "C-1,Norway,2017-05-02,USD,1.5"


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


TWO_CURRENCIES = "reference,contributor,Currency,Currency code,amount\nC-1,Norway,Euro,EUR,5\n"
TWO_AMOUNTS = "reference,contributor,Ccy,Amount USD,Amount\nC-1,Norway,EUR,110,100\n"
NUMBERED = "ContributionID,contributor,currency\n1,Norway,EUR\n2,Norway,EUR\n"


@pytest.mark.parametrize(
    ("text", "header", "column"),
    [
        (TWO_CURRENCIES, "Currency code", "currency"),  # codes below, and not names
        (TWO_CURRENCIES, "Currency", ""),
        (TWO_AMOUNTS, "Amount", "amount"),  # the original currency comes before dollars
        (NUMBERED, "ContributionID", "reference"),  # numbers that name rows are no amounts
    ],
)
def test_what_stands_below_a_header_helps_to_guess_it(text, header, column):
    assert meant(table(text))[header] == column


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


def test_notes_under_the_table_are_left_out_and_named():
    found = table(f"{EXACT}\nC-1,Norway,EUR,5,\n* subject to approval\nSource: Gateway\n")
    assert (said(found), len(found.rows)) == ([], 1)
    assert "Left out as notes: rows 3 and 4." in found.remarks
    found = table(f"{EXACT}\nC-1,Norway,EUR,5,\n" + "* subject to approval\n" * 7)
    assert "Left out as notes: rows 3, 4, 5, 6, 7 and 2 more." in found.remarks


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


def test_an_amount_that_may_be_two_is_refused_with_both():
    text = f'{EXACT}\nC-1,Norway,KWD,"1,234",\n'
    assert said(table(text)) == [
        (
            'row 2 "decimal sign": is not clear. Figures such as 1,234 or 1.234 may be thousands '
            "or decimals, and their column does not settle which. Say which."
        ),
        (
            'row 2, amount "1,234": may be 1,234 or 1.234, and the column does not settle which. '
            "Write 1234 or 1.234."
        ),
    ]
    assert table(text).questions == (looks.DECIMAL_SIGN,)
    for answer, amount in (("point", "1234"), ("comma", "1.234")):
        found = table(text, answers={"decimal sign": answer})
        assert (found.rows[0].cells["amount"], found.problems) == (amount, ())


def test_what_a_column_settles_goes_before_the_answer():
    text = f"{EXACT}\nC-1,Norway,EUR,5,03/04/2017\nC-2,Norway,EUR,5,06/24/2017\n"
    found = table(text, answers={"day order": "day first"})
    assert [row.cells["pledged_on"] for row in found.rows] == ["2017-03-04", "2017-06-24"]
    mixed = text.replace(
        "C-2,Norway,EUR,5,06/24", "C-2,Norway,EUR,5,24/06/2017\nC-3,Norway,EUR,5,06/25"
    )
    assert len(table(mixed, answers={"day order": "day first"}).problems) == 3


def test_a_point_before_three_figures_is_of_thousands_where_somebody_says_so():
    text = f"{EXACT}\nC-1,Norway,EUR,60.000,2017-05-02\n"
    assert table(text).rows[0].cells["amount"] == "60.000"
    assert table(text, answers={"decimal sign": "comma"}).rows[0].cells["amount"] == "60000"


def test_days_that_no_day_settles_are_asked_about_once_for_the_file():
    rows = "".join(f"C-{day},Norway,EUR,5,03/{day:02}/2017\n" for day in range(4, 12))
    found = table(f"{EXACT}\n{rows}")
    assert found.questions == (looks.DAY_ORDER,)
    outcome = Outcome(problems=found.problems, table=found)
    (question,) = map(str, outcome.first_problems)
    assert question == (
        'row 2 "day order": is not clear. Days such as 03/04/2017 begin with the day or with the '
        "month, and no day settles which. Say which."
    )
    assert len(outcome.held_back) == 8
    for answer, day in (("day first", "2017-04-03"), ("month first", "2017-03-04")):
        answered = table(f"{EXACT}\n{rows}", answers={"day order": answer})
        assert (answered.rows[0].cells["pledged_on"], answered.problems) == (day, ())


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


# Amounts that are not in full


TITLES = """\
Pledges (in millions of US dollars)
in thousands
In US$ thousands
All figures in US dollars (thousands)
Contributions, USD million
Montants en milliers d’euros
Importes en miles de dólares
Status in $ '000
"""
OTHER_UNITS = (
    "Grant (USD M); Amount (EUR m); Amount (million); USD millions; Amount ('000); Amount (000); "
    "Amount in thousands; Montant (k€); Amount (US$ mn); Cost (in Mill USD); Mio. EUR; kUSD; $m; "
    "Amount (in 1000); Amount (x1000); Amount (EUR 1'000); TEUR; Amount in T€; Amount (thds); "
    "Amount in lakhs; Amount (crore); Amount in cents; Amount (hundreds); Amount (USD million)"
)
IN_FULL = (
    "Amount (USD); Amount in USD; Amount, net; US$; Amount committed; USD member states; "
    "Amount (M. of Finance)"
)


@pytest.mark.parametrize("title", TITLES.splitlines())
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


@pytest.mark.parametrize("header", OTHER_UNITS.split("; "))
def test_a_header_that_says_thousands_or_millions_is_a_problem_though_it_is_chosen(header):
    text = f"{HEADER.replace('amount', header)}\n{ROW}\n"
    found = [
        line for line in said(table(text, columns={header: "amount"})) if line.startswith("row 1")
    ]
    assert len(found) == 1
    assert found[0].startswith(f'row 1, column "{header}": gives amounts in another unit (')


NO_GIFTS = (
    "Gain/loss; Exchange gain (USD); Amount gain; FX loss; Exchange difference (USD); Amount gap; "
    "Number of deposits; Amount count; Count of gifts; Reference count; No. of contributions; "
    "Deposits, total number; Percent of amount; Amount %; Share of amount; Amount per capita; "
    "Rank by amount; Cumulative amount; Contribution USD millions; Amount (m); Amount (USDm)"
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_gain_count_share_or_million_is_guessed_for_an_amount_or_a_reference(kind):
    """A row of figures stands below each, which would look like amounts."""
    for header in f"{NO_GIFTS}; {OTHER_UNITS}".split("; "):
        body = [(number, [str(number)]) for number in range(2, 6)]
        column = guesses.guesses(kind, [header], [None], body).get(0, "")
        assert not kind.is_money(column), (header, column)
        assert not column.endswith("reference"), (header, column)


def test_a_header_that_is_no_column_says_that_its_amounts_are_in_another_unit():
    (_, problem) = said(table("reference,contributor,currency,Amount (USDm)\nC-1,Norway,USD,5\n"))
    assert problem.startswith(
        'row 1, column "Amount (USDm)": is not a column of contributions, and gives amounts in '
        "another unit (USDm). Take it out"
    )


@pytest.mark.parametrize("header", IN_FULL.split("; "))
def test_a_header_in_full_amounts_is_none(header):
    quoted = HEADER.replace("amount", f'"{header}"')
    text = f"{quoted}\n{ROW}\n"
    assert said(table(text, columns={header: "amount"})) == []


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


# Workbooks


def test_a_row_of_one_sheet_among_several_is_named_with_its_sheet():
    def fill(workbook):
        workbook.add_worksheet("Cover").write(0, 0, "About this list")
        page = workbook.add_worksheet("Pledges")
        page.write_row(0, 0, EXACT.split(","))
        page.write_row(1, 0, ["C-1", "Norway", "EUR", 5, "03/04/2017"])

    found = table(book(fill))
    assert (found.sheet, found.sheets) == ("Pledges", ("Cover", "Pledges"))
    assert said(found)[0].startswith('sheet "Pledges", row 2 "day order"')
    assert said(found)[1].startswith('sheet "Pledges", row 2, pledged_on')
    with pytest.raises(Refused, match='has no sheet "Old"'):
        table(book(fill), sheet="Old")
