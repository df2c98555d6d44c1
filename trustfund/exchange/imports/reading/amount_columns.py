"""The columns that hold amounts, rates and shares: what one cell leaves open the others settle."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from trustfund.domain import money
from trustfund.domain.fields import Cell
from trustfund.domain.problems import Code
from trustfund.exchange.imports.reading import amounts
from trustfund.exchange.imports.reading.body import Body
from trustfund.exchange.imports.reading.looks import COMMA, DECIMAL_SIGN, POINT
from trustfund.exchange.imports.reading.texts import Broken, Number

AMOUNTS = (Cell.MONEY, Cell.USD)
NOISE = 8
"""Decimals from which on an amount may be one that a program worked out."""
NOTHING = Decimal("1e-8")
"""A millionth of a cent."""
SIGNS_MEANT = {POINT: ".", COMMA: ","}
NUMBERS = (*AMOUNTS, Cell.RATE, Cell.SHARE)
_SHORT = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?|")


def read(body: Body) -> None:
    """Read all columns of figures."""
    cells = {name: body.kind.cell(name) for name in body.columns}
    readings = {
        name: _readings(body, name)
        for name, cell in cells.items()
        if cell in NUMBERS or (cell is None and _is_figures(body, name))
    }
    style = amounts.settled(r for found in readings.values() for r in found.values())
    for name, found in readings.items():
        _amounts(body, name, found, style, cells[name])


def _is_figures(body: Body, name: str) -> bool:
    cells = [cell for cell in body.columns[name] if cell]
    return bool(cells) and sum(map(amounts.looks_like, cells[:50])) * 3 >= len(cells[:50]) * 2


def _readings(body: Body, name: str) -> dict[int, amounts.Reading]:
    """By row, the cells that are not plain digits, and one that is, for what it shows."""
    cells = body.columns[name]
    shows = (
        row
        for row, text in enumerate(cells)
        if "." in text and type(text) is str and _SHORT.fullmatch(text)
    )
    return {
        row: amounts.read(text)
        for row, text in enumerate(cells)
        if (type(text) is Number and text.unit)
        or (not _SHORT.fullmatch(text) and type(text) is not Broken)
    } | {row: amounts.read(cells[row]) for row in islice(shows, 1)}


def _amounts(
    body: Body, name: str, readings: dict[int, amounts.Reading], style: str, cell: Cell | None
) -> None:
    answer = SIGNS_MEANT.get(body.choices.answers.get(DECIMAL_SIGN.about, ""), "")
    own = amounts.settled(readings.values()) or style or answer
    for row, reading in readings.items():
        _amount(body, name, row, reading, own, cell)
    if cell is Cell.MONEY:
        _whole(body, name)
    unit = body.currencies.get(name, "")
    if unit and cell in AMOUNTS:
        for row, text in enumerate(body.columns[name]):
            if text:
                _in_currency(body, name, row, unit, cell)


def _whole(body: Body, name: str) -> None:
    """Take ".0" off amounts in currencies without decimals, as programs write it."""
    cells, given = body.columns[name], body.columns.get("currency", [])
    if all(money.decimals(currency.upper()) != 0 for currency in set(given)):
        return
    for row, currency in enumerate(given):
        if money.decimals(currency.upper()) == 0:
            cells[row] = re.sub(r"\.00?$", "", cells[row])


def _amount(
    body: Body, name: str, row: int, reading: amounts.Reading, style: str, cell: Cell | None
) -> None:
    cells = body.columns[name]
    text = cells[row]
    applied = name in body.kind.columns
    if reading.unit == "%" and type(text) is Number:
        if cell is not Cell.SHARE:
            body.ask(name, row, "is shown as a percentage")
            return
        reading = replace(reading, unit="")
    if reading.is_none:
        if body.field(name).blank_is_not_zero:
            why = "may mean nothing, or that nobody knows"
            remedy = "Write 0, or leave the cell empty"
            body.fault(name, row, Code.AMBIGUOUS, why, remedy)
        else:
            body.cause(f'"{text}" counts as not stated', row)
            cells[row] = ""
        return
    if not reading.is_amount:
        if cell is Cell.SHARE and text.endswith("%"):
            _percent(body, name, row, text)
        return
    unit_is_known = not reading.unit or bool(amounts.currencies(reading.unit))
    if not unit_is_known or (cell not in AMOUNTS and reading.unit):
        return
    if reading.is_negative and cell in (Cell.RATE, Cell.SHARE):
        return
    if applied and reading.is_negative and not body.field(name).signed:
        why = "is below zero (brackets and a minus mean that)"
        remedy = "Book money that went back as what it is"
        body.fault(name, row, Code.NOT_ABOVE_ZERO, why, remedy)
        return
    value: str | None = reading.text
    if reading.unclear:
        value = _cleared(body, name, row, reading, style, cell)
    if value and cell in AMOUNTS and "." in value:
        value = _meant(body, name, row, value, reading.unit)
    in_money = bool(reading.unit) and cell in AMOUNTS
    if value is None or (in_money and not _in_currency(body, name, row, reading.unit, cell)):
        return
    cells[row] = f"-{value}" if reading.is_negative else value


def _meant(body: Body, name: str, row: int, value: str, unit: str) -> str:
    """An amount without the rounding error that programs leave behind: 0.30000000000000004."""
    currency = "USD" if body.kind.cell(name) is Cell.USD else _currency(body, name, row, unit)
    decimals = money.decimals(currency) if currency else None
    exact = Decimal(value)
    if decimals is None or len(value.partition(".")[2]) < NOISE:
        return value
    near = exact.quantize(Decimal(1).scaleb(-decimals))
    if abs(exact - near) > NOTHING:
        return value
    body.cause("Rounding errors of a program were taken off amounts", row)
    return f"{near:f}"


def _cleared(
    body: Body, name: str, row: int, reading: amounts.Reading, style: str, cell: Cell | None
) -> str | None:
    """An amount whose separator the column explains; a fault where it does not."""
    currency = "USD" if cell in (Cell.USD, None) else _currency(body, name, row, reading.unit)
    decimals = money.decimals(currency) if currency else 2
    is_rate = cell in (Cell.RATE, Cell.SHARE)
    value = amounts.clear(reading, style, 2 if decimals is None else decimals, is_rate=is_rate)
    if value is None and cell is not None:
        whole = reading.text.replace(reading.unclear, "")
        point = reading.text.replace(reading.unclear, ".")
        why = f"may be {int(whole):,} or {point}, and the column does not settle which"
        remedy = f"Write {whole} or {point}{'0' * is_rate}"
        if style:
            body.fault(name, row, Code.AMBIGUOUS, why, remedy)
        else:
            body.unsettled(name, row, DECIMAL_SIGN, why, remedy)
    return value


def _percent(body: Body, name: str, row: int, text: str) -> None:
    reading = amounts.read(text.rstrip("% \u00a0"))
    if reading.is_amount and not reading.unclear and not reading.is_negative:
        body.columns[name][row] = f"{Decimal(reading.text).scaleb(-2):f}"


def _currency(body: Body, name: str, row: int, unit: str) -> str:
    given = body.columns.get("currency")
    if given and given[row]:
        return given[row].upper()
    named = amounts.currencies(unit) if unit else ()
    return named[0] if len(named) == 1 else body.currencies.get(name, "")


def _in_currency(body: Body, name: str, row: int, unit: str, cell: Cell | None) -> bool:
    """Whether an amount may be in the currency that it names; the row's is filled with it."""
    meant = amounts.currencies(unit)
    given = body.columns.get("currency")
    expected = "USD" if cell is Cell.USD else given[row].upper() if given else ""
    if expected:
        if expected in meant:
            return True
        whose = "the column is in US dollars" if cell is Cell.USD else f"its row in {expected}"
        if type(body.columns[name][row]) is Number:
            body.ask(name, row, f"is shown in {unit}, and {whose}")
            return False
        why = f"is in {unit}, and {whose}"
        body.fault(name, row, Code.DIFFERS, why, "Make the two agree")
        return False
    if len(meant) != 1 and type(body.columns[name][row]) is Number:
        return True  # a sign such as $ that leaves open which currency says nothing
    if len(meant) != 1:
        why = f"is in {unit}, which may be {', '.join(meant[:3])} and more"
        body.fault(name, row, Code.AMBIGUOUS, why, "Give the code of the currency")
        return False
    if body.kind.cell("currency"):
        column = body.columns.setdefault("currency", [""] * len(body.numbers))
        column[row] = meant[0]
        body.cause(f"The currency was taken from {name}", row)
    return True
