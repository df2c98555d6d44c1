"""What every chart of the product has in common: a figure, and its content in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

Spec = dict[str, Any]
"""A figure as Plotly's JSON has it. Its own objects look at each value, which takes ten times as
long as all the rest; a test looks at each picture of the sample instead."""


@dataclass(frozen=True)
class Chart:
    """A picture and the text that says what it shows to those who cannot see it."""

    spec: Spec
    alt: str

    @cached_property
    def figure(self) -> go.Figure:
        """The picture, once nothing of it changes any more."""
        return go.Figure(self.spec, _validate=False)

    @property
    def nbytes(self) -> int:
        """About what it takes in memory."""
        return 3 * len(repr(self.spec))


def dollars(cents: int) -> float:
    """US dollar cents as a length to draw: the picture may round, the tables never do."""
    return cents / 100


TITLE, SMALL, SMALLEST = 36, 50, 60
"""Letters on a line of a title, of what is below it, and of a source, in the narrowest window."""
TITLE_LINE, SMALL_LINE, SMALLEST_LINE = 22, 17, 14  # pixels
TICKS = 50  # pixels below an axis whose labels have two lines


def framed(
    data: Sequence[Spec], height: int, *, legend: bool = True, money_axis: str = "", **layout: Any
) -> Spec:
    """Traces in the frame of every chart: room for labels, a legend above, no dead space.

    ``layout`` is what a chart has besides; what it says of an axis is added to the frame's.
    """
    axes: dict[str, Spec] = {
        "xaxis": {"automargin": True, "fixedrange": True, "tickangle": 0},
        "yaxis": {"automargin": True, "fixedrange": True},
    }
    if money_axis:
        axes[f"{money_axis}axis"] |= {"tickprefix": "$", "tickformat": "~s"}
    for name, axis in axes.items():
        axis |= layout.pop(name, {})
    frame = {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 36 if legend else 8, "b": 8},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "showlegend": legend,
        "dragmode": False,
        "bargap": 0.3,
    }
    return {"data": list(data), "layout": frame | axes | layout}


def captioned(chart: Chart, title: str, lines: Sequence[str], source: str) -> Chart:
    """A chart with a title, what it is stated in, and its source in the picture.

    It grows by what they need in a narrow window.
    """
    before = chart.spec["layout"]
    heading = wrap(title, TITLE)
    below = [part for line in lines for part in wrap(line, SMALL)]
    sources = wrap(source, SMALLEST)
    head = TITLE_LINE * len(heading) + SMALL_LINE * len(below) + 16
    head += 20 * (_legend_lines(chart.spec) - 1)
    ticks = 8 if before["xaxis"].get("visible") is False else TICKS
    foot = SMALLEST_LINE * len(sources) + ticks
    margin = before["margin"]
    written = {
        "height": before["height"] + head + foot,
        "margin": margin | {"t": margin["t"] + head, "b": margin["b"] + foot},
        "title": {
            "text": "<br>".join(map(literal, heading)),
            "subtitle": {"text": "<br>".join(map(literal, below)), "font": {"size": 12}},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 8, "t": 8},
        },
        "annotations": [
            {
                "text": "<br>".join(map(literal, sources)),
                "align": "right",
                "showarrow": False,
                "font": {"size": 10},
                "x": 1,
                "xref": "paper",
                "xanchor": "right",
                "y": 0,
                "yref": "paper",
                "yanchor": "top",
                "yshift": 4 - ticks,
            }
        ],
    }
    return Chart(chart.spec | {"layout": before | written}, chart.alt)


def _legend_lines(spec: Spec) -> int:
    """How many lines a legend takes in a narrow window, where labels of bars leave little room."""
    names = [len(trace.get("name", "")) for trace in spec["data"]]
    if not spec["layout"]["showlegend"] or not names:
        return 1
    room = 160 if spec["layout"]["yaxis"].get("type") == "category" else 290  # pixels
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


def bars_across(
    name: str, lengths: Sequence[int | float], names: Sequence[str], **looks: Any
) -> Spec:
    """One series of horizontal bars, called ``name``: a bar for each of ``names``."""
    bars = {"type": "bar", "x": list(lengths), "y": [literal(each) for each in names]}
    return bars | {"orientation": "h", "name": name} | looks


def bar_labels(names: Sequence[str], width: int = 28) -> Spec:
    """The axis of horizontal bars, labelled in short, the first on top.

    Names that look alike stay two bars: the bars' own values of ``y`` are ``literal`` names.
    """
    return {
        "type": "category",
        "autorange": "reversed",
        "tickvals": [literal(name) for name in names],
        "ticktext": [wrapped(name, width) for name in names],
    }
