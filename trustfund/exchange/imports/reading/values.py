"""The cells under each column in the spelling of the contract, or a problem for each that is not.

Columns are read whole, for what one cell leaves open the others often settle.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from trustfund.domain import money
from trustfund.domain.fields import Cell, Field, Kept
from trustfund.domain.problems import Code
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import amounts, days
from trustfund.exchange.imports.reading.texts import Broken, Meant, Number, listed, plain, tidy
from trustfund.exchange.imports.reading.words import FALSE, LETTER, MARKS, NO_DAY, TRUE
from trustfund.exchange.imports.rows import Choices

AMOUNTS = (Cell.MONEY, Cell.USD)
NUMBERS = (*AMOUNTS, Cell.RATE, Cell.SHARE)
NAMES = (Kept.CONTRIBUTOR, Kept.ORGANIZATION, Kept.COUNTRY)
UNKNOWN = Field("", is_free=True)
"""A column that the kind does not have."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHORT = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?|")


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read."""

    row: int
    """Its place among the rows."""
    column: str
    code: Code
    value: str
    reason: str
    remedy: str


@dataclass
class Body:
    """The cells of all rows by column, while they are being read."""

    kind: Kind
    numbers: list[int]
    count: int
    """How many of them are rows of the list; total lines follow."""
    columns: dict[str, list[str]]
    currencies: dict[str, str]
    """Columns whose header names a currency."""
    choices: Choices
    footnotes: frozenset[str]
    faults: list[Fault] = field(default_factory=list)
    causes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What was decided about cells, and in which rows."""

    def read(self) -> None:
        """Read all columns."""
        for name in self.columns:
            self._tidy(name)
        cells = {name: self.kind.cell(name) for name in self.columns}
        readings = {
            name: self._readings(name)
            for name, cell in cells.items()
            if cell in NUMBERS or (cell is None and self._is_figures(name))
        }
        style = amounts.settled(r for found in readings.values() for r in found.values())
        for name, found in readings.items():
            self._amounts(name, found, style, cells[name])
        for name, cell in cells.items():
            if cell is Cell.DAY:
                self._days(name)
            elif cell is Cell.FLAG:
                self._flags(name)
        if self.choices.values:
            self._chosen()

    def remarks(self) -> list[str]:
        """What was decided, one sentence for each cause."""
        return [f"{cause}: {listed(sorted(set(rows)))}." for cause, rows in self.causes.items()]

    # Texts

    def _field(self, name: str) -> Field:
        return self.kind.document.by_key.get(name, UNKNOWN)

    def _tidy(self, name: str) -> None:
        field, cells = self._field(name), self.columns[name]
        if set(map(type, cells)) <= {str}:  # a hundred thousand cells of a text file
            cells[:] = map(str.strip, cells)
            cells[:] = [plain(text) if text[:1] == "'" else text for text in cells]
        else:
            cells[:] = [text if type(text) in (Number, Broken) else plain(text) for text in cells]
        if self.choices.values:
            self._chosen(name)
        if not field.is_free and not ("".join(cells).isascii() and "".join(cells).isprintable()):
            cells[:] = [text if type(text) in (Broken, Meant) else tidy(text) for text in cells]
        if field.codes in NAMES or (field.is_name and name in self.kind.key):
            self._unmark(name)
        if Broken in set(map(type, cells)):
            for row, text in enumerate(cells):
                if type(text) is Broken:
                    self._broken(row, name, text)

    def _broken(self, row: int, name: str, text: str) -> None:
        if text == "formula":
            why = "holds a formula without its value"
            remedy = "Open the workbook in a spreadsheet and save it, so that it is worked out"
            self._fault(row, name, Code.UNREADABLE, "", why, remedy)
        else:
            why, remedy = "is an error in the workbook", "Mend it there"
            self._fault(row, name, Code.UNREADABLE, text, why, remedy)

    def _unmark(self, name: str) -> None:
        """Take footnote marks off names."""
        cells = self.columns[name]
        for row, text in enumerate(cells):
            if (text and not text[-1].isalnum()) or text[-1:] in "¹²³⁴⁵⁶⁷⁸⁹⁰":
                bare = text.rstrip(f"{MARKS} ")
                if not bare or not (bare[-1].isalnum() or bare[-1] in ".)"):
                    bare = text
                letter = LETTER.search(bare)
                if letter and letter[1] in self.footnotes:
                    bare = bare[: letter.start()]
                if bare != text:
                    cells[row] = bare
                    self._cause(f"Footnote marks were taken off {name}", row)

    def _chosen(self, only: str = "") -> None:
        """Put what a person said is meant in the place of texts: once, not what was put there."""
        chosen: dict[str, dict[str, str]] = defaultdict(dict)
        for (name, text), meant in self.choices.values.items():
            if name in self.columns and (not only or name == only):
                chosen[name] |= {tidy(text): Meant(meant), text: Meant(meant)}
        for name, meanings in chosen.items():
            cells = self.columns[name]
            cells[:] = [cell if type(cell) is Meant else meanings.get(cell, cell) for cell in cells]

    def _flags(self, name: str) -> None:
        words = dict.fromkeys(TRUE, "true") | dict.fromkeys(FALSE, "false")
        cells = self.columns[name]
        cells[:] = [words.get(cell.casefold(), cell) for cell in cells]

    # Amounts, rates, shares

    def _is_figures(self, name: str) -> bool:
        cells = [cell for cell in self.columns[name] if cell]
        return bool(cells) and sum(map(amounts.looks_like, cells[:50])) * 3 >= len(cells[:50]) * 2

    def _readings(self, name: str) -> dict[int, amounts.Reading]:
        """By row, the cells that are not plain digits already."""
        cells = self.columns[name]
        return {
            row: amounts.read(text)
            for row, text in enumerate(cells)
            if not _SHORT.fullmatch(text) and type(text) is not Broken
        } | self._shown(cells)

    def _shown(self, cells: list[str]) -> dict[int, amounts.Reading]:
        """One plain amount with decimals, for what it shows of the others."""
        for row, text in enumerate(cells):
            if "." in text and type(text) is str and _SHORT.fullmatch(text):
                return {row: amounts.read(text)}
        return {}

    def _amounts(
        self, name: str, readings: dict[int, amounts.Reading], style: str, cell: Cell | None
    ) -> None:
        own = amounts.settled(readings.values()) or style
        for row, reading in readings.items():
            self._amount(name, row, reading, own, cell)
        if cell is Cell.MONEY:
            self._whole(name)
        unit = self.currencies.get(name, "")
        if unit and cell in AMOUNTS:
            for row, text in enumerate(self.columns[name]):
                if text:
                    self._in_currency(name, row, text, unit, cell)

    def _whole(self, name: str) -> None:
        """Take ".0" off amounts in currencies without decimals, as programs write it."""
        cells, given = self.columns[name], self.columns.get("currency", [])
        if all(money.decimals(currency.upper()) != 0 for currency in set(given)):
            return
        for row, currency in enumerate(given):
            if money.decimals(currency.upper()) == 0:
                cells[row] = re.sub(r"\.00?$", "", cells[row])

    def _amount(
        self, name: str, row: int, reading: amounts.Reading, style: str, cell: Cell | None
    ) -> None:
        cells = self.columns[name]
        text = cells[row]
        applied = name in self.kind.columns
        if reading.is_none:
            if self._field(name).blank_is_not_zero:
                why = "may mean nothing, or that nobody knows"
                remedy = "Write 0, or leave the cell empty"
                self._fault(row, name, Code.AMBIGUOUS, text, why, remedy)
            else:
                self._cause(f'"{text}" counts as not stated', row)
                cells[row] = ""
            return
        if not reading.is_amount:
            if cell is Cell.SHARE and text.endswith("%"):
                self._percent(name, row, text)
            return
        unit_is_known = not reading.unit or bool(amounts.currencies(reading.unit))
        if not unit_is_known or (cell not in AMOUNTS and reading.unit):
            return
        if reading.is_negative and cell in (Cell.RATE, Cell.SHARE):
            return
        if applied and reading.is_negative:
            why = "is below zero (brackets and a minus mean that)"
            remedy = "Book money that went back as what it is"
            self._fault(row, name, Code.NOT_ABOVE_ZERO, text, why, remedy)
            return
        value: str | None = reading.text
        if reading.unclear:
            value = self._cleared(name, row, reading, style, cell)
            if value is None:
                return
        if reading.unit and cell in AMOUNTS and not self._in_currency(
            name, row, text, reading.unit, cell
        ):  # fmt: skip
            return
        cells[row] = f"-{value}" if reading.is_negative else str(value)

    def _cleared(
        self, name: str, row: int, reading: amounts.Reading, style: str, cell: Cell | None
    ) -> str | None:
        """An amount whose separator the column explains; a fault where it does not."""
        currency = "USD" if cell in (Cell.USD, None) else self._currency(name, row, reading.unit)
        decimals = money.decimals(currency) if currency else 2
        is_rate = cell in (Cell.RATE, Cell.SHARE)
        value = amounts.clear(reading, style, 2 if decimals is None else decimals, is_rate=is_rate)
        if value is None:
            whole = reading.text.replace(reading.unclear, "")
            point = reading.text.replace(reading.unclear, ".")
            if cell is not None:
                self._fault(
                    row,
                    name,
                    Code.AMBIGUOUS,
                    self.columns[name][row],
                    f"may be {int(whole):,} or {point}, and the column does not settle which",
                    f"Write {whole} or {point}0" if is_rate else f"Write {whole} or {point}",
                )
        return value

    def _percent(self, name: str, row: int, text: str) -> None:
        reading = amounts.read(text.rstrip("% \u00a0"))
        if reading.is_amount and not reading.unclear and not reading.is_negative:
            self.columns[name][row] = f"{Decimal(reading.text).scaleb(-2):f}"

    def _currency(self, name: str, row: int, unit: str) -> str:
        given = self.columns.get("currency")
        if given and given[row]:
            return given[row].upper()
        named = amounts.currencies(unit) if unit else ()
        return named[0] if len(named) == 1 else self.currencies.get(name, "")

    def _in_currency(self, name: str, row: int, text: str, unit: str, cell: Cell | None) -> bool:
        """Whether an amount may be in the currency that it names; the row's is filled with it."""
        meant = amounts.currencies(unit)
        given = self.columns.get("currency")
        expected = "USD" if cell is Cell.USD else given[row].upper() if given else ""
        if expected:
            if expected in meant:
                return True
            whose = "the column is in US dollars" if cell is Cell.USD else f"its row in {expected}"
            why = f"is in {unit}, and {whose}"
            self._fault(row, name, Code.DIFFERS, text, why, "Make the two agree")
            return False
        if len(meant) != 1:
            why = f"is in {unit}, which may be {', '.join(meant[:3])} and more"
            self._fault(row, name, Code.AMBIGUOUS, text, why, "Give the code of the currency")
            return False
        if self.kind.cell("currency"):
            column = self.columns.setdefault("currency", [""] * len(self.numbers))
            column[row] = meant[0]
            self._cause(f"The currency was taken from {name}", row)
        return True

    # Days

    def _days(self, name: str) -> None:
        cells = self.columns[name]
        readings = {
            row: days.read(text)
            for row, text in enumerate(cells)
            if text and type(text) is not Broken and (text in NO_DAY or not _ISO.fullmatch(text))
        }
        order = days.order(readings.values())
        for row, reading in readings.items():
            text = cells[row]
            if reading.is_none:
                self._cause(f'"{text}" counts as no day', row)
                cells[row] = ""
            elif reading.has_short_year:
                why, remedy = "has a year of two figures", "Write it like 2018-07-16"
                self._fault(row, name, Code.AMBIGUOUS, text, why, remedy)
            elif type(text) is Number and not reading.is_day:
                why = "is a number, not a day"
                remedy = "Give the cell the form of a date, and look at it"
                self._fault(row, name, Code.NOT_A_DATE, text, why, remedy)
            elif reading.day_first or reading.month_first:
                self._figures(name, row, reading, order)
            elif reading.is_day:
                cells[row] = reading.text

    def _figures(self, name: str, row: int, reading: days.Reading, order: str) -> None:
        cells = self.columns[name]
        if order == "?":
            self._fault(
                row,
                name,
                Code.AMBIGUOUS,
                cells[row],
                "is in a column where some days begin with the day and some with the month",
                "Write it like 2018-07-16",
            )
        elif order:
            cells[row] = reading.day_first if order == "day" else reading.month_first
        else:
            self._fault(
                row,
                name,
                Code.AMBIGUOUS,
                cells[row],
                f"may be {reading.day_first} or {reading.month_first}, and no day of the column "
                "settles which",
                "Write it like 2018-07-16",
            )

    def _fault(
        self, row: int, column: str, code: Code, value: str, reason: str, remedy: str
    ) -> None:
        self.faults.append(Fault(row, column, code, value, reason, remedy))

    def _cause(self, said: str, row: int) -> None:
        if row < self.count:
            rows = self.causes[said]
            if self.numbers[row] not in rows[-1:]:
                rows.append(self.numbers[row])
