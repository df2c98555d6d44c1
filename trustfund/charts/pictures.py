"""What every chart of the product has in common: a figure, and its content in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """A plotly figure and the text that says what it shows to those who cannot see it."""

    figure: go.Figure
    alt: str


def dollars(cents: int) -> float:
    """US dollar cents as a length to draw: the picture may round, the tables never do."""
    return cents / 100


def layout(figure: go.Figure, height: int, *, legend: bool = True, money_axis: str = "") -> None:
    """The frame of every chart: room for labels, a legend above, no dead space."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 36 if legend else 8, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        showlegend=legend,
        dragmode=False,
        bargap=0.3,
    )
    figure.update_xaxes(automargin=True, fixedrange=True)
    figure.update_yaxes(automargin=True, fixedrange=True)
    if money_axis:
        figure.update_layout({f"{money_axis}axis": {"tickprefix": "$", "tickformat": "~s"}})


def literal(text: str) -> str:
    """Text as it is, where Plotly would read HTML, LaTeX or a template in it."""
    return escape(text, quote=False).replace("$", "&#36;").replace("%{", "&#37;{")


def wrapped(text: str, width: int = 26) -> str:
    """A long label on two lines, the second cut where it is longer still."""
    if len(text) <= width:
        return literal(text)
    cut = text.rfind(" ", 0, width + 1)
    cut = width if cut < width // 2 else cut
    rest = text[cut:].strip()
    rest = rest if len(rest) <= width else f"{rest[: width - 1]}…"
    return f"{literal(text[:cut])}<br>{literal(rest)}"


def listed(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values as a phrase: "Fee USD 1; Spent USD 2"."""
    return "; ".join(f"{name} {value}" for name, value in pairs)


def label_bars(figure: go.Figure, names: Sequence[str], width: int = 26) -> None:
    """Label horizontal bars in short, the first on top; names that look alike stay two bars.

    The bars' own values of ``y`` are the names as ``literal`` text.
    """
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        tickvals=[literal(name) for name in names],
        ticktext=[wrapped(name, width) for name in names],
    )
