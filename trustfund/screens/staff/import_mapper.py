"""Confirming what a file means where that was guessed: its sheet, and each of its headers."""

from collections.abc import Sequence

import streamlit as st

from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading.guesses import rated
from trustfund.exchange.imports.reading.headers import PROBLEM
from trustfund.exchange.imports.rows import Choices, Header, Table
from trustfund.figures.wording import counted
from trustfund.screens.staff.import_desk import Desk
from trustfund.screens.widgets import plain

LEFT_OUT = ""
A_WORD = 90
"""How sure, in per cent, a header is that is a word of lists, such as Nationality."""


def show(desk: Desk, read: Table) -> None:
    """The sheet and the columns, to be confirmed where they were guessed."""
    chosen = desk.choices != Choices()
    asks = is_unclear(read) or bool(read.questions) or bool(_missing(desk, read))
    if not (asks or chosen or len(read.sheets) > 1 or read.header > 1):
        return
    with st.expander(_title(read), expanded=asks, icon=":material/view_column:"):
        _sheet(desk, read)
        _questions(desk, read)
        _header(desk, read)
        _columns(desk, read)


def is_unclear(read: Table) -> bool:
    """Whether somebody has to say what the columns are before anything else."""
    return any(header.is_guess for header in read.headers)


def _title(read: Table) -> str:
    count = sum(header.is_guess for header in read.headers)
    sheets = len(read.sheets)
    title = "Columns of this file"
    if sheets > 1:
        title = f'Read from the sheet "{plain(read.sheet)}", one of {sheets}'
    return f"{title}: {counted(count, 'column')} to confirm" if count else title


def _sheet(desk: Desk, read: Table) -> None:
    if len(read.sheets) < 2:
        return
    sheet = st.selectbox(
        "Sheet",
        read.sheets,
        read.sheets.index(read.sheet) if read.sheet in read.sheets else 0,
        key=f"sheet-{desk.upload.file_id}",
        help="The one that fits best is chosen already.",
    )
    if sheet != read.sheet:
        desk.decide(read, sheet=sheet)
        st.rerun()


def _questions(desk: Desk, read: Table) -> None:
    """What somebody decides once about how a sheet looks."""
    for each in read.questions:
        answer = st.radio(
            each.text,
            list(each.answers),
            index=None,
            format_func=each.answers.__getitem__,
            key=f"answer-{desk.upload.file_id}-{each.about}",
        )
        if answer:
            desk.decide(read, answered={each.about: answer})
            st.rerun()


def _header(desk: Desk, read: Table) -> None:
    row = st.number_input(
        "The headers stand in row",
        min_value=1,
        value=read.header,
        key=f"header-{desk.upload.file_id}-{read.sheet}",
        help="What is above it is left out.",
    )
    if row != read.header:
        desk.decide(read, header=row)
        st.rerun()


def _columns(desk: Desk, read: Table) -> None:
    asked = [header for header in read.headers if _is_asked(header, desk)]
    missing = _missing(desk, read)
    if not asked and not missing:
        return
    places = {header.text: place for place, header in enumerate(read.headers, start=1)}
    clear = [header.column for header in read.headers if header not in asked and header.column]
    with st.form(f"columns-{desk.upload.file_id}-{read.sheet}"):
        if asked:
            st.caption(
                "What each column of the file is. A guess is marked: look at the examples, change "
                "what is wrong, then read the file so."
            )
        columns = {header.text: _is(desk, header, places[header.text]) for header in asked}
        if clear:
            st.caption(f"Clear by their names: {plain(', '.join(clear))}.")
        filled = {column: _filled(desk, read, column) for column in missing}
        if not st.form_submit_button("Read the file so", type="primary"):
            return
    taken = [*clear, *(column for column in columns.values() if column)]
    twice = sorted({column for column in taken if taken.count(column) > 1})
    if twice:
        st.error(
            f"Two columns of the file cannot both be {plain(', '.join(twice))}. Leave one out."
        )
        return
    desk.decide(
        read,
        columns=columns,
        constants={column: text for column, (text, _) in filled.items() if text},
        also={column: header for column, (text, header) in filled.items() if header and not text},
    )
    st.rerun()


def _missing(desk: Desk, read: Table) -> list[str]:
    """The columns that every file of the kind has, and this one has not."""
    return [column for column in desk.kind.required if column not in read.columns]


def _filled(desk: Desk, read: Table, column: str) -> tuple[str, str]:
    """What fills a column that the file lacks: one text for every row, or another header."""
    one, two = st.columns(2)
    key = f"{desk.upload.file_id}-{column}"
    with one:
        text = st.text_input(f"Not there yet: {column}, the same in every row", key=f"all-{key}")
    headers = [header.text for header in read.headers if desk.kind.shown(header.text)]
    with two:
        header = st.selectbox(
            "or taken from the column", headers, None, key=f"from-{key}", placeholder="Choose one"
        )
    return text.strip(), header or ""


def _is_asked(header: Header, desk: Desk) -> bool:
    """Whether a header is no column's own name: it was guessed, decided on, or is not known."""
    if header.text.casefold() == PROBLEM:
        return False
    return header.is_guess or header.text in desk.choices.columns


def _is(desk: Desk, header: Header, place: int) -> str:
    """One header, its examples, and what it is."""
    kind = desk.kind
    options = [LEFT_OUT, *_columns_of(kind, header)]
    one, two = st.columns([3, 2], vertical_alignment="center")
    with one:
        title = f"{_title_of(kind, header, place)}{_mark(header)}"
        st.markdown(f"{title}  \n:small[:gray[{_examples(kind, header.examples)}]]")
    with two:
        return (
            st.selectbox(
                f"Column {place} is",
                options,
                options.index(header.column) if header.column in options else 0,
                format_func=lambda column: column or "leave out",
                key=f"is-{desk.upload.file_id}-{place}",
                label_visibility="collapsed",
            )
            or LEFT_OUT
        )


def _columns_of(kind: Kind, header: Header) -> list[str]:
    """What a header can be; a column that is only compared stays what it is."""
    own = list(kind.columns)
    return own if not header.column or header.column in own else [*own, header.column]


def _title_of(kind: Kind, header: Header, place: int) -> str:
    """A header's words; of a file about people only words that lists use: it may have slipped."""
    is_word = max(rated(kind.document, header.text).values(), default=0) >= A_WORD
    text = header.text if is_word else kind.shown(header.text)
    return f"**{plain(text)}**" if text else f"**Column {place}**"


def _mark(header: Header) -> str:
    if header.is_guess and header.column:
        return " :orange-badge[a guess]"
    if header.is_guess:
        return " :red-badge[not known]"
    return ""


def _examples(kind: Kind, examples: Sequence[str]) -> str:
    shown = filter(None, (kind.shown(each) for each in examples if each))
    return " · ".join(map(plain, shown)) or "no examples to show"
