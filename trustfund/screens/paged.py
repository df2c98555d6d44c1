"""Long tables in pages: a browser gets some hundred rows at a time, in the order it asks for."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from trustfund.domain.fields import Cell, Field
from trustfund.figures.columns import Rows
from trustfund.figures.view import View
from trustfund.screens.widgets import arrow, rows_table, side_by_side

Listed = Sequence[dict[str, Any]]
MOST = 500
"""Rows of a page. A shorter table is sorted in the browser, by its headings."""
LARGEST_FIRST = {Cell.USD, Cell.MONEY, Cell.SHARE, Cell.COUNT, Cell.RATE}
NEWEST_FIRST = {Cell.DAY, Cell.MOMENT}


def paged_table(columns: Sequence[Field], rows: Listed, alt: str, key: str, view: View) -> None:
    """Rows as a table, a page at a time; what is shown is kept for whoever looks at the same."""
    pages, page, order = -(-len(rows) // MOST), 1, None
    if pages > 1:
        with side_by_side():
            order = st.selectbox(
                "Order",
                columns,
                None,
                format_func=_in_words,
                key=f"order-{key}",
                placeholder="Order: as listed",
                label_visibility="collapsed",
                width=280,
            )
            page = st.pagination(pages, key=f"page-{key}-{pages}-{order.key if order else ''}")
            first = (page - 1) * MOST + 1
            last = min(page * MOST, len(rows))
            st.caption(f"Rows {first:,} to {last:,} of {len(rows):,}", width="content")
    name = ("table", key, order, page, tuple(columns), view.key)
    table = view.books.answers.once(name, lambda: arrow(columns, _page(rows, order, page)))
    rows_table(columns, table, alt)


def _in_words(column: Field) -> str:
    if column.cell in LARGEST_FIRST:
        return f"{column.heading()}, largest first"
    return f"{column.heading()}, newest first" if column.cell in NEWEST_FIRST else column.heading()


def _page(rows: Listed, order: Field | None, page: int) -> Listed:
    """The rows of a page, in the order of a column if one is named."""
    some = slice((page - 1) * MOST, page * MOST)
    return (_ordered(rows, order) if order else rows)[some]


def _ordered(rows: Listed, by: Field) -> Listed:
    """What is not stated comes last."""
    is_down = by.cell in LARGEST_FIRST | NEWEST_FIRST
    if isinstance(rows, Rows):
        return rows.by(by.key, "descending" if is_down else "ascending")
    stated = [row for row in rows if row[by.key] not in {None, ""}]
    stated.sort(key=lambda row: row[by.key], reverse=is_down)
    return [*stated, *(row for row in rows if row[by.key] in {None, ""})]
