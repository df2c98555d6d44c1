"""What figures and columns mean, as Markdown: for the documentation and for files that leave."""

from collections.abc import Iterable, Iterator
from textwrap import fill

from trustfund.figures import passports
from trustfund.figures.datasets import Dataset
from trustfund.figures.definitions import Definition, Term


def figures(definitions: Iterable[Term]) -> Iterator[str]:
    """The lines that define words and figures, each under its own heading."""
    for definition in definitions:
        yield from (f"### {definition.title}", "", fill(definition.text, 100), "")
        if isinstance(definition, Definition):
            rows = ", ".join(f"`{name}`" for name in definition.rows) or passports.PRIVATE
            yield fill(f"- Basis: {definition.basis}.", 100, subsequent_indent="  ")
            yield f"- Rows behind it: {rows}."
            yield from (fill(f"- Footing: {definition.check}", 100, subsequent_indent="  "), "")


def columns(dataset: Dataset) -> Iterator[str]:
    """The lines on one dataset: its filters, its key, and what each column holds and means."""
    yield from (f"### Columns of `{dataset.name}`", "")
    names = ", ".join(f"`{name}`" for name in dataset.filters)
    yield from (f"Filters: {names or 'none'}.", "", key(dataset), "")
    yield from ("| column | holds | meaning |", "|---|---|---|")
    for column in dataset.columns:
        yield f"| `{column.key}` | {column.cell.value} | {column.meaning} |"
    yield ""


def key(dataset: Dataset) -> str:
    """The columns that identify a row, and the rows of other datasets that it refers to."""
    text = f"Key: {', '.join(f'`{name}`' for name in dataset.key)}."
    for column, named in dataset.refers.items():
        other, name = named.split(".")
        text += f" `{column}` is a `{name}` of `{other}`."
    return text
