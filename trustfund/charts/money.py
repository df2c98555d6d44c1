"""Charts of money: what came in, from whom, for what, and what it did."""

from collections.abc import Sequence
from typing import Any

from trustfund.charts.pictures import (
    Chart,
    bar_labels,
    bars_across,
    dollars,
    framed,
    listed,
    wrapped,
)
from trustfund.figures.wording import percent, usd

MOST_BARS = 12


def use_of_money(title: str, parts: Sequence[tuple[str, int]]) -> Chart:
    """One bar: what the money became. ``parts`` are names and US dollar cents."""
    whole = sum(cents for _, cents in parts) or 1
    bars = [
        {
            "type": "bar",
            "x": [dollars(cents)],
            "y": [title],
            "orientation": "h",
            "name": name,
            "text": [f"{name}<br>{usd(cents)}" if cents * 8 > whole else ""],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "hovertemplate": f"{name}: {usd(cents)}<extra></extra>",
        }
        for name, cents in parts
    ]
    spec = framed(
        bars,
        150,
        money_axis="x",
        barmode="stack",
        bargap=0.05,
        uniformtext={"minsize": 11, "mode": "hide"},
        xaxis={"visible": False, "range": [0, dollars(whole)]},
        yaxis={"visible": False},
    )
    return Chart(
        spec,
        f"One bar. {title}, {usd(sum(cents for _, cents in parts))}: "
        f"{listed([(name, usd(cents)) for name, cents in parts])}.",
    )


def cumulative(rows: Sequence[dict[str, Any]]) -> Chart:
    """Running totals of commitments and deposits by month."""
    months = [row["month"] for row in rows]
    traces = [
        {
            "type": "scatter",
            "x": months,
            "y": [dollars(row[column]) for row in rows],
            "name": name,
            "mode": "lines+markers" if len(rows) == 1 else "lines",
            "line": {"width": 3, "shape": "hv"},
            "text": [usd(row[column]) for row in rows],
            "hovertemplate": f"{name}, end of %{{x|%B %Y}}: %{{text}}<extra></extra>",
        }
        for column, name in (("committed_usd", "Committed"), ("deposited_usd", "Deposited"))
    ]
    last = rows[-1]
    return Chart(
        framed(traces, 320, money_axis="y", yaxis={"rangemode": "tozero"}),
        f"Running totals from {months[0]} to {months[-1]}, at the end: committed "
        f"{usd(last['committed_usd'])}, deposited {usd(last['deposited_usd'])}.",
    )


def unearmarked_over_time(rows: Sequence[dict[str, Any]]) -> Chart:
    """The un-earmarked share of all deposits so far, by month."""
    known = [row for row in rows if row["unearmarked_share"] is not None]
    shares = [float(row["unearmarked_share"]) for row in known]
    trace = {
        "type": "scatter",
        "x": [row["month"] for row in known],
        "y": shares,
        "mode": "lines+markers" if len(known) == 1 else "lines",
        "line": {"width": 3, "shape": "hv"},
        "fill": "tozeroy",
        "hovertemplate": "End of %{x|%B %Y}: %{y:.1%} un-earmarked<extra></extra>",
    }
    axis = {"tickformat": ".0%", "range": [0, 1.02]}
    spec = framed([trace], 320, legend=False, yaxis=axis)
    shown = (
        f"{percent(known[0]['unearmarked_share'])} in {known[0]['month']}, "
        f"{percent(known[-1]['unearmarked_share'])} in {known[-1]['month']}"
        if known
        else "nothing received yet"
    )
    return Chart(spec, f"Un-earmarked share of all deposits so far, by month: {shown}.")


def by_contributor(rows: Sequence[dict[str, Any]]) -> Chart:
    """Deposits of the largest contributors and of all others, un-earmarked and earmarked."""
    shown = [dict(row) for row in rows[:MOST_BARS]]
    others = rows[MOST_BARS:]
    if others:
        columns = ("unearmarked_usd", "earmarked_usd", "deposited_usd")
        sums = {column: sum(row[column] for row in others) for column in columns}
        shown.append({"contributor": f"{len(others)} others together", **sums})
    names = [row["contributor"] for row in shown]
    bars = [
        bars_across(
            name,
            [dollars(row[column]) for row in shown],
            names,
            text=[
                f"{wrapped(row['contributor'], 60)}<br>{name}: {usd(row[column])}" for row in shown
            ],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
        for column, name in (("unearmarked_usd", "Un-earmarked"), ("earmarked_usd", "Earmarked"))
    ]
    height = 90 + 34 * len(shown)
    spec = framed(bars, height, money_axis="x", barmode="stack", yaxis=bar_labels(names))
    largest = [(row["contributor"], usd(row["deposited_usd"])) for row in rows[:3]]
    return Chart(
        spec,
        f"Deposits of {len(rows)} contributors, un-earmarked and earmarked. Largest: "
        f"{listed(largest)}.",
    )


def by_objective(rows: Sequence[dict[str, Any]], names: dict[str, str]) -> Chart:
    """Commitments, deposits and what is available, for each pool."""
    pools = [names[row["objective"]] for row in rows]
    columns = {
        "committed_usd": "Committed",
        "deposited_usd": "Deposited",
        "available_usd": "Available",
    }
    bars = [
        bars_across(
            name,
            [dollars(row[column]) for row in rows],
            pools,
            text=[usd(row[column]) for row in rows],
            textposition="none",
            hovertemplate=f"%{{y}}<br>{name}: %{{text}}<extra></extra>",
        )
        for column, name in columns.items()
        if all(row[column] is not None for row in rows)
    ]
    spec = framed(bars, 360, money_axis="x", barmode="group", yaxis=bar_labels(pools))
    deposited = [(names[row["objective"]], usd(row["deposited_usd"])) for row in rows]
    return Chart(
        spec, f"Committed, deposited and available by pool. Deposited: {listed(deposited)}."
    )
