"""What every chart of the product has in common: a figure, and its content in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """A plotly figure and the text that says what it shows to those who cannot see it."""

    figure: go.Figure
    alt: str


def dollars(cents: int) -> float:
    """US dollar cents as a length to draw: the picture may round, the tables never do."""
    return cents / 100


TITLE, SMALL, SMALLEST = 36, 50, 60
"""Letters on a line of a title, of what is below it, and of a source, in the narrowest window."""
TITLE_LINE, SMALL_LINE, SMALLEST_LINE = 22, 17, 14  # pixels
TICKS = 50  # pixels below an axis whose labels have two lines


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
    figure.update_xaxes(automargin=True, fixedrange=True, tickangle=0)
    figure.update_yaxes(automargin=True, fixedrange=True)
    if money_axis:
        figure.update_layout({f"{money_axis}axis": {"tickprefix": "$", "tickformat": "~s"}})


def caption(figure: go.Figure, title: str, lines: Sequence[str], source: str) -> None:
    """Write a title, what the figure is stated in, and its source into the picture.

    It grows by what they need in a narrow window.
    """
    heading = wrap(title, TITLE)
    below = [part for line in lines for part in wrap(line, SMALL)]
    sources = wrap(source, SMALLEST)
    head = TITLE_LINE * len(heading) + SMALL_LINE * len(below) + 16
    head += 20 * (_legend_lines(figure) - 1)
    ticks = 8 if figure.layout.xaxis.visible is False else TICKS
    foot = SMALLEST_LINE * len(sources) + ticks
    margin = figure.layout.margin
    figure.update_layout(
        height=figure.layout.height + head + foot,
        margin={"t": margin.t + head, "b": margin.b + foot},
        title={
            "text": "<br>".join(map(literal, heading)),
            "subtitle": {"text": "<br>".join(map(literal, below)), "font": {"size": 12}},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 8, "t": 8},
        },
    )
    figure.add_annotation(
        text="<br>".join(map(literal, sources)),
        align="right",
        showarrow=False,
        font={"size": 10},
        x=1,
        xref="paper",
        xanchor="right",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=4 - ticks,
    )


def _legend_lines(figure: go.Figure) -> int:
    """How many lines a legend takes in a narrow window, where labels of bars leave little room."""
    names = [len(trace.name or "") for trace in figure.data]
    if not figure.layout.showlegend or not names:
        return 1
    room = 160 if figure.layout.yaxis.type == "category" else 290  # pixels
    in_line = max(room // (7 * max(names) + 45), 1)
    return -(-len(names) // in_line)


def literal(text: str) -> str:
    """Text as it is, where Plotly would read HTML, LaTeX or a template in it."""
    return escape(text, quote=False).replace("$", "&#36;").replace("%{", "&#37;{")


def wrapped(text: str, width: int = 28) -> str:
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


def label_bars(figure: go.Figure, names: Sequence[str], width: int = 28) -> None:
    """Label horizontal bars in short, the first on top; names that look alike stay two bars.

    The bars' own values of ``y`` are the names as ``literal`` text.
    """
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        tickvals=[literal(name) for name in names],
        ticktext=[wrapped(name, width) for name in names],
    )
