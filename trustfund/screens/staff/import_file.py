"""Import a file: what it holds, what it would do, and, once somebody has seen that, booking it."""

from dataclasses import dataclass

import streamlit as st

from trustfund.domain.fields import Field
from trustfund.domain.permissions import FILES
from trustfund.domain.problems import Refused
from trustfund.exchange.imports.kind import Kind
from trustfund.figures.changes import newest_acts
from trustfund.screens import session
from trustfund.screens.staff import (
    import_answers,
    import_decisions,
    import_downloads,
    import_earlier,
    import_mapper,
    import_plan,
)
from trustfund.screens.staff.import_desk import DONE, Desk, Seen, clear, uploaded
from trustfund.screens.staff.import_words import KINDS, WORDS, counted
from trustfund.screens.staff.lists import one_of
from trustfund.screens.staff.outcomes import (
    show_done,
    show_problems,
    show_unplanned,
    show_unwritten,
)
from trustfund.screens.widgets import heading, plain, way
from trustfund.store.engine import StoreError, open_store

_AGREED = "import-agreed"
SINCE = 3
"""As many acts are named that were booked since somebody looked."""
NAMING = {"contributors", "contributions"}
"""Kinds of files that name contributors."""


@dataclass(frozen=True)
class Done:
    """What was booked just now."""

    kind: str
    file: str
    new: int
    changed: int
    left_out: int
    imported: int | None


@dataclass(frozen=True)
class Agreed:
    """The plan that was on the page when somebody pressed the button."""

    mark: str
    counts: str
    revision: int


def page() -> None:
    """Draw the page."""
    heading("Import a file", session.view())
    show_done()
    _show_booked()
    kind = _kind()
    _about(kind)
    desk = uploaded(kind)
    if desk is not None:
        st.session_state.pop(DONE, None)
        _plan(desk)
    if kind.name in NAMING:
        import_decisions.other_names()
    done: Done | None = st.session_state.get(DONE)
    import_earlier.listed(done.imported if done else None)


def _kind() -> Kind:
    who = session.actor()
    titles = {kind.name.capitalize(): kind for kind in KINDS if who.may(FILES[kind.name])}
    usual = "Deposits" if "Deposits" in titles else next(iter(titles))
    order = "An empty fund takes its files in this order."
    return one_of("What does the file hold?", titles, usual, "kind", help=order)


def _about(kind: Kind) -> None:
    st.markdown(WORDS[kind.name].about)
    with st.expander("Its columns, and what each takes"):
        fields = kind.document.input_fields
        st.markdown("\n".join(f"- {_column(field)}: {plain(field.takes)}" for field in fields))
        st.caption("Those in bold are required. Their order is free.")
    import_downloads.templates(kind)


def _column(field: Field) -> str:
    return f"**{plain(field.key)}**" if field.required else plain(field.key)


def _plan(desk: Desk) -> None:
    agreed: Agreed | None = st.session_state.pop(_AGREED, None)
    try:
        with st.container():
            seen = desk.plan()
    except Refused as refused:  # somebody else books for too long
        show_problems(refused)
        return
    except (StoreError, OSError):
        show_unplanned()
        return
    if agreed and agreed.mark == seen.mark and _perform(desk, seen):
        st.rerun()
    elif agreed and agreed.mark != seen.mark:
        _show_changed(agreed, seen)
    read = seen.outcome.table
    if read is None:
        import_plan.refused(seen)
        import_answers.forget(desk)
        return
    import_answers.offer(desk, read)
    import_mapper.show(desk, read)
    import_answers.decided(desk, read)
    if import_mapper.is_unclear(read):  # what texts mean, and all else, depends on their columns
        import_plan.unclear(desk.kind, read, seen)
        return
    import_decisions.show(desk, read, seen.outcome)
    import_plan.show(desk, seen)
    _book(seen)


def _book(seen: Seen) -> None:
    found = seen.outcome
    does_something = found.does_something
    st.button(
        "Book this file",
        type="primary",
        key="book-file",
        disabled=bool(seen.problems) or not does_something,
        on_click=_agree,
        args=(seen,),
    )
    if seen.problems:
        st.caption(
            "A file is booked whole or not at all: mend what is wrong, here or in the file, and "
            "choose it again."
        )
    elif not does_something:
        st.caption("There is nothing in it to book.")
    else:
        st.caption("All of it is booked at once, under your name, and can be taken back as one.")


def _agree(seen: Seen) -> None:
    """Remember which plan was on the page when the button was pressed: no other is booked."""
    st.session_state[_AGREED] = Agreed(seen.mark, str(seen.outcome), seen.revision)


def _show_changed(agreed: Agreed, seen: Seen) -> None:
    """That the file would do something else now, and what was booked since somebody looked."""
    since = [act for act in newest_acts(open_store(), "", SINCE) if act.id > agreed.revision]
    latest = "; ".join(
        f"{act.at:%H:%M} UTC, {plain(act.actor)}: {act.action} {plain(act.subject)}"
        for act in reversed(since)
    )
    st.warning(
        f"Nothing was booked: the books have changed since you looked ({latest}), and the file "
        f"would do something else now. Before: {agreed.counts}. Now: {seen.outcome}.",
        icon=":material/sync_problem:",
    )


def _perform(desk: Desk, seen: Seen) -> bool:
    """Book the file. True if the page has to be drawn again."""
    try:
        found = desk.book(seen)
    except Refused as refused:
        show_problems(refused)
        return False
    except StoreError:
        show_unwritten()
        return False
    if found is None:  # somebody booked something between the plan and this
        desk.look_again()
        st.session_state[_AGREED] = Agreed("", str(seen.outcome), seen.revision)
    else:
        st.session_state[DONE] = Done(
            desk.kind.name,
            desk.upload.name,
            found.new,
            found.changed,
            found.left_out,
            found.imported,
        )
        clear()
    return True


def _show_booked() -> None:
    """What was booked, until another file is chosen."""
    done: Done | None = st.session_state.get(DONE)
    if done is None:
        return
    words, kind = WORDS[done.kind], next(each for each in KINDS if each.name == done.kind)
    does = [f"{counted(done.new, kind)} recorded"] if done.new else []
    does += [f"{counted(done.changed, kind)} corrected"] if done.changed else []
    does += [f"{counted(done.left_out, kind)} left out"] if done.left_out else []
    st.success(f"{plain(done.file)} is booked: {', '.join(does)}.", icon=":material/check_circle:")
    ways = [way(words.page, words.address), way("History", "history")]
    st.markdown(f"Look at {' or '.join(ways)}, or take it back below.", unsafe_allow_html=True)
