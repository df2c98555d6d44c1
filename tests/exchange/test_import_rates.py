"""Rates of exchange: files of the UN Treasury as they come, and what is booked keeps its rate."""

import io
from unittest.mock import Mock

import pytest
import xlsxwriter

from tests.books import a_commitment, a_deposit, a_rate, entries
from tests.exchange.outcomes import said
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rates import RATES
from trustfund.exchange.imports.rows import Source
from trustfund.exchange.imports.treasury import recognise
from trustfund.figures import frames
from trustfund.ledger import kept

PREAMBLE = [["United Nations operational rates of exchange"], [""]]
NAMES = ["Country", "Currency", "Code", "Effective Date", "Operational Rates"]
AUSTRIA = ["Austria", "Euro", "EUR", "01 Jul 2017", "0.8755"]


@pytest.mark.parametrize(
    "names",
    [
        NAMES,
        ["Country", "Currency Name", "Abbreviation", "Effective Date", "Rate of Exchange"],
        ["Country or area", "Name", "ISO Code", "Eff. date", "Units per USD"],
        ["Country", "Name", "Symbol", "EFFECTIVE DATE ", "Operational Rates of Exchange (1 US$ =)"],
        ["Country", "Name", "Currency", "Effective from", "Local currency units per 1 USD"],
    ],
)
@pytest.mark.parametrize("above", [PREAMBLE, [], [["Rates"], ["", "as of July 2017"], []]])
def test_a_file_of_the_treasury_is_known_by_its_header(above, names):
    stands_for = ("", "", "currency", "effective_on", "units_per_usd")
    assert tuple(recognise([*above, names, AUSTRIA]).values()) == stands_for


@pytest.mark.parametrize(
    ("names", "row"),
    [
        (["currency", "effective_on", "units_per_usd"], ["EUR", "2017-07-01", "0.8755"]),
        (["Currency", "Effective date", "Rate"], ["Euro", "01 Jul 2017", "0.8755"]),
        (["Code", "Effective date", "Rate", "Exchange rate"], ["EUR", "01 Jul 2017", "1", "2"]),
        (["Donor", "Code", "Date received", "Amount"], ["Norway", "EUR", "01 Jul 2017", "100"]),
    ],
    ids=["its own columns", "names, no codes", "two rates", "a list of gifts"],
)
def test_another_file_is_none_of_the_treasury(names, row):
    assert recognise([names, row]) == {}


