"""What was decided of a file, to see and take back; kept under a name, used for the next one."""

import streamlit as st

from trustfund.domain.problems import Refused
from trustfund.exchange.imports import answers
from trustfund.exchange.imports.rows import Choices, Table
from trustfund.figures.wording import counted
from trustfund.screens import session
from trustfund.screens.staff.import_desk import Desk
from trustfund.screens.staff.outcomes import show_problems, show_unwritten
from trustfund.screens.widgets import plain
from trustfund.store.engine import StoreError, open_store


def offer(desk: Desk, read: Table) -> None:
    """The answers kept of files with these headers; a person accepts them, or does not."""
    found = answers.kept(open_store(), session.actor(), desk.kind)
    fitting = {str(each): each for each in found if each.fits(read)}
    if not fitting or desk.choices.shape:
        return
    with st.container(border=True):
        key = f"kept-{desk.upload.file_id}"
        chosen = next(iter(fitting))
        if len(fitting) > 1:
            chosen = st.selectbox("Answers to files of this form", list(fitting), key=key)
        st.markdown(f"**Use the answers of {plain(chosen)}?**")
        if st.button("Use these answers", type="primary", key=f"use-{key}"):
            desk.use(read, fitting[chosen])
            st.rerun()
        st.caption("You see each of them, and can take it back. Nothing is booked by it.")


def decided(desk: Desk, read: Table) -> None:
    """All that was decided of a file so far; a way back, and a name to keep it under."""
    said = answers.described(desk.kind, desk.choices)
    if not said:
        return
    title = f"What was decided of this file: {counted(len(said), 'answer')}"
    with st.expander(title, icon=":material/checklist:"):
        numbered = {
            answer: f"{number}. {words}" for number, (answer, words) in enumerate(said.items(), 1)
        }
        st.markdown("\n".join(f"1. {plain(words)}" for words in said.values()))
        for sentence in desk.stale:
            st.caption(plain(sentence))
        key = f"{desk.upload.file_id}-{len(said)}"
        taken = st.multiselect(
            "Take answers back",
            list(said),
            format_func=numbered.__getitem__,
            key=f"taken-{key}",
            placeholder="Choose answers",
        )
        if taken and st.button("Take these back", key=f"take-{key}"):
            desk.take_back(read, taken)
            st.rerun()
        forget(desk)
        _keep(desk, read)


def forget(desk: Desk) -> None:
    """A way back from all that was decided of a file."""
    if desk.choices != Choices() and st.button(
        "Forget what was decided of this file", type="tertiary"
    ):
        desk.forget()
        st.rerun()


def _keep(desk: Desk, read: Table) -> None:
    one, two = st.columns([3, 2], vertical_alignment="bottom")
    with one:
        name = st.text_input(
            "Keep these answers for the next file of this form, under the name",
            key=f"keep-{desk.upload.file_id}",
            max_chars=answers.LONGEST,
            placeholder="Gateway export",
        )
    with two:
        asked = st.button("Keep the answers", key="keep-answers")
    if not asked:
        return
    try:
        who, choices = session.actor(), desk.choices
        st.success(plain(answers.keep(open_store(), who, desk.kind, name, read, choices)))
    except Refused as refused:
        show_problems(refused)
    except StoreError:
        show_unwritten()
