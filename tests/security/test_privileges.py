"""Rights that are gone between looking and acting, and roles that reach for more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.books import everything, history, perform
from tests.people import a_session, an_account, given
from tests.security.ends import disable, lower_the_role
from tests.web.conftest import browser
from trustfund.accounts import people
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, LOCAL_ADMINISTRATOR, Actor, Role
from trustfund.figures.datasets import BY_NAME
from trustfund.ledger import contributors
from trustfund.ledger.books import open_books
from trustfund.ledger.contributors import ContributorDraft
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"
DRAFT = ContributorDraft("A planted contributor", "philanthropic_organization", "")
ANOTHER = ContributorDraft("Another contributor", "philanthropic_organization", "")


# Every act is refused to visitors and viewers in tests/ledger/test_every_act.py.


@pytest.mark.parametrize("lose", [lower_the_role, disable], ids=lambda lose: lose.__name__)
def test_a_role_lost_since_the_page_was_drawn_is_lost_in_the_act(
    store: Store, lose: Callable[[Store, str, str], None]
):
    officer = an_account(store, EMAIL)
    lose(store, "", EMAIL)
    before = everything(store)
    with pytest.raises(Refused, match="is not open to the role vi"):
        perform(store, contributors.record_contributor, DRAFT, actor=officer)
    assert everything(store) == before


def by_an_administrator(store: Store) -> None:
    people.change_roles(store, COMMAND_LINE, EMAIL, given("viewer"))


def in_the_database(store: Store) -> None:
    """As somebody would who does not know of the turns that this program takes."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account_role SET role = 'viewer'")


@pytest.mark.parametrize("take_away", [by_an_administrator, in_the_database])
def test_a_role_taken_away_while_an_act_runs_is_gone_after_it(
    store: Store, take_away: Callable[[Store], None]
):
    officer = an_account(store, EMAIL)
    with ThreadPoolExecutor() as meanwhile:
        with open_books(store, officer) as books:
            taken = meanwhile.submit(take_away, store)
            with pytest.raises(TimeoutError):
                taken.result(timeout=0.5)
            contributors.record_contributor(books, DRAFT)
        taken.result(timeout=30)
    assert [line.actor for line in history(store)][-1:] == [EMAIL]
    with pytest.raises(Refused, match="is not open to the role viewer"):
        perform(store, contributors.record_contributor, ANOTHER, actor=officer)


def test_an_act_that_waits_for_its_role_to_be_taken_away_is_refused(store: Store):
    officer = an_account(store, EMAIL)
    with ThreadPoolExecutor() as meanwhile:
        with store.writing() as session:
            people.required(session, EMAIL).given[0].role = Role.VIEWER
            session.flush()
            record = contributors.record_contributor
            act = meanwhile.submit(perform, store, record, DRAFT, actor=officer)
            with pytest.raises(TimeoutError):
                act.result(timeout=0.5)
        with pytest.raises(Refused, match="is not open to the role viewer"):
            act.result(timeout=30)
    assert not history(store)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_file_follows_the_role_from_one_request_to_the_next(real_site, name):
    reader = browser()
    reader.cookies.set(COOKIE, a_session(real_site, an_account(real_site, EMAIL)))
    readers = BY_NAME[name].readers
    for role in ("admin", "viewer", "staff", "viewer"):
        people.change_roles(real_site, COMMAND_LINE, EMAIL, given(role))
        answer = reader.get(f"/exports/{name}.csv")
        assert answer.status_code == (200 if role in readers else 403)
    people.disable(real_site, COMMAND_LINE, EMAIL)
    answer = reader.get(f"/exports/{name}.csv")
    assert answer.status_code == (200 if Role.VISITOR in readers else 401)


def test_nobody_acts_under_the_name_of_an_account_without_being_it(sqlite_store):
    """A role that a caller claims counts for nothing beside the account's own."""
    viewer = an_account(sqlite_store, EMAIL, "viewer")
    for account, role in ((viewer.account, "viewer"), (4711, "visitor")):
        claimed = Actor("somebody@example.org", LOCAL_ADMINISTRATOR.roles, account)
        with pytest.raises(Refused, match=f"is not open to the role {role}"):
            perform(sqlite_store, contributors.record_contributor, DRAFT, actor=claimed)
