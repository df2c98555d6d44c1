"""Accounts and sessions for tests, with inputs that a test can see and change."""

from starlette.testclient import TestClient

from trustfund.accounts import people, sessions
from trustfund.accounts.given import Given
from trustfund.domain.roles import COMMAND_LINE, Actor, Role
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

PASSWORD = "lantern gravel otter marble"


def acting(role: Role, name: str = "Somebody", account: int | None = None) -> Actor:
    """Who has one role: a mission of Kenya, the first contributor."""
    country = "KEN" if role is Role.MISSION else ""
    contributor = 1 if role is Role.CONTRIBUTOR else 0
    return Actor(name, frozenset({role}), account, country, contributor)


def given(*roles: str, country: str = "", contributor: str = "") -> Given:
    """The roles to give an account: ``given("mission", country="KEN")``."""
    return Given(frozenset(roles), country, contributor)


def an_account(
    store: Store,
    email: str = "staff@example.org",
    role: str = "staff",
    password: str = PASSWORD,
    **of: str,
) -> Actor:
    """An account that may sign in; whoever acts under it."""
    people.add(store, COMMAND_LINE, email, given(role, **of), password)
    return actor(store, email)


def actor(store: Store, email: str) -> Actor:
    """Who acts under an account now."""
    with store.reading() as session:
        return people.actor_for(people.find(session, email))


def a_session(store: Store, who: Actor) -> str:
    """The cookie of a new session of an account."""
    with store.writing() as session:
        return sessions._start(store, session, who.account)


def sign_in_as(browser: TestClient, store: Store, role: Role, **of: str) -> Actor:
    """Sign a browser in as somebody with a role."""
    who = an_account(store, f"{role}@example.org", role, password="", **of)
    browser.cookies.set(COOKIE, a_session(store, who))
    return who
