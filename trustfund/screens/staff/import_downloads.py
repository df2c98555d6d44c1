"""Files that the page of imports offers: templates, every problem, the rows to mend."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.rejected import rejected_rows, sound_rows
from trustfund.exchange.tables import BYTE_ORDER_MARK, csv_pieces
from trustfund.exchange.templates import csv_template, xlsx_template
from trustfund.screens import session
from trustfund.screens.staff.import_desk import Desk
from trustfund.screens.widgets import columns_of, file_button, side_by_side


def offer(desk: Desk, *, rejects: bool) -> None:
    """The problems and the rows, as buttons for files that are written when they are asked for."""
    with side_by_side():
        _button(desk, "All problems (CSV)", "problems", problems)
        if rejects:
            _button(desk, "Rows to mend (CSV)", "to-mend", rejected_rows)
            _button(desk, "Sound rows (CSV)", "sound", sound_rows)


def _button(desk: Desk, label: str, what: str, write: Callable[[Outcome], str]) -> None:
    file = f"{PurePath(desk.upload.name).stem}-{what}.csv"
    later = desk.later(lambda outcome: BYTE_ORDER_MARK + write(outcome))
    file_button(label, later, file, f"download-{what}")


def templates(kind: Kind) -> None:
    """A file to fill in, as CSV and as a workbook."""
    loaded = session.view().frames
    file, key = f"{kind.name}-template", f"template-{kind.name}"
    with side_by_side():
        csv = partial(csv_template, kind)
        file_button("Template (CSV)", csv, f"{file}.csv", f"{key}-CSV")
        workbook = partial(xlsx_template, kind, loaded)
        file_button("Template (XLSX)", workbook, f"{file}.xlsx", f"{key}-XLSX")


def problems(outcome: Outcome) -> str:
    """Every problem with its place, as CSV."""
    columns = columns_of("sheet", "row", "column", "value", "problem", "what_to_do")
    rows = (
        {
            "sheet": each.at.sheet,
            "row": each.at.row or "",
            "column": each.at.column,
            "value": each.value,
            "problem": each.reason,
            "what_to_do": each.remedy,
        }
        for each in outcome.problems
    )
    return "".join(csv_pieces(columns, rows))
