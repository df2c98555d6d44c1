"""Statements as tables: CSV and workbooks, read as all files of tables are."""

from collections.abc import Sequence
from datetime import date

from trustfund.domain import bank
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.problems import Code, Place, Problems, Refused
from trustfund.exchange.bank.cells import day_before, decimal, minor, refuse_many, shown
from trustfund.exchange.imports import reading
from trustfund.exchange.imports.kind import Kind, Planned
from trustfund.exchange.imports.reading import guesses
from trustfund.exchange.imports.rows import Choices, Row, Source

HEADERS = 40
"""In so many first rows a header is looked for: banks write about the account above it."""
CERTAIN = 90
"""How sure one is of a header that is one of the usual ones, word for word."""


def usual(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """What the usual headers of banks stand for; all others are left out."""
    best: dict[str, str] = {}
    for cells in rows[:HEADERS]:
        found: dict[str, str] = {}
        for text in cells:
            rates = guesses.rated(fields.DOCUMENT, text)
            column = max(rates, key=rates.__getitem__, default="")
            if column and rates[column] >= CERTAIN and column not in found.values():
                found[text] = column
        best = max(best, found, key=len)
    return best


KIND = Kind(
    "bank statements",
    fields.DOCUMENT,
    lambda _books, _line: Planned(known=False),
    recognise=usual,
)
"""Of such a file only the rows are read: nothing of it is planned."""


def read(source: Source, account: str, currency: str) -> tuple[bank.Statement, ...]:
    """The one statement of a table; account and currency are what a person says of it."""
    table = reading.read(source, KIND, Choices(leaves_out=True))
    problems = Problems()
    if table.problems:
        raise Refused(*table.problems)
    refuse_many(source, len(table.rows))
    if not {"amount", "credit", "debit"} & set(table.columns):
        remedy = "Name it amount, or name two columns credit and debit"
        at = Place(row=table.header, column="amount")
        problems.add(fields.AMOUNT, Code.MISSING, "", "is missing", remedy, at)
    problems.refuse_if_any()
    accounts = {bank.account_of(row.cells.get("account", "")) for row in table.rows} - {""}
    currencies = {row.cells.get("currency", "").upper() for row in table.rows} - {""}
    accounts, currencies = accounts or {bank.account_of(account)}, currencies or {currency}
    for field, found in ((fields.ACCOUNT, accounts), (fields.CURRENCY, currencies)):
        if len(found) > 1:
            why = f"is not one: {', '.join(sorted(found))}"
            remedy = "Take in a file for each account"
            problems.add(field, Code.AMBIGUOUS, "", why, remedy)
        elif found == {""}:
            remedy = "Choose it beside the file"
            problems.add(field, Code.MISSING, "", "is not in the file", remedy)
    problems.refuse_if_any()
    [account], [currency] = accounts, currencies
    lines = [(row, problems.attempt(_line, row, currency)) for row in table.rows]
    problems.refuse_if_any()
    kept = [(row, line) for row, line in lines if line and line.amount]
    opening, closing = _ends(problems, kept, currency)
    problems.refuse_if_any()
    return (
        bank.Statement(account, currency, tuple(line for _, line in kept), "", opening, closing),
    )


def _line(row: Row, currency: str) -> bank.Line:
    problems = Problems()
    cells = row.cells
    booked = _day(problems, row, "booked_on")
    value = _day(problems, row, "value_on") if cells.get("value_on") else booked
    amount = 0
    for column in ("amount", "credit", "debit"):
        if cells.get(column):
            units = problems.attempt(_units, row, column, currency) or 0
            amount += -abs(units) if column == "debit" else units
    problems.refuse_if_any()
    assert booked is not None
    assert value is not None
    return bank.Line(
        booked,
        value,
        amount,
        shown(cells.get("counterparty")),
        shown(cells.get("reference")),
        shown(cells.get("text")),
    )


def _day(problems: Problems, row: Row, column: str) -> date | None:
    text = row.cells.get(column, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        field, at = fields.DOCUMENT.by_key[column], row.at(column)
        remedy = "Write it like 2018-07-16"
        problems.add(field, Code.NOT_A_DATE, shown(text), "is not a day", remedy, at)
        return None


def _units(row: Row, column: str, currency: str) -> int:
    text, at = row.cells[column].replace(",", "").strip(), row.at(column)
    amount = decimal(text.removeprefix("-"), at)
    return minor(-amount if text.startswith("-") else amount, currency, at)


def _ends(
    problems: Problems, lines: list[tuple[Row, bank.Line]], currency: str
) -> tuple[bank.Balance | None, bank.Balance | None]:
    """The balances before the first line and after the last, by the column of balances."""
    if not lines or not all(row.cells.get("balance") for row, _ in (lines[0], lines[-1])):
        return None, None
    if lines[0][1].booked_on > lines[-1][1].booked_on:
        lines = lines[::-1]  # the newest comes first
    (first, one), (last, other) = lines[0], lines[-1]
    begin = problems.attempt(_units, first, "balance", currency) or 0
    end = problems.attempt(_units, last, "balance", currency) or 0
    return (
        bank.Balance(day_before(one.booked_on), begin - one.amount),
        bank.Balance(other.booked_on, end),
    )
