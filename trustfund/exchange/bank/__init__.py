"""Bank statements as files: MT940, CAMT.053 and tables, known by what is in them.

Each reader makes the same ``Statement`` of its form. What banks promise is then checked of all: the
opening balance and the lines add up to the closing one, so a line that was lost cannot go unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trustfund.domain import bank, money
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.problems import Code, Place, Problem, Problems, Refused
from trustfund.exchange.bank import camt, mt940_files, tables
from trustfund.exchange.bank.cells import refuse_many
from trustfund.exchange.imports.reading import ARCHIVES
from trustfund.exchange.imports.reading.grid import refuse
from trustfund.exchange.imports.rows import Source
from trustfund.figures.filters import FIRST_DAY, LAST_DAY

CURRENCY = fields.CURRENCY
LARGEST_FILE = 10 * 2**20
MOST_PROBLEMS = 50
"""So many problems of a file are named, and the others counted."""


@dataclass(frozen=True)
class Given:
    """What a person says of a table that does not say it itself."""

    account: str = ""
    currency: str = ""


NOTHING = Given()


def read(source: Source, given: Given = NOTHING) -> tuple[bank.Statement, ...]:
    """The statements of a file; or a sentence for each thing that is wrong with it."""
    try:
        return _read(source, given)
    except Refused as refused:
        raise _shortened(refused) from None


def _read(source: Source, given: Given) -> tuple[bank.Statement, ...]:
    if len(source.content) > LARGEST_FILE:
        why = f"has more than {LARGEST_FILE // 2**20} MB"
        raise refuse(source, why, "Take a statement of fewer days from the bank")
    statements = _statements(source, given)
    problems = Problems()
    if not statements:
        raise refuse(source, "holds no statement", "Choose the file that the bank gave out")
    refuse_many(source, sum(len(each.lines) for each in statements))
    for number, each in enumerate(statements, start=1):
        _check(problems, each, Place(row=number, of="statement"))
    problems.refuse_if_any()
    return statements


def _shortened(refused: Refused) -> Refused:
    named, more = refused.problems[:MOST_PROBLEMS], refused.problems[MOST_PROBLEMS:]
    if not more:
        return refused
    why = f"has {len(more):,} more problems"
    rest = Problem(fields.STATEMENT, Code.UNREADABLE, "", why, "Take the file from the bank again")
    return Refused(*named, rest)


def is_table(source: Source) -> bool:
    """Whether a file is read as a table, which may not name its account."""
    content = source.content
    is_workbook = content.startswith(ARCHIVES)
    return is_workbook or not (camt.is_xml(content) or mt940_files.looks_like(content))


def _statements(source: Source, given: Given) -> tuple[bank.Statement, ...]:
    if is_table(source):
        return tables.read(source, given.account, given.currency)
    if camt.is_xml(source.content):
        return camt.read(source)
    return mt940_files.read(source)


def _check(problems: Problems, statement: bank.Statement, at: Place) -> None:
    if not statement.account:
        remedy = "Give the number of the account"
        problems.add(fields.ACCOUNT, Code.MISSING, "", "is missing", remedy, at)
    for day in dict.fromkeys(_days(statement)):
        if not FIRST_DAY <= day.isoformat() <= LAST_DAY:
            remedy = f"A day from {FIRST_DAY} to {LAST_DAY} is needed: take the file again"
            problems.add(fields.BOOKED_ON, Code.OUT_OF_RANGE, day, "is out of range", remedy, at)
    if missing := statement.unexplained:
        assert statement.closing is not None
        currency = statement.currency
        closing = money.text(statement.closing.amount, currency)
        why = (
            f"is not the opening balance with all lines: {money.text(missing, currency)} is missing"
        )
        remedy = "The file may be cut off or changed: take it from the bank again"
        problems.add(fields.BALANCE, Code.DOES_NOT_ADD_UP, closing, why, remedy, at)


def _days(statement: bank.Statement) -> Iterator[date]:
    """All days that a statement names."""
    yield from (end.day for end in (statement.opening, statement.closing) if end)
    for line in statement.lines:
        yield line.booked_on
        yield line.value_on
