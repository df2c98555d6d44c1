"""``python -m trustfund user``: accounts, from the command line."""

import argparse
import getpass
import sys
from typing import Any

from trustfund.accounts import people, sessions
from trustfund.accounts.given import Given
from trustfund.commands.common import add
from trustfund.domain.catalogue import access
from trustfund.domain.problems import Code, refusal
from trustfund.domain.roles import ACCOUNT_ROLES, COMMAND_LINE
from trustfund.store.setup import ready_store
from trustfund.web.settings import public_address

HERE = "http://127.0.0.1:8501"
"""Where the program listens by default."""


def _password(arguments: argparse.Namespace) -> str:
    """A password from standard input, or typed twice; a traceback would show what was read."""
    try:
        read = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else _typed()
        read.encode()
    except (EOFError, KeyboardInterrupt, UnicodeError):
        remedy = "Type it at the prompt, or send it with --password-stdin"
        raise refusal(access.PASSWORD, Code.UNREADABLE, "", "could not be read", remedy) from None
    return read


def _typed() -> str:
    """A password typed twice without being shown."""
    while True:
        first = getpass.getpass("Password (leave blank to choose one over a link): ")
        if not first or first == getpass.getpass("Password, again: "):
            return first
        print("They are not the same.", file=sys.stderr)


def add_account(arguments: argparse.Namespace) -> None:
    """Add an account."""
    store = ready_store()
    people.parse_email(arguments.email)  # before a password is asked for
    password = _password(arguments)
    given = _given(arguments)
    email = people.add(store, COMMAND_LINE, arguments.email, given, password)
    print(f"{email} may sign in as {given}.")
    if not password:
        print(f"To choose a password over a link: python -m trustfund user link {email}")


def listed(_arguments: argparse.Namespace) -> None:
    """List the accounts."""
    print("email", "role", "state", "password", "last_signed_in", sep="\t")
    for person in people.everybody(ready_store()):
        last = f"{person.signed_in_at:%Y-%m-%d %H:%M}" if person.signed_in_at else "never"
        state = "enabled" if person.enabled else "disabled"
        password = "yes" if person.has_password else "no"
        print(person.email, person.given, state, password, last, sep="\t")


def disable(arguments: argparse.Namespace) -> None:
    """Keep an account out, from now on."""
    print(people.disable(ready_store(), COMMAND_LINE, arguments.email))


def enable(arguments: argparse.Namespace) -> None:
    """Let a disabled account in again."""
    print(people.enable(ready_store(), COMMAND_LINE, arguments.email))


def change_roles(arguments: argparse.Namespace) -> None:
    """Give an account these roles in place of those it has."""
    given = _given(arguments)
    print(people.change_roles(ready_store(), COMMAND_LINE, arguments.email, given))


def _given(arguments: argparse.Namespace) -> Given:
    return Given(frozenset(arguments.role), arguments.country.upper(), arguments.contributor)


def link(arguments: argparse.Namespace) -> None:
    """Print a one-time link to choose a password and sign in."""
    secret = sessions.make_link(ready_store(), COMMAND_LINE, arguments.email)
    hours = int(sessions.INVITATION_LASTS.total_seconds() // 3600)
    stated = public_address()
    here = "" if stated else f"; put your own address in place of {HERE}"
    print(f"Works once, within {hours} hours{here}:")
    print(f"{stated or HERE}/sign-in#token={secret}")


def add_to(commands: Any) -> None:
    """Add the command ``user`` and what it can do."""
    user = commands.add_parser("user", help="accounts: who may sign in, and as what")
    doing = user.add_subparsers(required=True, metavar="WHAT", help="what to do")
    add(doing, "list", listed)
    with_email = argparse.ArgumentParser(add_help=False)
    with_email.add_argument("email", metavar="EMAIL", help="whose account")
    with_role = argparse.ArgumentParser(add_help=False)
    roles = [each.value for each in ACCOUNT_ROLES]
    with_role.add_argument(
        "--role",
        required=True,
        action="append",
        choices=roles,
        help="what the account may do; may be repeated",
    )
    with_role.add_argument(
        "--country", default="", metavar="ISO3", help="of the role mission: its country"
    )
    with_role.add_argument(
        "--contributor", default="", metavar="NAME", help="of the role contributor: whose money"
    )
    command = add(doing, "add", add_account, with_email, with_role)
    command.add_argument(
        "--password-stdin", action="store_true", help="read the password, do not ask"
    )
    for name in ("change", "role"):  # the second is what it was called before
        add(doing, name, change_roles, with_email, with_role)
    add(doing, "disable", disable, with_email)
    add(doing, "enable", enable, with_email)
    add(doing, "link", link, with_email)
