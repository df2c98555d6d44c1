"""What the rows below a header are: rows of the list, total lines, notes under the table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trustfund.domain.catalogue.file import ROW
from trustfund.domain.fields import Cell
from trustfund.domain.problems import Code, Problem, Problems
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import amounts, headers
from trustfund.exchange.imports.reading.grid import Grid, Record
from trustfund.exchange.imports.reading.headers import Heading
from trustfund.exchange.imports.reading.texts import few, listed, plain, tidy
from trustfund.exchange.imports.reading.words import (
    EXPLAINED,
    IN_THOUSANDS,
    NOTE,
    SIGNED_NOTE,
    TOTAL,
    YEARS,
)

FIGURES = (Cell.MONEY, Cell.USD, Cell.COUNT, Cell.SHARE)
ONLY_TOTAL = re.compile(r"((grand|sub)[ -]?)?totals?[ :]*", re.IGNORECASE)
LONGEST_TITLE = 300
LONG_NOTE = 3
"""Words that make a lone text under a table a note."""


@dataclass
class Layout:
    """The records below a header, by what they are."""

    rows: list[Record] = field(default_factory=list)
    totals: list[Record] = field(default_factory=list)
    notes: list[Record] = field(default_factory=list)
    repeated: list[Record] = field(default_factory=list)
    """The header again, and what stands alone above it; rows of tags."""
    headings: list[Record] = field(default_factory=list)
    """Lone texts above some rows, where the first column does not name a row."""
    problems: tuple[Problem, ...] = ()

    @property
    def footnotes(self) -> frozenset[str]:
        """The letters that notes explain."""
        texts = (plain(next(filter(None, cells))) for _, cells in self.notes)
        return frozenset(match[1] for text in texts if (match := EXPLAINED.match(text)))

    def remarks(self, kind: Kind) -> list[str]:
        """What was left out."""
        left_out = {"notes": self.notes, "headers between the rows": self.repeated}
        lines = [
            f"Left out as {what}: {listed([number for number, _ in records])}."
            for what, records in left_out.items()
            if records
        ]
        if self.headings:
            shown = [
                f'row {number} "{kind.shown("".join(cells).strip())}"'
                for number, cells in self.headings
            ]
            lines.append(f"Left out as headings: {few(shown)}.")
        return lines


def sort(grid: Grid, at: int, heading: Heading, kind: Kind) -> Layout:
    """Tell rows from total lines and notes, and rows of another width from all of them."""
    layout, problems = Layout(), Problems()
    width = len(heading.fields)
    keys = [name in kind.key for name in heading.fields]
    body = grid.records[at + 1 :]
    last = _last_full(body)
    for place, (number, cells) in enumerate(body):
        if len(cells) == width and cells[0] and cells[-1]:
            filled = 2  # the usual row of a clean file
        else:
            filled = sum(1 for cell in cells if cell and cell.strip())
        if _is_header_again(grid.records[at][1], body, place, filled):
            layout.repeated.append((number, cells))
        elif _is_total(kind, heading, cells, keys, bool(layout.rows)):
            layout.totals.append((number, _stretched(cells, width)))
        elif filled == 1 and _is_note(cells, place > last, keys):
            layout.notes.append((number, cells))
        elif filled == 1 and not keys[0] and cells[0].strip() and place < last:
            layout.headings.append((number, cells))
        elif len(cells) == width or not any(map(str.strip, cells[width:])):
            if len(cells) < width and grid.is_text:
                _note_uneven(problems, grid, number, cells, width)
            else:
                layout.rows.append((number, _stretched(cells, width)))
        else:
            _note_uneven(problems, grid, number, cells, width)
    layout.problems = problems.found
    return layout


def _is_header_again(header: list[str], body: list[Record], place: int, filled: int) -> bool:
    """The header once more, a lone text above it or a lone year, or the tags of HXL."""
    cells = body[place][1]
    if filled == 1:
        follows = place + 1 < len(body) and _same(body[place + 1][1], header)
        text = next(cell for cell in cells if cell.strip())
        return (follows or bool(YEARS.fullmatch(text.strip()))) and len(header) > 1
    if cells[0][:1] == "#" or not cells[0]:
        return place == 0 and all(not cell or cell.startswith("#") for cell in cells)
    return cells[0] == header[0] and _same(cells, header)


def _same(cells: list[str], header: list[str]) -> bool:
    return [c.strip() for c in cells if c.strip()] == [h.strip() for h in header if h.strip()]


def check_scale(grid: Grid, at: int, parts: Layout, kind: Kind) -> Iterator[Problem]:
    """Titles, headings and notes that say amounts are in thousands or millions."""
    left_out = (*parts.notes, *parts.headings, *parts.repeated, *parts.totals)
    for number, cells in (*grid.records[:at], *sorted(left_out)):
        for text in cells:
            if len(text) >= LONGEST_TITLE or amounts.looks_like(text):
                continue
            if unit := IN_THOUSANDS.search(text):
                shown, where = kind.shown(text.strip()), grid.at(number)
                yield Problem(ROW, Code.OTHER_UNIT, shown, *headers.in_full(unit[0]), where)
                break


def _stretched(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) == width else [*cells[:width], *[""] * (width - len(cells))]


def _note_uneven(problems: Problems, grid: Grid, number: int, cells: list[str], width: int) -> None:
    why = f"has {len(cells)} cells where the header has {width}"
    remedy = "Give each row a cell for each column, and put quotes around a text with a comma"
    problems.add(ROW, Code.UNEVEN, "", why, remedy, grid.at(number))


def _last_full(body: list[Record]) -> int:
    """The place of the last row that is more than a lone text."""
    for place in range(len(body) - 1, -1, -1):
        if sum(1 for cell in body[place][1] if cell.strip()) > 1:
            return place
    return -1


def _is_note(cells: list[str], is_under: bool, keys: Sequence[bool]) -> bool:
    """Whether a lone text is a note; among rows, a name in the place of names is none."""
    at = next(place for place, cell in enumerate(cells) if cell.strip())
    text = plain(cells[at])
    if amounts.looks_like(text):
        return False
    if is_under:
        return bool(NOTE.match(text)) or len(text.split()) >= LONG_NOTE
    sign = SIGNED_NOTE if at < len(keys) and keys[at] else NOTE
    return bool(sign.match(text)) and " " in text


def _is_total(
    kind: Kind, heading: Heading, cells: Sequence[str], keys: Sequence[bool], has_rows: bool
) -> bool:
    """A line that begins with a word for total, or holds nothing but amounts below rows."""
    first = next((cell for cell in cells if cell and cell.strip()), "")
    says_so = bool(TOTAL.match(tidy(plain(first)).strip(" *:")))
    if not says_so and any(cell for cell, is_key in zip(cells, keys, strict=False) if is_key):
        return False
    given = {
        name: cell
        for name, cell in zip(heading.fields, cells, strict=False)
        if name and cell.strip()
    }
    numbers = {
        name
        for name, cell in given.items()
        if amounts.looks_like(cell) and kind.cell(name) in (*FIGURES, None)
    }
    if says_so:
        # A contributor may be called "Total Aid": beside what names a row, the word names no total.
        named = [c for f, c in zip(heading.fields, cells, strict=False) if f in kind.key]
        if len(named) == len(kind.key) and all(map(str.strip, named)) and first not in named:
            return False
        needed = [c for c in kind.required if kind.cell(c) not in FIGURES]
        missing = sum(1 for column in needed if not given.get(column))
        return bool(missing) and (bool(numbers) or bool(ONLY_TOTAL.fullmatch(first.strip())))
    key = [heading for heading in kind.key if given.get(heading)]
    return has_rows and not key and bool(numbers) and set(given) <= numbers | {"currency"}
