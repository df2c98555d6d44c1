"""Rates of exchange from files: told once, kept as they are, and honest about what is booked."""

from unittest.mock import Mock

import pytest

from tests.books import a_commitment, a_deposit, a_rate, entries
from trustfund.exchange.imports.rows import Header, Row, Table
from trustfund.exchange.imports.treasury import recognise, tidy
from trustfund.ledger import kept

PREAMBLE = [["United Nations operational rates of exchange"], [""]]
NAMES = ["Country", "Currency", "Code", "Effective Date", "Operational Rates"]
AUSTRIA = ["Austria", "Euro", "EUR", "01 Jul 2017", "0.8755"]
WANTED = {
    "Country": "",
    "Currency": "",
    "Code": "currency",
    "Effective Date": "effective_on",
    "Operational Rates": "units_per_usd",
}


@pytest.mark.parametrize("above", [PREAMBLE, [], [["Rates"], ["", "as of July 2017"], []]])
def test_a_file_of_the_treasury_is_known_by_its_header(above):
    assert recognise([*above, NAMES, AUSTRIA]) == WANTED


@pytest.mark.parametrize(
    "names",
    [
        ["Country", "Currency Name", "Abbreviation", "Effective Date", "Rate of Exchange"],
        ["Country or area", "Name", "ISO Code", "Eff. date", "Units per USD"],
        ["Country", "Name", "Symbol", "EFFECTIVE DATE ", "Operational Rates of Exchange (1 US$ =)"],
        ["Country", "Name", "Currency", "Effective from", "Local currency units per 1 USD"],
    ],
)
def test_its_headers_may_be_called_otherwise(names):
    assert list(recognise([names, AUSTRIA]).values()) == [
        "", "", "currency", "effective_on", "units_per_usd",
    ]  # fmt: skip


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


def treasury_table(*lines: str, source: str | None = None) -> Table:
    """A Treasury file as it was read: lines of "code day units"."""
    rows = []
    for number, line in enumerate(lines, start=4):
        code, on, units = line.split()
        cells = {"currency": code, "effective_on": on, "units_per_usd": units}
        rows.append(Row(number, cells if source is None else cells | {"source": source}))
    examples = zip(*(line.split() for line in lines[:3]), strict=True)
    headers = (
        Header(name, column, False, tuple(found))
        for name, column, found in zip(NAMES[2:], list(WANTED.values())[2:], examples, strict=True)
    )
    return Table(tuple(WANTED.values())[2:], tuple(rows), headers=tuple(headers))


def left(table: Table) -> list[int]:
    return [row.number for row in tidy(table, "rates.xls").rows]


def test_a_currency_of_many_countries_has_one_rate_and_the_plan_says_so():
    table = treasury_table(
        "EUR 2017-07-01 0.8755",
        "XOF 2017-07-01 574.3",
        "EUR 2017-07-01 0.87550",
        "EUR 2017-07-15 0.8602",
        "XOF 2017-07-01 574.3",
        "EUR 2017-07-01 0.8755",
    )
    assert left(table) == [4, 5, 7]
    assert tidy(table, "rates.xls").remarks == (
        "Left out, as each says the same as another row, for another country: EUR 2, XOF 1.",
    )


def test_rates_that_contradict_each_other_stay_and_are_a_problem_that_names_both_rows(
    sqlite_store, bring
):
    assert left(treasury_table("EUR 2017-07-01 0.8755", "EUR 2017-07-01 0.8756")) == [4, 5]
    outcome = bring(
        sqlite_store,
        "rates",
        "currency,effective_on,units_per_usd\nEUR,2017-07-01,0.8755\neur,2017-07-01,0.8756\n",
    )
    assert [str(problem) for problem in outcome.problems] == [
        'row 3, currency "eur 2017-07-01": is in row 2 already. Keep one of the two.'
    ]


def test_the_us_dollars_own_line_is_left_out_and_another_rate_for_it_stays_to_be_refused():
    table = treasury_table("EUR 2017-07-01 0.9", "USD 2017-07-01 1.00", "USD 2017-07-15 1.01")
    assert left(table) == [4, 6]
    assert tidy(table, "rates.xls").remarks == ("Left out, as the US dollar needs no rate: row 5.",)


def test_the_us_dollar_has_no_other_rate_than_1(sqlite_store, bring):
    rows = "currency,effective_on,units_per_usd\nUSD,2017-07-01,1.01\n"
    (problem,) = bring(sqlite_store, "rates", rows).problems
    assert str(problem) == 'row 2, currency "USD": needs no rate. 1 USD is 1 USD.'


def test_a_code_of_the_treasury_in_which_nothing_can_be_booked_is_left_out_by_name():
    table = treasury_table("XDR 2017-07-01 0.72", "EUR 2017-07-01 0.9", "QQQ 2017-07-01 3")
    assert left(table) == [5]
    assert tidy(table, "rates.xls").remarks == (
        "Left out, as no money can be booked in them: XDR (row 4), QQQ (row 6).",
    )


def test_in_a_file_that_somebody_typed_such_a_code_is_a_problem(sqlite_store, bring):
    typed = "currency,effective_on,units_per_usd\nERU,2017-07-01,0.8755\n"
    (problem,) = bring(sqlite_store, "rates", typed).problems
    assert str(problem).startswith('row 2, currency "ERU": is not a currency code.')


def test_the_source_of_a_treasury_file_is_the_treasury_and_the_file():
    filled = tidy(treasury_table("EUR 2017-07-01 0.9"), "2017-07.xls").filled
    assert filled == {"source": "UN Treasury, 2017-07.xls"}
    assert tidy(Table(("currency",), ()), "2017-07.xls").filled == {}


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


def test_a_year_of_two_figures_is_asked_about(sqlite_store, bring):
    text = "currency,effective_on,units_per_usd\nEUR,20/04/17,0.9\n"
    (problem,) = bring(sqlite_store, "rates", text).problems
    assert "has a year of two figures" in str(problem)
