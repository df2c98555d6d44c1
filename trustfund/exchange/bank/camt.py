"""CAMT.053, the statement of ISO 20022: XML, read without entities, definitions or a network.

Any version of the message: of its namespace only the name counts.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from trustfund.domain import bank
from trustfund.domain.catalogue import bank as fields
from trustfund.domain.problems import Code, Place, Problems, refusal
from trustfund.exchange.bank.cells import day_before, decimal, minor, refuse_many, shown
from trustfund.exchange.imports.reading.grid import refuse
from trustfund.exchange.imports.rows import Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MESSAGE = re.compile(r"\{[^}]*(camt\.[0-9]{3})\.[^}]*\}|\{\}?")
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|Document|[a-z]+:Document)|\xff\xfe<|\xfe\xff\x00<"
)
AGAIN = "Take the file from the bank again"
NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF"})


def is_xml(content: bytes) -> bool:
    """Whether a file begins as XML does, and as no web page."""
    return bool(_XML.match(content[:256])) and b"<html" not in content[:1024].lower()


def read(source: Source) -> tuple[bank.Statement, ...]:
    """The statements of a file."""
    try:
        root = fromstring(source.content, forbid_dtd=True)
    except DefusedXmlException:
        why = "defines entities, which no bank's statement does"
        raise refuse(source, why, AGAIN) from None
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0,))[0]
        where = f" in line {line}" if line else ""
        raise refuse(
            source, f"is not XML as it should be{where}: it may be cut off", AGAIN
        ) from None
    kind = _MESSAGE.match(root.tag)
    tags: Counter[str] = Counter()
    for element in root.iter():  # to look for names without their namespace is quicker
        element.tag = str(element.tag).rpartition("}")[2]
        tags[element.tag] += 1
    refuse_many(source, max(tags[each] for each in ("Stmt", "Ntry", "TxDtls")))
    statements = root.findall("BkToCstmrStmt/Stmt")
    if not statements:
        is_other = kind and kind[1] and kind[1] != "camt.053"
        what = f"is {kind[1]}, not a statement" if kind and is_other else "holds no statement"
        raise refuse(source, what, "Ask the bank for camt.053, the statement of an account")
    problems = Problems()
    found = [
        _statement(problems, each, Place(row=number, of="statement"))
        for number, each in enumerate(statements, start=1)
    ]
    problems.refuse_if_any()
    return tuple(each for each in found if each)


def _text(element: "Element | None", *paths: str) -> str:
    """The text at the first of some paths that has one."""
    for path in paths:
        if element is not None:
            there = element.find(path)
            if there is not None and there.text and there.text.strip():
                return there.text.strip()
    return ""


def _all(element: "Element", path: str) -> "list[Element]":
    return element.findall(path)


def _day(element: "Element", path: str, at: Place) -> date:
    text = _text(element, f"{path}/Dt", f"{path}/DtTm")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        why = "is not a day"
        raise refusal(fields.BOOKED_ON, Code.NOT_A_DATE, shown(text), why, AGAIN, at) from None


def _amount(element: "Element", path: str, currency: str, at: Place) -> int:
    """A signed amount in the currency of the account."""
    [amount, *_] = [*_all(element, path), None]
    named = amount.get("Ccy", currency) if amount is not None else currency
    if named != currency:
        why = f"is not the currency of the account, which is {currency}"
        raise refusal(fields.CURRENCY, Code.DIFFERS, shown(named), why, AGAIN, at)
    units = minor(decimal(amount.text if amount is not None else None, at), currency, at)
    sign = _text(element, "CdtDbtInd")
    if sign not in ("CRDT", "DBIT"):
        why = "does not say whether money came in (CRDT) or went out (DBIT)"
        raise refusal(fields.AMOUNT, Code.MISSING, shown(sign), why, AGAIN, at)
    return units if sign == "CRDT" else -units


def _statement(problems: Problems, element: "Element", at: Place) -> bank.Statement | None:
    account = _text(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
    balances: dict[str, list[Element]] = {}
    for each in _all(element, "Bal"):
        balances.setdefault(_text(each, "Tp/CdOrPrtry/Cd"), []).append(each)
    between = balances.get("ITBD", [])
    opening = [*balances.get("OPBD", ()), *balances.get("PRCD", ()), *between[:1]]
    closing = [*balances.get("CLBD", ()), *between[1:][-1:]]
    for which, there in (("opening", opening), ("closing", closing)):
        if not there:
            why = f"has no {which} balance: it may be cut off"
            problems.add(fields.STATEMENT, Code.MISSING, "", why, AGAIN, at)
    if not opening or not closing:
        return None
    [amount, *_] = [*_all(closing[0], "Amt"), None]
    currency = _text(element, "Acct/Ccy") or (amount.get("Ccy", "") if amount is not None else "")
    ends = [problems.attempt(_balance, each[0], currency, at) for each in (opening, closing)]
    lines: list[bank.Line] = []
    for number, entry in enumerate(_all(element, "Ntry"), start=1):
        where = Place(str(at), number, "", "entry") if at.row > 1 else Place(row=number, of="entry")
        lines += problems.attempt(_lines, entry, currency, where) or ()
    return bank.Statement(
        bank.account_of(shown(account)),
        currency,
        tuple(lines),
        shown(_text(element, "ElctrncSeqNb", "LglSeqNb", "Id")),
        *ends,
    )


def _balance(element: "Element", currency: str, at: Place) -> bank.Balance:
    day = _day(element, "Dt", at)
    if _text(element, "Tp/CdOrPrtry/Cd") == "OPBD":
        day = day_before(day)  # what the account had when that day began
    return bank.Balance(day, _amount(element, "Amt", currency, at))


def _lines(entry: "Element", currency: str, at: Place) -> list[bank.Line]:
    """The line of an entry, or those of a batch whose parts add up to it; none if not booked."""
    if _text(entry, "Sts/Cd", "Sts") not in ("BOOK", ""):
        return []
    amount = _amount(entry, "Amt", currency, at)
    if not amount:
        return []
    booked = _day(entry, "BookgDt", at)
    value = _day(entry, "ValDt", at) if _text(entry, "ValDt/Dt", "ValDt/DtTm") else booked
    parts: list[Element | None] = [*_all(entry, "NtryDtls/TxDtls")]
    amounts = [_part(part, currency, amount > 0, at) for part in parts if part is not None]
    if len(parts) < 2 or not all(amounts) or sum(filter(None, amounts)) != amount:
        parts, amounts = parts[:1] if len(parts) == 1 else [], [amount]
    return [
        _line(entry, part, booked, value, each or 0)
        for part, each in zip(parts or [None], amounts, strict=False)
    ]


def _part(part: "Element", currency: str, came_in: bool, at: Place) -> int | None:
    """What a part of a batch is in the account's currency; None where it does not say."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        for amount in _all(part, path):
            if amount.get("Ccy") == currency:
                units = minor(decimal(amount.text, at), currency, at)
                sign = _text(part, "CdtDbtInd") or ("CRDT" if came_in else "DBIT")
                return units if sign == "CRDT" else -units
    return None


