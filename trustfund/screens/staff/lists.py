"""What staff pages have in common: acts and documents to choose from, corrections, lists."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

import streamlit as st

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.roles import EVERYBODY, Role
from trustfund.figures.datasets import BY_NAME
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books
from trustfund.screens import session
from trustfund.screens.staff.form_fields import D, index_of
from trustfund.screens.staff.forms import SIDES, Form, forget_latest, latest, row_of_buttons
from trustfund.screens.staff.outcomes import P, preview, show_done
from trustfund.screens.widgets import download, heading, rows_table

T = TypeVar("T")


def acts_page(
    title: str,
    acts: Mapping[str, Callable[[], None]],
    open_to: Mapping[str, frozenset[Role]],
    datasets: Iterable[str],
    basis: str = "",
) -> None:
    """A page that records: what was done last, and the form of the act that is chosen.

    An act is offered to the roles that it is ``open_to``. Who may do none of them reads the
    ``datasets``.
    """
    heading(title, session.view(), basis)
    who = session.actor()
    open_acts = {name: form for name, form in acts.items() if who.may(open_to[name])}
    if not open_acts:
        for name in datasets:
            listed(name)
        return
    show_done()
    one_of("What do you want to record?", open_acts, next(iter(open_acts)), "do")()


def one_of(label: str, things: Mapping[str, T], usual: str, key: str, **more: Any) -> T:
    """One of some things, by buttons side by side; the address has what is chosen."""
    chosen = st.segmented_control(
        label, list(things), default=usual, key=key, bind="query-params", required=True, **more
    )
    return things[chosen or usual]


def what_to_correct(
    forms: Mapping[str, Callable[[], None]], open_to: Mapping[str, frozenset[Role]] = {}
) -> None:
    """One of some forms that correct, those that are ``open_to`` certain roles to these alone.

    The form of the document that the address names comes first: "A deposit" of ``deposit=``.
    """
    who = session.actor()
    forms = {name: form for name, form in forms.items() if who.may(open_to.get(name, EVERYBODY))}
    named = [name for name in forms if name.split(" ", 1)[1] in st.query_params]
    chosen = st.radio(
        "What do you want to correct?",
        list(forms),
        list(forms).index(named[0]) if named else 0,
        horizontal=True,
        key="correct",
        bind="query-params",
    )
    forms[chosen]()


def listed(name: str) -> None:
    """What is recorded so far, newest first, with its file."""
    dataset, view = BY_NAME[name], session.view()
    st.subheader(dataset.title, anchor=False)
    rows = list(dataset.rows(view))[::-1]
    if not rows:
        st.caption("None is recorded yet.")
        return
    for row in rows:
        if row.get("objective") == "":
            row["objective"] = UNEARMARKED
    rows_table(dataset.columns, rows, alt=f"{dataset.title}, newest first", absent="–")
    download(name, view.filters)


def pick(
    form: Form,
    what: str,
    options: Collection[str],
    line: Callable[[str], str] = str,
    nothing: str = "",
) -> str:
    """Choose one of the documents; "" where there is none or none is chosen.

    The one that the address names is chosen, else the one that was booked last, else the one that
    was chosen before.
    """
    if not options:
        st.info(nothing or f"There is no {what.lower()} yet.", icon=":material/info:")
        return ""
    among, name = list(options), what.lower()
    asked = latest(name) or form.draft.fields.get(what)
    more = form.kept(what, among, name)

    def picked() -> None:
        """From now on the draft says which one, no longer the address or what was booked."""
        if st.session_state[form.key(what)] not in (*among, None):
            return  # its line reads otherwise since it was booked; nobody chose another
        forget_latest(name)
        form.keep(what, name)

    found = st.selectbox(
        what,
        among,
        index_of(among, str(asked)),
        format_func=line,
        placeholder="Type a reference or a name",
        **more | {"on_change": picked, "args": ()},
    )
    return found or ""


def newest_first(references: Iterable[str]) -> list[str]:
    """References, the newest first."""
    return sorted(references, reverse=True)


def correct_or_undo(
    what: str,
    reference: str,
    version: int,
    draw: Callable[[Form], D],
    correct: Callable[[Books, D, str, int], Done],
    undo: tuple[str, Callable[[Books, str, str, int], Done]],
    plan: Callable[[Books, D], P] | None = None,
    show: Callable[[P], Iterable[str]] | None = None,
) -> None:
    """The form that corrects a document, or takes all of it back by the act ``undo``.

    ``draw`` shows its fields; ``plan`` and ``show`` make the preview.
    """
    part, seen = Form(f"correct-{what}").part(reference, version)
    sides = st.columns(SIDES) if plan else [st.container()]
    with sides[0]:
        draft = draw(part)
        part.show_changes()
        reason = part.reason("Reason")
        if plan and show:
            preview(sides[1], plan, show, draft)
        row = row_of_buttons()
        part.book(f"Correct the {what}", correct, draft, reason, seen, row=row, is_last=False)
        part.book(*undo, reference, reason, seen, kind="secondary", row=row)
