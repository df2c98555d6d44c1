"""Charts of participation: delegates by region, event, status and gender."""

from collections.abc import Sequence
from typing import Any

from trustfund.charts.pictures import Chart, Spec, bar_labels, bars_across, framed, listed, wrapped

HEADS = (("delegates", "Delegates"), ("expected", "Expected"))


def _across(rows: Sequence[dict[str, Any]], label: str, series: Sequence[tuple[str, str]]) -> Spec:
    """Stacked horizontal bars, a row each."""
    names = [str(row[label]) for row in rows]
    bars = [
        bars_across(
            name,
            [row[column] for row in rows],
            names,
            hovertemplate=f"%{{y}}<br>{name}: %{{x}}<extra></extra>",
        )
        for column, name in series
    ]
    return framed(
        bars,
        90 + max(30 * len(rows), 120),
        barmode="stack",
        xaxis={"rangemode": "tozero", "tickformat": "d"},
        yaxis=bar_labels(names, 32),
    )


def _delegates(rows: Sequence[dict[str, Any]], label: str) -> str:
    return listed([(str(row[label]), f"{row['delegates']}") for row in rows])


def by_region(rows: Sequence[dict[str, Any]], grouping: str) -> Chart:
    """Delegates and expected delegates by region."""
    made = _across(rows, "region", HEADS)
    return Chart(made, f"Delegates by region ({grouping}): {_delegates(rows, 'region')}.")


def by_event(rows: Sequence[dict[str, Any]]) -> Chart:
    """Delegates and expected delegates by event."""
    made = _across(rows, "event", HEADS)
    return Chart(made, f"Delegates by event, in order of date: {_delegates(rows, 'event')}.")


def by_status(rows: Sequence[dict[str, Any]]) -> Chart:
    """Overlapping groups side by side: delegates and countries."""
    labels = [wrapped(row["group"], 20) for row in rows]
    bars = [
        {
            "type": "bar",
            "x": labels,
            "y": [row[column] for row in rows],
            "name": name,
            "text": [row[column] for row in rows],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": f"%{{x}}<br>{name}: %{{y}}<extra></extra>",
        }
        for column, name in (("delegates", "Delegates"), ("countries", "Countries"))
    ]
    axes: Spec = {"yaxis": {"tickformat": "d"}, "xaxis": {"tickfont": {"size": 10}}}
    groups = [
        (row["group"], f"{row['delegates']} delegates of {row['countries']} countries")
        for row in rows
    ]
    return Chart(
        framed(bars, 320, barmode="group", **axes),
        f"Side by side, because they overlap: {listed(groups)}.",
    )


def by_gender(rows: Sequence[dict[str, Any]], by: str, genders: Sequence[str]) -> Chart:
    """Delegates by gender; withheld rows are left out and counted in the text."""
    shown = [row for row in rows if row[genders[0]] is not None]
    made = _across(shown, by, [(gender, gender) for gender in genders])
    withheld = len(rows) - len(shown)
    numbers = "; ".join(
        f"{row[by]}: {', '.join(f'{gender} {row[gender]}' for gender in genders)}" for row in shown
    )
    return Chart(
        made, f"Delegates by gender. {numbers or 'All rows withheld'}. Withheld: {withheld}."
    )
