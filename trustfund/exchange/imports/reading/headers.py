"""Which row is the header, and which column each of its cells stands for."""

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from trustfund.domain.catalogue.file import COLUMN, COLUMNS
from trustfund.domain.problems import Code, Place, Problem, Problems
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import amounts, days, guesses
from trustfund.exchange.imports.reading.grid import MOST_COLUMNS, Grid, Record, refuse
from trustfund.exchange.imports.reading.texts import FEW, few, plain, tidy
from trustfund.exchange.imports.reading.words import (
    NOTE,
    SCALE,
    TOTAL,
    YEARS,
)
from trustfund.exchange.imports.rows import Choices, Header, Source

FIRST_ROWS = 30
EXAMPLES = 3
LONGEST_HEADER = 80
PROBLEM = "problem"
"""The column in which rejected rows have what is wrong; it is left out without a remark."""


@dataclass(frozen=True)
class Heading:
    """The header of a sheet: where it stands, and what each of its cells is taken for."""

    number: int
    headers: tuple[Header, ...]
    fields: tuple[str, ...]
    """The name under which each place of a row is kept; "" leaves it out."""
    also: tuple[tuple[int, str], ...] = ()
    """Places of a row that feed another column too."""
    currencies: dict[str, str] = field(default_factory=dict)
    """Columns whose header names a currency: "Amount (EUR)"."""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


def shape(cells: Iterable[str]) -> str:
    """What files with the same headers have in common, however they are ordered; "" of one header.

    A digest: in a file about people a name may have slipped into any row.
    """
    texts = {tidy(plain(cell)).casefold() for cell in cells} - {"", PROBLEM}
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest() if len(texts) > 1 else ""


def fit(kind: Kind, choices: Choices, cells: Sequence[str]) -> int:
    """How much a row looks like the header of this kind: which columns it names, and how surely.

    One word is no header, and a row with an amount or a day is none.
    """
    sure: set[str] = set()
    likely: set[str] = set()
    known = kind.document.by_key
    for cell in cells[:MOST_COLUMNS]:
        text = tidy(plain(cell[: 2 * LONGEST_HEADER]))
        if not text or len(text) > LONGEST_HEADER:
            continue
        if _fixed(text, choices.columns, known):
            sure.add(text)
        elif not YEARS.fullmatch(text) and (amounts.looks_like(text) or days.looks_like(text)):
            return 0
        elif rated := guesses.rated(kind.document, text):
            likely.add(max(rated, key=lambda column: rated[column]))
    return 3 * len(sure) + len(likely - sure) if len(sure | likely) > 1 else 0


def find(grid: Grid, kind: Kind, choices: Choices) -> int:
    """The place of the header among the records: the first, unless one below is clearly it.

    Lone texts above wider rows are titles. A row that somebody chose is the header, and one of the
    shape that was decided on before.
    """
    if choices.header:
        places = {number: place for place, (number, _) in enumerate(grid.records)}
        return places.get(choices.header, 0)
    first = grid.records[:FIRST_ROWS]
    if choices.shape:
        for place, (_, cells) in enumerate(first):
            if shape(cells) == choices.shape:
                return place
    fits = [fit(kind, choices, cells) for _, cells in first]
    best = max(range(len(fits)), key=lambda place: (fits[place], -place))
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in first]
    usual = next((place for place, count in enumerate(filled) if count > 1), 0)
    return best if fits[best] > fits[usual] + 1 else usual


def understand(source: Source, grid: Grid, at: int, kind: Kind, choices: Choices) -> Heading:
    """What each cell of the header stands for, and what a person should look at."""
    number, cells = grid.records[at]
    body = grid.records[at + 1 :]
    at_column = grid.at(number, "column")
    chosen = {tidy(text): column for text, column in choices.columns.items()}
    known = kind.document.by_key
    for column in filter(None, chosen.values()):
        if column not in known:
            raise refuse(source, f'has no column "{column}" to choose', "Choose another column")
    texts, remarks = _named(kind, [tidy(plain(cell)) for cell in cells], body, at_column, chosen)
    fixed = [_fixed(text, chosen, known) for text in texts]
    if choices.leaves_out:
        fixed = [settled or "" for settled in fixed]
    for index, (text, name) in enumerate(zip(texts, fixed, strict=True)):
        if not name or name == text or text in chosen:
            continue
        if guesses.looks_otherwise(kind, name, body, index):
            fixed[index] = None  # "Currency" above names such as Euro, beside "Currency code"
    guessed = guesses.guesses(kind, texts, fixed, body)
    columns = [
        settled if settled is not None else guessed.get(index, "")
        for index, settled in enumerate(fixed)
    ]
    problems = Problems()
    _check_once(kind, texts, columns, at_column, problems)
    headers = tuple(
        Header(text, column, settled is None, _examples(body, index))
        for index, (text, column, settled) in enumerate(zip(texts, columns, fixed, strict=True))
        if text
    )
    _doubt(kind, headers, at_column, problems)
    _check_scale(kind, headers, at_column, problems)
    return Heading(
        number,
        headers,
        tuple(_fields(texts, columns, known)),
        tuple(
            (texts.index(text), column)
            for column, header in choices.also.items()
            if (text := tidy(header)) in texts
        ),
        {column: unit for text, column in zip(texts, columns, strict=True) if column
         and text != column and (unit := guesses.unit_of(text))},
        problems.found,
        remarks,
    )  # fmt: skip


