"""Charts on pages: the picture, its numbers, its file, its address and its passport."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from trustfund.charts import pictures
from trustfund.charts.pictures import Chart
from trustfund.domain.fields import Field
from trustfund.exchange import tables
from trustfund.figures.definitions import FIGURES
from trustfund.figures.passports import in_words
from trustfund.figures.view import View
from trustfund.screens.passports import passport, slug
from trustfund.screens.widgets import download, download_numbers, rows_table, side_by_side

PICTURE_WIDTH, PICTURE_SCALE = 1000, 2
"""Of a picture to take away: pixels across, and how many of its own each of them has."""


@contextmanager
def chart_frame(title: str, *, drawn: bool) -> Iterator[None]:
    """A card around a chart. A drawn chart says its title itself: the heading is not seen twice."""
    kind = "drawn" if drawn else "undrawn"
    with st.container(border=True, height="stretch", key=f"{kind}-{slug(title)}"):
        st.subheader(title, anchor=slug(title))
        yield


def draw(chart: Chart, title: str, key: str, view: View, note: str = "") -> None:
    """A chart that says what it is, as the picture that is taken of it does."""
    frames = view.frames
    asked = [pair for pair in view.filters.parameters() if pair[0] not in {"as_of", "known_at"}]
    known = f", known at {view.filters.known_at}" if view.filters.known_at else ""
    stated = [f"As of {view.as_of}{known}", *([in_words(asked)] if asked else [])]
    source = f"Source: {frames.fund_name} ({frames.fund_code}), books at revision {frames.revision}"
    warning = ". Illustrative data: not figures of the fund" if frames.illustrative else ""
    pictures.caption(
        chart.figure,
        title,
        [*([note] if note else []), FIGURES[key].basis, " · ".join(stated)],
        source + warning,
    )
    file = tables.file_name(slug(title), view, "png").removesuffix(".png")
    st.plotly_chart(
        chart.figure,
        key=f"chart-{key}-{slug(title)}",
        alt=chart.alt,
        config={
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {
                "format": "png",
                "filename": file,
                "width": PICTURE_WIDTH,
                "height": chart.figure.layout.height,
                "scale": PICTURE_SCALE,
            },
        },
    )


def share(title: str, view: View) -> None:
    """The address of a chart with the page's filters, to copy."""
    page = (st.context.url or "").partition("#")[0].partition("?")[0]
    asked = urlencode(view.filters.parameters())
    with st.popover("Link", icon=":material/link:", type="tertiary"):
        st.code(f"{page}{asked and '?'}{asked}#{slug(title)}", language=None, wrap_lines=True)


def chart_card(
    key: str,
    chart: Chart | None,
    columns: Sequence[Field],
    rows: Sequence[dict[str, Any]],
    view: View,
    empty: str,
    note: str = "",
) -> None:
    """A chart with its numbers as a table, its file, its address and its passport.

    ``key`` is the definition's, ``note`` what the picture says besides. ``chart`` None says
    ``empty``: what to do so that there is something to see.
    """
    title = FIGURES[key].title
    with chart_frame(title, drawn=chart is not None):
        if chart is None:
            st.info(empty, icon=":material/info:")
            return
        draw(chart, title, key, view, note)
        with side_by_side():
            with st.popover("Numbers", icon=":material/table_rows:", type="tertiary"):
                st.markdown(f"**{title}**")
                rows_table(columns, rows, alt=f"{title}: the numbers of the chart")
                download_numbers(columns, rows, key, view)
            download(FIGURES[key].rows[-1], view.filters)
            share(title, view)
            passport(title, key, view)
