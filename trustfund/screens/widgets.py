"""What pages are made of: headings, cards, tables, links to files."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from trustfund.domain import money
from trustfund.domain.fields import Cell, Field, Kept
from trustfund.domain.kinds import label
from trustfund.domain.texts import visible
from trustfund.exchange import tables
from trustfund.exchange.sections import Table
from trustfund.figures.datasets import BY_NAME, Dataset
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.figures.wording import percent

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:^=&])")
_SEEN_LATER = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)"  # web and mail addresses
    r"|(?<=:)(?=[\w+/-]+:)"  # icons and emoji
    r"|(?<=[-<>~])(?=[-=>])",  # arrows
    re.IGNORECASE,
)
"""Where Streamlit finds markup in text even after a backslash has been taken off it."""


def plain(text: str) -> str:
    """Text as it is, on one line, wherever Streamlit would read Markdown in it."""
    seen = visible(re.sub(r"\s+", " ", text))
    apart = _SEEN_LATER.sub("\N{WORD JOINER}", seen)
    return _MARKDOWN.sub(r"\\\1", apart)


def address(path: str) -> str:
    """The address of something that is not a page, below the path the program is served at."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}/{path}" if base else f"/{path}"


def way(label: str, path: str) -> str:
    """A link, as markup, to what is not a page of Streamlit's, in the same tab."""
    return f'<a href="{address(path)}" target="_self">{label}</a>'


def heading(title: str, view: View, basis: str = "") -> None:
    """A page's title and what its figures are stated for."""
    st.title(plain(title), anchor=False)
    known = f", known at {view.filters.known_at}" if view.filters.known_at else ""
    stated = f"{basis} · " if basis else ""
    st.caption(f"{stated}As of {view.as_of}{known} · books at revision {view.frames.revision}")


FORMS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
"""The forms of a dataset, as people call them."""
CHART_COUNTS = {"delegates", "expected", "countries", "trips"}
"""Columns of charts that count."""


def export_link(dataset: Dataset, filters: Filters, form: str = "csv") -> str:
    """The address of a dataset's file with the page's filters that apply to it."""
    kept = [pair for pair in filters.parameters() if pair[0] in dataset.filters]
    asked = urlencode([("bom", "1"), *kept] if form == "csv" else kept)
    return address(f"exports/{dataset.name}.{form}{f'?{asked}' if asked else ''}")


def download(name: str, filters: Filters) -> None:
    """Links to a dataset's files in each form, with the page's filters, behind a button."""
    dataset = BY_NAME[name]
    with st.popover(dataset.title, icon=":material/download:", type="tertiary"):
        for form, called in FORMS.items():
            st.link_button(
                f"{dataset.title} ({called})", export_link(dataset, filters, form), type="tertiary"
            )


def _shown(column: Field, row: dict[str, Any]) -> Any:
    value = row[column.key]
    if value is None or value == "":
        return None
    if column.cell is Cell.USD:
        return money.to_decimal(value, "USD")
    if column.cell is Cell.MONEY:
        return f"{money.to_decimal(value, row['currency']):,f}"
    if column.cell is Cell.SHARE:
        return percent(value)
    if column.cell is Cell.FLAG:
        return "yes" if value else "no"
    is_code = isinstance(column.codes, type) or column.codes is Kept.OBJECTIVE
    return label(value) if is_code else value


def some_columns(dataset: str, names: Sequence[str]) -> list[Field]:
    """The columns of a dataset that a page shows, in the page's order; the file has them all."""
    columns = {column.key: column for column in BY_NAME[dataset].columns}
    return [columns[name] for name in names]


def rows_table(
    columns: Sequence[Field],
    rows: Sequence[dict[str, Any]],
    alt: str,
    absent: str = "not stated",
) -> None:
    """Rows as a table that can be sorted; an empty cell says ``absent``."""
    frame = pd.DataFrame(
        [[_shown(column, row) for column in columns] for row in rows],
        columns=[column.heading() for column in columns],
        dtype=object,
    )
    config: dict[str, Any] = {}
    for column in columns:
        name = column.heading()
        if column.key == "agreement_link":
            config[name] = st.column_config.LinkColumn(help=column.meaning, display_text="Open")
        elif column.cell is Cell.USD:
            config[name] = st.column_config.NumberColumn(format="%,.2f", help=column.meaning)
        elif column.cell is Cell.MONEY:
            config[name] = st.column_config.TextColumn(help=column.meaning, alignment="right")
        else:
            config[name] = st.column_config.Column(help=column.meaning)
    st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        placeholder=absent,
        alt=alt,
        height="content" if len(frame) <= 12 else 460,
    )


