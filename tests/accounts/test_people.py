"""Accounts: added, given another role, disabled, enabled; by an administrator only."""

from functools import partial

import pytest

from tests.people import PASSWORD, a_session, actor, an_account, given
from trustfund.accounts import people, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, LOCAL_ADMINISTRATOR, RECORDERS, VISITOR, Role
from trustfund.store.engine import Store

OFFICER = "officer@example.org"


def refused(act, *args) -> str:
    with pytest.raises(Refused) as caught:
        act(*args)
    return str(caught.value)


@pytest.fixture
def admin(sqlite_store: Store):
    return an_account(sqlite_store, "admin@example.org", "admin")


# Adding


def test_an_account_is_added_with_its_role(store):
    assert people.add(store, COMMAND_LINE, OFFICER, given("staff"), PASSWORD) == OFFICER
    (person,) = people.everybody(store)
    assert (person.email, person.given, person.enabled) == (OFFICER, given("staff"), True)
    assert (person.has_password, person.signed_in_at) == (True, None)
    sessions.sign_in(store, OFFICER, PASSWORD, "192.0.2.1")
    assert people.everybody(store)[0].signed_in_at is not None


@pytest.mark.parametrize(
    "written",
    [
        "OFFICER@Example.ORG",
        "  officer@example.org\t",
        "officer@ｅxample.org",  # a letter of full width, as some keyboards have it
        "officer@example．org",
    ],
)
def test_an_e_mail_is_written_in_one_way(sqlite_store, written):
    assert people.add(sqlite_store, COMMAND_LINE, written, given("staff")) == OFFICER
    assert actor(sqlite_store, OFFICER).name == OFFICER


def test_letters_that_are_composed_otherwise_are_the_same_address(sqlite_store):
    people.add(sqlite_store, COMMAND_LINE, "andre\u0301@example.org", given("staff"))
    assert actor(sqlite_store, "andr\u00e9@example.org").name == "andr\u00e9@example.org"
    said = refused(
        people.add, sqlite_store, COMMAND_LINE, "ANDR\u00c9@example.org", given("viewer")
    )
    assert "has an account already" in said


def test_nobody_has_two_accounts(store):
    an_account(store, OFFICER)
    said = refused(people.add, store, COMMAND_LINE, "Officer@Example.org", given("viewer"))
    assert said == f'E-mail "{OFFICER}": has an account already. Change that one.'
    assert [person.given for person in people.everybody(store)] == [given("staff")]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "officer",
        "@example.org",
        "a b@example.org",
        "a@b\0.org",
        "a@example.org\r\nBcc: b",
        "\ud800@b.org",
    ],
)
def test_what_is_no_e_mail_is_refused(sqlite_store, email):
    assert "is not an e-mail address" in refused(
        people.add, sqlite_store, COMMAND_LINE, email, given("staff")
    )
    assert people.everybody(sqlite_store) == []


@pytest.mark.parametrize("role", ["", "visitor", "Staff", "root", "admin; DROP TABLE account"])
def test_an_account_has_roles_of_the_list(sqlite_store, role):
    said = refused(people.add, sqlite_store, COMMAND_LINE, OFFICER, given(role))
    assert "is not a role of an account. Choose viewer, contributor, mission, auditor" in said


def test_everything_wrong_with_a_new_account_is_said_at_once(sqlite_store):
    said = refused(people.add, sqlite_store, COMMAND_LINE, "officer", given("boss"), "short")
    assert [line.partition(" ")[0] for line in said.splitlines()] == ["E-mail", "New", "Role"]


def test_without_a_password_an_account_signs_in_over_a_link_only(sqlite_store):
    an_account(sqlite_store, OFFICER, password="")
    assert not people.everybody(sqlite_store)[0].has_password
    for guess in ("", PASSWORD):
        assert "do not belong" in refused(
            sessions.sign_in, sqlite_store, OFFICER, guess, "192.0.2.1"
        )
    secret = sessions.make_link(sqlite_store, COMMAND_LINE, OFFICER)
    sessions.use_link(sqlite_store, secret, PASSWORD, PASSWORD)
    sessions.sign_in(sqlite_store, OFFICER, PASSWORD, "192.0.2.1")


# By whom


@pytest.mark.parametrize("role", ["viewer", "staff", None])
def test_only_an_administrator_manages_accounts(sqlite_store, role):
    store = sqlite_store
    an_account(store, OFFICER)
    who = an_account(store, "other@example.org", role) if role else VISITOR
    for act, *args in (
        (people.add, "new@example.org", given("admin")),
        (people.change_roles, "other@example.org", given("admin")),
        (people.disable, OFFICER),
        (people.enable, OFFICER),
        (sessions.make_link, OFFICER),
    ):
        assert f"is not open to the role {who.in_words}" in refused(act, store, who, *args)
    assert actor(store, OFFICER).roles == {Role.STAFF}


def test_an_administrator_who_was_demoted_meanwhile_is_one_no_more(sqlite_store, admin):
    an_account(sqlite_store, "second@example.org", "admin")
    people.change_roles(sqlite_store, COMMAND_LINE, admin.name, given("viewer"))
    assert "is not open to the role viewer" in refused(
        people.disable, sqlite_store, admin, "second@example.org"
    )


