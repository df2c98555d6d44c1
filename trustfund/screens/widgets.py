"""What pages are made of: headings, cards, tables, links to files."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
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
from trustfund.screens import session

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


def arrow(columns: Sequence[Field], rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows as they are shown, ready to be sent."""
    shown = [[_shown(column, row) for column in columns] for row in rows]
    cells = zip(*shown, strict=True) if shown else ([] for _ in columns)
    names = [column.heading() for column in columns]
    return pa.table([pa.array(values) for values in cells], names=names)


def rows_table(
    columns: Sequence[Field],
    rows: Sequence[dict[str, Any]] | pa.Table,
    alt: str,
    absent: str = "not stated",
) -> None:
    """Rows as a table that can be sorted; an empty cell says ``absent``."""
    table = rows if isinstance(rows, pa.Table) else arrow(columns, rows)
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
        table,
        hide_index=True,
        column_config=config,
        placeholder=absent,
        alt=alt,
        height="content" if len(table) <= 12 else 460,
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
    texts = [[_printed(column, row) for column in columns] for row in rows]
    right = [place for place, column in enumerate(columns) if column.cell is Cell.USD]
    names = [titles.get(column.key) or column.heading() for column in columns]
    _whole(names, texts, alt, strong, right)


def _printed(column: Field, row: dict[str, Any]) -> str:
    shown = _shown(column, row)
    if column.cell is Cell.USD:
        return f"{shown:,f}"
    return "not available" if shown is None else str(shown)


def printed(table: Table, alt: str, links: Sequence[str] = (), ways: Sequence[str] = ()) -> None:
    """A table of a report, whole, so that it prints.

    ``links`` are the receipts of its rows, ``ways`` where their first cells lead to; "" is nowhere.
    """
    names = [title or " " for title in table.columns]
    in_one_line = [place for place in range(len(names)) if place not in table.wide]
    _whole(names, table.rows, alt, table.bold, sorted(table.amounts), in_one_line, links, ways)


_RIGHT = """[class*="st-key-cells-"][class*="-{name}-"] :is(td, th):nth-child({place}),
[class*="st-key-cells-"][class*="-{name}-"] :is(td, th):nth-child({place}) * {{
  text-align: right !important;
}}
"""
_IN_ONE_LINE = """[class*="st-key-cells-"][class*="-{name}-"] td:nth-child({place}) * {{
  white-space: nowrap !important;
}}
"""
"""How columns of whole tables look; the keys of the tables have their places."""


def _whole(
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    alt: str,
    strong: Collection[int],
    right: Sequence[int],
    in_one_line: Sequence[int] = (),
    links: Sequence[str] = (),
    ways: Sequence[str] = (),
) -> None:
    """Texts as a table; places of columns to the right, or of one line, are in its key."""
    shown = [
        [f"**{cell}**" if place in strong and cell else cell for cell in map(plain, map(str, row))]
        for place, row in enumerate(rows)
    ]
    for row, there in zip(shown, ways, strict=False):
        row[0] = f"[{row[0]}]({there})" if there else row[0]
    cells = [list(column) for column in zip(*shown, strict=True)] or [[] for _ in names]
    if links:
        letters = [f"[Letter]({link})" if link else "" for link in links]
        cells.append([*letters, *([""] * (len(rows) - len(links)))])
        names = [*names, "Receipt"]
    looks = [(f"r{place + 1}", _RIGHT, place + 1) for place in right]
    looks += [(f"n{place + 1}", _IN_ONE_LINE, place + 1) for place in in_one_line]
    with st.container(key="-".join(["cells", slug(alt), *(name for name, _, _ in looks), "z"])):
        # With the tables alone: a browser asks of every element of a page whether a rule is for it.
        rules = (rule.format(name=name, place=place) for name, rule, place in looks)
        st.html(f"<style>{''.join(rules)}</style>")
        found = pa.table([pa.array(column, pa.string()) for column in cells], names=list(names))
        st.table(found, border="horizontal", hide_index=True, alt=alt)


def slug(text: str) -> str:
    """Words as a part of an address or a key."""
    return re.sub(r"\W+", "-", text).strip("-").lower()


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
    """A file that is written when somebody asks for it; its name says if it is illustrative."""
    if session.view().frames.illustrative and "illustrative" not in file_name:
        stem, _, form = file_name.rpartition(".")
        file_name = f"{stem}-illustrative.{form}"
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
