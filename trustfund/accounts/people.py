"""Accounts: who may sign in, and as what. An administrator's business, or the command line's."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session, col, func, select, update

from trustfund.accounts import passwords
from trustfund.accounts.given import Given, given_to, rows
from trustfund.accounts.log import Action, note
from trustfund.domain.catalogue import access
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.roles import (
    ADMINISTRATORS,
    COMMAND_LINE,
    VISITOR,
    Actor,
    Role,
)
from trustfund.store.access_tables import (
    AccessEvent,
    Account,
    AccountRole,
    SignInLink,
    WebSession,
)
from trustfund.store.base import Base
from trustfund.store.engine import Store, utc_now


@dataclass(frozen=True)
class Person:
    """An account as a list shows it."""

    email: str
    given: Given
    enabled: bool
    has_password: bool
    created_at: datetime
    signed_in_at: datetime | None


def actor_for(account: Account | None) -> Actor:
    """Who acts under an account: a visitor when it is missing or disabled."""
    if account is None or not account.enabled:
        return VISITOR
    return Actor(
        account.email,
        frozenset(Role(each.role) for each in account.given),
        account.id,
        next((each.country for each in account.given if each.country), ""),
        next((each.contributor_id for each in account.given if each.contributor_id), 0),
    )


def as_of_now(session: Session, actor: Actor) -> Actor:
    """The same person with the roles of this moment, which stays until the transaction ends.

    Changes of roles take their turn like acts. The locks on its rows hold up other programs too.
    """
    if actor.account is None:
        return actor
    mine = select(AccountRole).where(AccountRole.account_id == actor.account)
    session.exec(mine.with_for_update(read=True)).all()
    return actor_for(session.get(Account, actor.account, with_for_update={"read": True}))


def parse_email(text: str) -> str:
    """An e-mail address in the one way it is written here, or a sentence."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.casefold()
    except EmailNotValidError as error:
        why = str(error).rstrip(".")
        reason = f"is not an e-mail address: {why[0].lower()}{why[1:]}"
        remedy = "Write it like name@example.org"
        raise refusal(access.EMAIL, Code.MALFORMED, text, reason, remedy) from None


def in_one_way(text: str) -> str:
    """An e-mail address as it is written here; a text that is none, as it stands.

    So that guesses at an account count as such, however its e-mail is spelled.
    """
    try:
        return parse_email(text)
    except Refused:
        return _whole(text).strip()


def _whole(text: str) -> str:
    """A text without bytes that are none, which a command can be given."""
    return text.encode(errors="replace").decode()


def find(session: Session, email: str) -> Account | None:
    """The account of an e-mail address, however it is written; None where there is none."""
    return session.exec(select(Account).where(Account.email == in_one_way(email))).first()


def required(session: Session, email: str) -> Account:
    """The account of an e-mail address, or a sentence."""
    found = find(session, email)
    if found is None:
        remedy = "Use one from the list"
        raise refusal(access.EMAIL, Code.UNKNOWN, email, "has no account", remedy)
    return found


@contextmanager
def _administering(store: Store, actor: Actor, what: str) -> Iterator[Session]:
    with store.writing() as session:
        as_of_now(session, actor).require(ADMINISTRATORS, what)
        yield session


def add(store: Store, actor: Actor, email: str, given: Given, password: str = "") -> str:
    """Add an account; return its e-mail. A blank password is chosen later, over a link."""
    problems = Problems()
    written = problems.attempt(parse_email, email)
    kept = problems.attempt(passwords.chosen, password, password, email) if password else None
    with _administering(store, actor, "Adding an account") as session:
        if written and find(session, written):
            why, remedy = "has an account already", "Change that one"
            problems.add(access.EMAIL, Code.TAKEN, written, why, remedy)
        roles = rows(problems, session, given)
        problems.refuse_if_any()
        assert written is not None
        account = Account(email=written, given=roles, password_hash=kept, created_at=utc_now())
        session.add(account)
        note(session, actor.name, Action.ADDED, f"{written} as {given_to(session, roles)}")
    return written


def change_roles(store: Store, actor: Actor, email: str, given: Given) -> str:
    """Give an account these roles in place of those it has, in all its sessions at once."""
    problems = Problems()
    with _administering(store, actor, "Changing a role") as session:
        account = _another(session, actor, email)
        roles = rows(problems, session, given)
        problems.refuse_if_any()
        before, now = (given_to(session, each) for each in (account.given, roles))
        note(session, actor.name, Action.ROLE, f"{account.email} from {before} to {now}")
        account.given.clear()
        session.flush()
        account.given.extend(roles)
    return f"{account.email} is {now} now."


