"""Definitions: what every figure and every column means."""

from functools import cache

import pyarrow as pa
import streamlit as st

from trustfund.figures.datasets import BY_NAME, DATASETS, Dataset
from trustfund.figures.definitions import DEFINITIONS, Definition
from trustfund.figures.filters import Filters
from trustfund.figures.passports import PRIVATE
from trustfund.screens import documents
from trustfund.screens.widgets import plain


@cache
def _behind(definition: Definition) -> str:
    """What a figure is stated in, the files it can be added up from, and how that is checked."""
    files = [f"[{BY_NAME[name].title}](#file-{name})" for name in definition.rows]
    return (
        f"Basis: {plain(definition.basis)}  \nRows behind it: {', '.join(files) or PRIVATE}  \n"
        f"Footing: {plain(definition.check)}"
    )


@cache
def _columns(dataset: Dataset) -> pa.Table:
    """What the columns of a dataset hold and mean."""
    return pa.table(
        {
            "Column": [f"`{column.key}`" for column in dataset.columns],
            "Holds": [column.cell.value for column in dataset.columns],
            "Meaning": [plain(column.meaning) for column in dataset.columns],
        }
    )


def page() -> None:
    """Draw the page."""
    st.title("Definitions", anchor=False)
    for definition in DEFINITIONS:
        st.subheader(definition.title, anchor=definition.key.replace("_", "-"))
        st.markdown(plain(definition.text))
        if isinstance(definition, Definition):
            st.caption(_behind(definition))
    st.header("Files to download", anchor="files")
    documents.offer(Filters(), "fund.zip")
    for dataset in DATASETS:
        st.subheader(dataset.title, anchor=f"file-{dataset.name}")
        st.markdown(f"Filters: {', '.join(f'`{name}`' for name in dataset.filters)}")
        st.table(_columns(dataset), hide_index=True, alt=f"Columns of {dataset.title}")