@pytest.mark.parametrize(
    ("act", "more"), [(people.disable, []), (people.change_roles, [given("staff")])]
)
def test_nobody_disables_or_demotes_their_own_account(sqlite_store, admin, act, more):
    said = refused(act, sqlite_store, admin, "ADMIN@example.org", *more)
    assert "is your own account. Ask another administrator." in said
    assert actor(sqlite_store, admin.name).roles == {Role.ADMIN}


def test_of_two_administrators_who_disable_each_other_one_is_left(sqlite_store, admin):
    other = an_account(sqlite_store, "second@example.org", "admin")
    people.disable(sqlite_store, admin, other.name)
    assert "is not open to the role visitor" in refused(
        people.disable, sqlite_store, other, admin.name
    )


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (people.disable, []),
        (people.enable, []),
        (people.change_roles, [given("staff")]),
        (sessions.make_link, []),
    ],
)
def test_who_has_no_account_cannot_be_changed(sqlite_store, act, more):
    said = refused(act, sqlite_store, COMMAND_LINE, "nobody@example.org", *more)
    assert 'E-mail "nobody@example.org": has no account' in said


# What happens to those who are signed in


def test_disabling_ends_sessions_and_links_at_once(store):
    officer = an_account(store, OFFICER)
    cookie, link = a_session(store, officer), sessions.make_link(store, COMMAND_LINE, OFFICER)
    assert people.disable(store, COMMAND_LINE, OFFICER).startswith(f"{OFFICER} is disabled")
    assert sessions.actor_of(store, cookie) == VISITOR
    assert sessions.link_of(store, link) is None
    assert "do not belong" in refused(sessions.sign_in, store, OFFICER, PASSWORD, "192.0.2.1")
    people.enable(store, COMMAND_LINE, OFFICER)
    assert sessions.actor_of(store, cookie) == VISITOR  # what ended stays ended
    assert sessions.link_of(store, link) is None
    assert (
        sessions.actor_of(store, sessions.sign_in(store, OFFICER, PASSWORD, "192.0.2.1")) == officer
    )


def test_another_role_holds_in_open_sessions_at_once(store):
    cookie = a_session(store, an_account(store, OFFICER, "admin"))
    for role in ("staff", "viewer", "admin"):
        said = people.change_roles(store, COMMAND_LINE, OFFICER, given(role))
        assert said == f"{OFFICER} is {role} now."
        assert sessions.actor_of(store, cookie).roles == {role}


def test_the_list_tells_who_may_sign_in(sqlite_store):
    an_account(sqlite_store, "b@example.org", "viewer")
    an_account(sqlite_store, "a@example.org", password="")
    people.disable(sqlite_store, COMMAND_LINE, "b@example.org")
    listed = [
        (each.email, each.enabled, each.has_password) for each in people.everybody(sqlite_store)
    ]
    assert listed == [("a@example.org", True, False), ("b@example.org", False, True)]


def test_duties_cannot_be_divided_until_two_may_record(sqlite_store):
    def alone() -> bool:
        with sqlite_store.reading() as session:
            return people.is_alone(session, RECORDERS)

    assert alone()
    an_account(sqlite_store, "a@example.org")
    an_account(sqlite_store, "v@example.org", "viewer")
    assert alone()
    an_account(sqlite_store, "b@example.org", "admin")
    assert not alone()
    people.disable(sqlite_store, COMMAND_LINE, "a@example.org")
    assert alone()


# Whom a command acts for


def test_a_command_acts_as_an_account(sqlite_store):
    an_account(sqlite_store, OFFICER)
    assert people.acting_as(sqlite_store, "Officer@example.org") == actor(sqlite_store, OFFICER)


@pytest.mark.parametrize("email", ["off@example.org", "nobody@example.org", "x"])
def test_a_command_acts_as_nobody_else(sqlite_store, email):
    an_account(sqlite_store, "off@example.org")
    people.disable(sqlite_store, COMMAND_LINE, "off@example.org")
    assert "is not an enabled account" in refused(people.acting_as, sqlite_store, email)


def test_the_local_administrator_is_no_account(sqlite_store):
    with sqlite_store.reading() as session:
        assert people.as_of_now(session, LOCAL_ADMINISTRATOR) == LOCAL_ADMINISTRATOR
        assert people.actor_for(None) == VISITOR


@pytest.mark.parametrize(
    "act", [people.disable, partial(people.change_roles, given=given("viewer"))]
)
def test_the_only_administrator_stays(sqlite_store, act):
    an_account(sqlite_store, "boss@example.org", "admin", "")
    with pytest.raises(Refused, match="is the only administrator"):
        act(sqlite_store, LOCAL_ADMINISTRATOR, "boss@example.org")
    an_account(sqlite_store, "chief@example.org", "admin", "")
    act(sqlite_store, LOCAL_ADMINISTRATOR, "boss@example.org")
    assert actor(sqlite_store, "boss@example.org").roles != {Role.ADMIN}