def disable(store: Store, actor: Actor, email: str) -> str:
    """Keep an account out: its sessions and links end at once.

    Whom its organization meant is forgotten. Enabled again, it is tied to whoever comes first.
    """
    with _administering(store, actor, "Disabling an account") as session:
        account = _another(session, actor, email)
        account.enabled = False
        account.subject = None
        end_all(session, account)
        note(session, actor.name, Action.DISABLED, account.email)
    return f"{account.email} is disabled, and signed out everywhere."


def enable(store: Store, actor: Actor, email: str) -> str:
    """Let a disabled account in again."""
    with _administering(store, actor, "Enabling an account") as session:
        account = required(session, email)
        account.enabled = True
        note(session, actor.name, Action.ENABLED, account.email)
    return f"{account.email} is enabled."


def _another(session: Session, actor: Actor, email: str) -> Account:
    """An account that is neither one's own nor the only administrator's."""
    account = required(session, email)
    if account.id == actor.account:
        why, remedy = "is your own account", "Ask another administrator"
        raise refusal(access.EMAIL, Code.OWN, account.email, why, remedy)
    if actor == COMMAND_LINE:  # who can run commands can make another
        return account
    if _able(session, ADMINISTRATORS) == {account.id}:
        why, remedy = "is the only administrator", "Make another account administrator first"
        raise refusal(access.EMAIL, Code.ONLY_ADMINISTRATOR, account.email, why, remedy)
    return account


def end_all(session: Session, account: Account) -> None:
    """End every session and every link of an account."""
    now = utc_now()
    of_sessions = (col(WebSession.account_id) == account.id, col(WebSession.ended_at).is_(None))
    session.exec(update(WebSession).where(*of_sessions).values(ended_at=now))
    of_links = (col(SignInLink.account_id) == account.id, col(SignInLink.used_at).is_(None))
    session.exec(update(SignInLink).where(*of_links).values(used_at=now))


def everybody(store: Store) -> list[Person]:
    """Every account, by e-mail."""
    last = (
        select(AccessEvent.actor, func.max(AccessEvent.at).label("at"))
        .where(AccessEvent.action == Action.SIGNED_IN)
        .group_by(AccessEvent.actor)
        .subquery()
    )
    listed = (
        select(Account, last.c.at)
        .outerjoin(last, last.c.actor == Account.email)
        .order_by(Account.email)
    )
    with store.reading() as session:
        return [
            Person(
                account.email,
                given_to(session, account.given),
                account.enabled,
                account.password_hash is not None,
                account.created_at,
                signed_in_at,
            )
            for account, signed_in_at in session.exec(listed)
        ]


def has_password(store: Store, actor: Actor) -> bool:
    """Whether an account can be entered by a password."""
    with store.reading() as session:
        account = session.get(Account, actor.account) if actor.account else None
    return account is not None and account.password_hash is not None


def is_anybody(session: Session) -> bool:
    """Whether there is an account."""
    return session.exec(select(Account.id).limit(1)).first() is not None


@functools.cache  # to build it takes longer than to run it
def _having(allowed: frozenset[Role]) -> sa.Select[tuple[int]]:
    account, given = (Base.metadata.tables[name] for name in ("account", "account_role"))
    having = (account.c.enabled, given.c.role.in_(sorted(allowed)))
    return sa.select(account.c.id).join_from(account, given).where(*having)


def _able(session: Session, allowed: frozenset[Role]) -> set[int | None]:
    """The enabled accounts that have one of these roles."""
    return set(session.execute(_having(allowed)).scalars())


def may_act(session: Session, allowed: frozenset[Role]) -> bool:
    """Whether an enabled account has one of these roles."""
    return bool(_able(session, allowed))


def is_alone(session: Session, allowed: frozenset[Role]) -> bool:
    """Whether fewer than two enabled accounts have one of these roles.

    Then nobody's duties can be divided in what these roles alone may do.
    """
    return len(_able(session, allowed)) < 2


def acting_as(store: Store, email: str) -> Actor:
    """The enabled account that a command acts as, or a sentence."""
    with store.reading() as session:
        actor = actor_for(find(session, email))
    if actor == VISITOR:
        why = "is not an enabled account"
        remedy = "Name one: python -m trustfund user list"
        raise refusal(access.ACTING_AS, Code.NO_ACCESS, email, why, remedy)
    return actor