JULY = """\
Operational rates of exchange\r
as of 15 July 2017\r
\r
Country\tCurrency\tCode\tEffective Date\tOperational Rates of Exchange\r
Austria\tEuro\tEUR\t01 Jul 2017\t0.8755\r
Finland\tEuro\tEUR\t01 Jul 2017\t0.87550\r
Finland\tEuro\tEUR \t15 Jul 2017\t0.862\r
Spain\tEuro\tEUR\t01 Jul 2017\t0.8755\r
Benin\tFranc\tXOF\t01 Jul 2017\t574.3\r
Mali\tFranc\tXOF\t01 Jul 2017\t574.3\r
Iran\tRial\tIRR\t01 Jul 2017\t32,395.00\r
Japan\tYen\tJPY\t01 Jun 2017\t111.25\r
United States\tUS Dollar\tUSD\t01 Jan 2017\t1.00\r
-\tDrawing right\tXDR\t01 Jul 2017\t0.72\r
-\tNobody's\tQQQ\t01 Jul 2017\t3\r
\r
* Rates in effect until further notice of the Treasury.\r
"""
RECORDED = {
    ("EUR", "2017-07-01"): ("0.8755", "UN Treasury, july.xls"),
    ("EUR", "2017-07-15"): ("0.862", "UN Treasury, july.xls"),
    ("IRR", "2017-07-01"): ("32395.00", "UN Treasury, july.xls"),
    ("JPY", "2017-06-01"): ("111.25", "UN Treasury, july.xls"),
    ("XOF", "2017-07-01"): ("574.3", "UN Treasury, july.xls"),
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
    assert (str(outcome), said(outcome)) == ("new 5, changed 0, same 0, problems 0", [])
    assert recorded(sqlite_store) == RECORDED
    assert [remark for remark in outcome.remarks if remark.startswith("Left out,")][-3:] == [
        "Left out, because another row gives the same rate for another country: EUR 2, XOF 1.",
        "Left out, as the US dollar needs no rate: row 13.",
        "Left out, as no money can be booked in them: XDR (row 14), QQQ (row 15).",
    ]


def test_the_file_of_the_next_month_repeats_what_is_known_and_adds_the_rest(sqlite_store):
    brought(sqlite_store, JULY.encode())
    august = JULY.replace("15 Jul 2017", "01 Aug 2017")
    assert str(brought(sqlite_store, august.encode(), "august.xls")) == (
        "new 1, changed 0, same 4, problems 0"
    )
    assert recorded(sqlite_store) == RECORDED | {
        ("EUR", "2017-08-01"): ("0.862", "UN Treasury, august.xls")
    }


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("0.8755", "0.8756", 'row 6, currency "EUR 2017-07-01": is in row 5 already. Keep one of'),
        ("1.00", "1.01", 'row 13, currency "USD": needs no rate. 1 USD is 1 USD.'),
    ],
)
def test_rates_that_contradict_each_other_are_a_problem(sqlite_store, was, becomes, problem):
    outcome = brought(sqlite_store, JULY.replace(was, becomes, 1).encode())
    assert said(outcome)[0].startswith(problem)
    assert recorded(sqlite_store) == {}


# What is booked keeps its rate


HEADER = "currency,effective_on,units_per_usd,source\n"


def test_rates_that_come_late_name_the_bookings_that_keep_theirs(store, bring):
    for currency in ("EUR", "SEK"):
        a_rate(store, currency, "0.9", "2017-05-01")
    for currency in ("EUR", "SEK"):
        gift = a_commitment(store, "1000", currency, signed_on="2017-05-10", reference=currency)
        a_deposit(store, gift, "100", currency, "2017-06-01", reference=f"D-{currency}")
    before = [(entry.rate, entry.usd_cents) for entry in entries(store)]
    rows = "EUR,2017-06-15,0.8,\nSEK,2017-05-01,0.95,\nEUR,2017-05-15,0.85,\nEUR,2017-05-01,0.9,\n"
    outcome = bring(store, "rates", HEADER + rows)
    assert str(outcome) == "new 2, changed 1, same 1, problems 0"
    assert [remark for remark in outcome.remarks if "booked already" in remark] == [
        (
            "row 3, SEK from 2017-05-01: 1 deposit (D-SEK) and 1 arrangement (SEK), "
            "booked already, keep the rate they were valued at."
        ),
        (
            "row 4, EUR from 2017-05-15: 1 deposit (D-EUR), "
            "booked already, keeps the rate it was valued at."
        ),
    ]
    assert [(entry.rate, entry.usd_cents) for entry in entries(store)] == before


def test_a_file_of_many_rates_looks_at_the_entries_once(sqlite_store, bring, monkeypatch):
    a_rate(sqlite_store, "EUR", "0.9", "2017-05-01")
    a_commitment(sqlite_store, "1000", "EUR", signed_on="2017-06-15", reference="C-1")
    asked = Mock(wraps=kept.sentences)
    monkeypatch.setattr(kept, "sentences", asked)
    days = "".join(f"EUR,2017-06-{day:02},0.{day:02},UN\n" for day in range(1, 16))
    outcome = bring(sqlite_store, "rates", HEADER + days)
    assert outcome.new == 15
    assert len([call for call in asked.call_args_list if call.args[1]]) == 1
    assert outcome.remarks == (
        (
            "row 16, EUR from 2017-06-15: 1 arrangement (C-1), "
            "booked already, keeps the rate it was valued at."
        ),
    )