def statement(
    columns: Sequence[Field],
    rows: Sequence[dict[str, Any]],
    alt: str,
    titles: Mapping[str, str],
    strong: Collection[int] = (),
) -> None:
    """Rows as a statement is printed: whole, amounts to the right, the ``strong`` rows bold.

    ``titles`` are headings that differ from the columns' names.
    """
    headings = {column.key: column.heading() for column in columns} | dict(titles)
    frame = pd.DataFrame(
        [[_shown(column, row) for column in columns] for row in rows],
        columns=[headings[column.key] for column in columns],
        dtype=object,
    )
    styled = frame.style.format(
        {
            headings[column.key]: (lambda cents: f"{cents:,f}")
            if column.cell is Cell.USD
            else (lambda text: "not available" if text is None else plain(str(text)))
            for column in columns
        }
    ).set_properties(subset=(list(strong), slice(None)), **{"font-weight": "bold"})
    st.table(styled, border="horizontal", hide_index=True, alt=alt)


def printed(table: Table, alt: str, links: Sequence[str] = ()) -> None:
    """A table of a report, whole, so that it prints; ``links`` are the receipts of its rows."""
    headings = [title or " " for title in table.columns]
    frame = pd.DataFrame(table.rows, columns=headings, dtype=object)
    if links:
        frame["Receipt"] = [*links, *([""] * (len(frame) - len(links)))]
    kept = [number for number in range(len(headings)) if number not in table.wide]
    looks: list[Any] = [
        {"selector": f"td.col{number} *", "props": "white-space: nowrap !important"}
        for number in kept
    ]
    right = "text-align: right !important"  # Streamlit sets text to the left, cell by cell
    looks += [{"selector": f".col{number}", "props": right} for number in sorted(table.amounts)]
    styled = (
        frame.style.format(lambda text: plain(str(text)))
        .set_table_styles(looks)
        .set_properties(subset=(list(table.bold), slice(None)), **{"font-weight": "bold"})
    )
    if links:
        styled = styled.format(lambda link: f"[Letter]({link})" if link else "", subset=["Receipt"])
    st.table(styled, border="horizontal", hide_index=True, alt=alt)


PRINTED = """<style>
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stPopover"],
  [data-testid="stLinkButton"], .st-key-filters { display: none !important; }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; }
  [data-testid="stVerticalBlock"] [data-testid="stVerticalBlock"] { break-inside: avoid; }
  [data-testid="stMain"] table { font-size: 8pt; }
  [data-testid="stMain"] td, [data-testid="stMain"] th { padding: 2pt 4pt !important; }
}
</style>"""
"""What a browser leaves out when it prints a page: all that can only be clicked."""


def for_paper() -> None:
    """Let the page print as a report."""
    st.html(PRINTED)


def statement_path(contributor: str, view: View) -> str:
    """The address of a contributor's statement, on the days of a view."""
    clocks = [("as_of", view.filters.as_of), ("known_at", view.filters.known_at)]
    asked = [("contributor", contributor), *((name, day) for name, day in clocks if day)]
    return f"statement?{urlencode(asked)}"


@contextmanager
def card(title: str) -> Iterator[None]:
    """A bordered card with a title."""
    with st.container(border=True, height="stretch"):
        st.subheader(title, anchor=False)
        yield


def side_by_side() -> DeltaGenerator:
    """Small controls in one line."""
    return st.container(horizontal=True, gap="small", vertical_alignment="center")


def file_button(label: str, write: Callable[[], str | bytes], file_name: str, key: str) -> None:
    """A file that is written when somebody asks for it."""
    st.download_button(
        label,
        write,
        file_name=file_name,
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def download_numbers(
    columns: Sequence[Field], rows: Sequence[dict[str, Any]], name: str, view: View
) -> None:
    """The numbers of one chart as a file of their own."""
    file_button(
        "These numbers (CSV)",
        lambda: f"{tables.BYTE_ORDER_MARK}{''.join(tables.csv_pieces(columns, rows))}",
        tables.file_name(name.replace("_", "-"), view, "csv"),
        f"numbers-{name}",
    )


def columns_of(*names: str) -> tuple[Field, ...]:
    """Columns of a chart's own table; their names tell what they hold."""

    def cell(name: str) -> Cell:
        if name in CHART_COUNTS:
            return Cell.COUNT
        if name.endswith("usd"):
            return Cell.USD
        return Cell.SHARE if "share" in name else Cell.TEXT

    return tuple(Field(name, cell(name)) for name in names)
