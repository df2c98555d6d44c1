"""Files that the page of imports offers: templates, every problem, the rows to mend."""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import PurePath

import streamlit as st

from trustfund.exchange import templates as templates_of
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.rejected import rejected_rows, sound_rows
from trustfund.exchange.tables import BYTE_ORDER_MARK, is_formula
from trustfund.screens import session
from trustfund.screens.staff.import_desk import Desk


def offer(desk: Desk, *, rejects: bool) -> None:
    """The problems and the rows, as buttons for files that are written when they are asked for."""
    with st.container(horizontal=True, gap="small"):
        _button(desk, "All problems (CSV)", "problems", problems)
        if rejects:
            _button(desk, "Rows to mend (CSV)", "to-mend", rejected_rows)
            _button(desk, "Sound rows (CSV)", "sound", sound_rows)


def _button(desk: Desk, label: str, what: str, write: Callable[[Outcome], str]) -> None:
    stem = PurePath(desk.upload.name).stem
    st.download_button(
        label,
        desk.later(lambda outcome: BYTE_ORDER_MARK + write(outcome)),
        file_name=f"{stem}-{what}.csv",
        mime="text/csv",
        key=f"download-{what}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def templates(kind: Kind) -> None:
    """A file to fill in, as CSV and as a workbook."""
    loaded = session.view().frames
    with st.container(horizontal=True, gap="small"):
        for form, write in (
            ("CSV", lambda: templates_of.csv_template(kind).encode()),
            ("XLSX", lambda: templates_of.xlsx_template(kind, loaded)),
        ):
            st.download_button(
                f"Template ({form})",
                write,
                file_name=f"{kind.name}-template.{form.lower()}",
                key=f"template-{kind.name}-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def problems(outcome: Outcome) -> str:
    """Every problem with its place, as CSV."""
    rows = [("sheet", "row", "column", "value", "problem", "what_to_do")]
    for problem in outcome.problems:
        place = problem.at
        row = str(place.row or "")
        rows.append((place.sheet, row, place.column, problem.value, problem.reason, problem.remedy))
    return _csv(rows)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([f"'{cell}" if is_formula(cell) else cell for cell in row] for row in rows)
    return buffer.getvalue()
