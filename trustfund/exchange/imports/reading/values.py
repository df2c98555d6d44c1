"""The cells under each column in the spelling of the contract, or a problem for each that is not.

Columns are read whole, for what one cell leaves open the others often settle.
"""

import re

from trustfund.domain.fields import Cell, Kept
from trustfund.domain.problems import Code
from trustfund.domain.texts import normalised, refused_character
from trustfund.exchange.imports.reading import amount_columns, days
from trustfund.exchange.imports.reading.body import Body, Fault
from trustfund.exchange.imports.reading.looks import DAY_ORDER
from trustfund.exchange.imports.reading.texts import Broken, Meant, Number, plain, tidy
from trustfund.exchange.imports.reading.words import FALSE, LETTER, MARKS, NO_DAY, TRUE
from trustfund.ledger.typed import refused

NAMES = (Kept.CONTRIBUTOR, Kept.ORGANIZATION, Kept.COUNTRY)
MOST_FIGURES = 15
WRITE_DAY = "Write it like 2018-07-16"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(body: Body) -> None:
    """Read all columns."""
    for name in body.columns:
        _tidy(body, name)
    amount_columns.read(body)
    for name in body.columns:
        cell = body.kind.cell(name)
        if cell is Cell.DAY:
            _days(body, name)
        elif cell is Cell.FLAG:
            _flags(body, name)
        _choose(body, name)


def _tidy(body: Body, name: str) -> None:
    field, cells = body.field(name), body.columns[name]
    if set(map(type, cells)) <= {str}:  # a hundred thousand cells of a text file
        cells[:] = map(str.strip, cells)
        cells[:] = [plain(text) if text[:1] == "'" else text for text in cells]
    else:
        cells[:] = [text if type(text) in (Number, Broken) else plain(text) for text in cells]
        if field.cell is Cell.TEXT and name in body.kind.document.by_key:
            _long_numbers(body, name)
    is_plain = "".join(cells).isascii() and "".join(cells).isprintable()
    if not is_plain:
        _normalise(body, name)
    _choose(body, name)
    if not field.is_free and not is_plain:
        cells[:] = [text if type(text) in (Broken, Meant) else tidy(text) for text in cells]
    if field.codes in NAMES or (field.is_name and name in body.kind.key):
        _unmark(body, name)
    if Broken in set(map(type, cells)):
        for row, text in enumerate(cells):
            if type(text) is Broken:
                _broken(body, name, row, text)


def _long_numbers(body: Body, name: str) -> None:
    """A reference that a workbook keeps as a number has lost what is beyond its 15th figure."""
    for row, text in enumerate(body.columns[name]):
        if type(text) is Number and len(text.lstrip("-")) > MOST_FIGURES:
            why = f"has more than {MOST_FIGURES} figures, and a workbook keeps no more of a number"
            remedy = "Format the column as text, and type it again"
            body.fault(name, row, Code.UNREADABLE, why, remedy)


def _normalise(body: Body, name: str) -> None:
    """Texts as the books keep them; one that deceives who reads it is a problem."""
    cells = body.columns[name]
    for row, text in enumerate(cells):
        if type(text) is str:
            cells[row] = normalised(text, lines=body.field(name).has_lines)
            if character := refused_character(cells[row]):
                body.fault(name, row, Code.UNSEEN, *refused(character))


def _broken(body: Body, name: str, row: int, text: str) -> None:
    if text == "formula":
        why = "holds a formula without its value"
        remedy = "Open the workbook in a spreadsheet and save it, so that it is worked out"
        body.faults.append(Fault(row, name, Code.UNREADABLE, "", why, remedy))
    else:
        body.fault(name, row, Code.UNREADABLE, "is an error in the workbook", "Mend it there")


def _unmark(body: Body, name: str) -> None:
    """Take footnote marks off names."""
    cells = body.columns[name]
    for row, text in enumerate(cells):
        if (text and not text[-1].isalnum()) or text[-1:] in "¹²³⁴⁵⁶⁷⁸⁹⁰":
            bare = text.rstrip(f"{MARKS} ")
            if not bare or not (bare[-1].isalnum() or bare[-1] in ".)"):
                bare = text
            letter = LETTER.search(bare)
            if letter and letter[1] in body.footnotes:
                bare = bare[: letter.start()]
            if bare != text:
                cells[row] = bare
                body.cause(f"Footnote marks were taken off {name}", row)


def _choose(body: Body, name: str) -> None:
    """Put what a person chose in the place of texts: once, not what was put there."""
    chosen = {
        text: Meant(normalised(meant, lines=body.field(name).has_lines))
        for (column, text), meant in body.choices.values.items()
        if column == name
    }
    if chosen:
        spelt = {read(text): meant for text, meant in chosen.items() for read in (tidy, normalised)}
        chosen = spelt | chosen
        cells = body.columns[name]
        cells[:] = [cell if type(cell) is Meant else chosen.get(cell, cell) for cell in cells]
        for row, cell in enumerate(cells):
            if type(cell) is Meant and (character := refused_character(cell)):
                body.fault(name, row, Code.UNSEEN, *refused(character))


def _flags(body: Body, name: str) -> None:
    words = dict.fromkeys(TRUE, "true") | dict.fromkeys(FALSE, "false")
    cells = body.columns[name]
    cells[:] = [words.get(cell.casefold(), cell) for cell in cells]


def _days(body: Body, name: str) -> None:
    cells = body.columns[name]
    readings = {
        row: days.read(text)
        for row, text in enumerate(cells)
        if text and type(text) is not Broken and (text in NO_DAY or not _ISO.fullmatch(text))
    }
    order = days.order(readings.values())
    for row, reading in readings.items():
        text = cells[row]
        if reading.is_none:
            body.cause(f'"{text}" counts as no day', row)
            cells[row] = ""
        elif reading.has_short_year:
            body.fault(name, row, Code.AMBIGUOUS, "has a year of two figures", WRITE_DAY)
        elif type(text) is Number and not reading.is_day:
            remedy = "Give the cell the form of a date, and look at it"
            body.fault(name, row, Code.NOT_A_DATE, "is a number, not a day", remedy)
        elif reading.day_first or reading.month_first:
            _by_order(body, name, row, reading, order)
        elif reading.is_day:
            cells[row] = reading.text
            if days.ZONE.search(text):
                body.cause("Of moments with a time zone the day was taken that is written", row)


def _by_order(body: Body, name: str, row: int, reading: days.Reading, order: str) -> None:
    """A day such as 03/04/2017: by the order of its column, where there is one."""
    if not order:
        order = body.choices.answers.get(DAY_ORDER.about, "").removesuffix(" first")
    if order in ("day", "month"):
        body.columns[name][row] = reading.day_first if order == "day" else reading.month_first
    elif order:
        why = "is in a column where some days begin with the day and some with the month"
        body.fault(name, row, Code.AMBIGUOUS, why, WRITE_DAY)
    else:
        either = f"may be {reading.day_first} or {reading.month_first}"
        why = f"{either}, and no day of the column settles which"
        body.unsettled(name, row, DAY_ORDER, why, WRITE_DAY)