def _fixed(text: str, chosen: Mapping[str, str], known: Container[str]) -> str | None:
    """What a header stands for by choice or by its name; None where it has to be guessed.

    Capitals and blanks make no other name: "Value date" is value_date.
    """
    if text in chosen:
        return chosen[text]
    name = "_".join(text.casefold().split())
    if name in known:
        return name
    return "" if text in ("", PROBLEM) else None


def _check_once(
    kind: Kind, texts: list[str], columns: list[str], at: Place, problems: Problems
) -> None:
    """Two headers for one column: the second one is left out until a person chooses."""
    for index, column in enumerate(columns):
        if column and column in columns[:index]:
            other = kind.shown(texts[columns.index(column)])
            why, remedy = f'stands for {column}, as "{other}" does', "Choose which of the two it is"
            problems.add(COLUMN, Code.TWICE, kind.shown(texts[index]), why, remedy, at)
            columns[index] = ""


def _fields(texts: list[str], columns: list[str], known: Container[str]) -> Iterator[str]:
    """The names under which cells are kept; what is no column is kept under its own header."""
    for text, column in zip(texts, columns, strict=True):
        is_free = text != PROBLEM and text not in known and text not in columns
        yield column or (text if is_free else "")


def _check_scale(kind: Kind, headers: Sequence[Header], at: Place, problems: Problems) -> None:
    for header in headers:
        if kind.is_money(header.column) and (unit := SCALE.search(header.text)):
            shown = kind.shown(header.text)
            problems.add(COLUMN, Code.OTHER_UNIT, shown, *in_full(unit[0]), at)


def in_full(unit: str) -> tuple[str, str]:
    """That amounts are given in thousands or millions, and what to do."""
    return f"gives amounts in another unit ({unit.strip()})", "Give them in full"


def _doubt(kind: Kind, headers: Sequence[Header], at: Place, problems: Problems) -> None:
    """A problem for each header that is not known, so that nothing is booked by a guess."""
    why, code = f"is not a column of {kind.name}", Code.NO_SUCH_COLUMN
    unknown, several = [], at._replace(column="columns")
    for header in headers:
        if header.is_guess and header.column:
            remedy = f"Did you mean {header.column}? Say so, or rename it, or leave it out"
            problems.add(COLUMN, code, kind.shown(header.text), why, remedy, at)
        elif header.is_guess:
            unknown.append(header.text)
    years = [text for text in unknown if YEARS.fullmatch(text)]
    if len(years) > 1:
        remedy = "Give a row for each sum, with a column for its day and one for its amount"
        problems.add(
            COLUMNS, Code.YEARS, few(list(map(kind.shown, years))), "are years", remedy, several
        )
        unknown = [text for text in unknown if text not in years]
    take_out = f"Take %s out, or use one of {', '.join(kind.columns)}"
    if len(unknown) > FEW:
        why = f"are not columns of {kind.name}"
        problems.add(
            COLUMNS, code, few(list(map(kind.shown, unknown))), why, take_out % "them", several
        )
    else:
        for text in unknown:
            unit = SCALE.search(text)
            also = f", and {in_full(unit[0])[0]}" if unit else ""
            problems.add(COLUMN, code, kind.shown(text), f"{why}{also}", take_out % "it", at)


def _named(
    kind: Kind, texts: list[str], body: list[Record], at: Place, chosen: Mapping[str, str]
) -> tuple[list[str], tuple[str, ...]]:
    """The header as far as it goes; refused where a column has no name, or another one's."""
    under = [not text and _holds(body, index) for index, text in enumerate(texts)]
    width = max((n for n, text in enumerate(texts, start=1) if text or under[n - 1]), default=0)
    problems, remarks = Problems(), []
    for index, name in enumerate(texts[:width]):
        if not name and index == 0 and _is_running(body):
            remarks.append("The first column has no name and numbers the rows: it was left out.")
        elif not name and under[index] and "" not in chosen:
            where = at._replace(column=f"column {index + 1}")
            remedy = "Name it or take it out"
            problems.add(COLUMN, Code.UNNAMED, "", "has no name", remedy, where)
        elif name and name in texts[:index]:
            why, remedy = "is there twice", "Keep one of the two"
            problems.add(COLUMN, Code.TWICE, kind.shown(name), why, remedy, at)
    problems.refuse_if_any()
    return texts[:width], tuple(remarks)


def _is_running(body: list[Record]) -> bool:
    """Whether the first cells count the rows, as statistics programs write them."""
    cells = [cells[0].strip() for _, cells in body]
    return bool(cells) and cells in (
        [str(number) for number in range(len(cells))],
        [str(number) for number in range(1, len(cells) + 1)],
    )


def _holds(body: list[Record], index: int) -> bool:
    """Whether anything stands under a place of the header but the words for a total."""
    cells = (plain(cells[index]) for _, cells in body if index < len(cells))
    return any(cell and not TOTAL.match(cell) and not NOTE.match(cell) for cell in cells)


def _examples(body: list[Record], index: int) -> tuple[str, ...]:
    cells = (tidy(cells[index]) for _, cells in body[: guesses.LOOKED_AT] if index < len(cells))
    filled = (cell for cell in cells if cell and not TOTAL.match(cell))
    return tuple(islice(dict.fromkeys(filled), EXAMPLES))
