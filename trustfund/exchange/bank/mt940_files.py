"""MT940, the statement of the SWIFT network: text, read by the library ``mt-940``.

The library reads what it knows and leaves the rest out without a word. So every tag 61 of the file
must have become a line, and the balances must add up.
"""

import io
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import mt940

from trustfund.domain import bank
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.problems import Code, Place, Problems
from trustfund.exchange.bank.cells import minor, refuse_many, shown, unread
from trustfund.exchange.imports.reading.delimited import letters
from trustfund.exchange.imports.rows import Source

logging.getLogger("mt940").setLevel(logging.CRITICAL)  # it would repeat lines of statements
_BEGIN = re.compile(rb"(?:\A|[\r\n}])\s*:20:[^\r\n]*\r?\n")
_ENVELOPE = re.compile(r"^(?:\{[^\n]*|-?\}[^\n]*)$", re.MULTILINE)
_STATEMENTS = re.compile(r"(?m)^(?=:20:)")
_LINE = re.compile(r"^:61:", re.MULTILINE)
_PAID = re.compile(r"/OCMT/([A-Z]{3})([0-9]{1,15}(?:,[0-9]{0,3})?)")
_NAME = re.compile(r"/(?:ORDP|BENM)/+(?:NAME/)?([^/\n]+)|/NAME/([^/\n]+)")
_CODES = re.compile(r"/(?:ORDP|BENM|NAME|REMI|EREF|CREF|OCMT|CHGS|PURP|ULTD|ULTB|TRCD)/+")
"""Names of parts of a text, which say nothing to people."""
NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})
WRONG = (RuntimeError, ValueError, ArithmeticError, TypeError, KeyError, AttributeError)
"""What the library raises for a file that is not what it should be."""


def looks_like(content: bytes) -> bool:
    """Whether a file begins as MT940 does, with or without its envelope."""
    return bool(_BEGIN.search(content[:4096]))


def read(source: Source) -> tuple[bank.Statement, ...]:
    """The statements of a file."""
    text = letters(source)[0]
    refuse_many(source, max(text.count(":61:"), text.count(":20:")))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("{4:\n", "\n")
    text = _ENVELOPE.sub("", text.replace("{4:", "\n"))
    problems = Problems()
    found: list[bank.Statement | None] = []
    above = 0
    for block in _STATEMENTS.split(text):
        if block.startswith(":20:"):
            at = Place(row=len(found) + 1, of="statement")
            found.append(_statement(problems, block, at, above))
        above += block.count("\n")
    problems.refuse_if_any()
    return tuple(each for each in found if each)


def _statement(problems: Problems, block: str, at: Place, above: int) -> bank.Statement | None:
    try:
        [read] = mt940.parse_statements(io.StringIO(block), options=mt940.Options.all())
    except WRONG as error:
        value = str(error.args[2]) if len(error.args) > 2 else ""
        line = above + block.count("\n", 0, max(block.find(value), 0)) + 1
        where = Place(row=line, of="line") if value else at
        unread(problems, "a part of an MT940 statement", value or str(error), where)
        return None
    # Without a kind the library joins two lines, or cuts an amount off after 15 figures.
    if len(read) != len(_LINE.findall(block)) or not all(each.data.get("id") for each in read):
        what = "lines of an MT940 statement: one has no kind (such as NTRF) after its amount"
        unread(problems, what, "", at)
        return None
    opening = _balance(read.data, "final_opening", "intermediate_opening", "opening")
    closing = _balance(read.data, "final_closing", "intermediate_closing", "closing")
    for which, balance in (("opening", opening), ("closing", closing)):
        if balance is None:
            why = f"has no {which} balance: it may be cut off"
            remedy = "Take the file from the bank again"
            problems.add(fields.STATEMENT, Code.MISSING, "", why, remedy, at)
    currency = str(read.currency or "").upper()
    if opening is None or closing is None:
        return None

    def units(amount: Decimal) -> int:
        return problems.attempt(minor, amount, currency, at) or 0

    number = "/".join(
        filter(None, map(str, _texts(read.data, "statement_number", "sequence_number")))
    )
    return bank.Statement(
        bank.account_of(shown(read.data.get("account_identification"))),
        currency,
        tuple(_line(problems, each.data, at, units) for each in read),
        number,
        bank.Balance(opening[0], units(opening[1])),
        bank.Balance(closing[0], units(closing[1])),
    )


def _balance(data: dict[str, Any], *names: str) -> tuple[date, Decimal] | None:
    for name in names:
        found = data.get(f"{name}_balance")
        if found is not None and found.date and found.amount:
            return _plain(found.date), found.amount.amount
    return None


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)


def _texts(data: dict[str, Any], *names: str) -> Iterator[str]:
    for name in names:
        if data.get(name):
            yield str(data[name])


def _line(
    problems: Problems, data: dict[str, Any], at: Place, units: Callable[[Decimal], int]
) -> bank.Line:
    known = ("bank_reference", "customer_reference", "end_to_end_reference")
    references = [shown(each) for each in _texts(data, *known)]
    references = [each for each in references if each.upper() not in NO_REFERENCE]
    details = "\n".join(
        _texts(data, "transaction_details", "posting_text", "purpose", "extra_details",
               "additional_purpose")
    )  # fmt: skip
    named = _NAME.search(details)
    name = data.get("applicant_name") or data.get("recipient_name")
    name = name or (named and (named[1] or named[2]))
    paid = _PAID.search(details)
    value = _plain(data["date"])
    return bank.Line(
        _plain(data.get("guessed_entry_date") or data.get("entry_date") or value),
        value,
        units(data["amount"].amount),
        shown(name),
        next(iter(references), ""),
        shown(" ".join([*references[1:], _CODES.sub(" ", details).rstrip("/")])),
        paid[1] if paid else "",
        problems.attempt(minor, Decimal(paid[2].replace(",", ".")), paid[1], at) if paid else None,
    )
