"""Accounts: who may sign in, and as what, for the administrator."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import streamlit as st

from trustfund.accounts import people, sessions
from trustfund.accounts.given import Given
from trustfund.domain.catalogue.access import CONTRIBUTOR, COUNTRY, EMAIL
from trustfund.domain.fields import Field
from trustfund.domain.problems import Refused
from trustfund.domain.roles import ACCOUNT_ROLES, Role
from trustfund.ledger import duties
from trustfund.screens import session
from trustfund.screens.staff.form_fields import index_of
from trustfund.screens.staff.forms import Form, row_of_buttons
from trustfund.screens.staff.outcomes import show_problems
from trustfund.screens.widgets import address, heading, plain
from trustfund.store.engine import open_store

MAY = {
    Role.VIEWER: "sees every page for everybody, of a closed fund too, and payment schedules",
    Role.CONTRIBUTOR: "one contributor: its own money and its payment schedules",
    Role.MISSION: "one country: asks for seats, withdraws requests, sees what became of them",
    Role.AUDITOR: "reads all that staff read, and books nothing",
    Role.AGENT: "contributors, arrangements, deposits, movements, rates",
    Role.SECRETARIAT: "events, requests, approval, allocations",
    Role.TRAVEL: "authorises, tickets and settles trips",
    Role.STAFF: "agent, secretariat and travel in one, for a small office",
    Role.ADMIN: "staff, and also the terms, certification and accounts",
}
_DONE = "account-done"
_LINK = "account-link"


def page() -> None:
    """Draw the page."""
    heading("Accounts", session.view())
    _show_done()
    everybody = people.everybody(open_store())
    if not everybody:
        st.info(
            "There is no account yet. Add your own first, as an administrator: from then on the "
            "program prints no sign-in link when it starts.",
            icon=":material/person_add:",
        )
    else:
        _list(everybody)
    _duties()
    left, right = st.columns(2)
    with left, st.container(border=True):
        _add(Role.STAFF if everybody else Role.ADMIN)
    with right, st.container(border=True):
        if everybody:
            _change({person.email: person for person in everybody})
        else:
            st.caption("Accounts can be changed here once there are some.")


def _show_done() -> None:
    """What was done to an account just now; a link is shown this once."""
    done = st.session_state.pop(_DONE, None)
    link = st.session_state.pop(_LINK, None)
    if done:
        st.success(plain(done), icon=":material/check_circle:")
    if link:
        hours = int(sessions.INVITATION_LASTS.total_seconds() // 3600)
        st.markdown(
            "Hand this link over in person or by a channel you trust. It works once, within "
            f"{hours} hours, and is not shown again:"
        )
        st.code(link, language=None, wrap_lines=True)


def _list(everybody: list[people.Person]) -> None:
    st.dataframe(
        {
            "E-mail": [person.email for person in everybody],
            "Roles": [str(person.given) for person in everybody],
            "May sign in": [person.enabled for person in everybody],
            "Has a password": [person.has_password for person in everybody],
            "Added": [person.created_at.date() for person in everybody],
            "Last signed in (UTC)": [
                f"{person.signed_in_at:%Y-%m-%d %H:%M}" if person.signed_in_at else "never"
                for person in everybody
            ],
        },
        hide_index=True,
        alt="Every account, by e-mail",
    )


def _duties() -> None:
    for duty in duties.DUTIES:
        divided = session.read(lambda books, each: each.applies(books.session), duty)
        st.caption(duty.divided if divided else f":material/group_off: {duty.alone}")


def _add(usual: Role) -> None:
    st.subheader("Add an account", anchor=False)
    form = Form("account")
    email = form.text(EMAIL)
    given = _given(form, Given(frozenset({usual})))

    def add_and_invite() -> str:
        written = people.add(open_store(), session.actor(), email, given)
        _make_link(written)
        return f"{written} may sign in as {given}."

    with row_of_buttons():
        is_pressed = st.button("Add and make a link", type="primary", key=form.key("add"))
        form.show_draft()
    if is_pressed:
        _perform(form, add_and_invite)


def _change(everybody: dict[str, people.Person]) -> None:
    st.subheader("Change an account", anchor=False)
    form = Form("account-change")
    email = st.selectbox(
        "Account",
        list(everybody),
        index=None,
        placeholder="Choose one",
        **form.kept("who", everybody),
    )
    if email is None:
        st.caption("Other roles, a new link, or an end to an account.")
        return
    person = everybody[email]
    if email == session.actor().name:
        st.caption("This is your own account: another administrator changes it.")
        return
    store, who = open_store(), session.actor()
    form = Form(form.act, email)
    given = _given(form, person.given)

    def invite() -> str:
        _make_link(email)
        return f"A link for {email} is made. Earlier ones no longer work."

    with row_of_buttons():
        is_same = given == person.given
        is_pressed = st.button("Change the roles", key=form.key("role"), disabled=is_same)
        form.show_draft()
    if is_pressed:
        _perform(form, lambda: people.change_roles(store, who, email, given))
    if not person.enabled:
        if st.button("Enable", key=form.key("enable")):
            _perform(form, lambda: people.enable(store, who, email))
        return
    if st.button("Make a link to choose a password", key=form.key("link")):
        _perform(form, invite)
    if st.button("Disable, and sign out everywhere", key=form.key("disable")):
        _perform(form, lambda: people.disable(store, who, email))


def _given(form: Form, present: Given) -> Given:
    """The roles to give, and of whom or what they are."""
    chosen = st.multiselect(
        "Roles",
        [role.value for role in ACCOUNT_ROLES],
        sorted(present.roles),
        placeholder="Choose one or more",
        **form.kept("as", [role.value for role in ACCOUNT_ROLES]),
    )
    st.caption("  \n".join(f"**{role}**: {MAY[role]}." for role in ACCOUNT_ROLES if role in chosen))
    country = contributor = ""
    if Role.MISSION in chosen:
        country = _one(form, COUNTRY, _countries(), present.country)
    if Role.CONTRIBUTOR in chosen:
        contributor = _one(form, CONTRIBUTOR, _contributors(), present.contributor)
    return Given(frozenset(chosen), country, contributor)


def _one(form: Form, field: Field, options: Mapping[str, str], present: str) -> str:
    codes = list(options)
    found = st.selectbox(
        field.label,
        codes,
        index_of(codes, present),
        format_func=lambda code: options[code],
        placeholder="Choose one",
        **form.kept(field.key, codes),
    )
    return found or ""


def _countries() -> dict[str, str]:
    rows = session.view().frames.countries.items()
    return dict(sorted(((code, facts.name) for code, facts in rows), key=lambda row: row[1]))


def _contributors() -> dict[str, str]:
    names = sorted(row.name for row in session.view().frames.contributors.values())
    return dict(zip(names, names, strict=True))


def _make_link(email: str) -> None:
    secret = sessions.make_link(open_store(), session.actor(), email)
    here = urlsplit(st.context.url or "")
    st.session_state[_LINK] = f"{here.scheme}://{here.netloc}{address('sign-in')}#token={secret}"


def _perform(form: Form, act: Callable[[], str]) -> None:
    """Do something to an account and show the page again with what was done, or say why not."""
    try:
        st.session_state[_DONE] = act()
    except Refused as refused:
        show_problems(refused)
        return
    form.renew()
    Form(form.act).renew()  # which account was chosen
    st.rerun()
