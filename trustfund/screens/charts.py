"""Charts on pages: the picture, its numbers, its file, its address and its passport."""

from collections.abc import Callable, Iterator, Sequence
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
from trustfund.screens.passports import passport
from trustfund.screens.widgets import (
    arrow,
    download,
    download_numbers,
    rows_table,
    side_by_side,
    slug,
)

PICTURE_WIDTH, PICTURE_SCALE = 1000, 2
"""Of a picture to take away: pixels across, and how many of its own each of them has."""


@contextmanager
def chart_frame(title: str, *, drawn: bool) -> Iterator[None]:
    """A card around a chart. A drawn chart says its title itself: the heading is not seen twice."""
    kind = "drawn" if drawn else "undrawn"
    with st.container(border=True, height="stretch", key=f"{kind}-{slug(title)}"):
        st.subheader(title, anchor=slug(title))
        yield


def draw(make: Callable[[], Chart], title: str, key: str, view: View, note: str = "") -> None:
    """A chart that says what it is, as the picture that is taken of it does."""
    picture = ("picture", key, title, note, view.key)
    chart = view.books.answers.once(picture, lambda: _captioned(make(), title, key, view, note))
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
                "height": chart.spec["layout"]["height"],
                "scale": PICTURE_SCALE,
            },
        },
    )


def _captioned(chart: Chart, title: str, key: str, view: View, note: str) -> Chart:
    frames = view.frames
    asked = [pair for pair in view.filters.parameters() if pair[0] not in {"as_of", "known_at"}]
    known = f", known at {view.filters.known_at}" if view.filters.known_at else ""
    stated = [f"As of {view.as_of}{known}", *([in_words(asked)] if asked else [])]
    source = f"Source: {frames.fund_name} ({frames.fund_code}), books at revision {frames.revision}"
    warning = ". Illustrative data: not figures of the fund" if frames.illustrative else ""
    return pictures.captioned(
        chart,
        title,
        [*([note] if note else []), FIGURES[key].basis, " · ".join(stated)],
        source + warning,
    )


def share(title: str, view: View) -> None:
    """The address of a chart with the page's filters, to copy."""
    page = (st.context.url or "").partition("#")[0].partition("?")[0]
    asked = urlencode(view.filters.parameters())
    with st.popover("Link", icon=":material/link:", type="tertiary"):
        st.code(f"{page}{asked and '?'}{asked}#{slug(title)}", language=None, wrap_lines=True)


def chart_card(
    key: str,
    make: Callable[[], Chart] | None,
    columns: Sequence[Field],
    rows: Sequence[dict[str, Any]],
    view: View,
    empty: str,
    note: str = "",
) -> None:
    """A chart with its numbers as a table, its file, its address and its passport.

    ``key`` is the definition's, ``make`` draws the chart if nobody saw it yet, and ``note`` is what
    the picture says besides. ``make`` None says ``empty``: what to do so that there is something.
    """
    title = FIGURES[key].title
    with chart_frame(title, drawn=make is not None):
        if make is None:
            st.info(empty, icon=":material/info:")
            return
        draw(make, title, key, view, note)
        with side_by_side():
            with st.popover("Numbers", icon=":material/table_rows:", type="tertiary"):
                st.markdown(f"**{title}**")
                numbers = ("numbers", key, note, tuple(columns), view.key)
                table = view.books.answers.once(numbers, lambda: arrow(columns, rows))
                rows_table(columns, table, alt=f"{title}: the numbers of the chart")
                download_numbers(columns, rows, key, view)
            download(FIGURES[key].rows[-1], view.filters)
            share(title, view)
            passport(title, key, view)
