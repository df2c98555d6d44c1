"""Definitions: what every figure and every column means."""

import streamlit as st

from trustfund.figures.datasets import BY_NAME, DATASETS
from trustfund.figures.definitions import DEFINITIONS, Definition
from trustfund.figures.filters import Filters
from trustfund.figures.passports import PRIVATE
from trustfund.screens import documents
from trustfund.screens.widgets import plain


def _behind(definition: Definition) -> None:
    """What a figure is stated in, the files it can be added up from, and how that is checked."""
    files = [f"[{BY_NAME[name].title}](#file-{name})" for name in definition.rows]
    st.caption(
        f"Basis: {plain(definition.basis)}  \nRows behind it: {', '.join(files) or PRIVATE}  \n"
        f"Footing: {plain(definition.check)}"
    )


def page() -> None:
    """Draw the page."""
    st.title("Definitions", anchor=False)
    for definition in DEFINITIONS:
        st.subheader(definition.title, anchor=definition.key.replace("_", "-"))
        st.markdown(plain(definition.text))
        if isinstance(definition, Definition):
            _behind(definition)
    st.header("Files to download", anchor="files")
    documents.offer(Filters(), "fund.zip")
    for dataset in DATASETS:
        st.subheader(dataset.title, anchor=f"file-{dataset.name}")
        st.markdown(f"Filters: {', '.join(f'`{name}`' for name in dataset.filters)}")
        st.table(
            {
                "Column": [f"`{column.key}`" for column in dataset.columns],
                "Holds": [column.cell.value for column in dataset.columns],
                "Meaning": [plain(column.meaning) for column in dataset.columns],
            },
            alt=f"Columns of {dataset.title}",
        )