def _line(
    entry: "Element", part: "Element | None", booked: date, value: date, amount: int
) -> bank.Line:
    side = "Dbtr" if amount > 0 else "Cdtr"
    name = _text(
        part,
        *(f"RltdPties/{who}{side}/{path}" for who in ("", "Ultmt") for path in ("Nm", "Pty/Nm")),
    )
    own = [_text(part, f"Refs/{ref}") for ref in ("AcctSvcrRef", "EndToEndId", "TxId", "InstrId")]
    given = [_text(entry, "AcctSvcrRef"), *own, _text(entry, "NtryRef")]
    if part is not None and own[0]:
        given = own
    references = list(dict.fromkeys(r for r in given if r.upper() not in NO_REFERENCE))
    texts = [*references[1:], *_texts(part), _text(entry, "AddtlNtryInf")]
    paid = _paid(part)
    return bank.Line(
        booked,
        value,
        amount,
        shown(name),
        shown(next(iter(references), "")),
        shown(" ".join(filter(None, texts))),
        *paid,
    )


def _texts(part: "Element | None") -> Iterator[str]:
    if part is not None:
        for each in _all(part, "RmtInf/Ustrd"):
            yield each.text or ""
        yield _text(part, "RmtInf/Strd/CdtrRefInf/Ref")
        yield _text(part, "AddtlTxInf")


def _paid(part: "Element | None") -> tuple[str, int | None]:
    """What was paid before the bank changed it, where the part says so."""
    for amount in _all(part, "AmtDtls/InstdAmt/Amt") if part is not None else ():
        currency = amount.get("Ccy", "")
        if units := Problems().attempt(_units, amount, currency, Place()):
            return currency, units
    return "", None


def _units(amount: "Element", currency: str, at: Place) -> int:
    return minor(decimal(amount.text, at), currency, at)
