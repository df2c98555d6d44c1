"""What a person decides of a file once: what its texts mean, whose other names it uses."""

import streamlit as st

from trustfund.domain.catalogue.contributor import APART
from trustfund.domain.catalogue.deposit import APART as OTHER_MONEY
from trustfund.domain.texts import alphabetical, skeleton
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import (
    Hanging,
    Outcome,
    SameMoney,
    Suggestion,
    Twin,
    UnknownContributor,
)
from trustfund.exchange.imports.rows import ALL, Table
from trustfund.figures import wording
from trustfund.ledger import contributors
from trustfund.screens import session
from trustfund.screens.staff import event_forms
from trustfund.screens.staff.forms import Form
from trustfund.screens.staff.import_desk import Desk
from trustfund.screens.widgets import address, plain

MOST = 40
"""Questions shown at once; the next ones come when these are answered."""


def show(desk: Desk, read: Table, found: Outcome) -> None:
    """The questions about the values of a file."""
    if found.suggestions:
        _meanings(desk, read, found.suggestions[:MOST])
    for twin in found.twins[:MOST]:
        _twin(desk, read, twin)
    if found.hanging:
        _events(desk, read, found.hanging[:MOST])
    if found.same_money:
        _same_money(desk, read, found.same_money)
    if found.unknown_contributors:
        asked = {each.text for each in found.suggestions}
        _unknown(found.unknown_contributors[:MOST], asked)


def _meanings(desk: Desk, read: Table, suggestions: tuple[Suggestion, ...]) -> None:
    """Texts that are probably meant for what the books know."""
    with st.form(f"values-{desk.upload.file_id}-{len(desk.choices.values)}"):
        st.markdown("**Did you mean this?**")
        used = {
            (each.column, each.text): each.meant
            for place, each in enumerate(suggestions)
            if st.checkbox(
                _question(desk.kind, each), value=True, key=f"value-{desk.upload.file_id}-{place}"
            )
        }
        if not st.form_submit_button("Use these", type="primary"):
            return
    if used:
        desk.decide(read, values=used)
        st.rerun()


def _question(kind: Kind, each: Suggestion) -> str:
    rows = wording.counted(each.rows, "row")
    text = kind.shown(each.text)
    quoted = f' "{plain(text)}"' if text else ""
    return f"{plain(each.column)}{quoted} in {rows} means **{plain(each.label)}**"


def _twin(desk: Desk, read: Table, twin: Twin) -> None:
    """A new contributor that may be one that the books know: a person says which it is."""
    form = Form(f"twin-{desk.upload.file_id}-{twin.name}")
    with st.container(border=True):
        st.markdown(
            f"There is already **{plain(' and '.join(twin.known))}**: is **{plain(twin.name)}** "
            "the same?"
        )
        for known in twin.known:
            if st.button(f"Use {plain(known)}", key=form.key(f"use-{known}")):
                desk.decide(read, values={("name", twin.name): known})
                st.rerun()
        why = form.text(APART)
        if st.button("Record another all the same", key=form.key("another")):
            if why:
                desk.decide(read, another={twin.name: why})
                st.rerun()
            st.error("Say in a few words why it is another one.")


def _events(desk: Desk, read: Table, hanging: tuple[Hanging, ...]) -> None:
    """What hangs on events that change: a person says what becomes of it."""
    form = Form(f"events-{desk.upload.file_id}")
    with st.container(border=True):
        st.markdown("**What becomes of what hangs on these events?**")
        chosen = {}
        for event, kind, touched in hanging:
            key = form.key(f"{event}-{kind.key}")
            chosen[event, kind.key] = event_forms.decision(kind, touched, event, key=key)
        if st.button("Decide so", type="primary", key=form.key("decide")):
            desk.decide(read, decided={what: answer for what, answer in chosen.items() if answer})
            st.rerun()


