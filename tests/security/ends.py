"""How a session, or the right it gave, comes to an end while a browser still has its cookie."""

from tests.people import PASSWORD, actor, given
from trustfund.accounts import people, sessions
from trustfund.domain.roles import COMMAND_LINE
from trustfund.store.engine import Store

HERE = "192.0.2.1"


def sign_out(store: Store, cookie: str, email: str) -> None:
    sessions.sign_out(store, cookie)


def disable(store: Store, cookie: str, email: str) -> None:
    people.disable(store, COMMAND_LINE, email)


def change_password(store: Store, cookie: str, email: str) -> None:
    another = "pebble anchor violin sunset"
    sessions.change_password(store, actor(store, email), PASSWORD, another, another, HERE)


def use_a_link(store: Store, cookie: str, email: str) -> None:
    secret = sessions.make_link(store, COMMAND_LINE, email)
    sessions.use_link(store, secret, PASSWORD, PASSWORD, HERE)


def lower_the_role(store: Store, cookie: str, email: str) -> None:
    people.change_roles(store, COMMAND_LINE, email, given("viewer"))


ENDS = [sign_out, disable, change_password, use_a_link, lower_the_role]
