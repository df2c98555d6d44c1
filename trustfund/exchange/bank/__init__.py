"""Bank statements as files: MT940, CAMT.053 and tables, known by what is in them.

Each reader makes the same ``Statement`` of its form. What banks promise is then checked of all: the
opening balance and the lines add up to the closing one, so a line that was lost cannot go unseen.
"""

from dataclasses import dataclass

from trustfund.domain import bank, money
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.problems import Code, Place, Problems
from trustfund.exchange.bank import camt, mt940_files, tables
from trustfund.exchange.imports.reading import ARCHIVES
from trustfund.exchange.imports.reading.delimited import letters
from trustfund.exchange.imports.reading.grid import refuse
from trustfund.exchange.imports.rows import Source

CURRENCY = fields.CURRENCY
LARGEST_FILE = 10 * 2**20
MOST_LINES = 20_000


@dataclass(frozen=True)
class Given:
    """What a person says of a table that does not say it itself."""

    account: str = ""
    currency: str = ""


NOTHING = Given()


def read(source: Source, given: Given = NOTHING) -> tuple[bank.Statement, ...]:
    """The statements of a file; or a sentence for each thing that is wrong with it."""
    if len(source.content) > LARGEST_FILE:
        why = f"has more than {LARGEST_FILE // 2**20} MB"
        raise refuse(source, why, "Take a statement of fewer days from the bank")
    statements = _statements(source, given)
    problems = Problems()
    if not statements:
        raise refuse(source, "holds no statement", "Choose the file that the bank gave out")
    if sum(len(each.lines) for each in statements) > MOST_LINES:
        why = f"has more than {MOST_LINES:,} lines"
        raise refuse(source, why, "Take a statement of fewer days from the bank")
    for number, each in enumerate(statements, start=1):
        _check(problems, each, Place(row=number, of="statement"))
    problems.refuse_if_any()
    return statements


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
    return mt940_files.read(letters(source)[0])


def _check(problems: Problems, statement: bank.Statement, at: Place) -> None:
    if not statement.account:
        remedy = "Give the number of the account"
        problems.add(fields.ACCOUNT, Code.MISSING, "", "is missing", remedy, at)
    if missing := statement.unexplained:
        assert statement.closing is not None
        currency = statement.currency
        closing = money.text(statement.closing.amount, currency)
        why = (
            f"is not the opening balance with all lines: {money.text(missing, currency)} is missing"
        )
        remedy = "The file may be cut off or changed: take it from the bank again"
        problems.add(fields.BALANCE, Code.DOES_NOT_ADD_UP, closing, why, remedy, at)