def _same_money(desk: Desk, read: Table, asked: tuple[SameMoney, ...]) -> None:
    """Deposits that look like money that is there: a person says once whether it is the same."""
    form = Form(f"same-money-{desk.upload.file_id}-{len(desk.choices.same_money)}")
    with st.container(border=True):
        rows = f"{wording.counted(len(asked), 'row')} {'look' if asked[1:] else 'looks'}"
        st.markdown(
            f"**Is it money that is there already?** {rows} like it, by the bank reference or by "
            "giver, day and amount."
        )
        st.dataframe(
            {
                "Where": [each.place for each in asked[:MOST]],
                "Deposit": [each.reference for each in asked[:MOST]],
                "Looks like": [" and ".join(each.like) for each in asked[:MOST]],
            },
            hide_index=True,
            alt="Rows that look like money that is there already",
        )
        if asked[MOST:]:
            st.caption(f"These are the first {MOST}.")
        chosen = st.multiselect(
            "Answer for",
            [each.reference for each in asked[:MOST]],
            key=form.key("rows"),
            placeholder="All of them, or choose some",
        )
        answer = dict.fromkeys(map(skeleton, chosen or [ALL]), "")
        why = form.text(OTHER_MONEY)
        with st.container(horizontal=True):
            is_same = st.button("It is the same money: leave them out", key=form.key("same"))
            is_other = st.button("It is other money: book them", key=form.key("other"))
        if is_same or (is_other and why):
            desk.decide(read, same_money=dict.fromkeys(answer, why if is_other else ""))
            st.rerun()
        if is_other:
            st.error("Say in a few words why it is other money.")
        if any(each.is_known for each in asked):
            st.caption("A deposit that is booked is not left out: reverse one of the two instead.")


def _unknown(names: tuple[UnknownContributor, ...], asked: set[str]) -> None:
    """Names that are no contributors: other names of one, or contributors still to be recorded."""
    known = sorted(
        (row.name for row in session.view().frames.contributors.values()), key=alphabetical
    )
    with st.container(border=True):
        st.markdown("**Contributors that the books do not know**")
        st.caption(
            "Map an agency or a spelling to its contributor once; later files use it. Record a "
            "new contributor first."
        )
        for each in names:
            if each.name not in asked:
                _another_name(each, known)
        if guessed := [each for each in names if each.name in asked]:
            with st.expander("Those that were asked about above, where the guess is wrong"):
                for each in guessed:
                    _another_name(each, known)
        st.link_button(
            "Record a contributor",
            address("record-contribution?do=Contributor"),
            icon=":material/open_in_new:",
            type="tertiary",
        )


def _another_name(unknown: UnknownContributor, known: list[str]) -> None:
    form = Form(f"another-name-{unknown.name}")
    one, two = st.columns([3, 2], vertical_alignment="bottom")
    with one:
        meant = st.selectbox(
            f"{plain(unknown.name)} is another name of",
            known,
            known.index(unknown.suggestion) if unknown.suggestion in known else None,
            key=form.key("contributor"),
            placeholder="Choose a contributor",
        )
    with two:
        remember = contributors.also_known_as
        form.book("Remember this name", remember, unknown.name, meant or "", kind="secondary")


def other_names() -> None:
    """The other names there are, and a way to take one back."""
    names = session.read(contributors.other_names)
    if not names:
        return
    form = Form("no-other-name")
    with st.expander(f"Other names of contributors ({len(names):,})"):
        st.dataframe(
            {
                "In files": [each.name for each in names],
                "Contributor": [each.contributor for each in names],
            },
            hide_index=True,
            alt="Other names of contributors, and whom they mean",
        )
        whose = {each.name: each.contributor for each in names}
        name = st.selectbox(
            "Take a name back", list(whose), None, key=form.key("name"), placeholder="Choose one"
        )
        reason = form.reason("Reason")
        if name:
            forget = contributors.not_known_as
            form.book("Take the name back", forget, name, whose[name], reason, kind="secondary")
