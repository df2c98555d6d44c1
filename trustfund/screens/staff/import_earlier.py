"""Files that were imported: who brought each and when, and taking one back as one act."""

import streamlit as st

from trustfund.ledger.imports import imported_files
from trustfund.screens import session
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.import_desk import DONE
from trustfund.screens.staff.import_plan import table
from trustfund.store.engine import Store
from trustfund.store.erasing import erase
from trustfund.store.tables import ImportedFile

NEWEST = 50


def listed(newest: int | None) -> None:
    """The imports so far; ``newest`` is the one that was just booked."""
    files = session.read(imported_files.recent, NEWEST)
    lines = session.read(imported_files.history, files)
    if not files:
        return
    st.subheader("Earlier imports", anchor=False)
    table(
        {
            "Import": [file.id for file in files],
            "Recorded (UTC)": [f"{lines[file.act_id].at:%Y-%m-%d %H:%M}" for file in files],
            "Who": [lines[file.act_id].actor for file in files],
            "Kind": [file.kind.capitalize() for file in files],
            "File": [file.file for file in files],
            "New": [f"{file.new:,}" for file in files],
            "Changed": [f"{file.changed:,}" for file in files],
            "Same": [f"{file.same:,}" for file in files],
            "State": ["taken back" if file.taken_back else "booked" for file in files],
        },
        alt="Files that were imported, newest first",
        right=("New", "Changed", "Same"),
    )
    _take_back({_line(file): file for file in files if not file.taken_back}, newest)


def _line(file: ImportedFile) -> str:
    return f"{file.id} · {file.kind} · {file.file}"


def _after(store: Store) -> None:
    """Trips that are void keep no name and no paper."""
    st.session_state.pop(DONE, None)
    erase(store)


def _take_back(booked: dict[str, ImportedFile], newest: int | None) -> None:
    if not booked:
        return
    asked = st.query_params.get("take_back", "")
    with st.expander("Take an import back", expanded=bool(asked), icon=":material/undo:"):
        st.markdown(
            "Everything the file did is undone by reversing entries, as one act. Nothing is "
            "deleted, and the mended file can be imported again. Where something was built on it "
            "since, that is taken back first."
        )
        form = Form("take-back")
        ids = [file.id for file in booked.values()]
        wanted = asked or str(newest)
        chosen = st.selectbox(
            "Import",
            list(booked),
            next((place for place, each in enumerate(ids) if str(each) == wanted), None),
            key=form.key("import"),
            placeholder="Choose one",
        )
        if chosen is None:
            return
        own = booked[chosen]
        assert own.id is not None
        part, seen = form.part(own.id, own.version)
        part.book(
            "Take it back",
            imported_files.take_back_import,
            own.id,
            part.reason("Reason"),
            seen,
            kind="secondary",
            after=_after,
        )
