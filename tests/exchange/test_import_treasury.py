"""Files of the UN Treasury as they come: text between tabs named .xls, CSV, saved workbooks."""

import io

import pytest
import xlsxwriter

from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rates import RATES
from trustfund.exchange.imports.rows import Source
from trustfund.figures import frames

JULY = """\
Operational rates of exchange\r
as of 15 July 2017\r
\r
Country\tCurrency\tCode\tEffective Date\tOperational Rates of Exchange\r
Austria\tEuro\tEUR\t01 Jul 2017\t0.8755\r
Finland\tEuro\tEUR\t01 Jul 2017\t0.8755\r
Finland\tEuro\tEUR \t15 Jul 2017\t0.862\r
Iran\tRial\tIRR\t01 Jul 2017\t32,395.00\r
Japan\tYen\tJPY\t01 Jun 2017\t111.25\r
United States\tUS Dollar\tUSD\t01 Jan 2017\t1.00\r
\r
* Rates in effect until further notice of the Treasury.\r
"""
RECORDED = {
    ("EUR", "2017-07-01"): ("0.8755", "UN Treasury, july.xls"),
    ("EUR", "2017-07-15"): ("0.862", "UN Treasury, july.xls"),
    ("IRR", "2017-07-01"): ("32395.00", "UN Treasury, july.xls"),
    ("JPY", "2017-06-01"): ("111.25", "UN Treasury, july.xls"),
}


def recorded(store) -> dict[tuple[str, str], tuple[str, str]]:
    loaded = frames.load(store)[0].rates
    return {key: (rate["units_per_usd"], rate["source"]) for key, rate in loaded.items()}


def brought(store, content: bytes, name: str = "july.xls"):
    return run(store, COMMAND_LINE, RATES, Source(name, content), dry_run=False)


def as_csv(text: str) -> str:
    return text.replace("32,395.00", '"32,395.00"').replace("\t", ",")


def as_workbook(text: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Rates")
        for number, line in enumerate(text.splitlines()):
            for place, cell in enumerate(line.split("\t")):
                sheet.write_string(number, place, cell)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [JULY.encode(), as_csv(JULY).encode(), as_workbook(JULY)],
    ids=["tabs", "CSV", "workbook"],
)
def test_a_file_of_the_treasury_is_imported_without_a_choice(sqlite_store, content):
    outcome = brought(sqlite_store, content)
    assert str(outcome) == "new 4, changed 0, same 0, problems 0", outcome.problems
    assert recorded(sqlite_store) == RECORDED
    assert "Left out, as the US dollar needs no rate: row 10." in outcome.remarks
    assert (
        "Left out, as each says the same as another row, for another country: EUR 1."
        in outcome.remarks
    )


def test_the_file_of_the_next_month_repeats_what_is_known_and_adds_the_rest(sqlite_store):
    brought(sqlite_store, JULY.encode())
    august = JULY.replace("15 Jul 2017", "01 Aug 2017")
    assert str(brought(sqlite_store, august.encode(), "august.xls")) == (
        "new 1, changed 0, same 3, problems 0"
    )
    assert recorded(sqlite_store) == RECORDED | {
        ("EUR", "2017-08-01"): ("0.862", "UN Treasury, august.xls")
    }


def test_two_rates_of_one_day_are_a_problem_that_names_both_rows(sqlite_store):
    outcome = brought(sqlite_store, JULY.replace("0.8755", "0.8756", 1).encode())
    assert [str(problem) for problem in outcome.problems] == [
        'row 6, currency "EUR 2017-07-01": is in row 5 already. Keep one of the two.'
    ]
    assert recorded(sqlite_store) == {}
